"""The head rewrites a text before the letter itself, by the keyboard and without JavaScript (spec L9)."""

import pytest
from django.urls import reverse

from expect.programme.models import TextChange
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock"), pytest.mark.long]
KEY = "label.decision.opening"


def address(name: str, *args: str) -> str:
    return reverse(f"programme:{name}", args=args)


def test_l9_a_field_is_inserted_the_letter_follows_and_the_change_is_kept(visit):
    head = visit(factories.head())
    page = head.go(address("texts")).page
    page.locator("summary").filter(has_text="Lettre de refus").click()
    head.follow("Début de la lettre de décision")
    head.follow("Modifier ce texte")
    area = page.locator("#id_body")
    area.fill("Examinée le {date de la séance}, référence ")
    area.press("Control+End")
    head.tab_to(page.get_by_role("button", name="{numéro}"), most=5).page.keyboard.press("Enter")
    assert area.input_value().endswith("référence {numéro}")
    shown = page.locator("[data-live-preview]")
    shown.get_by_text("Examinée le 24 mars 2026, référence C-2026-0000").wait_for()
    area.fill("Examinée le {jour}.")
    shown.get_by_text("Le champ « {jour} » n’existe pas.").wait_for()
    head.press("Lettre de refus").says("n’existe pas")
    area.fill("Examinée le {date de la séance}.")
    page.locator("#id_starts_on").fill("2026-03-12")
    head.fill(reason="Plus court.").press("Enregistrer le nouveau texte")
    head.says("Le nouveau texte vaut à partir du 12 mars 2026.", "Plus court.", "[retiré :")
    assert TextChange.objects.get().body == "Examinée le {date de la séance}."


def test_l9_without_javascript_the_preview_has_its_button(visit):
    head = visit(factories.head(), java_script_enabled=False)
    head.go(address("change_text", KEY)).fill(body="Examinée le {date de la séance}.", reason="Gardé.")
    head.press("Lettre de refus").says("Examinée le 24 mars 2026.", "Je suis au regret", "PROJET")
    assert head.page.locator("[name=reason]").input_value() == "Gardé."
    assert not TextChange.objects.exists()
