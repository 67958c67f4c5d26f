"""The report, step by step; then what its signatory and DAECT say of it (spec R2, R3)."""

from collections.abc import Mapping
from typing import Any

from django import forms

from expect.accounts.forms import LineField
from expect.documents.forms import UploadField
from expect.web.compared import ComparedForm
from expect.web.forms import DateField, Form, LongTextField
from reports import rules
from reports.enums import Reached
from reports.models import MissionReport, PersonMet

YES_NO = ((True, "Oui"), (False, "Non"))
MOST_PEOPLE = 40
SPARE = 3


class DraftForm(ComparedForm):
    """A step of the report: what is missing is said on handing in, never when saving."""

    marks_optional = False

    def __init__(self, *args, report: MissionReport, **kwargs):
        super().__init__(*args, **kwargs)
        self.report = report
        for field in self.fields.values():
            field.required = False

    @classmethod
    def stored(cls, report: MissionReport) -> dict[str, Any]:
        """What is kept of this step, as the form takes it."""
        return {name: getattr(report, name) for name in cls.base_fields}

    def kept(self) -> Mapping[str, Any]:
        """What a save would keep, as `stored` gives it."""
        return self.cleaned_data

    def written(self) -> dict[str, Any]:
        """What was rightly filled in, as `save_report` takes it."""
        return dict(self.cleaned_data)


class StayForm(DraftForm):
    left_on = DateField(label="Départ effectif, ou premier jour de l’accueil")
    returned_on = DateField(label="Retour effectif en France, ou dernier jour de l’accueil")
    written_by = LineField(label="Rédigé par", max_length=300)
    writer_reason = LongTextField(
        label="Si aucun missionnaire n’a pu l’écrire, pourquoi ?", max_length=500, rows=3
    )

    def __init__(self, *args, report: MissionReport, **kwargs):
        super().__init__(*args, report=report, **kwargs)
        sent = rules.travellers(report.mission).sent
        self.fields["written_by"].help_text = (
            f"Nom et fonction de l’un des missionnaires : {' ; '.join(sent)}. S’ils en sont empêchés, d’une autre "
            "personne que vous désignez."
            if sent
            else "Nom et fonction de la personne que votre organisme a chargée du rapport."
        )
        if not sent:
            del self.fields["writer_reason"]

    def clean(self) -> dict[str, Any]:
        left, returned = self.cleaned_data.get("left_on"), self.cleaned_data.get("returned_on")
        if left and returned and returned < left:
            self.add_error("left_on", "Le départ suit le retour : vérifiez les deux dates.")
            self.add_error("returned_on", "Le retour précède le départ : vérifiez les deux dates.")
        return self.cleaned_data


class PeopleForm(DraftForm):
    """One row per person met, and some to spare; an emptied row takes the person off."""

    parts = {
        "name": ("Nom et prénom", 120),
        "function": ("Fonction", 150),
        "institution": ("Institution", 150),
    }

    def __init__(self, *args, report: MissionReport, **kwargs):
        super().__init__(*args, report=report, **kwargs)
        self.size = min(max(len(report.people_met) + SPARE, self._posted()), MOST_PEOPLE)
        for rank in range(1, self.size + 1):
            for part, (label, most) in self.parts.items():
                self.fields[f"{part}_{rank}"] = LineField(
                    label=f"{label}, personne {rank}", max_length=most, required=False
                )

    def _posted(self) -> int:
        """How many rows the page had: another person may have saved fewer since."""
        return sum(1 for rank in range(1, MOST_PEOPLE + 1) if f"name_{rank}" in self.data)

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields, person by person."""
        return [[self[f"{part}_{rank}"] for part in self.parts] for rank in range(1, self.size + 1)]

    @classmethod
    def stored(cls, report: MissionReport) -> dict[str, Any]:
        return {
            f"{part}_{rank}": person[part]
            for rank, person in enumerate(report.people_met, start=1)
            for part in cls.parts
        }

    def people(self) -> list[PersonMet]:
        """The rows that name somebody; a part that is wrong, or left as it was stored, stays as stored."""
        values = self.stored(self.report) | self.cleaned_data
        rows = [
            {part: values.get(f"{part}_{rank}", "") for part in self.parts}
            for rank in range(1, self.size + 1)
        ]
        return [row for row in rows if any(row.values())]

    def kept(self) -> Mapping[str, Any]:
        named = {
            f"{part}_{rank}": person[part]
            for rank, person in enumerate(self.people(), start=1)
            for part in self.parts
        }
        return dict.fromkeys(self.fields, "") | named

    def written(self) -> dict[str, Any]:
        return {"people_met": self.people()}


class AccountForm(DraftForm):
    account = LongTextField(
        label="Compte rendu sur l’objet de la mission",
        max_length=20_000,
        rows=18,
        help_text="Ce qui était demandé, ce qui a été fait, ce que vous avez constaté, ce que vous conseillez.",
    )


class ResultsForm(DraftForm):
    """One answer and one comment per expected result of the terms (spec R3)."""

    parts = ("reached", "comment")

    def __init__(self, *args, report: MissionReport, **kwargs):
        super().__init__(*args, report=report, **kwargs)
        for outcome in report.outcomes.all():
            self.fields[f"reached_{outcome.pk}"] = forms.ChoiceField(
                label=f"{outcome.result.rank}. {outcome.result.text}",
                choices=Reached.choices,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"comment_{outcome.pk}"] = LineField(
                label=f"Précisions sur le résultat {outcome.result.rank}", max_length=500, required=False
            )

    @classmethod
    def stored(cls, report: MissionReport) -> dict[str, Any]:
        return {
            f"{part}_{outcome.pk}": getattr(outcome, part)
            for outcome in report.outcomes.all()
            for part in cls.parts
        }

    def written(self) -> dict[str, Any]:
        """Of each outcome, the parts that are right."""
        given = self.cleaned_data
        return {
            "outcomes": {
                outcome.pk: {
                    part: given[f"{part}_{outcome.pk}"]
                    for part in self.parts
                    if f"{part}_{outcome.pk}" in given
                }
                for outcome in self.report.outcomes.all()
            }
        }


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not answered yet."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=YES_NO,
            coerce=lambda value: value == "True",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )


class FollowUpsForm(DraftForm):
    can_be_completed = YesNoField(label="La mission peut-elle être complétée par une autre action ?")
    completion = LongTextField(label="Si oui, laquelle ?", max_length=2000, rows=5)
    can_last = YesNoField(label="Les contacts noués peuvent-ils mener à une coopération plus longue ?")
    cooperation = LongTextField(label="Si oui, laquelle ?", max_length=2000, rows=5)


class AttachmentForm(Form):
    file = UploadField(label="Fichier à joindre")


# ---------------------------------------------------------------- the signatory and DAECT


class ReadForm(Form):
    """A button, on what was read at that revision."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class SendBackForm(Form):
    reason = LongTextField(
        label="Ce qui est à reprendre", max_length=2000, help_text="Ce texte est envoyé à la rédaction."
    )


class MoreLimitForm(Form):
    due_on = DateField(
        label="Attendu au plus tard le",
        help_text="Passé cette date, le complément est relancé, jamais réclamé.",
    )


class MoreForm(MoreLimitForm):
    reason = LongTextField(
        label="Complément attendu", max_length=3000, help_text="Ce texte est envoyé au titulaire."
    )
    field_order = ("reason", "due_on")
