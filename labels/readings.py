"""The letters of a session are read before they leave; one whose words change is read again (spec L9)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from labels import decision_letters, meanwhile, rules, selectors
from labels.models import CommitteeSession, Decision, LetterReading

BETWEEN = " "


@transaction.atomic
def mark_letter_read(*, decision: Decision, by: User, at: datetime, seen: str = "") -> LetterReading:
    """Somebody has read the letter of a decision, as it is that day; once for the same words.

    `seen` is the digest of the words that they read. Raises NotAllowed, ChangedMeanwhile.
    """
    membership = rules.may_mark_letter_read(by, decision, paris_day(at)).require()
    digest = decision_letters.digests([decision], paris_day(at))[decision.pk]
    if seen and seen != digest:
        raise meanwhile.ChangedMeanwhile(
            "Cette lettre a changé depuis l’ouverture de cette page\N{NO-BREAK SPACE}: relisez-la avant de la marquer."
        )
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

    Each has the `digest` of its words, and its `readings` in two lists: `read`, of the words of that day;
    `read_before`, of words that changed since.
    """
    decisions = selectors.letters_to_read(session)
    present = decision_letters.digests(decisions, on)
    for decision in decisions:
        readings, decision.digest = list(decision.readings.all()), present[decision.pk]
        decision.read = [one for one in readings if one.digest == decision.digest]
        decision.read_before = [one for one in readings if one.digest != decision.digest]
    return decisions


# ---------------------------------------------------------------- what the head read is what leaves


def sight_of(letters: Sequence[Decision]) -> str:
    """What the page that notifies shows: each decision, with the words of its letter, in the order of the agenda."""
    return BETWEEN.join(f"{one.public_id}{meanwhile.SEPARATOR}{one.digest}" for one in letters)


def check(seen: str, letters: Sequence[Decision]) -> None:
    """Raises ChangedMeanwhile, naming the files; an author who says nothing of what they saw is not asked."""
    if not seen or seen == sight_of(letters):
        return
    raise meanwhile.ChangedMeanwhile(
        "Rien n’est notifié, car des décisions ont changé depuis l’ouverture de cette page. "
        f"{' '.join(_changes(seen, letters))} Relisez, puis envoyez de nouveau."
    )


def _changes(seen: str, letters: Sequence[Decision]) -> Iterator[str]:
    before = dict(one.partition(meanwhile.SEPARATOR)[::2] for one in seen.split(BETWEEN))
    for one in letters:
        file = f"Dossier {one.application.number}\N{NO-BREAK SPACE}:"
        if one.public_id not in before:
            yield f"{file} {meanwhile.recorded(one)}"
        elif before[one.public_id] != one.digest:
            yield f"{file} sa lettre ne dit plus la même chose."
