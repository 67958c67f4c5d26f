"""What DAECT and the committee fill in for a session: its dates, its members, its agenda, the opinions."""

from datetime import date, time

from django import forms

from expect.accounts.forms import LineField
from expect.web.forms import DateField, Form, LongTextField
from labels.committee import MORNING
from labels.enums import Answer, View
from labels.forms.boxes import Boxes
from labels.models import CommitteeSession, LabelApplication
from labels.selectors import committee_on, files_to_examine, seated_at


class HourField(forms.TimeField):
    """An hour of the clock in Paris, to the minute; left empty, the usual one."""

    def __init__(self, *, usual: time, **kwargs):
        picker = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        defaults = {"widget": picker, "input_formats": ["%H:%M"], "required": False, "initial": usual}
        super().__init__(**defaults | kwargs)

    def clean(self, value) -> time:
        return super().clean(value) or self.initial


class PlaceForm(Form):
    place = LineField(label="Lieu", max_length=150, initial="Paris", help_text="Il figure sur le diplôme.")
    starts_at = HourField(label="Début", usual=MORNING[0], help_text="Heure de Paris, par exemple 09:30.")
    ends_at = HourField(label="Fin", usual=MORNING[1])


class ChangePlaceForm(PlaceForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SessionForm(PlaceForm):
    held_on = DateField(label="Date de la séance")
    cut_off_on = DateField(
        label="Clôture des inscriptions", help_text="Dernier jour où un dossier peut être inscrit."
    )
    members = Boxes(queryset=None, label="Membres invités")
    field_order = ("held_on", "starts_at", "ends_at", "cut_off_on", "place", "members")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = committee_on(today)


class InviteForm(Form):
    members = Boxes(queryset=None, label="Membres à inviter")

    def __init__(self, *args, session: CommitteeSession, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = committee_on(today).exclude(pk__in=session.members.values("user"))


class CancelForm(Form):
    reason = LongTextField(
        label="Motif",
        max_length=1000,
        rows=3,
        help_text="Les membres et les organismes inscrits le liront.",
    )


class RankForm(Form):
    """One file, by its public id, and the rank it is given."""

    application = forms.ModelChoiceField(queryset=LabelApplication.objects.none(), to_field_name="public_id")
    rank = forms.IntegerField(
        label="Rang", min_value=1, max_value=9_999, error_messages={"required": "Écrivez le rang du dossier."}
    )

    def __init__(self, *args, session: CommitteeSession, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = files_to_examine(session)
        gone = "Ce dossier n’est plus à l’ordre du jour\N{NO-BREAK SPACE}: l’ordre ci-dessous est celui de maintenant."
        self.fields["application"].error_messages |= {"required": gone, "invalid_choice": gone}


class AttendanceForm(Form):
    present = Boxes(queryset=None, label="Membres présents")

    def __init__(self, *args, session: CommitteeSession, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = seated_at(session)


# ---------------------------------------------------------------- the committee


class AnswerForm(Form):
    answer = forms.ChoiceField(
        label="Votre réponse",
        choices=[(Answer.COMING, "Je viens"), (Answer.DECLINED, "Je ne viens pas")],
        widget=forms.RadioSelect,
    )
    reason = LineField(
        label="Raison de votre absence",
        max_length=300,
        required=False,
        help_text="Si vous ne venez pas\N{NO-BREAK SPACE}: seule la DAECT la lira.",
    )


class OpinionForm(Form):
    view = forms.ChoiceField(label="Avis", choices=View.choices, widget=forms.RadioSelect)
    reasons = LongTextField(
        label="Motifs",
        max_length=3000,
        help_text="Les autres membres les liront une fois leur propre avis donné.",
    )


class StepAsideForm(Form):
    reasons = LongTextField(label="Raison", max_length=1000, rows=3, help_text="Seule la DAECT la lira.")
