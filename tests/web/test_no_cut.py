"""No form cuts what is pasted: the server refuses, and says by how much (spec X7)."""

from importlib import import_module
from pathlib import Path

import pytest
from django import forms

from expect.accounts.forms import EmailField
from expect.accounts.signin_forms import Worded
from expect.web.fields import DateField, LineField
from expect.web.forms import Form

pytestmark = pytest.mark.pure
ROOT = Path(__file__).parents[2]
MODULES = [
    "expect.accounts.forms",
    "expect.programme.forms",
    "expect.web.saved_view_pages",
    "labels.forms",
    "missions.forms",
    "reports.forms",
]


def forms_of_the_project() -> list[type[Form]]:
    """Every form that the six modules define or bring along."""
    for name in MODULES:
        import_module(name)
    found, waiting = [], [Form]
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        found += below
    return found


def test_x7_no_field_is_cut_by_the_browser():
    seen = forms_of_the_project()
    cut = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in seen
        if not form.__module__.startswith("tests.") and not issubclass(form, Worded)
        for name, field in form.base_fields.items()
        if "maxlength" in field.widget.attrs and not field.widget.is_hidden
    ]
    assert len(seen) > 50
    assert not cut


@pytest.mark.parametrize("form", Worded.__subclasses__())
def test_x7_nor_those_of_the_library_once_made(form):
    assert [field.name for field in form() if "maxlength" in field.field.widget.attrs] == []


def test_x7_every_day_is_asked_by_the_field_that_knows_the_years_of_the_programme():
    days = [
        (f"{form.__module__}.{form.__name__}.{name}", type(field))
        for form in forms_of_the_project()
        if not form.__module__.startswith("tests.")
        for name, field in form.base_fields.items()
        if isinstance(field, forms.DateField)
    ]
    assert len(days) > 20
    assert [name for name, kind in days if kind is not DateField] == []


def test_x7_no_template_cuts_either():
    places = [folder for folder in (ROOT / "templates", ROOT / "static" / "js") if folder.exists()]
    cut = [
        file
        for place in places
        for file in place.rglob("*.*")
        if "maxlength" in file.read_text("utf-8").lower()
    ]
    assert len(places) == 2
    assert not cut


@pytest.mark.parametrize("field", [LineField(max_length=20), EmailField(max_length=20)])
def test_x7_too_long_a_line_is_told_by_how_much(field):
    class OneField(Form):
        one = field

    sentence = " ".join(OneField({"one": "a" * 1230 + "@b.fr"}).errors["one"])
    assert "20 caractères au plus" in sentence
    assert "en compte 1\u202f235" in sentence
    assert "1\u202f215 de trop" in sentence
    assert isinstance(field, forms.CharField)
