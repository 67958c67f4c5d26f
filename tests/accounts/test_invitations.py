"""An invitation: a link, taken once, by its addressee, in time (spec §1)."""

import hashlib
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from expect.accounts import invitations
from expect.accounts.enums import Role
from expect.accounts.models import Invitation, User
from expect.accounts.rules import holds
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message, Notice
from expect.programme.changes import change_parameter
from tests import factories
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db

GUEST = {"email": "Invitee@Mairie.test", "first_name": "Léa", "last_name": "Petit"}


def invite(by, **fields) -> Invitation:
    return invitations.invite(by=by, at=fields.pop("at", AT), **{**GUEST, "role": Role.EDITOR, **fields})


def token_of(invitation: Invitation) -> str:
    body = Message.objects.get(subject_id=invitation.public_id, event="accounts/invitation").body
    return re.search(r"/invitation/([\w-]+)/", body)[1]


@pytest.fixture
def body():
    return factories.organisation()


@pytest.fixture
def signatory(body):
    return factories.member(Role.SIGNATORY, body)


def test_only_the_digest_of_the_link_is_kept(body, signatory):
    invitation = invite(signatory, organisation=body)
    token = token_of(invitation)
    assert len(token) >= 40
    assert invitation.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert invitations.find(token) == invitation
    assert invitations.find(token + "x") is None
    message = Message.objects.get()
    assert (message.to, message.secret, message.recipient) == ("invitee@mairie.test", True, None)
    assert not Notice.objects.exists()
    assert token not in str(Entry.objects.values().get())


def test_reading_the_link_consumes_nothing(body, signatory):
    token = token_of(invite(signatory, organisation=body))
    for _ in range(3):
        invitations.usable(invitations.find(token), AT)


def test_the_addressee_takes_the_role_and_the_one_who_invited_is_told(body, signatory):
    person = factories.user(email="invitee@mairie.test")
    invitation = invite(signatory, organisation=body, capacity="Chargée de projets")
    membership = invitations.accept(invitation=invitation, by=person, at=AT)
    assert (membership.role, membership.organisation, membership.capacity) == (
        Role.EDITOR,
        body,
        "Chargée de projets",
    )
    assert holds(person, TODAY, Role.EDITOR, organisation=body)
    assert Message.objects.get(event="accounts/invitation_accepted").to == signatory.email


def test_an_invitation_is_taken_once(body, signatory):
    person = factories.user(email="invitee@mairie.test")
    invitation = invite(signatory, organisation=body)
    stale = Invitation.objects.get(pk=invitation.pk)
    invitations.accept(invitation=invitation, by=person, at=AT)
    for again in (invitation, stale):
        with pytest.raises(invitations.InvitationUnusable, match="déjà servi"):
            invitations.accept(invitation=again, by=person, at=AT)
    assert person.memberships.count() == 1


def test_somebody_elses_invitation_is_refused(body, signatory):
    thief = factories.user()
    invitation = invite(signatory, organisation=body)
    with pytest.raises(invitations.NotAddressee, match=re.escape(thief.email)) as refusal:
        invitations.accept(invitation=invitation, by=thief, at=AT)
    assert "invitee@mairie.test" not in refusal.value.sentence
    assert not thief.memberships.exists()


@pytest.mark.parametrize(
    ("after", "good"), [(timedelta(days=14) - timedelta(seconds=1), True), (timedelta(days=14), False)]
)
def test_an_invitation_is_good_for_fourteen_days(body, signatory, after, good):
    invitation = invite(signatory, organisation=body)
    if good:
        invitations.usable(invitation, AT + after)
    else:
        with pytest.raises(invitations.InvitationUnusable, match="a expiré"):
            invitations.usable(invitation, AT + after)


def test_an_invitation_called_back_opens_nothing(body, signatory):
    person = factories.user(email="invitee@mairie.test")
    invitation = invite(signatory, organisation=body)
    stale = Invitation.objects.get(pk=invitation.pk)
    invitations.revoke(invitation=invitation, by=signatory, at=AT)
    with pytest.raises(invitations.InvitationUnusable, match="annulée"):
        invitations.accept(invitation=invitation, by=person, at=AT)
    with pytest.raises(invitations.InvitationUnusable, match="annulée"):
        invitations.accept(invitation=stale, by=person, at=AT)
    with pytest.raises(StateChanged):
        invitations.revoke(invitation=stale, by=signatory, at=AT)


def test_the_same_person_is_invited_once_until_it_expires(body, signatory):
    first = invite(signatory, organisation=body)
    with pytest.raises(invitations.AlreadyInvited):
        invite(signatory, organisation=body, email="INVITEE@mairie.test")
    second = invite(signatory, organisation=body, at=AT + timedelta(days=14))
    first.refresh_from_db()
    assert first.revoked_at == AT + timedelta(days=14)
    assert second.pk != first.pk
    assert Message.objects.filter(event="accounts/invitation").count() == 2


def test_the_same_person_may_be_invited_to_another_body(body, signatory):
    other = factories.organisation()
    invite(signatory, organisation=body)
    invite(factories.member(Role.SIGNATORY, other), organisation=other)
    assert Invitation.objects.count() == 2


def test_the_database_holds_one_open_invitation_per_address_role_and_scope(body, signatory):
    invitation = invite(signatory, organisation=body)
    invitation.pk, invitation.public_id, invitation.token_digest = None, "autre", "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        invitation.save(force_insert=True)


def test_who_has_the_role_is_not_invited_to_it(body, signatory):
    person = factories.member(Role.EDITOR, body)
    with pytest.raises(invitations.AlreadyHolds, match="a déjà le rôle"):
        invite(signatory, organisation=body, email=person.email.upper())


def test_a_holder_does_not_invite_for_another_body(signatory):
    with pytest.raises(NotAllowed):
        invite(signatory, organisation=factories.organisation())


def test_a_holder_does_not_make_signatories(body, signatory):
    with pytest.raises(NotAllowed, match="La DAECT habilite"):
        invite(signatory, organisation=body, role=Role.SIGNATORY)


def test_who_has_no_account_makes_it_with_the_address_that_the_link_proves(body, signatory):
    invitation = invite(signatory, organisation=body)
    user = invitations.join(
        invitation=invitation, first_name="Léa", last_name="Petit", password="une phrase assez longue", at=AT
    )
    assert user.email == "invitee@mairie.test"
    assert user.check_password("une phrase assez longue")
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("invitee@mairie.test", True, True)
    assert holds(user, TODAY, Role.EDITOR, organisation=body)


def test_without_password_the_code_opens_the_door(body, signatory):
    user = invitations.join(
        invitation=invite(signatory, organisation=body), first_name="Léa", last_name="Petit", at=AT
    )
    assert not user.has_usable_password()


def test_an_address_with_an_account_does_not_get_another(body, signatory):
    factories.user(email="invitee@mairie.test")
    with pytest.raises(invitations.AccountExists):
        invitations.join(
            invitation=invite(signatory, organisation=body), first_name="x", last_name="y", at=AT
        )
    assert User.objects.filter(email="invitee@mairie.test").count() == 1


def test_of_two_clicks_at_once_the_second_is_told_that_the_account_is_there(body, signatory, monkeypatch):
    """The second read that the address was free just before the first took it: the database alone can tell."""
    invitation = invite(signatory, organisation=body)
    factories.user(email="invitee@mairie.test")
    monkeypatch.setattr(QuerySet, "exists", lambda rows: False)
    real_get, looked = QuerySet.get, []

    def get_before_the_first_click(rows, *args, **kwargs):
        if rows.model is User and not looked:
            looked.append(rows)
            raise User.DoesNotExist
        return real_get(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "get", get_before_the_first_click)
    with pytest.raises(invitations.AccountExists, match="connectez-vous"):
        invitations.join(invitation=invitation, first_name="x", last_name="y", at=AT)
    assert looked


def test_an_agent_is_invited_to_their_post():
    administrator, post = factories.member(Role.ADMINISTRATOR), factories.post()
    person = factories.user(email="invitee@mairie.test")
    invitation = invite(administrator, role=Role.POST_AGENT, post=post)
    invitations.accept(invitation=invitation, by=person, at=AT)
    assert holds(person, TODAY, Role.POST_AGENT, post=post)
    assert Notice.objects.get(user=administrator).path == "/reglages/personnes/"


def test_how_long_an_invitation_is_good_for_is_decided_by_the_programme(body, signatory):
    change_parameter(
        key="invitation_days",
        to=3,
        starts_on=TODAY + timedelta(days=1),
        text_reference="Note du 1er mars 2026",
        reason="Plus court.",
        by=factories.head(signs=False),
        at=AT,
    )
    before = invite(signatory, organisation=body)
    after = invite(signatory, organisation=body, email="autre@mairie.test", at=AT + timedelta(days=1))
    assert (before.expires_at, after.expires_at) == (AT + timedelta(days=14), AT + timedelta(days=4))
