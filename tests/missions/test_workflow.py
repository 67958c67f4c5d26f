"""Every (state, act, role): allowed, or refused with its reason, as the tables say (spec §6)."""

from datetime import timedelta

import pytest

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed
from missions import amendments, closing, endings, preparation, requests, returns, rules, silence, validation
from missions.enums import MissionState
from missions.rules import needs
from missions.terms.text import terms_of
from missions.workflow import MISSION, REQUEST, SOLICITATION
from tests import factories
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db

RULES = {
    "match": rules.may_match,
    "withdraw_request": rules.may_withdraw_request,
    "merge_request": needs.may_merge,
    "accept_solicitation": rules.may_accept,
    "decline_solicitation": rules.may_decline,
    "lapse_solicitation": needs.may_lapse,
    "cancel_solicitation": needs.may_cancel_solicitation,
    "choose": rules.may_choose,
    "accept_terms": rules.may_accept_terms,
    "revise_terms": rules.may_revise_terms,
    "send_to_embassy": rules.may_send_to_embassy,
    "validate": rules.may_validate,
    "return": rules.may_review,
    "refuse": rules.may_review,
    "confirm_return": rules.may_confirm_return,
    "cancel": rules.may_cancel,
    "amend": rules.may_amend,
    "interrupt": rules.may_interrupt,
    "record_no_departure": rules.may_record_no_departure,
}
DAYS = {"confirm_return": made.RETURN, "interrupt": made.DEPARTURE, "record_no_departure": made.DEPARTURE}
"""Acts that are done once people have left."""

STEPS_OF_ANOTHER_ACT = {"set_aside", "expire_request", "complete", "close", "withdraw_validation"}
"""`choose` and `withdraw_request` close the others; the jobs expire and complete; stage 3 closes; what DAECT says of a
contestation withdraws a validation."""

ACTS = {
    "withdraw_request": lambda need, by: requests.withdraw_request(request=need, by=by, at=AT),
    "merge_request": lambda need, by: closing.merge_request(request=need, into=need, by=by, at=AT),
    "lapse_solicitation": lambda one, by: silence.lapse_solicitation(
        solicitation=one, by=by, at=AT + timedelta(days=8)
    ),
    "cancel_solicitation": lambda one, by: silence.cancel_solicitation(
        solicitation=one, reason="Non.", by=by, at=AT
    ),
    "accept_solicitation": lambda one, by: requests.accept_solicitation(solicitation=one, by=by, at=AT),
    "decline_solicitation": lambda one, by: requests.decline_solicitation(
        solicitation=one, reason="Non.", by=by, at=AT
    ),
    "choose": lambda one, by: requests.choose(solicitation=one, reason="Oui.", by=by, at=AT),
    "accept_terms": lambda mission, by: preparation.accept_terms(
        mission=mission, accepted=True, revision=mission.revision, by=by, at=AT
    ),
    "revise_terms": lambda mission, by: preparation.revise_terms(mission=mission, by=by, at=AT),
    "send_to_embassy": lambda mission, by: preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=by, at=AT
    ),
    "validate": lambda mission, by: validation.validate(mission=mission, version_number=1, by=by, at=AT),
    "return": lambda mission, by: validation.return_mission(
        mission=mission, version_number=1, remarks="Non.", by=by, at=AT
    ),
    "refuse": lambda mission, by: validation.refuse_mission(
        mission=mission, version_number=1, reasons="Non.", by=by, at=AT
    ),
    "confirm_return": lambda mission, by: returns.confirm_return(
        mission=mission, returned_on=TODAY, by=by, at=AT
    ),
    "cancel": lambda mission, by: endings.cancel(mission=mission, reason="Non.", by=by, at=AT),
    "amend": lambda mission, by: amendments.amend_terms(
        mission=mission,
        terms=terms_of(mission),
        reason="Non.",
        accepted=True,
        revision=mission.revision,
        by=by,
        at=AT,
    ),
    "interrupt": lambda mission, by: endings.interrupt(
        mission=mission, interrupted_on=TODAY, reason="Non.", by=by, at=AT
    ),
    "record_no_departure": lambda mission, by: endings.record_no_departure(
        mission=mission, reason="Non.", by=by, at=AT
    ),
}


@pytest.fixture
def people(cast):
    """One person per role in the mission's own scope, and the same roles elsewhere."""
    madagascar = factories.post(factories.country("MG", "Madagascar"))
    return {
        Role.EDITOR: cast.editor,
        Role.SIGNATORY: cast.signatory,
        Role.OFFICER: cast.officer,
        Role.HEAD: factories.head(),
        Role.POST_AGENT: cast.agent,
        "other editor": factories.member(Role.EDITOR),
        "other signatory": factories.member(Role.SIGNATORY),
        "other agent": factories.member(Role.POST_AGENT, madagascar),
        "former agent": factories.member(Role.POST_AGENT, cast.post, ends_on=TODAY - timedelta(days=1)),
        Role.COMMITTEE_MEMBER: factories.member(Role.COMMITTEE_MEMBER),
        Role.ADMINISTRATOR: factories.member(Role.ADMINISTRATOR),
        "stranger": factories.user(),
    }


def check(workflow, subject_of, people):
    """The rule of each act, from each state, for each person, says what the table says."""
    wrong = []
    for transition in workflow.transitions:
        if transition.act in STEPS_OF_ANOTHER_ACT:
            continue
        for state in workflow.states:
            subject, on = subject_of(transition.act, state)
            for role, person in people.items():
                verdict = RULES[transition.act](person, subject, on)
                expected = state in transition.sources and role in transition.roles
                if bool(verdict) is not expected or not (expected or verdict.reason.endswith(".")):
                    wrong.append((transition.act, state, str(role), verdict))
                if expected and verdict.membership.role != role:
                    wrong.append((transition.act, state, str(role), "another role is traced"))
    assert wrong == []


def test_every_act_of_the_tables_is_held_here():
    acts = {t.act for workflow in (REQUEST, SOLICITATION, MISSION) for t in workflow.transitions}
    assert acts == set(RULES) | STEPS_OF_ANOTHER_ACT


def test_a_need(cast, people):
    need = made.need(cast)

    def subject_of(act, state):
        need.state = state
        return need, TODAY

    check(REQUEST, subject_of, people)


def test_a_solicitation(cast, people):
    solicitation = made.solicitation(cast)

    def subject_of(act, state):
        solicitation.state = state
        late = timedelta(days=1) if act == "lapse_solicitation" else timedelta(0)
        return solicitation, solicitation.answer_by + late

    check(SOLICITATION, subject_of, people)


def test_a_mission(cast, people):
    mission = made.agreed(cast)
    made.estimate(cast, mission)

    def subject_of(act, state):
        mission.state = state
        on = DAYS.get(act, TODAY)
        return mission, on

    check(MISSION, subject_of, people)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_refuses_whom_its_rule_refuses_and_leaves_no_trace(cast, people, act):
    workflow = next(w for w in (REQUEST, SOLICITATION, MISSION) if act in {t.act for t in w.transitions})
    subject = {REQUEST: made.need, SOLICITATION: made.solicitation, MISSION: made.agreed}[workflow](cast)
    if act == "choose":
        subject = made.accepted(cast)
    if workflow is MISSION:
        subject.state = workflow.transition(act).sources[0]
    lines = Entry.objects.count()
    for role, person in people.items():
        if role not in workflow.transition(act).roles:
            with pytest.raises(NotAllowed):
                ACTS[act](subject, person)
    assert Entry.objects.count() == lines


def test_refused_missions_and_withdrawn_needs_are_final():
    assert MissionState.REFUSED in MISSION.final_states()
    assert MissionState.CANCELLED in MISSION.final_states()
    assert "withdrawn" in REQUEST.final_states()
