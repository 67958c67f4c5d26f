"""The mission letter, once, signed, as validated (spec M11, X12)."""

import pytest

from expect.accounts.enums import Role
from expect.accounts.signing import NoSigningAuthority
from expect.kernel.errors import NotAllowed, StateChanged
from missions import validation
from missions.models import Mission
from tests import factories
from tests.documents.papers import fonts_of, pages_of, rendered, text_of
from tests.missions import factories as made
from tests.moments import AT

pytestmark = pytest.mark.django_db


def test_m11_the_letter_says_the_terms_validated(cast):
    mission, head = made.validated(cast), factories.head()
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    letter = Mission.objects.get(pk=mission.pk).letter
    said = letter.context["mission"]
    lines = {line["label"]: line["text"] for line in said["lines"]}
    assert (letter.kind, letter.title) == ("mission_letter", "Lettre de mission M-2026-0001")
    assert letter.context["letter"]["signature"]["name"] == str(head)
    assert letter.context["letter"]["signature"]["delegation"] == "Décret d’essai du 1er janvier 2025"
    assert (said["post"], said["validated_on"], said["due_on"]) == (
        str(cast.post),
        "2 mars 2026",
        "7 juillet 2026",
    )
    assert lines["Objectifs"] == "Trouver les fuites."
    assert len(said["commitments"]) == 4


def test_m11_as_a_pdf_what_people_typed_stays_text(cast, tmp_path):
    mission = made.validated(cast, objectives="<b>Trouver</b> les fuites & former.")
    validation.issue_mission_letter(mission=mission, by=factories.head(), at=AT)
    letter = Mission.objects.get().letter
    content = rendered(letter.template, letter.context)
    said = text_of(content)
    assert "<b>Trouver</b> les fuites & former." in said
    assert "votre rapport de mission est attendu au plus tard le 7 juillet 2026" in said.lower()
    assert pages_of(content) == 2
    assert fonts_of(content, tmp_path) == {"Marianne": True, "Marianne-Bold": True}


def test_x12_without_delegation_nobody_signs(cast):
    mission = made.validated(cast)
    with pytest.raises(NoSigningAuthority):
        validation.issue_mission_letter(mission=mission, by=factories.head(signs=False), at=AT)
    mission.refresh_from_db()
    assert mission.letter is None


def test_m11_after_the_validation_and_once(cast):
    head = factories.head()
    with pytest.raises(NotAllowed, match="suit la validation"):
        validation.issue_mission_letter(mission=made.awaiting(cast), by=head, at=AT)
    mission = Mission.objects.get()
    validation.validate(mission=mission, version_number=1, by=cast.agent, at=AT)
    other_tab = Mission.objects.get()
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    with pytest.raises(NotAllowed, match="déjà émise"):
        validation.issue_mission_letter(mission=mission, by=head, at=AT)
    with pytest.raises(StateChanged):
        validation.issue_mission_letter(mission=other_tab, by=head, at=AT)


def test_x12_the_head_alone_signs(cast):
    with pytest.raises(NotAllowed):
        validation.issue_mission_letter(
            mission=made.validated(cast), by=factories.member(Role.OFFICER), at=AT
        )
