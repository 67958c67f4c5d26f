"""An appeal to the minister is answered by the minister, and the letter recorded by DAECT (spec L9, X11–X13)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from expect.accounts import service
from expect.accounts.enums import Role
from expect.documents import rendering
from expect.documents.models import StoredFile
from expect.kernel.clock import paris_day
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message
from expect.web import french
from labels import admission, appeals, decision_letters, minister_answers, rules, selectors, served
from labels.enums import AppealKind, AppealOutcome, Outcome
from labels.enums import ApplicationState as A
from labels.held_back import tell_held_back
from labels.models import Appeal
from labels.work import work_items
from tests import factories
from tests.documents.samples import image, pdf, upload
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SIGNED_BY = "Camille Laurent, directrice du cabinet"


def to_minister(application=None, *, at=None):
    application = application or labels.refused()
    return appeals.lodge_appeal(
        application=application,
        kind=AppealKind.TO_MINISTER,
        grounds="L’expérience est décrite page 3.",
        by=labels.signatory_of(application),
        at=at or application.notified_at + 10 * DAY,
    )


def record(appeal, outcome=AppealOutcome.REJECTED, *, by=None, days=20, **fields):
    at = appeal.registered_at + days * DAY
    given = {
        "answer": "Le dossier ne montre pas assez l’expérience.",
        "signed_by": SIGNED_BY,
        "signed_on": paris_day(at) - 3 * DAY,
        "letter": upload(pdf()),
    } | fields
    return minister_answers.record_minister_answer(
        appeal=appeal, outcome=outcome, by=by or factories.member(Role.OFFICER), at=at, **given
    )


def test_l9_the_author_of_the_act_does_not_answer_for_the_minister():
    appeal = to_minister()
    with pytest.raises(NotAllowed, match="adressé au ministre"):
        appeals.answer_appeal(
            appeal=appeal, outcome="rejected", answer="Non.", by=factories.head(), at=AT + 60 * DAY
        )
    assert Appeal.objects.get().answered_at is None


def test_l9_nor_does_anybody_record_an_answer_that_is_the_head_s_to_sign():
    with pytest.raises(NotAllowed, match="le délégué y répond"):
        record(labels.appealed())


@pytest.mark.parametrize("role", list(Role))
def test_x13_who_records_it(role):
    appeal = to_minister()
    person = factories.member(
        role, appeal.application.organisation if role in ("editor", "signatory") else None
    )
    verdict = rules.may_record_minister_answer(person, appeal, paris_day(appeal.registered_at))
    assert bool(verdict) is (role in (Role.OFFICER, Role.HEAD))
    assert verdict or verdict.reason


def test_l9_x12_the_letter_says_who_signed_and_when():
    appeal, officer = to_minister(), factories.member(Role.OFFICER)
    record(appeal, by=officer, signed_by=f"  {SIGNED_BY} ")
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.signed_by, appeal.answered_by) == ("rejected", SIGNED_BY, officer)
    assert appeal.letter.file.content_type == "application/pdf"
    assert paris_day(appeal.letter.issued_at) == appeal.signed_on < paris_day(appeal.answered_at)
    (told,) = Message.objects.filter(event="labels/appeal_answered")
    assert told.recipient == labels.signatory_of(appeal.application)
    assert told.body.startswith(f"Le recours {appeal.number} a reçu sa réponse")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "moot"}, "outcome"),
        ({"answer": " "}, "answer"),
        ({"signed_by": " "}, "signed_by"),
        ({"signed_on": date(2027, 1, 1)}, "signed_on"),
        ({"signed_on": date(2026, 1, 1)}, "signed_on"),
        ({"letter": "picture"}, "letter"),
    ],
)
def test_l9_what_is_missing_or_impossible_is_said_on_its_field(given, field):
    if field == "letter":
        given = {"letter": upload(image("PNG"), "lettre.png")}
    appeal = to_minister()
    with pytest.raises(appeals.AppealRefused) as refusal:
        record(appeal, **given)
    assert refusal.value.field == field
    appeal.refresh_from_db()
    assert appeal.answered_at is None


def test_l9_it_is_recorded_once(monkeypatch):
    appeal = to_minister()
    stale = Appeal.objects.select_related("application").get(pk=appeal.pk)
    record(appeal)
    with pytest.raises(NotAllowed, match="déjà sa réponse"):
        record(appeal)
    monkeypatch.setattr(Appeal, "refresh_from_db", lambda self, **kwargs: None)
    with pytest.raises(StateChanged):
        record(stale, AppealOutcome.UPHELD)
    assert Appeal.objects.get().outcome == AppealOutcome.REJECTED


def test_x11_its_receipt_opens_the_court_from_the_day_of_the_letter():
    appeal = to_minister()
    record(appeal)
    appeal.refresh_from_db()
    on = paris_day(appeal.answered_at)
    assert rules.court_until(appeal.application, on) is None
    officer = factories.member(Role.OFFICER)
    served.register_service(
        act=appeal, received_on=appeal.signed_on + DAY, scan=upload(pdf()), by=officer, at=appeal.answered_at
    )
    last = rules.last_day_to_contest(appeal.signed_on + DAY)
    assert rules.court_until(appeal.application, on) == rules.rejection_until(appeal, on) == last


def test_x11_the_body_opens_the_letter(client):
    appeal = to_minister()
    signatory = labels.signatory_of(appeal.application)
    service.agree(organisation=appeal.application.organisation, by=signatory, at=AT)
    record(appeal)
    client.force_login(signatory)
    assert b"".join(client.get(f"/recours/{appeal.public_id}/reponse/").streaming_content).startswith(b"%PDF")
    appeal.refresh_from_db()
    assert service.received_on(appeal.letter)


def test_l9_upheld_the_decision_that_follows_cites_the_minister():
    appeal = to_minister()
    application = record(appeal, AppealOutcome.UPHELD).application
    application.refresh_from_db()
    appeal.refresh_from_db()
    assert application.state == A.ADMISSIBLE
    session = labels.session(held_on=paris_day(appeal.answered_at) + 40 * DAY)
    admission.admit(
        application=application, session=session, by=factories.member(Role.OFFICER), at=appeal.answered_at
    )
    labels.held(session)
    application.refresh_from_db()
    decision = labels.decided(application, Outcome.REFUSED)
    assert selectors.appeal_behind(decision) == appeal
    words = decision_letters.decision_context(decision, authority=None, on=session.held_on)
    assert "le ministre a fait droit à votre recours" in words["paragraphs"][0]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE labels_appeal SET signed_by = 'x'",
        "UPDATE labels_appeal SET signed_on = '2026-01-01'",
        "UPDATE labels_appeal SET other_implicit_on = '2026-01-01'",
        "UPDATE labels_appeal SET signed_by = '', signed_on = NULL",
    ],
)
def test_l9_what_the_minister_answered_is_kept(change):
    record(to_minister())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_l9_the_database_takes_no_signature_on_an_appeal_to_the_author():
    labels.appealed()
    change = "UPDATE labels_appeal SET signed_by = 'x', signed_on = '2026-06-01'"
    with (
        pytest.raises(IntegrityError, match="appeal_signed_by_the_minister"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_x4_it_waits_for_daect_with_its_own_words():
    appeal = to_minister()
    found = [
        row[0]
        for queryset in work_items(factories.member(Role.OFFICER), paris_day(appeal.registered_at))
        for row in queryset
        if "appeal" in row[0] or "minister" in row[0]
    ]
    assert found == ["labels.record_minister_answer"]
    told = Message.objects.filter(event="labels/appeal_to_answer").latest("pk")
    assert told.body.startswith(f"Transmettez au ministre le recours {appeal.number}")


@pytest.mark.usefixtures("clock")
def test_l9_from_the_page_to_the_body_s(client, clock):
    appeal = to_minister()
    application = appeal.application
    clock.move_to(appeal.registered_at + 20 * DAY)
    signatory = labels.signatory_of(application)
    client.force_login(signatory)
    own = f"/candidature/{application.public_id}/"
    page = client.get(own).text
    assert "C’est au ministre de répondre à votre recours" in page
    assert "Transmis par la DAECT au ministre, qui y répond." in page
    client.force_login(factories.head())
    act = f"{appeal.get_absolute_url()}reponse-du-ministre/"
    assert act in client.get(f"/candidatures/{application.public_id}/").text
    assert act in client.get(appeal.get_absolute_url()).text
    typed = {"outcome": "rejected", "answer": "Non.", "signed_by": SIGNED_BY, "signed_on": "2026-04-25"}
    assert "Erreur" in client.post(act, typed).text
    done = client.post(act, typed | {"letter": upload(pdf())}, follow=True).text
    assert "rejeté par le ministre" in done
    assert SIGNED_BY in done
    client.force_login(signatory)
    assert f"25 avril 2026, signée par {SIGNED_BY}" in client.get(own).text


def test_the_worker_makes_nothing_of_a_letter_made_elsewhere(settings):
    settings.ANTIVIRUS = "127.0.0.1:3310"
    appeal = record(to_minister())
    assert appeal.letter.file is None
    assert appeal.letter not in rendering.waiting(appeal.answered_at + DAY)


# ---------------------------------------------------------------- its scan, and the antivirus


def held(settings, outcome=AppealOutcome.REJECTED):
    """An answer whose scan the antivirus has still to see, of a body that agreed to be notified here."""
    settings.ANTIVIRUS = "127.0.0.1:3310"
    appeal = to_minister()
    body = appeal.application.organisation
    service.agree(organisation=body, by=labels.signatory_of(appeal.application), at=AT)
    return record(appeal, outcome)


def scanned(appeal, infection=""):
    """What the daemon said of the last scan, then what follows."""
    at = appeal.answered_at + DAY
    StoredFile.objects.awaiting_scan().update(scanned_at=at, infection=infection)
    tell_held_back(at=at)
    return minister_answers.notify_scanned(at=at)


def mails(event):
    return Message.objects.filter(event=f"labels/{event}")


def opened(client, appeal):
    client.force_login(labels.signatory_of(appeal.application))
    return client.get(f"/recours/{appeal.public_id}/reponse/")


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("outcome", [AppealOutcome.REJECTED, AppealOutcome.UPHELD])
def test_x6_x11_a_letter_that_the_antivirus_holds_is_neither_told_nor_received(client, settings, outcome):
    """The outcome, which the file shows, is read; nothing is said to be prepared (decision 0090)."""
    appeal = held(settings, outcome)
    assert not mails("appeal_answered")
    waiting = opened(client, appeal)
    assert waiting.context["document"] == appeal.letter
    assert "retenue tant que l’antivirus ne l’a pas contrôlée" in waiting.text
    assert service.received_on(appeal.letter) is None
    own = client.get(f"/candidature/{appeal.application.public_id}/").text
    assert f"<strong>recours {appeal.get_outcome_display().lower()}</strong>" in own
    assert "Un courriel vous préviendra dès que la lettre pourra être lue ici." in own
    client.force_login(factories.member(Role.OFFICER))
    for page in (waiting.text, own, client.get(appeal.get_absolute_url()).text):
        assert f'data-preparing="/recours/{appeal.public_id}/reponse/"' not in page
        assert "retenue tant que l’antivirus" in page
    assert scanned(appeal) == 1
    assert scanned(appeal) == 0
    assert mails("appeal_answered").count() == 1
    assert b"".join(opened(client, appeal).streaming_content).startswith(b"%PDF")
    assert service.received_on(appeal.letter)


@pytest.mark.usefixtures("clock")
def test_x6_x11_an_infected_one_is_replaced_by_a_sound_scan(client, clock, settings):
    appeal, officer = held(settings), factories.member(Role.OFFICER)
    assert not rules.may_replace_answer_scan(officer, appeal, paris_day(AT))
    assert scanned(appeal, "Essai.Marque") == 0
    assert officer in {mail.recipient for mail in mails("answer_scan_held_back")}
    assert not mails("appeal_answered")
    clock.move_to(appeal.answered_at + 2 * DAY)
    client.force_login(officer)
    page, act = appeal.get_absolute_url(), f"{appeal.get_absolute_url()}remplacer-la-lettre/"
    assert act in client.get(page).text
    assert "Erreur" in client.post(act, {"letter": upload(image("PNG"), "lettre.png")}).text
    assert "La lettre est remplacée" in client.post(act, {"letter": upload(pdf())}, follow=True).text
    assert client.get(act).status_code in (302, 403), "the new one waits for its own scan"
    assert scanned(appeal) == 1
    assert mails("appeal_answered").count() == 1
    assert b"".join(opened(client, appeal).streaming_content).startswith(b"%PDF")


@pytest.mark.usefixtures("clock")
def test_x11_received_by_post_meanwhile_the_court_s_last_day_is_read_and_the_copy_still_replaced(
    client, clock, settings
):
    appeal, officer = held(settings), factories.member(Role.OFFICER)
    scanned(appeal, "Essai.Marque")
    at = appeal.answered_at + DAY
    served.register_service(act=appeal, received_on=paris_day(at), scan=upload(pdf()), by=officer, at=at)
    clock.move_to(at)
    client.force_login(labels.signatory_of(appeal.application))
    own = client.get(f"/candidature/{appeal.application.public_id}/").text
    until = rules.court_until(appeal.application, paris_day(at))
    assert f"est rejeté. Le tribunal peut être saisi jusqu’au {french.day(until)}" in own
    minister_answers.replace_answer_scan(appeal=appeal, letter=upload(pdf()), by=officer, at=at)
    assert scanned(appeal) == 1
    assert mails("appeal_answered").count() == 1
    assert b"".join(opened(client, appeal).streaming_content).startswith(b"%PDF")
    assert not rules.may_replace_answer_scan(officer, appeal, paris_day(at))


@pytest.mark.long
@pytest.mark.walk
@pytest.mark.django_db(transaction=True)
def test_x6_the_letters_of_before_have_their_scan_and_an_infected_one_is_replaced(client, settings):
    sound = record(to_minister())
    infected = held(settings)
    scanned(infected, "Essai.Marque")
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    try:
        executor.migrate([("labels", "0039_dismissals_frozen")])
    finally:
        MigrationExecutor(connection).migrate(latest)
    sound, infected = Appeal.objects.get(pk=sound.pk), Appeal.objects.get(pk=infected.pk)
    assert sound.letter.file == sound.answer_scans.get().file
    assert (infected.letter.file, infected.answer_scans.get().brought_at) == (None, infected.answered_at)
    at = infected.answered_at + DAY
    minister_answers.replace_answer_scan(
        appeal=infected, letter=upload(pdf()), by=factories.member(Role.OFFICER), at=at
    )
    assert scanned(infected) == 1
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_issueddocument SET file_id = NULL")


@pytest.mark.parametrize(
    "change", ["DELETE FROM labels_answerscan", "UPDATE labels_answerscan SET file_id = file_id + 1"]
)
def test_x6_each_scan_is_kept(change):
    record(to_minister())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
