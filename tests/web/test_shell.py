"""What stands around every page, and the pages for when things go wrong."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from tests import factories

pytestmark = pytest.mark.django_db
OURS = ("web", "pages", "crispy_dsfr", "dsfr", "django")


@pytest.fixture
def person(client, gallery, clock):
    client.force_login(factories.user(first_name="Camille", last_name="Martin"))
    return client


def html(answer) -> str:
    return answer.content.decode()


def test_a_signed_in_person_finds_role_notices_profile_and_way_out(person):
    page = html(person.get("/dossiers/d1/"))
    assert "Camille Martin" in page
    assert page.count("Chargée de mission, DAECT") == 2
    assert '<button type="submit"\n' in page
    assert 'action="/role/"' in page
    assert 'action="/deconnexion/"' in page
    assert re.search(r'class="count">2', page)


def test_the_public_is_offered_to_sign_in(client, gallery):
    page = html(client.get("/accessibilite/"))
    assert "Se connecter" in page
    assert "Se déconnecter" not in page
    assert "Candidater" in page


def test_the_way_here_and_the_menu_say_where_one_is(person):
    page = html(person.get("/dossiers/d1/refuser/"))
    assert re.search(r'aria-current="page">\s*Refuser la candidature', page)
    assert 'class="fr-breadcrumb__link" href="/dossiers/d1/">d1</a>' in page
    assert 'aria-controls="menu-2"' in page


@pytest.mark.parametrize(
    "path", ["/mentions-legales/", "/donnees-personnelles/", "/accessibilite/", "/cookies/", "/plan-du-site/"]
)
def test_legal_pages_are_open_to_all(client, gallery, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert html(answer).count("<h1") == 1


def test_demo_says_that_nothing_is_real(client, gallery):
    assert "données fictives" not in html(client.get("/cookies/"))
    gallery.EXPECT_ENV = "demo"
    assert "données fictives" in html(client.get("/cookies/"))


def test_error_pages_say_what_to_do(person):
    person.raise_request_exception = False
    forbidden, missing, broken = (person.get(path) for path in ("/interdit/", "/inconnu/", "/panne/"))
    assert (forbidden.status_code, missing.status_code, broken.status_code) == (403, 404, 500)
    assert "Votre poste n’est pas chargé de ce pays." in html(forbidden)
    assert "Page introuvable" in html(missing)
    assert "Le service a rencontré une erreur" in html(broken)
    assert "marie.dupont" not in html(broken)


def test_the_page_for_a_broken_service_asks_nothing_of_it(gallery, django_assert_num_queries):
    """Django draws 400 and 500 without a request, hence without session, menu or database."""
    with django_assert_num_queries(0):
        for name in ("400.html", "500.html"):
            assert "Aller à l’accueil" in get_template(name).render()


def sources(suffix: str, *folders: Path):
    return [path for folder in folders for path in folder.rglob(f"*{suffix}")]


@pytest.mark.pure
def test_nothing_inline_that_the_policy_would_refuse():
    root = Path(settings.BASE_DIR) / "templates"
    ours = sources(".html", *(root / name for name in OURS)) + list(root.glob("*.html"))
    assert len(ours) > 40
    for path in ours:
        text = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text), path
        assert all("src=" in script for script in re.findall(r"<script[^>]*>", text)), path


@pytest.mark.pure
def test_every_file_that_a_template_names_exists():
    root = Path(settings.BASE_DIR) / "templates"
    ours = sources(".html", *(root / name for name in OURS)) + list(root.glob("*.html"))
    named = {name for path in ours for name in re.findall(r"{% static '([^']+)' %}", path.read_text())}
    assert len(named) > 10
    assert [name for name in named if finders.find(name) is None] == []
