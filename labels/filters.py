"""The filters above the lists of stage 1 (spec X5)."""

from datetime import date, timedelta

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from expect.accounts.enums import DAECT_ROLES, OrganisationKind
from expect.accounts.models import Membership
from expect.database.text import normalise
from expect.kernel.clock import paris_midnight
from expect.territory.models import Region
from expect.web.filters import DateFilter
from expect.web.forms import FilterForm
from labels.enums import (
    HOLDER_WORDS,
    AppealKind,
    AppealOutcome,
    ApplicationState,
    ExpertCategory,
    SessionState,
    Side,
    Turn,
)
from labels.models import Appeal, CommitteeSession, CorrectionRequest, Expert, Label, LabelApplication
from labels.rules import SILENCE_RUNS, refused_by_silence, silence_near_until
from labels.selectors import every_theme, to_answer, turns, unread_by, with_waiting

OWN_STATES = [(state.value, HOLDER_WORDS.get(state, state.label)) for state in ApplicationState]
"""In the words that the badges of a body's own list use."""
LODGED = [(state.value, state.label) for state in ApplicationState if state != ApplicationState.DRAFT]

MINE = "a_faire"
WAITS = [(str(days), f"Plus de {days} jours") for days in (7, 15, 30, 60)]
WATCHED = [
    (MINE, "Mes dossiers à faire"),
    ("silence", "Silence proche"),
    ("refus_implicite", "Refus implicite né"),
    ("non_lu", "Message non lu"),
    ("a_repondre", "Message à répondre"),
    ("attendu", "Corrections attendues"),
    ("en_retard", "Corrections en retard"),
]
NOBODY = "personne"
UNANSWERED = "sans_reponse"
ANSWER_CHOICES = [(UNANSWERED, "Sans réponse"), *AppealOutcome.choices]
FALLING = [("proche", "Bientôt"), ("tombe", "Déjà passé")]
YES_NO = [("True", "oui"), ("False", "non")]


def watched(day: date) -> dict[str, Q | Exists]:
    """What each choice of « À surveiller » takes, on that day."""
    asked = CorrectionRequest.objects.filter(application=OuterRef("pk"), settled_at=None)
    return {
        "silence": SILENCE_RUNS & Q(silence_on__range=(day, silence_near_until(day))),
        "refus_implicite": refused_by_silence(day),
        "non_lu": unread_by(Side.DAECT),
        "a_repondre": Exists(to_answer(Side.DAECT, OuterRef("pk"))),
        "attendu": Exists(asked.filter(answer_by__gte=day)),
        "en_retard": Exists(asked.filter(answer_by__lt=day)),
    }


def theme_choices() -> list[tuple[int, str]]:
    """All themes, those no longer offered included."""
    return list(every_theme().values_list("pk", "name"))


def every_session() -> list[tuple[int, str]]:
    """All sessions, the latest first."""
    return [
        (one.pk, f"{one.when()}, {one.place}") for one in CommitteeSession.objects.order_by("-held_on", "-pk")
    ]


def every_session_year() -> list[tuple[int, int]]:
    """The years in which a session sits, the latest first."""
    held = CommitteeSession.objects.dates("held_on", "year", order="DESC")
    return [(day.year, day.year) for day in held]


def every_region() -> list[tuple[int, str]]:
    """All regions, in the alphabetical order of French, which passes over accents."""
    return sorted(Region.objects.values_list("pk", "name"), key=lambda region: normalise(region[1]))


def every_officer() -> list[tuple[int | str, str]]:
    """Nobody, then whoever has ever been of DAECT, in the order of their names."""
    staff = Membership.objects.filter(role__in=DAECT_ROLES).values_list(
        "user", "user__first_name", "user__last_name", "user__email"
    )
    names = {
        key: f"{first} {last}".strip() or email
        for key, first, last, email in staff.order_by("user__last_name")
    }
    return [(NOBODY, "Personne"), *names.items()]


class ApplicationFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="État", choices=LODGED, empty_label="Tous")
    theme = django_filters.ChoiceFilter(
        label="Thème", field_name="lodged_themes", choices=theme_choices, empty_label="Tous"
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

    turn = django_filters.ChoiceFilter(
        label="À qui le tour", choices=Turn.choices, empty_label="Tous", method="by_turn"
    )
    waiting = django_filters.ChoiceFilter(
        label="Attend depuis", choices=WAITS, empty_label="Toute durée", method="by_waiting"
    )
    watch = django_filters.ChoiceFilter(
        label="À surveiller", choices=WATCHED, empty_label="Tout", method="by_watch"
    )

    def by_turn(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The files that wait for DAECT, for their body or for the committee."""
        return rows.filter(turns(self.today)[Turn(value)])

    def by_waiting(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The files that have waited for more than so many days."""
        return with_waiting(rows, self.today).filter(
            waiting_since__lt=paris_midnight(self.today - timedelta(days=int(value)))
        )

    def by_watch(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The files to keep an eye on, for the reason chosen."""
        if value == MINE:
            return rows.filter(marks__owner=self.request.user)
        return rows.filter(watched(self.today)[value])

    def by_officer(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The files of that person, or of nobody."""
        return rows.filter(officer=None) if value == NOBODY else rows.filter(officer=value)

    class Meta:
        model = LabelApplication
        fields = ()
        form = FilterForm


class SessionFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="État", choices=SessionState.choices, empty_label="Tous")
    year = django_filters.ChoiceFilter(
        label="Année",
        field_name="held_on",
        lookup_expr="year",
        choices=every_session_year,
        empty_label="Toutes",
    )
    held_from = DateFilter(label="À partir du", field_name="held_on", lookup_expr="gte")
    held_until = DateFilter(label="Jusqu’au", field_name="held_on", lookup_expr="lte")

    class Meta:
        model = CommitteeSession
        fields = ()
        form = FilterForm


class OwnFilters(django_filters.FilterSet):
    """Above the files of one's bodies, drafts included."""

    state = django_filters.ChoiceFilter(label="État", choices=OWN_STATES, empty_label="Tous")

    class Meta:
        model = LabelApplication
        fields = ()
        form = FilterForm


class AppealFilters(django_filters.FilterSet):
    answer = django_filters.ChoiceFilter(
        label="Réponse", choices=ANSWER_CHOICES, empty_label="Toutes", method="by_answer"
    )
    kind = django_filters.ChoiceFilter(label="Nature", choices=AppealKind.choices, empty_label="Toutes")
    silence = django_filters.ChoiceFilter(
        label="Rejet implicite", choices=FALLING, empty_label="Tous", method="by_silence"
    )
    received_from = DateFilter(label="Reçus à partir du", field_name="received_on", lookup_expr="gte")
    received_until = DateFilter(label="Reçus jusqu’au", field_name="received_on", lookup_expr="lte")

    def by_answer(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The appeals answered so, or not yet."""
        return rows.filter(outcome="" if value == UNANSWERED else value)

    def by_silence(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The appeals without an answer that silence rejects soon, or has rejected (spec X10)."""
        near = Q(silence_on__range=(self.today, silence_near_until(self.today)))
        return rows.filter(near if value == "proche" else Q(silence_on__lt=self.today), answered_at=None)

    class Meta:
        model = Appeal
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
        label="Thème", field_name="themes", choices=theme_choices, empty_label="Tous"
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
