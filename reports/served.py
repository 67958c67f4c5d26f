"""A prior letter or a demand was received: opened here, or by the registered letter that DAECT enters (spec X11)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from expect.accounts import service
from expect.accounts.models import Membership, ProofOfService, User
from expect.kernel.clock import paris_day
from reports import emails, rules
from reports.models import PriorLetter, ReimbursementDemand
from reports.reimbursement import held

Act = PriorLetter | ReimbursementDemand
"""What is notified, each by its document."""


@transaction.atomic
def register_service(
    *, act: Act, received_on: date, scan: service.Scan, by: User, at: datetime, reason: str = ""
) -> ProofOfService:
    """Enter the acknowledgement of the registered letter; the time to answer, or to contest, runs from that day.

    With a `reason`, it corrects the former one, which is kept. Raises NotAllowed, ImpossibleService, UploadRefused.
    """
    act = _held(act)
    rules.may_register_service(by, act, paris_day(at)).require()
    proof = service.register(
        document=act.document,
        organisation=rules.mission_of(act).organisation,
        received_on=received_on,
        scan=scan,
        reason=reason,
        by=by,
        at=at,
    )
    if isinstance(act, PriorLetter):
        _run(act, received_on)
        emails.receipt_recorded(act, at=at)
    else:
        emails.demand_received(act, received_on, at=at)
    return proof


@transaction.atomic
def opened(*, act: Act, membership: Membership, by: User, at: datetime) -> ProofOfService | None:
    """The first opening by a body that agreed notifies the act; of a prior letter, its time to answer runs from it."""
    act = _held(act)
    body = rules.mission_of(act).organisation_id
    proof = service.opened(document=act.document, organisation=body, membership=membership, by=by, at=at)
    if proof and isinstance(act, PriorLetter):
        _run(act, proof.received_on)
    return proof


def _held(act: Act) -> Act:
    """The act as it stands, its mission's row held until the transaction ends."""
    return held(act.demand).prior_letter if isinstance(act, PriorLetter) else held(act)


def _run(letter: PriorLetter, received_on: date) -> None:
    days = rules.answer_days(paris_day(letter.sent_at))
    letter.received_on, letter.answer_by = received_on, received_on + timedelta(days=days)
    letter.save(update_fields=["received_on", "answer_by"])
