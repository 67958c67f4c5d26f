"""What is kept for ten minutes is kept for ten minutes, however many forms are sent meanwhile."""

import pytest
from django.core.cache import cache

pytestmark = pytest.mark.django_db


def test_many_forms_sent_do_not_push_out_the_limits_of_signing_in():
    cache.set("allauth:rl:login_failed:someone", [1, 2, 3], 600)
    for number in range(700):
        cache.add(f"sent:{number}", "", 600)
    assert cache.get("allauth:rl:login_failed:someone") == [1, 2, 3]
