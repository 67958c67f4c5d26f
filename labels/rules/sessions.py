"""Who may do what with a session as a whole: its place, its agenda, its invitations, its papers (spec L8, L9, L14)."""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect
from expect.database.text import normalise
from expect.kernel.clock import PARIS, paris_day
from expect.kernel.verdict import Verdict, refuse
from expect.web import french
from labels.enums import ApplicationState, SessionState
from labels.models import CommitteeSession, Decision
from labels.rules.committee import CANCELLED, OPEN_TO_OPINIONS
from labels.rules.terms import last_session_day

MET = (SessionState.HELD, SessionState.NOTIFIED)


def calling_faults(
    *,
    held_on: date | None,
    cut_off_on: date | None,
    starts_at: time | None,
    ends_at: time | None,
    at: datetime,
) -> dict[str, str]:
    """By field, all that keeps a session from being called so (spec L8); what is not known yet is not at fault."""
    day, found = paris_day(at), hours_faults(starts_at, ends_at)
    if held_on and held_on < day:
        found["held_on"] = "La séance ne peut pas être dans le passé."
    elif held_on and held_on > (last := last_session_day(day)):
        found["held_on"] = (
            f"Vérifiez l’année : une séance se prévoit jusqu’au {french.day(last)} au plus tard."
        )
    elif held_on and starts_at and datetime.combine(held_on, starts_at, PARIS) <= at:
        found["starts_at"] = f"Cette heure est passée : il est {french.hour(at)} à Paris."
    if cut_off_on and not day <= cut_off_on <= (held_on or cut_off_on):
        found["cut_off_on"] = (
            "La clôture des inscriptions se place entre aujourd’hui et le jour de la séance."
        )
    return found


def twin_faults(
    held_on: date | None, starts_at: time | None, place: str | None, *, but: CommitteeSession | None = None
) -> dict[str, str]:
    """By field, that another session is planned that day, at that hour and place: nobody could tell the two apart."""
    same = CommitteeSession.objects.filter(held_on=held_on, starts_at=starts_at, state__in=OPEN_TO_OPINIONS)
    places = same.exclude(pk=but and but.pk).values_list("place", flat=True) if held_on and place else ()
    if normalise(place or "") not in {normalise(one) for one in places}:
        return {}
    return {
        "starts_at": "Une séance est déjà prévue ce jour-là, à cette heure et en ce lieu\N{NO-BREAK SPACE}: choisissez "
        "une autre heure ou un autre lieu, ou annulez l’autre."
    }


def hours_faults(starts_at: time | None, ends_at: time | None) -> dict[str, str]:
    """By field, what is wrong with these hours; nothing while one of them is not known."""
    if starts_at and ends_at and starts_at >= ends_at:
        return {"ends_at": "La séance finit après son début."}
    return {}


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
        return refuse("Vous ne figurez pas parmi les membres de cette séance.")
    return _before_the_meeting(verdict, session, "il n’y a plus à répondre")


def may_conduct_session(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Take the files one by one, from the opening of the meeting to the notification (spec L8, L9)."""
    return (
        is_daect(user, on)
        .unless(
            session.state in OPEN_TO_OPINIONS,
            "Enregistrez d’abord les présences : la séance s’ouvre alors.",
        )
        .unless(session.state == SessionState.CANCELLED, CANCELLED)
        .unless(session.state == SessionState.NOTIFIED, "Les décisions de cette séance sont notifiées.")
    )


def may_correct_attendance(user: User, session: CommitteeSession, on: date) -> Verdict:
    """Put right who came, until the minutes say it or the decisions rest on it (spec L8, decision 0093)."""
    verdict = (
        is_daect(user, on)
        .unless(session.state == SessionState.CANCELLED, CANCELLED)
        .unless(session.state not in MET, "La séance ne s’est pas encore tenue.")
        .unless(
            session.state == SessionState.NOTIFIED,
            "Les décisions de cette séance sont notifiées\N{NO-BREAK SPACE}: ses présences ne changent plus.",
        )
    )
    if not verdict:
        return verdict
    return verdict.unless(
        session.minutes.exists(),
        "Le procès-verbal de cette séance est établi\N{NO-BREAK SPACE}: ses présences ne changent plus.",
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
