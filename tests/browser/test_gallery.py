"""Pages of every kind in a real browser: axe, the strict policy, the keyboard, and what each module adds."""

import pytest

from tests import factories
from tests.browser.window import WIDTHS
from tests.web import gallery as pages
from tests.web.conftest import with_gallery

pytestmark = pytest.mark.django_db(transaction=True)
ACT = "/dossiers/d1/refuser/"
TYPED = "Un motif que l’on ne veut pas perdre."


@pytest.fixture(autouse=True)
def gallery(settings):
    settings.ROOT_URLCONF = "tests.web.gallery"
    settings.TEMPLATES = with_gallery(settings.TEMPLATES)
    pages.SENT.clear()
    pages.SAVED.clear()


@pytest.fixture
def person(visit):
    return visit(factories.user())


def test_every_kind_of_page(person, visit):
    for path in (
        "/",
        "/?q=x&among=1",
        "/dossiers/d1/",
        ACT,
        "/dossiers/d1/mission/",
        "/dossiers/d1/etape/",
        "/dossiers/closed/refuser/",
        "/inconnu/",
        "/accessibilite/",
        "/cookies/",
        "/donnees-personnelles/",
        "/mentions-legales/",
        "/plan-du-site/",
    ):
        person.go(path).look(axe=WIDTHS)
    visit().go("/plan-du-site/")


def test_errors_take_the_focus_and_lead_to_their_fields(person):
    person.go("/dossiers/d1/mission/").press("Enregistrer")
    page = person.page
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.get_by_role("link", name="Nature").click()
    assert page.evaluate("document.activeElement.id") == "id_nature"
    page.get_by_role("link", name="Premier jour").click()
    assert page.evaluate("document.activeElement.id") == "id_start"


def test_the_message_after_an_act_takes_the_focus(person):
    person.go(ACT).fill(reason="Règle L4").press("Refuser la candidature").says("la lettre est partie")
    assert person.page.evaluate("document.activeElement.getAttribute('role')") == "status"


def test_a_double_click_sends_once(person):
    person.go(ACT).fill(reason="Règle L4")
    person.page.get_by_role("button", name="Refuser la candidature").dblclick()
    person.page.wait_for_url("**/dossiers/d1/")
    assert pages.SENT == ["Règle L4"]


def test_a_long_text_says_what_is_left(person):
    person.go(ACT).says("500 caractères restants").fill(reason="x" * 499).says("1 caractère restant")
    person.fill(reason="x" * 502).says("2 caractères en trop")
    assert person.page.input_value("[name=reason]") == "x" * 502


def test_completion_by_the_keyboard(person):
    page = person.go("/dossiers/d1/mission/").page
    field = page.get_by_role("combobox", name="Organisme")
    field.press_sequentially("nan")
    page.get_by_role("option", name="Nanterre").wait_for()
    person.says("2 propositions")
    field.press("ArrowDown")
    field.press("ArrowDown")
    assert (
        page.locator(f"#{field.get_attribute('aria-activedescendant')}").inner_text().startswith("Nanterre")
    )
    person.look()
    field.press("Enter")
    assert page.input_value("[name=body_text]") == "Nanterre"
    assert page.input_value("[name=body]") == "nanterre"
    assert field.get_attribute("aria-expanded") == "false"
    field.press_sequentially("x")
    assert page.input_value("[name=body]") == ""
    field.fill("zzz")
    page.get_by_text("Aucune proposition").wait_for()


def test_l7_a_step_is_saved_as_one_goes(person):
    page = person.go("/dossiers/d1/etape/").page
    person.fill(reason="Première version")
    page.get_by_text("Enregistré à 14").wait_for()
    assert pages.SAVED[-1]["reason"] == "Première version"
    assert page.input_value("[name=revision]") == "1"
    person.fill(reason="conflit")
    page.get_by_text("Non enregistré. Ce brouillon a été modifié dans un autre onglet.").wait_for()
    person.look()
    count = len(pages.SAVED)
    person.fill(reason="après le conflit")
    page.goto("about:blank")
    assert len(pages.SAVED) == count


def test_l7_what_was_not_saved_yet_goes_when_the_page_is_left(person):
    person.go("/dossiers/d1/etape/").fill(reason="Fermée aussitôt")
    person.page.goto(f"{person.address}/accessibilite/")
    for _ in range(600):
        if pages.SAVED:
            break
        person.page.wait_for_timeout(50)
    assert [saved["reason"] for saved in pages.SAVED] == ["Fermée aussitôt"]


def test_l7_a_session_that_expires_loses_nothing(visit, settings):
    who = factories.user()
    person = visit(who)
    person.go(ACT).fill(reason=TYPED)
    context = person.page.context
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    person.press("Refuser la candidature").says("rien n’est perdu")
    # Signing in, in another tab: a new session, and a new token.
    context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    context.add_cookies(visit(who).page.context.cookies())
    tab = context.new_page()
    tab.goto(f"{person.address}/dossiers/d1/")
    tab.close()
    person.press("Renvoyer").says("la lettre est partie")
    assert pages.SENT == [TYPED]


def test_without_javascript_everything_still_works(chromium, live_server, visit):
    signed_in = visit(factories.user()).page.context.cookies()
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    context.add_cookies(signed_in)
    page = context.new_page()
    page.goto(f"{live_server.url}/dossiers/d1/")
    assert page.get_by_role("link", name="Rapports").is_visible()
    assert page.get_by_role("button", name="Se déconnecter").first.is_visible()
    page.get_by_text("Suivi").first.click()
    assert page.get_by_text("Réponse attendue").is_visible()
    page.goto(f"{live_server.url}{ACT}")
    page.fill("[name=reason]", "Règle L4")
    page.get_by_role("button", name="Refuser la candidature").click()
    assert "la lettre est partie" in page.inner_text("main")
    context.close()


def test_a_file_folds_on_a_telephone_and_opens_on_a_desk(person):
    page = person.go("/dossiers/d1/").page
    wanted = page.get_by_text("Réponse attendue")
    assert wanted.is_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    wanted.wait_for(state="hidden")
    page.get_by_text("Suivi").first.click()
    wanted.wait_for(state="visible")


def test_paper_shows_everything_and_no_button(person):
    page = person.go("/dossiers/d1/").page
    page.set_viewport_size({"width": 390, "height": 900})
    page.emulate_media(media="print")
    assert page.get_by_text("Réponse attendue").is_visible()
    assert not page.get_by_role("link", name="Déclarer recevable").is_visible()
    assert not page.get_by_role("button", name="Menu").is_visible()
