"""The list that DAECT lives in, on a common desk's screen: every column in sight (spec X5, X7)."""

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from labels import assignment
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
OUT_OF_SIGHT = """() => {
  const frame = document.querySelector('.cards .fr-table__wrapper');
  return frame.querySelector('table').scrollWidth - frame.clientWidth;
}"""


def test_x5_who_follows_a_file_is_in_sight_at_1280(visit, clock):
    labels.themes()
    labels.commitments()
    granted = labels.label(factories.organisation(name="Communauté d’agglomération"))
    officer = factories.member(
        Role.OFFICER, person=factories.user(first_name="Marie-Christine", last_name="Vandenberghe-Rochefort")
    )
    lodged = labels.lodged(expertise={"title": "Infrastructures intercommunales", "skills": "Voirie."})
    assignment.assign(application=lodged, officer=officer, by=officer, at=AT)
    clock.move_to(granted.application.notified_at)
    window = visit(officer).go(reverse("labels:applications"))
    window.says("Vandenberghe-Rochefort", "Label attribué", "Infrastructures")
    assert window.page.evaluate(OUT_OF_SIGHT) <= 0
