"""HTML to PDF/A-3a: our assets, our fonts, the same bytes each time (spec L11)."""

from io import BytesIO

import pikepdf
import pytest
from django.template import engines
from weasyprint.urls import URLFetcherResponse

from expect.documents import pdf
from expect.documents.pdf import AssetFetcher, RenderingFailed
from tests.documents.papers import fonts_of, pages_of, receipt, rendered, text_of
from tests.moments import AT

pytestmark = [pytest.mark.pure, pytest.mark.long]


@pytest.fixture(scope="module")
def letter() -> bytes:
    return rendered("documents/receipt.html", receipt())


@pytest.fixture
def template(monkeypatch):
    """Renders a template given as text."""

    def make(source: str, **context) -> bytes:
        read = engines["django"].from_string
        monkeypatch.setattr(pdf, "render_to_string", lambda _, words: read(source).render(words))
        return pdf.render("text", context, identifier="x", title="T", issued_at=AT)

    return make


def test_the_same_context_gives_the_same_bytes(letter):
    assert rendered("documents/receipt.html", receipt()) == letter
    assert rendered("documents/receipt.html", receipt(), identifier="other") != letter
    assert rendered("documents/receipt.html", receipt(reference="C-2026-0008")) != letter


def test_it_is_made_as_pdf_a_3a(letter):
    with pikepdf.open(BytesIO(letter)) as document:
        with document.open_metadata() as metadata:
            assert (metadata.pdfa_status, metadata["dc:title"]) == ("3A", "Document d’essai")
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "fr"
        assert str(document.docinfo.CreationDate).startswith("D:20260302")


def test_only_marianne_and_spectral_are_in_it_embedded(letter, tmp_path):
    assert fonts_of(letter, tmp_path) == {"Marianne": True, "Marianne-Bold": True}


@pytest.mark.parametrize("lines", range(10, 26, 3))
def test_the_last_page_of_a_letter_is_never_the_appeal_alone(lines):
    """Wherever the text ends on the page, its last sentence, the signature and the appeal stay together."""
    words = receipt(appeal_lines=["Un recours peut être formé dans les deux mois."] * 6)
    words["receipt"]["attachments"] = [f"Pièce {n}.pdf" for n in range(lines)]
    content = rendered("documents/receipt.html", words)
    last = text_of(content, page=pages_of(content) - 1)
    for said in ("réputée refusée", "Camille Essai", "Voies et délais de recours"):
        assert said in last


def test_the_letter_says_everything(letter):
    text = text_of(letter)
    for words in (
        "MINISTÈRE DE L’EUROPE ET DES AFFAIRES ÉTRANGÈRES",
        "Délégation pour l’action extérieure",
        "Paris, le 2 avril 2026",
        "Réf. : C-2026-0007",
        "Objet : accusé de réception",
        "Madame la maire Commune d’essai",
        "2 mars 2026 à 10 h 04",
        "Délibération.pdf",
        "réputée refusée",
        "Camille Essai",
        "Par délégation du ministre",
        "Voies et délais de recours",
        "Page 1/",
    ):
        assert words in text
    assert "PROJET" not in text
    assert "SPÉCIMEN" not in text


def test_ways_of_appeal_stay_whole_on_the_last_page():
    context = receipt(appeal_lines=["Un recours peut être formé dans les deux mois. " * 8] * 4)
    context["receipt"]["attachments"] = [f"Pièce {n}.pdf" for n in range(60)]
    content = rendered("documents/receipt.html", context)
    total = pages_of(content)
    with pikepdf.open(BytesIO(content)) as document:
        del document.pages[: total - 1]
        out = BytesIO()
        document.save(out)
    last = text_of(out.getvalue())
    assert total > 2
    assert "Voies et délais de recours" in last
    assert last.count("Un recours peut être formé") == 32
    assert f"Page {total}/{total}" in last


def test_a_letter_without_signature_nor_appeal():
    text = text_of(rendered("documents/receipt.html", receipt(signature=None, appeal_lines=[], reference="")))
    assert "Camille Essai, maire" in text
    assert "La déléguée" not in text
    assert "Voies" not in text
    assert "Réf." not in text


def test_a_specimen_says_so_on_every_page():
    context = receipt() | {"specimen": True}
    context["receipt"]["attachments"] = [f"Pièce {n}.pdf" for n in range(60)]
    content = rendered("documents/receipt.html", context)
    assert text_of(content).count("SPÉCIMEN") == pages_of(content) > 1


def test_what_people_typed_stays_text():
    html = "<script>alert(1)</script><img src='file:///etc/passwd'><style>*{display:none}</style>"
    assert html in text_of(rendered("documents/receipt.html", receipt(subject=html)))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://exemple.test/a.png",
        "ftp://exemple.test/a",
        "data:text/html,<p>",
        "asset:/etc/passwd",
        "asset:../../etc/passwd",
        "asset:documents/../../secret_key",
        "asset:documents/%2e%2e/%2e%2e/secret_key",
        "asset:js/busy.js",
        "asset:dsfr/dist/dsfr.min.css",
        "asset:documents/missing.svg",
        "ASSET:documents/marianne.svg",
        "relative.png",
    ],
)
def test_the_fetcher_refuses_all_but_our_assets(url):
    with pytest.raises(ValueError, match="asset"):
        AssetFetcher().fetch(url)


def test_the_fetcher_gives_our_assets():
    fetcher = AssetFetcher()
    answer = fetcher.fetch("asset:documents/marianne.svg")
    assert isinstance(answer, URLFetcherResponse)
    assert answer.content_type == "image/svg+xml"
    assert b"<svg" in answer.read()
    assert fetcher.fetch("asset:documents/paper.css").content_type == "text/css"
    assert fetcher.fetch("data:image/svg+xml;charset=utf-8,<svg/>").read() == b"<svg/>"


@pytest.mark.parametrize(
    "source",
    [
        "<img src='file:///etc/passwd'>",
        "<link rel=stylesheet href='https://exemple.test/a.css'>",
        "<style>@import url(file:///etc/hosts)</style>",
        "<a href='x' rel=attachment></a><link rel=attachment href='file:///etc/passwd'>",
        "{% extends 'documents/missing.html' %}",
        "{% if %}",
    ],
)
def test_a_document_that_asks_for_more_is_not_made(template, source):
    with pytest.raises(RenderingFailed):
        template(source)


def test_a_document_too_long_is_not_made(template):
    with pytest.raises(RenderingFailed, match="too long"):
        template("{{ text }}", text="a" * pdf.LONGEST * 2)


def test_no_font_of_the_machine_slips_in(tmp_path):
    odd = "Saint\u2011Denis 1\u202f234 🎉 Москва 東京 \u0627 ½ ① → Đà Nẵng"
    content = rendered("documents/receipt.html", receipt(subject=odd, recipient_lines=[odd]))
    assert set(fonts_of(content, tmp_path)) == {"Marianne", "Marianne-Bold"}
