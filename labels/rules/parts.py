"""Which parts of a file may be changed (spec L7)."""

from labels.enums import ApplicationState, Part
from labels.models import CorrectionPoint, LabelApplication

OPEN_TO_CHANGE = (ApplicationState.DRAFT, ApplicationState.CHANGES_REQUESTED)


def reopened_parts(application: LabelApplication) -> set[str]:
    """The parts that may be changed: all of a draft, those named where DAECT asked for corrections (spec L7)."""
    if application.state == ApplicationState.DRAFT:
        return set(Part.values)
    if application.state != ApplicationState.CHANGES_REQUESTED:
        return set()
    points = CorrectionPoint.objects.filter(request__application=application, request__settled_at=None)
    return set(points.values_list("part", flat=True))
