"""The letters of a session are read before they leave; one whose words change is read again (spec L9)."""

from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from labels import decision_letters, rules, selectors
from labels.models import CommitteeSession, Decision, LetterReading


@transaction.atomic
def mark_letter_read(*, decision: Decision, by: User, at: datetime) -> LetterReading:
    """Somebody has read the letter of a decision, as it is that day; once for the same words. Raises NotAllowed."""
    membership = rules.may_mark_letter_read(by, decision, paris_day(at)).require()
    digest = decision_letters.digests([decision], paris_day(at))[decision.pk]
    reading, new = LetterReading.objects.get_or_create(
        decision=decision, read_by=by, digest=digest, defaults={"read_at": at}
    )
    if new:
        journal.record(
            action="mark_letter_read",
            subject=decision.application,
            by=by,
            membership=membership,
            at=at,
            details={"decision": decision.public_id, "sha256": digest},
        )
    return reading


def letters_to_read(session: CommitteeSession, on: date) -> list[Decision]:
    """The decisions whose letters are to leave, in the order of the agenda.

    Each has its `readings` in two lists: `read`, of the words of that day; `read_before`, of words that changed since.
    """
    decisions = selectors.letters_to_read(session)
    present = decision_letters.digests(decisions, on)
    for decision in decisions:
        readings = list(decision.readings.all())
        decision.read = [one for one in readings if one.digest == present[decision.pk]]
        decision.read_before = [one for one in readings if one.digest != present[decision.pk]]
    return decisions
