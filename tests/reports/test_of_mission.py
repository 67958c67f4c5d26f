"""A mission's page leads to its report and to what is claimed, for who may see them (spec X1, R2, R4)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from missions.views import following
from reports import submission
from reports.models import MissionReport, ReimbursementDemand
from tests.missions import factories as missions
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def said(client, person, mission) -> dict[str, str]:
    """What the page of a mission leads to, after it."""
    client.force_login(person)
    page = client.get(mission.get_absolute_url())
    links = dict(page.context["followings"])
    for label, url in links.items():
        assert f'href="{url}"' in page.text
        assert label in page.text
        assert client.get(url).status_code == 200, label
    return links


def test_x1_the_report_is_written_then_read_from_the_mission(client):
    cast = missions.Cast()
    mission, agent, officer, editor = missions.gone(cast), cast.agent, cast.officer, cast.editor
    limit = {"Échéance et rappels du rapport": reverse("reports:awaited", args=[mission.public_id])}
    begin = reverse("reports:write", args=[mission.public_id])
    assert said(client, editor, mission) == {"Écrire le rapport": begin} | limit
    assert said(client, officer, mission) == limit
    assert said(client, agent, mission) == {}
    report = made.draft(mission, editor)
    assert said(client, officer, mission) == limit
    made.complete(report, editor, written_by=str(cast.experts[0]))
    submission.hand_in(report=report, by=editor, at=AT)
    delivered = submission.deliver(report=report, by=cast.signatory, at=AT)
    read = {"Ouvrir le rapport (remis)": delivered.get_absolute_url()}
    assert said(client, editor, mission) == said(client, officer, mission) == read | limit
    assert said(client, agent, mission) == read


def test_m13_what_is_awaited_once_back_is_the_first_button(client):
    cast = missions.Cast()
    mission = missions.gone(cast)
    for who, label in ((cast.editor, "Écrire le rapport"), (cast.officer, None)):
        client.force_login(who)
        primary = client.get(mission.get_absolute_url()).context["head"].primary
        assert (primary and primary.label) == label


def test_x1_the_claim_is_opened_from_the_mission_by_daect_the_letter_by_the_holder(client):
    cast = missions.Cast()
    mission = missions.gone(cast, departs_on=TODAY - timedelta(days=85))
    missions.cost(cast, mission)
    letter = made.letter_sent(made.drafted(mission))
    daect = said(client, cast.officer, mission)
    assert ReimbursementDemand.objects.get().get_absolute_url() in daect.values()
    assert letter.get_absolute_url() not in daect.values()
    holder = said(client, cast.signatory, mission)
    assert letter.get_absolute_url() in holder.values()
    assert letter.demand.get_absolute_url() not in holder.values()


def test_r1_nothing_before_a_report_is_expected():
    mission = made.carried_out(state="cancelled")
    assert following.links(mission, made.holder(mission), TODAY) == []
    assert not MissionReport.objects.exists()
