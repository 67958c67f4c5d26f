"""Who may do what with a session as a whole: its place, its agenda, its invitations, its papers (spec L8, L9, L14)."""

from datetime import date

from django.db.models import Exists, OuterRef

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect
from expect.kernel.verdict import Verdict, refuse
from labels.enums import ApplicationState, SessionState
from labels.models import CommitteeSession, Decision
from labels.rules.committee import CANCELLED, OPEN_TO_OPINIONS

MET = (SessionState.HELD, SessionState.NOTIFIED)


def may_change_session(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Change the place or the hours, until the session is held."""
    return _before_the_meeting(is_daect(user, on), session, "son lieu et ses heures ne changent plus")


def may_order_agenda(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Put the files in order, until the session is held (spec L8)."""
    return _before_the_meeting(is_daect(user, on), session, "son ordre du jour ne change plus")


def may_answer_invitation(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Say whether one comes, as often as one changes one's mind, until the session is held (spec L8)."""
    verdict = holds(user, on, Role.COMMITTEE_MEMBER)
    if verdict and not session.members.filter(user=user).exists():
        return refuse("Vous n’êtes pas invité à cette séance.")
    return _before_the_meeting(verdict, session, "il n’y a plus à répondre")


def may_conduct_session(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Take the files one by one, from the opening of the meeting to the notification (spec L8, L9)."""
    return (
        is_daect(user, on)
        .unless(
            session.state in OPEN_TO_OPINIONS,
            "Enregistrez d’abord qui est présent : la séance s’ouvre alors.",
        )
        .unless(session.state == SessionState.CANCELLED, CANCELLED)
        .unless(session.state == SessionState.NOTIFIED, "Les décisions de cette séance sont notifiées.")
    )


def may_establish_minutes(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Establish the minutes, once the committee met and all is decided (spec L8)."""
    verdict = (
        is_daect(user, on)
        .unless(session.state == SessionState.CANCELLED, CANCELLED)
        .unless(session.state not in MET, "La séance ne s’est pas encore tenue.")
    )
    if not verdict:
        return verdict
    return verdict.unless(
        undecided(session), "Toutes les décisions de la séance ne sont pas encore enregistrées."
    ).unless(session.minutes.exists(), "Le procès-verbal de cette séance est établi.")


def may_mark_letter_read(user: User, decision: Decision, on: date) -> Verdict:
    """Say that one has read the letter of a decision, until it leaves; a corrected one has no letter (spec L9)."""
    return (
        is_daect(user, on)
        .unless(decision.notified_at is not None, "Cette décision est notifiée : sa lettre est partie.")
        .unless(
            decision.replaced_at is not None, "Cette décision a été corrigée : relisez celle qui la remplace."
        )
    )


def may_announce(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Draft the announcement of the results, once they have all left (spec L14)."""
    return is_daect(user, on).unless(
        session.state != SessionState.NOTIFIED,
        "L’annonce se prépare une fois les décisions de la séance notifiées.",
    )


def undecided(session: CommitteeSession) -> bool:
    """Whether a file that the committee examined still lacks its decision."""
    decided = Decision.objects.filter(session=session, application=OuterRef("pk"))
    return session.applications.filter(~Exists(decided), state=ApplicationState.EXAMINED).exists()


def _before_the_meeting(verdict: Verdict, session: CommitteeSession, closed: str) -> Verdict:
    return verdict.unless(session.state == SessionState.CANCELLED, CANCELLED).unless(
        session.state not in OPEN_TO_OPINIONS, f"Cette séance s’est tenue : {closed}."
    )
