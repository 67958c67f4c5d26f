"""What DAECT asked to correct, and what the body has changed there since (spec L7)."""

from expect.web.comparison import Change
from labels import selectors
from labels.models import CorrectionPoint, LabelApplication
from labels.versions import differences_in, frozen


def corrected(application: LabelApplication, *parts: str) -> list[tuple[CorrectionPoint, list[Change]]]:
    """Each remark of DAECT, with what its part says otherwise than the version sent back; of those `parts` if named."""
    correction = selectors.open_correction(application)
    points = [
        point for point in getattr(correction, "points_in_order", ()) if not parts or point.part in parts
    ]
    if not points:
        return []
    before, now = selectors.last_version(application).content, frozen(application)
    return [(point, differences_in(point.part, before, now)) for point in points]
