"""What the lists of stage 3 are filtered by (spec X5)."""

import django_filters
from django.db.models import Exists, F, OuterRef, QuerySet

from expect.territory.models import Country
from expect.web.filters import DateFilter
from expect.web.forms import EuroField, FilterForm
from missions.models import Mission
from reports.enums import DemandState, ReportState
from reports.models import ReimbursementDemand

NOT_BEGUN = "not_begun"


class EuroFilter(django_filters.NumberFilter):
    """An amount, typed as people write it."""

    field_class = EuroField


def countries(**conditions) -> QuerySet[Country]:
    """The countries of the missions that fit."""
    return Country.objects.filter(
        Exists(Mission.objects.filter(country=OuterRef("pk"), **conditions))
    ).order_by("sort_name")


class ReportFilter(django_filters.FilterSet):
    """By state, lateness, country."""

    etat = django_filters.ChoiceFilter(
        label="État", choices=[(NOT_BEGUN, "À commencer"), *ReportState.choices], method="in_state"
    )
    retard = django_filters.ChoiceFilter(
        label="Retard",
        choices=[("missing", "Manquant, en retard"), ("delivered", "Remis en retard")],
        method="late",
    )
    pays = django_filters.ModelChoiceFilter(
        label="Pays", field_name="country", queryset=lambda request: countries(report_due_on__isnull=False)
    )

    class Meta:
        model = Mission
        fields: tuple[str, ...] = ()
        form = FilterForm

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(report_state=None if value == NOT_BEGUN else value)

    def late(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "missing":
            return rows.filter(late=True)
        return rows.filter(report_delivered_at__date__gt=F("report_due_on"))


class DemandFilter(django_filters.FilterSet):
    """By state, day of drafting, sum, country."""

    etat = django_filters.ChoiceFilter(label="État", field_name="state", choices=DemandState.choices)
    avant = DateFilter(label="Préparée au plus tard le", field_name="drafted_at", lookup_expr="date__lte")
    montant = EuroFilter(label="Montant d’au moins", field_name="total", lookup_expr="gte")
    pays = django_filters.ModelChoiceFilter(
        label="Pays",
        field_name="mission__country",
        queryset=lambda request: countries(overdue_flagged_at__isnull=False),
    )

    class Meta:
        model = ReimbursementDemand
        fields: tuple[str, ...] = ()
        form = FilterForm
