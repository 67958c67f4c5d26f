"""A file has its agent in charge, so that each knows whose it is; DAECT chooses and changes them."""

from datetime import datetime

from django.db import transaction

from expect.accounts.models import User
from expect.accounts.rules import is_daect
from expect.audit import journal
from expect.audit.transitions import hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from labels import emails, meanwhile, rules
from labels.models import LabelApplication


class NotOfDaect(Refusal):
    """The person chosen holds no role at DAECT."""


@transaction.atomic
def assign(
    *, application: LabelApplication, officer: User, by: User, at: datetime, seen: str = ""
) -> LabelApplication:
    """Entrust a lodged file to a person of DAECT, who is told unless they took it themselves.

    The file then waits on that person's list alone. Entrusted again to the same person, nothing happens. `seen`
    is what its author saw of the file (`meanwhile`). Raises NotAllowed, NotOfDaect, ChangedMeanwhile, StateChanged.
    """
    day = paris_day(at)
    hold(application, application.state)
    carrier = rules.may_assign(by, application, day).require()
    if not is_daect(officer, day):
        raise NotOfDaect(f"{officer} n’exerce pas de rôle à la DAECT.", field="officer")
    entrusted_elsewhere = LabelApplication.objects.filter(pk=application.pk).exclude(officer=officer)
    if not entrusted_elsewhere.exists():
        return application
    meanwhile.check_acts(seen, application)
    entrusted_elsewhere.update(officer=officer)
    application.officer = officer
    journal.record(
        action="assign",
        subject=application,
        by=by,
        membership=carrier,
        at=at,
        details={"officer": officer.public_id},
    )
    if officer != by:
        emails.application_assigned(application, officer, by=by, at=at)
    return application
