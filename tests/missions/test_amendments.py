"""Terms changed once the embassy has them: what voids its validation, and what does not (spec M8, M14)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message
from missions import amendments, preparation, validation
from missions.amendments import AmendmentRefused
from missions.endings import ReasonMissing
from missions.enums import MissionState, Party
from missions.models import Mission, ParticipantDay, TermsAmendment
from missions.preparation import CommitmentsNotAccepted, SavedMeanwhile
from missions.returns import report_due_on
from missions.terms import text
from missions.terms.limits import DayTaken, NotOnTheList, TooLong
from missions.terms.values import Leg, Person
from missions.terms.versions import StaleVersion
from tests import factories
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE, RETURN
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def amend(cast, mission, terms=None, **facts):
    facts = {
        "reason": "Grève des vols.",
        "accepted": True,
        "revision": mission.revision,
        "by": cast.signatory,
    } | facts
    return amendments.amend_terms(mission=mission, terms=terms or later(mission), at=AT, **facts)


def later(mission, days=10):
    """The same terms, so many days later."""
    terms = text.terms_of(mission)
    shift = timedelta(days=days)
    leg = replace(terms.sending, starts_on=DEPARTURE + shift, ends_on=RETURN + shift)
    return replace(terms, sending=leg)


def with_people(mission, *people):
    terms = text.terms_of(mission)
    return replace(terms, sending=replace(terms.sending, people=people))


def test_the_terms_that_stand_change_nothing(cast):
    mission = made.validated(cast)
    assert amendments.outcome(mission, text.terms_of(mission)) == ([], [])
    with pytest.raises(AmendmentRefused, match="rien ne change"):
        amend(cast, mission, text.terms_of(mission))


def test_m14_postponed_the_validation_falls_and_the_limit_with_it(cast):
    mission = made.validated(cast)
    amendment = amend(cast, mission)
    mission.refresh_from_db()
    assert (mission.state, mission.departs_on) == (MissionState.ACCEPTED, DEPARTURE + 10 * DAY)
    assert (mission.validated_at, mission.report_due_on, mission.sent_to_embassy_at) == (None, None, None)
    assert (amendment.version.number, amendment.touched) == (2, ["dates"])
    assert [one.reason for one in mission.limit_changes.order_by("pk")] == [
        "Retour prévu le 7 mai 2026",
        "Validation levée : les dates changent".replace(" :", "\N{NO-BREAK SPACE}:"),
    ]
    assert mission.costs.count() == 1, "costs stay"
    assert set(ParticipantDay.objects.values_list("day", flat=True)) == {
        DEPARTURE + n * DAY for n in range(10, 17)
    }
    line = Entry.objects.get(action="amend")
    assert (line.from_state, line.to_state, line.details) == ("validated", "accepted", {"touched": ["dates"]})


def test_m8_voided_then_sent_and_validated_again(cast):
    mission = made.validated(cast)
    amend(cast, mission)
    preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    with pytest.raises(StaleVersion):
        validation.validate(mission=mission, version_number=1, by=cast.agent, at=AT)
    validation.validate(mission=mission, version_number=2, by=cast.agent, at=AT)
    mission.refresh_from_db()
    assert mission.report_due_on == report_due_on(RETURN + 10 * DAY)
    assert mission.reviews.count() == 2


def test_m14_people_replaced(cast):
    mission = made.validated(cast)
    amendment = amend(cast, mission, with_people(mission, cast.experts[1]))
    assert (amendment.touched, amendment.touched_words()) == (["people"], "les personnes")
    assert {day.expert for day in ParticipantDay.objects.select_related("expert")} == {cast.experts[1]}
    assert mission.state == MissionState.ACCEPTED


def test_m8_hosted_people_are_substance_too(cast):
    hosted = Leg(DEPARTURE, RETURN, "Rennes", (Person("Awa Diop", "maire adjointe"),))
    mission = made.validated(cast, sending=None, hosting=hosted)
    terms = text.terms_of(mission)
    same_person = replace(hosted, people=(Person("Awa Diop", "maire"),))
    assert amendments.outcome(mission, replace(terms, hosting=same_person))[1] == []
    other = replace(hosted, people=(Person("Omar Sy"),))
    assert amendments.outcome(mission, replace(terms, hosting=other))[1] == ["people"]


@pytest.mark.parametrize(
    "change",
    [
        {"objectives": "Trouver et réparer."},
        {"expected_results": ("Un plan",)},
        {"follow_ups": ""},
        {"goals": (6,)},
        {"host_institution": "Région de Thiès"},
        {"subject": "Eau potable"},
    ],
)
def test_m8_another_change_leaves_the_validation(cast, change):
    mission = made.validated(cast)
    limit = mission.report_due_on
    amendment = amend(cast, mission, replace(text.terms_of(mission), **change))
    mission.refresh_from_db()
    assert (mission.state, mission.report_due_on, amendment.touched) == (MissionState.VALIDATED, limit, [])
    assert mission.validated_at == AT
    assert Entry.objects.get(action="amend_detail").to_state == ""
    assert not amendment.version.acceptances.filter(party=Party.EMBASSY).exists()


def test_m8_place_is_no_substance(cast):
    mission = made.validated(cast)
    terms = text.terms_of(mission)
    moved = replace(terms, sending=replace(terms.sending, place="Mbour"))
    assert amend(cast, mission, moved).touched == []


def test_m8_while_the_embassy_reads_the_version_that_it_read_is_stale(cast):
    mission = made.awaiting(cast)
    amend(cast, mission, replace(text.terms_of(mission), objectives="Autre."))
    assert mission.state == MissionState.AWAITING_EMBASSY
    with pytest.raises(StaleVersion, match="Les termes ont changé"):
        validation.validate(mission=mission, version_number=1, by=cast.agent, at=AT)
    validation.validate(mission=mission, version_number=2, by=cast.agent, at=AT)
    assert mission.state == MissionState.VALIDATED


def test_m8_while_the_embassy_reads_new_dates_take_the_mission_back(cast):
    mission = made.awaiting(cast)
    as_the_agent_read_it = Mission.objects.get(pk=mission.pk)
    amend(cast, mission)
    assert mission.state == MissionState.ACCEPTED
    with pytest.raises(StateChanged):
        validation.validate(mission=as_the_agent_read_it, version_number=1, by=cast.agent, at=AT)


def test_m11_the_letter_issued_holds_no_more_and_is_kept(cast):
    mission = made.validated(cast)
    head = factories.head()
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    letter = mission.letter
    amendment = amend(cast, mission)
    mission.refresh_from_db()
    assert (mission.letter, amendment.letter) == (None, letter)
    preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    validation.validate(mission=mission, version_number=2, by=cast.agent, at=AT)
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    assert mission.letter != letter
    told = Message.objects.filter(event="missions/letter_issued", to=cast.agent.email)
    assert told.count() == 2, "each letter is announced"


def test_m11_no_letter_is_issued_on_terms_that_have_just_changed(cast):
    mission = made.validated(cast)
    as_the_head_read_it = Mission.objects.select_related("organisation", "country").get(pk=mission.pk)
    amend(cast, mission)
    with pytest.raises((StateChanged, NotAllowed)):
        validation.issue_mission_letter(mission=as_the_head_read_it, by=factories.head(), at=AT)
    assert Mission.objects.get(pk=mission.pk).letter is None


def test_m11_the_letter_stands_where_the_substance_does(cast):
    mission = made.validated(cast)
    validation.issue_mission_letter(mission=mission, by=factories.head(), at=AT)
    amend(cast, mission, replace(text.terms_of(mission), objectives="Autre."))
    mission.refresh_from_db()
    assert mission.letter_id


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize("who", ["editor", "agent", "officer"])
def test_only_the_signatory(cast, who):
    mission = made.validated(cast)
    with pytest.raises(NotAllowed):
        amend(cast, mission, by=getattr(cast, who))


@pytest.mark.parametrize("state", [made.prepared, made.agreed])
def test_not_before_the_embassy_has_them(cast, state):
    with pytest.raises(NotAllowed, match="pas possible à ce stade"):
        amend(cast, state(cast))


@pytest.mark.parametrize(("shift", "allowed"), [(0, True), (1, False)])
def test_not_once_they_have_left(cast, shift, allowed):
    mission = made.validated(cast)
    at = AT + (DEPARTURE - TODAY) + timedelta(days=shift)
    facts = {"reason": "Malade.", "accepted": True, "revision": mission.revision, "by": cast.signatory}
    terms = with_people(mission, cast.experts[1])
    if allowed:
        assert amendments.amend_terms(mission=mission, terms=terms, at=at, **facts).pk
    else:
        with pytest.raises(NotAllowed, match="ses dates sont passées"):
            amendments.amend_terms(mission=mission, terms=terms, at=at, **facts)


def refused(cast, mission, error, **facts):
    with pytest.raises(error) as raised:
        amend(cast, mission, **facts)
    mission.refresh_from_db()
    assert (mission.state, mission.versions.count()) == (MissionState.VALIDATED, 1)
    assert not TermsAmendment.objects.exists()
    return raised.value


def test_bad_input_changes_nothing(cast):
    mission = made.validated(cast)
    terms = text.terms_of(mission)
    eight = replace(terms.sending, ends_on=RETURN + DAY)
    past = replace(terms.sending, starts_on=TODAY - 9 * DAY, ends_on=TODAY - 4 * DAY)
    stranger = made.expert(factories.organisation())
    assert refused(cast, mission, ReasonMissing, reason=" ").field == "reason"
    assert refused(cast, mission, CommitmentsNotAccepted, accepted=False).field == "accepted"
    assert refused(cast, mission, TooLong, terms=replace(terms, sending=eight)).field == "sending_ends_on"
    refused(cast, mission, AmendmentRefused, terms=replace(terms, sending=past))
    refused(cast, mission, AmendmentRefused, terms=replace(terms, objectives=""))
    refused(cast, mission, NotOnTheList, terms=with_people(mission, stranger))
    refused(cast, mission, SavedMeanwhile, revision=7)


def test_m6_an_expert_taken_elsewhere(cast):
    mission = made.validated(cast)
    other = made.prepared(cast, departs_on=DEPARTURE + 12 * DAY)
    with pytest.raises(DayTaken, match=other.number):
        amend(cast, mission)
