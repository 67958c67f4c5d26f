"""What waits for each person (spec X4)."""

from datetime import date, timedelta

import pytest

from expect.accounts.enums import Role
from expect.dashboard import work as dashboard
from expect.dashboard.acts import ACTS
from missions import endings
from missions.enums import MissionState
from missions.models import Mission
from reports import hearing, observations, reimbursement, rules, selectors, served, submission
from reports.enums import Contestation
from reports.models import PriorLetter, ReimbursementDemand
from reports.views.standing import demand_turn
from reports.work import work_items
from tests import factories
from tests.labels.factories import upload
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = pytest.mark.django_db

LIMIT = TODAY + timedelta(days=15)


def waiting(user, on=TODAY) -> list[tuple]:
    """(kind, public id, due day) of stage 3 for that person."""
    rows = [row for queryset in work_items(user, on) for row in queryset]
    return [(kind, public_id, due_on) for kind, public_id, _, due_on, _ in rows]


def test_a_report_waits_for_the_holder_by_its_limit_until_handed_in():
    mission = made.carried_out()
    editor, signatory = made.holder(mission, Role.EDITOR), made.holder(mission)
    todo = [("reports.write", mission.public_id, made.DUE_ON)]
    assert waiting(editor) == waiting(signatory) == todo
    report = made.draft(mission, editor)
    assert waiting(editor) == todo
    made.complete(report, editor)
    submission.hand_in(report=report, by=editor, at=AT)
    assert waiting(editor) == []
    assert waiting(signatory) == [("reports.sign", report.public_id, made.DUE_ON)]
    submission.deliver(report=report, by=signatory, at=AT)
    assert waiting(signatory) == []
    assert waiting(factories.member(Role.OFFICER)) == [("reports.accept", report.public_id, None)]


def test_r2_what_is_to_complete_waits_by_the_second_limit():
    report, officer = made.delivered(), factories.member(Role.OFFICER)
    submission.request_more(report=report, reason="Plus", due_on=LIMIT, by=officer, at=AT)
    assert waiting(made.holder(report.mission, Role.EDITOR)) == [
        ("reports.complete", report.public_id, LIMIT)
    ]
    signatory = made.holder(report.mission)
    made.complete(report, signatory)
    submission.hand_in(report=report, by=signatory, at=AT)
    assert waiting(signatory) == [("reports.sign", report.public_id, LIMIT)]
    assert waiting(officer) == []


def test_r5_the_procedure_goes_from_hand_to_hand():
    demand = made.drafted()
    officer, head, signatory = factories.member(Role.OFFICER), factories.head(), made.holder(demand.mission)
    missing = ("reports.write", demand.mission.public_id, made.DUE_ON)
    assert waiting(head) == [("reports.send_prior_letter", demand.public_id, None)]
    assert waiting(officer) == []
    letter = reimbursement.send_prior_letter(demand=demand, by=head, at=AT)
    received = ("reports.register_receipt", letter.public_id, None)
    assert waiting(head) == waiting(officer) == [received]
    assert waiting(signatory) == [missing, ("reports.answer", letter.public_id, None)]
    made.received(letter, by=officer)
    last = TODAY + timedelta(days=15)
    assert waiting(signatory, last) == [missing, ("reports.answer", letter.public_id, last)]
    assert (waiting(head, last), waiting(officer, last)) == ([], [])
    assert waiting(signatory, last + timedelta(days=1)) == [missing]
    assert waiting(head, last + timedelta(days=1)) == [("reports.issue", demand.public_id, None)]
    reimbursement.issue(demand=demand, reasoning="Motif", by=head, at=AT + timedelta(days=16))
    to_hand_over = [("reports.hand_over", demand.public_id, None)]
    to_prove = [("reports.register_demand_receipt", demand.public_id, None)]
    assert waiting(head) == waiting(officer) == to_prove + to_hand_over
    later = AT + timedelta(days=17)
    served.register_service(
        act=ReimbursementDemand.objects.get(), received_on=later.date(), scan=upload(), by=officer, at=later
    )
    assert waiting(head) == waiting(officer) == to_hand_over
    made.contested(made.handed_over(demand, AT + timedelta(days=17)), AT + timedelta(days=18))
    silence_on = date(2026, 5, 20)
    assert waiting(head) == [("reports.answer_contestation", demand.public_id, silence_on)]
    made.delivered(demand.mission)
    assert ("reports.decide_delivered", demand.public_id, None) in waiting(head)
    assert "reports.hand_over" not in {kind for kind, _, _ in waiting(officer)}


def test_r5_paid_a_contestation_and_what_goes_back_still_wait():
    demand, head, officer = made.settled(), factories.head(), factories.member(Role.OFFICER)
    made.contested(demand)
    assert "reports.answer_contestation" in {kind for kind, *_ in waiting(head)}
    assert demand_turn(ReimbursementDemand.objects.get(), TODAY, head=True) == (
        "C’est à vous de répondre à la contestation"
    )
    back = made.to_give_back()
    assert ("reports.give_back", back.public_id, None) in waiting(officer)
    assert demand_turn(back, TODAY, head=False) == (
        "C’est au comptable de restituer 10,00\u00a0€\u00a0: enregistrez-le ici"
    )


@pytest.mark.parametrize(
    ("kind", "kinds_of_officer"),
    [
        (Contestation.AUTHOR, set()),
        (Contestation.MINISTER, {"reports.record_contestation_answer"}),
        (Contestation.COURT, {"reports.record_contestation_answer"}),
        (Contestation.ACCOUNTANT, {"reports.record_contestation_answer"}),
    ],
)
def test_r5_what_others_answer_waits_for_all_of_daect(kind, kinds_of_officer):
    """Whose turn it is, the work list and the act say the same (decision 0057)."""
    demand, head, officer = made.handed_over(), factories.head(), factories.member(Role.OFFICER)
    demand = made.contested(demand, kind=kind).demand
    asked = {"reports.answer_contestation", "reports.record_contestation_answer"}
    assert asked & {one for one, *_ in waiting(officer)} == kinds_of_officer
    assert asked & {one for one, *_ in waiting(head)} == (kinds_of_officer or {"reports.answer_contestation"})
    assert bool(rules.may_answer_contestation(officer, demand, TODAY)) is bool(kinds_of_officer)
    assert ("à vous de l’enregistrer" in demand_turn(demand, TODAY, head=False)) is bool(kinds_of_officer)


@pytest.mark.parametrize(("day", "waits"), [(14, False), (15, False), (16, True)])
def test_r2_a_complement_that_does_not_come_waits_for_daect(day, waits):
    report, officer = made.delivered(), factories.member(Role.OFFICER)
    submission.request_more(report=report, reason="Plus", due_on=LIMIT, by=officer, at=AT)
    found = waiting(officer, TODAY + timedelta(days=day))
    assert (found == [("reports.close_more", report.public_id, LIMIT)]) is waits


def test_r1_where_nobody_left_the_signatory_has_nothing_to_validate():
    report, signatory = made.handed_in(made.carried_out(confirmed=False))
    endings.record_no_departure(mission=report.mission, reason="Visas", by=factories.head(), at=AT)
    assert waiting(signatory) == []


def test_r5_answered_it_is_the_heads_turn_at_once():
    letter = made.answered()
    assert waiting(factories.head()) == [
        ("reports.register_receipt", letter.public_id, None),
        ("reports.issue", letter.demand.public_id, None),
    ]


def test_r5_a_holder_who_asks_to_be_heard_waits_for_daect_before_the_head_issues():
    letter = made.letter_sent()
    officer, signatory = factories.member(Role.OFFICER), made.holder(letter.demand.mission)
    letter = made.received(letter, by=officer)
    letter = observations.answer(letter=letter, answer="Non.", hearing_asked=True, by=signatory, at=AT)
    hear = ("reports.record_hearing", letter.public_id, None)
    late = TODAY + timedelta(days=40)
    assert waiting(factories.head(), late) == waiting(officer, late) == [hear]
    hearing.record_hearing(letter=letter, outcome="declined", by=officer, at=AT)
    assert waiting(officer) == []
    assert waiting(factories.head()) == [("reports.issue", letter.demand.public_id, None)]


def test_x13_what_the_holder_contests_waits_for_daect_until_it_is_cancelled_or_the_demand_issued():
    letter = made.received(made.letter_sent())
    officer, signatory = factories.member(Role.OFFICER), made.holder(letter.demand.mission)
    recorded = made.recorded(letter, by=officer, hearing_asked=True)
    letter = PriorLetter.objects.select_related("demand__mission").get(pk=letter.pk)
    held = hearing.record_hearing(letter=letter, outcome="declined", by=officer, at=AT)
    contest, cancel = (
        {"reason": "Non.", "by": signatory, "at": AT},
        {"reason": "Non.", "by": officer, "at": AT},
    )
    row = ("reports.decide_disowned", letter.demand.public_id, None)
    observations.contest(recorded=recorded, **contest)
    assert waiting(officer) == [row]
    hearing.contest(hearing=held, **contest)
    assert waiting(officer) == [row], "one row for the demand"
    observations.cancel(recorded=recorded, **cancel)
    assert waiting(officer) == [row]
    late = AT + timedelta(days=16)
    reimbursement.issue(demand=letter.demand, reasoning="Motif", by=factories.head(), at=late)
    assert row not in waiting(officer, TODAY + timedelta(days=16))


@pytest.mark.parametrize("first", ["observations", "hearing"])
def test_x13_it_waits_since_the_first_of_what_the_holder_contests(first):
    letter = made.received(made.letter_sent())
    officer, signatory = factories.member(Role.OFFICER), made.holder(letter.demand.mission)
    recorded = made.recorded(letter, by=officer, hearing_asked=True)
    letter = PriorLetter.objects.select_related("demand__mission").get(pk=letter.pk)
    held = hearing.record_hearing(letter=letter, outcome="declined", by=officer, at=AT)
    acts = [
        lambda at: observations.contest(recorded=recorded, reason="Non.", by=signatory, at=at),
        lambda at: hearing.contest(hearing=held, reason="Non.", by=signatory, at=at),
    ]
    for days, act in enumerate(acts if first == "observations" else reversed(acts)):
        act(AT + timedelta(days=days))
        [since] = [
            row[-1] for rows in work_items(officer, TODAY) for row in rows if row[0].endswith("disowned")
        ]
        assert since == AT


def test_r1_no_issue_waits_before_the_return_is_confirmed():
    made.answered(made.drafted(made.carried_out(paid=("850.00",), confirmed=False)))
    assert "reports.issue" not in {kind for kind, *_ in waiting(factories.head())}


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.POST_AGENT, Role.ADMINISTRATOR, Role.EDITOR])
def test_x1_nothing_waits_for_the_others(role):
    made.issued()
    made.delivered()
    assert waiting(factories.member(role)) == []


def test_every_row_leads_to_its_page_and_is_counted():
    demand = made.drafted()
    made.letter_sent(demand)
    for person in (factories.head(), made.holder(demand.mission)):
        found = dashboard.items(person, TODAY)
        assert len(found) == dashboard.count(person, TODAY) > 0
        ours = [item for item in found if "/seances/" not in item.url]  # where its label was granted
        assert ours
        assert all(demand.mission.number in item.sentence for item in ours)


def test_each_kind_has_its_sentence():
    kinds = {kind for kind in ACTS if kind.startswith("reports.")}
    assert kinds == {
        f"reports.{name}"
        for name in (
            "write complete sign answer accept register_receipt register_demand_receipt record_hearing "
            "send_prior_letter issue hand_over decide_delivered decide_extension answer_contestation "
            "give_back record_contestation_answer close_more decide_disowned"
        ).split()
    }


# ---------------------------------------------------------------- the same rule twice


@pytest.mark.parametrize("state", MissionState.values)
@pytest.mark.parametrize("day", [-1, 0, 1])
def test_a_mission_is_back_for_the_database_as_for_the_rule(state, day):
    mission = made.carried_out(state=state, returned_on=TODAY)
    on = TODAY + timedelta(days=day)
    found = Mission.objects.filter(selectors.over(on)).exists()
    assert found is rules.is_back(mission, on)


@pytest.mark.parametrize("day", [14, 15, 16])
def test_r5_the_time_to_answer_is_the_same_for_the_database_and_for_the_rule(day):
    letter = made.letter_sent()
    officer, signatory = factories.member(Role.OFFICER), made.holder(letter.demand.mission)
    letter = made.received(letter, by=officer)
    on = TODAY + timedelta(days=day)
    assert selectors.unanswered(on).exists() is bool(rules.may_answer(signatory, letter, on))
    assert PriorLetter.objects.count() == 1


@pytest.mark.parametrize(("delivered_on", "late"), [(made.DUE_ON, 0), (date(2026, 3, 1), 1), (None, 2)])
def test_r1_days_late_by_the_paris_day(delivered_on, late):
    mission = made.carried_out()
    if delivered_on:
        mission.report_delivered_at = made.instant(delivered_on).replace(hour=22, minute=59)
    assert rules.days_late(mission, TODAY) == late
