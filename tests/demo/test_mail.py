"""The e-mails of the demonstration can be read by anybody."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.notifications import outbox
from expect.notifications.models import Message
from tests.moments import AT

pytestmark = pytest.mark.django_db


def written(number: int = 1, **fields) -> Message:
    return outbox.write(
        **{
            "key": f"essai:{number}",
            "event": "essai/dit",
            "to": f"personne{number}@exemple.test",
            "title": f"Décision {number}",
            "body": "Lisez <b>la décision</b>.\n\nVoir : http://localhost:8000/dossier/abc/\n",
            "at": AT + timedelta(minutes=number),
        }
        | fields
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_latest_comes_first_in_few_queries(client, django_assert_num_queries, number):
    for n in range(1, number + 1):
        written(n)
    with django_assert_num_queries(2):
        page = client.get(reverse("demo:mail_list")).content.decode()
    assert page.index(f"Décision {number}") <= page.index("Décision 1")
    assert f"personne{number}@exemple.test" in page


def test_a_mail_is_found_by_address_or_subject(client):
    written(1)
    written(2)
    page = client.get(reverse("demo:mail_list"), {"q": "PERSONNE2@"}).content.decode()
    assert "Décision 2" in page
    assert "Décision 1" not in page


def test_an_empty_box_says_so(client):
    assert "Aucun courriel" in client.get(reverse("demo:mail_list")).content.decode()


def test_a_mail_is_shown_with_its_link_and_nothing_runs(client):
    message = written()
    page = client.get(reverse("demo:mail_detail", args=[message.pk])).content.decode()
    assert "&lt;b&gt;la décision&lt;/b&gt;" in page
    assert 'href="http://localhost:8000/dossier/abc/"' in page
    assert "en attente d’envoi" in page
    assert "personne1@exemple.test" in page


def test_a_mail_that_does_not_exist(client):
    assert client.get(reverse("demo:mail_detail", args=[1])).status_code == 404
