"""Silence refuses a file; that refusal is contested as another one is (spec L9, X10)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.kernel.clock import paris_day
from expect.kernel.errors import NotAllowed
from expect.web import french
from labels import appeals, applications, corrections, decisions, inadmissibility, rules, selectors
from labels.enums import AppealOutcome, ApplicationState, Outcome
from labels.models import Appeal, Decision, LabelApplication
from labels.rules.terms import last_day_to_contest
from labels.work import work_items
from tests import factories
from tests.documents.samples import pdf, upload
from tests.labels import factories as labels
from tests.labels.test_appeals import answer
from tests.labels.test_list import every_state
from tests.labels.test_standing import shown
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HELD_LATE = AT + 90 * DAY


def after(application, days=1):
    """The instant, so many days after the one on which silence refuses the file."""
    return AT + (application.silence_on - TODAY) + days * DAY


def contest(application, days=5):
    return labels.appealed(application, at=after(application, days))


def examined_late():
    """A file that a session examines after silence refused it."""
    application = labels.admitted(to=labels.session(held_on=TODAY + 90 * DAY))
    contest(application)
    labels.held(application.session, at=HELD_LATE)
    application.refresh_from_db()
    return application


# ---------------------------------------------------------------- when it runs


def test_x10_silence_runs_the_same_of_one_file_and_of_many():
    files = every_state()
    files["upheld"] = labels.appealed().application
    answer(Appeal.objects.get(application=files["upheld"]))
    files["upheld"].refresh_from_db()
    by_query = set(LabelApplication.objects.filter(rules.SILENCE_RUNS).values_list("pk", flat=True))
    by_file = {file.pk for file in files.values() if rules.silence_day(file, file.appeals.all())}
    expected = {"submitted", "admissible", "examined", "deferred", "released"}
    assert by_query == by_file == {files[name].pk for name in expected}


@pytest.mark.parametrize(("days", "open_to_it"), [(-1, False), (0, False), (1, True)])
@pytest.mark.parametrize("made", [labels.lodged, labels.admitted])
def test_x10_the_refusal_is_born_when_the_day_is_over(made, days, open_to_it):
    application = made()
    on = application.silence_on + days * DAY
    assert rules.is_open_to_appeal(application, on) is open_to_it
    assert bool(rules.may_appeal(labels.signatory_of(application), application, on)) is open_to_it
    assert (rules.implicit_refusal(application, on) == application.silence_on) is open_to_it


def test_x11_time_to_contest_runs_from_the_day_of_silence():
    application = labels.lodged()
    last = last_day_to_contest(application.silence_on)
    on = application.silence_on + DAY
    assert rules.appeal_until(application, on) == rules.court_until(application, on) == last
    assert not rules.is_late(application, last)
    assert rules.is_late(application, last + DAY)


# ---------------------------------------------------------------- the appeal


@pytest.mark.parametrize("made", [labels.lodged, labels.admitted])
def test_l9_the_signatory_contests_the_refusal_that_silence_made(made):
    application = made()
    before, refused_on = application.state, application.silence_on
    appeal = contest(application)
    application.refresh_from_db()
    assert (appeal.decision, appeal.implicit_on, appeal.late) == (None, refused_on, False)
    assert application.state == before
    assert "contre la décision du 2 mai 2026 (refus implicite)" in appeal.receipt.context["paragraphs"][0]


def test_l9_x11_it_stops_the_time_to_go_to_court_until_silence_rejects_it():
    application = labels.lodged()
    appeal = contest(application)
    assert rules.court_until(application, appeal.silence_on - DAY) is None
    assert rules.court_until(application, appeal.silence_on) == last_day_to_contest(appeal.silence_on)


def test_x13_a_paper_that_came_before_the_refusal_is_refused():
    application = labels.lodged()
    with pytest.raises(appeals.AppealRefused, match="n’existait pas encore") as refusal:
        appeals.register_appeal(
            application=application,
            kind="to_author",
            grounds="Rien n’est venu.",
            received_on=application.silence_on,
            paper=upload(pdf()),
            by=factories.member(Role.OFFICER),
            at=after(application, 3),
        )
    assert refusal.value.field == "received_on"


def test_l9_upheld_the_refusal_is_taken_back_and_the_examination_goes_on():
    application = labels.admitted()
    session = application.session
    appeal = answer(contest(application))
    application.refresh_from_db()
    assert (application.state, application.session) == (ApplicationState.ADMISSIBLE, session)
    assert "Ce refus implicite est retiré." in appeal.letter.context["paragraphs"][1]
    assert appeal.letter.context["letter"]["appeal_lines"] == []
    on = paris_day(appeal.answered_at)
    assert rules.implicit_refusal(application, on) is None
    assert not rules.is_open_to_appeal(application, on)


@pytest.mark.parametrize("outcome", [AppealOutcome.REJECTED, AppealOutcome.INADMISSIBLE])
def test_l9_rejected_the_refusal_stands_and_the_letter_says_how_to_contest(outcome):
    application = labels.lodged()
    appeal = answer(contest(application), outcome)
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert "devant le tribunal" in appeal.letter.context["letter"]["appeal_lines"][0]
    assert rules.implicit_refusal(application, paris_day(appeal.answered_at)) == application.silence_on


def test_l9_nobody_answers_that_an_appeal_has_no_object():
    with pytest.raises(appeals.AppealRefused, match="Choisissez la réponse"):
        answer(contest(labels.lodged()), AppealOutcome.MOOT)


@pytest.mark.parametrize(
    ("outcome", "ended"), [(Outcome.GRANTED, True), (Outcome.REFUSED, True), (Outcome.DEFERRED, False)]
)
def test_l9_a_decision_that_comes_then_leaves_the_appeal_without_object(outcome, ended):
    application = examined_late()
    labels.decided(application, outcome)
    decisions.notify_session(session=application.session, by=factories.head(), at=HELD_LATE)
    appeal = Appeal.objects.get()
    assert (appeal.outcome == AppealOutcome.MOOT) is ended
    assert appeal.letter is None
    assert ("Une décision expresse" in appeal.answer) is ended
    application.refresh_from_db()
    if outcome == Outcome.REFUSED:  # which is contested in its turn
        assert labels.appealed(application).decision.outcome == Outcome.REFUSED


def test_l9_so_does_an_inadmissibility():
    application = labels.lodged()
    contest(application)
    inadmissibility.declare_inadmissible(
        application=application, reason="Hors du champ.", by=factories.head(), at=after(application, 9)
    )
    assert Appeal.objects.get().outcome == AppealOutcome.MOOT
    assert rules.is_open_to_appeal(application, paris_day(after(application, 9)))


def test_l9_and_so_does_a_withdrawal():
    application = labels.lodged()
    contest(application)
    applications.withdraw(
        application=application, by=labels.signatory_of(application), at=after(application, 9)
    )
    appeal = Appeal.objects.get()
    assert (appeal.outcome, appeal.answered_by) == (AppealOutcome.MOOT, None)


def test_l7_corrections_are_asked_once_the_appeal_has_its_answer():
    application = labels.lodged()
    appeal = contest(application)
    officer, at = factories.member(Role.OFFICER), after(application, 9)
    asked = {"remarks": {"evidence": "Datez l’action."}, "answer_by": paris_day(at) + 20 * DAY}
    with pytest.raises(NotAllowed, match="répondez d’abord à son recours"):
        corrections.request_changes(application=application, by=officer, at=at, **asked)
    answer(appeal, at=at)
    corrections.request_changes(application=application, by=officer, at=at, **asked)
    assert application.state == ApplicationState.CHANGES_REQUESTED


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE labels_appeal SET implicit_on = '2026-06-01'",
        "UPDATE labels_appeal SET implicit_on = NULL",
        "UPDATE labels_appeal SET outcome = 'rejected'",
        "DELETE FROM labels_appeal",
    ],
)
def test_l9_what_was_contested_is_kept(change):
    application = labels.lodged()
    contest(application)
    applications.withdraw(
        application=application, by=labels.signatory_of(application), at=after(application, 9)
    )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


# ---------------------------------------------------------------- the pages, the lists


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("made", [labels.lodged, labels.admitted])
def test_x10_the_body_reads_until_when_and_how_it_contests(client, clock, made):
    application = made()
    clock.move_to(after(application))
    page = shown(client, "own_application", application, labels.signatory_of(application))
    delay = page[page.index(">Délai<") :]
    delay = delay[: delay.index("</section>")]
    assert "réputée refusée depuis ce jour" in delay
    assert "contester ce refus jusqu’au <strong>3 juillet 2026" in delay
    assert "par un recours gracieux ou hiérarchique auprès du ministère" in delay
    assert "Former un recours" in page


@pytest.mark.usefixtures("clock")
def test_x10_once_contested_the_section_names_the_court_and_no_other_way(client, clock):
    application = labels.lodged()
    appeal = contest(application)
    for when in (1, 1 + (appeal.silence_on - application.silence_on).days):
        clock.move_to(after(application, 5 + when))
        page = shown(client, "own_application", application, labels.signatory_of(application))
        delay = page[page.index(">Délai<") :]
        delay = delay[: delay.index("</section>")]
        assert "réputée refusée depuis ce jour" in delay
        assert "contester" not in delay
        assert "recours gracieux" not in delay
        assert ("Former un recours" in page) is (when == 1)
        assert ("aussi former un recours hiérarchique jusqu’au 3 juillet 2026" in page) is (when == 1)
    last = french.day(rules.court_until(application, paris_day(after(application, 5 + when))))
    assert f"Le tribunal peut être saisi jusqu’au <strong>{last}" in delay
    assert f"vous pouvez saisir le tribunal jusqu’au {last}" in page


@pytest.mark.usefixtures("clock")
def test_l9_the_body_contests_on_its_page_and_daect_reads_against_what(client, clock):
    application = labels.lodged()
    clock.move_to(after(application))
    client.force_login(labels.signatory_of(application))
    file = f"/candidature/{application.public_id}/"
    client.post(f"{file}recours/", {"kind": "to_author", "grounds": "Rien n’est venu."})
    appeal = Appeal.objects.get()
    assert "contre le refus implicite du 2 mai 2026" in client.get(file).text
    client.force_login(factories.head())
    assert "le refus implicite du 2 mai 2026" in client.get(appeal.get_absolute_url()).text
    answering = client.get(f"{appeal.get_absolute_url()}repondre/").text
    assert "retire le refus implicite" in answering
    assert "Sans objet" not in answering


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("days", "said"), [(-3, "même recevable ou inscrite à une séance"), (1, "est réputée refusée depuis")]
)
@pytest.mark.parametrize("made", [labels.lodged, labels.admitted])
def test_x10_daect_reads_the_silence_that_runs_on_every_file(client, clock, made, days, said):
    application = made()
    clock.move_to(after(application, days))
    page = shown(client, "application", application, factories.head())
    delay = page[page.index(">Délai<") :]
    assert said in delay[: delay.index("</section>")]


@pytest.mark.parametrize(("left", "expected"), [(16, 0), (15, 1), (0, 1), (-1, 0)])
def test_x10_x4_the_silence_that_is_near_is_on_the_work_list(left, expected):
    application = labels.admitted()
    rows = [
        row
        for queryset in work_items(factories.head(), application.silence_on - left * DAY)
        for row in queryset
        if row[0] == "labels.answer_in_time"
    ]
    assert len(rows) == expected
    assert all(row[1] == application.public_id and row[3] == application.silence_on for row in rows)


def test_l9_an_appeal_left_without_object_is_shown_in_the_list_its_export_and_its_page(client):
    application = labels.lodged()
    appeal = contest(application)
    signatory = labels.signatory_of(application)
    applications.withdraw(application=application, by=signatory, at=after(application, 2))
    appeal.refresh_from_db()
    assert appeal.outcome == AppealOutcome.MOOT
    client.force_login(factories.member(Role.OFFICER))
    for address in (reverse("labels:appeals"), appeal.get_absolute_url()):
        assert "Sans objet" in client.get(address).content.decode()
    assert "Sans objet" in b"".join(client.get(reverse("labels:appeals"), {"export": "csv"})).decode()


def test_l9_what_follows_an_appeal_upheld_against_silence_replaces_no_decision():
    application = labels.admitted()
    answer(contest(application))
    decided = Decision(pk=0, application=application, recorded_at=after(application, 30))
    assert selectors.appeal_behind(decided) is None
