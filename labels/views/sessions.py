"""DAECT's side of the committee: plan, invite, close, cancel; `meeting` goes on (spec L8)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.columns import Column
from expect.web.components import Act, Head, Section
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage, FormPage
from expect.web.visible import visible_or_404
from labels import committee, rules, selectors
from labels.enums import SessionState
from labels.forms import CancelForm, InviteForm, SessionForm
from labels.models import CommitteeSession, SessionMember
from labels.views import standing
from labels.views.instruction import ForDaect

SESSIONS = ("Séances", reverse_lazy("labels:sessions"))
SECTIONS = (Section("dossiers", "Dossiers"), Section("membres", "Membres"))
TURNS = {
    SessionState.PLANNED: "Les membres donnent leurs avis ; les inscriptions sont ouvertes",
    SessionState.CLOSED: "Les membres donnent leurs avis",
    SessionState.HELD: "C’est à la DAECT d’enregistrer les décisions, puis de les notifier",
}


class SessionList(ForDaect, ListPage):
    """Every session."""

    title = "Séances"
    default_sort = "-held_on"
    empty_sentence = "Aucune séance n’est prévue."
    columns = (
        Column("held_on", "Séance", sort="held_on"),
        Column("place", "Lieu", sort="place"),
        Column("cut_off_on", "Clôture des inscriptions", sort="cut_off_on"),
        Column("state", "État", value=standing.session_badge),
        Column("file_count", "Dossiers", number=True),
    )

    def queryset(self) -> QuerySet[CommitteeSession]:
        return selectors.with_file_counts(selectors.visible_sessions(self.request.user, self.today))

    def primary_act(self) -> tuple[str, str]:
        return ("Prévoir une séance", reverse("labels:session_plan"))


class PlanSession(FormPage):
    """Call a session; its members are invited at once."""

    title = "Prévoir une séance"
    verb = "Prévoir la séance et inviter les membres"
    form_class = SessionForm
    breadcrumb = (SESSIONS,)

    def get_object(self) -> None:
        return None

    def verdict(self, obj: None) -> Verdict:
        return rules.may_plan_session(self.request.user, self.today)

    def form_kwargs(self, obj: None) -> Mapping[str, Any]:
        return {"today": self.today}

    def back_url(self, obj: None) -> str:
        return reverse("labels:sessions")

    def perform(self, obj: None, form: SessionForm) -> CommitteeSession:
        return committee.plan_session(by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: CommitteeSession) -> str:
        return f"La séance du {fact.name} est prévue ; ses membres ont reçu un courriel."


class OneSession:
    """A session, for DAECT."""

    def get_object(self) -> CommitteeSession:
        found = selectors.visible_sessions(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [SESSIONS, (str(self.object), self.object.get_absolute_url())]

    def success_url(self, fact: Any) -> str:
        return self.object.get_absolute_url()


class SessionPage(OneSession, DetailPage):
    """Agenda, opinions at a glance, members, decisions."""

    template_name = "labels/daect/session.html"

    def get_title(self) -> str:
        return str(self.object)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [SESSIONS]

    def head(self, obj: CommitteeSession) -> Head:
        acts = self.acts(obj)
        primary = next((act for act in acts if act.verdict), None)
        return Head(
            number="",
            badge=standing.session_badge(obj),
            subtitle=obj.place
            if obj.cancelled_at
            else f"{obj.place}, inscriptions jusqu’au {french.day(obj.cut_off_on)}",
            turn=TURNS.get(SessionState(obj.state), ""),
            primary=primary,
            others=[act for act in acts if act is not primary],
        )

    def acts(self, obj: CommitteeSession) -> list[Act]:
        """In the order in which they are done."""
        user, on = self.request.user, self.today
        return [
            Act(
                rules.may_notify_session(user, obj, on),
                reverse("labels:session_notify", args=[obj.public_id]),
                "Notifier les décisions",
            ),
            Act(
                rules.may_hold_session(user, obj, on),
                reverse("labels:session_hold", args=[obj.public_id]),
                "Enregistrer la tenue de la séance",
            ),
            Act(
                rules.may_close_session(user, obj, on),
                reverse("labels:session_close", args=[obj.public_id]),
                "Clore les inscriptions",
            ),
            Act(
                rules.may_invite_members(user, obj, on),
                reverse("labels:session_invite", args=[obj.public_id]),
                "Inviter d’autres membres",
            ),
            Act(
                rules.may_cancel_session(user, obj, on),
                reverse("labels:session_cancel", args=[obj.public_id]),
                "Annuler la séance",
            ),
        ]

    def context(self, obj: CommitteeSession) -> Mapping[str, Any]:
        return {
            "files": selectors.agenda_with_decisions(obj),
            "members": selectors.members_of(obj),
            "sections": SECTIONS,
        }


class Invite(OneSession, ActView):
    """Add members to the session."""

    title = "Inviter d’autres membres"
    verb = "Inviter"
    form_class = InviteForm

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_invite_members(self.request.user, obj, self.today)

    def form_kwargs(self, obj: CommitteeSession) -> Mapping[str, Any]:
        return {"session": obj, "today": self.today}

    def consequences(self, obj: CommitteeSession) -> list[str]:
        return ["Chaque personne invitée reçoit un courriel et peut lire les dossiers de la séance."]

    def perform(self, obj: CommitteeSession, form: InviteForm) -> list[SessionMember]:
        members = form.cleaned_data["members"]
        return committee.invite_members(session=obj, members=members, by=self.request.user, at=self.at)

    def success_message(self, fact: list[SessionMember]) -> str:
        return "Sont invités : " + ", ".join(str(member) for member in fact) + "."


class Close(OneSession, ActView):
    """Close the agenda."""

    title = "Clore les inscriptions"
    verb = "Clore les inscriptions"

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_close_session(self.request.user, obj, self.today)

    def consequences(self, obj: CommitteeSession) -> list[str]:
        return [
            "Plus aucun dossier ne peut être inscrit à cette séance. Les avis restent ouverts jusqu’à sa tenue."
        ]

    def perform(self, obj: CommitteeSession, form) -> CommitteeSession:
        return committee.close_session(session=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: CommitteeSession) -> str:
        return "Les inscriptions sont closes."


class Cancel(OneSession, ActView):
    """Call the session off; its files wait for another one."""

    title = "Annuler la séance"
    verb = "Annuler la séance"
    form_class = CancelForm

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_cancel_session(self.request.user, obj, self.today)

    def consequences(self, obj: CommitteeSession) -> list[str]:
        files = list(selectors.files_to_examine(obj))
        members = ", ".join(str(person) for person in selectors.members_to_tell(obj, self.today))
        told = [f"Un courriel donne le motif aux membres : {members}."] if members else []
        if not files:
            return ["Aucun dossier n’y est inscrit : la séance est close sans suite.", *told]
        numbers = ", ".join(file.number for file in files)
        return [
            f"Restent recevables, à inscrire à une autre séance : {numbers}.",
            "Un courriel le dit à chaque organisme, avec le motif.",
            *told,
        ]

    def perform(self, obj: CommitteeSession, form: CancelForm) -> CommitteeSession:
        return committee.cancel_session(session=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: CommitteeSession) -> str:
        return f"La séance du {fact.name} est annulée."
