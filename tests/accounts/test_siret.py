"""The SIRET of a debtor (spec R5)."""

import pytest

from expect.accounts.siren import WrongSiret, check_siret

pytestmark = pytest.mark.pure


def test_a_siret_is_read_with_or_without_spaces():
    assert check_siret("214 202 186 00018") == check_siret("21420218600018") == "21420218600018"
    assert check_siret("21420218600018", siren="214202186") == "21420218600018"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("214202186", "14 chiffres"),
        ("2142021860001A", "14 chiffres"),
        ("21420218600019", "n’existe pas"),
        ("0" * 14, "n’existe pas"),
    ],
)
def test_what_is_not_a_siret_is_refused_on_its_field(typed, sentence):
    with pytest.raises(WrongSiret, match=sentence) as refused:
        check_siret(typed)
    assert refused.value.field == "siret"


def test_the_siret_is_that_of_the_body():
    with pytest.raises(WrongSiret, match="n’est pas celui de cet organisme"):
        check_siret("21420218600018", siren="214400103")
