"""Between the prior letter and the demand: the oral hearing that the holder asked for (spec R5, decision 0098)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from reports import heard_emails, rules
from reports.enums import HearingOutcome
from reports.models import Hearing, PriorLetter
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
) -> Hearing:
    """Say what became of the hearing that the holder asked for: held, declined, or nobody came (spec R5).

    Raises NotAllowed, HearingIncomplete.
    """
    letter = held(letter.demand).prior_letter
    membership = rules.may_record_hearing(by, letter, paris_day(at)).require()
    _check_day(outcome, heard_on, letter, paris_day(at))
    _check_words(outcome, people, said)
    recorded = Hearing.objects.create(
        letter=letter,
        outcome=outcome,
        heard_on=heard_on,
        people=people.strip(),
        said=said.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    details = {"hearing": recorded.public_id, "outcome": outcome}
    journal.record(
        action="record_hearing", subject=letter, by=by, membership=membership, at=at, details=details
    )
    heard_emails.hearing_recorded(recorded, at=at)
    return recorded


@transaction.atomic
def cancel(*, hearing: Hearing, reason: str, by: User, at: datetime) -> Hearing:
    """DAECT takes back what it recorded wrongly, and says why; the line stays.

    The hearing is awaited again, where somebody still asks for it. Raises NotAllowed, HearingIncomplete.
    """
    letter = held(hearing.letter.demand).prior_letter
    hearing = letter.hearings.get(pk=hearing.pk)
    membership = rules.may_cancel_hearing(by, hearing, paris_day(at)).require()
    _set(hearing, cancelled_at=at, cancelled_by=by, cancel_reason=_reasoned(reason))
    ask_anew(letter)
    details = {"hearing": hearing.public_id}
    journal.record(
        action="cancel_hearing", subject=letter, by=by, membership=membership, at=at, details=details
    )
    heard_emails.hearing_cancelled(hearing, at=at)
    return hearing


@transaction.atomic
def contest(*, hearing: Hearing, reason: str, by: User, at: datetime) -> Hearing:
    """The holder says, once, that it is not what happened; DAECT decides what to do of it (spec R5).

    Raises NotAllowed, HearingIncomplete.
    """
    letter = held(hearing.letter.demand).prior_letter
    hearing = letter.hearings.get(pk=hearing.pk)
    membership = rules.may_contest_hearing(by, hearing, paris_day(at)).require()
    _set(hearing, contested_at=at, contested_by=by, contest_reason=_reasoned(reason))
    details = {"hearing": hearing.public_id}
    journal.record(
        action="contest_hearing", subject=letter, by=by, membership=membership, at=at, details=details
    )
    heard_emails.hearing_contested(hearing, at=at)
    return hearing


def ask_anew(letter: PriorLetter) -> None:
    """Something recorded was taken back: a hearing held stays said, one that nobody asks for is not awaited (R5)."""
    letter.hearing_asked = letter.asks_to_be_heard() or letter.hearing() is not None
    letter.save(update_fields=["hearing_asked"])


def _set(hearing: Hearing, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(hearing, name, value)
    hearing.save(update_fields=list(facts))


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise HearingIncomplete("Donnez le motif.", field="reason")
    return reason.strip()


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
