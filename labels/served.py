"""A notified decision was received: its proof, entered by DAECT (spec X11)."""

from datetime import date, datetime

from django.db import transaction

from expect.accounts import service
from expect.accounts.models import ProofOfService, User
from expect.kernel.clock import paris_day
from labels import emails, rules
from labels.models import Decision


@transaction.atomic
def register_service(
    *, decision: Decision, received_on: date, scan: service.Scan, by: User, at: datetime, reason: str = ""
) -> ProofOfService:
    """Enter the acknowledgement of the registered letter, or correct it with a `reason`; the body is told.

    Raises NotAllowed, ImpossibleService, UploadRefused.
    """
    rules.may_register_service(by, decision, paris_day(at)).require()
    proof = service.register(
        document=decision.letter,
        organisation=decision.application.organisation,
        received_on=received_on,
        scan=scan,
        reason=reason,
        by=by,
        at=at,
    )
    emails.service_registered(decision, proof, at=at)
    return proof
