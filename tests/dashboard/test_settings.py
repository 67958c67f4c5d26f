"""« Réglages » as a page."""

from datetime import timedelta

import pytest

from expect.accounts.enums import Role
from expect.dashboard.navigation import MENUS
from expect.dashboard.settings import coming, purposes
from expect.programme.changes import change_parameter
from labels.commitments import word_commitments
from tests import factories
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_every_setting_of_the_menu_says_what_it_is_for(role):
    assert all(purpose.endswith(".") for _, purpose in purposes(MENUS[role]))


def test_what_is_decided_and_not_in_force_comes_in_order(client):
    head = factories.head(signs=False)
    days = [TODAY + timedelta(days=n) for n in (20, 10)]
    change_parameter(
        key="label_years",
        to=5,
        starts_on=days[0],
        text_reference="Arrêté d’essai",
        reason="Essai.",
        by=head,
        at=AT,
    )
    word_commitments(body="Tout.", in_force_from=days[1], reason="Essai.", by=head, at=AT)
    assert [
        (each.starts_on, each.what.split("\N{NO-BREAK SPACE}")[0].split(" :")[0]) for each in coming(TODAY)
    ] == [
        (days[1], "Engagements, version 2"),
        (days[0], "Durée du label"),
    ]
    assert coming(days[0]) == []


def test_the_page_opens_for_daect(client):
    client.force_login(factories.member(Role.OFFICER))
    page = client.get("/reglages/").text
    assert "Aucun changement n’est décidé." in page
    assert "Signatures" not in page
