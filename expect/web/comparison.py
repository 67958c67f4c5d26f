"""Two versions of one document compared point by point, and the form that chooses them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms

from expect.web import differences as texts
from expect.web.forms import FilterForm


@dataclass(frozen=True)
class Change:
    """What a point said in one version, and says in another; either may be empty."""

    label: str
    before: str
    after: str

    def passages(self) -> list[texts.Passage]:
        """What it said and says, read as one text in which the words removed and added are marked."""
        return list(texts.passages(self.before, self.after))


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """The points that two versions do not say alike, in the order of the document."""
    both = [Change(label, before.get(label, ""), after.get(label, "")) for label in {**before, **after}]
    return [change for change in both if change.before != change.after]


class CompareForm(FilterForm):
    """Which two versions to compare."""

    avant = forms.ChoiceField(label="De la version")
    apres = forms.ChoiceField(label="À la version")

    def __init__(self, *args, numbers: Sequence[int], **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("avant", "apres"):
            self.fields[name].choices = [(str(number), str(number)) for number in numbers]
