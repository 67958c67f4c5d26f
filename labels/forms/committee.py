"""What DAECT and the committee fill in for a session: its dates, its members, its agenda, the opinions."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms

from expect.accounts.forms import LineField
from expect.accounts.models import User
from expect.documents.forms import printed
from expect.kernel.clock import paris_day
from expect.web import french
from expect.web.compared import ComparedForm
from expect.web.forms import DateField, Form, HourField, LongTextField
from labels import rules
from labels.committee import MORNING
from labels.enums import Answer, View
from labels.forms.boxes import Boxes
from labels.forms.instruction import WatchedForm
from labels.models import CommitteeSession, LabelApplication
from labels.selectors import committee_on, files_to_examine, seated_at


class SittingHour(HourField):
    """An hour of a session, in Paris; left empty, the usual one, as its hint says."""

    def __init__(self, *, usual: time, help_text: str = "", **kwargs):
        hint = f"{help_text} Laissée vide, ce sera {french.clock_hour(usual)}.".strip()
        super().__init__(required=False, initial=usual, help_text=hint, **kwargs)

    def clean(self, value) -> time:
        return super().clean(value) or self.initial


class PlaceForm(Form):
    """Where and when; all that is wrong is said at once, as the act would say it one by one."""

    place = LineField(
        label="Lieu",
        max_length=150,
        validators=[printed],
        initial="Paris",
        help_text="Il figure sur le diplôme.",
    )
    starts_at = SittingHour(
        label="Début", usual=MORNING[0], help_text="Heure de Paris, par exemple 09:30 ou 9 h 30."
    )
    ends_at = SittingHour(label="Fin", usual=MORNING[1])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for field, sentence in self.faults(said).items():
            self.add_error(field, self.unsaid_hour(field) or sentence)
        return said

    def unsaid_hour(self, name: str) -> str:
        """What to say of an hour that was left empty, where the usual one does not suit; nothing of another field."""
        field = self.fields[name]
        if not isinstance(field, SittingHour) or self[name].data:
            return ""
        usual = french.clock_hour(field.initial)
        return f"Indiquez une heure\N{NO-BREAK SPACE}: laissée vide, ce serait {usual}, ce qui ne convient pas ici."

    def faults(self, said: Mapping[str, Any]) -> dict[str, str]:
        """By field, what the rules have against what was said."""
        return rules.hours_faults(said.get("starts_at"), said.get("ends_at"))


class ChangePlaceForm(PlaceForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, session: CommitteeSession, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session

    def faults(self, said: Mapping[str, Any]) -> dict[str, str]:
        twin = rules.twin_faults(
            self.session.held_on, said.get("starts_at"), said.get("place"), but=self.session
        )
        return twin | super().faults(said)


class SessionForm(PlaceForm):
    held_on = DateField(label="Date de la séance")
    cut_off_on = DateField(
        label="Clôture des inscriptions", help_text="Dernier jour où un dossier peut être inscrit."
    )
    members = Boxes(queryset=None, label="Membres invités")
    field_order = ("held_on", "starts_at", "ends_at", "cut_off_on", "place", "members")

    def __init__(self, *args, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["members"].queryset = committee_on(paris_day(at))

    def faults(self, said: Mapping[str, Any]) -> dict[str, str]:
        dates = {name: said.get(name) for name in ("held_on", "cut_off_on", "starts_at", "ends_at")}
        twin = rules.twin_faults(said.get("held_on"), said.get("starts_at"), said.get("place"))
        return twin | rules.calling_faults(**dates, at=self.at)


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
    present = Boxes(queryset=None, label="Présences")

    def __init__(self, *args, session: CommitteeSession, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = seated_at(session)


class CorrectAttendanceForm(AttendanceForm):
    """Who came, and why it was recorded otherwise; `seen` is how many corrections the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    reason = LongTextField(
        label="Motif",
        max_length=1000,
        rows=3,
        help_text="Par exemple une arrivée en cours de séance. La DAECT le lit sur la page de la séance.",
    )


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


class OpinionForm(ComparedForm, WatchedForm):
    view = forms.ChoiceField(label="Avis", choices=View.choices, widget=forms.RadioSelect)
    reasons = LongTextField(
        label="Motifs",
        max_length=3000,
        help_text="Les autres membres les liront une fois leur propre avis donné.",
    )


class SetAsideForm(Form):
    """Who leaves a file, and why."""

    member = forms.ModelChoiceField(queryset=None, label="Membre", widget=forms.RadioSelect, empty_label=None)
    reasons = LongTextField(
        label="Motif",
        max_length=1000,
        rows=3,
        help_text="Ce que la personne a déclaré : elle le lira dans le courriel, et la DAECT dans le dossier.",
    )

    def __init__(self, *args, application: LabelApplication, **kwargs):
        super().__init__(*args, **kwargs)
        sitting = rules.members_to_set_aside(application).values("user")
        members = User.objects.filter(pk__in=sitting).order_by("last_name", "first_name", "pk")
        self.fields["member"].queryset = members


class ClearDoubtForm(Form):
    """Whose tie with the file is set aside, and why; `seen` says which ties the page showed."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    member = forms.ModelChoiceField(queryset=None, label="Membre", widget=forms.RadioSelect, empty_label=None)
    reasons = LongTextField(
        label="Motif",
        max_length=1000,
        rows=3,
        help_text="Ce que vous avez vérifié, par exemple deux organismes de même nom. Le membre le lira.",
    )

    def __init__(self, *args, members: Collection[User], **kwargs):
        super().__init__(*args, **kwargs)
        found = User.objects.filter(pk__in=[member.pk for member in members])
        self.fields["member"].queryset = found.order_by("last_name", "first_name", "pk")


class LiftForm(Form):
    reasons = LongTextField(
        label="Motif", max_length=1000, rows=3, help_text="Le membre et la DAECT le liront."
    )


class StepAsideForm(Form):
    reasons = LongTextField(label="Raison", max_length=1000, rows=3, help_text="Seule la DAECT la lira.")
