"""DAECT's side of the committee: plan, invite, close, cancel; `meeting` goes on (spec L8)."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy

from expect.accounts.views.access import ForDaect
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.columns import Column
from expect.web.components import Act, Head
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage, FormPage
from expect.web.visible import visible_or_404
from labels import committee, invitations, rules, selectors
from labels.enums import Answer, ApplicationState, SessionState
from labels.filters import SessionFilters
from labels.forms import CancelForm, ChangePlaceForm, InviteForm, SessionForm
from labels.models import CommitteeSession, LabelApplication, SessionMember
from labels.views import standing

SESSIONS = ("Séances", reverse_lazy("labels:sessions"))
SESSION_TURNS = {
    SessionState.PLANNED: "Les membres donnent leurs avis\N{NO-BREAK SPACE}; les inscriptions sont ouvertes",
    SessionState.CLOSED: "Les membres donnent leurs avis",
    SessionState.HELD: "C’est à la DAECT d’enregistrer les décisions, puis de les notifier",
}

PAST_CUT_OFF = "C’est à la DAECT de clore les inscriptions\N{NO-BREAK SPACE}; les membres donnent leurs avis"
ACTS = (
    (rules.may_notify_session, "session_notify", "Notifier les décisions"),
    (rules.may_establish_minutes, "session_establish_minutes", "Établir le procès-verbal"),
    (rules.may_announce, "session_announcement", "Préparer l’annonce"),
    (rules.may_conduct_session, "session_conduct", "Conduire la séance"),
    (rules.may_correct_attendance, "session_correct_attendance", "Corriger les présences"),
    (rules.may_hold_session, "session_hold", "Enregistrer la tenue de la séance"),
    (rules.may_close_session, "session_close", "Clore les inscriptions"),
    (rules.may_order_agenda, "session_agenda", "Ordonner l’ordre du jour"),
    (rules.may_invite_more, "session_invite", "Inviter d’autres membres"),
    (rules.may_change_session, "session_change", "Changer le lieu ou les heures"),
    (rules.may_cancel_session, "session_cancel", "Annuler la séance"),
)


class SessionList(ForDaect, ListPage):
    """Every session."""

    title = "Séances"
    keeps_views = True
    search_label = "Mois, lieu, organisme ou numéro de dossier"
    default_sort = "-held_on"
    filterset_class = SessionFilters
    empty_sentence = "Aucune séance n’est prévue."
    columns = (
        Column("held_on", "Séance", sort="held_on"),
        Column(
            "hours", "Heures", value=lambda row: french.hours(row.starts_at, row.ends_at), on_screen=False
        ),
        Column("place", "Lieu", sort="place"),
        Column("cut_off_on", "Clôture des inscriptions", sort="cut_off_on"),
        Column("state", "État", value=standing.session_badge),
        Column("file_count", "À l’ordre du jour", number=True, sort="file_count"),
        Column("cancellation_reason", "Motif de l’annulation", on_screen=False),
    )

    def queryset(self) -> QuerySet[CommitteeSession]:
        return selectors.with_file_counts(selectors.visible_sessions(self.request.user, self.today))

    def search(self, rows: QuerySet[CommitteeSession], text: str) -> QuerySet[CommitteeSession]:
        return selectors.find_sessions(rows, text)

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
        return {"at": self.at}

    def back_url(self, obj: None) -> str:
        return reverse("labels:sessions")

    def perform(self, obj: None, form: SessionForm) -> CommitteeSession:
        return committee.plan_session(by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: CommitteeSession) -> str:
        return f"La séance du {fact.name} est prévue ; ses membres ont reçu un courriel."


class OneSession:
    """A session, for DAECT."""

    back_label = "Revenir à la séance"

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
            subtitle=self.subtitle(obj),
            turn=self.turn(obj),
            primary=primary,
            others=[act for act in acts if act is not primary],
        )

    def subtitle(self, obj: CommitteeSession) -> str:
        """Where and when; until when it takes more files, as long as it does."""
        if obj.cancelled_at:
            return obj.place
        takes_more = obj.state == SessionState.PLANNED and self.today <= obj.cut_off_on
        until = (
            f"\N{NO-BREAK SPACE}; inscriptions jusqu’au {french.day(obj.cut_off_on)}" if takes_more else ""
        )
        return f"{standing.sitting(obj)}{until}"

    def turn(self, obj: CommitteeSession) -> str:
        """Whose turn it is; once all is decided, it is to the head alone."""
        here = (file for file in self.files if file.session_id == obj.pk and not file.decided)
        undecided = any(file.state == ApplicationState.EXAMINED for file in here)
        if obj.state == SessionState.HELD and not undecided:
            return "C’est à la déléguée ou au délégué de notifier les décisions"
        if obj.state == SessionState.PLANNED and self.today > obj.cut_off_on:
            return PAST_CUT_OFF if self.files else ""
        return SESSION_TURNS.get(SessionState(obj.state), "")

    @cached_property
    def files(self) -> list[LabelApplication]:
        """Those of its agenda, with what was decided there."""
        return list(selectors.agenda_with_decisions(self.object))

    def acts(self, obj: CommitteeSession) -> list[Act]:
        """In the order in which they are done, the last first; an empty agenda is not put in order."""
        user, on = self.request.user, self.today
        if obj.cancelled_at:
            return []
        return [
            Act(verdict(user, obj, on), reverse(f"labels:{page}", args=[obj.public_id]), label)
            for verdict, page, label in ACTS
            if self.files or page != "session_agenda"
        ]

    def context(self, obj: CommitteeSession) -> Mapping[str, Any]:
        files = self.files
        tallies = selectors.tallies(obj, files)
        members = list(selectors.members_of(obj))
        to_hold = [file for file in files if file.state == ApplicationState.ADMISSIBLE]
        doubts = selectors.doubts_in(obj, to_hold, self.today) if to_hold else {}
        withdrawn = [file for file in files if file.state == ApplicationState.WITHDRAWN and not file.decided]
        return {
            "quorum": rules.quorum(obj.held_on),
            "coming": sum(member.is_seated and member.answer == Answer.COMING for member in members),
            "rows": [
                (file, tallies[file.pk], doubts.get(file.pk, ())) for file in files if file not in withdrawn
            ],
            "withdrawn": withdrawn,
            "members": members,
            "corrections": selectors.attendance_corrections(obj) if obj.held_at else (),
            "minutes": selectors.minutes_of(obj),
        }


class Change(OneSession, ActView):
    """Another place, other hours; another day is another session."""

    title = "Changer le lieu ou les heures"
    verb = "Enregistrer le lieu et les heures"
    form_class = ChangePlaceForm

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_change_session(self.request.user, obj, self.today)

    def initial(self, obj: CommitteeSession) -> Mapping[str, Any]:
        kept = ("place", "starts_at", "ends_at", "revision")
        return {name: getattr(obj, name) for name in kept}

    def form_kwargs(self, obj: CommitteeSession) -> Mapping[str, Any]:
        return {"session": obj}

    def show(self, form: ChangePlaceForm, *, state_changed: bool = False) -> HttpResponse:
        """Refused because somebody changed it meanwhile: it is read, and the next sending stands on it."""
        if state_changed:
            form.data = form.data.copy()
            form.data["revision"] = CommitteeSession.objects.get(pk=self.object.pk).revision
        return super().show(form, state_changed=state_changed)

    def consequences(self, obj: CommitteeSession) -> list[str]:
        members = ", ".join(str(person) for person in selectors.members_to_tell(obj, self.today))
        told = [f"Si quelque chose change, un courriel part à : {members}."] if members else []
        return [
            *told,
            "Le jour ne change pas : pour un autre jour, annulez la séance et prévoyez-en une autre.",
        ]

    def perform(self, obj: CommitteeSession, form: ChangePlaceForm) -> CommitteeSession:
        return committee.change_session(session=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: CommitteeSession) -> str:
        return f"La séance se tient {standing.sitting(fact)}."


class Invite(OneSession, ActView):
    """Add members to the session."""

    title = "Inviter d’autres membres"
    verb = "Inviter"
    form_class = InviteForm

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_invite_more(self.request.user, obj, self.today)

    def form_kwargs(self, obj: CommitteeSession) -> Mapping[str, Any]:
        return {"session": obj, "today": self.today}

    def consequences(self, obj: CommitteeSession) -> list[str]:
        return ["Chaque personne invitée reçoit un courriel et peut lire les dossiers de la séance."]

    def perform(self, obj: CommitteeSession, form: InviteForm) -> list[SessionMember]:
        members = form.cleaned_data["members"]
        return invitations.invite_members(session=obj, members=members, by=self.request.user, at=self.at)

    def success_message(self, fact: list[SessionMember]) -> str:
        return "Sont invités : " + ", ".join(str(member) for member in fact) + "."


class Close(OneSession, ActView):
    """Close the agenda."""

    title = "Clore les inscriptions"
    verb = "Clore les inscriptions"

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_close_session(self.request.user, obj, self.today)

    def consequences(self, obj: CommitteeSession) -> list[str]:
        members = ", ".join(str(person) for person in selectors.members_to_tell(obj, self.today))
        told = (
            "Un courriel part, avec les dossiers à lire, à ceux de ces membres qui ont encore un avis à donner"
            f"\N{NO-BREAK SPACE}: {members}."
        )
        return [
            "Plus aucun dossier ne peut être inscrit à cette séance. Les avis restent ouverts jusqu’à sa tenue.",
            *([told] if members else []),
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
