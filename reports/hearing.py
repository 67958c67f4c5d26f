"""Between the prior letter and the demand: the proof of its receipt, and the oral hearing asked for (spec R5, X11)."""

from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.documents import uploads
from expect.documents.checks import CheckedFile
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from reports import emails, rules
from reports.enums import HearingOutcome
from reports.models import LetterReceipt, PriorLetter
from reports.reimbursement import held

Proof = UploadedFile | CheckedFile | None


class ImpossibleReceipt(Refusal):
    """A day of receipt to come, before the letter was sent, or unchanged."""


class HearingIncomplete(Refusal):
    """A hearing held says when, who was heard and what was said, on a day that has come."""


@transaction.atomic
def record_receipt(
    *, letter: PriorLetter, received_on: date, by: User, at: datetime, proof: Proof = None
) -> PriorLetter:
    """Register the day on which the holder received the letter: its time to answer runs from it (spec R5, X11).

    `proof` is the scan of the acknowledgement. Raises NotAllowed, ImpossibleReceipt, UploadRefused.
    """
    letter = held(letter.demand).prior_letter
    membership = rules.may_record_receipt(by, letter, paris_day(at)).require()
    return _received(letter, received_on, proof, "", by=by, membership=membership, at=at)


@transaction.atomic
def correct_receipt(
    *, letter: PriorLetter, received_on: date, reason: str, by: User, at: datetime, proof: Proof = None
) -> PriorLetter:
    """Put that day right, and say why, until the demand is issued; the former one is kept (spec X11).

    Raises NotAllowed, ImpossibleReceipt, Refusal (no reason), UploadRefused.
    """
    letter = held(letter.demand).prior_letter
    membership = rules.may_correct_receipt(by, letter, paris_day(at)).require()
    if not reason.strip():
        raise Refusal("Dites ce qui est corrigé.", field="reason")
    if received_on == letter.received_on:
        raise ImpossibleReceipt("C’est déjà la date enregistrée.", field="received_on")
    return _received(letter, received_on, proof, reason, by=by, membership=membership, at=at)


def _received(
    letter: PriorLetter,
    received_on: date,
    proof: Proof,
    reason: str,
    *,
    by: User,
    membership: Membership,
    at: datetime,
) -> PriorLetter:
    if received_on > paris_day(at):
        raise ImpossibleReceipt(
            "Cette date est à venir : indiquez le jour de la réception.", field="received_on"
        )
    if received_on < paris_day(letter.sent_at):
        raise ImpossibleReceipt("La lettre n’était pas encore envoyée ce jour-là.", field="received_on")
    letter.received_on = received_on
    letter.answer_by = received_on + timedelta(days=rules.answer_days(paris_day(letter.sent_at)))
    letter.save(update_fields=["received_on", "answer_by"])
    LetterReceipt.objects.create(
        letter=letter,
        received_on=received_on,
        proof=uploads.store(proof, by=by, at=at) if proof else None,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    journal.record(
        action="correct_receipt" if reason else "record_receipt",
        subject=letter,
        by=by,
        membership=membership,
        at=at,
        details={"received_on": received_on.isoformat(), "answer_by": letter.answer_by.isoformat()},
    )
    emails.receipt_recorded(letter, at=at)
    return letter


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
    _check_hearing(outcome, heard_on, people, said, paris_day(at))
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


def _check_hearing(outcome: str, heard_on: date | None, people: str, said: str, on: date) -> None:
    if outcome != HearingOutcome.DECLINED and heard_on is None:
        raise HearingIncomplete("Indiquez le jour de l’entretien.", field="heard_on")
    if heard_on is not None and heard_on > on:
        raise HearingIncomplete("Ce jour est à venir : l’entretien n’a pas encore eu lieu.", field="heard_on")
    if outcome == HearingOutcome.HELD and not people.strip():
        raise HearingIncomplete("Dites qui a été entendu.", field="people")
    if outcome == HearingOutcome.HELD and not said.strip():
        raise HearingIncomplete("Résumez ce qui a été dit.", field="said")
