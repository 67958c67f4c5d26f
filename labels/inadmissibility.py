"""A lodged file can't be examined (spec §6, L9, X12)."""

from datetime import datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit.transitions import hold
from expect.kernel.clock import paris_day
from labels import meanwhile, rules
from labels.dismissals import dismiss
from labels.enums import DismissalKind
from labels.models import Dismissal, LabelApplication


@transaction.atomic
def declare_inadmissible(
    *, application: LabelApplication, reason: str, by: User, at: datetime, seen: str = ""
) -> Dismissal:
    """Say that a lodged file can't be examined, and why, in a signed letter that says how to contest it.

    `seen` is what its author saw of the file (`meanwhile`). Raises NotAllowed, NoSigningAuthority, ChangedMeanwhile,
    StateChanged, Refusal.
    """
    hold(application, application.state)
    membership = rules.may_declare_inadmissible(by, application, paris_day(at)).require()
    meanwhile.check_acts(seen, application)
    return dismiss(
        application, DismissalKind.INADMISSIBLE, reason=reason, by=by, membership=membership, at=at
    )
