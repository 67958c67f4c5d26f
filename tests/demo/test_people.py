"""The invented people of the demonstration."""

import pytest
from allauth.account.models import EmailAddress

from expect.demo.seed import people


@pytest.mark.django_db
def test_their_address_is_verified_so_that_one_code_signs_them_in():
    user = people.person("signature-25@demo.test", "Odile", "Besson")
    assert EmailAddress.objects.get(user=user, verified=True, primary=True).email == user.email
