"""The terms on one page (spec M4–M6)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from expect.accounts.forms import LineField
from expect.web.forms import DateField, Form, LongTextField
from labels.forms import ExpertBoxes
from labels.models import Expert
from labels.selectors import experts_of
from missions.enums import Course, Goal, Nature
from missions.models import Mission, MissionLeg, Participant
from missions.models.limits import longest
from missions.terms import legs
from missions.terms.limits import SETTLED, faults
from missions.terms.values import Leg, Person, Terms

SENDING, HOSTING = "sending", "hosting"
COURSES = {
    SENDING: ("Envoi d’experts à l’étranger", Course.ALONE, {SENDING}),
    HOSTING: ("Accueil de représentants étrangers", Course.ALONE, {HOSTING}),
    "preceded": ("Envoi d’experts, précédé d’un accueil", Course.PRECEDED, {SENDING, HOSTING}),
    "followed": ("Envoi d’experts, suivi d’un accueil", Course.FOLLOWED, {SENDING, HOSTING}),
}


class TermsForm(Form):
    """The terms on one page; what is missing is said before the signatory accepts, never when saving (spec L7)."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    subject = LineField(label="Objet de la mission", max_length=longest(Mission, "subject"))
    nature = forms.ChoiceField(label="Nature", choices=Nature.choices, widget=forms.RadioSelect)
    objectives = LongTextField(
        label="Objectifs",
        max_length=longest(Mission, "objectives"),
        required=False,
        help_text="Ce que la mission doit permettre.",
    )
    course = forms.ChoiceField(
        label="Déroulement",
        choices=[(code, label) for code, (label, _, _) in COURSES.items()],
        widget=forms.RadioSelect,
    )
    sending_starts_on = DateField(label="Jour du départ", required=False)
    sending_ends_on = DateField(label="Jour du retour", required=False)
    sending_place = LineField(
        label="Lieu à l’étranger", max_length=longest(MissionLeg, "place"), required=False
    )
    sending_people = ExpertBoxes(
        Expert.objects.none(), label="Experts envoyés", required=False, help_text="Une ou deux personnes."
    )
    hosting_starts_on = DateField(label="Premier jour de l’accueil", required=False)
    hosting_ends_on = DateField(label="Dernier jour de l’accueil", required=False)
    hosting_place = LineField(
        label="Lieu de l’accueil", max_length=longest(MissionLeg, "place"), required=False
    )
    hosting_people = forms.CharField(
        label="Représentants accueillis",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Une personne par ligne, deux au plus : nom, fonction.",
    )
    host_institution = LineField(
        label="Institution accueillante",
        max_length=longest(Mission, "host_institution"),
        required=False,
        help_text="Elle prend en charge le séjour sur place.",
    )
    host_committed_on = DateField(
        label="Date de son engagement écrit", required=False, help_text="La date de sa lettre d’engagement."
    )
    claims_hosting = forms.BooleanField(
        label="Si le rapport manque, le titulaire rembourse les frais de l’accueil",
        required=False,
        help_text="Pour un accueil seul : sans cette case, rien n’est réclamé. Les frais d’un envoi d’experts le sont "
        "toujours.",
    )
    expected_results = forms.CharField(
        label="Résultats attendus",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un résultat par ligne, six au plus ; le rapport dira s’ils sont atteints.",
    )
    follow_ups = LongTextField(
        label="Suites envisagées", max_length=longest(Mission, "follow_ups"), rows=4, required=False
    )
    goals = forms.TypedMultipleChoiceField(
        label="Objectifs de développement durable",
        choices=[(goal.value, f"{goal.value}. {goal.label}") for goal in Goal],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    marks_optional = False

    def __init__(self, *args, mission: Mission, on: date, chooses_people: bool = True, **kwargs):
        """Who does not choose the people sent reads those that are, and no other of the holder's experts."""
        super().__init__(*args, **kwargs)
        self.mission, self.on = mission, on
        begun = legs.begun(mission, on)
        people = self.fields["sending_people"]
        people.queryset = experts_of(mission.organisation)
        if not chooses_people:
            people.queryset = people.queryset.filter(pk__in=self.initial.get("sending_people", []))
            people.disabled, people.help_text = True, "Le titulaire choisit les personnes qu’il envoie."
        if SENDING in begun:
            for name in (*legs.SAID, "goals", "expected_results"):
                self.fields[name].disabled, self.fields[name].help_text = True, SETTLED
        for direction in begun:
            self._close(direction)
        self.terms: Terms | None = None

    def _close(self, direction: str) -> None:
        """A leg that has begun is read, and no longer written (spec M14)."""
        for name, field in self.fields.items():
            if name.startswith(f"{direction}_"):
                field.disabled, field.help_text = True, "Ce volet a commencé : il ne change plus."
        if direction == SENDING:
            self.fields["sending_people"].queryset = Expert.objects.filter(
                pk__in=self.initial.get("sending_people", [])
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = {direction: self._leg(direction, cleaned) for direction in (SENDING, HOSTING)}
        if self.errors:
            return cleaned
        _, course, wanted = COURSES[cleaned["course"]]
        if any(leg and direction not in wanted for direction, leg in given.items()):
            self.add_error(
                "course", "Des dates sont saisies pour un volet que ce déroulement n’a pas : videz-les."
            )
            return cleaned
        self.terms = Terms(
            course=course, **given, **{name: cleaned[name] for name in legs.SAID}, **_split(cleaned)
        )
        for fault in faults(self.terms, self.mission, self.on):
            self.add_error(fault.field, fault.sentence)
        return cleaned

    def _leg(self, direction: str, cleaned: dict[str, Any]) -> Leg | None:
        """The leg, once both its days are given; a leg half filled says what it lacks."""
        days = [cleaned.get(f"{direction}_{end}") for end in ("starts_on", "ends_on")]
        place, people = cleaned.get(f"{direction}_place", ""), cleaned.get(f"{direction}_people")
        if all(days):
            return Leg(
                *days, place, hosted_people(people or "") if direction == HOSTING else tuple(people or ())
            )
        if any(days) or place or people:
            for name, day in zip(("starts_on", "ends_on"), days, strict=True):
                if day is None and f"{direction}_{name}" not in self.errors:
                    self.add_error(f"{direction}_{name}", "Indiquez cette date pour enregistrer le volet.")
        return None


def _split(cleaned: dict[str, Any]) -> dict[str, tuple]:
    return {"expected_results": tuple(_lines(cleaned["expected_results"])), "goals": tuple(cleaned["goals"])}


def hosted_people(typed: str) -> tuple[Person, ...]:
    """« Awa Diop, maire adjointe » → Person("Awa Diop", "maire adjointe")."""
    parted = [line.partition(",") for line in _lines(typed)]
    return tuple(Person(name.strip(), function.strip()) for name, _, function in parted)


def hosted_as_typed(people: Iterable[Person | Participant]) -> str:
    """One person a line, as `hosted_people` reads them."""
    return "\n".join(", ".join(filter(None, (person.name, person.function))) for person in people)


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def terms_as_typed(mission: Mission) -> dict[str, Any]:
    """The form's values for what is saved; reads legs, people and results."""
    rows = {leg.direction: leg for leg in mission.legs.all()}
    typed = {name: getattr(mission, name) for name in legs.SAID} | {
        "revision": mission.revision,
        "goals": mission.goals,
        "expected_results": "\n".join(legs.settled(mission)["expected_results"]),
        "course": _course_code(mission, rows),
    }
    for direction, leg in rows.items():
        people = list(leg.participants.all())
        typed |= {f"{direction}_{name}": getattr(leg, name) for name in ("starts_on", "ends_on", "place")}
        typed[f"{direction}_people"] = (
            hosted_as_typed(people) if direction == HOSTING else [person.expert_id for person in people]
        )
    return typed


def _course_code(mission: Mission, rows: dict[str, Any]) -> str:
    if mission.course == Course.ALONE:
        return HOSTING if HOSTING in rows else SENDING
    return mission.course


class AcceptTermsForm(Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    accepted = forms.BooleanField(
        label="J’accepte ces termes et je prends ces engagements",
        error_messages={"required": "Cochez la case : les termes s’acceptent avec leurs engagements."},
    )
