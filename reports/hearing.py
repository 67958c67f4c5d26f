"""Between the prior letter and the demand: the oral hearing that the holder asked for (spec R5)."""

from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from reports import emails, rules
from reports.enums import HearingOutcome
from reports.models import PriorLetter
from reports.reimbursement import held


class HearingIncomplete(Refusal):
    """A hearing held says when, who was heard and what was said, on a day that has come."""


@transaction.atomic
def record_hearing(
    *,
    letter: PriorLetter,
    outcome: str,
    by: User,
    at: datetime,
    heard_on: date | None = None,
    people: str = "",
    said: str = "",
) -> PriorLetter:
    """Say what became of the hearing that the holder asked for: held, declined, or nobody came (spec R5).

    Raises NotAllowed, HearingIncomplete.
    """
    letter = held(letter.demand).prior_letter
    membership = rules.may_record_hearing(by, letter, paris_day(at)).require()
    _check_day(outcome, heard_on, letter, paris_day(at))
    _check_words(outcome, people, said)
    facts = {
        "hearing_outcome": outcome,
        "hearing_on": heard_on,
        "hearing_people": people.strip(),
        "hearing_said": said.strip(),
        "hearing_recorded_at": at,
        "hearing_recorded_by": by,
    }
    for name, value in facts.items():
        setattr(letter, name, value)
    letter.save(update_fields=list(facts))
    details = {"outcome": outcome}
    journal.record(
        action="record_hearing", subject=letter, by=by, membership=membership, at=at, details=details
    )
    emails.hearing_recorded(letter, at=at)
    return letter


def _check_day(outcome: str, heard_on: date | None, letter: PriorLetter, on: date) -> None:
    if outcome != HearingOutcome.DECLINED and heard_on is None:
        raise HearingIncomplete("Indiquez le jour de l’entretien.", field="heard_on")
    if heard_on is not None and heard_on > on:
        raise HearingIncomplete("Ce jour est à venir : l’entretien n’a pas encore eu lieu.", field="heard_on")
    if heard_on is not None and heard_on < paris_day(letter.sent_at):
        raise HearingIncomplete("Ce jour précède l’envoi de la lettre préalable.", field="heard_on")


def _check_words(outcome: str, people: str, said: str) -> None:
    if outcome == HearingOutcome.HELD and not people.strip():
        raise HearingIncomplete("Dites qui a été entendu.", field="people")
    if outcome == HearingOutcome.HELD and not said.strip():
        raise HearingIncomplete("Résumez ce qui a été dit.", field="said")
