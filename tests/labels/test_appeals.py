"""Appeals: lodged or registered, answered once; upheld, the file is decided again, citing it (spec L9)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from expect.accounts import service
from expect.accounts.enums import Role
from expect.accounts.signing import NoSigningAuthority
from expect.dashboard import work
from expect.documents.models import IssuedDocument
from expect.documents.rendering import attach
from expect.kernel.clock import paris_day
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message
from labels import admission, appeals, decisions, rules, selectors, served
from labels.enums import AppealKind, AppealOutcome, Outcome
from labels.models import Appeal, LabelApplication
from tests import factories
from tests.documents.samples import pdf, upload
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refused():
    """A file just refused, its letter made."""
    application = labels.examined()
    decision = labels.decided(application, Outcome.REFUSED)
    decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    application.refresh_from_db()
    decision.refresh_from_db()
    attach(decision.letter, b"%PDF-1.7 essai", AT)
    return application


def lodge(application, *, by=None, at=None, **fields):
    given = {"kind": AppealKind.TO_AUTHOR, "grounds": "L’expérience est décrite page 3."} | fields
    at = at or (application.notified_at or application.dismissal.decided_at) + 10 * DAY
    return appeals.lodge_appeal(
        application=application, by=by or labels.signatory_of(application), at=at, **given
    )


def answer(appeal, outcome=AppealOutcome.UPHELD, *, by=None, at=None, **fields):
    given = {"answer": "La page 3 avait été omise."} | fields
    return appeals.answer_appeal(
        appeal=appeal,
        outcome=outcome,
        by=by or factories.head(),
        at=at or appeal.registered_at + 5 * DAY,
        **given,
    )


# ---------------------------------------------------------------- lodging


@pytest.mark.parametrize("contested", [refused, labels.inadmissible, labels.closed])
def test_l9_the_signatory_contests_and_has_a_receipt(contested):
    application = contested()
    appeal = lodge(application)
    assert appeal.number == "R-2026-0001"
    assert appeal.decision == (application.decisions.first() if contested is refused else None)
    words = appeal.receipt.context["paragraphs"]
    assert "Il porte le numéro R-2026-0001." in words[0]
    assert "votre recours sera réputé rejeté" in words[1]
    (told,) = Message.objects.filter(event="labels/appeal_registered")
    assert told.recipient == labels.signatory_of(application)
    assert "L’accusé de réception est sur la page du dossier." in told.body


def test_x10_silence_rejects_after_two_months():
    appeal = lodge(refused(), at=AT + 90 * DAY)
    assert (appeal.received_on, appeal.silence_on) == (date(2026, 5, 31), date(2026, 7, 31))


@pytest.mark.parametrize("state", [labels.lodged, labels.examined, labels.complete_draft])
def test_l9_only_a_notified_refusal_or_an_inadmissibility_is_contested(state):
    application = state()
    with pytest.raises(NotAllowed, match="une irrecevabilité ou un classement"):
        lodge(application, at=AT + 60 * DAY)


def test_l9_one_appeal_of_each_kind_at_a_time():
    application = refused()
    first = lodge(application)
    with pytest.raises(
        appeals.AppealRefused, match="Un recours gracieux est déjà formé, sans réponse"
    ) as refusal:
        lodge(application)
    assert refusal.value.field == "kind"
    lodge(application, kind=AppealKind.TO_MINISTER)
    with pytest.raises(NotAllowed, match="sont déjà formés, sans réponse"):
        lodge(application, kind=AppealKind.TO_MINISTER)
    answer(first, AppealOutcome.REJECTED)
    assert lodge(application).kind == AppealKind.TO_AUTHOR


@pytest.mark.parametrize("made", [refused, lambda: labels.lodged(at=AT - 90 * DAY)])
def test_l9_the_database_holds_one_open_appeal_of_each_kind(made):
    application = made()
    appeal = lodge(application, at=AT + 90 * DAY)
    twice = {
        "pk": None,
        "public_id": "deuxfois0000",
        "number": "R-2026-0999",
        "receipt": application_receipt(appeal),
    }
    for name, value in twice.items():
        setattr(appeal, name, value)
    with (
        pytest.raises(IntegrityError, match=r"appeal_one_open|labels_appeal\.application_id"),
        transaction.atomic(),
    ):
        appeal.save(force_insert=True)


def application_receipt(appeal):
    """Another receipt: one serves one appeal."""
    return IssuedDocument.objects.create(
        kind="appeal_receipt",
        title="Accusé",
        template=appeal.receipt.template,
        context={},
        issued_at=AT,
        next_attempt_at=AT,
    )


@pytest.mark.parametrize("made", [refused, labels.inadmissible, lambda: labels.lodged(at=AT - 90 * DAY)])
def test_l9_upheld_it_leaves_the_other_one_without_object(made):
    application = made()
    first = lodge(application, at=AT + 90 * DAY)
    other = lodge(application, kind=AppealKind.TO_MINISTER, at=AT + 91 * DAY)
    answer(first)
    other.refresh_from_db()
    assert (other.outcome, other.letter, other.answered_by) == (AppealOutcome.MOOT, None, None)
    assert f"Le recours {first.number} est accueilli" in other.answer
    assert rules.rejection_until(other, TODAY + 900 * DAY) is None
    (told,) = Message.objects.filter(event="labels/appeal_answered")
    assert f"Votre recours {other.number} est désormais sans objet." in told.body


@pytest.mark.usefixtures("clock")
def test_l9_daect_answers_the_first_that_came_and_sees_both(client, clock):
    application = refused()
    first = lodge(application)
    other = lodge(application, kind=AppealKind.TO_MINISTER, at=AT + 50 * DAY)
    clock.move_to(AT + 60 * DAY)
    client.force_login(factories.head())
    page = client.get(f"/candidatures/{application.public_id}/").text
    assert f"Répondre au recours {first.number}" in page
    assert f"{other.get_absolute_url()}reponse-du-ministre/" in page
    (row,) = selectors.with_waiting(LabelApplication.objects.filter(pk=application.pk), first.received_on)
    assert paris_day(row.waiting_since) == first.received_on
    assert selectors.open_appeal(application, first.received_on) == first


def test_l9_an_editor_does_not_contest():
    application = refused()
    with pytest.raises(NotAllowed):
        lodge(application, by=labels.editor(application.organisation))


def test_l9_an_appeal_says_why():
    with pytest.raises(appeals.AppealRefused) as refusal:
        lodge(refused(), grounds="  ")
    assert refusal.value.field == "grounds"


@pytest.mark.parametrize(("shift", "late"), [(-1, False), (0, False), (1, True)])
def test_x11_late_is_counted_from_the_proof_of_receipt(shift, late):
    application = refused()
    decision = application.decisions.get()
    served.register_service(
        act=decision,
        received_on=decision.notified_at.date(),
        scan=upload(pdf()),
        by=factories.member(Role.OFFICER),
        at=decision.notified_at,
    )
    last = rules.contest_until(decision)
    appeal = lodge(application, at=decision.notified_at + (last - decision.notified_at.date() + shift * DAY))
    assert appeal.late is late


def test_x11_without_proof_no_appeal_is_late():
    assert not lodge(refused(), at=AT + 700 * DAY).late


def test_x13_daect_registers_a_paper_on_the_day_it_came():
    application = refused()
    at = application.notified_at + 9 * DAY
    appeal = appeals.register_appeal(
        application=application,
        kind=AppealKind.TO_MINISTER,
        grounds="Lettre du maire.",
        received_on=at.date() - 2 * DAY,
        paper=upload(pdf()),
        by=factories.member(Role.OFFICER),
        at=at,
    )
    assert (appeal.received_on, appeal.paper.content_type) == (at.date() - 2 * DAY, "application/pdf")
    assert Message.objects.filter(event="labels/appeal_registered").exists()


@pytest.mark.parametrize("shift", [1, -400])
def test_x13_a_paper_of_an_impossible_day_is_refused(shift):
    application = refused()
    with pytest.raises(appeals.AppealRefused) as refusal:
        appeals.register_appeal(
            application=application,
            kind=AppealKind.TO_AUTHOR,
            grounds="Lettre.",
            received_on=application.notified_at.date() + shift * DAY,
            paper=upload(pdf()),
            by=factories.member(Role.OFFICER),
            at=application.notified_at,
        )
    assert refusal.value.field == "received_on"


# ---------------------------------------------------------------- answering


@pytest.mark.parametrize("contested", [refused, labels.inadmissible, labels.closed])
def test_l9_upheld_the_file_is_admissible_and_waits_for_a_session(contested):
    application = contested()
    answer(lodge(application))
    application.refresh_from_db()
    assert (application.state, application.session, application.notified_at) == ("admissible", None, None)
    sentences = [item.sentence for item in work.items(factories.member(Role.OFFICER), TODAY + 90 * DAY)]
    assert any("Inscrire à une séance" in sentence for sentence in sentences)


@pytest.mark.parametrize("outcome", [AppealOutcome.REJECTED, AppealOutcome.INADMISSIBLE])
def test_l9_rejected_the_decision_stands_and_the_letter_says_how_to_contest(outcome):
    application = refused()
    appeal = answer(lodge(application), outcome)
    application.refresh_from_db()
    assert application.state == "refused"
    assert "La page 3 avait été omise." in appeal.letter.context["paragraphs"][0]
    assert "tribunal administratif" in appeal.letter.context["letter"]["appeal_lines"][0]


def test_l9_the_decision_that_follows_cites_the_appeal_and_the_one_it_replaces():
    application = refused()
    former = application.decisions.get()
    appeal = answer(lodge(application))
    application.refresh_from_db()
    at = appeal.answered_at + DAY
    session = labels.session(held_on=at.date() + 40 * DAY, at=at)
    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=at)
    labels.held(session)
    application.refresh_from_db()
    decision = labels.decided(application, Outcome.GRANTED)
    decisions.notify_session(session=session, by=factories.head(), at=application.examined_at)
    decision.refresh_from_db()
    cited = decision.letter.context["paragraphs"][0]
    assert appeal.number in cited
    assert "contre la décision du 1er avril 2026. La présente décision la remplace." in cited
    former.refresh_from_db()
    assert appeal.number not in str(former.letter.context)
    application.refresh_from_db()
    assert application.state == "granted"


def test_x12_an_answer_is_signed_under_a_delegation():
    appeal = lodge(refused())
    with pytest.raises(NoSigningAuthority):
        answer(appeal, by=factories.head(signs=False))
    with pytest.raises(NotAllowed):
        answer(appeal, by=factories.member(Role.OFFICER))


def test_l9_an_answer_says_why():
    with pytest.raises(appeals.AppealRefused) as refusal:
        answer(lodge(refused()), answer=" ")
    assert refusal.value.field == "answer"


def test_l9_an_appeal_is_answered_once():
    appeal = answer(lodge(refused()), AppealOutcome.REJECTED)
    with pytest.raises(NotAllowed, match=r"déjà sa réponse.: rejeté"):
        answer(appeal)


def test_l9_of_two_answers_at_once_the_second_writes_nothing(monkeypatch):
    """The rule is read before the other answer: the conditional write alone stops the second."""
    appeal = lodge(refused())
    stale = Appeal.objects.select_related("application").get(pk=appeal.pk)
    answer(appeal, AppealOutcome.REJECTED)
    monkeypatch.setattr(Appeal, "refresh_from_db", lambda self, **kwargs: None)
    with pytest.raises(StateChanged):
        answer(stale)
    assert Appeal.objects.get().outcome == AppealOutcome.REJECTED


def test_x4_it_waits_for_daect_until_it_is_answered():
    appeal = lodge(refused())
    officer = factories.member(Role.OFFICER)
    found = [item for item in work.items(officer, TODAY + 60 * DAY) if "Répondre au recours" in item.sentence]
    assert [item.due_on for item in found] == [appeal.silence_on]
    answer(appeal, AppealOutcome.REJECTED)
    assert not [i for i in work.items(officer, TODAY + 60 * DAY) if "Répondre au recours" in i.sentence]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE labels_appeal SET grounds = 'x'",
        "UPDATE labels_appeal SET answer = 'x'",
        "UPDATE labels_appeal SET outcome = 'upheld'",
        "UPDATE labels_appeal SET answered_at = NULL",
        "DELETE FROM labels_appeal",
    ],
)
def test_l9_what_was_contested_and_answered_is_kept(change):
    answer(lodge(refused()), AppealOutcome.REJECTED)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


# ---------------------------------------------------------------- the pages


def test_l9_from_the_body_s_page_to_the_head_s_answer(client):
    application = refused()
    signatory, head = labels.signatory_of(application), factories.head()
    file = f"/candidature/{application.public_id}/"
    client.force_login(signatory)
    assert "Former un recours" in client.get(file).text
    answer_page = client.post(f"{file}recours/", {"kind": "to_author", "grounds": ""})
    assert "Erreur" in answer_page.text
    followed = client.post(
        f"{file}recours/", {"kind": "to_author", "grounds": "<b>Relisez</b> la page 3."}, follow=True
    )
    appeal = Appeal.objects.get()
    assert f"déposé sous le numéro {appeal.number}" in followed.text
    second_tab = client.post(f"{file}recours/", {"kind": appeal.kind, "grounds": "Relisez encore."})
    assert f"Votre recours {appeal.number} est déjà déposé" in second_tab.text
    assert "Relisez encore." in second_tab.text
    client.force_login(factories.member(Role.OFFICER))
    assert appeal.number in client.get("/recours/").text
    assert "&lt;b&gt;Relisez" in client.get(appeal.get_absolute_url()).text
    client.force_login(head)
    page = f"{appeal.get_absolute_url()}repondre/"
    preview = client.post(page, {"outcome": "upheld", "answer": "Relu.", "apercu": "1"})
    assert "Je fais droit au recours" in preview.text
    assert Appeal.objects.get().answered_at is None
    client.post(page, {"outcome": "upheld", "answer": "Relu."})
    client.force_login(signatory)
    assert "accueilli" in client.get(file).text


def test_x11_the_answer_opened_by_the_body_is_notified(client):
    application = refused()
    service.agree(organisation=application.organisation, by=labels.signatory_of(application), at=AT)
    appeal = answer(lodge(application), AppealOutcome.REJECTED)
    attach(appeal.letter, b"%PDF-1.7 essai", AT)
    client.force_login(labels.signatory_of(application))
    assert b"".join(client.get(f"/recours/{appeal.public_id}/reponse/").streaming_content)
    assert service.received_on(appeal.letter)
