"""The proof of notification of decisions (spec X11)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from expect.accounts import service
from expect.accounts.enums import Role, ServiceWay
from expect.accounts.models import ElectronicConsent, ProofOfService
from expect.accounts.signing import NoSigningAuthority
from expect.audit.models import Entry
from expect.dashboard import work
from expect.documents.rendering import attach
from expect.kernel.clock import paris_day
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message
from expect.territory.models import Region
from labels import admission, appeals, decisions, inadmissibility, rules, served
from labels.enums import AppealOutcome, Outcome
from labels.rules.terms import last_day_to_contest
from tests import factories
from tests.documents.samples import pdf, upload
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.long]
DAY = timedelta(days=1)


def notified(outcome=Outcome.REFUSED, *, agreed=False, **fields):
    """A decision just notified, its letter made."""
    application = labels.examined()
    if agreed:
        service.agree(organisation=application.organisation, by=labels.signatory_of(application), at=AT)
    decision = labels.decided(application, outcome, **fields)
    decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    decision.refresh_from_db()
    attach(decision.letter, b"%PDF-1.7 essai", AT)
    return decision


def register(decision, received_on=None, *, at=None, by=None, **fields):
    given = {"scan": upload(pdf())} | fields
    at = at or decision.notified_at + 3 * DAY
    return served.register_service(
        act=decision,
        received_on=received_on or decision.notified_at.date() + DAY,
        by=by or factories.member(Role.OFFICER),
        at=at,
        **given,
    )


def open_letter(client, decision, reader):
    client.force_login(reader)
    answer = client.get(f"/lettres/{decision.public_id}/")
    assert b"".join(answer.streaming_content)


# ---------------------------------------------------------------- opened here


def test_x11_the_first_opening_by_a_body_that_agreed_notifies(client):
    decision = notified(agreed=True)
    signatory = labels.signatory_of(decision.application)
    open_letter(client, decision, signatory)
    open_letter(client, decision, signatory)
    proof = ProofOfService.objects.get()
    assert (proof.document, proof.way, proof.recorded_by) == (
        decision.letter,
        ServiceWay.OPENED,
        signatory,
    )
    assert Entry.objects.filter(action="first_opening", actor=signatory.public_id).count() == 1


def test_x4_the_letter_to_open_waits_for_the_body_that_agreed(client):
    decision = notified(agreed=True)
    signatory, day = labels.signatory_of(decision.application), paris_day(decision.notified_at)
    (to_open,) = work.waiting(signatory, day)
    assert to_open[:2] == ("labels.open_service", decision.public_id)
    assert work.waiting(factories.member(Role.SIGNATORY), day).count() == 0
    open_letter(client, decision, signatory)
    assert work.waiting(signatory, day).count() == 0


def test_x11_without_agreement_an_opening_proves_nothing(client):
    decision = notified()
    assert work.waiting(labels.signatory_of(decision.application), TODAY).count() == 0
    open_letter(client, decision, labels.signatory_of(decision.application))
    assert not ProofOfService.objects.exists()
    assert rules.contest_until(decision) is None


def test_x11_daect_s_own_reading_proves_nothing(client):
    decision = notified(agreed=True)
    open_letter(client, decision, factories.member(Role.OFFICER))
    client.head(f"/lettres/{decision.public_id}/")
    assert not ProofOfService.objects.exists()


def test_x11_an_agreement_taken_back_no_longer_counts(client):
    decision = notified(agreed=True)
    signatory = labels.signatory_of(decision.application)
    service.end_agreement(organisation=decision.application.organisation, by=signatory, at=AT)
    open_letter(client, decision, signatory)
    assert not ProofOfService.objects.exists()
    with pytest.raises(StateChanged):
        service.end_agreement(organisation=decision.application.organisation, by=signatory, at=AT)


def test_x11_the_signatory_alone_agrees_and_once():
    body = factories.organisation()
    signatory = factories.member(Role.SIGNATORY, body)
    with pytest.raises(NotAllowed):
        service.agree(organisation=body, by=factories.member(Role.EDITOR, body), at=AT)
    service.agree(organisation=body, by=signatory, at=AT)
    service.agree(organisation=body, by=signatory, at=AT + DAY)
    assert ElectronicConsent.objects.get().agreed_at == AT


def test_x11_lodging_offers_to_agree(client):
    application = labels.complete_draft()
    signatory = labels.signatory_of(application)
    client.force_login(signatory)
    page = f"/candidature/{application.public_id}/deposer/"
    first = client.get(page)
    assert "notifiées ici" in first.text
    form = first.context["form"]
    answer = client.post(page, {**form.initial, "accepted": "on", "electronic": "on"})
    assert answer.status_code == 302
    assert service.agreement(application.organisation).agreed_by == signatory


# ---------------------------------------------------------------- sent by post


def test_x11_daect_enters_the_acknowledgement_and_the_body_is_told():
    decision = notified()
    day = decision.notified_at.date() + DAY
    proof = register(decision, day)
    assert (proof.way, proof.received_on, proof.scan.content_type) == (
        ServiceWay.REGISTERED,
        day,
        "application/pdf",
    )
    message = Message.objects.get(event="labels/service_registered")
    assert message.recipient == labels.signatory_of(decision.application)
    assert "vous est parvenue le 2 avril 2026." in message.body
    assert "Vous pouvez contester cette décision jusqu’au 3 juin 2026 inclus." in message.body


def test_x11_a_correction_says_why_and_the_former_stays():
    decision = notified()
    day = decision.notified_at.date()
    register(decision, day)
    with pytest.raises(service.ImpossibleService, match="dites ce que vous corrigez"):
        register(decision, day + DAY)
    register(decision, day + DAY, reason="La date saisie était celle de l’envoi.")
    assert service.received_on(decision.letter) == day + DAY
    assert [proof.received_on for proof in service.proofs(decision.letter)] == [day + DAY, day]


@pytest.mark.parametrize(("shift", "sentence"), [(-1, "pas encore émise"), (4, "à venir")])
def test_x11_an_impossible_day_is_refused(shift, sentence):
    decision = notified()
    with pytest.raises(service.ImpossibleService, match=sentence) as refused:
        register(decision, decision.notified_at.date() + shift * DAY)
    assert refused.value.field == "received_on"


def test_x11_what_was_opened_here_is_not_sent_by_post(client):
    decision = notified(agreed=True)
    open_letter(client, decision, labels.signatory_of(decision.application))
    with pytest.raises(NotAllowed, match="ouverte en ligne"):
        register(decision)


def test_x11_the_form_says_from_which_day_a_letter_refused_or_unclaimed_counts(client):
    decision = notified()
    client.force_login(factories.member(Role.OFFICER))
    shown = client.get(f"/candidatures/decisions/{decision.public_id}/reception/").text
    assert "Refusée ou non réclamée, une lettre compte du jour de sa première présentation" in shown


def test_x11_only_daect_registers():
    decision = notified()
    with pytest.raises(NotAllowed):
        register(decision, by=labels.signatory_of(decision.application))


def test_x11_an_inadmissibility_is_notified_in_the_same_way(client):
    application = labels.lodged()
    signatory = labels.signatory_of(application)
    inadmissibility.declare_inadmissible(
        application=application, reason="Hors du champ.", by=factories.head(), at=AT
    )
    page = f"/candidature/{application.public_id}/"
    client.force_login(signatory)
    assert "Hors du champ." not in client.get(page).text
    assert len(sentences(TODAY)) == 1
    served.register_service(
        act=application.dismissal,
        received_on=TODAY,
        scan=upload(pdf()),
        by=factories.member(Role.OFFICER),
        at=AT,
    )
    assert "Hors du champ." in client.get(page).text
    assert sentences(TODAY) == []
    assert rules.contest_until(application.dismissal) == date(2026, 5, 4)
    assert "jusqu’au 4 mai 2026 inclus" in Message.objects.get(event="labels/service_registered").body


def test_x11_the_opening_of_an_inadmissibility_notifies_a_body_that_agreed(client):
    application = labels.lodged()
    signatory = labels.signatory_of(application)
    service.agree(organisation=application.organisation, by=signatory, at=AT)
    inadmissibility.declare_inadmissible(
        application=application, reason="Hors du champ.", by=factories.head(), at=AT
    )
    attach(application.dismissal.letter, b"%PDF-1.7 essai", AT)
    client.force_login(signatory)
    assert b"".join(client.get(f"/sans-examen/{application.dismissal.public_id}/").streaming_content)
    assert ProofOfService.objects.get().recorded_by == signatory


def test_l9_an_inadmissibility_is_previewed_on_the_reasons_that_the_form_holds(client):
    application = labels.lodged()
    client.force_login(factories.head())
    page = f"/candidatures/{application.public_id}/irrecevable/"
    assert "ne peut pas être examinée par le comité" in client.get(page).text
    shown = client.post(page, {"reason": "Hors du champ du programme.", "apercu": "1"}).text
    assert shown.count("Hors du champ du programme.") == 2
    application.refresh_from_db()
    assert application.state == "submitted"


def test_x12_an_inadmissibility_is_signed_under_a_delegation_of_the_day():
    application = labels.lodged()
    with pytest.raises(NoSigningAuthority):
        inadmissibility.declare_inadmissible(
            application=application, reason="Hors du champ.", by=factories.head(signs=False), at=AT
        )
    with pytest.raises(NotAllowed):
        inadmissibility.declare_inadmissible(
            application=application, reason="Hors du champ.", by=factories.member(Role.OFFICER), at=AT
        )


# ---------------------------------------------------------------- what runs from it


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2026, 3, 2), date(2026, 5, 4)),  # 3 May is a Sunday
        (date(2026, 1, 12), date(2026, 3, 13)),
        (date(2025, 12, 31), date(2026, 3, 2)),  # two months after is 28 February; 1 March is a Sunday
        (date(2026, 6, 12), date(2026, 8, 13)),
        (date(2026, 3, 13), date(2026, 5, 15)),  # 14 May is Ascension Day
    ],
)
def test_x11_two_clear_months_put_off_to_a_working_day(received, last):
    assert rules.last_day_to_contest(received) == last


@pytest.mark.parametrize(("code", "last"), [("11", date(2026, 6, 3)), ("04", date(2026, 7, 3))])
def test_x11_a_body_overseas_has_one_month_more(code, last):
    decision = notified()
    body = decision.application.organisation
    body.region = Region.objects.get_or_create(code=code, defaults={"name": f"Région {code}"})[0]
    body.save()
    register(decision, date(2026, 4, 2), at=AT + 60 * DAY)
    assert rules.contest_until(decision) == last


def test_x11_the_letter_gives_a_body_overseas_its_own_delay():
    application = labels.examined()
    application.organisation.region = Region.objects.get_or_create(
        code="04", defaults={"name": "La Réunion"}
    )[0]
    application.organisation.save()
    decision = labels.decided(application, Outcome.REFUSED)
    ways = decisions.preview_letter(decision, authority=None, on=TODAY)["letter"]["appeal_lines"]
    assert ways[0].startswith("Cette décision peut être contestée dans les trois mois")
    assert "gardé pendant deux mois" in ways[-1]


def test_x11_time_runs_from_the_receipt_alone():
    decision = notified()
    assert rules.contest_until(decision) is None
    register(decision, date(2026, 4, 2), at=AT + 60 * DAY)
    assert rules.contest_until(decision) == date(2026, 6, 3)


def sentences(on):
    officer = factories.member(Role.OFFICER)
    return [item.sentence for item in work.items(officer, on) if "recommandé" in item.sentence]


@pytest.mark.parametrize(("days", "count"), [(0, 0), (14, 0), (15, 0), (16, 1)])
def test_x11_a_letter_that_is_not_opened_is_to_be_sent_by_post(days, count):
    decision = notified(agreed=True)
    assert len(sentences(decision.notified_at.date() + days * DAY)) == count


def test_x11_without_agreement_it_is_at_once_and_until_it_is_proved():
    decision = notified()
    assert len(sentences(decision.notified_at.date())) == 1
    register(decision)
    assert sentences(decision.notified_at.date() + 30 * DAY) == []


def test_x11_a_full_grant_needs_no_registered_letter():
    decision = notified(Outcome.GRANTED)
    assert sentences(decision.notified_at.date() + 30 * DAY) == []


def rejected(outcome=AppealOutcome.REJECTED, at=AT + 50 * DAY):
    """An appeal answered that day, its letter sent."""
    appeal = labels.appealed()
    return appeals.answer_appeal(appeal=appeal, outcome=outcome, answer="Relu.", by=factories.head(), at=at)


@pytest.mark.parametrize(
    ("outcome", "count"),
    [(AppealOutcome.REJECTED, 1), (AppealOutcome.INADMISSIBLE, 1), (AppealOutcome.UPHELD, 0)],
)
def test_x11_the_rejection_of_an_appeal_is_sent_by_post_until_it_is_proved(outcome, count):
    appeal = rejected(outcome)
    day = appeal.answered_at.date()
    asked = [sentence for sentence in sentences(day) if "réponse au recours" in sentence]
    assert len(asked) == count
    register_answer(appeal)
    assert not [sentence for sentence in sentences(day) if "réponse au recours" in sentence]


def register_answer(appeal, **fields):
    given = {"received_on": appeal.answered_at.date() + DAY, "at": appeal.answered_at + 2 * DAY} | fields
    return served.register_service(act=appeal, scan=upload(pdf()), by=factories.member(Role.OFFICER), **given)


def test_x11_time_to_go_to_court_runs_from_the_receipt_of_the_rejection():
    appeal = rejected()
    assert rules.rejection_until(appeal, appeal.answered_at.date()) is None
    proof = register_answer(appeal)
    assert rules.rejection_until(appeal, appeal.answered_at.date()) == last_day_to_contest(proof.received_on)
    told = Message.objects.filter(event="labels/service_registered").latest("pk")
    assert f"la réponse à votre recours {appeal.number} vous est parvenue le 22 avril 2026" in told.body
    assert "contester cette décision jusqu’au 23 juin 2026 inclus" in told.body.replace("\u00a0", " ")


def test_x11_an_appeal_upheld_or_unanswered_has_nothing_to_contest(client, clock):
    upheld = rejected(AppealOutcome.UPHELD)
    register_answer(upheld)
    assert rules.rejection_until(upheld, upheld.answered_at.date()) is None
    waiting = labels.appealed()
    with pytest.raises(NotAllowed):
        served.register_service(
            act=waiting,
            received_on=waiting.received_on,
            scan=upload(pdf()),
            by=factories.member(Role.OFFICER),
            at=waiting.registered_at,
        )


def test_x11_daect_enters_the_receipt_of_an_answer_on_its_page_and_the_body_reads_the_limit(client, clock):
    appeal = rejected()
    clock.move_to(appeal.answered_at + 2 * DAY)
    client.force_login(factories.member(Role.OFFICER))
    page = appeal.get_absolute_url()
    assert f"{page}reception/" in client.get(page).text
    sent = {"received_on": "2026-04-22", "scan": upload(pdf())}
    assert "reçue le 22 avril 2026" in client.post(f"{page}reception/", sent, follow=True).text.replace(
        "\u00a0", " "
    )
    assert "23 juin 2026" in client.get(page).text.replace("\u00a0", " ")
    client.force_login(labels.signatory_of(appeal.application))
    own = client.get(f"/candidature/{appeal.application.public_id}/").text
    assert "Le tribunal peut être saisi jusqu’au 23 juin 2026." in own.replace("\u00a0", " ").replace(
        "&nbsp;", " "
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts_proofofservice SET received_on = '2020-01-01'",
        "DELETE FROM accounts_proofofservice",
        "UPDATE accounts_electronicconsent SET agreed_at = '2020-01-01'",
        "DELETE FROM accounts_electronicconsent",
    ],
)
def test_x11_what_was_proved_is_kept(change):
    register(notified())
    service.agree(organisation=(b := factories.organisation()), by=factories.member(Role.SIGNATORY, b), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


# ---------------------------------------------------------------- the pages


def test_x11_the_body_reads_the_reasons_once_the_letter_is_received(client):
    decision = notified(agreed=True, reasons="Les preuves manquent.")
    signatory = labels.signatory_of(decision.application)
    client.force_login(signatory)
    page = f"/candidature/{decision.application.public_id}/"
    before = client.get(page).text
    assert "son ouverture par une personne de votre organisme vaut notification" in before
    assert "Les preuves manquent." not in before
    open_letter(client, decision, signatory)
    after = client.get(page).text
    assert "Les preuves manquent." in after
    assert "Vous pouvez contester cette décision jusqu’au" in after


def test_x11_daect_registers_on_the_page_and_nothing_typed_is_lost(client):
    decision = notified()
    client.force_login(factories.member(Role.OFFICER))
    page = f"/candidatures/decisions/{decision.public_id}/reception/"
    answer = client.post(page, {"received_on": "2026-12-31", "scan": upload(pdf())})
    assert "Cette date est à venir" in answer.text
    assert "2026-12-31" in answer.text
    answer = client.post(page, {"received_on": "2026-04-02", "scan": upload(pdf())}, follow=True)
    assert "Lettre reçue le" in answer.text
    assert "lettre recommandée" in answer.text


def test_x11_the_scan_is_read_by_the_body_and_daect(client):
    decision = notified()
    proof = register(decision)
    for reader, status in (
        (labels.signatory_of(decision.application), 200),
        (factories.member(Role.OFFICER), 200),
        (factories.member(Role.EDITOR), 404),
    ):
        client.force_login(reader)
        answer = client.get(f"/receptions/{proof.public_id}/")
        assert answer.status_code == status
        if status == 200:
            b"".join(answer.streaming_content)


def test_x11_an_agreement_is_given_and_taken_back_on_the_body_s_page(client):
    body = factories.organisation()
    client.force_login(factories.member(Role.SIGNATORY, body))
    start = f"/organismes/{body.public_id}/notification/"
    assert "accepte la notification" in client.post(f"{start}accepter/", follow=True).text
    assert "est retiré" in client.post(f"{start}retirer/", follow=True).text
    assert not service.agreement(body)


# ---------------------------------------------------------------- which letters, and for how long


def own_page(client, application):
    client.force_login(labels.signatory_of(application))
    return client.get(f"/candidature/{application.public_id}/").text


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("outcome", "promised"), [(Outcome.REFUSED, True), (Outcome.DEFERRED, False), (Outcome.GRANTED, False)]
)
def test_x11_the_body_is_promised_the_letters_that_daect_has_to_post(client, clock, outcome, promised):
    decision = notified(outcome)
    on = decision.notified_at.date()
    clock.move_to(decision.notified_at)
    assert bool(sentences(on)) is promised
    assert ("vous parvenir en recommandé" in own_page(client, decision.application)) is promised
    register(decision)
    shown = own_page(client, decision.application)
    assert "vous parvenir en recommandé" not in shown
    assert "Lettre reçue le" in shown


@pytest.mark.usefixtures("clock")
def test_l9_x11_a_refusal_that_an_appeal_undid_is_posted_no_more_and_said_so(client, clock):
    appeal = rejected(AppealOutcome.UPHELD)
    decision, officer, at = appeal.decision, factories.member(Role.OFFICER), appeal.answered_at + DAY
    clock.move_to(at)
    assert sentences(at.date()) == []
    with pytest.raises(NotAllowed, match=f"recours {appeal.number} contre cette décision est accueilli"):
        register(decision, at=at, by=officer)
    body = own_page(client, decision.application)
    assert f"Retirée après le recours {appeal.number}" in body
    assert "Elle ne vous attribuait pas le label." in body
    assert appeal.grounds in body
    assert "recommandé" not in body
    client.force_login(officer)
    page = client.get(f"/candidatures/decisions/{decision.public_id}/").text
    assert "Retirée après le recours" in page
    assert "n’est plus à enregistrer" in page
    assert "envoyez la lettre" not in page


@pytest.mark.usefixtures("clock")
def test_l9_it_is_then_replaced_by_the_decision_taken_since(client, clock):
    appeal = rejected(AppealOutcome.UPHELD)
    application, at = appeal.application, appeal.answered_at + DAY
    session = labels.session(held_on=at.date() + 40 * DAY, at=at)
    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=at)
    labels.held(session)
    application.refresh_from_db()
    labels.decided(application, Outcome.GRANTED)
    decisions.notify_session(session=session, by=factories.head(), at=application.examined_at)
    clock.move_to(application.examined_at)
    shown = own_page(client, application)
    assert shown.count("Remplacée par la décision du") == 1
    assert f"après le recours {appeal.number}" in shown
    assert "Le label ne vous est pas attribué" not in shown
