"""Who may do what in a session, and on what is decided there (spec L8, L9)."""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect
from expect.accounts.selectors import people
from expect.kernel.verdict import Verdict, refuse
from labels.enums import ApplicationState, RecusalGround, SessionState, View
from labels.models import CommitteeSession, Decision, LabelApplication, Opinion, Recusal, SessionMember
from labels.rules.conflicts import (
    Experts,
    conflict_of,
    experts_lodged,
    pending_doubts,
    with_addresses,
)
from labels.workflow import SESSION

CANCELLED = "Cette séance est annulée."
OPEN_TO_OPINIONS = (SessionState.PLANNED, SessionState.CLOSED)
READ_BY_COMMITTEE = (
    ApplicationState.ADMISSIBLE,
    ApplicationState.EXAMINED,
    ApplicationState.DEFERRED,
    ApplicationState.GRANTED,
    ApplicationState.REFUSED,
)


def may_plan_session(user: User, on: date) -> Verdict:
    """Call a session of the committee (spec L8)."""
    return is_daect(user, on)


def may_invite_members(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Add members, until the session is held; who is invited already stays so."""
    return is_daect(user, on).unless(
        session.state not in OPEN_TO_OPINIONS,
        "Cette séance s’est tenue ou est annulée : sa composition ne change plus.",
    )


def may_invite_more(user: User, session: CommitteeSession, on: date) -> Verdict:
    """The same, while there is somebody left to choose."""
    verdict = may_invite_members(user, session, on)
    if not verdict:
        return verdict
    committee = people((Role.COMMITTEE_MEMBER,), on)
    return verdict.unless(
        not committee.exclude(pk__in=session.members.values("user")).exists(),
        "Tous les membres du comité sont déjà invités à cette séance.",
    )


def may_close_session(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Close the agenda (spec §6); an empty one leaves nothing to do but to cancel the session."""
    verdict = (
        is_daect(user, on)
        .unless(session.state == SessionState.CANCELLED, CANCELLED)
        .unless(
            not SESSION.starts("close_session", session.state),
            "Les inscriptions à cette séance sont déjà closes.",
        )
    )
    return _with_agenda(verdict, session)


def may_hold_session(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Record that the committee met: who came, under quorum (spec L8)."""
    verdict = (
        is_daect(user, on)
        .unless(session.state == SessionState.PLANNED, "Clôturez d’abord les inscriptions à cette séance.")
        .unless(session.state == SessionState.CANCELLED, CANCELLED)
        .unless(
            not SESSION.starts("hold_session", session.state),
            "La tenue de cette séance est déjà enregistrée.",
        )
        .unless(on < session.held_on, "La séance n’a pas encore eu lieu.")
    )
    return _with_agenda(verdict, session)


def may_cancel_session(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Call off a session that was not held: no decision is recorded on its files (decision 0005)."""
    return (
        is_daect(user, on)
        .unless(session.state == SessionState.CANCELLED, "Cette séance est déjà annulée.")
        .unless(
            not SESSION.starts("cancel_session", session.state),
            "Cette séance s’est tenue : elle ne peut plus être annulée.",
        )
    )


def may_take_off(user: User, application: LabelApplication, on: date) -> Verdict:
    """Take a file off the agenda of a session that was not held: it waits for another one (spec L8)."""
    return (
        is_daect(user, on)
        .unless(
            application.state not in (ApplicationState.ADMISSIBLE, ApplicationState.EXAMINED)
            or application.session_id is None,
            "Ce dossier n’est à l’ordre du jour d’aucune séance.",
        )
        .unless(
            application.state == ApplicationState.EXAMINED,
            "Le comité a déjà examiné ce dossier.",
        )
    )


def may_record_decision(user: User, application: LabelApplication, on: date) -> Verdict:
    """Write down what was decided on an examined file, once (spec L9)."""
    verdict = is_daect(user, on).unless(
        application.state != ApplicationState.EXAMINED,
        "Une décision s’enregistre sur un dossier que le comité a examiné en séance.",
    )
    if not verdict:
        return verdict
    return verdict.unless(
        application.decisions.filter(session=application.session_id).exists(),
        "La décision sur ce dossier est déjà enregistrée ; jusqu’à sa notification, elle se corrige.",
    )


def may_correct_decision(user: User, decision: Decision, on: date) -> Verdict:
    """Record another decision in the place of a live one, until the session is notified (spec L9)."""
    return (
        is_daect(user, on)
        .unless(decision.notified_at is not None, "Cette décision est notifiée : elle ne se corrige plus.")
        .unless(
            decision.replaced_at is not None,
            "Cette décision a déjà été corrigée : ouvrez celle qui la remplace.",
        )
    )


def may_notify_session(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Send all the decisions of a session: the head's act (spec L9)."""
    verdict = (
        holds(user, on, Role.HEAD)
        .unless(session.state in OPEN_TO_OPINIONS, "La séance ne s’est pas encore tenue.")
        .unless(session.state == SessionState.CANCELLED, CANCELLED)
        .unless(
            not SESSION.starts("notify_session", session.state),
            "Les décisions de cette séance sont déjà notifiées.",
        )
    )
    if not verdict:
        return verdict
    files = session.applications.filter(state=ApplicationState.EXAMINED)
    undecided = [str(a.number) for a in files.exclude(decisions__session=session).order_by("number")]
    return verdict.unless(
        bool(undecided), f"Il manque la décision sur {_listed(undecided, 'le dossier', 'les dossiers')}."
    )


class Seat(NamedTuple):
    """Where a member stands on a file of their session (spec L8).

    `aside`: on which ground they stepped aside, empty where they did not; `given`: they answered, were it to decline;
    `viewed`: they gave a view of their own.
    """

    sits: bool
    aside: str
    given: bool
    viewed: bool


def seat_of(user: User, application: LabelApplication) -> Seat:
    """Whether they sit, stepped aside and why, gave their opinion; in one query."""
    recusals = Recusal.objects.carried().filter(application=OuterRef("pk"), member=user)
    here = {"application": OuterRef("pk"), "session": OuterRef("session")}
    facts = LabelApplication.objects.filter(pk=application.pk).values_list(
        Exists(SessionMember.objects.filter(session=OuterRef("session"), user=user)),
        Coalesce(Subquery(recusals.values("ground")[:1]), Value("")),
        Exists(Opinion.objects.filter(**here, member=user)),
        Exists(Opinion.objects.filter(**here, member=user).exclude(view=View.ABSTAINED)),
    )
    return Seat(*facts.get())


class Reader(NamedTuple):
    """What a member may do of a file, judged at once: read it, give an opinion, read the others' (spec L8)."""

    reads: Verdict
    gives: Verdict
    reads_others: Verdict


def reader_of(user: User, application: LabelApplication, on: date) -> Reader:
    """One member before one file; the others' opinions come after their own."""
    verdict, seat = _reading(user, application, on)
    others = verdict and verdict.unless(
        not seat.viewed,
        "Vous lirez les avis des autres membres après avoir donné le vôtre."
        if is_before_the_meeting(application)
        else "Vous n’avez pas donné d’avis sur ce dossier\N{NO-BREAK SPACE}: ceux des autres ne vous sont pas ouverts.",
    )
    return Reader(verdict, _before_the_meeting(verdict, seat, application), is_daect(user, on) or others)


def may_read_as_member(user: User, application: LabelApplication, on: date) -> Verdict:
    """Read a file of one's session, unless one steps aside (spec L8)."""
    return reader_of(user, application, on).reads


def may_read_attachments(user: User, application: LabelApplication, on: date) -> Verdict:
    """Open what is joined to a file: the applicant, DAECT once it is lodged, the members who are not recused."""
    if holder := holds(user, on, *HOLDER_ROLES, organisation=application.organisation_id):
        return holder
    if application.submitted_at and (officer := is_daect(user, on)):
        return officer
    return may_read_as_member(user, application, on)


def may_give_opinion(user: User, application: LabelApplication, on: date) -> Verdict:
    """Give one opinion on a file, once, before the session is held (spec L8)."""
    return reader_of(user, application, on).gives


def may_step_aside(user: User, application: LabelApplication, on: date) -> Verdict:
    """Leave a file, with a reason, before any opinion of one's own, were a tie still to be verified (spec L8)."""
    verdict, seat, _ = _seated(user, application, on)
    return _before_the_meeting(verdict, seat, application)


def may_read_opinions(user: User, application: LabelApplication, on: date) -> Verdict:
    """DAECT reads the opinions; a member, the others' only after their own (spec L8)."""
    return is_daect(user, on) or reader_of(user, application, on).reads_others


def is_before_the_meeting(application: LabelApplication) -> bool:
    """Whether the committee has still to meet on a file of its agenda."""
    return application.state == ApplicationState.ADMISSIBLE and application.session.state in OPEN_TO_OPINIONS


def _before_the_meeting(verdict: Verdict, seat: Seat | None, application: LabelApplication) -> Verdict:
    if not verdict:
        return verdict
    return verdict.unless(
        not is_before_the_meeting(application),
        "La séance s’est tenue : les avis sont clos.",
    ).unless(seat.given, "Vous avez déjà donné votre avis sur ce dossier.")


def _reading(user: User, application: LabelApplication, on: date) -> tuple[Verdict, Seat | None]:
    """Whether a member may read the file, and the seat that says it.

    Before the meeting, never while a tie of names is to be verified; the meeting is not recorded before it is.
    """
    verdict, seat, experts = _seated(user, application, on)
    if not verdict or not is_before_the_meeting(application):
        return verdict, seat
    doubts = pending_doubts([user], [application], on, experts).get((application.pk, user.pk), ())
    if doubt := next((one for one in doubts if one.whole), None):
        return refuse(
            f"À confirmer : la DAECT vérifie un lien entre vous et ce dossier (« {doubt.named} »). D’ici là, "
            "ni le dossier ni les avis ne vous sont ouverts."
        ), seat
    return verdict, seat


def _seated(user: User, application: LabelApplication, on: date) -> tuple[Verdict, Seat | None, Experts]:
    """Whether a member sits on the file, that nothing certain closes to them; their seat; its experts, by its key."""
    verdict = holds(user, on, Role.COMMITTEE_MEMBER).unless(
        application.state not in READ_BY_COMMITTEE, "Ce dossier n’est pas soumis au comité."
    )
    if not verdict:
        return verdict, None, {}
    seat = seat_of(user, application)
    if not seat.sits:
        return refuse("Vous ne siégez pas à la séance qui examine ce dossier."), seat, {}
    experts = with_addresses(experts_lodged([application]))
    if ground := seat.aside or conflict_of(user, application, on, experts.get(application.pk, ())):
        return (
            refuse(
                f"Un déport vous écarte de ce dossier, pour ce motif : « {RecusalGround(ground).label} ». "
                "Ni le dossier ni les avis ne vous sont ouverts."
            ),
            seat,
            experts,
        )
    return verdict, seat, experts


def _with_agenda(verdict: Verdict, session: CommitteeSession) -> Verdict:
    """This verdict, refused where no file is left to examine."""
    if not verdict:
        return verdict
    return verdict.unless(
        not session.applications.filter(state=ApplicationState.ADMISSIBLE).exists(),
        "Aucun dossier n’est inscrit à cette séance : annulez-la si aucun ne doit l’être.",
    )


def _listed(names: list[str], one: str, several: str) -> str:
    return f"{one if len(names) == 1 else several} {', '.join(names)}"
