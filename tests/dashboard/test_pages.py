"""The first pages: the public's, and each person's at work."""

import importlib

import pytest
from allauth.account.views import LoginView
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, URLResolver, reverse
from django.urls.resolvers import RegexPattern

import expect.urls
from expect.accounts.enums import Role
from expect.accounts.models import Membership
from expect.dashboard import navigation
from expect.dashboard.notices import mark_read, notices_of
from expect.demo.accounts import DEMO_ACCOUNTS
from expect.notifications.models import Notice
from tests import factories
from tests.dashboard.test_work import an_opening
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def text(response) -> str:
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


def test_the_public_learns_what_the_label_is(client):
    page = text(client.get("/"))
    for expected in ("En trois étapes", "Patrimoine", reverse("dashboard:apply"), reverse("account_login")):
        assert expected in page
    assert "accusé de réception" in text(client.get(reverse("dashboard:apply")))


def test_a_public_page_asks_who_reads_it_nothing(client):
    """It reads the contact of the service, and nothing of a person."""
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("dashboard:apply"))
    assert [query["sql"] for query in queries if "programme_textchange" not in query["sql"]] == []


def test_signed_in_one_goes_to_work(client):
    client.force_login(factories.member(Role.OFFICER))
    assert client.get("/").url == reverse("dashboard:work_list")


def test_x4_the_work_list_leads_to_the_act(client):
    opening = an_opening("Ville de Test")
    client.force_login(factories.member(Role.OFFICER))
    response = client.get(reverse("dashboard:work_list"))
    page = text(response)
    assert f'href="{opening.get_absolute_url()}">Répondre à la demande de compte : Ville de Test</a>' in page
    assert "en attente depuis le 2 mars 2026" in page
    assert "Sans échéance" in page
    assert response.context["total"] == 1


def test_x4_with_nothing_to_do_the_page_says_so(client):
    client.force_login(factories.member(Role.COMMITTEE_MEMBER))
    assert "Rien ne vous attend pour l’instant." in text(client.get(reverse("dashboard:work_list")))


def test_x4_a_long_list_shows_the_most_urgent(client, monkeypatch):
    monkeypatch.setattr("expect.dashboard.work.MOST_SHOWN", 2)
    for name in "ABC":
        an_opening(name)
    client.force_login(factories.member(Role.OFFICER))
    assert "Les 2 plus urgentes sont affichées, sur 3." in text(client.get(reverse("dashboard:work_list")))


# ---------------------------------------------------------------- menus


@pytest.mark.parametrize("role", Role)
def test_every_entry_of_every_menu_opens(client, role):
    person = factories.member(role)
    client.force_login(person)
    page = client.get(reverse("dashboard:work_list"))
    items = page.context["navigation"]
    links = [item.url for item in items if item.url] + [
        child.url for item in items for child in item.children
    ]
    assert links
    assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)


def test_every_role_has_a_menu():
    assert set(navigation.MENUS) == set(Role)


def test_the_page_under_an_entry_lights_it(client):
    opening = an_opening("Ville")
    client.force_login(factories.member(Role.OFFICER))
    items = client.get(opening.get_absolute_url()).context["navigation"]
    assert [item.label for item in items if item.active] == [items_label(items, "Comptes à ouvrir")]


def items_label(items, wanted: str) -> str:
    """The entry of the menu that is `wanted`, or holds it."""
    return next(
        i.label for i in items if i.label == wanted or wanted in [child.label for child in i.children]
    )


def test_one_switches_between_ones_roles(client):
    body = factories.organisation(name="Ville de Test")
    person = factories.member(Role.EDITOR, body)
    factories.member(Role.COMMITTEE_MEMBER, person=person)
    client.force_login(person)
    _, second = Membership.objects.filter(user=person).order_by("id")
    page = text(client.get(reverse("dashboard:work_list")))
    assert "Rédactrice ou rédacteur — Ville de Test" in page
    assert f'value="{second.public_id}"' in page
    page = text(
        client.post(reverse("dashboard:switch_membership"), {"membership": second.public_id}, follow=True)
    )
    assert "Vous travaillez maintenant en tant que : Membre du comité de sélection." in page
    assert client.get(reverse("dashboard:work_list")).wsgi_request.membership == second


def test_one_does_not_switch_to_the_role_of_another(client):
    other = factories.member(Role.HEAD).memberships.get()
    client.force_login(factories.member(Role.EDITOR))
    page = text(
        client.post(reverse("dashboard:switch_membership"), {"membership": other.public_id}, follow=True)
    )
    assert "Vous n’exercez pas, ou plus, ce rôle." in page


# ---------------------------------------------------------------- notices


def notice(user, n: int = 1) -> Notice:
    return Notice.objects.create(
        key=f"essai:{user.pk}:{n}", user=user, title=f"Avis <b>{n}</b>", path="/profil/", created_at=AT
    )


def test_x3_opening_a_notice_reads_it_and_leads_there(client):
    person = factories.member(Role.EDITOR)
    told, other = notice(person), notice(factories.user())
    client.force_login(person)
    page = text(client.get(reverse("dashboard:notices")))
    assert "Avis &lt;b&gt;1&lt;/b&gt;" in page
    assert "Nouveau" in page
    assert client.get(reverse("dashboard:open_notice", args=[told.pk])).url == "/profil/"
    assert client.get(reverse("dashboard:open_notice", args=[other.pk])).status_code == 404
    told.refresh_from_db()
    assert told.read_at == AT
    assert "Nouveau" not in text(client.get(reverse("dashboard:notices")))


def test_x3_all_of_ones_own_are_marked_read(client):
    person, other = factories.member(Role.EDITOR), factories.user()
    notice(person, 1), notice(person, 2), notice(other)
    client.force_login(person)
    page = text(client.post(reverse("dashboard:read_notices"), follow=True))
    assert "Toutes les notifications sont marquées comme lues." in page
    assert not notices_of(person).filter(read_at=None).exists()
    assert notices_of(other).filter(read_at=None).exists()


def test_x3_a_notice_read_keeps_its_first_instant():
    person = factories.user()
    notice(person)
    assert mark_read(notices_of(person), AT) == 1
    assert mark_read(notices_of(person), AT.replace(year=2027)) == 0
    assert notices_of(person).get().read_at == AT


# ---------------------------------------------------------------- demonstration


def test_the_sign_in_page_of_the_demonstration_lists_one_account_per_role(client):
    page = text(client.get(reverse("account_login")))
    assert all(account.label in page for account in DEMO_ACCOUNTS)
    assert {account.role for account in DEMO_ACCOUNTS} == set(Role)
    assert all(account.email.endswith(".test") for account in DEMO_ACCOUNTS)


def test_one_click_signs_in(client):
    account = DEMO_ACCOUNTS[0]
    person = factories.member(account.role, person=factories.user(email=account.email))
    response = client.post(reverse("demo:sign_in"), {"account": account.key})
    assert response.url == reverse("dashboard:work_list")
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("key", ["", "x" * 300, "personne"])
def test_nobody_else_signs_in_this_way(client, key):
    factories.user(email="personne@exemple.test")
    assert client.post(reverse("demo:sign_in"), {"account": key}).status_code == 403
    assert "_auth_user_id" not in client.session


def test_before_the_demonstration_is_loaded_the_page_says_so(client):
    page = text(client.post(reverse("demo:sign_in"), {"account": DEMO_ACCOUNTS[0].key}, follow=True))
    assert "La démonstration n’est pas encore chargée" in page


@pytest.mark.long
def test_the_accounts_are_listed_by_a_command(capsys):
    call_command("demo_accounts")
    printed = capsys.readouterr().out
    assert all(account.email in printed for account in DEMO_ACCOUNTS)


@pytest.mark.parametrize("page", ["dashboard:work_list", "dashboard:notices", "accounts:openings"])
def test_pages_cost_the_same_at_one_and_three_rows(client, page, django_assert_max_num_queries):
    person = factories.member(Role.OFFICER)
    client.force_login(person)
    costs = []
    for rows in (1, 3):
        for n in range(rows):
            an_opening(f"Ville {rows} {n}")
            notice(person, 10 * rows + n)
        with django_assert_max_num_queries(12) as queries:
            assert client.get(reverse(page)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_in_production_nobody_signs_in_by_one_click(settings):
    settings.DEMO = False
    try:
        patterns = importlib.reload(expect.urls).urlpatterns
        resolver = URLResolver(RegexPattern(r"^/"), patterns)
        assert resolver.resolve("/connexion/").func.view_class is LoginView
        with pytest.raises(Resolver404):
            resolver.resolve("/demo/connexion/")
        with pytest.raises(Resolver404):
            resolver.resolve("/demo/courrier/")
    finally:
        settings.DEMO = True
        importlib.reload(expect.urls)
