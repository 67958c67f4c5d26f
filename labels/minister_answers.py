"""An appeal to the minister is answered by the minister, on paper; DAECT records the letter (spec L9, X12, X13)."""

from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit.transitions import hold
from expect.documents import uploads
from expect.documents.issuing import adopt
from expect.kernel.clock import paris_day, paris_midnight
from labels import rules
from labels.appeals import AppealRefused, Paper, check_answer, give_answer
from labels.models import Appeal

ONLY_PDF = "Joignez la lettre en PDF\N{NO-BREAK SPACE}: c’est elle que l’organisme ouvrira."


@transaction.atomic
def record_minister_answer(
    *,
    appeal: Appeal,
    outcome: str,
    answer: str,
    signed_by: str,
    signed_on: date,
    letter: Paper,
    by: User,
    at: datetime,
) -> Appeal:
    """Record what the minister answered: the signed letter, scanned, its day, and who signed it, in what capacity.

    The letter is notified as any other (spec X11), and the file follows as after an answer given here. Raises
    NotAllowed, AppealRefused, UploadRefused, StateChanged.
    """
    hold(appeal.application, appeal.application.state)
    appeal.refresh_from_db(fields=["answered_at", "outcome"])
    membership = rules.may_record_minister_answer(by, appeal, paris_day(at)).require()
    check_answer(outcome, answer)
    if not signed_by.strip():
        raise AppealRefused("Dites qui a signé, et en quelle qualité.", field="signed_by")
    if signed_on > paris_day(at):
        raise AppealRefused(
            "Ce jour est à venir\N{NO-BREAK SPACE}: indiquez la date de la lettre.", field="signed_on"
        )
    if signed_on < appeal.received_on:
        raise AppealRefused("Le recours n’était pas encore reçu ce jour-là.", field="signed_on")
    scan = uploads.store(letter, by=by, at=at)
    if scan.content_type != "application/pdf":
        raise AppealRefused(ONLY_PDF, field="letter")
    issued_at = min(paris_midnight(signed_on), at)
    facts = {
        "outcome": outcome,
        "answer": answer.strip(),
        "signed_by": " ".join(signed_by.split()),
        "signed_on": signed_on,
        "letter": adopt(
            kind="appeal_answer", file=scan, title=f"Réponse au recours {appeal.number}", at=issued_at
        ),
    }
    return give_answer(appeal, facts, by=by, membership=membership, at=at)
