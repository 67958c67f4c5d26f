"""② The session, its members, their opinions (spec L8)."""

from datetime import date, datetime, timedelta

import pytest

from expect.accounts.enums import Role
from expect.accounts.selectors import forget_memberships
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, Refusal
from labels import admission, applications, committee, decisions, invitations, recusals, rules, selectors
from labels.committee import BadDates, NoQuorum, NotAMember
from labels.enums import ApplicationState, Outcome, RecusalGround, SessionState, View
from labels.models import Opinion, Recusal
from labels.selectors import agenda_of_member, members_of, seated_at, with_opinion_counts
from labels.selectors.committee import agenda
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def member(**person):
    return factories.member(Role.COMMITTEE_MEMBER, person=factories.user(**person) if person else None)


def opinion(application, by, view=View.FAVOURABLE, at=AT):
    return committee.give_opinion(application=application, view=view, reasons="Solide.", by=by, at=at)


def counts(application):
    found = with_opinion_counts(type(application).objects.filter(pk=application.pk)).get()
    return found.opinion_count, found.sitting_count


@pytest.mark.parametrize(
    ("held_in", "cut_off_in", "field"),
    [
        (-1, -1, "held_on"),
        (732, 10, "held_on"),
        (36_500, 10, "held_on"),
        (10, -1, "cut_off_on"),
        (10, 11, "cut_off_on"),
    ],
)
def test_l8_the_cut_off_is_between_today_and_the_session(held_in, cut_off_in, field):
    with pytest.raises(BadDates) as refusal:
        committee.plan_session(
            held_on=TODAY + timedelta(days=held_in),
            cut_off_on=TODAY + timedelta(days=cut_off_in),
            place="Paris",
            members=[],
            by=factories.member(Role.OFFICER),
            at=AT,
        )
    assert refusal.value.field == field


def test_l8_a_session_is_planned_two_years_ahead_at_most():
    assert rules.last_session_day(TODAY) == date(2028, 3, 2)
    assert labels.session(held_on=rules.last_session_day(TODAY)).held_on == date(2028, 3, 2)


def test_l8_only_members_of_the_committee_are_invited():
    with pytest.raises(NotAMember, match="n’est pas membre"):
        labels.session(labels.editor())


def test_l8_members_added_later_are_checked_for_conflicts():
    application = labels.admitted()
    late = factories.member(Role.COMMITTEE_MEMBER, person=labels.editor(application.organisation))
    officer = factories.member(Role.OFFICER)
    invited = invitations.invite_members(session=application.session, members=[late], by=officer, at=AT)
    assert [one.user for one in invited] == [late]
    assert application.recusals.get().ground == RecusalGround.OWN_BODY
    again = invitations.invite_members(session=application.session, members=[late], by=officer, at=AT)
    assert again == []


def test_l8_an_empty_session_does_not_close():
    with pytest.raises(NotAllowed, match="Aucun dossier"):
        committee.close_session(session=labels.session(), by=factories.member(Role.OFFICER), at=AT)


def test_l8_one_opinion_per_member_and_file():
    one, two = member(), member()
    application = labels.admitted(to=labels.session(one, two))
    opinion(application, one)
    with pytest.raises(NotAllowed, match="déjà donné votre avis"):
        opinion(application, one, View.UNFAVOURABLE)
    assert Opinion.objects.get().view == View.FAVOURABLE
    assert counts(application) == (1, 2)


def test_l8_an_opinion_has_reasons():
    one = member()
    application = labels.admitted(to=labels.session(one))
    with pytest.raises(Refusal, match="Motivez"):
        committee.give_opinion(application=application, view=View.RESERVED, reasons=" ", by=one, at=AT)


def test_l8_opinions_stay_open_after_the_cut_off_and_close_with_the_session():
    one, two = member(), member()
    session = labels.session(one, two)
    application = labels.admitted(to=session)
    committee.close_session(session=session, by=factories.member(Role.OFFICER), at=AT)
    application.refresh_from_db()
    opinion(application, one)
    at = datetime.combine(session.held_on, AT.timetz())
    committee.hold_session(session=session, present=[one, two], by=factories.member(Role.OFFICER), at=at)
    application.refresh_from_db()
    with pytest.raises(NotAllowed, match="les avis sont clos"):
        opinion(application, two, at=at)


def test_l8_the_others_opinions_are_read_after_one_s_own():
    one, two = member(), member()
    application = labels.admitted(to=labels.session(one, two))
    opinion(application, one)
    assert rules.may_read_opinions(one, application, TODAY)
    assert not rules.may_read_opinions(two, application, TODAY)
    assert rules.may_read_opinions(factories.member(Role.OFFICER), application, TODAY)
    assert not rules.may_read_opinions(labels.signatory_of(application), application, TODAY)


def test_l8_a_member_steps_aside_with_a_reason_and_reads_nothing_more():
    one, two = member(), member()
    application = labels.admitted(to=labels.session(one, two))
    with pytest.raises(Refusal, match="pourquoi"):
        recusals.step_aside(application=application, reasons="", by=one, at=AT)
    recusals.step_aside(application=application, reasons="Ancien employeur.", by=one, at=AT)
    recusal = application.recusals.get()
    assert (recusal.ground, recusal.reasons) == (RecusalGround.DECLARED, "Ancien employeur.")
    for rule in (rules.may_read_as_member, rules.may_give_opinion, rules.may_read_opinions):
        assert "déport" in rule(one, application, TODAY).reason
    assert counts(application) == (0, 1)
    (file,) = agenda_of_member(one, application.session)
    assert file.is_aside


def test_l8_stepping_aside_comes_before_the_opinion():
    one = member()
    application = labels.admitted(to=labels.session(one))
    opinion(application, one)
    with pytest.raises(NotAllowed, match="déjà donné"):
        recusals.step_aside(application=application, reasons="Trop tard.", by=one, at=AT)


def test_l8_a_conflict_born_after_the_admission_closes_the_file_too():
    one = member()
    application = labels.admitted(to=labels.session(one))
    assert rules.may_read_as_member(one, application, TODAY)
    factories.member(Role.EDITOR, application.organisation, person=one)
    assert "déport" in rules.may_read_as_member(one, application, TODAY).reason


def test_l8_who_does_not_sit_reads_nothing():
    application = labels.admitted()
    assert "ne siégez pas" in rules.may_read_as_member(member(), application, TODAY).reason


@pytest.mark.parametrize(
    ("invited", "present", "met"), [(4, 2, False), (4, 3, True), (3, 1, False), (3, 2, True)]
)
def test_l8_quorum_is_more_than_half_of_those_not_recused(invited, present, met):
    members = [member() for _ in range(invited)]
    session = labels.session(*members)
    application = labels.admitted(to=session)
    officer = factories.member(Role.OFFICER)
    committee.close_session(session=session, by=officer, at=AT)
    at = datetime.combine(session.held_on, AT.timetz())
    act = {"session": session, "present": members[:present], "by": officer, "at": at}
    if met:
        committee.hold_session(**act)
        application.refresh_from_db()
        assert application.state == ApplicationState.EXAMINED
        assert session.members.filter(present=True).count() == present
    else:
        with pytest.raises(NoQuorum, match=application.number):
            committee.hold_session(**act)
        session.refresh_from_db()
        assert session.state == SessionState.CLOSED


def test_l8_a_recused_member_counts_neither_as_sitting_nor_as_present():
    aside, here, away = member(), member(), member()
    session = labels.session(aside, here, away)
    application = labels.admitted(to=session)
    recusals.step_aside(application=application, reasons="Lien familial.", by=aside, at=AT)
    officer = factories.member(Role.OFFICER)
    committee.close_session(session=session, by=officer, at=AT)
    at = datetime.combine(session.held_on, AT.timetz())
    with pytest.raises(NoQuorum, match="1 sur 2"):
        committee.hold_session(session=session, present=[aside, here], by=officer, at=at)


def ended(person, on=TODAY):
    person.memberships.update(ends_on=on, ended_at=AT if on == TODAY else None)
    forget_memberships(person)


def test_l8_a_member_whose_role_ended_is_neither_counted_nor_offered():
    here, away, gone = member(), member(), member()
    session = labels.session(here, away, gone)
    application = labels.admitted(to=session)
    opinion(application, gone)
    assert counts(application) == (1, 3)
    ended(gone)
    assert counts(application) == (0, 2)
    assert set(seated_at(session)) == {here, away}
    assert [one.is_seated for one in members_of(session)] == [one.user != gone for one in members_of(session)]
    officer = factories.member(Role.OFFICER)
    committee.close_session(session=session, by=officer, at=AT)
    at = datetime.combine(session.held_on, AT.timetz())
    with pytest.raises(NotAMember):
        committee.hold_session(session=session, present=[here, away, gone], by=officer, at=at)
    with pytest.raises(NoQuorum, match="1 sur 2"):
        committee.hold_session(session=session, present=[here], by=officer, at=at)
    committee.hold_session(session=session, present=[here, away], by=officer, at=at)
    assert not session.members.get(user=gone).present


@pytest.mark.parametrize(("days", "seated"), [(-1, False), (0, True), (1, True)])
def test_l8_a_role_that_ends_around_the_session(days, seated):
    one = member()
    session = labels.session(one)
    ended(one, session.held_on + timedelta(days=days))
    assert seated_at(session).exists() is seated


# ---------------------------------------------------------------- cancelling


def test_a_cancelled_session_gives_its_files_back_admissible():
    session = labels.session()
    application, gone = labels.admitted(to=session), labels.admitted(to=session)
    applications.withdraw(application=gone, by=labels.signatory_of(gone), at=AT)
    officer = factories.member(Role.OFFICER)
    committee.close_session(session=session, by=officer, at=AT)
    with pytest.raises(Refusal, match="motif") as refusal:
        committee.cancel_session(session=session, reason=" ", by=officer, at=AT)
    assert refusal.value.field == "reason"
    committee.cancel_session(session=session, reason="Grève des transports.", by=officer, at=AT)
    session.refresh_from_db()
    assert (session.state, session.cancelled_at) == (SessionState.CANCELLED, AT)
    application.refresh_from_db()
    assert (application.state, application.session) == (ApplicationState.ADMISSIBLE, None)
    gone.refresh_from_db()
    assert gone.state == ApplicationState.WITHDRAWN
    released = Entry.objects.get(action="release")
    assert (released.subject_id, released.details) == (application.public_id, {"session": session.public_id})
    other = labels.session()
    admission.admit(application=application, session=other, by=officer, at=AT)
    labels.held(other)


def test_a_session_whose_files_were_all_withdrawn_can_end():
    application = labels.admitted()
    session, officer = application.session, factories.member(Role.OFFICER)
    committee.close_session(session=session, by=officer, at=AT)
    applications.withdraw(application=application, by=labels.signatory_of(application), at=AT)
    at = datetime.combine(session.held_on, AT.timetz())
    with pytest.raises(NotAllowed, match="annulez-la"):
        committee.hold_session(session=session, present=[], by=officer, at=at)
    committee.cancel_session(session=session, reason="Dossier retiré.", by=officer, at=at)
    assert session.state == SessionState.CANCELLED


def test_a_session_that_was_held_is_not_cancelled():
    application = labels.examined()
    with pytest.raises(NotAllowed, match="s’est tenue"):
        committee.cancel_session(
            session=application.session, reason="Trop tard.", by=factories.member(Role.OFFICER), at=AT
        )


def test_l8_a_session_is_not_held_before_its_day():
    session = labels.session()
    labels.admitted(to=session)
    officer = factories.member(Role.OFFICER)
    committee.close_session(session=session, by=officer, at=AT)
    with pytest.raises(NotAllowed, match="n’a pas encore eu lieu"):
        committee.hold_session(session=session, present=[], by=officer, at=AT)


def test_l8_a_withdrawn_file_is_not_examined():
    session = labels.session()
    kept, gone = labels.admitted(to=session), labels.admitted(to=session)
    applications.withdraw(application=gone, by=labels.signatory_of(gone), at=AT)
    labels.held(session)
    assert dict(agenda(session).values_list("pk", "state")) == {
        kept.pk: ApplicationState.EXAMINED,
        gone.pk: ApplicationState.WITHDRAWN,
    }


def test_x2_the_journal_knows_who_was_set_aside_and_names_nobody():
    body = factories.organisation()
    own = factories.member(Role.COMMITTEE_MEMBER, person=labels.editor(body))
    labels.admitted(body, to=labels.session(own, member()))
    line = Entry.objects.get(action="step_aside")
    assert (line.role, line.details) == ("system", {"person": own.public_id, "ground": "own_body"})


# ---------------------------------------------------------------- at the table


def table(invited=4, present=3):
    """A session just held on one file, with its members, the absent last."""
    members = [member() for _ in range(invited)]
    application = labels.admitted(to=labels.session(*members))
    officer = factories.member(Role.OFFICER)
    committee.close_session(session=application.session, by=officer, at=AT)
    held_at = datetime.combine(application.session.held_on, AT.timetz())
    committee.hold_session(session=application.session, present=members[:present], by=officer, at=held_at)
    application.refresh_from_db()
    return application, members


def leave(application, person, *, by=None, reasons="Son frère y travaille."):
    return recusals.set_aside(
        application=application,
        member=person,
        reasons=reasons,
        by=by or factories.member(Role.OFFICER),
        at=application.examined_at or AT,
    )


def test_l8_a_recusal_said_at_the_table_leaves_the_quorum_and_the_opinions():
    members = [member() for _ in range(3)]
    application = labels.admitted(to=labels.session(*members))
    for person in members[:2]:
        opinion(application, person)
    labels.held(application.session)
    application.refresh_from_db()
    officer = factories.member(Role.OFFICER)
    recusal = leave(application, members[0], by=officer)
    tally = selectors.tallies(application.session, [application])[application.pk]
    assert (tally.present, tally.sitting, tally.given) == (2, 2, 1)
    assert (recusal.ground, recusal.reasons) == (RecusalGround.RECORDED, "Son frère y travaille.")
    aside = {one.member: one.is_aside for one in selectors.opinions_by_session(application)[0]}
    assert aside == {members[0]: True, members[1]: False}
    entry = Entry.objects.get(action="set_aside")
    assert (entry.actor, entry.details["person"]) == (officer.public_id, members[0].public_id)
    assert "frère" not in str(entry.details)


@pytest.mark.parametrize("who", ["absent", "aside", "outsider"])
def test_l8_only_who_sits_and_came_is_set_aside_at_the_table(who):
    application, members = table()
    leave(application, members[0])
    person = {"absent": members[3], "aside": members[0], "outsider": member()}[who]
    with pytest.raises(Refusal) as refusal:
        leave(application, person)
    assert refusal.value.field == "member"
    assert Recusal.objects.count() == 1


def test_l8_a_recusal_recorded_says_why():
    application, members = table()
    with pytest.raises(Refusal) as refusal:
        leave(application, members[0], reasons=" ")
    assert refusal.value.field == "reasons"


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.REFUSED])
def test_l8_without_quorum_left_a_file_is_only_deferred(outcome):
    application, members = table(invited=4, present=3)
    leave(application, members[0])
    leave(application, members[1])
    with pytest.raises(decisions.UnfoundedDecision, match="quorum n’est plus atteint") as refusal:
        labels.decided(application, outcome)
    assert refusal.value.field == "outcome"
    assert labels.decided(application, Outcome.DEFERRED).outcome == Outcome.DEFERRED


def test_l8_once_decided_nobody_is_set_aside_any_more():
    application, members = table()
    labels.decided(application)
    with pytest.raises(NotAllowed, match="ne peut plus s’y ajouter"):
        leave(application, members[0])


def test_l8_before_the_meeting_any_member_invited_may_be_set_aside():
    one, two = member(), member()
    application = labels.admitted(to=labels.session(one, two))
    leave(application, two)
    assert not rules.may_read_as_member(two, application, TODAY)
    assert rules.may_read_as_member(one, application, TODAY)


def test_l8_a_member_records_nobody_s_recusal():
    application, members = table()
    with pytest.raises(NotAllowed):
        leave(application, members[0], by=members[1])
