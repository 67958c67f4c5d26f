"""A refusal born of silence stands until an express answer, whatever DAECT asks meanwhile (spec X10, decision 0056)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.clock import paris_day
from expect.web import french
from labels import admission, appeals, applications, corrections, decisions, inadmissibility, rules
from labels.enums import AppealOutcome, Outcome
from labels.enums import ApplicationState as A
from labels.models import Appeal
from labels.rules.terms import last_day_to_contest
from tests import factories
from tests.documents.samples import pdf, upload
from tests.labels import factories as labels
from tests.labels.test_appeals import answer
from tests.labels.test_silence import after, contest
from tests.labels.test_silence_told import told
from tests.labels.test_standing import shown
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def sent_back(application, days=10):
    """The file sent back, so many days after silence refused it."""
    at = after(application, days)
    return corrections.request_changes(
        application=application,
        remarks={"expertise": "Précisez le public visé."},
        answer_by=paris_day(at) + 20 * DAY,
        by=factories.member(Role.OFFICER),
        at=at,
    ).application


def closed(application):
    """The same file closed, nobody having answered."""
    at = after(application, 40)
    corrections.close(application=sent_back(application), reason="Rien.", by=factories.head(), at=at)
    return application


def lodged_again(application, days=20):
    """The same file lodged again, so many days after its first refusal."""
    at = after(application, days)
    sent_back(application)
    applications.submit(
        application=application,
        commitments_version=labels.commitments().version,
        accepted=True,
        by=labels.signatory_of(application),
        at=at,
    )
    application.refresh_from_db()
    return application


# ---------------------------------------------------------------- it stands


@pytest.mark.parametrize("then", [sent_back, lodged_again])
@pytest.mark.parametrize("made", [labels.lodged, labels.admitted])
def test_x10_what_daect_asks_then_takes_nothing_from_the_body(made, then):
    application = made()
    refused_on, last = application.silence_on, last_day_to_contest(application.silence_on)
    then(application)
    application.refresh_from_db()
    assert application.implicit_on == refused_on
    assert rules.implicit_refusal(application, last) == refused_on
    assert rules.appeal_until(application, last) == rules.court_until(application, last) == last
    assert rules.may_appeal(labels.signatory_of(application), application, last)
    assert rules.may_record_court_case(factories.member(Role.OFFICER), application, last)
    appeal = labels.appealed(application, at=AT + (last - TODAY))
    assert (appeal.implicit_on, appeal.decision, appeal.late) == (refused_on, None, False)


def test_x2_the_journal_says_which_refusal_is_kept():
    application = labels.lodged()
    refused_on = application.silence_on
    sent_back(application)
    entry = Entry.objects.get(action="request_changes")
    assert entry.details == {"implicit_on": refused_on.isoformat()}


@pytest.mark.parametrize("days", [0, -1])
def test_x10_sent_back_in_time_it_was_never_refused(days):
    application = labels.lodged()
    on = application.silence_on
    sent_back(application, days)
    assert application.implicit_on is None
    assert not rules.is_open_to_appeal(application, on + 30 * DAY)


def test_x10_lodged_again_silence_may_refuse_it_anew():
    application = labels.lodged()
    first = application.silence_on
    lodged_again(application)
    second = application.silence_on
    assert second > first
    assert rules.implicit_refusal(application, second) == first
    assert rules.implicit_refusal(application, second + DAY) == second
    assert rules.court_until(application, second + DAY) == last_day_to_contest(second)


def test_x13_a_paper_contests_the_refusal_of_the_day_on_which_it_came():
    application = labels.lodged()
    first = application.silence_on
    lodged_again(application)
    second = application.silence_on
    appeal = appeals.register_appeal(
        application=application,
        kind="to_author",
        grounds="Rien n’est venu.",
        received_on=first + 30 * DAY,
        paper=upload(pdf()),
        by=factories.member(Role.OFFICER),
        at=AT + (second - TODAY) + 3 * DAY,
    )
    assert (appeal.implicit_on, appeal.late) == (first, False)


# ---------------------------------------------------------------- what replaces it


def examined_again(application):
    """The same file lodged again and examined by a session, before silence refuses it anew."""
    lodged_again(application)
    labels.checked(application)
    session = labels.session(held_on=application.silence_on - DAY)
    at = after(application, -30)
    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=at)
    labels.held(session)
    application.refresh_from_db()
    return application


@pytest.mark.parametrize(
    ("outcome", "stands"), [(Outcome.GRANTED, False), (Outcome.REFUSED, False), (Outcome.DEFERRED, True)]
)
def test_l9_a_decision_replaces_it_a_deferral_does_not(outcome, stands):
    application = examined_again(labels.lodged())
    labels.decided(application, outcome)
    decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    application.refresh_from_db()
    on = paris_day(application.notified_at)
    assert (application.implicit_on is not None) is (rules.implicit_refusal(application, on) is not None)
    assert (application.implicit_on is not None) is stands


def test_l9_so_do_an_inadmissibility_a_closing_and_a_withdrawal():
    application = lodged_again(labels.lodged())
    inadmissibility.declare_inadmissible(
        application=application, reason="Hors du champ.", by=factories.head(), at=after(application, -20)
    )
    other = sent_back(labels.lodged())
    applications.withdraw(application=other, by=labels.signatory_of(other), at=after(other, 15))
    for file in (application, other, closed(labels.lodged())):
        file.refresh_from_db()
        assert file.implicit_on is rules.implicit_refusal(file, TODAY + 900 * DAY) is None


def test_l9_upheld_it_is_no_more():
    application = sent_back(labels.lodged())
    answer(contest(application, 45), at=after(application, 50))
    application.refresh_from_db()
    assert (application.state, application.implicit_on) == (A.CHANGES_REQUESTED, None)
    assert not rules.is_open_to_appeal(application, TODAY + 900 * DAY)


def test_l9_upheld_it_leaves_the_silence_that_runs_on_the_file_lodged_again():
    application = sent_back(labels.lodged())
    appeal = contest(application, 12)
    at = after(application, 20)
    applications.submit(
        application=application,
        commitments_version=labels.commitments().version,
        accepted=True,
        by=labels.signatory_of(application),
        at=at,
    )
    answer(Appeal.objects.get(pk=appeal.pk), at=at + DAY)
    application.refresh_from_db()
    assert application.implicit_on is None
    assert rules.silence_day(application, application.appeals.all()) == application.silence_on
    assert type(application).objects.filter(rules.SILENCE_RUNS, pk=application.pk).exists()


def test_l9_rejected_it_stands_and_the_court_is_left():
    application = sent_back(labels.lodged())
    appeal = answer(contest(application, 12), AppealOutcome.REJECTED, at=after(application, 15))
    application.refresh_from_db()
    assert application.implicit_on == appeal.implicit_on
    assert rules.is_contested(application, paris_day(appeal.answered_at))


@pytest.mark.parametrize("state", ["draft", "granted", "refused", "withdrawn"])
def test_x10_the_database_keeps_no_refusal_beside_an_express_answer(state):
    application = sent_back(labels.lodged())
    with (
        pytest.raises(IntegrityError, match="application_refusal_replaced"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE labels_labelapplication SET state = %s, examined_at = submitted_at, "
            "notified_at = submitted_at, withdrawn_at = submitted_at WHERE id = %s",
            [state, application.pk],
        )


# ---------------------------------------------------------------- what is said of it


@pytest.mark.parametrize(
    ("then", "event"),
    [
        (sent_back, "changes_requested"),
        (lodged_again, "application_corrected"),
    ],
)
def test_x10_each_e_mail_says_that_it_stands_and_until_when(then, event):
    application = labels.lodged()
    refused_on = application.silence_on
    then(application)
    last = french.day(last_day_to_contest(refused_on))
    assert (
        f"Faute de réponse le {french.day(refused_on)}, votre demande est réputée refusée depuis ce jour, et ce refus "
        f"demeure jusqu’à une décision expresse. Vous pouvez le contester jusqu’au {last}, depuis la page du dossier."
    ) in told(event)


def test_x10_nothing_is_said_of_a_refusal_that_was_not_born():
    labels.sent_back()
    assert "refus" not in told("changes_requested")
    assert "demeure" not in told("application_lodged")


@pytest.mark.usefixtures("clock")
def test_x10_the_body_reads_both_what_to_correct_and_what_to_contest(client, clock):
    application = sent_back(labels.lodged())
    clock.move_to(after(application, 11))
    page = shown(client, "own_application", application, labels.signatory_of(application))
    assert "C’est à vous de corriger le dossier" in page
    assert "Corriger le dossier" in page
    assert "Former un recours" in page
    assert "Les corrections demandées ne retirent pas ce refus" in page.replace("\u00a0", " ")
    assert "contester ce refus jusqu’au <strong>3 juillet 2026" in page
    client.post(
        f"/candidature/{application.public_id}/recours/", {"kind": "to_author", "grounds": "Rien n’est venu."}
    )
    page = shown(client, "own_application", application, labels.signatory_of(application))
    assert "contre le refus implicite du 2 mai 2026" in page
    assert "C’est à vous de corriger le dossier" in page
    assert "aussi former un recours hiérarchique jusqu’au 3 juillet 2026" in page


@pytest.mark.usefixtures("clock")
def test_x10_lodged_again_both_days_are_read(client, clock):
    application = labels.lodged()
    first = french.day(application.silence_on)
    lodged_again(application)
    clock.move_to(after(application, -30))
    for page in (
        shown(client, "own_application", application, labels.signatory_of(application)),
        shown(client, "application", application, factories.head()),
    ):
        assert first in page
        assert french.day(application.silence_on) in page
        assert "réputée refusée depuis ce jour" in page
        assert "de nouveau réputée refusée" in page or "Nouveau refus implicite" in page


@pytest.mark.usefixtures("clock")
def test_x10_daect_reads_before_it_asks_that_the_refusal_stands(client, clock):
    application = labels.lodged()
    clock.move_to(after(application, 10))
    officer = factories.member(Role.OFFICER)
    client.force_login(officer)
    file = f"/candidatures/{application.public_id}/"
    said = "Le refus implicite du 2 mai 2026 demeure, et se conteste jusqu’au 3 juillet 2026"
    assert said in client.get(f"{file}corrections/").text
