"""⑤ A need is relayed, holders are asked, one is chosen (spec M1, M3, M10)."""

from datetime import date, timedelta

import pytest

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.days import ImplausibleDay
from expect.kernel.errors import NotAllowed, StateChanged
from expect.territory.models import PostCountry
from missions import requests, rules
from missions.enums import MissionState, RequestOrigin, RequestState, SolicitationState
from missions.forms.needs import SolicitForm
from missions.models import ExpertiseRequest, Mission, Solicitation
from missions.requests import AnswerTooLate, AnswerTooSoon, ReasonMissing, RequestRefused
from tests import factories
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- needs


def test_m1_an_agent_relays_a_need_of_its_country(cast):
    need = made.need(cast)
    assert (need.number, need.state, need.origin) == ("B-2026-0001", RequestState.OPEN, RequestOrigin.POST)
    assert (need.post, list(need.themes.all())) == (cast.post, [made.theme()])
    line = Entry.objects.get(action="relay_request")
    assert (line.subject_id, line.actor, line.role) == (need.public_id, cast.agent.public_id, "post_agent")


def test_m1_daect_enters_one_for_any_country_with_a_post(cast):
    need = made.need(cast, by=cast.officer)
    assert (need.origin, need.post) == (RequestOrigin.DAECT, cast.post)


def test_m1_another_posts_country_is_refused(cast):
    elsewhere = factories.member(Role.POST_AGENT, factories.post(factories.country("MG", "Madagascar")))
    with pytest.raises(NotAllowed, match="relève du poste"):
        made.need(cast, by=elsewhere)


@pytest.mark.parametrize("who", ["agent", "officer"])
def test_m8_no_post_in_charge_is_said(cast, who):
    PostCountry.objects.update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(NotAllowed, match="Aucun poste"):
        made.need(cast, by=getattr(cast, who))


def test_m8_two_posts_in_charge_is_said(cast):
    PostCountry.objects.create(post=factories.post(), country=cast.country, ends_on=TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed, match="La déléguée ou le délégué désigne celui qui répond"):
        made.need(cast)


def test_m8_a_former_agent_relays_nothing(cast):
    former = factories.member(Role.POST_AGENT, cast.post, ends_on=TODAY - timedelta(days=1))
    with pytest.raises(NotAllowed):
        made.need(cast, by=former)


def test_m1_a_need_has_a_theme(cast):
    with pytest.raises(RequestRefused) as refused:
        made.need(cast, themes=[])
    assert refused.value.field == "themes"


@pytest.mark.parametrize(
    ("wished_from", "wished_until", "field"),
    [(-1, 10, "wished_from"), (10, 9, "wished_until"), (0, 0, None)],
)
def test_m1_the_period_is_to_come_and_in_order(cast, wished_from, wished_until, field):
    days = {
        "wished_from": TODAY + timedelta(days=wished_from),
        "wished_until": TODAY + timedelta(days=wished_until),
    }
    if field is None:
        assert made.need(cast, **days).pk
    else:
        with pytest.raises(RequestRefused) as refused:
            made.need(cast, **days)
        assert refused.value.field == field


def test_numbers_have_no_gap_when_a_need_is_refused(cast):
    with pytest.raises(RequestRefused):
        made.need(cast, themes=[])
    assert [made.need(cast).number, made.need(cast).number] == ["B-2026-0001", "B-2026-0002"]


def test_a_withdrawn_need_lets_its_holders_go(cast):
    need = made.need(cast)
    waiting = made.solicitation(cast, need)
    willing = requests.accept_solicitation(
        solicitation=made.solicitation(cast, need, of=made.label()), by=_editor_of(need), at=AT
    )
    requests.withdraw_request(request=need, by=cast.agent, at=AT)
    for one in (need, waiting, willing):
        one.refresh_from_db()
    assert need.state == RequestState.WITHDRAWN
    assert need.withdrawn_at == AT
    assert (waiting.state, willing.state) == (SolicitationState.CANCELLED, SolicitationState.NOT_CHOSEN)


def _editor_of(need: ExpertiseRequest):
    last = need.solicitations.latest("pk")
    return factories.member(Role.EDITOR, last.organisation)


# ---------------------------------------------------------------- solicitations


def test_m3_daect_solicits_a_valid_label(cast):
    solicitation = made.solicitation(cast)
    assert (solicitation.state, solicitation.organisation) == (SolicitationState.SENT, cast.organisation)
    assert solicitation.sent_by == cast.officer


@pytest.mark.parametrize(("shift", "holds"), [(-1, False), (0, True), (1, True)])
def test_m3_the_label_must_hold_today(cast, shift, holds):
    need = made.need(cast, wished_from=TODAY, wished_until=TODAY + timedelta(days=90))
    label = made.label(ends_on=TODAY + timedelta(days=shift))
    if holds:
        assert made.solicitation(cast, need, of=label).pk
    else:
        with pytest.raises(NotAllowed, match="prend fin le 1er mars 2026"):
            made.solicitation(cast, need, of=label)


def test_m3_a_label_that_ends_before_the_period_is_not_asked(cast):
    label = made.label(ends_on=TODAY + timedelta(days=29))
    with pytest.raises(NotAllowed, match="avant la période souhaitée"):
        made.solicitation(cast, of=label)


def test_m10_a_holder_with_a_late_report_is_not_asked(cast):
    late = made.gone(cast)
    Mission.objects.filter(pk=late.pk).update(report_due_on=TODAY - timedelta(days=1))
    with pytest.raises(NotAllowed, match=rf"{late.number}, attendu le 1er mars 2026") as refused:
        made.solicitation(cast)
    assert str(cast.organisation) in refused.value.sentence
    Mission.objects.filter(pk=late.pk).update(report_due_on=TODAY)
    assert made.solicitation(cast).pk


def test_m3_the_holder_has_a_whole_day_to_answer(cast):
    need = made.need(cast)
    with pytest.raises(AnswerTooSoon) as refused:
        requests.solicit(request=need, label=cast.label, answer_by=TODAY, by=cast.officer, at=AT)
    assert refused.value.field == "answer_by"
    tomorrow = TODAY + timedelta(days=1)
    assert requests.solicit(request=need, label=cast.label, answer_by=tomorrow, by=cast.officer, at=AT).pk


def test_m3_nor_an_answer_after_the_period_wished(cast):
    need = made.need(cast)
    late = {"answer_by": need.wished_until + timedelta(days=1)}
    with pytest.raises(AnswerTooLate, match="finit le 30 juin 2026") as refused:
        requests.solicit(request=need, label=cast.label, by=cast.officer, at=AT, **late)
    assert refused.value.field == "answer_by"
    assert "answer_by" in SolicitForm(late, need=need, on=TODAY).errors
    last = {"answer_by": need.wished_until}
    assert SolicitForm(last, need=need, on=TODAY).is_valid()
    assert requests.solicit(request=need, label=cast.label, by=cast.officer, at=AT, **last).pk


def test_m3_on_its_last_day_a_need_has_no_time_left_for_an_answer(cast):
    need = made.need(cast)
    last = need.wished_until
    assert rules.may_solicit(cast.officer, need, cast.label, last - timedelta(days=1))
    assert "n’aurait le temps de répondre" in rules.may_solicit(cast.officer, need, cast.label, last).reason


def test_m1_a_slip_in_the_year_is_refused_by_the_act(cast):
    with pytest.raises(ImplausibleDay):
        made.need(cast, wished_until=date(9999, 1, 1))


def test_m3_a_holder_is_asked_once(cast):
    need = made.need(cast)
    made.solicitation(cast, need)
    with pytest.raises(NotAllowed, match=f"{cast.organisation} est déjà sollicité pour ce besoin depuis"):
        made.solicitation(cast, need)
    assert need.solicitations.count() == 1


@pytest.mark.parametrize("who", ["agent", "editor", "signatory"])
def test_m3_only_daect_solicits(cast, who):
    with pytest.raises(NotAllowed):
        requests.solicit(
            request=made.need(cast),
            label=cast.label,
            answer_by=TODAY + timedelta(days=7),
            by=getattr(cast, who),
            at=AT,
        )


@pytest.mark.parametrize("who", ["editor", "signatory"])
def test_m3_the_holder_accepts_or_declines(cast, who):
    by = getattr(cast, who)
    yes = requests.accept_solicitation(solicitation=made.solicitation(cast), by=by, at=AT, reason="En mai.")
    no = requests.decline_solicitation(
        solicitation=made.solicitation(cast), by=by, at=AT, reason="Élections."
    )
    assert (yes.state, yes.answered_by, yes.answer_reason) == (SolicitationState.ACCEPTED, by, "En mai.")
    assert (no.state, no.answered_at, no.answer_reason) == (SolicitationState.DECLINED, AT, "Élections.")


def test_m3_declining_wants_a_reason(cast):
    with pytest.raises(ReasonMissing):
        requests.decline_solicitation(
            solicitation=made.solicitation(cast), reason="  ", by=cast.editor, at=AT
        )


def test_m3_the_label_must_still_hold_at_acceptance(cast):
    solicitation = made.solicitation(cast)
    made.ends_on(cast.label, TODAY)
    solicitation.refresh_from_db()
    with pytest.raises(NotAllowed, match="prend fin le 2 mars 2026"):
        requests.accept_solicitation(solicitation=solicitation, by=cast.editor, at=AT + timedelta(days=1))


def test_m13_a_late_answer_is_still_an_answer(cast):
    late = AT + timedelta(days=30)
    answered = requests.accept_solicitation(solicitation=made.solicitation(cast), by=cast.editor, at=late)
    assert answered.state == SolicitationState.ACCEPTED


def test_an_answer_is_given_once(cast):
    solicitation = made.accepted(cast)
    with pytest.raises(NotAllowed, match="à ce stade"):
        requests.decline_solicitation(solicitation=solicitation, reason="Non.", by=cast.editor, at=AT)
    stale = Solicitation.objects.get(pk=solicitation.pk)
    stale.state = SolicitationState.SENT
    with pytest.raises(StateChanged):
        requests.decline_solicitation(solicitation=stale, reason="Non.", by=cast.editor, at=AT)


# ---------------------------------------------------------------- the choice


def test_m3_the_choice_is_recorded_and_the_mission_born(cast):
    solicitation = made.accepted(cast)
    mission = requests.choose(solicitation=solicitation, reason="Le plus proche.", by=cast.officer, at=AT)
    need = solicitation.request
    need.refresh_from_db()
    assert (need.state, need.matched_at) == (RequestState.MATCHED, AT)
    assert (solicitation.state, solicitation.choice_reason) == (SolicitationState.CHOSEN, "Le plus proche.")
    assert (mission.number, mission.state) == ("M-2026-0001", MissionState.DRAFT)
    assert (mission.country, mission.post, mission.label) == (cast.country, cast.post, cast.label)
    assert mission.subject == need.subject
    assert {e.action for e in Entry.objects.filter(subject_id=mission.public_id)} == {"create_mission"}


def test_m3_the_others_are_told_and_closed(cast):
    need = made.need(cast)
    first = made.accepted(cast, need)
    other, silent = made.label(), made.label()
    second = requests.accept_solicitation(
        solicitation=made.solicitation(cast, need, of=other),
        by=factories.member(Role.EDITOR, other.organisation),
        at=AT,
    )
    third = made.solicitation(cast, need, of=silent)
    requests.choose(solicitation=first, reason="Disponible.", by=cast.officer, at=AT)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == (SolicitationState.NOT_CHOSEN, SolicitationState.CANCELLED)


def test_m3_the_choice_wants_a_reason(cast):
    with pytest.raises(ReasonMissing):
        requests.choose(solicitation=made.accepted(cast), reason="", by=cast.officer, at=AT)


def test_m3_a_need_is_met_once(cast):
    need = made.need(cast)
    first = made.accepted(cast, need)
    other = made.label()
    second = requests.accept_solicitation(
        solicitation=made.solicitation(cast, need, of=other),
        by=factories.member(Role.EDITOR, other.organisation),
        at=AT,
    )
    stale = Solicitation.objects.select_related("request").get(pk=second.pk)
    requests.choose(solicitation=first, reason="Disponible.", by=cast.officer, at=AT)
    with pytest.raises(StateChanged):
        requests.choose(solicitation=stale, reason="Mieux.", by=cast.officer, at=AT)
    assert Mission.objects.count() == 1
