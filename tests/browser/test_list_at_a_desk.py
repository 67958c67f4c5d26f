"""The lists that DAECT lives in, on a common desk's screen: every column in sight (spec X5, X7)."""

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from labels import assignment
from missions.models import Mission, MissionMark
from tests import factories
from tests.labels import factories as labels
from tests.missions import factories as made
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


def test_x5_missions_are_kept_in_sight_and_submitted_together(visit, clock):
    cast = made.Cast(organisation=factories.organisation(name="Communauté d’agglomération"))
    ready = made.agreed(cast)
    made.estimate(cast, ready)
    draft = made.draft(cast)
    window = visit(cast.officer).go(reverse("missions:missions"))
    assert window.page.evaluate(OUT_OF_SIGHT) <= 0
    window.press(f"Garder à faire {draft.number}")
    assert MissionMark.objects.get().mission == draft
    window.tick(f"Choisir {ready}", f"Choisir {draft}").press("Soumettre à l’ambassade")
    window.says("1 mission concernée", "version 1 des termes", "1 mission laissée de côté", draft.number)
    window.press("Soumettre les missions").says("1 mission soumise à l’ambassade.")
    assert Mission.objects.get(pk=ready.pk).post == cast.post
    window.go(draft.get_absolute_url()).says("Dans votre liste.").follow("Changer la note ou le jour")
    window.fill(note="Rappeler le poste").press("Enregistrer").says("Dans votre liste : Rappeler le poste.")
