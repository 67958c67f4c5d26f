"""Returned, delivered, late by how much: per holder, per country, per year (spec R6)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from expect.accounts.enums import Role
from expect.accounts.models import Organisation, User
from expect.territory.models import Country, DiplomaticPost
from missions.enums import MissionState
from missions.models import Mission
from reports import selectors
from reports.models import MissionReport, ReimbursementDemand
from tests import factories
from tests.moments import TODAY
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NAMES = ("returned", "delivered", "in_time", "late", "missing", "worst")


def delivered_on(mission: Mission, day: date, *, hour: int = 9) -> None:
    mission.report_delivered_at = made.instant(day).replace(hour=hour)
    mission.save()


@pytest.fixture
def body():
    """Five missions back: in time, in time by the Paris midnight, three days late, missing, to come."""
    body, senegal = factories.organisation(), factories.country("SN", "Sénégal")
    for day, hour in ((made.DUE_ON, 9), (made.DUE_ON, 22), (date(2026, 3, 3), 9)):
        delivered_on(made.carried_out(body, country=senegal), day, hour=hour)
    made.carried_out(body, country=factories.country("BJ", "Bénin"))
    made.carried_out(body, country=senegal, returned_on=TODAY - timedelta(days=9))
    made.carried_out(body, country=senegal, state=MissionState.CANCELLED)
    return body


def figures(row) -> tuple:
    return tuple(getattr(row, name) for name in NAMES)


def test_r6_a_holder_its_reports_and_how_late(body):
    (row,) = selectors.punctuality(Organisation, TODAY, None)
    assert (row, figures(row)) == (body, (5, 3, 2, 1, 1, 3))


def test_r6_the_same_by_country(body):
    rows = {row.name: figures(row) for row in selectors.punctuality(Country, TODAY, None)}
    assert rows == {"Sénégal": (4, 3, 2, 1, 0, 3), "Bénin": (1, 0, 0, 0, 1, 2)}


def test_r6_the_totals_of_each_year_are_those_of_the_holders(body):
    made.carried_out(body, returned_on=date(2024, 12, 1))
    years = selectors.by_year(TODAY)
    assert [year["year"] for year in years] == [2026, 2025]
    for year in years:
        (row,) = selectors.punctuality(Organisation, TODAY, year["year"])
        assert figures(row) == tuple(year[name] for name in NAMES)


@pytest.mark.parametrize(("day", "late"), [(-1, 0), (0, 0), (1, 1)])
def test_r1_late_from_the_day_after_the_limit(day, late):
    mission = made.carried_out()
    delivered_on(mission, mission.report_due_on + timedelta(days=day))
    (row,) = selectors.punctuality(Organisation, TODAY, None)
    assert (row.late, row.worst) == (late, late)


@pytest.mark.parametrize("page", ["punctuality_holders", "punctuality_countries"])
def test_r6_the_table_by_its_page_and_as_a_file(page, body, client, visit):
    officer = factories.member(Role.OFFICER)
    shown = visit(officer, page)
    assert "Totaux par année" in shown.words
    assert "Aucun rapport n’était attendu" not in visit(officer, page, query={"annee": "2026"}).words
    assert visit(officer, page, query={"annee": "<b>"}).status_code == 200
    answer = client.get(reverse(f"reports:{page}"), {"annee": "2026", "export": "csv"})
    lines = answer.getvalue().decode().splitlines()
    assert "Rapports livrés;À temps;En retard;Manquants;Retard le plus long (jours)" in lines[0]
    assert len(lines) == (2 if page == "punctuality_holders" else 3)
    assert visit(factories.member(Role.EDITOR), page).status_code == 403


@pytest.mark.long
def test_ten_thousand_cost_a_list_no_more_questions(client):
    """spec X5: what the lists of each side ask does not grow with the missions, the reports and the demands."""
    mission = made.drafted().mission
    made.delivered(mission)
    officer, agent = factories.member(Role.OFFICER), factories.member(Role.POST_AGENT, in_charge(mission))
    readers = [("reports", made.holder(mission)), ("reports", agent)]
    readers += [(page, officer) for page in LISTS]
    counts = []
    for size in (1, 3, 10_000):
        grow(mission, size)
        counts.append([questions(client, reader, page) for page, reader in readers])
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= 13


LISTS = ("reports", "demands", "punctuality_holders", "punctuality_countries")


def in_charge(mission: Mission) -> DiplomaticPost:
    """A post in charge of the mission's country."""
    return factories.post(mission.country)


def questions(client: Client, reader: User, page: str) -> int:
    """How many queries that list asks, for somebody."""
    client.force_login(reader)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(f"reports:{page}")).status_code == 200
    return len(queries)


def grow(mission: Mission, size: int) -> None:
    """As many missions in all, each with a report delivered and a demand."""
    numbers = range(Mission.objects.count(), size)
    requests = copies(mission.solicitation.request, [{"number": f"B-2023-{n:05}"} for n in numbers])
    asked = copies(mission.solicitation, [{"request_id": request.pk} for request in requests])
    missions = copies(
        mission,
        [
            {"number": f"M-2023-{n:05}", "solicitation_id": one.pk}
            for n, one in zip(numbers, asked, strict=True)
        ],
    )
    demand = ReimbursementDemand.objects.get(mission=mission)
    for row in (demand, MissionReport.objects.get(mission=mission)):
        copies(row, [{"mission_id": one.pk} for one in missions])


def copies(row: Model, changes: list[dict]) -> list[Model]:
    """As many rows like that one, each with what is its own."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    del kept["id"], kept["public_id"]
    return type(row).objects.bulk_create((type(row)(**kept | own) for own in changes), batch_size=500)
