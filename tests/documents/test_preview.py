"""Before it is issued, a letter is shown in the page, marked PROJET (spec L9)."""

import pytest

from expect.documents.preview import preview_html
from tests.documents.papers import diploma, receipt

pytestmark = pytest.mark.pure


def test_l9_the_preview_is_the_letter_marked_as_a_draft():
    html = preview_html("documents/receipt.html", receipt())
    assert "PROJET" in html
    assert 'class="letter"' in html
    assert "Camille Essai" in html
    assert "/static/documents/marianne.svg" in html
    for foreign in ("<html", "<link", "asset:", "style="):
        assert foreign not in html


def test_what_people_typed_stays_text():
    html = preview_html("documents/receipt.html", receipt(subject="<img src=x onerror=alert(1)>"))
    assert "&lt;img src=x" in html
    assert "<img src=x" not in html


def test_the_preview_shows_the_characters_of_the_paper():
    html = preview_html("documents/receipt.html", receipt(subject="Fête 🎉 à Đà Nẵng, \uff1cimg src=x\uff1e"))
    assert "Fête  à Đà Nẵng, &lt;img src=x&gt;" in html


def test_the_preview_of_the_demonstration_says_so(settings):
    context = receipt()
    del context["specimen"]
    settings.DEMO = True
    assert "SPÉCIMEN" in preview_html("documents/receipt.html", context)
    settings.DEMO = False
    assert "SPÉCIMEN" not in preview_html("documents/receipt.html", context)


def test_a_diploma_can_be_previewed():
    html = preview_html("labels/diploma.html", diploma())
    assert "data:image/svg+xml" in html
    assert "/static/dsfr/dist/artwork/pictograms/environment/leaf.svg" in html
