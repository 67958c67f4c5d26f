"""What waits for each person (spec X4)."""

from datetime import timedelta

import pytest

from expect.dashboard import work as dashboard
from missions import preparation, validation, work
from missions.models import Mission
from tests import factories
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def waiting(user, on=TODAY):
    """(kind, title, due day) of what waits, in the order of the kinds."""
    return sorted((kind, title, due) for rows in work.work_items(user, on) for kind, _, title, due, _ in rows)


def everybody(cast):
    return {name: waiting(getattr(cast, name)) for name in ("editor", "signatory", "officer", "agent")}


def test_x4_an_open_need_waits_for_daect(cast):
    need = made.need(cast)
    assert everybody(cast) == {
        "editor": [],
        "signatory": [],
        "officer": [("missions.match", "B-2026-0001, Sénégal", need.wished_from)],
        "agent": [],
    }


def test_x4_a_solicitation_waits_for_the_holder_then_for_daect_again(cast):
    solicitation = made.solicitation(cast)
    asked = ("missions.answer", "Réseau d’eau potable, Sénégal", solicitation.answer_by)
    assert waiting(cast.editor) == waiting(cast.signatory) == [asked]
    assert waiting(cast.officer) == []
    unanswered = waiting(cast.officer, solicitation.answer_by + timedelta(days=1))
    assert [kind for kind, _, _ in unanswered] == ["missions.match"]


def test_x4_an_agreement_waits_for_the_choice(cast):
    made.accepted(cast)
    assert [kind for kind, _, _ in waiting(cast.officer)] == ["missions.choose"]
    assert waiting(cast.editor) == []


def test_x4_a_draft_waits_for_the_holder_then_for_its_signatory(cast):
    mission = made.prepared(cast)
    prepare = ("missions.prepare", "M-2026-0001, Sénégal", mission.departs_on)
    assert waiting(cast.editor) == waiting(cast.signatory) == [prepare]
    preparation.hand_terms(mission=mission, by=cast.editor, at=AT)
    assert waiting(cast.editor) == []
    assert [kind for kind, _, _ in waiting(cast.signatory)] == ["missions.accept_terms"]


def test_x4_without_dates_the_start_of_the_period_wished_is_the_deadline(cast):
    mission = made.draft(cast)
    assert waiting(cast.editor)[0][2] == mission.solicitation.request.wished_from


def test_x4_accepted_terms_wait_for_daect_then_for_the_embassy(cast):
    mission = made.agreed(cast)
    assert waiting(cast.officer) == [("missions.send_to_embassy", "M-2026-0001, Sénégal", mission.departs_on)]
    made.estimate(cast, mission)
    preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    assert waiting(cast.officer) == []
    assert waiting(cast.agent) == [("missions.review", "M-2026-0001, Sénégal", mission.departs_on)]


def test_x1_another_posts_agent_has_nothing(cast):
    made.awaiting(cast)
    other = factories.member("post_agent", factories.post(factories.country("MG", "Madagascar")))
    assert waiting(other) == []
    cast.post.charges.update(ends_on=TODAY - timedelta(days=1))
    assert waiting(cast.agent) == [], "the post is no longer in charge"


def test_r1_a_return_waits_for_the_holder_and_once_late_for_daect(cast):
    mission = made.gone(cast)
    confirm = ("missions.confirm_return", "M-2025-0001, Sénégal", mission.report_due_on)
    assert waiting(cast.editor) == [confirm]
    assert waiting(cast.officer) == []
    Mission.objects.update(report_due_on=TODAY - timedelta(days=1))
    assert [kind for kind, _, _ in waiting(cast.officer)] == ["missions.confirm_return"]


def test_x4_the_list_and_its_count_agree(cast):
    made.need(cast)
    made.accepted(cast)
    made.agreed(cast)
    for person in (cast.editor, cast.signatory, cast.officer, cast.agent):
        assert dashboard.count(person, TODAY) == len(dashboard.items(person, TODAY))


def test_m11_a_validated_mission_waits_for_its_letter_until_departure(cast):
    mission, head = made.validated(cast), factories.head()
    letter = ("missions.issue_letter", "M-2026-0001, Sénégal")
    assert letter in [row[:2] for row in waiting(head)]
    assert letter not in [row[:2] for row in waiting(head, mission.departs_on + timedelta(days=1))]


def test_m11_a_letter_that_the_terms_overtook_waits_to_be_replaced(cast):
    mission, head = made.validated(cast), factories.head()
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    assert "missions.replace_letter" not in [kind for kind, _, _ in waiting(head)]
    made.amended(cast, mission, objectives="Autre.")
    assert ("missions.replace_letter", "M-2026-0001, Sénégal", mission.departs_on) in waiting(head)
    assert "missions.replace_letter" not in [kind for kind, _, _ in waiting(cast.officer)]
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    assert "missions.replace_letter" not in [kind for kind, _, _ in waiting(head)]
