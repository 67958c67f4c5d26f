"""What people type, read or refused with how to mend it (spec X7)."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from expect.web.fields import Combobox, DateField, EuroField, LineField, LongTextField

pytestmark = pytest.mark.pure


def refusal(field, value) -> str:
    with pytest.raises(forms.ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1\u00a0234,56 €", "1234.56"),
        ("1234,56", "1234.56"),
        ("1 234.56 €", "1234.56"),
        ("12", "12"),
        ("12,", "12"),
        ("0,5", "0.5"),
        ("9999999999,99", "9999999999.99"),
    ],
)
def test_x7_euros_are_read_as_they_are_written(typed, amount):
    assert EuroField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12,345", "deux chiffres au plus"),
        ("-12", "ne peut pas être négatif"),
        ("−12", "ne peut pas être négatif"),
        ("1.234,56", "par exemple 1 234,56"),
        ("1,234.56", "par exemple 1 234,56"),
        ("douze", "par exemple 1 234,56"),
        ("١٢", "par exemple 1 234,56"),
        ("1e5", "par exemple 1 234,56"),
        ("NaN", "par exemple 1 234,56"),
        ("99999999999,00", "trop grand"),
        ("", "Indiquez un montant"),
    ],
)
def test_x7_other_amounts_are_refused_with_how_to_mend_them(typed, sentence):
    assert sentence in refusal(EuroField(), typed).replace("\u00a0", " ")


def test_euros_come_back_as_they_would_be_typed():
    field = EuroField()
    shown = field.prepare_value(Decimal("1234.5"))
    assert shown == "1\u202f234,50"
    assert field.clean(shown) == Decimal("1234.50")
    assert field.prepare_value("douze") == "douze"


def test_a_day_from_the_calendar_or_by_hand():
    assert DateField().clean("2026-05-12") == date(2026, 5, 12)
    assert DateField().clean("12/05/2026") == date(2026, 5, 12)
    assert DateField().clean(" 1/5/2026 ") == date(2026, 5, 1)
    assert DateField(required=False).clean("") is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-02-30", "Cette date n’existe pas : février 2026 compte 28 jours."),
        ("30/02/2028", "Cette date n’existe pas : février 2028 compte 29 jours."),
        ("31/04/2026", "Cette date n’existe pas : avril 2026 compte 30 jours."),
        ("12/13/2026", "une année a douze mois"),
        ("00/05/2026", "Cette date n’existe pas"),
        ("0000-01-01", "sous la forme jj/mm/aaaa"),
        ("demain", "sous la forme jj/mm/aaaa"),
    ],
)
def test_30_february_does_not_exist(typed, sentence):
    assert sentence in refusal(DateField(), typed).replace("\u00a0", " ")


@pytest.mark.parametrize("typed", ["0001-01-01", "31/12/1999", "2047-01-01", "9999-12-31"])
@pytest.mark.usefixtures("clock")
def test_x7_a_day_of_no_year_of_the_programme_is_refused_and_stays_in_the_calendar(typed):
    assert (
        refusal(DateField(), typed) == "Vérifiez l’année\N{NO-BREAK SPACE}: indiquez une date de 2000 à 2046."
    )
    field = DateField()
    assert 'type="date"' in field.widget.render("day", typed)


@pytest.mark.usefixtures("clock")
def test_x7_the_years_of_the_programme_hold_from_end_to_end():
    assert DateField().clean("01/01/2000") == date(2000, 1, 1)
    assert DateField().clean("31/12/2046") == date(2046, 12, 31)


def test_a_long_text_counts_a_line_end_once_and_says_its_limit():
    field = LongTextField(label="Motif", max_length=5, help_text="Court.")
    assert field.help_text == "Court. 5 caractères au maximum."
    assert field.clean("ab\r\ncd") == "ab\ncd"
    assert "5" in refusal(field, "ab\r\ncde")
    html = field.widget.render("motif", "", field.widget.attrs)
    assert "maxlength" not in html
    assert 'data-char-counter="5"' in html


def test_x7_a_line_is_cut_by_nobody_and_counted_by_the_server():
    """A browser counts an emoji for two: its own `maxlength` would stop a line that the server takes."""

    class Title(forms.Form):
        title = LineField(max_length=5)

    html = str(Title()["title"])
    assert "maxlength" not in html
    assert 'data-char-counter="5"' in html
    assert LineField(max_length=5).clean("😀" * 5) == "😀" * 5
    assert "5" in refusal(LineField(max_length=5), "😀" * 6)


def test_a_combobox_sends_the_choice_and_keeps_the_text():
    class Search(forms.Form):
        body = forms.CharField(widget=Combobox("/suggestions.json", text="Nantes"), required=False)

    assert 'value="Nantes"' in str(Search()["body"])
    form = Search({"body": "abc", "body_text": "  Nant "})
    assert form.is_valid()
    assert form.cleaned_data == {"body": "abc"}
    html = str(form["body"])
    assert 'name="body_text" value="Nant"' in html
    assert '<input type="hidden" name="body" value="abc">' in html
