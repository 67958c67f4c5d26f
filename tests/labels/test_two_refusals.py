"""Silence refused a file twice, or nobody answered an appeal: what stands, and what is said (spec X10, L9)."""

from datetime import timedelta

import pytest

from expect.accounts.enums import Role
from expect.kernel.clock import paris_day
from expect.web import french
from labels import admission, appeals, rules, selectors, served
from labels.enums import AppealKind, AppealOutcome
from labels.models import Appeal, LabelApplication
from labels.views import cells
from labels.views.appeals import court_time
from labels.work import work_items
from tests import factories
from tests.documents.samples import pdf, upload
from tests.labels import factories as labels
from tests.labels.test_appeals import answer, refused
from tests.labels.test_minister_answers import record, scanned, to_minister
from tests.labels.test_refusal_kept import lodged_again, sent_back
from tests.labels.test_silence import after, contest
from tests.labels.test_silence_told import told
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refused_twice():
    """A file that silence refused, then refused anew once lodged again; the two days."""
    application = labels.lodged()
    first = application.silence_on
    lodged_again(application)
    return application, first, application.silence_on


def fresh(appeal):
    return Appeal.objects.select_related("application").get(pk=appeal.pk)


def at_midday(day):
    return AT + (day - TODAY)


# ---------------------------------------------------------------- an appeal without an answer


@pytest.mark.parametrize(
    ("kind", "said"),
    [(AppealKind.TO_AUTHOR, "répondez d’abord"), (AppealKind.TO_MINISTER, "réponse du ministre enregistrée")],
)
def test_l9_it_holds_corrections_back_until_silence_rejects_it(kind, said):
    application, officer = labels.lodged(), factories.member(Role.OFFICER)
    appeal = appeals.lodge_appeal(
        application=application,
        kind=kind,
        grounds="Rien n’est venu.",
        by=labels.signatory_of(application),
        at=after(application, 8),
    )
    verdict = rules.may_request_changes(officer, application, appeal.silence_on)
    assert not verdict
    assert said in verdict.reason
    assert rules.may_request_changes(officer, application, appeal.silence_on + DAY)


@pytest.mark.parametrize(("days", "awaited"), [(0, True), (1, False)])
def test_x4_it_waits_for_daect_no_longer(days, awaited):
    appeal, officer = to_minister(), factories.member(Role.OFFICER)
    on = appeal.silence_on + days * DAY
    kinds = [row[0] for found in work_items(officer, on) for row in found]
    assert ("labels.record_minister_answer" in kinds) is rules.waits(appeal, on) is awaited
    assert (selectors.open_appeal(appeal.application, on) is not None) is awaited
    (row,) = selectors.with_waiting(LabelApplication.objects.filter(pk=appeal.application_id), on)
    assert (row.waiting_since is not None) is awaited
    turns = [
        turn for turn, files in selectors.turns(on).items() if LabelApplication.objects.filter(files).exists()
    ]
    assert bool(turns) is awaited
    assert rules.may_record_minister_answer(officer, appeal, on)


def test_l9_the_answer_that_comes_late_is_recorded():
    appeal = to_minister()
    assert record(appeal, days=(appeal.silence_on - appeal.received_on).days + 30).outcome == "rejected"


# ---------------------------------------------------------------- which appeal stops the court's time


@pytest.mark.usefixtures("clock")
def test_l9_a_second_one_of_the_same_kind_stops_nothing_and_it_is_said(client, clock):
    application = refused()
    notified = paris_day(application.notified_at)
    clock.move_to(application.notified_at + DAY)
    client.force_login(labels.signatory_of(application))
    url = f"/candidature/{application.public_id}/recours/"
    page = client.get(url).text
    assert "sans effet sur le délai" not in page
    assert "s’interrompt" in page
    first = labels.appealed(application, at=application.notified_at + 10 * DAY)
    assert "n’interrompt pas" not in told("appeal_registered")
    answer(first, AppealOutcome.REJECTED, at=application.notified_at + 15 * DAY)
    clock.move_to(application.notified_at + 20 * DAY)
    client.force_login(labels.signatory_of(application))
    page = client.get(url).text.replace("\u00a0", " ")
    assert "Recours gracieux, sans effet sur le délai du tribunal" in page
    assert (
        "Un recours hiérarchique interrompt le délai pour saisir le tribunal ; un recours gracieux ne" in page
    )
    again = labels.appealed(application, at=application.notified_at + 20 * DAY)
    assert "Ce recours n’interrompt pas le délai pour saisir le tribunal" in told("appeal_registered")
    assert "n’en ouvre pas un autre" in again.receipt.context["paragraphs"][-1]
    assert not again.receipt.context["letter"]["appeal_lines"]
    assert rules.kinds_that_count(application, notified + 20 * DAY) == [AppealKind.TO_MINISTER]


def test_x10_the_body_reads_until_when_the_kind_left_stops_it_and_until_when_the_court_is_open():
    application = labels.lodged()
    first = contest(application, 5)
    answer(first, AppealOutcome.REJECTED, at=after(application, 8))
    on = application.silence_on + 10 * DAY
    last = french.day(rules.appeal_until(application, on))
    said = f"Un recours hiérarchique formé au plus tard le {last} interrompt le délai"
    assert said in court_time(application, on)
    assert "saisi jusqu’au" not in court_time(application, on), (
        "nothing shows that the rejection was received"
    )
    at = after(application, 9)
    served.register_service(
        act=first, received_on=paris_day(at), scan=upload(pdf()), by=factories.member(Role.OFFICER), at=at
    )
    assert said in court_time(application, on)
    court = french.day(rules.court_until(application, on))
    assert court_time(application, on).endswith(f"Il peut être saisi jusqu’au {court}.")


# ---------------------------------------------------------------- two refusals


def test_l9_upheld_against_the_later_it_clears_the_earlier_too():
    application, first, second = refused_twice()
    earlier = labels.appealed(application, at=at_midday(first + 30 * DAY))
    later = fresh(labels.appealed(application, at=at_midday(second + 5 * DAY)))
    answer(later)
    application.refresh_from_db()
    assert application.implicit_on is None
    assert rules.implicit_refusal(application, second + 90 * DAY) is None
    assert fresh(earlier).outcome == AppealOutcome.MOOT
    said = fresh(later).letter.context["paragraphs"][-1]
    assert f"Le refus implicite du {french.day(first)}" in said
    assert "est retiré avec lui" in said
    days = f"du {french.day(second)} est retiré, celui du {french.day(first)} avec lui"
    assert days in told("appeal_answered")
    assert f"Votre recours {earlier.number} est désormais sans objet." in told("appeal_answered")


@pytest.mark.parametrize("antivirus", ["", "127.0.0.1:3310"])
def test_l9_upheld_by_the_minister_the_e_mail_alone_says_that_the_earlier_goes_too(settings, antivirus):
    settings.ANTIVIRUS = antivirus
    application, first, second = refused_twice()
    earlier = labels.appealed(application, at=at_midday(first + 30 * DAY))
    later = record(fresh(to_minister(application, at=at_midday(second + 5 * DAY))), AppealOutcome.UPHELD)
    if antivirus:
        scanned(later)
    days = f"du {french.day(second)} est retiré, celui du {french.day(first)} avec lui"
    assert days in told("appeal_answered")
    assert f"Votre recours {earlier.number} est désormais sans objet." in told("appeal_answered")


@pytest.mark.parametrize("antivirus", ["", "127.0.0.1:3310"])
def test_l9_upheld_by_the_minister_against_the_earlier_the_later_stands(settings, antivirus):
    settings.ANTIVIRUS = antivirus
    application, first, second = refused_twice()
    appeal = fresh(to_minister(application, at=at_midday(first + 30 * DAY)))
    appeal = record(appeal, AppealOutcome.UPHELD, days=(second - appeal.received_on).days + 3)
    if antivirus:
        scanned(appeal)
    assert f"du {french.day(first)} est retiré, et l’examen" in told("appeal_answered")
    assert f"Le refus implicite du {french.day(second)}, né depuis, demeure" in told("appeal_answered")


def test_l9_upheld_against_the_earlier_it_leaves_the_later():
    application, first, second = refused_twice()
    appeal = labels.appealed(application, at=at_midday(first + 30 * DAY))
    answer(fresh(appeal), at=at_midday(second + 3 * DAY))
    application.refresh_from_db()
    assert rules.implicit_refusal(application, second + 3 * DAY) == second
    assert (
        f"Le refus implicite du {french.day(second)}, né depuis"
        in fresh(appeal).letter.context["paragraphs"][-1]
    )
    assert f"du {french.day(first)} est retiré, et l’examen" in told("appeal_answered")
    assert f"Le refus implicite du {french.day(second)}, né depuis, demeure" in told("appeal_answered")


def test_x10_the_list_shows_the_refusal_that_stands_before_the_one_to_come():
    application, first, second = refused_twice()
    (row,) = selectors.for_list(LabelApplication.objects.filter(pk=application.pk))
    selectors.complete_rows([row], factories.head(), second - DAY)
    assert (row.refused_on, row.falls_on) == (first, second)
    cell = cells.waiting_cell(row, second - DAY)
    assert cell.index(french.short_day(first)) < cell.index(french.short_day(second))
    selectors.complete_rows([row], factories.head(), second + DAY)
    assert (row.refused_on, row.falls_on) == (second, None)


def test_x13_a_paper_s_kinds_are_those_of_the_day_on_which_it_came():
    application, first, second = refused_twice()
    signatory, on = labels.signatory_of(application), second + 5 * DAY
    for kind in AppealKind:
        appeals.lodge_appeal(
            application=application, kind=kind, grounds="Rien.", by=signatory, at=at_midday(on)
        )
    officer = factories.member(Role.OFFICER)
    assert not rules.may_appeal(signatory, application, on)
    assert rules.may_register_appeal(officer, application, on)
    given = {"kind": AppealKind.TO_AUTHOR, "grounds": "Rien.", "by": officer, "at": at_midday(on)}
    appeal = appeals.register_appeal(
        application=application, received_on=first + 9 * DAY, paper=upload(pdf()), **given
    )
    assert appeal.implicit_on == first
    with pytest.raises(appeals.AppealRefused, match="déjà formé"):
        appeals.register_appeal(application=application, received_on=on, paper=upload(pdf()), **given)


# ---------------------------------------------------------------- the e-mails of the agenda


def test_x10_the_agenda_s_e_mail_says_what_may_still_be_contested_and_the_next_day_of_silence():
    application, first, second = refused_twice()
    labels.checked(application)
    admit_at(application, first + 30 * DAY, held_on=second + 20 * DAY)
    said = told("application_admitted")
    assert f"Faute de réponse le {french.day(first)}" in said
    assert "Vous pouvez le contester jusqu’au" in said
    assert f"le {french.day(second)}, votre demande sera de nouveau réputée refusée" in said


def test_x10_it_offers_no_more_what_is_over():
    application = labels.lodged()
    first = application.silence_on
    sent_back(application)
    appeal = contest(application, 12)
    answer(appeal, AppealOutcome.REJECTED, at=after(application, 15))
    lodged_again_at(application, after(application, 20))
    labels.checked(application)
    admit_at(application, first + 65 * DAY, held_on=first + 80 * DAY)
    said = told("application_admitted")
    assert f"Faute de réponse le {french.day(first)}" in said
    assert "Vous pouvez le contester" not in said
    assert "L’examen se poursuit." in said


def lodged_again_at(application, at):
    labels.applications.submit(
        application=application,
        commitments_version=labels.commitments().version,
        accepted=True,
        by=labels.signatory_of(application),
        at=at,
    )
    application.refresh_from_db()


def admit_at(application, on, *, held_on):
    admission.admit(
        application=application,
        session=labels.session(held_on=held_on),
        by=factories.member(Role.OFFICER),
        at=at_midday(on),
    )
