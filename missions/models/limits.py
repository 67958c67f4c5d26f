"""How long, and among what, the words that are written may be: said once, on the model's own fields (spec M1–M8).

A form reads a field's `max_length` and `choices`, an act asks `require`, and the database holds the CHECKs that `held`
draws from the same fields; nobody repeats a figure.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models
from django.db.models import CharField, Field, Model, Q, TextField
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from expect.kernel.errors import Refusal
from expect.web import french

LARGEST = Decimal("9999999999.99")
CENT = Decimal("0.01")
Held = TypeVar("Held", bound=type[Model])


class OutOfLimits(Refusal):
    """Words that are missing or too long, a choice that is not one; `field` names what to mend."""


def held(*, but: tuple[str, ...] = ()) -> Callable[[Held], Held]:
    """Have the database hold the limits of the words of a model, `but` those that it holds by another constraint."""

    def hold(model: Held) -> Held:
        checks = [
            models.CheckConstraint(name=f"{model._meta.model_name}_{field.name}_fits", condition=_fits(field))
            for field in written(model)
            if field.name not in but
        ]
        model._meta.constraints = [*model._meta.constraints, *checks]
        return model

    return hold


def written(model: type[Model]) -> Iterator[Field]:
    """The fields of words, and of one among several."""
    for field in model._meta.local_fields:
        if isinstance(field, CharField | TextField) and field.editable and field.max_length:
            yield field


def _fits(field: Field) -> Q:
    if field.choices:
        values = [value for value, _ in field.flatchoices]
        return Q((f"{field.name}__in", [*values, ""] if field.blank else values))
    fits = Q(LessThanOrEqual(Length(field.name), field.max_length))
    return fits if field.blank else fits & ~Q((field.name, ""))


def longest(model: type[Model], name: str) -> int:
    """How many characters that field holds: what a form allows."""
    return model._meta.get_field(name).max_length


def faults(model: type[Model], **values: Any) -> Iterator[OutOfLimits]:
    """What in these values is out of the limits of the model's fields, each with its sentence."""
    for name, value in values.items():
        field = model._meta.get_field(name)
        words = f"«\N{NO-BREAK SPACE}{field.verbose_name}\N{NO-BREAK SPACE}»"
        if not str(value).strip():
            if not field.blank:
                yield OutOfLimits(f"Indiquez ce qui manque\N{NO-BREAK SPACE}: {words}.", field=name)
        elif field.choices:
            if value not in {choice for choice, _ in field.flatchoices}:
                yield OutOfLimits(f"Choisissez dans la liste\N{NO-BREAK SPACE}: {words}.", field=name)
        elif len(value) > field.max_length:
            yield OutOfLimits(
                f"{words} tient en {french.figure(field.max_length)} caractères\N{NO-BREAK SPACE}: vous en avez saisi "
                f"{french.figure(len(value))}.",
                field=name,
            )


def require(model: type[Model], *, field: str | None = None, **values: Any) -> None:
    """Raises OutOfLimits for the first of these values out of its limits; `field` is what the form calls it."""
    for fault in faults(model, **values):
        fault.field = field or fault.field
        raise fault


def require_sum(amount: Decimal) -> None:
    """A sum in euros: above zero, to the cent, and that its column can hold. Raises OutOfLimits."""
    if amount > LARGEST:
        raise OutOfLimits(
            f"Ce montant est trop grand\N{NO-BREAK SPACE}: {french.euros(LARGEST)} au plus.", field="amount"
        )
    if amount <= 0:
        raise OutOfLimits("Le montant doit être supérieur à zéro.", field="amount")
    if amount != amount.quantize(CENT):
        raise OutOfLimits("Indiquez un montant au centime près.", field="amount")
