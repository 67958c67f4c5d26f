"""The head sets the envelope of a year, against which the costs are read (spec M7)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from missions import rules
from missions.models import Envelope
from missions.models.limits import require, require_sum


class EnvelopeRefused(Refusal):
    """A year too far, nothing that says why."""


@transaction.atomic
def set_envelope(*, year: int, amount: Decimal, reason: str, by: User, at: datetime) -> Envelope:
    """Set the sum of a year, in euros; the former one stays in the history.

    Raises NotAllowed, OutOfLimits, EnvelopeRefused.
    """
    on = paris_day(at)
    membership = rules.may_set_envelope(by, on).require()
    require_sum(amount)
    if not on.year - 5 <= year <= on.year + 3:
        raise EnvelopeRefused(f"Choisissez une année entre {on.year - 5} et {on.year + 3}.", field="year")
    if not reason.strip():
        raise EnvelopeRefused("Dites sur quel texte ou pour quelle raison.", field="reason")
    require(Envelope, reason=reason)
    envelope = Envelope.objects.create(year=year, amount=amount, reason=reason.strip(), set_at=at, set_by=by)
    details = {"year": year, "amount": str(amount)}
    journal.record(
        action="set_envelope", subject=envelope, by=by, membership=membership, at=at, details=details
    )
    return envelope
