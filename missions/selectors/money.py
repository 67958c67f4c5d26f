"""What the programme costs, by mission, country, holder and year, against its envelope (spec M7)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from expect.accounts.models import Organisation
from expect.kernel.clock import paris_day, paris_midnight
from expect.territory.models import Country
from missions.enums import CostStage
from missions.models import Cost, Envelope, Mission

EUROS = DecimalField(max_digits=14, decimal_places=2)
CENT = Decimal("0.01")
ZERO = Value(Decimal("0.00"), EUROS)
PATHS: dict[type[Model], str] = {
    Mission: "mission",
    Country: "mission__country",
    Organisation: "mission__organisation",
}


@dataclass(frozen=True)
class Budget:
    """A year in euros: `engaged` is by how much the year raised what is engaged in all (spec M7)."""

    year: int
    envelope: Envelope | None
    totals: dict[CostStage, Decimal]
    engaged: Decimal

    @property
    def left(self) -> Decimal | None:
        """What the envelope still allows; negative where it is overrun, None without an envelope."""
        return self.envelope.amount - self.engaged if self.envelope else None

    @property
    def over(self) -> Decimal:
        """By how much the envelope is overrun."""
        return max(-self.left, Decimal("0.00")) if self.left is not None else Decimal("0.00")


def of_year(year: int) -> Q:
    """The lines recorded that year, in Paris: a correction counts in the year in which it is written."""
    return Q(recorded_at__gte=paris_midnight(date(year, 1, 1))) & Q(
        recorded_at__lt=paris_midnight(date(year + 1, 1, 1))
    )


def budget(year: int) -> Budget:
    """What a year cost so far, and what it may cost."""
    lines = Cost.objects.filter(of_year(year))
    sums = dict(lines.order_by().values_list("stage").annotate(Sum("amount")))
    totals = {stage: sums.get(stage) or Decimal("0.00") for stage in CostStage}
    first, last = paris_midnight(date(year, 1, 1)), paris_midnight(date(year + 1, 1, 1))
    return Budget(year, envelopes(year).first(), totals, engaged_before(last) - engaged_before(first))


def engaged_before(moment: datetime) -> Decimal:
    """Euros engaged by the lines recorded before `moment`: for each spending, what is committed, or paid where that is
    more, less what came back. A ticket committed one year and paid the next counts once; a correction frees its sum.
    """
    lines = Cost.objects.filter(recorded_at__lt=moment).order_by()
    spendings = lines.annotate(spending=Coalesce("follows", "pk")).values("spending")
    held = spendings.annotate(**{stage: _sum(stage) for stage in CostStage}).annotate(
        held=Greatest(F("committed"), F("paid"), output_field=EUROS) - F("recovered")
    )
    total = held.aggregate(total=Sum("held", output_field=EUROS))["total"]
    return (total or Decimal(0)).quantize(CENT)


def spent(model: type[Model], year: int) -> QuerySet[Any]:
    """The missions, countries or holders with lines that year, each with its sum at every stage, and `net`."""
    path = PATHS[model]
    lines = Cost.objects.filter(of_year(year), **{path: OuterRef("pk")})
    sums = {
        stage.value: Coalesce(
            Subquery(lines.filter(stage=stage).order_by().values(path).annotate(s=Sum("amount")).values("s")),
            ZERO,
            output_field=EUROS,
        )
        for stage in CostStage
    }
    return model.objects.filter(Exists(lines)).annotate(**sums).annotate(net=F("paid") - F("recovered"))


def envelopes(year: int) -> QuerySet[Envelope]:
    """What was set for a year, the latest first: it stands."""
    return Envelope.objects.filter(year=year).select_related("set_by").order_by("-set_at", "-pk")


def years(on: date) -> list[int]:
    """The years to read: from the first line or envelope to this one, and those to come that have an envelope."""
    first = Cost.objects.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    known = set(Envelope.objects.order_by().values_list("year", flat=True)) | {on.year}
    known |= {paris_day(first).year} if first else set()
    return list(range(max(known), min(known) - 1, -1))


def _sum(stage: str) -> Coalesce:
    return Coalesce(Sum("amount", filter=Q(stage=stage)), ZERO, output_field=EUROS)
