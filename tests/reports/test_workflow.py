"""Every (state, act, role) of stage 3: allowed, or refused with its reason (spec §6)."""

from datetime import datetime, timedelta

import pytest

from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES, Role
from expect.accounts.models import SigningAuthority, User
from expect.kernel.errors import Refusal
from missions.models import Mission
from reports import register, reimbursement, rules, submission
from reports.enums import DemandState, RecoveryStep, ReportState
from reports.models import MissionReport, RecoveryEntry, ReimbursementDemand
from reports.workflow import BEING_WRITTEN, DEMAND, REPORT
from tests import factories
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = pytest.mark.django_db

ACTORS = (*HOLDER_ROLES, *DAECT_ROLES, Role.COMMITTEE_MEMBER, Role.POST_AGENT, Role.ADMINISTRATOR)
LATER = TODAY + timedelta(days=10)


def actor(role: Role, mission: Mission) -> User:
    """Somebody with that role: of the mission's holder, of the post of its country, or with authority to sign."""
    if role == Role.HEAD:
        return factories.head()
    scope = {
        Role.EDITOR: mission.organisation,
        Role.SIGNATORY: mission.organisation,
        Role.POST_AGENT: mission.post,
    }
    return factories.member(role, scope.get(role))


# ---------------------------------------------------------------- the report


def asked_again(state: ReportState) -> MissionReport:
    """A report delivered, of which more was asked, brought to that state in which the holder has it in hand."""
    report = report_in(ReportState.MORE_REQUESTED)
    signatory = made.holder(report.mission)
    if state == ReportState.MORE_REQUESTED:
        return report
    report = submission.hand_in(report=report, by=signatory, at=AT)
    if state == ReportState.AWAITING_SIGNATORY:
        return report
    return submission.send_back(report=report, reason="Encore", by=signatory, at=AT)


def starting_from(state: str, act: str) -> MissionReport:
    """A report in a state from which that act starts."""
    state = ReportState(state)
    return asked_again(state) if act == "accept_as_is" and state in BEING_WRITTEN else report_in(state)


def report_in(state: ReportState) -> MissionReport:
    """A complete report, brought to that state by the acts."""
    if state == ReportState.DRAFT:
        report = made.draft()
        return made.complete(report, made.holder(report.mission))
    if state == ReportState.AWAITING_SIGNATORY:
        return made.handed_in()[0]
    report, officer = made.delivered(), factories.member(Role.OFFICER)
    if state == ReportState.MORE_REQUESTED:
        return submission.request_more(report=report, reason="Plus", due_on=LATER, by=officer, at=AT)
    if state == ReportState.ACCEPTED:
        return submission.accept_report(report=report, by=officer, at=AT)
    return report


REPORT_RULES = {
    "hand_in": rules.may_write,
    "send_back": rules.may_sign,
    "deliver": rules.may_sign,
    "request_more": rules.may_follow,
    "accept_report": rules.may_follow,
    "accept_as_is": rules.may_close_more,
}
REPORT_ACTS = {
    "hand_in": submission.hand_in,
    "send_back": lambda **who: submission.send_back(reason="À reprendre", **who),
    "deliver": submission.deliver,
    "request_more": lambda **who: submission.request_more(reason="Plus", due_on=LATER, **who),
    "accept_report": submission.accept_report,
    "accept_as_is": submission.accept_as_is,
}


def test_every_act_on_a_report_has_its_rule():
    assert set(REPORT_RULES) == set(REPORT_ACTS) == {transition.act for transition in REPORT.transitions}


@pytest.mark.parametrize("state", ReportState.values)
@pytest.mark.parametrize("transition", REPORT.transitions, ids=lambda transition: transition.act)
def test_report_acts_by_state_and_role(state, transition):
    report = starting_from(state, transition.act)
    factories.member(Role.SIGNATORY, report.mission.organisation)
    for role in ACTORS:
        person = actor(role, report.mission)
        verdict = REPORT_RULES[transition.act](person, report, TODAY)
        allowed = state in transition.sources and role in transition.roles
        assert bool(verdict) is allowed, (role, verdict.reason)
        assert allowed or verdict.reason.endswith(".")
        if not allowed:
            with pytest.raises(Refusal):
                REPORT_ACTS[transition.act](report=report, by=person, at=AT)
    report.refresh_from_db()
    assert report.state == state


@pytest.mark.parametrize("transition", REPORT.transitions, ids=lambda transition: transition.act)
def test_report_acts_reach_their_state(transition):
    for state in transition.sources:
        for role in transition.roles:
            report = starting_from(state, transition.act)
            factories.member(Role.SIGNATORY, report.mission.organisation)
            done = REPORT_ACTS[transition.act](report=report, by=actor(role, report.mission), at=AT)
            assert done.state == transition.target


@pytest.mark.parametrize("state", BEING_WRITTEN)
def test_r2_nothing_is_accepted_before_it_was_delivered_once(state):
    report = made.handed_in()[0] if state == ReportState.AWAITING_SIGNATORY else made.draft()
    with pytest.raises(Refusal, match=r"pas encore été remis|à ce stade"):
        submission.accept_as_is(report=report, by=factories.head(), at=AT)


def test_another_body_does_nothing_on_a_report():
    report = report_in(ReportState.AWAITING_SIGNATORY)
    stranger = factories.member(Role.SIGNATORY)
    assert not rules.may_sign(stranger, report, TODAY)
    assert not rules.may_write(stranger, report, TODAY)
    assert not rules.may_start(stranger, report.mission, TODAY)


# ---------------------------------------------------------------- the demand


def demand_in(state: DemandState) -> ReimbursementDemand:
    """A demand brought to that state by the acts; answered where that opens the issue."""
    head = factories.head()
    match state:
        case DemandState.DRAFT:
            return made.drafted()
        case DemandState.ANSWERING:
            return made.answered().demand
        case DemandState.ISSUED:
            return made.issued()
        case DemandState.HANDED_OVER:
            return made.handed_over()
        case DemandState.SETTLED:
            return made.settled()
        case DemandState.DROPPED:
            return reimbursement.drop(demand=made.drafted(), reason="Motif", by=head, at=AT)
        case DemandState.WAIVED:
            return reimbursement.waive(demand=made.issued(), reason="Motif", by=head, at=AT)


def sent_over(demand: ReimbursementDemand) -> RecoveryEntry:
    """The line of its hand-over; one that it does not have where it was never handed over."""
    line = demand.entries.filter(step=RecoveryStep.HANDED_OVER).first()
    line = line or RecoveryEntry(pk=0, step=RecoveryStep.HANDED_OVER)
    line.demand = demand
    return line


def take_back(demand: ReimbursementDemand, by: User, at: datetime) -> RecoveryEntry:
    rules.may_cancel_entry(by, sent_over(demand), TODAY).require()
    return register.cancel_entry(entry=sent_over(demand), reason="Motif", by=by, at=at)


DEMAND_RULES = {
    "send_prior_letter": rules.may_send_prior_letter,
    "issue": rules.may_issue,
    "drop": rules.may_drop,
    "waive": rules.may_waive,
    "hand_over": rules.may_hand_over,
    "take_back": lambda user, demand, on: rules.may_cancel_entry(user, sent_over(demand), on),
}
DEMAND_ACTS = {
    "send_prior_letter": reimbursement.send_prior_letter,
    "issue": lambda **who: reimbursement.issue(reasoning="Motif", **who),
    "drop": lambda **who: reimbursement.drop(reason="Motif", **who),
    "waive": lambda **who: reimbursement.waive(reason="Motif", **who),
    "hand_over": lambda demand, by, at: made.hand_over(demand, by, at).demand,
    "take_back": take_back,
}
OF_PEOPLE = [transition for transition in DEMAND.transitions if transition.roles]


def test_every_act_on_a_demand_has_its_rule():
    assert set(DEMAND_RULES) == set(DEMAND_ACTS) == {transition.act for transition in OF_PEOPLE}


@pytest.mark.parametrize("state", DemandState.values)
@pytest.mark.parametrize("transition", OF_PEOPLE, ids=lambda transition: transition.act)
def test_demand_acts_by_state_and_role(state, transition):
    demand = demand_in(DemandState(state))
    for role in ACTORS:
        person = actor(role, demand.mission)
        verdict = DEMAND_RULES[transition.act](person, demand, TODAY)
        allowed = state in transition.sources and role in transition.roles
        assert bool(verdict) is allowed, (role, verdict.reason)
        assert allowed or verdict.reason.endswith(".")
        if not allowed:
            with pytest.raises(Refusal):
                DEMAND_ACTS[transition.act](demand=demand, by=person, at=AT)
    demand.refresh_from_db()
    assert demand.state == state


@pytest.mark.parametrize("transition", OF_PEOPLE, ids=lambda transition: transition.act)
def test_demand_acts_reach_their_state(transition):
    for state in transition.sources:
        demand = demand_in(DemandState(state))
        DEMAND_ACTS[transition.act](demand=demand, by=actor(Role.HEAD, demand.mission), at=AT)
        demand.refresh_from_db()
        assert demand.state == transition.target


@pytest.mark.parametrize("transition", OF_PEOPLE[:2], ids=lambda transition: transition.act)
def test_x12_without_delegation_that_day_nothing_is_signed(transition):
    demand, head = demand_in(DemandState(transition.sources[0])), factories.head()
    SigningAuthority.objects.filter(user=head).update(starts_on=TODAY + timedelta(days=1))
    verdict = DEMAND_RULES[transition.act](head, demand, TODAY)
    assert "n’a pas de délégation de signature" in verdict.reason


# ---------------------------------------------------------------- the prior letter

LETTER_RULES = {
    rules.may_register_service: DAECT_ROLES,
    rules.may_record_answer: DAECT_ROLES,
    rules.may_record_hearing: DAECT_ROLES,
    rules.may_answer: (Role.SIGNATORY,),
}


@pytest.mark.parametrize("rule", LETTER_RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("open_", [True, False], ids=["waiting", "issued"])
def test_r5_the_prior_letter_by_state_and_role(rule, open_):
    letter = made.letter_sent() if open_ else made.issued().prior_letter
    letter.hearing_asked = rule is rules.may_record_hearing
    for role in ACTORS:
        verdict = rule(actor(role, letter.demand.mission), letter, TODAY)
        assert bool(verdict) is (open_ and role in LETTER_RULES[rule]), (role, verdict.reason)
        assert verdict or verdict.reason.endswith(".")


# ---------------------------------------------------------------- after the issue

RECOVERY_RULES = {
    rules.may_record_payment: ((DemandState.HANDED_OVER,), DAECT_ROLES),
    rules.may_give_up: ((DemandState.HANDED_OVER,), (Role.HEAD,)),
    rules.may_record_contestation: (rules.CONTESTABLE, DAECT_ROLES),
    rules.may_answer_contestation: (rules.CONTESTABLE, (Role.HEAD,)),
    rules.may_give_back: ((DemandState.HANDED_OVER, DemandState.SETTLED), DAECT_ROLES),
    rules.may_maintain: (rules.OPEN, (Role.HEAD,)),
}


@pytest.mark.parametrize("rule", RECOVERY_RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("state", DemandState.values)
def test_r5_the_register_by_state_and_role(rule, state):
    demand = demand_in(DemandState(state))
    states, roles = RECOVERY_RULES[rule]
    demand.contested_on = TODAY if rule is rules.may_answer_contestation else None
    demand.to_give_back = 1 if rule is rules.may_give_back else 0
    demand.mission.report_delivered_at = AT if rule is rules.may_maintain else None
    for role in ACTORS:
        verdict = rule(actor(role, demand.mission), demand, TODAY)
        assert bool(verdict) is (state in states and role in roles), (role, verdict.reason)
        assert verdict or verdict.reason.endswith(".")


@pytest.mark.parametrize("state", [DemandState.HANDED_OVER, DemandState.SETTLED])
def test_r5_the_last_line_is_cancelled_first_and_only_by_daect(state):
    demand = demand_in(state)
    if state == DemandState.HANDED_OVER:
        made.paid(demand, "100.00")
        demand.refresh_from_db()
    sent, money = demand.entries.order_by("pk")
    for role in ACTORS:
        person = actor(role, demand.mission)
        assert bool(rules.may_cancel_entry(person, money, TODAY)) is (role in DAECT_ROLES)
        assert not rules.may_cancel_entry(person, sent, TODAY), "a sum rests on it"
