"""Signatories: capacity, proof, confirmation after elections, interim, legal address (spec X14)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from expect.accounts import invitations, mandates, memberships, rules
from expect.accounts.enums import OrganisationKind, Role
from expect.accounts.selectors import people, reached, unconfirmed_signatories
from expect.audit.models import Entry
from expect.dashboard import work
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message, Notice
from labels import applications, inadmissibility
from tests import factories
from tests.documents.samples import pdf, upload
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BY_THEN = TODAY - 10 * DAY


def renew(*kinds, on=BY_THEN, by=None, at=AT):
    return mandates.record_renewal(
        kinds=kinds or [OrganisationKind.COMMUNE],
        held_on=on,
        text_reference="Décret d’essai portant convocation des électeurs",
        by=by or factories.member(Role.OFFICER),
        at=at,
    )


def state(signatory, *, by=None, at=AT, **fields):
    given = {"capacity": "Maire", **fields}
    return mandates.state_mandate(membership=signatory.memberships.get(), by=by or signatory, at=at, **given)


@pytest.mark.parametrize(("since", "asked"), [(-1, True), (0, False), (1, False)])
def test_x14_who_was_in_office_before_the_day_of_the_elections_confirms(since, asked):
    signatory = factories.member(Role.SIGNATORY, since=BY_THEN + since * DAY)
    renew()
    assert unconfirmed_signatories(TODAY).filter(user=signatory).exists() is asked


@pytest.mark.parametrize(("said", "asked"), [(-1, True), (0, False), (1, False)])
def test_x14_a_statement_made_since_that_day_confirms(said, asked):
    signatory = factories.member(Role.SIGNATORY)
    state(signatory, at=AT - 10 * DAY + said * DAY)
    renew()
    assert unconfirmed_signatories(TODAY).exists() is asked


def test_x14_the_elections_of_other_bodies_ask_nothing():
    factories.member(Role.SIGNATORY)
    renew(OrganisationKind.REGION)
    assert not unconfirmed_signatories(TODAY).exists()
    assert not Message.objects.filter(event="accounts/mandate_to_confirm").exists()


def test_x14_the_signatories_are_told_what_they_can_no_longer_do():
    signatory = factories.member(Role.SIGNATORY)
    factories.member(Role.EDITOR, signatory.memberships.get().organisation)
    renew()
    message = Message.objects.get(event="accounts/mandate_to_confirm")
    assert message.recipient == signatory
    assert message.title == f"Confirmez votre mandat – {signatory.memberships.get().organisation}"
    assert "vous ne pouvez plus déposer de dossier, accepter de mission ni valider de rapport" in message.body
    assert "Votre qualité aujourd’hui : Maire" in message.body
    assert message.body.endswith(f"/roles/{signatory.memberships.get().public_id}/mandat/\n")


def test_x14_an_unconfirmed_signatory_lodges_nothing_until_they_confirm():
    application = labels.complete_draft()
    signatory = labels.signatory_of(application)
    renew()
    with pytest.raises(NotAllowed, match="confirmez d’abord votre mandat"):
        labels.lodge(application)
    assert any("Confirmer votre mandat" in item.sentence for item in work.items(signatory, TODAY))
    state(signatory)
    assert rules.may_commit(signatory, application.organisation, TODAY)
    assert labels.lodge(application).versions.get().capacity == "Maire"


def test_x14_what_was_signed_before_stays():
    application = labels.lodged()
    renew()
    version = application.versions.get()
    assert (version.capacity, version.submitted_by) == ("Maire", application.submitted_by)
    with pytest.raises(NotAllowed, match="confirmez d’abord votre mandat"):
        applications.withdraw(application=application, by=application.submitted_by, at=AT)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"held_on": TODAY + DAY}, "held_on"),
        ({"text_reference": " "}, "text_reference"),
        ({"kinds": []}, "kinds"),
        ({"held_on": BY_THEN}, "kinds"),
    ],
)
def test_x14_elections_to_come_known_or_groundless_are_refused(change, field):
    renew()
    given = {"kinds": [OrganisationKind.COMMUNE], "held_on": TODAY, "text_reference": "Décret"} | change
    with pytest.raises(mandates.RenewalRefused) as refused:
        mandates.record_renewal(**given, by=factories.member(Role.OFFICER), at=AT)
    assert refused.value.field == field


def cancel(renewal, *, by=None, reason="La date saisie n’était pas la bonne.", at=AT):
    return mandates.cancel_renewal(
        renewal=renewal, reason=reason, by=by or factories.member(Role.OFFICER), at=at
    )


def told(event):
    found = Message.objects.filter(event=f"accounts/{event}").order_by("to")
    return [(message.to, message.body.replace("\N{NO-BREAK SPACE}", " ")) for message in found]


def test_x14_elections_recorded_by_mistake_ask_nothing_any_more():
    waiting, confirmed = (factories.member(Role.SIGNATORY) for _ in range(2))
    new = factories.member(Role.SIGNATORY, since=BY_THEN)
    (renewal,) = renew()
    state(confirmed)
    cancel(renewal, at=AT + DAY)
    assert not unconfirmed_signatories(TODAY).exists()
    for signatory in (waiting, confirmed, new):
        assert rules.may_commit(signatory, signatory.memberships.get().organisation, TODAY + DAY)
    assert confirmed.memberships.get().statements.count() == 1
    body = waiting.memberships.get().organisation
    assert dict(told("renewal_cancelled")).keys() == {waiting.email, confirmed.email}
    assert dict(told("renewal_cancelled"))[waiting.email] == (
        "Vous n’avez rien à faire : les élections du 20 février 2026 avaient été enregistrées par erreur. "
        f"Vous pouvez engager {body} comme avant ; si vous avez déjà confirmé votre mandat, cette confirmation "
        "est gardée.\n\nMotif : La date saisie n’était pas la bonne.\n\n"
        f"Ouvrir la page de l’organisme : http://localhost:8000{body.get_absolute_url()}\n"
    )
    assert Entry.objects.get(action="cancel_renewal").details["held_on"] == "2026-02-20"


def test_x14_who_was_told_nothing_of_them_is_told_nothing():
    already = factories.member(Role.SIGNATORY)
    state(already, at=AT - 5 * DAY)
    (renewal,) = renew()
    cancel(renewal)
    assert told("renewal_cancelled") == []


def test_x14_other_elections_still_ask():
    signatory = factories.member(Role.SIGNATORY)
    renew(on=BY_THEN - 5 * DAY)
    (mistaken,) = renew()
    cancel(mistaken)
    assert unconfirmed_signatories(TODAY).get().renewed_on == BY_THEN - 5 * DAY
    ((_, body),) = told("renewal_cancelled")
    assert body.startswith(f"Confirmez votre mandat pour {signatory.memberships.get().organisation}")


def test_x14_cancelled_elections_are_recorded_again_and_ask_again():
    signatory = factories.member(Role.SIGNATORY)
    (mistaken,) = renew()
    cancel(mistaken, at=AT + DAY / 24)
    renew(at=AT + DAY / 12)
    assert unconfirmed_signatories(TODAY).get().user == signatory
    assert len(told("mandate_to_confirm")) == 2


def test_x14_elections_are_cancelled_once_for_a_reason_by_daect():
    (renewal,) = renew()
    stale = type(renewal).objects.get(pk=renewal.pk)
    with pytest.raises(mandates.RenewalRefused):
        cancel(renewal, reason=" ")
    with pytest.raises(NotAllowed):
        cancel(renewal, by=factories.member(Role.SIGNATORY))
    cancel(renewal)
    with pytest.raises(NotAllowed, match="déjà annulées"):
        cancel(renewal)
    with pytest.raises(StateChanged):
        cancel(stale)
    assert Entry.objects.filter(action="cancel_renewal").count() == 1
    for change in ("cancelled_at = NULL", "cancellation_reason = 'Autre'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE accounts_renewal SET {change}")


def test_x14_daect_cancels_elections_on_their_page(client):
    factories.member(Role.SIGNATORY)
    client.force_login(factories.member(Role.OFFICER))
    (renewal,) = renew()
    page = f"/reglages/elections/{renewal.public_id}/annuler/"
    assert page in client.get("/reglages/elections/").text
    assert "1\N{NO-BREAK SPACE}signataire" in client.get(page).text
    assert "Dites pourquoi" in client.post(page, {"reason": ""}).text
    shown = client.post(page, {"reason": "Mauvaise date."}, follow=True).text
    assert "Annulées" in shown
    assert "Mauvaise date." in shown
    assert page not in shown


def test_x14_a_new_capacity_is_kept_with_its_proof():
    signatory = factories.member(Role.SIGNATORY)
    statement = state(signatory, capacity="Présidente", proof=upload(pdf()))
    assert statement.proof.content_type == "application/pdf"
    assert (
        rules.holds(
            signatory, TODAY, Role.SIGNATORY, organisation=statement.membership.organisation
        ).membership.capacity
        == "Présidente"
    )
    assert Entry.objects.filter(action="state_mandate", actor=signatory.public_id).exists()


def test_x13_what_daect_records_needs_the_paper_and_is_told():
    signatory, officer = factories.member(Role.SIGNATORY), factories.member(Role.OFFICER)
    with pytest.raises(mandates.CapacityMissing):
        state(signatory, by=officer)
    state(signatory, by=officer, proof=upload(pdf()))
    message = Message.objects.get(event="accounts/mandate_recorded")
    assert message.recipient == signatory
    assert "la qualité en laquelle vous engagez" in message.body
    assert "Si c’est inexact, corrigez-le" in message.body


def test_x14_a_colleague_does_not_confirm_for_the_signatory():
    signatory = factories.member(Role.SIGNATORY)
    editor = factories.member(Role.EDITOR, signatory.memberships.get().organisation)
    with pytest.raises(NotAllowed):
        state(signatory, by=editor, proof=upload(pdf()))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts_renewal SET held_on = '2020-01-01'",
        "DELETE FROM accounts_renewal",
        "UPDATE accounts_mandatestatement SET capacity = 'Roi'",
        "DELETE FROM accounts_mandatestatement",
    ],
)
def test_x14_what_was_said_is_kept(change):
    renew()
    state(factories.member(Role.SIGNATORY))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


# ---------------------------------------------------------------- meanwhile


def test_x14_an_interim_ends_on_its_last_day():
    body, officer = factories.organisation(), factories.member(Role.OFFICER)
    newcomer = factories.user()
    invitation = invitations.invite(
        email=newcomer.email,
        first_name="Ana",
        last_name="Roy",
        role=Role.SIGNATORY,
        capacity="Premier adjoint, par intérim",
        organisation=body,
        role_ends_on=TODAY + 5 * DAY,
        by=officer,
        at=AT,
    )
    held = invitations.accept(invitation=invitation, by=newcomer, at=AT)
    assert held.ends_on == TODAY + 5 * DAY
    assert rules.may_commit(newcomer, body, TODAY + 5 * DAY)
    assert not rules.may_commit(newcomer, body, TODAY + 6 * DAY)


def test_x14_an_interim_over_is_not_taken():
    newcomer = factories.user()
    invitation = invitations.invite(
        email=newcomer.email,
        first_name="Ana",
        last_name="Roy",
        role=Role.SIGNATORY,
        organisation=factories.organisation(),
        role_ends_on=TODAY + DAY,
        by=factories.member(Role.OFFICER),
        at=AT,
    )
    with pytest.raises(invitations.InvitationUnusable):
        invitations.accept(invitation=invitation, by=newcomer, at=AT + 2 * DAY)


def test_x14_with_nobody_left_the_legal_address_is_written_to():
    application = labels.lodged()
    body = application.organisation
    for person in people((Role.SIGNATORY, Role.EDITOR), TODAY, organisation=body):
        memberships.end(membership=person.memberships.get(), by=factories.member(Role.ADMINISTRATOR), at=AT)
    assert reached(body, TODAY) == []
    mandates.set_legal_address(
        organisation=body, email="Mairie@exemple.test", by=factories.member(Role.OFFICER), at=AT
    )
    inadmissibility.declare_inadmissible(
        application=application, reason="Hors du champ.", by=factories.head(), at=AT
    )
    message = Message.objects.get(event="labels/application_inadmissible")
    assert (message.to, message.recipient) == ("mairie@exemple.test", None)
    assert "envoyé à l’adresse légale" in message.body
    assert not Notice.objects.filter(key=message.key).exists()
    assert "mairie" not in message.key


def test_x14_a_signatory_lays_down_their_role():
    signatory = factories.member(Role.SIGNATORY)
    memberships.end(membership=signatory.memberships.get(), by=signatory, at=AT)
    assert not rules.holds(signatory, TODAY, Role.SIGNATORY)


# ---------------------------------------------------------------- the pages


def test_x14_the_signatory_confirms_on_their_page(client):
    signatory = factories.member(Role.SIGNATORY, since=TODAY - 10000 * DAY)
    role = signatory.memberships.get()
    renew(at=AT)
    client.force_login(signatory)
    assert "Mandat à confirmer" in client.get(role.organisation.get_absolute_url()).text
    page = f"/roles/{role.public_id}/mandat/"
    assert "représentez-vous toujours" in client.get(page).text
    answer = client.post(page, {"capacity": "", "proof": ""})
    assert "obligatoire" in answer.text or "Indiquez" in answer.text
    answer = client.post(page, {"capacity": "Maire"}, follow=True)
    assert "Votre mandat est confirmé." in answer.text
    assert "Mandat à confirmer" not in answer.text


def test_x14_daect_sees_who_has_not_confirmed(client):
    signatory = factories.member(Role.SIGNATORY)
    officer = factories.member(Role.OFFICER)
    client.force_login(officer)
    answer = client.post(
        "/reglages/elections/enregistrer/",
        {"kinds": ["commune"], "held_on": "2026-01-11", "text_reference": "Décret d’essai"},
        follow=True,
    )
    assert "1\N{NO-BREAK SPACE}mandat à confirmer" in answer.text
    assert str(signatory) in answer.text
