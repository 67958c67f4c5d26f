"""The filters above the lists of stage 1 (spec X5)."""

import django_filters
from django.db.models import QuerySet

from expect.accounts.enums import OrganisationKind
from expect.accounts.models import User
from expect.database.text import normalise
from expect.territory.models import Region
from expect.web.forms import FilterForm
from labels.enums import ApplicationState, ExpertCategory
from labels.models import CommitteeSession, Expert, Label, LabelApplication, Theme

LODGED = [(state.value, state.label) for state in ApplicationState if state != ApplicationState.DRAFT]

NOBODY = "personne"
YES_NO = [("True", "oui"), ("False", "non")]


def every_theme() -> list[tuple[int, str]]:
    """All themes, those no longer offered included."""
    return list(Theme.objects.order_by("rank", "pk").values_list("pk", "name"))


def every_session() -> list[tuple[int, str]]:
    """All sessions, the latest first."""
    return list(CommitteeSession.objects.order_by("-held_on", "-pk").values_list("pk", "name"))


def every_region() -> list[tuple[int, str]]:
    """All regions, in the alphabetical order of French, which passes over accents."""
    return sorted(Region.objects.values_list("pk", "name"), key=lambda region: normalise(region[1]))


def every_officer() -> list[tuple[int | str, str]]:
    """Nobody, then whoever has had a file in charge, in the order of their names."""
    held = User.objects.filter(pk__in=LabelApplication.objects.exclude(officer=None).values("officer"))
    names = held.order_by("last_name", "first_name").only("first_name", "last_name", "email")
    return [(NOBODY, "Personne"), *((user.pk, str(user)) for user in names)]


class ApplicationFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="État", choices=LODGED, empty_label="Tous")
    theme = django_filters.ChoiceFilter(
        label="Thème", field_name="themes", choices=every_theme, empty_label="Tous"
    )
    kind = django_filters.ChoiceFilter(
        label="Nature",
        field_name="organisation__kind",
        choices=OrganisationKind.choices,
        empty_label="Toutes",
    )
    session = django_filters.ChoiceFilter(label="Séance", choices=every_session, empty_label="Toutes")
    region = django_filters.ChoiceFilter(
        label="Région",
        field_name="organisation__region",
        choices=every_region,
        empty_label="Toutes",
    )
    officer = django_filters.ChoiceFilter(
        label="Suivie par", choices=every_officer, empty_label="Toutes", method="by_officer"
    )

    def by_officer(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The files of that person, or of nobody."""
        return rows.filter(officer=None) if value == NOBODY else rows.filter(officer=value)

    class Meta:
        model = LabelApplication
        fields = ()
        form = FilterForm


class ExpertFilters(django_filters.FilterSet):
    category = django_filters.ChoiceFilter(
        label="Catégorie", choices=ExpertCategory.choices, empty_label="Toutes"
    )
    active = django_filters.ChoiceFilter(label="Mobilisable", choices=YES_NO, empty_label="Tous")

    class Meta:
        model = Expert
        fields = ()
        form = FilterForm


class HolderFilters(django_filters.FilterSet):
    theme = django_filters.ChoiceFilter(
        label="Thème", field_name="themes", choices=every_theme, empty_label="Tous"
    )
    region = django_filters.ChoiceFilter(
        label="Région",
        field_name="organisation__region",
        choices=every_region,
        empty_label="Toutes",
    )
    kind = django_filters.ChoiceFilter(
        label="Nature",
        field_name="organisation__kind",
        choices=OrganisationKind.choices,
        empty_label="Toutes",
    )

    class Meta:
        model = Label
        fields = ()
        form = FilterForm


class LabelFilters(HolderFilters):
    is_valid = django_filters.ChoiceFilter(label="En cours de validité", choices=YES_NO, empty_label="Tous")
