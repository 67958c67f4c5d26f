"""Which open files hold all that they must: `rules.missing`, asked of many files at once (spec L3–L5)."""

from django.db.models import Exists, OuterRef, Q

from labels.enums import Basis
from labels.models import EvidenceItem, LabelApplication


def complete() -> Q:
    """The files that lack nothing before they are lodged."""
    written = ~Q(title="") & ~Q(skills="") & ~Q(prospect="") & ~Q(conditions="")
    claimed = Q(on_cooperation=True) | Q(on_territory=True)
    return (
        written
        & claimed
        & (Q(on_cooperation=False) | _backed(Basis.COOPERATION))
        & (Q(on_territory=False) | _backed(Basis.TERRITORY))
        & _named("themes")
        & _named("experts")
    )


def _backed(basis: str) -> Exists:
    return Exists(EvidenceItem.objects.filter(application=OuterRef("pk"), basis=basis))


def _named(relation: str) -> Exists:
    rows = LabelApplication._meta.get_field(relation).remote_field.through.objects
    return Exists(rows.filter(labelapplication=OuterRef("pk")))
