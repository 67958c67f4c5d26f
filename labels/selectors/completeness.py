"""Which open files hold all that they must: `rules.missing`, asked of many files at once (spec L3–L5)."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from labels.enums import ApplicationState, Basis, Part
from labels.models import CorrectionPoint, EvidenceAttachment, EvidenceItem, LabelApplication


def read_parts(applications: Sequence[LabelApplication]) -> None:
    """Read at once, for open files, all that `rules.missing` looks at."""
    files = EvidenceAttachment.objects.annotate(is_reopened=_reopened()).select_related("file")
    attachments = Prefetch("attachments", queryset=files)
    prefetch_related_objects(applications, "evidence", "themes", "experts", attachments)


def complete() -> Q:
    """The open files that lack nothing before they are lodged."""
    written = ~Q(title="") & ~Q(skills="") & ~Q(prospect="") & ~Q(conditions="")
    claimed = Q(on_cooperation=True) | Q(on_territory=True)
    return (
        written
        & claimed
        & (Q(on_cooperation=False) | _backed(Basis.COOPERATION))
        & (Q(on_territory=False) | _backed(Basis.TERRITORY))
        & _named("themes")
        & _named("experts")
        & (
            _named("experts", expert__active=True)
            | ~Q(state=ApplicationState.DRAFT) & ~_asked(Part.EXPERTS, "pk")
        )
        & ~Exists(_infected())
    )


def _backed(basis: str) -> Exists:
    return Exists(EvidenceItem.objects.filter(application=OuterRef("pk"), basis=basis))


def _infected() -> QuerySet[EvidenceAttachment]:
    """Those that may still be taken out, as `rules.held_back` has them."""
    return EvidenceAttachment.objects.filter(
        Q(lodged_at=None) | _reopened(),
        application=OuterRef("pk"),
        removed_at=None,
        file__infection__gt="",
    )


def _reopened() -> Exists:
    """Whether DAECT asked for the evidence of the attachment's file to be corrected."""
    return _asked(Part.EVIDENCE, "application")


def _asked(part: str, file: str) -> Exists:
    """Whether DAECT asked for that part of the file to be corrected."""
    points = CorrectionPoint.objects.filter(
        request__application=OuterRef(file), request__settled_at=None, part=part
    )
    return Exists(points)


def _named(relation: str, **which: object) -> Exists:
    rows = LabelApplication._meta.get_field(relation).remote_field.through.objects
    return Exists(rows.filter(labelapplication=OuterRef("pk"), **which))
