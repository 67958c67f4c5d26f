"""The draft of an application, saved as one types, in two windows at once (spec L7)."""

import pytest
from pdfminer.high_level import extract_text

from expect.accounts.enums import Role
from labels.models import LabelApplication
from tests import factories
from tests.labels import factories as labels

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = "text=Enregistré à"


def test_l7_typing_saves_and_two_windows_overwrite_nothing(visit):
    labels.themes()
    signatory = factories.member(Role.SIGNATORY)
    one = visit(signatory).go("/candidature/").follow("Commencer une candidature")
    one.press("Commencer la candidature").fill(title="Eau potable").tick("Patrimoine")
    one.page.wait_for_selector(SAVED)
    draft = LabelApplication.objects.get()
    assert (draft.title, draft.themes.get().code) == ("Eau potable", "heritage")

    two = visit(signatory).go(f"/candidature/{draft.public_id}/expertise/").fill(title="Autre fenêtre")
    two.page.wait_for_selector(SAVED)
    one.fill(title="Première fenêtre")
    one.page.wait_for_selector("text=Rien n’a été écrasé")
    one.press("Enregistrer et continuer").says("Deux textes à départager").says("Autre")
    draft.refresh_from_db()
    assert draft.title == "Autre fenêtre"
    one.tick("Garder ma saisie")
    one.press("Enregistrer et continuer").says("« Expertise et thèmes » : enregistré.")
    draft.refresh_from_db()
    assert draft.title == "Première fenêtre"


def test_l7_what_is_too_long_is_said_and_the_rest_is_saved(visit):
    labels.themes()
    draft = labels.complete_draft()
    window = visit(labels.signatory_of(draft)).go(f"/candidature/{draft.public_id}/expertise/")
    window.fill(title="Eau", skills="x" * 6001)
    window.page.wait_for_selector("text=Non enregistré")
    draft.refresh_from_db()
    assert draft.title == "Eau"
    window.fill(skills="Réseaux")
    window.page.wait_for_selector(SAVED)
    draft.refresh_from_db()
    assert draft.skills == "Réseaux"


def test_x7_the_review_prints_whose_it_is_and_the_page_on_each_sheet(visit, tmp_path):
    labels.themes()
    draft = labels.complete_draft(expertise={"skills": "Une ligne du dossier.\n\n" * 120})
    window = visit(labels.signatory_of(draft)).go(f"/candidature/{draft.public_id}/relecture/")
    path = tmp_path / "relecture.pdf"
    window.page.pdf(path=path, format="A4", prefer_css_page_size=True)
    sheets = extract_text(path).replace("\u00a0", " ").strip("\f").split("\f")
    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, start=1):
        assert str(draft.organisation) in sheet
        assert "Brouillon, avant dépôt" in sheet
        assert f"Page {number} sur {len(sheets)}" in sheet
    assert "Se déconnecter" not in sheets[0]
