"""A file ends without the committee: signed, notified and contested as a refusal is (spec §6, L9, X12)."""

from collections.abc import Mapping
from datetime import datetime

from expect.accounts.enums import SignedAct
from expect.accounts.models import Membership, User
from expect.accounts.signing import authority_of
from expect.audit.transitions import advance
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from labels import decision_emails, letters
from labels.admissibility import freeze_checks
from labels.appeals import leave_without_object
from labels.enums import DismissalKind
from labels.models import Dismissal, LabelApplication
from labels.workflow import APPLICATION

ACTS: Mapping[str, str] = {
    DismissalKind.INADMISSIBLE: "declare_inadmissible",
    DismissalKind.CLOSED: "close",
}
DISMISSED_SINCE: Mapping[str, str] = {
    DismissalKind.INADMISSIBLE: "L’irrecevabilité remplace le refus implicite ; sa lettre dit comment la contester.",
    DismissalKind.CLOSED: "Le classement sans suite remplace le refus implicite ; sa lettre dit comment le contester.",
}


def dismiss(
    application: LabelApplication,
    kind: DismissalKind,
    *,
    reason: str,
    by: User,
    membership: Membership,
    at: datetime,
) -> Dismissal:
    """Decide, sign and send the letter, on the version lodged last; a step of the acts.

    Raises Refusal, NoSigningAuthority, StateChanged.
    """
    if not reason.strip():
        raise Refusal("Donnez le motif\N{NO-BREAK SPACE}: il est envoyé à l’organisme.", field="reason")
    authority = authority_of(by, SignedAct.DECISION, paris_day(at))
    version = application.versions.latest("number")
    dismissal = Dismissal.objects.create(
        application=application,
        version=version,
        kind=kind,
        reason=reason.strip(),
        decided_at=at,
        authority=authority,
        letter=letters.issue_dismissal(version, kind, reason=reason.strip(), authority=authority, at=at),
    )
    advance(
        application,
        APPLICATION,
        ACTS[kind],
        by=by,
        membership=membership,
        at=at,
        dismissal=dismissal,
        implicit_on=None,
    )
    freeze_checks(application, at=at)
    moot = leave_without_object(
        application, because=DISMISSED_SINCE[kind], by=by, membership=membership, at=at
    )
    decision_emails.application_dismissed(dismissal, moot=moot, at=at)
    return dismissal
