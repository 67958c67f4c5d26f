"""What DAECT found of each point of a file, on one page."""

from collections.abc import Iterator, Sequence

from django import forms

from expect.accounts.forms import LineField
from expect.kernel.clock import paris_day
from expect.web import french
from expect.web.forms import Form
from labels.enums import Finding
from labels.rules import CheckedPoint


class CheckForm(Form):
    """Two fields a point: the finding, offered where it is known, and the remark."""

    marks_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    rest = forms.BooleanField(label="Tout ce que je n’ai pas coché est conforme", required=False)

    def __init__(self, *args, points: Sequence[CheckedPoint], **kwargs):
        super().__init__(*args, **kwargs)
        self.points = [point for point in points if not point.frozen]
        for point in self.points:
            self.fields[point.criterion.value] = forms.ChoiceField(
                label=point.criterion.label,
                choices=Finding.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=point.proposed,
                help_text=_known(point),
            )
            self.fields[f"{point.criterion.value}_remark"] = LineField(
                label="Remarque", max_length=1000, required=False, initial=point.proposed_remark
            )
        self.order_fields([*(name for name in self.fields if name != "rest"), "rest"])

    def rows(self) -> Iterator[tuple[CheckedPoint, forms.BoundField, forms.BoundField]]:
        """Each point with its two fields, the finding and the remark, in their order."""
        for point in self.points:
            yield point, self[point.criterion.value], self[f"{point.criterion.value}_remark"]

    def findings(self) -> dict[str, tuple[str, str]]:
        """By criterion, what was found; what nobody said is not in it, unless the rest is said to be met."""
        given = self.cleaned_data
        rest = Finding.MET.value if given["rest"] else ""
        found = {point.criterion.value: given[point.criterion.value] or rest for point in self.points}
        return {name: (value, given[f"{name}_remark"]) for name, value in found.items() if value}


def _known(point: CheckedPoint) -> str:
    if point.kept:
        return f"{point.reading.words}. Inchangé depuis la vérification du {french.day(paris_day(point.checked_at))}."
    return point.reading.words
