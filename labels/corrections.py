"""DAECT asks for corrections on named parts of a lodged file; these alone reopen (spec L7)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit.transitions import advance, hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from expect.web import french
from labels import emails, meanwhile, rules
from labels.admissibility import freeze_checks
from labels.applications import settle
from labels.dismissals import dismiss
from labels.enums import DismissalKind
from labels.models import CorrectionPoint, CorrectionRequest, Dismissal, LabelApplication
from labels.workflow import APPLICATION


class NothingToCorrect(Refusal):
    """No part is named: the body would not know what to do."""


class DayNotAllowed(Refusal):
    """The body is given a day to come, not too far."""


@transaction.atomic
def request_changes(
    *,
    application: LabelApplication,
    remarks: Mapping[str, str],
    answer_by: date,
    by: User,
    at: datetime,
    seen: str = "",
) -> CorrectionRequest:
    """Send named parts back, each with DAECT's remark, to be lodged again by a day (spec L7).

    `remarks` goes by part. The file leaves the session to which it was admitted; silence no longer runs, and will from
    the next lodging. A refusal that it has already made stands: it is kept (decision 0056). `seen` is what its author
    saw of the file (`meanwhile`). Raises NotAllowed, NothingToCorrect, DayNotAllowed, ChangedMeanwhile, StateChanged.
    """
    day = paris_day(at)
    hold(application, application.state)
    membership = rules.may_request_changes(by, application, day).require()
    meanwhile.check_acts(seen, application)
    wanted = {part: remark.strip() for part, remark in remarks.items() if remark.strip()}
    if not wanted:
        raise NothingToCorrect(
            "Dites ce qui est à corriger, dans une partie au moins : elle seule sera rouverte."
        )
    last = rules.last_correction_day(day)
    if not day < answer_by <= last:
        raise DayNotAllowed(
            f"Choisissez un jour à venir, jusqu’au {french.day(last)} au plus tard.", field="answer_by"
        )
    refused_on = rules.implicit_refusal(application, day)
    advance(
        application,
        APPLICATION,
        "request_changes",
        by=by,
        membership=membership,
        at=at,
        details={"implicit_on": refused_on.isoformat()} if refused_on else None,
        implicit_on=refused_on,
        session=None,
        released_at=None,
        admitted_at=None,
        handed_over_at=None,
    )
    freeze_checks(application, at=at)
    request = CorrectionRequest.objects.create(
        application=application, asked_at=at, asked_by=by, answer_by=answer_by
    )
    points = [CorrectionPoint(request=request, part=part, remark=remark) for part, remark in wanted.items()]
    CorrectionPoint.objects.bulk_create(points)
    emails.changes_requested(request, points, at=at)
    return request


@transaction.atomic
def close(*, application: LabelApplication, reason: str, by: User, at: datetime, seen: str = "") -> Dismissal:
    """Close a file that nobody corrected in time, in a signed letter that says why and how to contest it (spec §6).

    `seen` is what its author saw of the file (`meanwhile`). Raises NotAllowed, NoSigningAuthority, ChangedMeanwhile,
    StateChanged, Refusal.
    """
    hold(application, application.state)
    membership = rules.may_close(by, application, paris_day(at)).require()
    meanwhile.check_acts(seen, application)
    dismissal = dismiss(application, DismissalKind.CLOSED, reason=reason, by=by, membership=membership, at=at)
    settle(application, at=at)
    return dismissal
