"""The head lifts a rule for one holder on one need, with reasons (spec M3, M10)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from labels.models import Label
from missions import need_emails, rules
from missions.enums import ExceptionKind
from missions.models import ExpertiseRequest, GrantedException
from missions.models.limits import require


class ExceptionRefused(Refusal):
    """Without reasons, for a rule that stands in nobody's way, or granted already."""


@transaction.atomic
def grant_exception(
    *, request: ExpertiseRequest, label: Label, kind: str, reasons: str, by: User, at: datetime
) -> GrantedException:
    """Lift that rule for that label on that need, and on the mission born of it; DAECT is told (spec M3, M10).

    Raises NotAllowed, ExceptionRefused.
    """
    on = paris_day(at)
    membership = rules.may_grant_exception(by, request, label, on).require()
    if kind not in rules.obstacles(request, label, on):
        raise ExceptionRefused("Cette règle n’empêche rien ici : choisissez celle à lever.", field="kind")
    if not reasons.strip():
        raise ExceptionRefused("Donnez les motifs de l’exception.", field="reasons")
    require(GrantedException, reasons=reasons)
    try:
        with transaction.atomic():
            granted = GrantedException.objects.create(
                request=request,
                label=label,
                kind=ExceptionKind(kind),
                reasons=reasons.strip(),
                granted_at=at,
                granted_by=by,
            )
    except IntegrityError as clash:
        raise ExceptionRefused("Cette exception est déjà accordée.") from clash
    journal.record(
        action="grant_exception",
        subject=request,
        by=by,
        membership=membership,
        at=at,
        details={"kind": kind, "label": label.public_id},
    )
    need_emails.exception_granted(granted, at=at)
    return granted
