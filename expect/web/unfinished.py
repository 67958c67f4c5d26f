"""What is typed in a form and not sent yet is kept as it is typed, for its author alone (spec L7, decision 0043)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from expect.kernel.errors import DraftConflict, Refusal
from expect.web.models import UnfinishedForm

KEPT_DAYS = 30
"""After which what nobody came back to is forgotten, as the copy on the device is."""
LONGEST = 100_000
"""Characters of one form, all fields together."""
CONFLICT = (
    "Cette saisie a changé ailleurs (autre onglet ou autre personne) depuis l’ouverture de cette page. "
    "Rien n’a été écrasé\N{NO-BREAK SPACE}: comparez les deux textes."
)


class TooMuchTyped(Refusal):
    """More than any form asks for."""


def find(by: Any, address: str) -> UnfinishedForm | None:
    """What a person left in a form."""
    return UnfinishedForm.objects.filter(by=by, address=address).first()


def left_in(addresses: Iterable[str]) -> QuerySet[UnfinishedForm]:
    """What anybody left in these forms, the oldest first."""
    return UnfinishedForm.objects.filter(address__in=addresses).select_related("by").order_by("kept_at", "pk")


@transaction.atomic
def keep(
    *,
    by: Any,
    address: str,
    content: Mapping[str, Any],
    base: str,
    mark: str,
    over: UnfinishedForm | None,
    at: datetime,
) -> None:
    """Keep what was typed in place of `over`, what the page showed; raises DraftConflict, TooMuchTyped."""
    if sum(len(str(value)) for value in content.values()) > LONGEST:
        raise TooMuchTyped(
            "Cette saisie est trop longue pour être gardée\N{NO-BREAK SPACE}: raccourcissez-la."
        )
    facts = {"content": dict(content), "base": base, "mark": mark, "kept_at": at}
    if over is not None:
        if not UnfinishedForm.objects.filter(pk=over.pk, mark=over.mark).update(**facts):
            raise DraftConflict(CONFLICT)
        return
    try:
        with transaction.atomic():
            UnfinishedForm.objects.create(by=by, address=address, **facts)
    except IntegrityError as kept_meanwhile:
        raise DraftConflict(CONFLICT) from kept_meanwhile


def drop(*, by: Any, address: str) -> None:
    """It was sent, or its author sets it aside."""
    UnfinishedForm.objects.filter(by=by, address=address).delete()


def forget(*, at: datetime) -> int:
    """Erase what nobody came back to; can run any number of times."""
    forgotten, _ = UnfinishedForm.objects.filter(kept_at__lt=at - timedelta(days=KEPT_DAYS)).delete()
    return forgotten
