"""Verdicts carry their reason, or the membership behind the right (spec X1, X2)."""

import pytest

from expect.kernel.errors import NotAllowed
from expect.kernel.verdict import allow, refuse

pytestmark = pytest.mark.pure


def test_an_allowed_verdict_gives_the_membership():
    assert allow("membership").require() == "membership"
    assert bool(allow()) is True


def test_a_refusal_raises_its_own_sentence():
    with pytest.raises(NotAllowed) as refused:
        refuse("Il faut être signataire.").require()
    assert refused.value.sentence == "Il faut être signataire."
    assert not refuse("Non.")


def test_the_first_refusal_stays():
    verdict = allow("m").unless(False, "A").unless(True, "B").unless(True, "C")
    assert verdict.reason == "B"


def test_want_of_a_right_and_want_of_a_state_are_told_apart():
    assert not refuse("Non.").unless(True, "Trop tard.").entitled
    assert allow().unless(True, "Trop tard.").entitled
    assert allow().unless(True, "Trop tard.").unless(True, "Fini.").reason == "Trop tard."
