"""The filters above the lists of stage 2 (spec X5)."""

import django_filters
from django.db.models import QuerySet

from expect.territory.models import Country
from expect.web.filters import DateFilter
from expect.web.forms import FilterForm
from labels.models import Theme
from labels.selectors import every_theme
from missions.enums import MissionState, RequestState
from missions.models import ExpertiseRequest, Mission
from missions.selectors.turns import DAECT, HOLDER, POST, SIGNATORY, turn_of

TURNS = {HOLDER: "Titulaire", SIGNATORY: "Signataire", DAECT: "DAECT", POST: "Ambassade"}


def theme_choices(request) -> QuerySet[Theme]:
    """All themes, those no longer offered included."""
    return every_theme()


class OfCountries(django_filters.FilterSet):
    """Offers the countries of the rows that the person sees, in French order, and no other (spec X1)."""

    country = django_filters.ModelChoiceFilter(label="Pays", queryset=Country.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = self.queryset.order_by().values("country")
        self.filters["country"].field.queryset = Country.objects.filter(pk__in=seen).order_by("sort_name")


class NeedFilters(OfCountries):
    state = django_filters.ChoiceFilter(label="État", choices=RequestState.choices)
    theme = django_filters.ModelChoiceFilter(label="Thème", field_name="themes", queryset=theme_choices)

    class Meta:
        model = ExpertiseRequest
        fields = ()
        form = FilterForm


class OwnMissionFilters(OfCountries):
    state = django_filters.ChoiceFilter(label="État", choices=MissionState.choices)
    late = django_filters.ChoiceFilter(label="Rapport", choices=[(True, "En retard")])

    class Meta:
        model = Mission
        fields = ()
        form = FilterForm


class MissionFilters(OwnMissionFilters):
    theme = django_filters.ModelChoiceFilter(
        label="Thème", field_name="solicitation__request__themes", queryset=theme_choices
    )
    turn = django_filters.ChoiceFilter(label="À qui d’agir", choices=list(TURNS.items()), method="of_turn")
    leaves_from = DateFilter(label="Départ à partir du", field_name="departs_on", lookup_expr="gte")
    leaves_until = DateFilter(label="Départ jusqu’au", field_name="departs_on", lookup_expr="lte")

    kept = django_filters.ChoiceFilter(label="À faire", choices=[("oui", "Dans ma liste")], method="of_mine")

    def of_mine(self, rows: QuerySet[Mission], name: str, value: str) -> QuerySet[Mission]:
        """The missions that the person keeps in sight (spec X4)."""
        return rows.filter(marks__owner=self.request.user)

    def of_turn(self, rows: QuerySet[Mission], name: str, value: str) -> QuerySet[Mission]:
        """The missions on which that side is to act (spec M13)."""
        return rows.filter(turn_of(value))
