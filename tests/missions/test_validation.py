"""⑦ The embassy of the country answers on the version in force (spec M8, M10, M14)."""

from datetime import timedelta

import pytest

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, StateChanged
from missions import endings, preparation, validation
from missions.endings import ReasonMissing
from missions.enums import MissionState, Party, ReviewOutcome
from missions.models import Mission, ParticipantDay
from missions.terms.versions import StaleVersion
from tests import factories
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE, RETURN
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REPORT_DUE = RETURN.replace(month=7)


def validate(cast, mission, by=None, at=AT, version_number=1):
    return validation.validate(mission=mission, version_number=version_number, by=by or cast.agent, at=at)


def test_m8_validation_is_the_acceptance_of_a_version(cast):
    mission = made.awaiting(cast)
    review = validate(cast, mission)
    acceptance = review.version.acceptances.get(party=Party.EMBASSY)
    assert (review.outcome, review.post, review.given_by) == (ReviewOutcome.VALIDATED, cast.post, cast.agent)
    assert (acceptance.accepted_by, acceptance.capacity) == (cast.agent, "ambassade")
    assert (mission.state, mission.validated_at, mission.report_due_on) == (
        MissionState.VALIDATED,
        AT,
        REPORT_DUE,
    )
    assert mission.limit_changes.get().reason == "Retour prévu le 7 mai 2026"
    line = Entry.objects.get(action="validate")
    assert (line.from_state, line.to_state, line.role) == ("awaiting_embassy", "validated", "post_agent")


def test_m8_another_countrys_agent_is_refused(cast):
    stranger = factories.member(Role.POST_AGENT, factories.post(factories.country("MG", "Madagascar")))
    mission = made.awaiting(cast)
    for act in (
        lambda: validate(cast, mission, by=stranger),
        lambda: validation.return_mission(
            mission=mission, version_number=1, remarks="Non.", by=stranger, at=AT
        ),
        lambda: validation.refuse_mission(
            mission=mission, version_number=1, reasons="Non.", by=stranger, at=AT
        ),
    ):
        with pytest.raises(NotAllowed, match=rf"\(Sénégal\) relève du poste .*{cast.post}"):
            act()
    mission.refresh_from_db()
    assert mission.state == MissionState.AWAITING_EMBASSY


def test_m8_the_right_belongs_to_the_post_people_rotate(cast):
    mission = made.awaiting(cast)
    left = factories.member(Role.POST_AGENT, cast.post, ends_on=TODAY - DAY)
    arrived = factories.member(Role.POST_AGENT, cast.post, since=TODAY)
    to_come = factories.member(Role.POST_AGENT, cast.post, since=TODAY + DAY)
    for by in (left, to_come):
        with pytest.raises(NotAllowed):
            validate(cast, mission, by=by)
    assert validate(cast, mission, by=arrived).given_by == arrived


def test_m8_the_right_follows_the_charge_of_the_country(cast):
    mission = made.awaiting(cast)
    cast.post.charges.update(ends_on=TODAY - DAY)
    successor = factories.post(cast.country)
    with pytest.raises(NotAllowed, match=f"{successor}"):
        validate(cast, mission)
    agent = factories.member(Role.POST_AGENT, successor)
    assert validate(cast, mission, by=agent).post == successor
    assert mission.post == successor


@pytest.mark.parametrize("who", ["editor", "signatory", "officer"])
def test_m8_nobody_else_validates(cast, who):
    with pytest.raises(NotAllowed):
        validate(cast, made.awaiting(cast), by=getattr(cast, who))


def test_m8_a_version_that_another_replaced_is_refused(cast):
    mission = made.awaiting(cast)
    validation.return_mission(mission=mission, version_number=1, remarks="Trop tôt.", by=cast.agent, at=AT)
    made.accept(cast, mission)
    preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    with pytest.raises(StaleVersion, match="Les termes ont changé"):
        validate(cast, mission, version_number=1)
    assert validate(cast, mission, version_number=2).version.number == 2


@pytest.mark.parametrize(("shift", "allowed"), [(-1, False), (0, True), (1, True)])
def test_m3_the_label_must_hold_at_departure(cast, shift, allowed):
    mission = made.awaiting(cast)
    mission.label.ends_on = DEPARTURE + timedelta(days=shift)
    if allowed:
        assert validate(cast, mission).pk
    else:
        with pytest.raises(NotAllowed, match="prend fin le 30 avril 2026"):
            validate(cast, mission)


@pytest.mark.parametrize(("shift", "allowed"), [(0, True), (1, False)])
def test_m8_the_departure_is_to_come(cast, shift, allowed):
    mission = made.awaiting(cast)
    at = AT + (DEPARTURE - TODAY) + timedelta(days=shift)
    if allowed:
        assert validate(cast, mission, at=at).pk
    else:
        with pytest.raises(NotAllowed, match="ses dates sont passées"):
            validate(cast, mission, at=at)


def test_m10_a_late_report_of_the_holder_blocks_the_validation(cast):
    mission, late = made.awaiting(cast), made.gone(cast)
    Mission.objects.filter(pk=late.pk).update(report_due_on=TODAY - DAY)
    with pytest.raises(NotAllowed, match=late.number):
        validate(cast, mission)
    Mission.objects.filter(pk=late.pk).update(report_delivered_at=AT)
    assert validate(cast, mission).pk


def test_m8_returned_with_remarks_the_days_are_kept(cast):
    mission = made.awaiting(cast)
    review = validation.return_mission(
        mission=mission, version_number=1, remarks="Évitez le 4 avril.", by=cast.agent, at=AT
    )
    assert (mission.state, review.remarks) == (MissionState.RETURNED, "Évitez le 4 avril.")
    assert ParticipantDay.objects.count() == 7
    assert mission.report_due_on is None


def test_m8_refused_with_reasons_the_days_are_free(cast):
    mission = made.awaiting(cast)
    validation.refuse_mission(mission=mission, version_number=1, reasons="Zone rouge.", by=cast.agent, at=AT)
    assert mission.state == MissionState.REFUSED
    assert not ParticipantDay.objects.exists()
    assert made.prepared(cast).departs_on == DEPARTURE, "the expert may leave on another mission"


@pytest.mark.parametrize("words", ["", "  \n"])
def test_m8_a_return_or_a_refusal_says_why(cast, words):
    mission = made.awaiting(cast)
    with pytest.raises(ReasonMissing) as refused:
        validation.return_mission(mission=mission, version_number=1, remarks=words, by=cast.agent, at=AT)
    assert refused.value.field == "remarks"
    with pytest.raises(ReasonMissing) as refused:
        validation.refuse_mission(mission=mission, version_number=1, reasons=words, by=cast.agent, at=AT)
    assert refused.value.field == "reasons"


def test_m8_answered_twice_the_second_is_told(cast):
    mission = made.awaiting(cast)
    other_tab = Mission.objects.select_related("country", "label", "organisation").get(pk=mission.pk)
    validate(cast, mission)
    with pytest.raises(StateChanged):
        validate(cast, other_tab)
    assert mission.reviews.count() == 1


# ---------------------------------------------------------------- cancelling


@pytest.mark.parametrize("who", ["officer", "signatory"])
@pytest.mark.parametrize("state", [made.prepared, made.agreed, made.awaiting, made.validated])
def test_m14_cancelled_before_departure(cast, state, who):
    mission = state(cast)
    endings.cancel(mission=mission, reason="Élections.", by=getattr(cast, who), at=AT)
    mission.refresh_from_db()
    assert (mission.state, mission.cancel_reason) == (MissionState.CANCELLED, "Élections.")
    assert mission.report_due_on is None
    assert not ParticipantDay.objects.exists()


def test_m14_a_cancelled_mission_expects_no_report_and_keeps_its_costs(cast):
    mission = made.validated(cast)
    endings.cancel(mission=mission, reason="Élections.", by=cast.officer, at=AT)
    assert [change.due_on for change in mission.limit_changes.order_by("pk")] == [REPORT_DUE, None]
    assert mission.costs.count() == 1


@pytest.mark.parametrize(("shift", "allowed"), [(-1, True), (0, False), (1, False)])
def test_m14_not_from_the_day_of_departure(cast, shift, allowed):
    mission = made.validated(cast)
    at = AT + (DEPARTURE - TODAY) + timedelta(days=shift)
    if allowed:
        assert endings.cancel(mission=mission, reason="Grève.", by=cast.officer, at=at).cancelled_at == at
    else:
        with pytest.raises(NotAllowed, match="jour du départ"):
            endings.cancel(mission=mission, reason="Grève.", by=cast.officer, at=at)


@pytest.mark.parametrize("state", [made.agreed, made.awaiting])
@pytest.mark.parametrize("shift", [0, 1, 40])
def test_m14_one_that_nobody_validated_is_cancelled_whatever_the_day(cast, state, shift):
    mission = state(cast)
    at = AT + (DEPARTURE - TODAY) + timedelta(days=shift)
    endings.cancel(mission=mission, reason="L’ambassade n’a pas répondu.", by=cast.officer, at=at)
    assert mission.state == MissionState.CANCELLED


@pytest.mark.parametrize("who", ["editor", "agent"])
def test_m14_only_daect_or_the_signatory_cancels(cast, who):
    with pytest.raises(NotAllowed):
        endings.cancel(mission=made.validated(cast), reason="Non.", by=getattr(cast, who), at=AT)


def test_m14_cancelling_says_why(cast):
    with pytest.raises(ReasonMissing):
        endings.cancel(mission=made.validated(cast), reason=" ", by=cast.officer, at=AT)
