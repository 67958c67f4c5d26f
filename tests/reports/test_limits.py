"""The limit of a report: recalled by state, moved by the head alone (spec R1, R4, R6)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from expect.accounts.enums import Role
from expect.kernel.clock import paris_day, paris_midnight
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from missions import returns
from missions.models import Mission
from reports import extensions, overdue, reminders, selectors, submission
from reports.enums import DemandState
from reports.models import ExtensionRequest, ReimbursementDemand, ReportReminder
from tests import factories
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = pytest.mark.django_db

LIMIT = date(2026, 4, 10)
LATER = date(2026, 5, 4)


@pytest.fixture
def mission() -> Mission:
    """Back on 10 February, something paid: the report is due on 10 April, in 39 days."""
    return made.carried_out(returned_on=date(2026, 2, 10), paid=("850.00",))


def ladder(mission: Mission) -> dict[int, bool]:
    """The steps noted: whether each was sent."""
    rows = ReportReminder.objects.filter(mission=mission).values_list("step", "sent_at")
    return {step: sent_at is not None for step, sent_at in rows}


def night(day: date) -> None:
    """What beat does in a day."""
    at = paris_midnight(day) + timedelta(minutes=30)
    assert paris_day(at) == day
    overdue.flag_overdue_reports(on=day, at=at)
    reminders.remind(on=day, at=at)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


# ---------------------------------------------------------------- the ladder


@pytest.mark.parametrize(
    ("before", "steps"),
    [
        (31, []), (30, [30]), (29, [30]), (16, [30]), (15, [15, 30]), (8, [15, 30]), (7, [7, 15, 30]),
        (2, [7, 15, 30]), (1, [1, 7, 15, 30]), (0, [1, 7, 15, 30]), (-1, [-1, 1, 7, 15, 30]),
    ],
)  # fmt: skip
def test_r6_the_steps_due_by_the_day(before, steps):
    assert reminders.steps_due(LIMIT, LIMIT - timedelta(days=before)) == steps


@pytest.mark.long
def test_r6_every_limit_from_2024_to_2060_against_an_oracle_of_its_own():
    first, last = date(2024, 1, 1).toordinal(), date(2060, 12, 31).toordinal()
    for limit in range(first, last + 1):
        for before in (31, 30, 15, 14, 7, 1, 0, -1, -2):
            wanted = [s for s in (-1, 1, 7, 15, 30) if before <= s]
            found = reminders.steps_due(date.fromordinal(limit), date.fromordinal(limit - before))
            assert found == wanted, (date.fromordinal(limit), before)


def test_r6_each_step_once_per_limit_whatever_the_number_of_runs(mission):
    made.holder(mission)
    for day in days(LIMIT - timedelta(days=33), LIMIT + timedelta(days=3)):
        night(day)
        night(day)
    assert ladder(mission) == {30: True, 15: True, 7: True, 1: True, -1: True}
    assert Message.objects.filter(event="reports/report_reminder").count() == 4
    assert Message.objects.filter(event="reports/report_late").count() == 1


def test_r6_after_an_outage_the_last_step_leaves_alone(mission):
    made.holder(mission)
    night(LIMIT - timedelta(days=6))
    assert ladder(mission) == {30: False, 15: False, 7: True}
    night(LIMIT + timedelta(days=4))
    assert ladder(mission) == {30: False, 15: False, 7: True, 1: False, -1: True}
    assert Message.objects.filter(event="reports/report_reminder").count() == 1


def test_r6_a_report_delivered_is_not_recalled(mission):
    made.delivered(mission)
    night(LIMIT - timedelta(days=7))
    assert ladder(mission) == {}


def test_r6_a_new_limit_has_its_own_ladder_and_the_former_one_again_is_not_told_twice(mission):
    made.holder(mission)
    night(LIMIT + timedelta(days=1))
    for due_on in (LATER, LIMIT):
        returns.set_limit(mission=mission, due_on=due_on, reason="Corrigée", by=None, at=AT)
    night(LIMIT + timedelta(days=1))
    assert Message.objects.filter(event="reports/report_late").count() == 1
    returns.set_limit(mission=mission, due_on=LATER, reason="Corrigée", by=None, at=AT)
    night(LATER - timedelta(days=7))
    rows = ReportReminder.objects.filter(mission=mission, due_on=LATER, sent_at__isnull=False)
    assert [row.step for row in rows] == [7]


def test_r2_the_second_limit_is_chased_even_late_and_never_claimed():
    report = made.delivered(made.carried_out(paid=("850.00",)))
    due_on = TODAY + timedelta(days=10)
    submission.request_more(
        report=report, reason="Le guide", due_on=due_on, by=factories.member(Role.OFFICER), at=AT
    )
    for day in days(TODAY, due_on + timedelta(days=4)):
        night(day)
    rows = ReportReminder.objects.filter(of_more=True, sent_at__isnull=False).order_by("pk")
    assert [row.step for row in rows] == [15, 7, 1, -1]
    assert not ReimbursementDemand.objects.exists()


def test_r6_daect_reads_what_was_sent_and_to_whom(mission):
    signatory = made.holder(mission)
    for day in (LIMIT - timedelta(days=7), LIMIT + timedelta(days=1)):
        night(day)
    said = {row.get_step_display(): [to for to, _ in told] for row, told in selectors.reminders(mission)}
    assert said == {
        "Trente jours avant": [],
        "Quinze jours avant": [],
        "Sept jours avant": [signatory.email],
        "La veille": [],
        "Premier jour de retard": [signatory.email],
    }


def test_r6_what_did_not_leave_is_not_said_to_be_sent(mission, visit, clock):
    """Nobody to write to, a mail still in the outbox, a mail gone: three sentences."""
    head = factories.head()
    night(LIMIT - timedelta(days=30))
    signatory = made.holder(mission)
    night(LIMIT - timedelta(days=15))
    night(LIMIT - timedelta(days=7))
    gone = Message.objects.filter(to=signatory.email, key__contains="15:")
    assert gone.update(sent_at=AT) == 1
    words = visit(head, "awaited", mission).words
    assert "personne à qui l’envoyer" in words
    assert f"{signatory.email} (envoyé le " in words
    assert f"{signatory.email} (en attente d’envoi)" in words


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, "en attente"),
        ({"report_delivered_at": AT}, "sans objet, aucun rapport n’est plus à remettre"),
        ({"report_due_on": None}, "sans objet, aucun rapport n’est plus à remettre"),
    ],
)
def test_r6_a_request_that_nothing_answers_any_more_does_not_wait(mission, change, outcome):
    asked = {"until": date(2026, 5, 4), "reason": "Maladie"}
    request = extensions.ask_more_time(mission=mission, by=made.holder(mission), at=AT, **asked)
    for name, value in change.items():
        setattr(request.mission, name, value)
    assert request.outcome() == outcome


def test_r6_a_step_noted_never_changes(mission):
    night(LIMIT - timedelta(days=7))
    for change in (lambda rows: rows.update(sent_at=None), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="expect:"), transaction.atomic():
            change(ReportReminder.objects.all())


# ---------------------------------------------------------------- more time


def asked(mission: Mission, until: date = LATER, at=AT) -> ExtensionRequest:
    return extensions.ask_more_time(
        mission=mission, until=until, reason="L’experte est malade.", by=made.holder(mission), at=at
    )


def test_r6_the_head_grants_more_time_dated_with_reasons(mission):
    request = asked(mission)
    extensions.grant_more_time(request=request, until=LATER, reason="Accordé", by=factories.head(), at=AT)
    mission.refresh_from_db()
    assert (mission.report_due_on, mission.overdue_flagged_at) == (LATER, None)
    change = selectors.limit_changes(mission).first()
    assert (change.due_on, change.reason) == (
        LATER,
        "Délai accordé à la demande du titulaire, du 2 mars 2026",
    )
    assert overdue.flag_overdue_reports(on=LATER, at=AT).flagged == 0
    assert overdue.flag_overdue_reports(on=LATER + timedelta(days=1), at=AT).drafted == 1


def test_r6_the_time_granted_holds_whatever_the_return_confirmed_since(mission):
    request = asked(mission)
    extensions.grant_more_time(request=request, until=LATER, reason="Accordé", by=factories.head(), at=AT)
    mission.refresh_from_db()
    officer = factories.member(Role.OFFICER)
    for returned_on in (date(2026, 2, 10), date(2026, 2, 9)):
        returns.confirm_return(mission=mission, returned_on=returned_on, by=officer, at=AT)
        mission.refresh_from_db()
        assert mission.report_due_on == LATER
    assert returns.limit_after(mission, date(2026, 3, 20)) == date(2026, 5, 20)


def test_r1_without_it_the_limit_follows_the_return(mission):
    returns.confirm_return(
        mission=mission, returned_on=date(2026, 2, 9), by=factories.member(Role.OFFICER), at=AT
    )
    assert mission.report_due_on == date(2026, 4, 9)
    assert returns.granted_until(mission) is None


@pytest.mark.parametrize(("offset", "allowed"), [(-1, True), (0, True), (1, False)])
def test_r6_more_time_is_asked_before_the_limit(mission, offset, allowed):
    at = made.instant(LIMIT + timedelta(days=offset))
    if allowed:
        assert asked(mission, at=at).outcome() == "en attente"
    else:
        with pytest.raises(NotAllowed, match="un délai se demande avant"):
            asked(mission, at=at)


def test_r6_one_request_at_a_time(mission):
    asked(mission)
    with pytest.raises(NotAllowed, match="attend déjà la réponse"):
        asked(mission)


def test_r4_a_pending_request_holds_the_drafting_and_its_refusal_frees_it(mission):
    request, after = asked(mission), LIMIT + timedelta(days=1)
    run = overdue.flag_overdue_reports(on=after, at=AT)
    assert (run.flagged, run.drafted) == (1, 0)
    extensions.refuse_more_time(
        request=request, reason="Trop tard", by=factories.head(), at=made.instant(after)
    )
    assert overdue.flag_overdue_reports(on=after, at=AT).drafted == 1
    with pytest.raises(NotAllowed, match="déjà été répondu"):
        extensions.refuse_more_time(request=request, reason="Encore", by=factories.head(), at=AT)


@pytest.mark.parametrize("until", [LIMIT, LIMIT - timedelta(days=1)])
def test_r6_the_time_asked_is_later_than_the_limit(mission, until):
    with pytest.raises(
        extensions.ImpossibleLimit, match="après la limite actuelle, le 10 avril 2026"
    ) as refused:
        asked(mission, until)
    assert refused.value.field == "until"


def test_r6_a_limit_is_not_moved_into_the_past(mission):
    request = asked(mission)
    with pytest.raises(extensions.ImpossibleLimit, match="ne se fixe pas dans le passé"):
        extensions.grant_more_time(
            request=request, until=LATER, reason="Oui", by=factories.head(), at=made.instant(LATER)
        )
    mission.refresh_from_db()
    assert mission.report_due_on == LIMIT


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.EDITOR, Role.SIGNATORY, Role.POST_AGENT, Role.ADMINISTRATOR]
)
def test_r6_only_the_head_decides(mission, role):
    scope = {
        Role.EDITOR: mission.organisation,
        Role.SIGNATORY: mission.organisation,
        Role.POST_AGENT: mission.post,
    }
    person, request = factories.member(role, scope.get(role)), asked(mission)
    for act, given in ((extensions.grant_more_time, {"until": LATER}), (extensions.refuse_more_time, {})):
        with pytest.raises(NotAllowed):
            act(request=request, reason="Motif", by=person, at=AT, **given)


def test_r6_the_report_delivered_nothing_remains_to_decide(mission):
    request = asked(mission)
    made.delivered(mission)
    with pytest.raises(NotAllowed, match="Le rapport a été remis"):
        extensions.grant_more_time(request=request, until=LATER, reason="Oui", by=factories.head(), at=AT)


def test_r4_a_demand_whose_limit_moved_is_dropped_by_itself_and_another_is_drafted(mission):
    night(LIMIT + timedelta(days=1))
    returns.set_limit(mission=mission, due_on=LATER, reason="Corrigée", by=None, at=AT)
    night(LATER + timedelta(days=1))
    assert list(ReimbursementDemand.objects.order_by("pk").values_list("due_on", "state")) == [
        (LIMIT, DemandState.DROPPED),
        (LATER, DemandState.DRAFT),
    ]


def test_x3_more_time_asked_then_decided_is_told(mission):
    head, officer = factories.head(), factories.member(Role.OFFICER)
    request = asked(mission)
    told = Message.objects.filter(event="reports/more_time_asked")
    assert {mail.to for mail in told} == {head.email, officer.email}
    assert "jusqu’au 4 mai 2026" in told[0].body
    extensions.grant_more_time(request=request, until=LATER, reason="Accordé", by=head, at=AT)
    mail = Message.objects.get(event="reports/more_time_decided")
    assert mail.to == request.asked_by.email
    assert mail.body.startswith(
        f"Remettez le rapport de la mission {mission.number} au plus tard le 4 mai 2026"
    )


def test_the_page_says_the_limit_its_changes_and_the_reminders(mission, visit, clock):
    signatory, head = made.holder(mission), factories.head()
    page = visit(signatory, "awaited", mission)
    assert "10 avril 2026" in page.words
    assert "Aucun rappel n’est encore parti" in page.words
    typed = {"until": "2026-04-10", "reason": "Maladie"}
    refused = visit(signatory, "ask_more_time", mission, data=typed)
    assert "Choisissez une date après la limite actuelle" in refused.words
    assert "Maladie" in refused.words
    visit(signatory, "ask_more_time", mission, data=typed | {"until": "2026-05-04"})
    request = ExtensionRequest.objects.get()
    assert "Accorder un délai" in visit(head, "awaited", mission).words
    visit(head, "grant_more_time", request, data={"until": "2026-05-04", "reason": "Oui"})
    assert "accordée jusqu’au 4 mai 2026" in visit(signatory, "awaited", mission).words
