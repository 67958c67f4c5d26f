"""Who came to a session, put right after the meeting opened: the quorum and the minutes rest on it (spec L8)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.audit.transitions import hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from expect.web import french
from labels import rules, selectors
from labels.committee import NoQuorum
from labels.enums import ApplicationState, Outcome
from labels.invitations import NotAMember
from labels.models import AttendanceCorrection, CommitteeSession, Decision, LabelApplication


@transaction.atomic
def correct_attendance(
    *,
    session: CommitteeSession,
    present: Iterable[User],
    reason: str,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> list[AttendanceCorrection]:
    """Put right who came, with a reason, until the minutes are established or the decisions notified (decision 0093).

    Each member for whom it changes has a correction. No grant nor refusal already recorded is left without its quorum.
    `seen` is how many corrections its author saw. Raises NotAllowed, NotAMember, NoQuorum, StateChanged, Refusal.
    """
    hold(session, session.state)
    membership = rules.may_correct_attendance(by, session, paris_day(at)).require()
    seats = list(session.members.filter(seated=True).select_related("user").order_by("pk"))
    came = {user.pk for user in present}
    if came - {seat.user_id for seat in seats}:
        raise NotAMember("Seuls les membres du comité au jour de la séance y siègent.", field="present")
    _check_seen(session, seen)
    if not reason.strip():
        raise Refusal("Dites en une phrase pourquoi les présences sont corrigées.", field="reason")
    wrong = [seat for seat in seats if seat.present != (seat.user_id in came)]
    if not wrong:
        raise Refusal("Ce sont déjà les présences enregistrées.", field="present")
    files = list(session.applications.filter(state=ApplicationState.EXAMINED).order_by("number", "pk"))
    for file in files:
        hold(file, ApplicationState.EXAMINED)  # no decision is recorded on the former attendance
    corrections = [
        AttendanceCorrection.objects.create(
            member=seat, present=not seat.present, reason=reason.strip(), corrected_at=at, corrected_by=by
        )
        for seat in wrong
    ]
    for seat in wrong:
        seat.present = not seat.present
        seat.save(update_fields=["present"])
    _check_decided(session, files)
    details = {"people": {seat.user.public_id: seat.present for seat in wrong}}
    journal.record(
        action="correct_attendance", subject=session, by=by, membership=membership, at=at, details=details
    )
    return corrections


def _check_seen(session: CommitteeSession, seen: int | None) -> None:
    """Somebody has put right who came meanwhile: said, with who is now recorded."""
    unseen = [] if seen is None else list(selectors.attendance_corrections(session))[seen:]
    if not unseen:
        return
    last = unseen[-1]
    here = ", ".join(str(member) for member in selectors.members_of(session) if member.present) or "personne"
    raise StateChanged(
        f"{last.corrected_by} a corrigé les présences le {french.moment(last.corrected_at)}. Sont maintenant notées"
        f"\N{NO-BREAK SPACE}: {here}. Relisez, puis envoyez de nouveau."
    )


def _check_decided(session: CommitteeSession, files: list[LabelApplication]) -> None:
    """A grant or a refusal was decided under a quorum that the correction would deny."""
    tallies = selectors.tallies(session, files)
    percent = rules.quorum(session.held_on)
    settled = Decision.objects.live().filter(session=session).exclude(outcome=Outcome.DEFERRED)
    settled = set(settled.values_list("application", flat=True))
    lacking = [
        f"{file.number} ({tallies[file.pk].present} sur {tallies[file.pk].sitting})"
        for file in files
        if file.pk in settled
        and not rules.quorum_met(tallies[file.pk].present, tallies[file.pk].sitting, percent)
    ]
    if lacking:
        raise NoQuorum(
            f"Le quorum ne serait pas atteint sur {', '.join(lacking)}, où une attribution ou un refus est enregistré"
            "\N{NO-BREAK SPACE}: corrigez d’abord la décision en ajournement.",
            field="present",
        )
