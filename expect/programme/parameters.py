"""The figures that the ministry may change, and what each is on a given day (spec L8, L10, R5, X10).

What the sources fix (seven days, two people, two months) is not here: it is a rule, not a setting.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from expect.accounts.figures import INVITATION_DAYS
from expect.programme.models import ParameterChange


@dataclass(frozen=True)
class Parameter:
    """One figure: `default` holds until DAECT decides otherwise, `lowest` and `highest` are what the law allows.

    `effect` says to whom a new value applies; `rests_on` names the text.
    """

    key: str
    label: str
    unit: str
    default: int
    lowest: int
    highest: int
    rests_on: str
    effect: str

    def worded(self, value: int) -> str:
        """« 3 ans », « plus de 50 % »."""
        return self.unit.format(value, "s" if value > 1 and not self.unit.endswith("mois") else "")


PARAMETERS = {
    parameter.key: parameter
    for parameter in (
        Parameter(
            "label_years",
            "Durée du label",
            "{}\N{NO-BREAK SPACE}an{}",
            3,
            1,
            10,
            "Rythme des campagnes précédentes du programme",
            "Les labels attribués à partir de ce jour ; ceux qui sont en cours gardent leur terme.",
        ),
        Parameter(
            "silence_months",
            "Silence valant refus d’une candidature",
            "{}\N{NO-BREAK SPACE}mois",
            2,
            1,
            12,
            "Code des relations entre le public et l’administration, art. L.231-4 et L.231-6",
            "Les candidatures déposées à partir de ce jour ; l’accusé de réception des autres ne change pas.",
        ),
        Parameter(
            "quorum_percent",
            "Quorum du comité de sélection",
            "plus de {}\N{NO-BREAK SPACE}%",
            50,
            25,
            75,
            "Règle de fonctionnement du comité",
            "Les séances tenues à partir de ce jour.",
        ),
        Parameter(
            "session_horizon_months",
            "Délai dans lequel une séance peut être prévue",
            "{}\N{NO-BREAK SPACE}mois",
            24,
            6,
            60,
            "Règle de fonctionnement du comité",
            "Les séances prévues à partir de ce jour.",
        ),
        Parameter(
            "prior_letter_days",
            "Délai de réponse à la lettre préalable",
            "{}\N{NO-BREAK SPACE}jour{}",
            15,
            15,
            60,
            "Code des relations entre le public et l’administration, art. L.122-1",
            "Les lettres préalables envoyées à partir de ce jour ; les autres gardent le délai qu’elles annoncent.",
        ),
        Parameter(
            "solicitation_days",
            "Délai proposé à un titulaire pour répondre à une sollicitation",
            "{}\N{NO-BREAK SPACE}jour{}",
            10,
            2,
            60,
            "Règle de fonctionnement du programme",
            "Les sollicitations préparées à partir de ce jour ; la date se change à chaque envoi.",
        ),
        Parameter(
            "solicitation_reminder_days",
            "Rappel à un titulaire sollicité, avant la date de sa réponse",
            "{}\N{NO-BREAK SPACE}jour{}",
            3,
            1,
            30,
            "Règle de fonctionnement du programme",
            "Les rappels envoyés à partir de ce jour.",
        ),
        Parameter(
            "turn_reminder_days",
            "Rappel à qui doit agir sur une mission",
            "{}\N{NO-BREAK SPACE}jour{}",
            7,
            1,
            60,
            "Règle de fonctionnement du programme",
            "Les rappels envoyés à partir de ce jour, pour les tours en cours aussi.",
        ),
        Parameter(
            "turn_silence_days",
            "Silence sur une mission signalé à la DAECT",
            "{}\N{NO-BREAK SPACE}jour{}",
            14,
            2,
            120,
            "Règle de fonctionnement du programme",
            "Les silences signalés à partir de ce jour, pour les tours en cours aussi.",
        ),
        Parameter(
            "correction_months",
            "Délai le plus long laissé pour corriger une candidature",
            "{}\N{NO-BREAK SPACE}mois",
            6,
            1,
            12,
            "Règle de fonctionnement du programme",
            "Les corrections demandées à partir de ce jour.",
        ),
        Parameter(
            "exchange_months",
            "Durée pendant laquelle on s’écrit encore sur un dossier clos",
            "{}\N{NO-BREAK SPACE}mois",
            6,
            1,
            24,
            "Règle de fonctionnement du programme",
            "Les messages écrits à partir de ce jour, quel que soit celui où le dossier a été clos.",
        ),
        Parameter(
            "letter_patience_days",
            "Temps laissé pour ouvrir une lettre en ligne, avant l’envoi en recommandé",
            "{}\N{NO-BREAK SPACE}jour{}",
            15,
            1,
            60,
            "Règle de fonctionnement du programme",
            "Les lettres à envoyer, dans « À traiter », à partir de ce jour.",
        ),
        Parameter(
            "silence_near_days",
            "Alerte avant qu’une candidature soit refusée par le silence",
            "{}\N{NO-BREAK SPACE}jour{}",
            15,
            1,
            60,
            "Règle de fonctionnement du programme",
            "Les alertes, dans « À traiter » et dans les listes, à partir de ce jour.",
        ),
        Parameter(
            INVITATION_DAYS,
            "Validité d’une invitation",
            "{}\N{NO-BREAK SPACE}jour{}",
            14,
            1,
            60,
            "Règle de fonctionnement du programme",
            "Les invitations envoyées à partir de ce jour ; les autres gardent leur terme.",
        ),
        Parameter(
            "review_link_days",
            "Validité du lien par lequel un poste répond sans se connecter",
            "{}\N{NO-BREAK SPACE}jour{}",
            14,
            1,
            60,
            "Règle de fonctionnement du programme",
            "Les liens envoyés à partir de ce jour ; les autres gardent leur terme.",
        ),
    )
}


@dataclass(frozen=True)
class Standing:
    """A parameter on a given day: its value, the change it comes from if any, the one that is to come."""

    parameter: Parameter
    value: int
    change: ParameterChange | None
    coming: ParameterChange | None

    def worded(self) -> str:
        return self.parameter.worded(self.value)

    def coming_worded(self) -> str:
        return self.parameter.worded(self.coming.value) if self.coming else ""


def value(key: str, on: date) -> int:
    """The figure on that Paris day; KeyError for one that does not exist."""
    decided = changes(key).filter(starts_on__lte=on).values_list("value", flat=True).first()
    return PARAMETERS[key].default if decided is None else decided


def changes(key: str) -> QuerySet[ParameterChange]:
    """What was decided of a figure, the latest first."""
    return ParameterChange.objects.filter(key=key).select_related("decided_by").order_by("-starts_on", "-pk")


def standings(on: date) -> list[Standing]:
    """Every figure on that day; one query."""
    held: dict[str, ParameterChange] = {}
    coming: dict[str, ParameterChange] = {}
    for change in ParameterChange.objects.order_by("starts_on", "pk"):
        if change.starts_on <= on:
            held[change.key] = change
        elif change.key not in coming or coming[change.key].starts_on == change.starts_on:
            coming[change.key] = change
    return [
        Standing(
            parameter,
            held[key].value if key in held else parameter.default,
            held.get(key),
            coming.get(key),
        )
        for key, parameter in PARAMETERS.items()
    ]
