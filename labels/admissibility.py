"""DAECT goes through the points on which the admissibility of a lodged file rests (spec L1–L6)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.audit.transitions import hold
from expect.kernel.canonical import digest
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from expect.web import french
from labels import rules
from labels.enums import Criterion, Finding
from labels.models import AdmissibilityCheck, LabelApplication
from labels.rules import CheckedPoint


@transaction.atomic
def check_file(
    *,
    application: LabelApplication,
    version: int,
    findings: Mapping[str, tuple[str, str]],
    by: User,
    at: datetime,
    seen: str = "",
) -> list[CheckedPoint]:
    """Keep what was found of some points, by criterion: the finding, and a remark (owed where it is to be corrected).

    `version` is the one that was read: lodged again since, the file is to be read again. `seen` is what its author saw
    of the findings (`findings_seen`): changed since, nothing is overwritten. A finding said again as it was keeps its
    author; what was frozen with a decision stays. Raises NotAllowed, Refusal, StateChanged.
    """
    hold(application, application.state)
    membership = rules.may_check(by, application, paris_day(at)).require()
    lodged = application.versions.latest("number")
    if lodged.number != version:
        raise StateChanged(
            f"{lodged.submitted_by} a déposé la version {lodged.number} le {french.moment(lodged.submitted_at)}"
            "\N{NO-BREAK SPACE}: relisez le dossier, puis envoyez de nouveau."
        )
    if seen and seen != findings_seen(application):
        last = application.checks.select_related("checked_by").latest("checked_at")
        raise StateChanged(
            f"{last.checked_by} a vérifié des points pendant votre lecture, le {french.moment(last.checked_at)}"
            "\N{NO-BREAK SPACE}: comparez, puis envoyez de nouveau."
        )
    kept = {check.criterion: (check.finding, check.remark) for check in lodged.checks.all()}
    frozen = {point.criterion for point in rules.points_of(application) if point.frozen}
    for criterion, (finding, remark) in findings.items():
        if finding == Finding.TO_CORRECT and not remark.strip():
            raise Refusal("Dites ce qui est à corriger.", field=f"{criterion}_remark")
        if criterion not in frozen and kept.get(criterion) != (finding, remark.strip()):
            facts = {"finding": finding, "remark": remark.strip(), "checked_by": by, "checked_at": at}
            AdmissibilityCheck.objects.update_or_create(
                application=application, version=lodged, criterion=Criterion(criterion), defaults=facts
            )
    points = rules.points_of(application)
    journal.record(
        action="check",
        subject=application,
        by=by,
        membership=membership,
        at=at,
        details={"version": version, "left": sum(not point.finding for point in points)},
    )
    return points


def findings_seen(application: LabelApplication) -> str:
    """What stands for the findings of a file, as one sees them."""
    rows = application.checks.order_by("pk").values_list("pk", "finding", "remark")
    return digest({"findings": [list(row) for row in rows]})[:16]


def freeze_checks(application: LabelApplication, *, at: datetime) -> None:
    """What was found no longer changes: something was decided on it."""
    AdmissibilityCheck.objects.filter(application=application, frozen_at=None).update(frozen_at=at)
