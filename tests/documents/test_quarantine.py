"""A hostile file takes down a throwaway process, not the service (spec X6)."""

import pytest

from expect.documents import quarantine
from tests.documents.samples import image, pdf

pytestmark = pytest.mark.pure


@pytest.fixture
def checked_once():
    """Here, each is given to the child."""


def test_what_is_good_comes_back():
    content = pdf()
    assert quarantine.cleaned(content, "PDF") == content
    assert quarantine.cleaned(image("PNG"), "PNG").startswith(b"\x89PNG")


def test_what_is_bad_comes_back_as_a_sentence():
    with pytest.raises(quarantine.Refused, match="Ce PDF est abîmé"):
        quarantine.cleaned(b"%PDF-1.7", "PDF")
    with pytest.raises(quarantine.Refused, match="Cette image est abîmée"):
        quarantine.cleaned(b"\x89PNG", "PNG")


def test_a_child_that_dies_refuses_the_file():
    with pytest.raises(quarantine.Refused, match="n’a pas pu être vérifié"):
        quarantine.cleaned(b"", "no such form")


def test_a_child_that_never_ends_refuses_the_file(monkeypatch):
    monkeypatch.setattr(quarantine, "SECONDS", 0)
    with pytest.raises(quarantine.Refused, match="n’a pas pu être vérifié"):
        quarantine.cleaned(pdf(), "PDF")


def test_the_child_knows_no_secret(monkeypatch):
    """What opens hostile files has neither the secret key nor the database's address in its environment."""
    seen = {}

    def run(command, **how):
        seen.update(how)
        raise quarantine.subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(quarantine.subprocess, "run", run)
    with pytest.raises(quarantine.Refused):
        quarantine.cleaned(b"", "PDF")
    assert seen["env"] == {"LANG": "C.UTF-8"}
