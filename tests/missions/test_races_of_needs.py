"""At the same instant: two offers, two merges the other way round, an answer and its lapse (spec M1, M3, M13)."""

import contextlib

import pytest

from expect.kernel.errors import StateChanged
from missions import closing, offers, requests, silence
from missions.enums import RequestState, SolicitationState
from missions.models import ExpertiseRequest, Offer, Solicitation
from tests.missions import factories as made
from tests.missions.test_races import refusals, together
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def cast():
    return made.Cast()


def loaded(need: ExpertiseRequest) -> ExpertiseRequest:
    """The need as another request reads it."""
    return ExpertiseRequest.objects.select_related("country", "post", "declarant").get(pk=need.pk)


def test_m1_two_people_of_a_holder_offer_it_once(cast):
    need = made.need(cast)

    def offer(by):
        mine = loaded(need)
        return lambda: offers.offer(request=mine, label=cast.label, message="En mai.", by=by, at=AT)

    assert len(refusals(together(offer(cast.editor), offer(cast.signatory)))) == 1
    assert Offer.objects.count() == 1


@pytest.mark.parametrize(("guarded", "made_late"), [(True, 0), (False, 1)])
def test_m1_a_need_withdrawn_while_a_holder_offers_itself(cast, monkeypatch, guarded, made_late):
    need = made.need(cast)
    read_before = loaded(need)
    requests.withdraw_request(request=need, by=cast.officer, at=AT)
    if not guarded:
        monkeypatch.setattr(offers, "hold", lambda *_: None)
    with contextlib.suppress(StateChanged):
        offers.offer(request=read_before, label=cast.label, message="En mai.", by=cast.editor, at=AT)
    assert Offer.objects.count() == made_late


def test_m1_two_needs_merged_into_each_other_leave_one_open(cast):
    first, second = made.need(cast), made.need(cast)

    def merge(one, into):
        mine, other = loaded(one), loaded(into)
        return lambda: closing.merge_request(request=mine, into=other, by=cast.officer, at=AT)

    assert len(refusals(together(merge(first, second), merge(second, first)))) == 1
    states = sorted(ExpertiseRequest.objects.values_list("state", flat=True))
    assert states == [RequestState.MERGED, RequestState.OPEN]


def test_control_without_keeping_both_each_is_merged_into_the_other(cast, monkeypatch):
    first, second = made.need(cast), made.need(cast)
    mine, other = loaded(second), loaded(first)
    closing.merge_request(request=first, into=second, by=cast.officer, at=AT)
    monkeypatch.setattr(closing, "hold", lambda *_: None)
    closing.merge_request(request=mine, into=other, by=cast.officer, at=AT)
    assert not ExpertiseRequest.objects.filter(state=RequestState.OPEN).exists()


def test_m3_an_answer_and_its_lapse_at_once_one_stands(cast):
    late = AT.replace(day=20)
    asked = made.solicitation(cast)

    def mine():
        return Solicitation.objects.select_related("request__country", "label", "organisation").get(
            pk=asked.pk
        )

    accepting, lapsing = mine(), mine()
    outcomes = together(
        lambda: requests.accept_solicitation(solicitation=accepting, by=cast.editor, at=late),
        lambda: silence.lapse_solicitation(solicitation=lapsing, by=cast.officer, at=late),
    )
    assert len(refusals(outcomes)) == 1
    asked.refresh_from_db()
    assert asked.state in (SolicitationState.ACCEPTED, SolicitationState.LAPSED)
    assert (asked.answered_at is None) is (asked.state == SolicitationState.LAPSED)


def test_m13_two_jobs_remind_once(cast):
    made.solicitation(cast)
    near = {"on": TODAY.replace(day=8), "at": AT.replace(day=8)}

    def job():
        return silence.follow_silence(**near)

    assert sorted(together(job, job, job)) == [(0, 0), (0, 0), (1, 0)]
