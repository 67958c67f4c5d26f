"""What is taken to court: a mark on the file, on which nothing depends (spec L9)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message
from labels import appeals, court_cases, decisions, minister_answers, rules, served
from labels.enums import AppealKind, AppealOutcome, Judgment, Outcome
from labels.models import CourtCase
from tests import factories
from tests.documents.samples import pdf, upload
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SPACES = str.maketrans("\u202f\xa0", "  ")


def words(response):
    return response.content.decode().replace("&nbsp;", " ").translate(SPACES)


@pytest.fixture
def refused():
    application = labels.examined()
    labels.decided(application, Outcome.REFUSED)
    decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    application.refresh_from_db()
    return application


def received(act, on):
    """The letter of the act was received on that day, as its registered letter shows."""
    at = application_of(act).notified_at + 90 * DAY
    served.register_service(
        act=act, received_on=on, scan=upload(pdf()), by=factories.member(Role.OFFICER), at=at
    )


def application_of(act):
    return getattr(act, "application", act)


def record(application, *, by=None, at=None, **fields):
    at = at or application.notified_at + 30 * DAY
    given = {
        "court": "Tribunal administratif de Paris",
        "number": "2601234/6-1",
        "filed_on": at.date() - 2 * DAY,
    } | fields
    return court_cases.record_court_case(
        application=application, by=by or factories.member(Role.OFFICER), at=at, **given
    )


def judge(case, *, at=None, **fields):
    at = at or case.recorded_at + 300 * DAY
    given = {"judgment": Judgment.REJECTED, "judged_on": at.date() - DAY} | fields
    return court_cases.record_judgment(case=case, by=factories.member(Role.OFFICER), at=at, **given)


def test_l9_a_case_is_recorded_and_moves_nothing(refused):
    before = Message.objects.count()
    case = record(refused, number=" 2601234/6-1 ")
    assert str(case) == "Tribunal administratif de Paris, n° 2601234/6-1"
    refused.refresh_from_db()
    assert (refused.state, Message.objects.count()) == ("refused", before)
    assert Entry.objects.filter(action="record_court_case", subject_id=refused.public_id).exists()


@pytest.mark.parametrize("role", [*Role])
def test_l9_daect_alone_records_it(refused, role):
    body = refused.organisation if role in (Role.EDITOR, Role.SIGNATORY) else None
    person = factories.head() if role == Role.HEAD else factories.member(role, body)
    case = record(refused)
    on = case.recorded_at.date()
    for verdict in (
        rules.may_record_court_case(person, refused, on),
        rules.may_record_judgment(person, case, on),
    ):
        assert bool(verdict) is (role in (Role.OFFICER, Role.HEAD))
        assert verdict or verdict.reason


def test_l9_nothing_is_taken_to_court_before_something_is_decided():
    application = labels.lodged()
    officer = factories.member(Role.OFFICER)
    last = application.silence_on
    assert "Rien n’est encore décidé" in rules.may_record_court_case(officer, application, last).reason
    assert rules.may_record_court_case(officer, application, last + DAY)


@pytest.mark.parametrize("shift", [3, -400])
def test_l9_a_case_of_an_impossible_day_is_refused(refused, shift):
    at = refused.notified_at + 30 * DAY
    with pytest.raises(court_cases.ImpossibleCase) as impossible:
        record(refused, at=at, filed_on=at.date() + shift * DAY)
    assert impossible.value.field == "filed_on"


def test_l9_the_same_case_is_recorded_once(refused):
    record(refused)
    with pytest.raises(court_cases.ImpossibleCase) as twice:
        record(refused)
    assert (twice.value.field, CourtCase.objects.count()) == ("number", 1)


def test_l9_a_judgment_is_recorded_once(refused, monkeypatch):
    case = record(refused)
    stale = CourtCase.objects.select_related("application").get(pk=case.pk)
    judge(case)
    with pytest.raises(NotAllowed, match="déjà inscrite"):
        judge(case)
    with pytest.raises(StateChanged):
        judge(stale, judgment=Judgment.ANNULLED)
    assert CourtCase.objects.get().judgment == Judgment.REJECTED


@pytest.mark.parametrize("shift", [1, -400])
def test_l9_a_judgment_comes_after_its_case_and_not_tomorrow(refused, shift):
    case = record(refused)
    at = case.recorded_at + 30 * DAY
    with pytest.raises(court_cases.ImpossibleCase) as impossible:
        judge(case, at=at, judged_on=at.date() + shift * DAY)
    assert impossible.value.field == "judged_on"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE labels_courtcase SET number = 'x'",
        "UPDATE labels_courtcase SET judgment = 'annulled'",
        "UPDATE labels_courtcase SET judged_on = NULL",
        "DELETE FROM labels_courtcase",
    ],
)
def test_l9_what_was_recorded_is_kept(refused, change):
    judge(record(refused))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


# ---------------------------------------------------------------- until when


def test_x11_the_delay_runs_from_the_receipt_and_not_before(refused):
    decision = refused.decisions.get()
    on = decision.notified_at.date() + 5 * DAY
    assert rules.court_until(refused, on) is None
    received(decision, date(2026, 5, 4))
    assert rules.court_until(refused, on) == rules.contest_until(decision) == date(2026, 7, 6)


def test_x11_an_appeal_stops_the_delay_until_silence_or_the_receipt_of_its_rejection(refused):
    decision = refused.decisions.get()
    received(decision, date(2026, 5, 4))
    at = refused.notified_at + 20 * DAY
    appeal = appeals.lodge_appeal(
        application=refused,
        kind=AppealKind.TO_AUTHOR,
        grounds="Relisez.",
        by=labels.signatory_of(refused),
        at=at,
    )
    assert rules.court_until(refused, appeal.silence_on - DAY) is None
    by_silence = rules.court_until(refused, appeal.silence_on)
    assert appeal.silence_on + 60 * DAY < by_silence < appeal.silence_on + 70 * DAY
    appeals.answer_appeal(
        appeal=appeal, outcome=AppealOutcome.REJECTED, answer="Non.", by=factories.head(), at=at + DAY
    )
    assert rules.court_until(refused, appeal.silence_on) is None


def test_x11_a_late_appeal_does_not_stop_it(refused):
    decision = refused.decisions.get()
    received(decision, decision.notified_at.date())
    last = rules.contest_until(decision)
    appeals.lodge_appeal(
        application=refused,
        kind=AppealKind.TO_AUTHOR,
        grounds="Relisez.",
        by=labels.signatory_of(refused),
        at=AT + (last - AT.date() + DAY),
    )
    assert rules.court_until(refused, last + 2 * DAY) == last


PLAY = date(2026, 5, 4)
"""The refusal was received that day: it is contested until 6 July."""
LONG_AFTER = date(2027, 3, 1)


def played(
    refused,
    *,
    received_on_day,
    answered,
    outcome=AppealOutcome.REJECTED,
    read=None,
    kind=AppealKind.TO_AUTHOR,
):
    """An appeal on paper that came one day, was answered another day, its answer read on a third."""
    appeal = appeals.register_appeal(
        application=refused,
        kind=kind,
        grounds="Relisez.",
        received_on=received_on_day,
        paper=upload(pdf()),
        by=factories.member(Role.OFFICER),
        at=noon(received_on_day),
    )
    given = {"appeal": appeal, "outcome": outcome, "answer": "Non."}
    if answered and appeal.to_minister:
        letter = {"signed_by": "Le ministre", "signed_on": answered, "letter": upload(pdf())}
        officer = factories.member(Role.OFFICER)
        minister_answers.record_minister_answer(**given, **letter, by=officer, at=noon(answered))
    elif answered:
        appeals.answer_appeal(**given, by=factories.head(), at=noon(answered))
    if read:
        served.register_service(
            act=appeal, received_on=read, scan=upload(pdf()), by=factories.member(Role.OFFICER), at=noon(read)
        )
    return appeal


def noon(day):
    return AT + (day - AT.date())


@pytest.mark.parametrize(
    ("days", "rejection", "court"),
    [
        pytest.param(((6, 1), (6, 20), (6, 22)), date(2026, 8, 24), date(2026, 8, 24), id="in time"),
        pytest.param(((6, 1), (6, 20), None), None, None, id="in time, its answer not received"),
        pytest.param(((6, 1), None, None), date(2026, 10, 2), date(2026, 10, 2), id="in time, silence"),
        pytest.param(((7, 7), (7, 20), (7, 22)), None, date(2026, 7, 6), id="late"),
        pytest.param(((6, 1), (9, 1), (9, 3)), date(2026, 11, 4), date(2026, 11, 4), id="express in time"),
        pytest.param(((6, 1), (12, 1), (12, 3)), date(2026, 10, 2), date(2026, 10, 2), id="express too late"),
    ],
)
def test_x11_one_last_day_for_the_page_the_e_mail_and_the_court(refused, days, rejection, court):
    received(refused.decisions.get(), PLAY)
    given = [day and date(2026, *day) for day in days]
    appeal = played(refused, received_on_day=given[0], answered=given[1], read=given[2])
    assert rules.rejection_until(appeal, LONG_AFTER) == rejection
    assert rules.court_until(refused, LONG_AFTER) == court
    if given[2]:
        told = Message.objects.filter(event="labels/service_registered").latest("pk")
        said = "contester cette décision jusqu’au" in told.body
        assert said is (rejection is not None and rejection >= given[2])


def test_x11_a_second_appeal_of_the_same_kind_stops_nothing(refused):
    received(refused.decisions.get(), PLAY)
    played(refused, received_on_day=date(2026, 6, 1), answered=date(2026, 6, 8), read=date(2026, 6, 10))
    second = played(
        refused, received_on_day=date(2026, 6, 12), answered=date(2026, 6, 20), read=date(2026, 6, 22)
    )
    assert rules.rejection_until(second, LONG_AFTER) is None
    assert rules.court_until(refused, LONG_AFTER) == date(2026, 8, 11)


IN_JUNE = (date(2026, 6, 1), date(2026, 6, 15))
"""On which the appeal to the author, then that to the minister, came."""


@pytest.mark.parametrize(
    ("to_author", "to_minister", "on", "court"),
    [
        pytest.param((), (), (6, 20), None, id="both wait"),
        pytest.param(((6, 20), (6, 22)), (), (8, 14), None, id="one rejected, the other waits"),
        pytest.param(((6, 20), (6, 22)), (), (8, 15), (10, 16), id="one rejected, the other by silence"),
        pytest.param((), ((6, 20), (6, 22)), (7, 31), None, id="the second rejected first, the first waits"),
        pytest.param((), ((6, 20), (6, 22)), (8, 1), (10, 2), id="the second rejected, the first by silence"),
        pytest.param((), (), (8, 15), (10, 16), id="both by silence"),
        pytest.param(((6, 20), (6, 22)), ((7, 8), (7, 10)), (7, 11), (9, 11), id="both rejected"),
        pytest.param(((7, 8), (7, 10)), ((6, 20), (6, 22)), (7, 11), (9, 11), id="both rejected, reversed"),
        pytest.param(((6, 20), (6, 22)), ((7, 8), None), (7, 11), None, id="a rejection not received"),
    ],
)
def test_x11_time_runs_again_once_both_are_rejected(refused, to_author, to_minister, on, court):
    """CRPA L. 411-2, second paragraph: both came in the initial time, which ends on 6 July."""
    received(refused.decisions.get(), PLAY)
    made, on = [], date(2026, *on)
    for kind, came, answered in zip(AppealKind, IN_JUNE, (to_author, to_minister), strict=True):
        days = [day and date(2026, *day) for day in answered] or [None, None]
        made.append(played(refused, kind=kind, received_on_day=came, answered=days[0], read=days[1]))
    expected = court and date(2026, *court)
    assert [appeal.late for appeal in made] == [False, False]
    assert rules.court_until(refused, on) == rules.until_of(refused.decisions.get(), on) == expected
    assert {rules.rejection_until(appeal, on) for appeal in made} == {expected}


def test_x11_a_late_one_of_the_other_kind_moves_nothing(refused):
    received(refused.decisions.get(), PLAY)
    played(refused, received_on_day=date(2026, 6, 1), answered=date(2026, 6, 20), read=date(2026, 6, 22))
    late = played(refused, kind=AppealKind.TO_MINISTER, received_on_day=date(2026, 7, 7), answered=None)
    assert late.late
    assert rules.rejection_until(late, LONG_AFTER) is None
    assert rules.court_until(refused, LONG_AFTER) == date(2026, 8, 24)


def test_x11_no_day_is_told_with_a_receipt_while_the_other_waits(refused):
    received(refused.decisions.get(), PLAY)
    played(refused, kind=AppealKind.TO_MINISTER, received_on_day=IN_JUNE[1], answered=None)
    appeal = played(refused, received_on_day=IN_JUNE[0], answered=date(2026, 6, 20), read=date(2026, 6, 22))
    told = Message.objects.filter(event="labels/service_registered").latest("pk")
    assert "contester cette décision jusqu’au" not in told.body
    assert not rules.runs_from_answer(appeal)


def test_x11_upheld_nothing_is_left_to_take_to_court(refused):
    received(refused.decisions.get(), PLAY)
    june = date(2026, 6, 1)
    appeal = played(refused, received_on_day=june, answered=june, outcome=AppealOutcome.UPHELD, read=june)
    refused.refresh_from_db()
    assert rules.rejection_until(appeal, LONG_AFTER) is rules.court_until(refused, LONG_AFTER) is None


def test_l9_a_full_grant_is_not_taken_to_court():
    label = labels.label()
    assert rules.court_until(label.application, label.granted_on) is None


# ---------------------------------------------------------------- the pages


def correct(case, *, by=None, at=None, **fields):
    given = {"seen": case.number, "number": "2601999/6-1", "reason": "Deux chiffres inversés."} | fields
    return court_cases.correct_number(
        case=case, by=by or factories.member(Role.OFFICER), at=at or case.recorded_at + DAY, **given
    )


def test_l9_a_mistyped_number_is_put_right_and_the_former_one_is_kept(refused):
    case = record(refused)
    former = case.number
    correct(correct(case), number="2601998/6-1")
    case.refresh_from_db()
    assert case.number == "2601998/6-1"
    kept = [one.former for one in case.corrections.order_by("pk")]
    assert kept == [former, "2601999/6-1"]
    assert case.correction == case.corrections.last()
    assert Entry.objects.filter(action="correct_court_case").count() == 2


@pytest.mark.parametrize(("fields", "field"), [({"number": " "}, "number"), ({"reason": " "}, "reason")])
def test_l9_a_number_corrected_says_which_and_why(refused, fields, field):
    with pytest.raises(court_cases.ImpossibleCase) as refusal:
        correct(record(refused), **fields)
    assert refusal.value.field == field


def test_l9_a_number_is_not_corrected_into_itself_nor_into_another_case(refused):
    case, other = record(refused), record(refused, number="2609999/6-1")
    for number in (case.number, other.number):
        with pytest.raises(court_cases.ImpossibleCase, match="déjà inscrit") as refusal:
            correct(case, number=number)
        assert refusal.value.field == "number"
    case.refresh_from_db()
    assert (case.correction, case.corrections.count()) == (None, 0)


def test_l9_a_body_does_not_correct_it(refused):
    with pytest.raises(NotAllowed):
        correct(record(refused), by=labels.signatory_of(refused))


def test_l9_of_two_corrections_at_once_the_second_writes_nothing(refused):
    case = record(refused)
    stale = CourtCase.objects.get(pk=case.pk)
    correct(case)
    with pytest.raises(StateChanged):
        correct(stale, number="2601997/6-1")
    assert case.corrections.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE labels_courtcase SET number = 'x'",
        "UPDATE labels_courtcase SET number = 'x', correction_id = NULL",
        "UPDATE labels_courtcase SET number = 'x', correction_id = correction_id",
        "UPDATE labels_courtcase SET court = 'x'",
        "UPDATE labels_courtcasecorrection SET former = 'x'",
        "DELETE FROM labels_courtcasecorrection",
    ],
)
def test_l9_a_number_does_not_change_by_itself(refused, change):
    correct(record(refused))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_l9_daect_corrects_it_on_the_file_s_page(refused, client, clock):
    case = record(refused)
    clock.move_to(case.recorded_at + DAY)
    client.force_login(factories.member(Role.OFFICER))
    page = f"/contentieux/{case.public_id}/numero/"
    assert page in words(client.get(f"/candidatures/{refused.public_id}/"))
    done = words(
        client.post(
            page,
            {"seen": case.number, "number": "2601999/6-1", "reason": "Deux chiffres inversés."},
            follow=True,
        )
    )
    assert "La requête porte désormais le numéro 2601999/6-1." in done
    assert f"Auparavant n° {case.number}" in done


def test_l9_a_stale_page_corrects_nothing_and_shows_the_number_of_now(refused, client, clock):
    case = record(refused)
    former = case.number
    correct(case)
    clock.move_to(case.recorded_at + 2 * DAY)
    client.force_login(factories.member(Role.OFFICER))
    page = f"/contentieux/{case.public_id}/numero/"
    typed = {"seen": former, "number": "2601777/6-1", "reason": "Un chiffre."}
    answered = words(client.post(page, typed))
    assert "vient d’être corrigé" in answered
    assert "2601777/6-1" in answered
    assert 'value="2601999/6-1"' in answered
    assert CourtCase.objects.get().number == "2601999/6-1"
    assert "désormais le numéro 2601777/6-1" in words(
        client.post(page, typed | {"seen": "2601999/6-1"}, follow=True)
    )


def test_l9_from_the_file_to_the_judgment(refused, client, clock):
    at = refused.notified_at + 30 * DAY
    clock.move_to(at)
    client.force_login(factories.member(Role.OFFICER))
    file = reverse("labels:application", args=[refused.public_id])
    page = reverse("labels:application_record_court_case", args=[refused.public_id])
    assert page in words(client.get(file))
    wrong = client.post(page, {"court": "Tribunal", "number": "", "filed_on": at.date().isoformat()})
    assert "Erreur" in words(wrong)
    typed = {"court": "Tribunal administratif de Lille", "number": "<b>26", "filed_on": at.date().isoformat()}
    done = words(client.post(page, typed, follow=True))
    assert "Tribunal administratif de Lille, requête n° <strong>&lt;b&gt;26</strong>" in done
    assert "En cours" in done
    case = CourtCase.objects.get()
    judged = reverse("labels:court_case_record_judgment", args=[case.public_id])
    assert judged in done
    done = words(
        client.post(judged, {"judgment": "dropped", "judged_on": at.date().isoformat()}, follow=True)
    )
    assert "Désistement" in done
    assert "En cours" not in done


# ---------------------------------------------------------------- what the body reads


def own_page(client, clock, application, day):
    clock.move_to(noon(day))
    client.force_login(labels.signatory_of(application))
    return words(client.get(f"/candidature/{application.public_id}/"))


def test_x11_rejected_the_body_reads_the_court_and_not_another_appeal(refused, client, clock):
    received(refused.decisions.get(), PLAY)
    before = own_page(client, clock, refused, date(2026, 5, 20))
    assert "Vous pouvez contester cette décision jusqu’au <strong>6 juillet 2026" in before
    assert "Former un recours" in before
    before_last = date(2026, 7, 6)
    appeal = played(
        refused, received_on_day=date(2026, 6, 1), answered=date(2026, 6, 20), read=date(2026, 6, 22)
    )
    after = own_page(client, clock, refused, date(2026, 6, 23))
    assert "Le tribunal peut être saisi jusqu’au <strong>24 août 2026" in after
    assert (
        f"Votre recours {appeal.number} est rejeté. Le tribunal peut être saisi jusqu’au 24 août 2026."
        in after
    )
    other = "Vous pouvez aussi former un recours hiérarchique jusqu’au 6 juillet 2026"
    assert other in after
    assert "Former un recours" in own_page(client, clock, refused, before_last)
    later = own_page(client, clock, refused, before_last + DAY)
    for gone in ("Vous pouvez contester", "voies de recours. Vous"):
        assert gone not in after
    for gone in ("6 juillet 2026", "Former un recours", "hiérarchique"):
        assert gone not in later
    assert "Le tribunal pouvait être saisi jusqu’au <strong>24 août 2026" in own_page(
        client, clock, refused, date(2026, 9, 1)
    )


def test_x11_while_the_appeals_wait_no_day_is_given(refused, client, clock):
    received(refused.decisions.get(), PLAY)
    for kind, came in zip(AppealKind, IN_JUNE, strict=True):
        played(refused, kind=kind, received_on_day=came, answered=None)
    page = own_page(client, clock, refused, date(2026, 6, 20))
    assert "Sans réponse le 15 août 2026, il sera réputé rejeté" in page
    assert "6 juillet 2026" not in page
    assert "Former un recours" not in page


def test_x11_daect_reads_the_same_day_on_the_decision(refused, client, clock):
    decision = refused.decisions.get()
    received(decision, PLAY)
    played(refused, received_on_day=date(2026, 6, 1), answered=date(2026, 6, 20), read=date(2026, 6, 22))
    clock.move_to(noon(date(2026, 6, 23)))
    client.force_login(factories.member(Role.OFFICER))
    page = words(client.get(f"/candidatures/decisions/{decision.public_id}/"))
    assert "Contestable devant le tribunal jusqu’au" in page
    assert "24 août 2026" in page
    assert "6 juillet 2026" not in page
