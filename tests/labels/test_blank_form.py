"""The form to prepare offline says what the steps ask, and opens again (spec L3–L6)."""

import re
from collections import Counter
from io import BytesIO
from itertools import pairwise

import pytest
from django.urls import reverse
from odfdo import Document

from labels.forms import ExpertForm, ExpertiseForm, ItemForm, MobilisationForm
from tests.labels import factories as labels

pytestmark = pytest.mark.django_db
FORMS = (ExpertiseForm, ItemForm, ExpertForm, MobilisationForm)


@pytest.fixture
def odt(client):
    labels.themes()
    labels.commitments()
    response = client.get(reverse("labels:blank_form"))
    assert response["Content-Type"] == "application/vnd.oasis.opendocument.text"
    assert 'filename="candidature-expe-ct.odt"' in response["Content-Disposition"]
    return Document(BytesIO(response.content))


def headings(odt):
    return [(int(header.level), header.text_recursive) for header in odt.body.headers]


def test_l3_every_question_is_there_with_its_hint(odt):
    text = odt.get_formatted_text()
    asked = [title for _, title in headings(odt)]
    for form in FORMS:
        for name, field in form.base_fields.items():
            assert any(title.startswith(field.label) for title in asked), name
            assert str(field.help_text) in text, name


def test_x7_every_limit_is_told(odt):
    limits = Counter(
        most
        for form in FORMS
        for field in form.base_fields.values()
        if (most := getattr(field, "max_length", None))
    )
    text = "".join(odt.get_formatted_text().split())
    told = {most: len(re.findall(rf"\D{most}caractèresaumaximum", text)) for most in limits}
    assert told == limits


def test_l3_the_themes_of_the_day_are_to_tick(odt):
    assert all(f"☐ {theme.name}" in odt.get_formatted_text() for theme in labels.themes())


def test_l6_the_commitments_of_the_day_are_there(odt):
    text = " ".join(odt.get_formatted_text().split())
    assert all(" ".join(line.split()) in text for line in labels.commitments().body.splitlines())


def test_x7_the_headings_are_real_in_order_and_the_language_is_said(odt):
    levels = [level for level, _ in headings(odt)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert odt.language == "fr-FR"
    assert odt.meta.title.startswith("Candidature au label EXPE-CT")


@pytest.mark.parametrize("page", ["dashboard:apply"])
def test_it_is_offered_to_who_wants_to_apply(client, page):
    assert reverse("labels:blank_form") in client.get(reverse(page)).content.decode()
