"""Each list and page costs the same number of queries at one row and at three, fifteen at most."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from django.urls import reverse

from expect.accounts.enums import OrganisationKind
from expect.accounts.models import Organisation
from expect.territory.models import Region
from missions import preparation, silence, validation
from missions.models import Mission
from tests import factories
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.long, pytest.mark.walk]

MOST = 16
numbers = count(1)


@pytest.fixture
def cast(db):
    """The holder is a region, whose description reads the region."""
    return made.Cast(organisation=region())


def region() -> Organisation:
    """A body without département."""
    code = f"{next(numbers):03}"
    place = Region.objects.create(code=code, name=f"Région {code}")
    return factories.organisation(kind=OrganisationKind.REGION, region=place)


@pytest.fixture
def same_cost(client, django_assert_max_num_queries):
    """The page of `url` costs the same for `who` after `more` was called once and three times."""

    def check(who, url: str, more: Callable[[], object]):
        client.force_login(who)
        costs = []
        for times in (1, 2):
            for _ in range(times):
                more()
            with django_assert_max_num_queries(MOST) as queries:
                assert client.get(url).status_code == 200
            costs.append(len(queries))
        assert costs[0] == costs[1]

    return check


def page(name: str, subject=None) -> str:
    return reverse(f"missions:{name}", args=[subject.public_id] if subject else [])


@pytest.mark.parametrize("who", ["officer", "agent", "editor"])
def test_the_list_of_needs(cast, same_cost, who):
    same_cost(getattr(cast, who), page("requests"), lambda: made.need(cast))


@pytest.mark.parametrize("who", ["officer", "agent", "editor"])
def test_the_list_of_missions(cast, same_cost, who):
    def one_more():
        made.draft(made.Cast(cast.country, region(), cast.post, cast.agent, officer=cast.officer))
        made.draft(cast)
        made.solicitation(cast)

    same_cost(getattr(cast, who), page("missions"), one_more)


def test_a_need_with_its_solicitations_and_holders(cast, same_cost):
    need = made.need(cast, themes=[made.theme("eau"), made.theme("dechets", "Déchets")])

    def one_more_of_each():
        made.solicitation(cast, need, of=made.label(region()))
        made.expert(made.label(region()).organisation)

    same_cost(cast.officer, page("request", need), one_more_of_each)


def test_a_need_whose_next_candidate_is_shown(cast, same_cost):
    need = made.need(cast)
    made.need(cast)
    silence.cancel_solicitation(
        solicitation=made.solicitation(cast, need), reason="Non.", by=cast.officer, at=AT
    )
    same_cost(cast.officer, page("request", need), lambda: made.label(region()))


def test_an_open_need_for_a_holder(cast, same_cost):
    need = made.need(cast)

    def one_more():
        need.themes.add(made.theme(f"t{made.label(cast.organisation).pk}"))

    same_cost(cast.editor, page("request", need), one_more)


def test_a_need_for_its_post(cast, same_cost):
    need = made.need(cast)
    same_cost(cast.agent, page("request", need), lambda: need.themes.add(made.theme(f"t{made.label().pk}")))


@pytest.mark.parametrize("who", ["officer", "agent", "editor", "signatory"])
def test_a_mission_with_its_versions_and_costs(cast, same_cost, who):
    mission, days = made.awaiting(cast), count(1)

    def one_more_of_each():
        number = mission.versions.count()
        validation.return_mission(
            mission=mission, version_number=number, remarks="Encore.", by=cast.agent, at=AT
        )
        departs_on = DEPARTURE + timedelta(days=next(days))
        terms = made.terms(cast, departs_on=departs_on, goals=(6, 11, 13))
        preparation.save_terms(mission=mission, terms=terms, revision=mission.revision, by=cast.editor, at=AT)
        made.accept(cast, mission)
        made.cost(cast, mission)
        preparation.send_to_embassy(mission=mission, version_number=number + 1, by=cast.officer, at=AT)

    same_cost(getattr(cast, who), page("mission", mission), one_more_of_each)


@pytest.mark.parametrize("state", ["draft", "accepted", "returned", "validated", "completed", "cancelled"])
@pytest.mark.parametrize("who", ["officer", "agent", "editor", "signatory"])
def test_a_mission_in_each_state(cast, client, django_assert_max_num_queries, who, state):
    mission = made.gone(cast)
    cancelled = {"cancelled_at": AT, "cancel_reason": "Élections.", "report_due_on": None}
    Mission.objects.filter(pk=mission.pk).update(state=state, **cancelled if state == "cancelled" else {})
    client.force_login(getattr(cast, who))
    with django_assert_max_num_queries(MOST):
        assert client.get(page("mission", mission)).status_code == 200


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("editor", "mission_prepare"),
        ("editor", "mission_hand_terms"),
        ("signatory", "mission_accept_terms"),
    ],
)
def test_preparing_and_accepting(cast, same_cost, who, name):
    mission = made.prepared(cast)
    same_cost(getattr(cast, who), page(name, mission), lambda: made.expert(cast.organisation))


def test_the_desk_of_the_post(cast, same_cost):
    days = count(1)

    def one_more():
        made.awaiting(cast, departs_on=DEPARTURE + timedelta(days=10 * next(days)))
        made.draft(cast)

    same_cost(cast.agent, page("desk"), one_more)


def test_the_holders_active_in_its_countries(cast, same_cost):
    def one_more():
        made.draft(made.Cast(cast.country, region(), cast.post, cast.agent, officer=cast.officer))

    same_cost(cast.agent, page("active_holders"), one_more)


@pytest.mark.parametrize("name", ["money", "money_countries", "money_holders"])
def test_the_money_of_a_year(cast, same_cost, name):
    def one_more():
        country = factories.country(f"{chr(64 + next(numbers))}Z", "Pays")
        made.cost(cast, made.draft(made.Cast(country, region())))

    same_cost(cast.officer, page(name), one_more)


@pytest.mark.parametrize("name", ["calendar", "world"])
def test_the_calendar_and_the_map(cast, same_cost, name):
    def one_more():
        made.prepared(
            made.Cast(factories.country(f"Z{chr(64 + next(numbers))}", "Pays"), region()), departs_on=TODAY
        )

    same_cost(cast.officer, page(name), one_more)


def test_the_answer_of_the_embassy(cast, same_cost):
    mission = made.awaiting(cast)
    same_cost(cast.agent, page("mission_validate", mission), lambda: made.cost(cast, mission))
