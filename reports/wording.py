"""People of DAECT write what a letter says of its case, before the head sends it; each version is kept (spec R5)."""

from datetime import datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import DraftConflict, Refusal
from reports import reimbursement, rules, selectors
from reports.enums import LetterKind
from reports.models import LetterText, ReimbursementDemand
from reports.reimbursement import held


class NothingWritten(Refusal):
    """A letter says something of its case."""


@transaction.atomic
def save_text(
    *, demand: ReimbursementDemand, text: str, read: int | None, by: User, at: datetime
) -> LetterText:
    """Keep a version of what the next letter says: facts of the prior letter, then reasons of the demand.

    `read` is the key of the version over which it was written, None over the first words. Nothing is overwritten.
    Raises NotAllowed, NothingWritten, DraftConflict.
    """
    demand = held(demand)
    membership = rules.may_write_letter(by, demand, paris_day(at)).require()
    kind = rules.next_letter(demand)
    last = selectors.last_text(demand, kind)
    if not text.strip():
        raise NothingWritten("Écrivez ce que dit la lettre.", field="text")
    if last and last.pk != read:
        raise DraftConflict(
            f"{last.saved_by} a enregistré un autre texte pendant que vous écriviez : lisez-le ci-dessous. Rien n’est "
            "remplacé."
        )
    if last and last.text == text.strip():
        return last
    saved = LetterText.objects.create(demand=demand, kind=kind, text=text.strip(), saved_at=at, saved_by=by)
    details = {"kind": str(kind)}
    journal.record(
        action="save_letter_text", subject=demand, by=by, membership=membership, at=at, details=details
    )
    return saved


@transaction.atomic
def issue_as_written(
    *, demand: ReimbursementDemand, reasoning: str, by: User, at: datetime, read: str | None = None
) -> ReimbursementDemand:
    """Issue the demand on reasons that the head may have changed once more: they are kept as a version (spec R5).

    Raises what `reimbursement.issue` raises.
    """
    written = selectors.last_text(demand, LetterKind.DEMAND)
    issued = reimbursement.issue(demand=demand, reasoning=reasoning, read=read, by=by, at=at)
    if written is None or written.text != reasoning.strip():
        LetterText.objects.create(
            demand=issued, kind=LetterKind.DEMAND, text=reasoning.strip(), saved_at=at, saved_by=by
        )
    return issued
