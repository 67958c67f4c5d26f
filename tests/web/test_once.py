"""A form sent twice has one effect; the second answer leads where the first did."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from expect.web import once
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def request(path="/besoins/nouveau/", person=None, **data):
    made = RequestFactory().post(path, {"csrfmiddlewaretoken": "jeton", "subject": "Eau"} | data)
    made.user = person or factories.user(email="quelqu.un@exemple.test", pk=999_999)
    return made


@pytest.fixture
def sent():
    """A form that was sent and has led somewhere."""
    cache.clear()
    first = request()
    with once.sending(first) as is_first:
        assert is_first
    once.remember(first, "/besoins/b1/")
    return first


def test_the_second_press_leads_where_the_first_did(sent):
    assert once.landing(sent) == "/besoins/b1/"


@pytest.mark.parametrize(
    "other",
    [{"csrfmiddlewaretoken": "autre"}, {"subject": "Forêt"}, {"path": "/besoins/b1/"}, {"encore": ["a"]}],
)
def test_another_page_content_or_address_is_another_sending(sent, other):
    again = request(person=sent.user, **other)
    assert once.landing(again) == ""
    with once.sending(again) as is_first:
        assert is_first


def test_another_person_never_lands_there(sent):
    assert once.landing(request(person=factories.user())) == ""


def test_of_two_at_once_one_goes_on(sent):
    late = request(person=sent.user, subject="Forêt")
    with once.sending(late) as first, once.sending(late) as second:
        assert (first, second) == (True, False)


def test_what_failed_may_be_tried_again(sent):
    again = request(person=sent.user, subject="Forêt")
    with pytest.raises(ZeroDivisionError), once.sending(again):
        1 / 0  # noqa: B018
    with once.sending(again) as is_first:
        assert is_first


def test_without_token_nothing_is_remembered(sent):
    bare = request(person=sent.user, csrfmiddlewaretoken="")
    once.remember(bare, "/ailleurs/")
    assert once.landing(bare) == ""
