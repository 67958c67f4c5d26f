"""The time to answer is what the letter states, whatever the head decides afterwards (spec R5)."""

from datetime import timedelta

import pytest

from expect.programme.changes import change_parameter
from reports import rules
from tests import factories
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def test_r5_the_days_to_answer_are_those_of_the_day_of_the_letter():
    change_parameter(
        key="prior_letter_days",
        to=30,
        starts_on=TODAY + timedelta(days=10),
        text_reference="Arrêté d’essai",
        reason="Essai.",
        by=factories.head(signs=False),
        at=AT,
    )
    assert rules.answer_days(TODAY + timedelta(days=9)) == 15
    assert rules.answer_days(TODAY + timedelta(days=10)) == 30
