"""The filters above the lists of stage 1 (spec X5)."""

import django_filters
from django.db.models import QuerySet

from expect.accounts.enums import OrganisationKind
from expect.territory.models import Region
from expect.web.forms import FilterForm
from labels.enums import ApplicationState, ExpertCategory
from labels.models import CommitteeSession, Expert, Label, LabelApplication, Theme

LODGED = [(state.value, state.label) for state in ApplicationState if state != ApplicationState.DRAFT]

YES_NO = [("True", "oui"), ("False", "non")]


def every_theme(request) -> QuerySet[Theme]:
    """All themes, those no longer offered included."""
    return Theme.objects.order_by("rank", "pk")


def every_session(request) -> QuerySet[CommitteeSession]:
    """All sessions, the latest first."""
    return CommitteeSession.objects.order_by("-held_on", "-pk")


def every_region(request) -> QuerySet[Region]:
    """All regions, in alphabetical order."""
    return Region.objects.order_by("name")


class ApplicationFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="État", choices=LODGED)
    theme = django_filters.ModelChoiceFilter(label="Thème", field_name="themes", queryset=every_theme)
    kind = django_filters.ChoiceFilter(
        label="Nature", field_name="organisation__kind", choices=OrganisationKind.choices
    )
    session = django_filters.ModelChoiceFilter(label="Séance", queryset=every_session)

    class Meta:
        model = LabelApplication
        fields = ()
        form = FilterForm


class ExpertFilters(django_filters.FilterSet):
    category = django_filters.ChoiceFilter(label="Catégorie", choices=ExpertCategory.choices)
    active = django_filters.ChoiceFilter(label="Mobilisable", choices=YES_NO)

    class Meta:
        model = Expert
        fields = ()
        form = FilterForm


class HolderFilters(django_filters.FilterSet):
    theme = django_filters.ModelChoiceFilter(label="Thème", field_name="themes", queryset=every_theme)
    region = django_filters.ModelChoiceFilter(
        label="Région", field_name="organisation__region", queryset=every_region
    )
    kind = django_filters.ChoiceFilter(
        label="Nature", field_name="organisation__kind", choices=OrganisationKind.choices
    )

    class Meta:
        model = Label
        fields = ()
        form = FilterForm


class LabelFilters(HolderFilters):
    is_valid = django_filters.ChoiceFilter(label="En cours de validité", choices=YES_NO)
