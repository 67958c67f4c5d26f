"""Finding what a person may see; an attempt on the rest is traced (spec X1, X2)."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from expect.audit import journal

Visible = TypeVar("Visible", bound=Model)


def visible_or_404(
    visible: QuerySet[Visible], request: HttpRequest, *, at: datetime, **lookup: Any
) -> Visible:
    """The one object of `visible` that fits; otherwise Http404.

    Where it exists but is not this person's to see, the attempt goes to the journal as `refused_reading`.
    """
    found = visible.filter(**lookup).first()
    if found is not None:
        return found
    hidden = visible.model._base_manager.filter(**lookup).first()
    if hidden is not None and request.user.is_authenticated:
        journal.record(
            action="refused_reading",
            subject=hidden,
            by=request.user,
            membership=getattr(request, "membership", None),
            at=at,
        )
    raise Http404
