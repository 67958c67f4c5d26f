"""A body's first account: asked for, approved or refused, once (spec §1)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from expect.accounts import openings
from expect.accounts.enums import OpeningState, OrganisationKind, Role
from expect.accounts.models import AccountOpening, Invitation, Membership, Organisation
from expect.accounts.rules import holds
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message, Notice
from tests import factories
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db

SIGNATORY = {
    "role": Role.EDITOR,
    "signatory_first_name": "Paule",
    "signatory_last_name": "Marchand",
    "signatory_email": "Paule.Marchand@mairie.test",
}


def request(body: Organisation, by, **fields) -> AccountOpening:
    given = {
        "function": "Responsable de l’international",
        "signatory_capacity": "Maire",
        **SIGNATORY,
        **fields,
    }
    return openings.request_opening(organisation=body, by=by, at=AT, **given)


def told(event: str) -> list[str]:
    return sorted(Message.objects.filter(event=f"accounts/{event}").values_list("to", flat=True))


def test_the_person_gets_a_receipt_and_daect_is_told():
    officer, head = factories.member(Role.OFFICER), factories.head()
    factories.member(Role.COMMITTEE_MEMBER)
    person = factories.user()
    opening = request(factories.organisation(), person)
    assert opening.state == OpeningState.PENDING
    assert opening.signatory_email == "paule.marchand@mairie.test"
    assert told("opening_received") == [person.email]
    assert told("opening_to_decide") == sorted([officer.email, head.email])
    assert Notice.objects.get(user=officer).path == f"/comptes-a-ouvrir/{opening.public_id}/"
    assert Entry.objects.get().to_state == "pending"


def test_the_same_request_twice_is_one_request():
    body, person = factories.organisation(), factories.user()
    request(body, person)
    with pytest.raises(openings.AlreadyRequested, match="déjà demandé l’ouverture"):
        request(body, person, function="Autre")
    assert AccountOpening.objects.get().function == "Responsable de l’international"
    assert told("opening_received") == [person.email]


def test_the_database_holds_one_pending_request_per_person_and_body():
    body, person = factories.organisation(), factories.user()
    opening = request(body, person)
    opening.pk, opening.public_id = None, "autre"
    with pytest.raises(IntegrityError), transaction.atomic():
        opening.save(force_insert=True)


def test_a_refused_person_may_ask_again():
    body, person, officer = factories.organisation(), factories.user(), factories.member(Role.OFFICER)
    openings.refuse_opening(opening=request(body, person), reason="Inconnu.", by=officer, at=AT)
    assert request(body, person).state == OpeningState.PENDING


def test_somebody_who_signs_names_nobody_else():
    opening = request(factories.organisation(), factories.user(), role=Role.SIGNATORY)
    assert (opening.signatory_first_name, opening.signatory_last_name, opening.signatory_email) == (
        "",
        "",
        "",
    )
    assert opening.signatory_name() == str(opening.requested_by)


def test_one_does_not_name_oneself_as_the_other_signatory():
    person = factories.user()
    with pytest.raises(openings.SignatoryIsYou) as refusal:
        request(factories.organisation(), person, signatory_email=person.email.upper())
    assert refusal.value.field == "signatory_email"


def test_a_body_with_an_account_is_not_opened_again():
    body = factories.organisation()
    factories.member(Role.EDITOR, body)
    with pytest.raises(NotAllowed, match="a déjà un compte"):
        request(body, factories.user())


def test_approved_the_one_who_fills_in_may_and_the_signatory_is_invited():
    body, person, officer = factories.organisation(), factories.user(), factories.member(Role.OFFICER)
    opening = openings.approve_opening(opening=request(body, person), by=officer, at=AT)
    assert (opening.state, opening.decided_by) == (OpeningState.APPROVED, officer)
    assert holds(person, TODAY, Role.EDITOR, organisation=body)
    assert not holds(person, TODAY, Role.SIGNATORY, organisation=body)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.organisation, invitation.capacity) == (
        "paule.marchand@mairie.test",
        Role.SIGNATORY,
        body,
        "Maire",
    )
    assert told("opening_approved") == [person.email]
    assert told("invitation") == ["paule.marchand@mairie.test"]
    assert [line.action for line in Entry.objects.order_by("id")] == [
        "request_opening",
        "approve_opening",
        "start_membership",
        "invite",
    ]
    assert Entry.objects.get(action="start_membership").role == "officer"


def test_approved_the_signatory_signs_with_their_capacity():
    body, person, head = factories.organisation(), factories.user(), factories.head()
    openings.approve_opening(
        opening=request(body, person, role=Role.SIGNATORY, signatory_capacity="Présidente"), by=head, at=AT
    )
    role = person.memberships.get()
    assert (role.role, role.capacity, role.starts_on) == (Role.SIGNATORY, "Présidente", TODAY)
    assert not Invitation.objects.exists()


def test_two_colleagues_approved_share_one_signatory():
    body, officer = factories.organisation(), factories.member(Role.OFFICER)
    first, second = request(body, factories.user()), request(body, factories.user())
    openings.approve_opening(opening=first, by=officer, at=AT)
    openings.approve_opening(opening=second, by=officer, at=AT)
    assert Membership.objects.filter(organisation=body, role=Role.EDITOR).count() == 2
    assert Invitation.objects.count() == 1


def test_an_invitation_taken_meanwhile_does_not_double_the_role():
    body, person, officer = factories.organisation(), factories.user(), factories.member(Role.OFFICER)
    opening = request(body, person)
    factories.member(Role.EDITOR, body, person=person)
    openings.approve_opening(opening=opening, by=officer, at=AT)
    assert person.memberships.count() == 1


def test_refused_the_person_reads_why_and_gets_nothing():
    body, person, officer = factories.organisation(), factories.user(), factories.member(Role.OFFICER)
    opening = openings.refuse_opening(
        opening=request(body, person), reason="Adresse privée.", by=officer, at=AT
    )
    assert (opening.state, opening.reason) == (OpeningState.REFUSED, "Adresse privée.")
    assert not person.memberships.exists()
    assert told("opening_refused") == [person.email]
    assert Entry.objects.get(action="refuse_opening").details == {}


def test_two_answers_at_the_same_instant_leave_one():
    officer, head = factories.member(Role.OFFICER), factories.head()
    opening = request(factories.organisation(), factories.user())
    stale = AccountOpening.objects.get(pk=opening.pk)
    openings.approve_opening(opening=opening, by=officer, at=AT)
    with pytest.raises(StateChanged):
        openings.refuse_opening(opening=stale, reason="Non.", by=head, at=AT)
    opening.refresh_from_db()
    assert opening.state == OpeningState.APPROVED


def test_a_person_does_not_approve_their_own_request():
    person = factories.user()
    with pytest.raises(NotAllowed):
        openings.approve_opening(opening=request(factories.organisation(), person), by=person, at=AT)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": OpeningState.APPROVED},
        {"state": OpeningState.REFUSED, "decided_at": AT},
        {"decided_at": AT},
        {"signatory_email": ""},
    ],
)
def test_the_database_binds_the_state_to_its_facts(facts):
    opening = request(factories.organisation(), factories.user())
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountOpening.objects.filter(pk=opening.pk).update(**facts)


BY_HAND = {
    "kind": OrganisationKind.SYNDICAT,
    "name": "Syndicat des eaux",
    "siren": "200054781",
    "department": None,
}
OPENING = {"function": "Directeur", "signatory_capacity": "Président", **SIGNATORY}


def test_l1_a_body_entered_by_hand_says_where_it_comes_from():
    opening = openings.request_opening_by_hand(by=factories.user(), at=AT, **BY_HAND, **OPENING)
    body = opening.organisation
    assert (body.kind, body.name, body.siren) == (OrganisationKind.SYNDICAT, "Syndicat des eaux", "200054781")
    assert body.source == openings.SOURCE_BY_HAND


def test_l1_a_body_of_the_list_is_not_entered_again():
    factories.organisation(name="Commune connue", siren="200054781")
    with pytest.raises(openings.KnownBody, match="Commune connue") as refusal:
        openings.request_opening_by_hand(by=factories.user(), at=AT, **BY_HAND, **OPENING)
    assert refusal.value.field == "siren"
    assert Organisation.objects.count() == 1


def test_a_refused_entry_leaves_no_body_behind():
    person = factories.user()
    with pytest.raises(openings.SignatoryIsYou):
        openings.request_opening_by_hand(
            by=person, at=AT, **BY_HAND, **OPENING | {"signatory_email": person.email}
        )
    assert not Organisation.objects.exists()


def test_colleagues_are_told_once_a_day():
    body, asker = factories.organisation(), factories.user()
    colleagues = [factories.member(Role.EDITOR, body), factories.member(Role.SIGNATORY, body)]
    factories.member(Role.EDITOR)
    for hours in (0, 1, 24):
        openings.ask_colleagues(
            organisation=body, function="Juriste", by=asker, at=AT + timedelta(hours=hours)
        )
    assert told("colleague_asks") == sorted(2 * [person.email for person in colleagues])
    openings.ask_colleagues(
        organisation=body, function="Directrice", by=asker, at=AT + timedelta(hours=25)
    )  # she mends what she said of herself
    assert told("colleague_asks") == sorted(3 * [person.email for person in colleagues])


def test_nobody_is_asked_where_there_is_nobody():
    with pytest.raises(NotAllowed, match="pas encore de compte"):
        openings.ask_colleagues(
            organisation=factories.organisation(), function="x", by=factories.user(), at=AT
        )


def test_the_signatory_who_already_signs_is_not_invited():
    body, officer = factories.organisation(), factories.member(Role.OFFICER)
    opening = request(body, factories.user())
    factories.member(Role.SIGNATORY, body, person=factories.user(email="paule.marchand@mairie.test"))
    openings.approve_opening(opening=opening, by=officer, at=AT)
    assert not Invitation.objects.exists()
