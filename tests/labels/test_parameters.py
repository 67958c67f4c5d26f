"""A figure that the head changed is the one that stage 1 applies, from its day on (spec L8, L10, X10)."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.programme.changes import change_parameter
from labels import rules
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
FROM = TODAY + timedelta(days=10)


def changed(key: str, to: int) -> None:
    change_parameter(
        key=key,
        to=to,
        starts_on=FROM,
        text_reference="Arrêté d’essai",
        reason="Essai.",
        by=factories.head(signs=False),
        at=AT,
    )


@pytest.mark.parametrize(
    ("key", "to", "rule", "before", "after"),
    [
        ("label_years", 5, rules.last_day, date(2029, 3, 10), date(2031, 3, 11)),
        ("silence_months", 4, rules.silence_on, date(2026, 5, 11), date(2026, 7, 12)),
        ("session_horizon_months", 12, rules.last_session_day, date(2028, 3, 11), date(2027, 3, 12)),
        ("quorum_percent", 60, rules.quorum, 50, 60),
        ("correction_months", 2, rules.last_correction_day, date(2026, 9, 11), date(2026, 5, 12)),
        ("letter_patience_days", 30, rules.patience_began_on, date(2026, 2, 24), date(2026, 2, 10)),
        ("silence_near_days", 30, rules.silence_near_until, date(2026, 3, 26), date(2026, 4, 11)),
        ("exchange_months", 1, partial(rules.exchange_ends_on, TODAY), date(2026, 9, 2), date(2026, 4, 2)),
    ],
)
def test_a_changed_figure_applies_from_its_day(key, to, rule, before, after):
    changed(key, to)
    assert rule(FROM - timedelta(days=1)) == before
    assert rule(FROM) == after


@pytest.mark.parametrize(("percent", "met"), [(50, True), (60, True), (66, True), (67, False)])
def test_l8_the_quorum_is_more_than_the_share(percent, met):
    assert rules.quorum_met(2, 3, percent) is met
    assert not rules.quorum_met(1, 2, 50)


def test_l7_the_form_says_the_last_day_that_the_figure_gives(client, clock):
    application = labels.lodged()
    changed("correction_months", 2)
    officer = factories.member(Role.OFFICER)
    client.force_login(officer)
    page = reverse("labels:application_request_changes", args=[application.public_id])
    assert "Le 2 septembre 2026 au plus tard" in client.get(page).text.replace("\u00a0", " ")
    clock.move_to(AT + (FROM - TODAY))
    client.force_login(officer)
    assert "12 mai 2026 au plus tard" in client.get(page).text.replace("\u00a0", " ")
