"""A role is held from a day to a day, and stops at once when it is ended (spec §1, X1)."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from expect.accounts import memberships
from expect.accounts.enums import Role
from expect.accounts.models import Membership, held_on
from expect.accounts.rules import holds
from expect.accounts.selectors import memberships_on
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message
from tests import factories
from tests.moments import AT, TODAY

DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "ended_at", "expected"),
    [
        (TODAY, None, None, (False, True, True)),
        (TODAY - DAY, TODAY, None, (True, True, False)),
        (TODAY - DAY, TODAY, AT, (True, False, False)),
        (TODAY, TODAY, None, (False, True, False)),
        (TODAY, TODAY, AT, (False, False, False)),
        (TODAY + DAY, None, None, (False, False, True)),
        (TODAY - DAY, TODAY - DAY, None, (True, False, False)),
    ],
)
def test_x1_the_row_and_the_query_agree_the_day_before_that_day_and_the_day_after(
    starts_on, ends_on, ended_at, expected
):
    role = Membership.objects.create(
        user=factories.user(), role=Role.OFFICER, starts_on=starts_on, ends_on=ends_on, ended_at=ended_at
    )
    days = (TODAY - DAY, TODAY, TODAY + DAY)
    assert tuple(role.holds_on(day) for day in days) == expected
    assert tuple(Membership.objects.filter(held_on(day), pk=role.pk).exists() for day in days) == expected


def test_a_closed_account_holds_nothing():
    person = factories.member(Role.OFFICER)
    person.is_active = False
    assert memberships_on(person, TODAY) == []


@pytest.mark.parametrize(
    "scope",
    [
        {"role": Role.EDITOR},
        {"role": Role.POST_AGENT},
        {"role": Role.OFFICER, "organisation": True},
        {"role": Role.SIGNATORY, "organisation": True, "post": True},
        {"role": Role.ADMINISTRATOR, "post": True},
    ],
)
def test_the_database_refuses_a_role_in_the_wrong_scope(scope):
    if "organisation" in scope:
        scope["organisation"] = factories.organisation()
    if "post" in scope:
        scope["post"] = factories.post()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=factories.user(), starts_on=TODAY, **scope)


def test_the_database_refuses_the_same_open_role_twice():
    body = factories.organisation()
    person = factories.member(Role.EDITOR, body)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=person, role=Role.EDITOR, organisation=body, starts_on=TODAY)


def test_starting_a_role_already_held_changes_nothing():
    body = factories.organisation()
    person = factories.member(Role.EDITOR, body)
    begun = memberships.start(user=person, role=Role.EDITOR, organisation=body, at=AT)
    assert begun == person.memberships.get()
    assert not Entry.objects.exists()


def test_ending_a_role_cuts_it_at_once_and_tells_the_person():
    body = factories.organisation(name="Ville de Test")
    signatory = factories.member(Role.SIGNATORY, body)
    person = factories.member(Role.EDITOR, body)
    role = person.memberships.get()
    assert holds(person, TODAY, Role.EDITOR, organisation=body)

    memberships.end(membership=role, by=signatory, at=AT)

    assert not holds(role.user, TODAY, Role.EDITOR, organisation=body)
    role.refresh_from_db()
    assert (role.ends_on, role.ended_at) == (TODAY, AT)
    message = Message.objects.get()
    assert message.to == person.email
    assert "Rédactrice ou rédacteur — Ville de Test" in message.title
    line = Entry.objects.get()
    assert (line.action, line.actor, line.role) == ("end_membership", signatory.public_id, "signatory")
    assert line.details == {"person": person.public_id, "role": "editor"}


def test_a_role_ended_before_it_began_is_never_held():
    person = factories.member(Role.OFFICER, since=TODAY + 5 * DAY)
    role = person.memberships.get()
    memberships.end(membership=role, by=factories.member(Role.ADMINISTRATOR), at=AT)
    assert not any(role.holds_on(TODAY + n * DAY) for n in range(10))


def test_a_role_is_ended_once():
    body = factories.organisation()
    signatory = factories.member(Role.SIGNATORY, body)
    role = factories.member(Role.EDITOR, body).memberships.get()
    stale = Membership.objects.get(pk=role.pk)
    memberships.end(membership=role, by=signatory, at=AT)
    with pytest.raises(StateChanged):
        memberships.end(membership=stale, by=signatory, at=AT)
    with pytest.raises(NotAllowed, match="déjà pris fin"):
        memberships.end(membership=role, by=signatory, at=AT)
    assert Message.objects.count() == 1


def test_a_role_can_be_given_again_the_day_it_was_ended():
    body = factories.organisation()
    signatory, person = factories.member(Role.SIGNATORY, body), factories.member(Role.EDITOR, body)
    memberships.end(membership=person.memberships.get(), by=signatory, at=AT)
    memberships.start(user=person, role=Role.EDITOR, organisation=body, at=AT)
    assert holds(person, TODAY, Role.EDITOR, organisation=body)


def test_the_head_of_the_day_is_not_the_head_of_yesterday():
    person = factories.member(Role.HEAD, since=date(2026, 3, 2))
    assert not holds(person, date(2026, 3, 1), Role.HEAD)
    assert holds(person, date(2026, 3, 2), Role.HEAD)


def test_the_first_administrator_is_named_by_a_command_once(clock, capsys):
    for _ in range(2):
        call_command("make_administrator", "Chef@Exemple.test", "Anne", "Chef")
    role = Membership.objects.get()
    assert (role.user.email, role.role, role.starts_on) == ("chef@exemple.test", Role.ADMINISTRATOR, TODAY)
    assert role.user.emailaddress_set.get().verified
    assert not role.user.has_usable_password()
    assert Entry.objects.get().role == "system"
    assert "chef@exemple.test administre le service" in capsys.readouterr().out
    with pytest.raises(CommandError, match="n’est pas une adresse"):
        call_command("make_administrator", "chef", "Anne", "Chef")
