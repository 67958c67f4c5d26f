"""The filters above the lists of stage 2 (spec X5)."""

import django_filters
from django.db.models import QuerySet

from expect.territory.models import Country
from expect.web.filters import DateFilter
from expect.web.forms import FilterForm
from labels.models import Theme
from missions.enums import MissionState, RequestState
from missions.models import ExpertiseRequest, Mission


def every_theme(request) -> QuerySet[Theme]:
    """All themes, those no longer offered included."""
    return Theme.objects.order_by("rank", "pk")


def countries_in_need(request) -> QuerySet[Country]:
    """The countries from which a need came."""
    return Country.objects.filter(pk__in=ExpertiseRequest.objects.values("country")).order_by("sort_name")


def countries_of_missions(request) -> QuerySet[Country]:
    """The countries where a mission goes."""
    return Country.objects.filter(pk__in=Mission.objects.values("country")).order_by("sort_name")


class NeedFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="État", choices=RequestState.choices)
    country = django_filters.ModelChoiceFilter(label="Pays", queryset=countries_in_need)
    theme = django_filters.ModelChoiceFilter(label="Thème", field_name="themes", queryset=every_theme)

    class Meta:
        model = ExpertiseRequest
        fields = ()
        form = FilterForm


class OwnMissionFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="État", choices=MissionState.choices)
    late = django_filters.ChoiceFilter(label="Rapport", choices=[(True, "En retard")])

    class Meta:
        model = Mission
        fields = ()
        form = FilterForm


class MissionFilters(OwnMissionFilters):
    country = django_filters.ModelChoiceFilter(label="Pays", queryset=countries_of_missions)
    leaves_from = DateFilter(label="Départ à partir du", field_name="departs_on", lookup_expr="gte")
