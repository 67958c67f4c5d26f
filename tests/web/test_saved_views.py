"""A person keeps a list as they want it again (spec X5)."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from expect.audit.models import Entry
from expect.kernel.errors import Refusal
from expect.web import saved_views
from expect.web.models import SavedView
from tests import factories
from tests.moments import AT
from tests.web.gallery import CounterList

pytestmark = pytest.mark.django_db
LIST = "dashboard:work_list"
KEEP = f"/vues/enregistrer/?liste={LIST}"


@pytest.fixture
def person(client, gallery, clock, monkeypatch):
    monkeypatch.setattr(CounterList, "keeps_views", True)
    someone = factories.user()
    client.force_login(someone)
    client.someone = someone
    return client


def kept(owner, name="Mars", query="q=dossier", listing=LIST) -> SavedView:
    return saved_views.keep_view(listing=listing, name=name, query=QueryDict(query), by=owner, at=AT)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("tri=name&q=b", "q=b&tri=name"),
        ("q=b&page=3&export=csv&tri=name&theme=", "q=b&tri=name"),
        ("theme=2&theme=1", "theme=1&theme=2"),
        ("page=2", ""),
    ],
)
def test_what_is_kept_of_an_address(address, wanted):
    assert saved_views.essence(QueryDict(address)) == wanted


def test_x5_a_list_is_kept_under_a_name_and_found_again(person):
    page = person.get("/?tri=name&q=dossier&page=2").content.decode()
    assert f'href="/vues/enregistrer/?tri=name&amp;q=dossier&amp;liste={LIST.replace(":", "%3A")}"' in page
    answer = person.post(f"{KEEP}&tri=name&q=dossier", {"name": "Les dossiers"})
    assert answer.headers["Location"] == "/?q=dossier&tri=name"
    page = person.get("/?tri=name&q=dossier").content.decode()
    assert 'href="?q=dossier&amp;tri=name"' in page
    assert 'aria-current="page">Les dossiers</a>' in page
    assert "Supprimer cette vue" in page
    assert "Enregistrer cette vue" not in page
    assert "Supprimer cette vue" not in person.get("/").content.decode()


def test_a_list_shown_whole_has_nothing_to_keep_and_says_how(person):
    page = person.get("/").content.decode()
    assert "vues/enregistrer" not in page
    assert 'aria-current="page">Toute la liste</a>' in page
    assert "pour la garder sous un nom" in page
    kept(person.someone)
    page = person.get("/").content.decode()
    assert "?q=dossier" in page
    assert "pour la garder sous un nom" not in page


def test_an_address_carries_nothing_empty(person):
    page = person.get("/?q=dossier&theme=&tri=").content.decode()
    assert f'href="/vues/enregistrer/?q=dossier&amp;liste={LIST.replace(":", "%3A")}"' in page
    answer = person.post(f"{KEEP}&q=dossier&theme=&tri=", {"name": "Les dossiers"})
    assert answer.headers["Location"] == "/?q=dossier"


def test_a_view_of_the_same_name_is_replaced(person):
    kept(person.someone)
    kept(person.someone, query="q=autre")
    assert [view.query for view in SavedView.objects.all()] == ["q=autre"]


def test_too_many_views_of_a_list_are_refused_with_what_to_do(person):
    for number in range(saved_views.MOST):
        kept(person.someone, name=f"Vue {number}")
    answer = person.post(f"{KEEP}&q=x", {"name": "Une de trop"})
    page = answer.content.decode()
    assert "Vous gardez déjà 20 vues de cette liste" in page
    assert 'value="Une de trop"' in page
    kept(person.someone, name="Vue 3", query="q=remplacée")
    assert SavedView.objects.count() == saved_views.MOST


def test_a_search_too_long_to_keep_is_refused(person):
    with pytest.raises(Refusal, match="trop longue"):
        kept(person.someone, query="q=" + "é" * 400)


@pytest.mark.parametrize("listing", ["", "rien", "web:legal_notice", "web:saved_view_forget"])
def test_what_is_no_list_is_not_kept(person, listing):
    assert person.get("/vues/enregistrer/", {"liste": listing}).status_code == 404


def test_a_list_that_keeps_no_views_is_not_kept(person, monkeypatch):
    monkeypatch.setattr(CounterList, "keeps_views", False)
    assert person.get(KEEP).status_code == 404


def test_x1_one_forgets_ones_own_views_only(person):
    theirs, own = kept(factories.user()), kept(person.someone)
    assert person.post(f"/vues/{theirs.public_id}/supprimer/").status_code == 404
    assert Entry.objects.filter(action="refused_reading").count() == 1
    answer = person.post(f"/vues/{own.public_id}/supprimer/")
    assert answer.headers["Location"] == reverse(LIST)
    assert list(SavedView.objects.all()) == [theirs]
    assert person.post(f"/vues/{own.public_id}/supprimer/").status_code == 404


def test_the_views_cost_one_query_whatever_their_number(person, django_assert_num_queries):
    person.get("/")
    for number in (1, 3):
        for each in range(number):
            kept(person.someone, name=f"{number}-{each}")
        with django_assert_num_queries(5):  # session, person, roles, views, count
            person.get("/")


@pytest.mark.parametrize(
    "listing",
    [
        *("labels:applications", "labels:sessions", "labels:labels", "labels:experts"),
        *("missions:requests", "missions:missions", "reports:reports", "reports:demands"),
    ],
)
def test_x5_daect_keeps_its_lists_of_the_three_stages(client, clock, listing):
    client.force_login(factories.head())
    shown = client.get(reverse(listing), {"par_page": "50"}).content.decode()
    assert "Enregistrer cette vue" in shown
    address = f"/vues/enregistrer/?liste={listing}&par_page=50"
    answer = client.post(address, {"name": "Ma vue"})
    assert (answer.status_code, SavedView.objects.get().listing) == (302, listing)
    client.force_login(factories.member("editor"))
    assert "Ma vue" not in client.get("/").content.decode()
