"""The body that employs a member of the committee: said at the invitation, changed by the administrator (spec L8)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from expect.accounts import invitations, memberships
from expect.accounts.enums import Role
from expect.accounts.models import Invitation, Membership
from expect.accounts.selectors import bodies_of, employers_of
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, Refusal
from tests import factories
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
GUEST = {"first_name": "Léa", "last_name": "Petit", "email": "lea@universite.test"}
UNIVERSITY = "Université de Nantes"
TOO_LONG = "É" * 201


@pytest.fixture
def administrator(client):
    person = factories.member(Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def role_of(**fields) -> Membership:
    return factories.member(Role.COMMITTEE_MEMBER, **fields).memberships.get()


def invite(by, **fields) -> Invitation:
    given = GUEST | {"role": Role.COMMITTEE_MEMBER, "employer": UNIVERSITY} | fields
    return invitations.invite(by=by, at=AT, **given)


def text(response) -> str:
    return response.content.decode()


def test_l8_the_employer_given_at_the_invitation_goes_with_the_role(administrator):
    invitation = invite(administrator)
    person = factories.user(email=GUEST["email"])
    membership = invitations.accept(invitation=invitation, by=person, at=AT)
    assert membership.employer == UNIVERSITY
    assert employers_of(person, TODAY) == {UNIVERSITY}


def test_l8_without_employer_it_is_empty(administrator):
    assert invite(administrator, employer="").employer == ""
    assert role_of().employer == ""


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR])
def test_l8_only_a_member_of_the_committee_has_an_employer(administrator, role):
    with pytest.raises(Refusal, match="d’un membre du comité") as refusal:
        invite(administrator, role=role)
    assert refusal.value.field == "employer"
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.member(role, employer=UNIVERSITY)


def test_l8_the_database_refuses_an_invitation_with_the_employer_of_an_officer(administrator):
    invitation = invite(administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(role=Role.OFFICER)


def test_l8_the_employer_is_changed_and_the_journal_says_so_once(administrator):
    role = role_of()
    change = {"membership": role, "employer": UNIVERSITY, "by": administrator, "at": AT}
    memberships.set_employer(**change)
    memberships.set_employer(**change)
    assert Membership.objects.get(pk=role.pk).employer == UNIVERSITY
    line = Entry.objects.get(action="set_employer")
    assert (line.actor, line.role) == (administrator.public_id, "administrator")
    assert line.details == {"person": role.user.public_id, "known": True}
    memberships.set_employer(**change | {"employer": ""})
    assert employers_of(role.user, TODAY) == set()
    assert Entry.objects.filter(action="set_employer").count() == 2


def test_l8_nobody_but_the_administrator_changes_it():
    role = role_of()
    for by in (role.user, factories.member(Role.HEAD)):
        with pytest.raises(NotAllowed):
            memberships.set_employer(membership=role, employer=UNIVERSITY, by=by, at=AT)


def test_l8_the_bodies_of_a_person_are_those_they_act_for_and_their_employer():
    body = factories.organisation(name="Ville de Saint-Étienne")
    person = factories.member(Role.EDITOR, body, person=role_of(employer=UNIVERSITY).user)
    assert employers_of(person, TODAY) == {UNIVERSITY}
    assert bodies_of(person, TODAY) == {UNIVERSITY, "Ville de Saint-Étienne"}
    assert bodies_of(role_of(employer=" … ").user, TODAY) == set()


def test_l8_an_invitation_by_the_page(client, administrator):
    url = reverse("accounts:invite_person")
    given = GUEST | {"role": "committee_member", "employer": TOO_LONG}
    refused = text(client.post(url, given))
    assert "200" in refused
    assert TOO_LONG in refused
    assert "d’un membre du comité" in text(client.post(url, given | {"role": "head", "employer": UNIVERSITY}))
    assert not Invitation.objects.exists()
    client.post(url, given | {"employer": UNIVERSITY})
    assert Invitation.objects.get().employer == UNIVERSITY


def test_l8_the_row_of_a_member_leads_to_their_employer(client, administrator):
    role = role_of()
    url = reverse("accounts:set_employer", args=[role.public_id])
    assert url in text(client.get(reverse("accounts:people")))
    assert reverse("accounts:end_membership", args=[role.public_id]) in text(client.get(url))
    refused = client.post(url, {"employer": TOO_LONG})
    assert TOO_LONG in text(refused)
    assert Membership.objects.get(pk=role.pk).employer == ""
    page = text(client.post(url, {"employer": f"  {UNIVERSITY} "}, follow=True))
    assert "est enregistré." in page
    assert UNIVERSITY in page
    assert "est retiré." in text(client.post(url, {"employer": ""}, follow=True))
    client.force_login(role.user)
    assert client.get(url).status_code == 404
