"""A letter was received: its proof, entered by DAECT (spec X11)."""

from datetime import date, datetime

from django.db import transaction

from expect.accounts import service
from expect.accounts.models import ProofOfService, User
from expect.documents.models import IssuedDocument
from expect.kernel.clock import paris_day
from labels import emails, rules
from labels.models import Decision, LabelApplication


def letter_of(act: Decision | LabelApplication) -> tuple[LabelApplication, IssuedDocument | None]:
    """The file, and the letter that notifies it: of a decision on it, or of its inadmissibility."""
    if isinstance(act, Decision):
        return act.application, act.letter
    return act, act.inadmissible_letter


@transaction.atomic
def register_service(
    *,
    act: Decision | LabelApplication,
    received_on: date,
    scan: service.Scan,
    by: User,
    at: datetime,
    reason: str = "",
) -> ProofOfService:
    """Enter the acknowledgement of the registered letter of a decision, or of an inadmissibility; the body is told.

    With a `reason`, it corrects the former one. Raises NotAllowed, ImpossibleService, UploadRefused.
    """
    application, letter = letter_of(act)
    rules.may_register_service(by, letter, paris_day(at)).require()
    proof = service.register(
        document=letter,
        organisation=application.organisation,
        received_on=received_on,
        scan=scan,
        reason=reason,
        by=by,
        at=at,
    )
    contestable = not isinstance(act, Decision) or rules.is_contestable(act)
    emails.service_registered(
        application, proof, contest_until=rules.contest_until(act) if contestable else None, at=at
    )
    return proof
