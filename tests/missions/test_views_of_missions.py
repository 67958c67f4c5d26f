"""The calendar, the map, the address of a person's calendar, the comforts of the list (spec X1, X5)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from expect.accounts.models import Membership
from expect.territory.models import Country
from expect.territory.world import outlines
from missions import calendar
from missions.models import CalendarAddress
from missions.views.calendar import asked, month_of, week_of
from tests import factories
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE, RETURN
from tests.missions.test_pages import words
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# ---------------------------------------------------------------- calendar


@pytest.mark.parametrize("who", ["officer", "agent", "editor"])
def test_each_side_sees_its_missions_day_by_day(cast, client, who):
    mission = made.validated(cast)
    other = made.validated(made.Cast(factories.country("MG", "Madagascar")))
    client.force_login(getattr(cast, who))
    page = client.get(reverse("missions:calendar"), {"mois": "2026-05"})
    assert page.content.decode().count(mission.get_absolute_url()) == 7, "seven days, both ends counted"
    assert (other.get_absolute_url() in page.content.decode()) is (who == "officer")
    assert "Calendrier des missions : mai 2026" in words(page)


def test_a_week(cast, client):
    mission = made.validated(cast)
    client.force_login(cast.agent)
    page = client.get(reverse("missions:calendar"), {"semaine": "2026-05-05"})
    assert page.content.decode().count(mission.get_absolute_url()) == 4
    assert "semaine du 4 au 10 mai 2026" in words(page)
    assert "Cette semaine" in words(page)


@pytest.mark.parametrize("query", [{}, {"mois": "2026-13"}, {"mois": "x"}, {"semaine": "2026-02-30"}])
def test_an_address_that_asks_for_nothing_shows_today(query):
    span = asked(query, TODAY)
    assert span.first <= TODAY <= span.last


@pytest.mark.parametrize("day", [TODAY + timedelta(days=n) for n in range(0, 400, 13)])
def test_a_month_is_made_of_whole_weeks(day):
    for span in (month_of(day), week_of(day)):
        assert span.first.weekday() == 0
        assert span.last.weekday() == 6
        assert span.first <= day <= span.last


def test_a_mission_given_up_is_not_shown(cast, client):
    mission = made.awaiting(cast)
    mission.state = "refused"
    mission.save()
    client.force_login(cast.officer)
    assert "Aucune mission sur cette période" in words(
        client.get(reverse("missions:calendar"), {"mois": "2026-05"})
    )


# ---------------------------------------------------------------- map


def test_the_map_and_its_table_say_the_same(cast, client):
    Country.objects.filter(pk=cast.country.pk).update(numeric="686")
    made.validated(cast)
    made.draft(cast)
    client.force_login(cast.officer)
    page = client.get(reverse("missions:world"))
    assert "Sénégal 1 1 0 0" in words(page)
    body = page.content.decode()
    assert f'd="{outlines()["686"].path}"' in body
    assert "Sénégal : 2 missions" in body
    assert body.count('class="world__2"') == 1


def test_a_country_too_small_is_a_point_and_one_unknown_is_in_the_table(cast, client):
    assert outlines()["462"].x
    made.draft(cast)
    client.force_login(cast.officer)
    assert "Trop petits pour la carte : Sénégal" in words(client.get(reverse("missions:world")))


def test_x1_the_map_of_a_post_is_of_its_countries(cast, client):
    made.draft(made.Cast(factories.country("MG", "Madagascar")))
    client.force_login(cast.agent)
    assert "Aucune mission n’est encore à montrer" in words(client.get(reverse("missions:world")))


# ---------------------------------------------------------------- one's own calendar


def feed(client, who):
    address = CalendarAddress.objects.get(user=who, revoked_at=None)
    client.logout()
    return client.get(calendar.url_of(address).partition("/agenda/")[0] and _path(address))


def _path(address) -> str:
    return "/agenda/" + calendar.url_of(address).partition("/agenda/")[2]


def test_the_address_shows_what_its_owner_sees_today(cast, client):
    mission = made.validated(cast)
    made.validated(made.Cast(factories.country("MG", "Madagascar")))
    client.force_login(cast.agent)
    page = client.post(reverse("missions:agenda"), {"ouvrir": "1"}, follow=True)
    assert "missions.ics" in page.content.decode()
    answer = feed(client, cast.agent)
    [event] = Calendar.from_ical(b"".join(answer.streaming_content)).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (DEPARTURE, RETURN + timedelta(days=1))
    assert mission.number in event["summary"]
    assert answer["Content-Type"].startswith("text/calendar")


def test_a_revoked_address_opens_nothing(cast, client):
    first = calendar.open_address(user=cast.agent, at=AT)
    second = calendar.open_address(user=cast.agent, at=AT)
    assert client.get(_path(first)).status_code == 404
    assert client.get(_path(second)).status_code == 200
    client.force_login(cast.agent)
    client.post(reverse("missions:agenda"), {"revoquer": "1"})
    assert client.get(_path(second)).status_code == 404
    assert "Vous n’avez pas d’adresse ouverte" in words(client.get(reverse("missions:agenda")))


@pytest.mark.parametrize("signed", ["absent", "absent:signature"])
def test_an_address_made_up_opens_nothing(client, signed):
    assert client.get(reverse("missions:feed", args=[signed])).status_code == 404


def test_x1_a_former_agent_reads_nothing_any_more(cast, client):
    made.validated(cast)
    address = calendar.open_address(user=cast.agent, at=AT)
    Membership.objects.filter(user=cast.agent).update(ends_on=TODAY - timedelta(days=1))
    answer = client.get(_path(address))
    assert list(Calendar.from_ical(b"".join(answer.streaming_content)).walk("VEVENT")) == []


def test_an_account_closed_has_no_address(cast, client):
    address = calendar.open_address(user=cast.agent, at=AT)
    cast.agent.is_active = False
    cast.agent.save()
    assert client.get(_path(address)).status_code == 404


# ---------------------------------------------------------------- the list


def test_whose_turn_filters_the_list(cast, client):
    waiting, draft = made.awaiting(cast), made.draft(cast)
    client.force_login(cast.officer)
    page = words(client.get(reverse("missions:missions"), {"turn": "post"}))
    assert waiting.number in page
    assert draft.number not in page
    page = words(client.get(reverse("missions:missions"), {"leaves_until": "2026-04-01"}))
    assert waiting.number not in page
