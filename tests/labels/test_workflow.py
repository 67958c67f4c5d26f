"""Every (state, act, role) of stage 1: allowed, or refused with its reason (spec §6)."""

from datetime import datetime, timedelta
from itertools import product

import pytest

from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES, Role
from expect.kernel.errors import Refusal
from labels import admission, applications, committee, corrections, decisions, inadmissibility, rules
from labels.enums import ApplicationState as A
from labels.enums import Outcome, SessionState
from labels.models import CommitteeSession, LabelApplication
from labels.workflow import APPLICATION, SESSION
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
ACTORS = (*HOLDER_ROLES, *DAECT_ROLES, Role.COMMITTEE_MEMBER, Role.POST_AGENT, Role.ADMINISTRATOR)
HELD = datetime.combine(TODAY + timedelta(days=30), AT.timetz())


def in_state(state: A) -> LabelApplication:
    """A file brought to that state by the acts."""
    if state == A.DRAFT:
        return labels.complete_draft()
    if state == A.SUBMITTED:
        return labels.lodged()
    officer = factories.member(Role.OFFICER)
    if state == A.INADMISSIBLE:
        return labels.inadmissible()
    if state == A.WITHDRAWN:
        application = labels.lodged()
        return applications.withdraw(application=application, by=labels.signatory_of(application), at=AT)
    if state in (A.CHANGES_REQUESTED, A.CLOSED):
        return labels.closed(HELD) if state == A.CLOSED else labels.sent_back(by=officer)
    if state == A.ADMISSIBLE:
        return labels.admitted()
    application = labels.examined()
    if state == A.EXAMINED:
        return application
    labels.decided(application, {A.GRANTED: "granted", A.REFUSED: "refused", A.DEFERRED: "deferred"}[state])
    decisions.notify_session(session=application.session, by=factories.head(), at=HELD)
    application.refresh_from_db()
    return application


def actor(role: Role, application: LabelApplication):
    if role == Role.HEAD:
        return factories.head()
    return factories.member(role, application.organisation if role in HOLDER_ROLES else None)


def perform(act: str, application: LabelApplication, by):
    match act:
        case "submit" | "submit_again":
            return applications.submit(
                application=application,
                commitments_version=labels.commitments().version,
                accepted=True,
                by=by,
                at=HELD,
            )
        case "abandon" | "withdraw":
            return applications.withdraw(application=application, by=by, at=HELD)
        case "request_changes":
            return corrections.request_changes(
                application=application,
                remarks={"expertise": "Précisez."},
                answer_by=HELD.date() + timedelta(days=30),
                by=by,
                at=HELD,
            )
        case "close":
            return corrections.close(application=application, reason="Motif.", by=by, at=HELD)
        case "declare_inadmissible":
            return inadmissibility.declare_inadmissible(
                application=application, reason="Motif.", by=by, at=HELD
            )
        case "admit":
            session = labels.session(held_on=TODAY + timedelta(days=90))
            return admission.admit(application=application, session=session, by=by, at=HELD)


RULES = {
    "submit": rules.may_submit,
    "submit_again": rules.may_submit,
    "request_changes": rules.may_request_changes,
    "close": rules.may_close,
    "abandon": rules.may_withdraw,
    "withdraw": rules.may_withdraw,
    "declare_inadmissible": rules.may_declare_inadmissible,
    "admit": rules.may_admit,
}


@pytest.mark.parametrize("state", A.values)
def test_every_state_act_role_of_a_file(state):
    """The rule, the table and the act agree; a refusal says why and moves nothing."""
    application = in_state(A(state))
    actors = {role: actor(role, application) for role in ACTORS}
    for act, (role, by) in product(RULES, actors.items()):
        transition = APPLICATION.transition(act)
        sources = rules.OPEN_TO_CHANGE if act.startswith("submit") else transition.sources
        expected = state in sources and role in transition.roles
        if (act, state == A.DRAFT) in {("abandon", False), ("withdraw", True)}:
            continue  # the other of the two, by the same button
        if (act, state) == ("admit", A.ADMISSIBLE):
            expected = False  # on an agenda; one whose session was cancelled is below
        verdict = RULES[act](by, application, HELD.date())
        assert bool(verdict) is expected, (state, act, role, verdict.reason)
        if not expected:
            assert verdict.reason.endswith("."), (state, act, role)
            with pytest.raises(Refusal):
                perform(act, application, by)
            application.refresh_from_db()
            assert application.state == state


@pytest.mark.parametrize(
    ("act", "state"),
    [(t.act, source) for t in APPLICATION.transitions for source in t.sources if t.act in RULES],
)
def test_every_allowed_act_moves_the_file(act, state):
    application = in_state(A(state))
    if (act, state) == ("admit", A.ADMISSIBLE):
        officer = factories.member(Role.OFFICER)
        committee.cancel_session(session=application.session, reason="Report.", by=officer, at=AT)
        application.refresh_from_db()
    transition = APPLICATION.transition(act)
    perform(act, application, actor(transition.roles[0], application))
    application.refresh_from_db()
    assert application.state == transition.target


def session_in(state: str) -> CommitteeSession:
    session = labels.session()
    application = labels.admitted(to=session)
    if state == SessionState.CANCELLED:
        return committee.cancel_session(
            session=session, reason="Report.", by=factories.member(Role.OFFICER), at=AT
        )
    if state != SessionState.PLANNED:
        committee.close_session(session=session, by=factories.member(Role.OFFICER), at=AT)
    if state in (SessionState.HELD, SessionState.NOTIFIED):
        present = [member.user for member in session.members.all()]
        committee.hold_session(session=session, present=present, by=factories.member(Role.OFFICER), at=HELD)
        application.refresh_from_db()
        labels.decided(application, Outcome.REFUSED)
    if state == SessionState.NOTIFIED:
        decisions.notify_session(session=session, by=factories.head(), at=HELD)
    return session


SESSION_RULES = {
    "close_session": rules.may_close_session,
    "hold_session": rules.may_hold_session,
    "notify_session": rules.may_notify_session,
    "cancel_session": rules.may_cancel_session,
}


@pytest.mark.parametrize("state", SessionState.values)
def test_every_state_act_role_of_a_session(state):
    session = session_in(state)
    actors = {role: factories.head() if role == Role.HEAD else factories.member(role) for role in ACTORS}
    for act, (role, by) in product(SESSION_RULES, actors.items()):
        transition = SESSION.transition(act)
        sources = rules.OPEN_TO_CHANGE if act.startswith("submit") else transition.sources
        expected = state in sources and role in transition.roles
        verdict = SESSION_RULES[act](by, session, HELD.date())
        assert bool(verdict) is expected, (state, act, role, verdict.reason)
        if not expected:
            assert verdict.reason.endswith(".")
            kwargs = {"hold_session": {"present": []}, "cancel_session": {"reason": "Report."}}.get(act, {})
            module = decisions if act == "notify_session" else committee
            with pytest.raises(Refusal):
                getattr(module, act)(session=session, by=by, at=HELD, **kwargs)
            session.refresh_from_db()
            assert session.state == state


@pytest.mark.pure
def test_every_transition_of_a_file_is_reached_by_an_act():
    by_session = {"examine", "release", "notify_grant", "notify_refusal", "notify_deferral"}
    assert {t.act for t in APPLICATION.transitions} == set(RULES) | by_session | {
        "uphold"
    }  # by the answer to an appeal: test_appeals
    assert {t.act for t in SESSION.transitions} == set(SESSION_RULES)
