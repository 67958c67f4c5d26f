"""A lodged file can't be examined: a decision, signed and notified as a refusal is (spec §6, L9, X12)."""

from datetime import datetime

from django.db import transaction

from expect.accounts.enums import SignedAct
from expect.accounts.models import User
from expect.accounts.signing import authority_of
from expect.audit.transitions import advance, hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from labels import decision_emails, letters, meanwhile, rules
from labels.admissibility import freeze_checks
from labels.appeals import INADMISSIBLE_SINCE, leave_without_object
from labels.models import LabelApplication
from labels.workflow import APPLICATION


@transaction.atomic
def declare_inadmissible(
    *, application: LabelApplication, reason: str, by: User, at: datetime, seen: str = ""
) -> LabelApplication:
    """Say that a lodged file can't be examined, and why, in a signed letter that says how to contest it.

    `seen` is what its author saw of the file (`meanwhile`). Raises NotAllowed, NoSigningAuthority, ChangedMeanwhile,
    StateChanged, Refusal.
    """
    hold(application, application.state)
    membership = rules.may_declare_inadmissible(by, application, paris_day(at)).require()
    meanwhile.check_acts(seen, application)
    if not reason.strip():
        raise Refusal("Donnez le motif de l’irrecevabilité : il est envoyé à l’organisme.", field="reason")
    authority = authority_of(by, SignedAct.DECISION, paris_day(at))
    advance(
        application,
        APPLICATION,
        "declare_inadmissible",
        by=by,
        membership=membership,
        at=at,
        implicit_on=None,
        inadmissible_at=at,
        inadmissible_reason=reason.strip(),
        inadmissible_letter=letters.issue_inadmissibility(
            application, reason=reason.strip(), authority=authority, at=at
        ),
    )
    freeze_checks(application, at=at)
    moot = leave_without_object(application, because=INADMISSIBLE_SINCE, by=by, membership=membership, at=at)
    decision_emails.application_inadmissible(application, moot=moot, at=at)
    return application
