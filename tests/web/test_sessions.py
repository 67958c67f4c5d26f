"""A form sent after its session has ended loses nothing (spec L7)."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.web.gallery import SENT

pytestmark = pytest.mark.django_db
ACT = "/dossiers/d1/refuser/?onglet=2"
TYPED = 'Un motif "long" <b>,\r\nsur deux lignes & avec des accents.'


@pytest.fixture
def browser(gallery, clock):
    """A client that checks tokens, as a browser's requests are."""
    return Client(enforce_csrf_checks=True)


def form_of(html: str) -> dict[str, list[str]]:
    """The hidden fields of the form that resends."""
    inside = re.search(r'<form method="post" action="[^"]*refuser[^"]*">(.*?)</form>', html, re.DOTALL)[1]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden"\s+name="([^"]*)"\s+value="([^"]*)"', inside):
        fields.setdefault(name, []).append(unescape(value))
    return fields


def token(client) -> str:
    return re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/accessibilite/").content.decode()
    )[1]


@pytest.fixture
def with_token(browser):
    """A person who has a good token but no longer a session: signed in, then out by time."""
    browser.force_login(factories.user())
    page = browser.get("/dossiers/d1/refuser/").content.decode()
    browser.cookies.pop("sessionid")
    return browser, re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def test_l7_an_expired_session_keeps_every_field(with_token):
    browser, good = with_token
    posted = {"reason": TYPED, "theme": ["water", "risk"], "csrfmiddlewaretoken": good}
    answer = browser.post(ACT, posted)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "rien n’est perdu" in page
    assert 'href="/connexion/"' in page
    assert 'action="/dossiers/d1/refuser/?onglet=2"' in page
    kept = form_of(page)
    assert kept.pop("csrfmiddlewaretoken") != [good]
    assert kept == {"reason": [TYPED], "theme": ["water", "risk"]}
    assert "<b>" not in page


def test_l7_signed_in_again_what_was_kept_is_sent_again(with_token):
    browser, good = with_token
    kept = form_of(browser.post(ACT, {"reason": "Règle L4", "csrfmiddlewaretoken": good}).content.decode())
    browser.force_login(factories.user())
    answer = browser.post(ACT, kept)
    assert (answer.status_code, answer.url) == (302, "/dossiers/d1/")


def test_l7_a_token_renewed_by_another_tab_loses_nothing(browser):
    browser.force_login(factories.user())
    posted = {"reason": TYPED, "csrfmiddlewaretoken": "x" * 64}
    answer = browser.post(ACT, posted, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 403
    kept = form_of(answer.content.decode())
    assert kept["reason"] == [TYPED]
    assert "Votre session est rouverte" in answer.content.decode()
    assert browser.post(ACT, kept).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://autre.test"},
        {"referer": "https://autre.test/testserver"},
        {"origin": "null", "referer": "http://testserver/"},
        {},
    ],
)
def test_another_site_never_gets_its_fields_replayed(browser, headers):
    browser.force_login(factories.user())
    answer = browser.post(ACT, {"reason": "piège"}, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "piège" not in page
    assert "Renvoyer" not in page
    assert "rien n’a changé" in page


@pytest.mark.parametrize(
    "headers", [{"origin": "http://testserver"}, {"referer": "http://testserver/dossiers/"}]
)
def test_older_browsers_show_where_they_come_from(browser, headers):
    browser.force_login(factories.user())
    assert "Renvoyer" in browser.post(ACT, {"reason": "gardé"}, headers=headers).content.decode()


@pytest.mark.parametrize("name", ["password", "oldpassword", "password1", "code"])
def test_a_secret_is_never_written_back(browser, name):
    answer = browser.post(ACT, {name: "s3cret", "x": "y"}, headers={"sec-fetch-site": "same-origin"})
    assert "s3cret" not in answer.content.decode()
    assert "Reprendre la page" in answer.content.decode()


def test_a_file_that_is_lost_is_said(with_token):
    browser, good = with_token
    proof = SimpleUploadedFile("preuve.pdf", b"%PDF")
    page = browser.post(ACT, {"reason": "x", "proof": proof, "csrfmiddlewaretoken": good}).content.decode()
    assert "vous les joindrez de nouveau" in page


def test_a_module_that_saves_in_the_background_gets_a_sentence(with_token):
    browser, good = with_token
    answer = browser.post(ACT, {"csrfmiddlewaretoken": good}, headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert "expiré" in answer.json()["message"]


@pytest.fixture
def shared_desk(browser):
    """Lucie opened the page of the act; Marc has signed in since, in the same browser, with a good token."""
    lucie = factories.user(first_name="Lucie", last_name="Morel")
    marc = factories.user(first_name="Marc", last_name="Dupuis")
    browser.force_login(lucie)
    browser.get("/dossiers/d1/")
    page = browser.get("/dossiers/d1/refuser/").content.decode()
    typed = {"reason": TYPED}
    for name in ("csrfmiddlewaretoken", "page_person"):
        typed[name] = re.search(rf'name="{name}" value="([^"]+)"', page)[1]
    browser.force_login(marc)
    return browser, typed, lucie


@pytest.mark.parametrize("token", ["good", "of another session"])
def test_x1_what_lucie_typed_is_not_done_under_marc_s_name(shared_desk, token):
    browser, typed, lucie = shared_desk
    if token != "good":
        typed["csrfmiddlewaretoken"] = "x" * 64
    del SENT[:]
    answer = browser.post(ACT, typed, headers={"sec-fetch-site": "same-origin"})
    page = answer.content.decode()
    assert (answer.status_code, SENT) == (412, [])
    assert "ouverte par Lucie Morel" in page
    assert "celui de Marc Dupuis" in page
    kept = form_of(page)
    assert kept["reason"] == [TYPED]
    assert browser.post(ACT, kept).status_code == 412
    browser.force_login(lucie)
    assert browser.post(ACT, kept).status_code == 302
    assert len(SENT) == 1


def test_x1_a_page_of_nobody_we_know_names_nobody(shared_desk):
    browser, typed, _ = shared_desk
    answer = browser.post(
        ACT, typed | {"page_person": "a\x00" + "b" * 300}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 412
    assert "par une autre personne" in answer.json()["message"]


def test_a_page_that_is_only_read_leads_to_the_sign_in(browser):
    answer = browser.get("/dossiers/d1/")
    assert (answer.status_code, answer.url) == (302, "/connexion/?next=/dossiers/d1/")


def test_a_public_page_asks_nobody_who_they_are(browser):
    """It reads the contact of the service, and nothing of a session nor of a person."""
    browser.force_login(factories.user())
    browser.cookies.pop("sessionid")
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/accessibilite/").status_code == 200
    assert [query["sql"] for query in queries if "programme_textchange" not in query["sql"]] == []
