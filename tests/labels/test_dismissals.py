"""What ends a file without the committee: signed, notified, contested, each time by itself (spec §6, L9, X11, X12)."""

import importlib
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from expect.accounts import service
from expect.accounts.enums import Role
from expect.accounts.signing import NoSigningAuthority
from expect.audit.models import Entry
from expect.documents.models import IssuedDocument
from expect.kernel.errors import NotAllowed, Refusal
from expect.notifications.models import Message
from labels import appeals, corrections, court_cases, rules, served, work
from labels.enums import AppealKind, AppealOutcome, DismissalKind
from labels.models import Appeal, Dismissal, LabelApplication
from tests import factories
from tests.documents.samples import pdf, upload
from tests.labels import factories as labels
from tests.moments import AT, TODAY

DAY = timedelta(days=1)


@contextmanager
def lifted_guards():
    """Rows as a migration of before left them; the test's transaction puts the guards back."""
    for operation in importlib.import_module("labels.migrations.0042_guards_say_more").APPEAL_GUARDS:
        operation.database_backwards("labels", connection.schema_editor(), None, None)
    yield


CLOSED_AT = AT + 30 * DAY


def answered(application, outcome, at):
    """An appeal on what ended the file, lodged two days before its answer."""
    appeal = appeals.lodge_appeal(
        application=application,
        kind=AppealKind.TO_AUTHOR,
        grounds="Le dossier était complet.",
        by=labels.signatory_of(application),
        at=at - 2 * DAY,
    )
    return appeals.answer_appeal(appeal=appeal, outcome=outcome, answer="Relu.", by=factories.head(), at=at)


def declared_twice():
    """Inadmissible; contested in vain, then not; corrected, lodged again, and inadmissible again."""
    application = labels.inadmissible()
    answered(application, AppealOutcome.REJECTED, AT + 5 * DAY)
    answered(application, AppealOutcome.UPHELD, AT + 10 * DAY)
    corrections.request_changes(
        application=application,
        remarks={"evidence": "Précisez."},
        answer_by=TODAY + 30 * DAY,
        by=factories.head(),
        at=AT + 11 * DAY,
    )
    labels.lodge(application, AT + 12 * DAY)
    return labels.inadmissible(application, AT + 13 * DAY)


def waiting(person, day):
    """The kind and the public id of each thing that waits for them."""
    return [(kind, one) for found in work.work_items(person, day) for kind, one, *_ in found]


def told(event):
    return Message.objects.filter(event=f"labels/{event}").order_by("created_at")


@pytest.mark.django_db
def test_l9_a_second_inadmissibility_is_told_and_leaves_the_first_where_it_was(client):
    application = declared_twice()
    first, second = application.dismissals.order_by("decided_at")
    assert [mail.created_at for mail in told("application_inadmissible")] == [AT, AT + 13 * DAY]
    assert application.dismissal == second
    assert (first.version.number, second.version.number) == (1, 2)
    assert first.letter != second.letter
    assert set(first.appeals.values_list("outcome", flat=True)) == {"rejected", "upheld"}
    assert not second.appeals.exists()
    officer = factories.member(Role.OFFICER)
    receipt = {"received_on": TODAY + 28 * DAY, "by": officer, "at": AT + 40 * DAY}
    with pytest.raises(NotAllowed, match="est accueilli"):
        served.register_service(act=first, scan=upload(pdf()), **receipt)
    served.register_service(act=second, scan=upload(pdf()), **receipt)
    assert [service.received_on(one.letter) for one in (first, second)] == [None, date(2026, 3, 30)]
    on = TODAY + 40 * DAY
    assert (rules.until_of(first, on), rules.until_of(second, on)) == (None, date(2026, 6, 1))
    for person, page in (
        (labels.signatory_of(application), "candidature"),
        (factories.head(), "candidatures"),
    ):
        client.force_login(person)
        shown = client.get(f"/{page}/{application.public_id}/").text
        assert "Irrecevabilité du 2 mars 2026" in shown
        assert "Irrecevabilité du 15 mars 2026" in shown
        assert shown.count("Retirée après le recours") == 1
        assert f"/sans-examen/{first.public_id}/" in shown


@pytest.mark.django_db
def test_l9_an_appeal_against_the_first_does_not_count_against_the_second():
    application = declared_twice()
    assert not rules.is_contested(application, TODAY + 14 * DAY)
    assert rules.may_appeal(labels.signatory_of(application), application, TODAY + 14 * DAY)


@pytest.mark.django_db
def test_l9_closing_is_a_signed_letter_with_reasons_and_ways_of_appeal():
    application = labels.sent_back()
    closing = {"application": application, "at": CLOSED_AT}
    with pytest.raises(NotAllowed):
        corrections.close(reason="Rien.", by=factories.member(Role.OFFICER), **closing)
    with pytest.raises(NoSigningAuthority):
        corrections.close(reason="Rien.", by=factories.head(signs=False), **closing)
    with pytest.raises(Refusal, match="Donnez le motif"):
        corrections.close(reason="  ", by=factories.head(), **closing)
    application.refresh_from_db()
    assert (application.state, Dismissal.objects.count(), told("application_closed").count()) == (
        "changes_requested",
        0,
        0,
    )
    head = factories.head()
    dismissal = corrections.close(reason="Rien n’a été corrigé.", by=head, **closing)
    assert (dismissal.kind, dismissal.authority.user) == (DismissalKind.CLOSED, head)
    said = dismissal.letter.context
    assert "classée sans suite" in said["paragraphs"][0]
    assert said["paragraphs"][0].endswith("Rien n’a été corrigé.")
    assert "deux mois" in " ".join(said["letter"]["appeal_lines"])
    assert head.last_name in str(said["letter"]["signature"])
    mail = told("application_closed").first()
    assert "en donne les motifs et dit comment contester cette décision" in mail.body
    assert "deux mois, à compter de la réception de la lettre" in mail.body


@pytest.mark.django_db
def test_l9_a_closed_file_is_contested_here_and_in_court():
    application = labels.closed()
    day = CLOSED_AT.date() + DAY
    assert rules.may_record_court_case(factories.head(), application, day)
    served.register_service(
        act=application.dismissal,
        received_on=day,
        scan=upload(pdf()),
        by=factories.member(Role.OFFICER),
        at=CLOSED_AT + DAY,
    )
    assert rules.court_until(application, day) == date(2026, 6, 3)
    court_cases.record_court_case(
        application=application,
        court="Tribunal administratif de Paris",
        number="2600001",
        filed_on=day,
        by=factories.member(Role.OFFICER),
        at=CLOSED_AT + DAY,
    )
    appeal = answered(application, AppealOutcome.UPHELD, CLOSED_AT + 5 * DAY)
    application.refresh_from_db()
    assert (application.state, application.dismissal) == ("admissible", None)
    assert appeal.dismissal == Dismissal.objects.get()
    assert rules.silence_day(application, [appeal]) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_l9_the_check_page_says_what_gives_way(client, clock):
    application = labels.lodged()
    appeal = labels.appealed(application, at=AT + (application.silence_on - AT.date()) + timedelta(days=5))
    clock.move_to(appeal.registered_at + timedelta(days=1))
    client.force_login(factories.head())
    url = f"/candidatures/{application.public_id}/irrecevable/"
    page = client.get(url).text.replace("\u00a0", " ")
    assert "Cette décision remplace le refus implicite du 2 mai 2026" in page
    assert f"Recours {appeal.number} : sans objet" in page


@pytest.mark.django_db
def test_x4_the_head_has_the_files_to_close_then_their_letters_to_send():
    application, officer, head = labels.sent_back(), factories.member(Role.OFFICER), factories.head()
    LabelApplication.objects.update(officer=officer)
    day = CLOSED_AT.date()
    assert ("labels.close", application.public_id) in waiting(head, day)
    assert waiting(officer, day) == waiting(factories.member(Role.OFFICER), day) == []
    corrections.close(application=application, reason="Rien.", by=head, at=CLOSED_AT)
    to_send = ("labels.register_dismissal_service", Dismissal.objects.get().public_id)
    assert waiting(officer, day) == waiting(head, day) == [to_send]


@pytest.mark.long
@pytest.mark.walk
@pytest.mark.django_db(transaction=True)
def test_those_of_before_have_their_row():
    """Backwards, the columns hold the last of each kind; forwards, the letter that it hid is found again (spec L9)."""
    twice, closed = declared_twice(), labels.closed()
    before = list(
        Dismissal.objects.order_by("decided_at").values_list("letter", "version", "kind", "decided_at")
    )
    tied = dict(Appeal.objects.values_list("number", "dismissal__letter"))
    columns = [("labels", "0036_minister_answers")]
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    try:
        executor.migrate(columns)
        former = MigrationExecutor(connection).loader.project_state(columns).apps
        files = former.get_model("labels", "LabelApplication").objects
        assert files.get(pk=twice.pk).inadmissible_letter_id == before[1][0]
        assert files.get(pk=closed.pk).closed_at == CLOSED_AT
    finally:
        MigrationExecutor(connection).migrate(latest)
    rows = Dismissal.objects.order_by("decided_at")
    kept = list(rows.values_list("letter", "version", "kind", "decided_at"))
    assert kept[:2] == before[:2]
    assert kept[2] == (None, *before[2][1:]), "no letter was kept of a closing"
    assert dict(Appeal.objects.values_list("number", "dismissal__letter")) == tied
    hidden, last, uncorrected = rows
    assert hidden.reason == "\n\n".join(IssuedDocument.objects.get(pk=hidden.letter_id).context["paragraphs"])
    assert (last.reason, uncorrected.reason[:28]) == ("Hors du champ.", "Les corrections demandées n’")
    standing = dict(LabelApplication.objects.values_list("pk", "dismissal"))
    assert standing == {twice.pk: last.pk, closed.pk: uncorrected.pk}


@pytest.fixture
def before_letters():
    """A file closed before a letter said so, as 0038 keeps it, and an appeal against the silence that refused it."""
    application = labels.sent_back(labels.lodged(), days=90)
    version = application.versions.get()
    dismissal = Dismissal.objects.create(
        application=application,
        version=version,
        kind=DismissalKind.CLOSED,
        reason="Les corrections n’ont pas été déposées à temps.",
        decided_at=CLOSED_AT,
    )
    LabelApplication.objects.filter(pk=application.pk).update(state=DismissalKind.CLOSED, dismissal=dismissal)
    application.refresh_from_db()
    return application


@pytest.mark.django_db
def test_l9_a_closing_of_before_the_letters_is_contested_from_its_day_and_promises_no_letter(
    before_letters, client, clock
):
    clock.move_to(CLOSED_AT + DAY)
    day = CLOSED_AT.date()
    assert rules.contestable_from(before_letters, day + DAY) == day
    given = {
        "application": before_letters,
        "kind": AppealKind.TO_AUTHOR,
        "grounds": "Nous avions écrit.",
        "by": factories.member(Role.OFFICER),
        "at": CLOSED_AT + DAY,
    }
    with pytest.raises(appeals.AppealRefused, match="n’existait pas encore"):
        appeals.register_appeal(received_on=day - DAY, paper=upload(pdf()), **given)
    client.force_login(labels.signatory_of(before_letters))
    page = client.get(reverse("labels:own_application", args=[before_letters.public_id])).content.decode()
    assert "La lettre donne les voies de recours" not in page
    assert "se conteste depuis cette page" in page


@pytest.mark.django_db
def test_those_of_before_leave_the_appeals_against_silence_without_object(before_letters):
    waiting = labels.appealed(before_letters, CLOSED_AT + DAY)
    tied = {"dismissal": None, "implicit_on": TODAY + DAY}
    with lifted_guards():
        Appeal.objects.filter(pk=waiting.pk).update(**tied)
    importlib.import_module("labels.migrations.0043_silence_replaced").leave(apps, None)
    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.answered_at) == (AppealOutcome.MOOT, CLOSED_AT + DAY)
    assert "remplace le refus implicite" in waiting.answer
    line = Entry.objects.filter(action="leave_appeal").get()
    assert (line.role, line.details) == ("system", {"appeal": waiting.public_id})


@pytest.mark.django_db
def test_a_file_of_before_without_version_is_named_and_nothing_is_written():
    """0034 lets such a file be; no act makes one."""
    keep = importlib.import_module("labels.migrations.0038_dismissals_of_before")._keep
    draft = labels.draft()
    with pytest.raises(ValueError, match="sans qu’aucune version"):
        keep(apps, draft, kind="closed", reason="x", decided_at=AT)
    assert not Dismissal.objects.exists()
