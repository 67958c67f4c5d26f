"""Form fields that read what people type in French, and say how to mend it (spec X7)."""

import calendar
import re
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator

from expect.kernel import text
from expect.kernel.clock import now, paris_day
from expect.kernel.days import ImplausibleDay, require_plausible
from expect.web import french

SPACES = re.compile(r"[\s\u00a0\u202f]+")
MONEY = re.compile(r"(?P<sign>-?)(?P<units>[0-9]+)(?:[.,](?P<cents>[0-9]*))?")
DAY = re.compile(
    r"(?:(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})|(?P<d2>[0-9]{1,2})/(?P<m2>[0-9]{1,2})/(?P<y2>[0-9]{4}))"
)
HOUR = re.compile(r"(?P<hour>[0-9]{1,2})(?:[hH:](?P<minute>[0-9]{2})?)")


class Picker(forms.DateTimeInput):
    """The browser's own calendar or clock, in ISO.

    It would erase what it cannot show: that comes back as it was typed, in a plain field.
    """

    def __init__(self, field: type[forms.Field], kind: str, format: str):
        super().__init__(attrs={"type": kind}, format=format)
        self.field = field

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if isinstance(value, str) and value:
            try:
                context["widget"]["value"] = self.format_value(self.field(required=False).to_python(value))
            except forms.ValidationError:
                context["widget"]["type"] = "text"
        return context


ONE_LINE = RegexValidator(r"[\r\n\x00]", "Écrivez sur une seule ligne.", inverse_match=True)


class LineField(forms.CharField):
    """One line of text, without surrounding spaces nor what hides in it (`kernel.text`).

    What is left is counted by `char_counter.js`, near the end alone.
    """

    default_validators = [ONE_LINE]

    def to_python(self, value) -> str:
        return text.one_line(super().to_python(value)).strip()

    def widget_attrs(self, widget) -> dict:
        """No `maxlength`: browsers count an emoji for two, and cut a pasted text without a word."""
        return {"data-char-counter": str(self.max_length)} if self.max_length else {}


class Figure(int):
    """A count that is written « 6\u202f000 »."""

    def __str__(self) -> str:
        return french.figure(self)


class Longest(MaxLengthValidator):
    """The limit, the count and the excess are said as the counter beside the field says them: « 6\u202f000 »."""

    def __call__(self, value: str) -> None:
        try:
            super().__call__(value)
        except forms.ValidationError as refusal:
            limit, length = refusal.params["limit_value"], refusal.params["show_value"]
            counts = {"limit_value": limit, "show_value": length, "excess": length - limit}
            refusal.params |= {key: Figure(count) for key, count in counts.items()}
            raise


class DateField(forms.DateField):
    """A day, by the browser's calendar or typed jj/mm/aaaa; one that no month has, or of no year of the programme, is
    said to be so."""

    default_error_messages = {
        "required": "Indiquez une date.",
        "invalid": "Écrivez la date sous la forme jj/mm/aaaa, par exemple 12/05/2026.",
    }

    def __init__(self, **kwargs):
        picker = Picker(DateField, "date", "%Y-%m-%d")
        super().__init__(**{"widget": picker, "input_formats": ["%Y-%m-%d", "%d/%m/%Y"], **kwargs})

    def to_python(self, value) -> date | None:
        if isinstance(value, str) and (typed := DAY.fullmatch(value.strip())):
            year, month, day = (int(typed[part] or typed[f"{part}2"]) for part in "ymd")
            _refuse_impossible_day(year, month, day)
        return super().to_python(value)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        try:
            require_plausible(value, paris_day(now()))
        except ImplausibleDay as refusal:
            raise forms.ValidationError(refusal.sentence, code="implausible_day") from refusal


class HourField(forms.TimeField):
    """An hour of the clock, to the minute, by the browser's own or typed « 9 h 30 », « 9:30 », « 14h »."""

    default_error_messages = {
        "required": "Indiquez une heure.",
        "invalid": "Écrivez l’heure sous la forme 09:30 ou 9 h 30.",
    }

    def __init__(self, **kwargs):
        picker = Picker(HourField, "time", "%H:%M")
        super().__init__(**{"widget": picker, "input_formats": ["%H:%M"], **kwargs})

    def to_python(self, value) -> time | None:
        if isinstance(value, str) and (typed := HOUR.fullmatch(SPACES.sub("", value))):
            value = f"{typed['hour']}:{typed['minute'] or '00'}"
        return super().to_python(value)


class EuroField(forms.DecimalField):
    """Euros, to the cent: `1 234,56`, `1234,56`, `1 234.56 €`; never negative."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "required": "Indiquez un montant en euros.",
        "invalid": "Écrivez le montant en chiffres, par exemple 1 234,56.",
        "too_precise": "Un montant a deux chiffres au plus après la virgule, par exemple 1 234,56.",
        "max_digits": "Ce montant est trop grand : vérifiez les zéros.",
        "max_whole_digits": "Ce montant est trop grand : vérifiez les zéros.",
        "negative": "Le montant ne peut pas être négatif : écrivez-le sans le signe moins.",
    }

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 12, "decimal_places": 2, **kwargs})

    def to_python(self, value) -> Decimal | None:
        if not isinstance(value, str) or value in self.empty_values:
            return super().to_python(value)
        typed = MONEY.fullmatch(SPACES.sub("", value).removesuffix("€").replace("−", "-"))
        if not typed:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if typed["sign"]:
            raise forms.ValidationError(self.error_messages["negative"], code="negative")
        if len(typed["cents"] or "") > 2:
            raise forms.ValidationError(self.error_messages["too_precise"], code="too_precise")
        return Decimal(f"{typed['units']}.{typed['cents'] or '0'}")

    def prepare_value(self, value):
        return french.amount(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget):
        return {}  # no `step` nor `min`: they belong to number inputs


class LongTextField(forms.CharField):
    """A text of several lines, whose limit is said beforehand; what is left is counted by `char_counter.js`.

    A line end counts for one character, as the person sees it, not two as browsers send it.
    """

    widget = forms.Textarea
    default_error_messages = {"required": "Écrivez quelques lignes."}

    def __init__(self, max_length: int, *, rows: int = 6, help_text: str = "", **kwargs):
        limit = f"{french.figure(max_length)} caractères au maximum."
        super().__init__(max_length=max_length, help_text=f"{help_text} {limit}".strip(), **kwargs)
        others = [each for each in self.validators if not isinstance(each, MaxLengthValidator)]
        self.validators = [Longest(max_length), *others]
        self.widget.attrs["rows"] = rows

    def to_python(self, value) -> str:
        return text.lines(super().to_python(value))

    def widget_attrs(self, widget) -> dict:
        """No `maxlength`: it would cut a pasted text without a word."""
        return {"data-char-counter": str(self.max_length)}


class Combobox(forms.TextInput):
    """Completes what is typed from `url`, which answers JSON `[{"value", "label", "detail"}]` (see `combobox.js`).

    Two inputs: what is typed goes as `<name>_text`, the chosen value as `<name>`. Without JavaScript only the text
    goes: the view shows the answers to choose from.
    """

    template_name = "web/widgets/combobox.html"

    def __init__(self, url, *, text: str = "", attrs: dict | None = None):
        super().__init__(attrs)
        self.url, self.text = url, text

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"url": str(self.url), "text": self.text}
        return context

    def value_from_datadict(self, data, files, name):
        self.text = data.get(f"{name}_text", "").strip()
        return super().value_from_datadict(data, files, name)


def _refuse_impossible_day(year: int, month: int, day: int) -> None:
    if not 1 <= month <= 12:
        raise forms.ValidationError("Cette date n’existe pas : une année a douze mois.", code="no_such_day")
    length = calendar.monthrange(year, month)[1] if year else 31
    if not 1 <= day <= length:
        named = f"{french.MONTHS[month - 1]} {year}"
        raise forms.ValidationError(
            f"Cette date n’existe pas : {named} compte {length} jours.", code="no_such_day"
        )
