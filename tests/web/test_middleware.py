"""Headers of every answer; one line of log per request, that names nobody (spec X8)."""

import json
import logging
import sys

import pytest

from expect.web.logs import JsonFormatter, request_id
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """The lines of the log, as they would be written."""
    written: list[dict] = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(json.loads(self.format(record)))

    handler = Keep()
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_every_answer_carries_its_headers(client, gallery):
    for path in ("/accessibilite/", "/inconnu/", "/healthz"):
        headers = client.get(path).headers
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]


def test_what_a_signed_in_person_sees_is_kept_by_no_cache(client, gallery):
    assert "no-store" not in client.get("/accessibilite/").headers.get("Cache-Control", "")
    client.force_login(factories.user())
    for path in ("/dossiers/d1/", "/inconnu/", "/dossiers/closed/refuser/"):
        assert client.get(path).headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("address", ["/accessibilite/?q=%00", "/accessibilite/%00/", "/?a%00b=1"])
def test_a_nul_in_an_address_is_refused_before_anything_reads_it(client, address, django_assert_num_queries):
    client.force_login(factories.user())
    with django_assert_num_queries(0):
        answer = client.get(address)
    assert answer.status_code == 400
    assert "Cette adresse ne se lit pas" in answer.content.decode()
    assert "fichiers" not in answer.content.decode()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_nul_percent_encoded_twice_is_text_like_another(client):
    assert client.get("/accessibilite/?q=%2500").status_code == 200


def test_an_unknown_host_gets_a_page_not_a_fault(client):
    """In demo and in tests the names of this machine alone are answered."""
    answer = client.get("/accessibilite/", headers={"host": "ailleurs.test"})
    assert answer.status_code == 400
    assert "Cette demande n’a pas pu être lue" in answer.content.decode()


def test_x8_a_request_is_one_line_without_path_query_or_address(client, gallery, lines):
    person = factories.user()
    client.force_login(person)
    client.get("/dossiers/d1/?q=Camille", headers={"x-request-id": "0123456789abcdef"})
    (line,) = [line for line in lines if line["logger"] == "expect.web.requests"]
    assert line["route"] == "gallery:file"
    assert (line["method"], line["status"], line["user"]) == ("GET", 200, person.public_id)
    assert line["request_id"] == "0123456789abcdef"
    assert line["ms"] >= 0
    assert "Camille" not in json.dumps(line)
    assert "d1" not in json.dumps(line["route"])
    assert person.email not in json.dumps(line)


def test_a_request_id_that_could_forge_a_line_is_replaced(client, gallery, lines):
    answer = client.get("/healthz", headers={"x-request-id": 'x"} forged'})
    assert answer.headers["X-Request-ID"].isalnum()
    assert lines[-1]["request_id"] == answer.headers["X-Request-ID"]
    assert lines[-1]["user"] == "-"


def test_x8_an_error_says_where_not_what(client, gallery, lines):
    client.raise_request_exception = False
    client.force_login(factories.user())
    assert client.get("/panne/?jeton=secret").status_code == 500
    written = json.dumps(lines)
    assert "marie.dupont" not in written
    assert "jeton" not in written
    assert "/panne/" not in written
    (line,) = [line for line in lines if "error" in line]
    assert line["error"] == "RuntimeError"
    assert line["trace"][-1].endswith("broken")


def test_x8_djangos_own_lines_lose_the_path(client, gallery, lines):
    client.get("/lien/secret-de-camille/")
    client.post("/accessibilite/")
    assert "secret-de-camille" not in json.dumps(lines)
    assert {"Not Found", "Method Not Allowed (POST)"} <= {line["message"] for line in lines}


@pytest.mark.pure
def test_x8_celerys_lines_lose_the_error_and_its_words():
    context = {
        "name": "labels.tasks.remind",
        "exc": "ValueError('marie@exemple.test')",
        "description": "raised unexpected",
    }
    record = logging.makeLogRecord({"msg": "Task %(name)s %(exc)s", "args": (context,), "data": context})
    assert "marie" not in JsonFormatter().format(record)
    assert "labels.tasks.remind raised unexpected" in JsonFormatter().format(record)


@pytest.mark.pure
def test_a_line_is_json_whatever_it_carries():
    request_id.set("-")
    try:
        raise ValueError("secret")
    except ValueError:
        error = sys.exc_info()
    record = logging.makeLogRecord(
        {"msg": "à %s", "args": ("é\n",), "levelname": "INFO", "exc_info": error, "fields": {"what": object}}
    )
    line = json.loads(JsonFormatter().format(record))
    assert line["message"] == "à é\n"
    assert line["error"] == "ValueError"
    assert "secret" not in json.dumps(line)
