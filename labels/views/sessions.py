"""DAECT's side of the committee: plan, close, hold, notify (spec L8, L9)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.columns import Column
from expect.web.components import Act, Head, Section
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage, FormPage
from expect.web.visible import visible_or_404
from labels import committee, decisions, rules, selectors
from labels.enums import SessionState
from labels.forms import AttendanceForm, InviteForm, SessionForm
from labels.models import CommitteeSession, Decision, SessionMember
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
            subtitle=f"{obj.place}, inscriptions jusqu’au {french.day(obj.cut_off_on)}",
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


class Hold(OneSession, ActView):
    """Record who came; the quorum opens the decisions."""

    title = "Enregistrer la tenue de la séance"
    verb = "Enregistrer la tenue de la séance"
    form_class = AttendanceForm

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_hold_session(self.request.user, obj, self.today)

    def form_kwargs(self, obj: CommitteeSession) -> Mapping[str, Any]:
        return {"session": obj}

    def consequences(self, obj: CommitteeSession) -> list[str]:
        return [
            "Les avis sont clos ; les dossiers inscrits passent à l’état « examinée ».",
            "Le quorum est vérifié sur chaque dossier : plus de la moitié des membres non déportés.",
        ]

    def perform(self, obj: CommitteeSession, form: AttendanceForm) -> CommitteeSession:
        present = form.cleaned_data["present"]
        return committee.hold_session(session=obj, present=present, by=self.request.user, at=self.at)

    def success_message(self, fact: CommitteeSession) -> str:
        return "La séance est tenue : enregistrez la décision de chaque dossier."


class Notify(OneSession, ActView):
    """All the decisions leave together; the head signs (spec L9, X12)."""

    template_name = "labels/daect/notify.html"

    def get_title(self) -> str:
        return f"Notifier les décisions de la séance du {self.object.name}"

    @property
    def verb(self) -> str:
        count = len(self.recorded)
        return f"Notifier les {count} décisions" if count > 1 else "Notifier la décision"

    @cached_property
    def recorded(self) -> list[Decision]:
        """What leaves, in the order of the numbers."""
        return list(selectors.decisions_to_notify(self.object))

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_notify_session(self.request.user, obj, self.today)

    def consequences(self, obj: CommitteeSession) -> list[str]:
        return [
            "Chaque décision devient définitive : sa lettre, signée de vous, est mise à disposition de l’organisme.",
            "Chaque attribution crée le label, son numéro et son diplôme.",
            "Un courriel part à chacune des personnes nommées ci-dessus.",
        ]

    def context(self, obj: CommitteeSession) -> Mapping[str, Any]:
        bodies = [decision.application.organisation_id for decision in self.recorded]
        recipients = selectors.people_of_bodies(bodies, self.today)
        return {
            "rows": [
                (decision, recipients[decision.application.organisation_id]) for decision in self.recorded
            ]
        }

    def perform(self, obj: CommitteeSession, form) -> list[Decision]:
        return decisions.notify_session(session=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: list[Decision]) -> str:
        return f"{len(fact)} décisions sont notifiées." if len(fact) > 1 else "La décision est notifiée."
