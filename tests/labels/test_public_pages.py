"""Verification, the public list, downloads (spec L11, L12, L14, X6)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import OrganisationKind, Role
from expect.audit.models import Entry
from expect.documents.models import IssuedDocument
from expect.documents.rendering import attach
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def url(page, *args):
    return reverse(f"labels:{page}", args=[getattr(arg, "public_id", arg) for arg in args])


def words(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


@pytest.fixture
def label(clock):
    made = labels.label(factories.organisation(name="Saint-Lô"))
    clock.move_to(AT + timedelta(days=60))
    return made


def test_l11_the_page_tells_the_truth_of_the_day(client, label, clock):
    page = url("verification", label.diplomas.get().code)
    assert "en cours de validité" in words(client.get(page))
    assert "valable jusqu’au 31 mars 2029 inclus" in words(client.get(page))
    clock.move_to(AT + timedelta(days=1300))
    assert "Ce diplôme est authentique, mais le label a expiré" in words(client.get(page))
    by_number = words(client.get(url("verification", label.number)))
    assert "Ce label existe, mais il a expiré" in by_number


@pytest.mark.parametrize("written", ["expe-ct-2026-0001", "EXPECT 2026 0001", " Expe-CT 2026-0001 "])
def test_l11_a_typed_number_leads_to_the_label(client, label, written):
    response = client.get(url("verify"), {"reference": written}, follow=True)
    assert response.status_code == 200
    assert "Saint-Lô" in words(response)


def test_l11_a_typed_code_is_read_with_its_dash(client, label):
    code = label.diplomas.get().code.lower()
    response = client.get(url("verify"), {"reference": f"{code[:5]}-{code[5:]}"}, follow=True)
    assert label.number in words(response)


@pytest.mark.parametrize(
    "typed", ["ABCDE-FGHJK", "EXPE-CT-2026-9999", "<script>alert(1)</script>", "A" * 500]
)
def test_l11_a_wrong_reference_gets_a_clear_page(client, label, typed):
    response = client.get(url("verify"), {"reference": typed}, follow=True)
    assert response.status_code == 404
    assert "Aucun diplôme ne correspond" in words(response)
    assert "<script>alert" not in words(response)


def test_nothing_typed_is_asked_again(client):
    response = client.get(url("verify"), {"reference": " … "})
    assert response.status_code == 200
    assert "EXPE-CT-2026-0042" in words(response)


def test_l14_the_public_list_filters_by_theme_region_and_kind(client, label):
    page = url("holders")
    assert "Saint-Lô" in words(client.get(page))
    theme = label.themes.get()
    for query, found in (
        ({"theme": theme.pk}, 1),
        ({"kind": OrganisationKind.COMMUNE}, 1),
        ({"kind": OrganisationKind.REGION}, 0),
        ({"q": "saint lo"}, 1),
        ({"q": "introuvable"}, 0),
        ({"theme": labels.themes("planning")[0].pk}, 0),
    ):
        assert client.get(page, query).context["count"] == found, query
    exported = words(client.get(page, {"export": "csv"}))
    assert "Saint-Lô;Commune;" in exported
    assert not Entry.objects.filter(action="export").exists()


def test_l12_an_expired_label_leaves_the_public_list(client, label, clock):
    clock.move_to(AT + timedelta(days=1300))
    assert client.get(url("holders")).context["count"] == 0


def test_public_pages_ask_nobody_s_session(client, label, django_assert_num_queries):
    code = label.diplomas.get().code
    client.get(url("verification", code))
    with django_assert_num_queries(2):
        client.get(url("verification", code))
    client.get(url("verify"))
    with django_assert_num_queries(0):
        client.get(url("verify"))


def test_l11_the_holder_downloads_the_diploma_once_it_is_made(client, label):
    """By the role that opens it, which the trace names, whatever the one under which they work now (spec X2)."""
    elsewhere = factories.member(Role.EDITOR)
    factories.member(Role.SIGNATORY, label.organisation, person=elsewhere)
    client.force_login(elsewhere)
    diploma = label.diplomas.get()
    page = url("diploma", diploma)
    assert "en cours de préparation" in words(client.get(page))
    assert "en cours de préparation" in words(client.get(url("own_labels")))
    attach(diploma.document, b"%PDF-1.7 essai", AT)
    response = client.get(page)
    assert response.getvalue() == b"%PDF-1.7 essai"
    assert response.headers["Content-Disposition"].startswith("attachment")
    line = Entry.objects.get(action="read_file")
    assert (line.subject_id, line.role) == (diploma.public_id, "signatory")
    assert "Télécharger le diplôme" in words(client.get(url("own_labels")))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.POST_AGENT, Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR])
def test_x1_the_others_do_not_find_the_documents(client, label, role):
    person = factories.member(role)
    client.force_login(person)
    application = label.application
    decision = application.decisions.get()
    for page, subject in (
        ("diploma", label.diplomas.get()),
        ("decision_letter", decision),
        ("receipt", application),
    ):
        assert client.get(url(page, subject)).status_code == 404
    assert Entry.objects.filter(action="refused_reading", actor=person.public_id).count() == 3


def test_receipt_and_letter_are_served_to_the_body(client, label):
    client.force_login(labels.signatory_of(label.application))
    for document in IssuedDocument.objects.all():
        attach(document, b"%PDF-1.7 essai", AT)
    for page, subject in (
        ("receipt", label.application),
        ("decision_letter", label.application.decisions.get()),
    ):
        assert client.get(url(page, subject)).getvalue().startswith(b"%PDF")
