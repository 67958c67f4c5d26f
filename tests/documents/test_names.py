"""The names of files, as shown (spec X6)."""

import unicodedata

import pytest

from expect.documents.names import LONGEST, display_name, extension_of

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Délibération n° 12.pdf", "Délibération n° 12.pdf"),
        ("C:\\Users\\maire\\Délibération.PDF", "Délibération.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("scan", "scan.pdf"),
        ("compte.rendu.2026", "compte.rendu.pdf"),
        ("  deux   espaces .pdf", "deux espaces.pdf"),
        ("photo\u202efdp.exe", "photofdp.pdf"),
        ("avec\r\nSet-Cookie: x=1.pdf", "avec Set-Cookie: x=1.pdf"),
        ("nom%0Aavec%0D fdp.pdf", "nom avec fdp.pdf"),
        ("nul\x00\x1b[31m.pdf", "nul[31m.pdf"),
        ("🎉 fête.pdf", "🎉 fête.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
        (".pdf", "document.pdf"),
        ("\u200b\u200d.pdf", "document.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
    ],
)
def test_the_name_keeps_what_can_be_read(raw, shown):
    assert display_name(raw, ".pdf") == shown


def test_a_name_of_300_characters_is_shortened_and_keeps_its_extension():
    shown = display_name("é" * 300 + ".pdf", ".pdf")
    assert len(shown) == LONGEST
    assert shown.endswith("é.pdf")


def test_accents_typed_apart_are_joined():
    assert display_name(unicodedata.normalize("NFD", "été.pdf"), ".pdf") == "été.pdf"


@pytest.mark.parametrize(
    ("name", "claimed"),
    [("a.PDF", ".pdf"), ("a.pdf.exe", ".exe"), ("a", ""), ("a.pièce jointe", ""), ("a.pdf ", ".pdf")],
)
def test_the_extension_that_a_name_claims(name, claimed):
    assert extension_of(name) == claimed
