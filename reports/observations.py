"""What the holder answers to a prior letter: online, or otherwise, as DAECT records it with its proof (R5, X13)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.documents import uploads
from expect.documents.checks import CheckedFile
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from expect.web import french
from reports import heard_emails, hearing, rules
from reports.models import PriorLetter, RecordedObservations
from reports.reimbursement import held


class ImpossibleObservations(Refusal):
    """Received on a day to come, or before the letter left; nothing said; without their proof."""


@dataclass(frozen=True)
class Paper:
    """How observations reached DAECT, from whom, when, and the proof of it."""

    channel: str
    author: str
    received_on: date
    scan: UploadedFile | CheckedFile | None


@transaction.atomic
def answer(
    *, letter: PriorLetter, answer: str, by: User, at: datetime, hearing_asked: bool = False
) -> PriorLetter:
    """The holder's signatory presents observations online, once, within the time given, or asks to be heard (spec R5).

    Raises NotAllowed, ImpossibleObservations.
    """
    letter = held(letter.demand).prior_letter
    membership = rules.may_answer(by, letter, paris_day(at)).require()
    said = _said(answer, hearing_asked)
    _set(
        letter,
        answer=said,
        answered_at=at,
        answered_by=by,
        asked_online=hearing_asked,
        hearing_asked=hearing_asked or letter.hearing_asked,
    )
    details = {"channel": "online", "hearing_asked": hearing_asked}
    journal.record(
        action="answer_prior_letter", subject=letter, by=by, membership=membership, at=at, details=details
    )
    heard_emails.letter_answered(letter, "En ligne", hearing_asked, at=at)
    return letter


@transaction.atomic
def record(
    *,
    letter: PriorLetter,
    answer: str,
    paper: Paper,
    by: User,
    at: datetime,
    hearing_asked: bool = False,
) -> RecordedObservations:
    """DAECT records what came by post, by e-mail, or was said; the holder is told, and may contest it (spec R5, X13).

    The holder may still answer online: the time given to it runs to its end. Raises NotAllowed, ImpossibleObservations,
    UploadRefused.
    """
    letter = held(letter.demand).prior_letter
    membership = rules.may_record_answer(by, letter, paris_day(at)).require()
    _came(letter, paper, paris_day(at))
    recorded = RecordedObservations.objects.create(
        letter=letter,
        channel=paper.channel,
        author=paper.author,
        received_on=paper.received_on,
        scan=uploads.store(paper.scan, by=by, at=at),
        text=_said(answer, hearing_asked),
        hearing_asked=hearing_asked,
        recorded_at=at,
        recorded_by=by,
    )
    if hearing_asked:
        _set(letter, hearing_asked=True)
    details = {"record": recorded.public_id, "channel": str(paper.channel), "hearing_asked": hearing_asked}
    journal.record(
        action="record_observations", subject=letter, by=by, membership=membership, at=at, details=details
    )
    heard_emails.letter_answered(letter, recorded.get_channel_display(), hearing_asked, at=at)
    heard_emails.observations_recorded(recorded, at=at)
    return recorded


@transaction.atomic
def cancel(*, recorded: RecordedObservations, reason: str, by: User, at: datetime) -> RecordedObservations:
    """DAECT takes back observations recorded wrongly, or on another letter, and says why; the line stays (spec X13).

    A hearing that they alone asked for is no longer awaited. Raises NotAllowed, ImpossibleObservations.
    """
    letter = held(recorded.letter.demand).prior_letter
    recorded = RecordedObservations.objects.get(pk=recorded.pk)
    recorded.letter = letter
    membership = rules.may_cancel_observations(by, recorded, paris_day(at)).require()
    facts = {"cancelled_at": at, "cancelled_by": by, "cancel_reason": _reasoned(reason)}
    _set(recorded, **facts)
    hearing.ask_anew(letter)
    details = {"record": recorded.public_id}
    journal.record(
        action="cancel_observations", subject=letter, by=by, membership=membership, at=at, details=details
    )
    heard_emails.observations_cancelled(recorded, at=at)
    return recorded


@transaction.atomic
def contest(*, recorded: RecordedObservations, reason: str, by: User, at: datetime) -> RecordedObservations:
    """The holder says that what was recorded is not what it said; DAECT decides what follows (spec X13).

    Nothing moves by itself. Raises NotAllowed, ImpossibleObservations.
    """
    letter = held(recorded.letter.demand).prior_letter
    recorded = RecordedObservations.objects.get(pk=recorded.pk)
    recorded.letter = letter
    membership = rules.may_contest_observations(by, recorded, paris_day(at)).require()
    _set(recorded, contested_at=at, contested_by=by, contest_reason=_reasoned(reason))
    details = {"record": recorded.public_id}
    journal.record(
        action="contest_observations", subject=letter, by=by, membership=membership, at=at, details=details
    )
    heard_emails.observations_contested(recorded, at=at)
    return recorded


def _said(text: str, hearing_asked: bool) -> str:
    if not text.strip() and not hearing_asked:
        raise ImpossibleObservations("Écrivez les observations, ou demandez l’entretien.", field="answer")
    return text.strip()


def _came(letter: PriorLetter, paper: Paper, on: date) -> None:
    """A day on which the holder could have answered, its author, and the proof."""
    sent_on = paris_day(letter.sent_at)
    if not sent_on <= paper.received_on <= on:
        raise ImpossibleObservations(
            f"Indiquez un jour entre l’envoi de la lettre, le {french.day(sent_on)}, et aujourd’hui.",
            field="received_on",
        )
    if not paper.author.strip():
        raise ImpossibleObservations("Dites qui a répondu pour le titulaire.", field="author")
    if paper.scan is None:
        raise ImpossibleObservations("Joignez la preuve de ces observations.", field="scan")


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise ImpossibleObservations("Donnez le motif.", field="reason")
    return reason.strip()


def _set(row: PriorLetter | RecordedObservations, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))
