"""An appeal to the minister is answered by the minister, on paper; DAECT records the letter (spec L9, X12, X13).

Its scan is notified once the antivirus has seen it, where one is configured (spec X6, X11).
"""

from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.audit.transitions import hold
from expect.documents import uploads
from expect.documents.issuing import adopt, give_scan
from expect.kernel.clock import paris_day, paris_midnight
from labels import decision_emails, rules, selectors
from labels.appeals import AppealRefused, Paper, check_answer, give_answer
from labels.enums import AppealOutcome
from labels.models import AnswerScan, Appeal

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

    The letter is notified as any other (spec X11), and the file follows as after an answer given here. An antivirus
    that has still to see the scan puts off the notification alone. Raises
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
    facts = {
        "outcome": outcome,
        "answer": answer.strip(),
        "signed_by": " ".join(signed_by.split()),
        "signed_on": signed_on,
        "letter": adopt(
            kind="appeal_answer",
            title=f"Réponse au recours {appeal.number}",
            at=min(paris_midnight(signed_on), at),
        ),
    }
    scan = _bring(appeal, letter, by=by, at=at)
    give_answer(appeal, facts, by=by, membership=membership, at=at)
    _notify(scan, at=at)
    return appeal


@transaction.atomic
def replace_answer_scan(*, appeal: Appeal, letter: Paper, by: User, at: datetime) -> AnswerScan:
    """Bring another scan of the letter, the antivirus having found something in the last; received by post or not.

    Raises NotAllowed, AppealRefused, UploadRefused, StateChanged.
    """
    hold(appeal.application, appeal.application.state)
    membership = rules.may_replace_answer_scan(by, appeal, paris_day(at)).require()
    scan = _bring(appeal, letter, by=by, at=at)
    journal.record(
        action="replace_answer_scan",
        subject=appeal.application,
        by=by,
        membership=membership,
        at=at,
        details={"appeal": appeal.public_id, "file": scan.file.public_id},
    )
    _notify(scan, at=at)
    return scan


def notify_scanned(*, at: datetime) -> int:
    """Notify the letters whose scan the antivirus has found clean; returns how many. Run again, it finds none."""
    notified = 0
    for scan in selectors.scans_to_notify():
        with transaction.atomic():
            notified += _notify(scan, at=at)
    return notified


def _bring(appeal: Appeal, letter: Paper, *, by: User, at: datetime) -> AnswerScan:
    file = uploads.store(letter, by=by, at=at)
    if file.content_type != "application/pdf":
        raise AppealRefused(ONLY_PDF, field="letter")
    return AnswerScan.objects.create(appeal=appeal, file=file, brought_at=at, brought_by=by)


def _notify(scan: AnswerScan, *, at: datetime) -> bool:
    """The letter is there to open, and the body is told, once, unless the antivirus holds the scan (spec X6, X11)."""
    appeal = scan.appeal
    if not give_scan(appeal.letter, scan.file):
        return False
    moot = list(appeal.application.appeals.filter(outcome=AppealOutcome.MOOT, answered_at=appeal.answered_at))
    decision_emails.appeal_answered(appeal, moot=moot, occasion=scan.public_id, at=at)
    return True
