"""The number of a body, typed by hand (spec L1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expect.accounts.siren import WrongSiren, check_siren

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "typed", ["214202186", "214 202 186", " 214.202.186 ", "214\u00a0202\u202f186", "214-202-186"]
)
def test_l1_siren_accepted_however_it_is_spaced(typed):
    assert check_siren(typed) == "214202186"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Le SIREN ne comporte que des chiffres, par exemple 214 202 186."),
        ("21420218A", "Le SIREN ne comporte que des chiffres, par exemple 214 202 186."),
        ("٢١٤٢٠٢١٨٦", "Le SIREN ne comporte que des chiffres, par exemple 214 202 186."),
        ("21420218", "Le SIREN comporte 9 chiffres ; vous en avez saisi 8."),
        ("2142021860", "Le SIREN comporte 9 chiffres ; vous en avez saisi 10."),
        (
            "21420218600018",
            "Vous avez saisi un SIRET (14 chiffres) : indiquez le SIREN, ses 9 premiers chiffres.",
        ),
        ("214202187", "Ce SIREN n’existe pas : vérifiez les chiffres saisis."),
        ("000000000", "Ce SIREN n’existe pas : vérifiez les chiffres saisis."),
    ],
)
def test_l1_wrong_siren_refused_with_its_sentence(typed, sentence):
    with pytest.raises(WrongSiren) as refusal:
        check_siren(typed)
    assert (refusal.value.sentence, refusal.value.field) == (sentence, "siren")


@given(position=st.integers(0, 8), digit=st.sampled_from("0123456789"))
def test_l1_one_wrong_digit_is_always_seen(position, digit):
    right = "217500016"
    typed = right[:position] + digit + right[position + 1 :]
    if typed == right:
        assert check_siren(typed) == right
    else:
        with pytest.raises(WrongSiren):
            check_siren(typed)
