"""What is asked of who mends a notified decision, or makes a diploma anew (spec L9, L11)."""

from collections.abc import Mapping
from typing import Any

from django import forms

from expect.accounts.forms import LineField
from expect.documents.forms import printed
from expect.web.forms import DateField, Form, LongTextField
from labels.decisions import LONGEST_SKILLS
from labels.enums import Mention


class RectifyForm(Form):
    """The mentions as they read today, to be put right; `says` gives those that the decision has."""

    holder = LineField(label=Mention.HOLDER.label, max_length=300, validators=[printed])
    skills = LongTextField(
        label=Mention.SKILLS.label, max_length=LONGEST_SKILLS, rows=4, validators=[printed]
    )
    session_date = DateField(label=Mention.SESSION_DATE.label)
    place = LineField(label=Mention.PLACE.label, max_length=150, validators=[printed])
    passage = LongTextField(
        label="Un autre passage de la lettre",
        max_length=2000,
        rows=3,
        required=False,
        help_text="Recopiez le passage fautif tel que la lettre l’écrit.",
    )
    passage_becomes = LongTextField(
        label="Ce passage devient", max_length=2000, rows=3, required=False, validators=[printed]
    )
    reason = LongTextField(
        label="Nature de l’erreur",
        max_length=1000,
        validators=[printed],
        rows=3,
        help_text="La lettre le dit à l’organisme. Par exemple : « Le nom de la commune a été mal recopié. »",
    )
    same_sense = forms.BooleanField(
        label="Cette correction ne change ni le sens de la décision, ni les thèmes reconnus"
    )
    number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, says: Mapping[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        for mention in Mention:
            if mention != Mention.PASSAGE and mention not in says:
                del self.fields[mention]

    def rectification(self) -> dict[str, Any]:
        """What the act takes, of what is valid so far."""
        kept = self.cleaned_data
        days = {Mention.SESSION_DATE: kept["session_date"].isoformat()} if "session_date" in kept else {}
        texts = {
            mention: kept[mention]
            for mention in (Mention.HOLDER, Mention.SKILLS, Mention.PLACE)
            if mention in kept
        }
        return {
            "becomes": {**texts, **days, Mention.PASSAGE: kept.get("passage_becomes", "")},
            "passage": kept.get("passage", ""),
        }


class ReplaceDiplomaForm(Form):
    reason = LongTextField(
        label="Raison",
        max_length=1000,
        rows=3,
        help_text="L’organisme la lira. Par exemple : « La qualité du signataire était inexacte. »",
    )
