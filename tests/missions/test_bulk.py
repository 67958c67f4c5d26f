"""DAECT acts on several missions at once, each as the check page showed it (spec X5, M5, M7, M11)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from expect.accounts.enums import Role
from expect.web.bulk import SEEN
from missions import marks, preparation, validation
from missions.enums import MissionState
from missions.models import Mission
from missions.terms.versions import StaleVersion
from tests import factories
from tests.labels.bulk import send
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE
from tests.missions.test_pages import words
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def head(client):
    person = factories.head()
    client.force_login(person)
    return person


def departures():
    return (DEPARTURE + timedelta(days=10 * n) for n in range(20))


def estimated(cast, departs_on):
    mission = made.agreed(cast, departs_on=departs_on)
    made.estimate(cast, mission)
    return mission


def chosen(name, *missions):
    rows = "&".join(f"choix={mission.public_id}" for mission in missions)
    return f"{reverse(f'missions:missions_{name}')}?{rows}"


def state(mission):
    return Mission.objects.get(pk=mission.pk).state


def accepted_again(cast, mission, departs_on):
    """The holder reopens the terms, and its signatory accepts others."""

    def change():
        found = Mission.objects.get(pk=mission.pk)
        preparation.revise_terms(mission=found, by=cast.editor, at=AT)
        terms = made.terms(cast, departs_on=departs_on, objectives="Trouver d’autres fuites.")
        preparation.save_terms(mission=found, terms=terms, revision=found.revision, by=cast.editor, at=AT)
        made.accept(cast, found)

    return change


def reopened(cast, mission):
    def change():
        preparation.revise_terms(mission=Mission.objects.get(pk=mission.pk), by=cast.editor, at=AT)

    return change


def sent(cast, mission):
    def change():
        found = Mission.objects.get(pk=mission.pk)
        preparation.send_to_embassy(mission=found, version_number=1, by=cast.officer, at=AT)

    return change


def issued(mission, head):
    def change():
        validation.issue_mission_letter(mission=Mission.objects.get(pk=mission.pk), by=head, at=AT)

    return change


# ---------------------------------------------------------------- to the embassy


def test_m7_ready_missions_are_submitted_and_the_others_say_why(cast, client):
    days = departures()
    one, two = estimated(cast, next(days)), estimated(cast, next(days))
    without = made.agreed(cast, departs_on=next(days))
    client.force_login(cast.officer)
    page = chosen("send_to_embassy", one, two, without)
    shown = words(client.get(page))
    assert "2 missions concernées" in shown
    assert "1 mission laissée de côté" in shown
    assert f"{one.number}, {one.organisation} – {one.subject} (Sénégal), version 1 des termes" in shown
    assert "Enregistrez d’abord le coût estimé du transport international" in shown
    assert f"en charge de son pays aujourd’hui : {cast.post}." in shown
    assert "2 missions soumises à l’ambassade." in words(send(client, page, follow=True))
    waits = MissionState.AWAITING_EMBASSY
    assert [state(mission) for mission in (one, two, without)] == [waits, waits, MissionState.ACCEPTED]
    assert Mission.objects.get(pk=one.pk).post == cast.post


def test_m5_terms_accepted_anew_meanwhile_are_not_submitted_unread(cast, client):
    days = departures()
    one, two = estimated(cast, next(days)), estimated(cast, next(days))
    client.force_login(cast.officer)
    page = chosen("send_to_embassy", one, two)
    change = accepted_again(cast, one, next(days))
    done = words(send(client, page, meanwhile=change, follow=True))
    assert "1 mission soumise à l’ambassade." in done
    assert f"{one.number}, {one.organisation}" in done
    assert "Les termes ont changé depuis que vous les avez lus" in done
    assert (state(one), state(two)) == (MissionState.ACCEPTED, MissionState.AWAITING_EMBASSY)
    send(client, page)
    assert state(one) == MissionState.AWAITING_EMBASSY


@pytest.mark.parametrize("change", [reopened, sent])
def test_x5_a_mission_that_somebody_moved_meanwhile_is_named_and_left(cast, client, change):
    days = departures()
    one, two = estimated(cast, next(days)), estimated(cast, next(days))
    client.force_login(cast.officer)
    page = chosen("send_to_embassy", one, two)
    done = words(send(client, page, meanwhile=change(cast, one), follow=True))
    assert "1 mission soumise à l’ambassade." in done
    assert "Ce n’est pas possible à ce stade" in done.split(one.number)[1]
    assert state(two) == MissionState.AWAITING_EMBASSY


def test_x5_a_row_left_aside_on_the_page_read_is_not_acted_upon(cast, client):
    mission, ready = made.agreed(cast), estimated(cast, DEPARTURE + timedelta(days=10))
    client.force_login(cast.officer)
    page = chosen("send_to_embassy", mission, ready)
    done = words(send(client, page, meanwhile=lambda: made.estimate(cast, mission), follow=True))
    assert "la page que vous avez lue la laissait de côté ; elle s’y prête maintenant" in done
    assert (state(mission), state(ready)) == (MissionState.ACCEPTED, MissionState.AWAITING_EMBASSY)


@pytest.mark.parametrize("seen", ["", "2", "0", "x", "²", "-1", "9" * 40])
def test_m5_a_version_made_up_is_not_submitted(cast, client, seen):
    mission = estimated(cast, DEPARTURE)
    client.force_login(cast.officer)
    page = chosen("send_to_embassy", mission)
    done = words(client.post(page, {SEEN: f"{mission.public_id}-{seen}"}, follow=True))
    assert "Les termes ont changé" in done
    assert state(mission) == MissionState.ACCEPTED


def test_x5_sent_twice_it_is_done_once(cast, client):
    mission = estimated(cast, DEPARTURE)
    client.force_login(cast.officer)
    page = chosen("send_to_embassy", mission)
    typed = {SEEN: client.get(page).context["seen"], "csrfmiddlewaretoken": "a" * 64}
    first, second = client.post(page, typed), client.post(page, typed)
    assert first.url == second.url == reverse("missions:missions")
    done = words(client.get(first.url))
    assert "1 mission soumise à l’ambassade." in done
    assert "pas possible à ce stade" not in done


def test_x5_rows_that_are_not_there_are_not_acted_upon(cast, client):
    mission = estimated(cast, DEPARTURE)
    client.force_login(cast.officer)
    assert client.get(f"{reverse('missions:missions_send_to_embassy')}?choix=absent").status_code == 404
    send(client, f"{chosen('send_to_embassy', mission)}&choix=absent")
    assert state(mission) == MissionState.AWAITING_EMBASSY
    nothing = client.get(reverse("missions:missions_send_to_embassy"), follow=True)
    assert "Cochez d’abord au moins une mission." in words(nothing)


# ---------------------------------------------------------------- the letters


def test_m11_letters_of_validated_missions_are_issued_and_the_others_say_why(cast, client, head):
    days = departures()
    one, two = (made.validated(cast, departs_on=next(days)) for _ in range(2))
    waits = made.awaiting(cast, departs_on=next(days))
    page = chosen("issue_letters", one, two, waits)
    assert "La lettre de mission suit la validation de l’ambassade." in words(client.get(page))
    assert "2 lettres émises." in words(send(client, page, follow=True))
    letters = [Mission.objects.get(pk=mission.pk).letter for mission in (one, two, waits)]
    assert [bool(letter) for letter in letters] == [True, True, False]
    assert letters[0].title == f"Lettre de mission {one.number}"


def test_m11_a_letter_already_issued_meanwhile_is_named_and_left(cast, client, head):
    days = departures()
    one, two = (made.validated(cast, departs_on=next(days)) for _ in range(2))
    page = chosen("issue_letters", one, two)
    done = words(send(client, page, meanwhile=issued(one, factories.head()), follow=True))
    assert "1 lettre émise." in done
    assert "La lettre de mission est déjà émise." in done.split(one.number)[1]


def test_x12_without_delegation_no_letter_is_issued(cast, client):
    mission = made.validated(cast)
    client.force_login(factories.head(signs=False))
    done = words(send(client, chosen("issue_letters", mission), follow=True))
    assert mission.number in done
    assert "lettre émise" not in done
    assert Mission.objects.get(pk=mission.pk).letter is None


def test_m11_the_head_signs_the_version_read_one_by_one_as_together(cast, client, head):
    mission = made.validated(cast)
    with pytest.raises(StaleVersion):
        validation.issue_mission_letter(mission=mission, version_number=2, by=head, at=AT)
    url = reverse("missions:mission_issue_letter", args=[mission.public_id])
    assert client.get(url).context["form"]["version_number"].value() == 1
    refused = client.post(url, {"version_number": 2})
    assert "Les termes ont changé depuis que vous les avez lus" in words(refused)
    assert Mission.objects.get(pk=mission.pk).letter is None
    client.post(url, {"version_number": refused.context["form"]["version_number"].value()})
    assert Mission.objects.get(pk=mission.pk).letter


def test_x12_the_letters_are_offered_to_the_head_alone(cast, client, head):
    made.draft(cast)
    url, offered = reverse("missions:missions_issue_letters"), "Émettre les lettres"
    assert offered in words(client.get(reverse("missions:missions")))
    client.force_login(cast.officer)
    assert offered not in words(client.get(reverse("missions:missions")))
    assert client.get(url).status_code == 403


# ---------------------------------------------------------------- what they cost

EACH = {"send_to_embassy": 40, "issue_letters": 40, "mark": 8, "unmark": 3}
"""The most queries for one mission more."""
CHECK = {"send_to_embassy": 2, "issue_letters": 1, "mark": 0, "unmark": 0}
"""Those of the check: whether what was recorded is contested, which post is in charge of its country."""


def asked(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.mark.long
@pytest.mark.parametrize("name", EACH)
def test_x5_each_mission_more_costs_the_same(cast, client, head, name):
    days, shown, done = departures(), [], []
    factories.member(Role.OFFICER)
    for size in (1, 2, 4):
        make = made.validated if name == "issue_letters" else estimated
        missions = [make(cast, departs_on=next(days)) for _ in range(size)]
        for mission in missions if name == "unmark" else ():
            marks.mark(mission=mission, by=head, at=AT)
        url = chosen(name, *missions)
        client.get(url)  # says what the sending before did
        shown.append(asked(lambda: client.get(url)))  # noqa: B023
        both = asked(lambda: send(client, url))  # noqa: B023
        done.append(both - shown[-1])
    assert shown[1] - shown[0] == CHECK[name]
    assert shown[2] - shown[1] == 2 * CHECK[name]
    assert done[2] - done[1] == 2 * (done[1] - done[0])
    assert done[1] - done[0] <= EACH[name]
