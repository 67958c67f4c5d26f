"""Truth tables: every role against every rule of accounts (spec §1, X1)."""

import pytest

from expect.accounts import rules
from expect.accounts.enums import OpeningState, Role
from expect.accounts.models import AccountOpening, Invitation
from tests import factories
from tests.access import world as worlds
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db

HOLDERS = {"editor", "signatory"}
DAECT = {"officer", "head"}
EVERYBODY = set(worlds.ROLES) - {"anonymous"}


def allowed(world, rule) -> set[str]:
    """The roles that the rule allows; every refusal has a reason that ends as a sentence does."""
    verdicts = {name: rule(person) for name, person in world.people.items() if person}
    assert all(verdict.reason.endswith(".") for verdict in verdicts.values() if not verdict)
    assert all(verdict.membership for verdict in verdicts.values() if verdict)
    return {name for name, verdict in verdicts.items() if verdict}


@pytest.fixture
def world():
    return worlds.build()


def test_who_administers(world):
    assert allowed(world, lambda p: rules.may_administer(p, TODAY)) == {"administrator"}


def test_x12_who_manages_signatures(world):
    assert allowed(world, lambda p: rules.may_manage_signatures(p, TODAY)) == {"administrator", "head"}


def test_who_sees_the_bodies(world):
    assert allowed(world, lambda p: rules.may_see_bodies(p, TODAY)) == {*DAECT, "administrator"}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.EDITOR, {*HOLDERS, *DAECT, "administrator"}),
        (Role.SIGNATORY, {*DAECT, "administrator"}),
    ],
)
def test_who_invites_to_a_body(world, role, expected):
    assert (
        allowed(world, lambda p: rules.may_invite(p, role, TODAY, organisation=world.organisation))
        == expected
    )


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR])
def test_only_the_administrator_gives_the_other_roles(world, role):
    assert allowed(world, lambda p: rules.may_invite(p, role, TODAY)) == {"administrator"}


def test_m8_an_agent_invites_to_their_own_post(world):
    invite = {"role": Role.POST_AGENT, "on": TODAY, "post": world.post}
    assert allowed(world, lambda p: rules.may_invite(p, **invite)) == {"administrator", "post_agent"}


def test_m8_each_agent_hands_over_for_themselves(world):
    role = world.people["post_agent"].memberships.get()
    assert allowed(world, lambda p: rules.may_hand_over(p, role, TODAY)) == {"post_agent"}


def test_who_answers_a_request_for_an_account(world):
    opening = an_opening()
    assert allowed(world, lambda p: rules.may_decide_opening(p, opening, TODAY)) == DAECT


def test_an_answer_is_given_once(world):
    opening = an_opening()
    opening.state = OpeningState.APPROVED
    verdict = rules.may_decide_opening(world.people["head"], opening, TODAY)
    assert verdict.reason == "Cette demande est déjà acceptée."


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("editor", {"editor", "signatory", "administrator"}),
        ("signatory", {"signatory", *DAECT, "administrator"}),
        ("officer", {"administrator"}),
    ],
)
def test_who_ends_a_role(world, held, expected):
    role = world.people[held].memberships.get()
    assert allowed(world, lambda p: rules.may_end_membership(p, role, TODAY)) == expected


@pytest.mark.parametrize(("held", "expected"), [("committee_member", {"administrator"}), ("officer", set())])
def test_l8_who_says_which_body_employs_a_member(world, held, expected):
    role = world.people[held].memberships.get()
    assert allowed(world, lambda p: rules.may_set_employer(p, role, TODAY)) == expected


def test_l8_the_employer_of_a_role_that_ended_is_not_said(world):
    role = world.people["committee_member"].memberships.get()
    role.ends_on, role.ended_at = TODAY, AT
    assert allowed(world, lambda p: rules.may_set_employer(p, role, TODAY)) == set()


def test_an_administrator_does_not_end_their_own_role(world):
    administrator = world.people["administrator"]
    role = administrator.memberships.get()
    assert not rules.may_end_membership(administrator, role, TODAY)
    assert rules.may_end_membership(factories.member(Role.ADMINISTRATOR), role, TODAY)


def test_who_calls_an_invitation_back(world):
    invitation = Invitation(role=Role.EDITOR, organisation=world.organisation)
    rule = lambda p: rules.may_revoke_invitation(p, invitation, TODAY)  # noqa: E731
    assert allowed(world, rule) == {*HOLDERS, *DAECT, "administrator"}
    invitation.revoked_at = AT
    assert allowed(world, rule) == set()
    invitation.revoked_at, invitation.accepted_at = None, AT
    assert allowed(world, rule) == set()


def test_anybody_asks_for_the_account_of_a_body_that_has_none(world):
    free = factories.organisation()
    opens = {name for name, p in world.people.items() if p and rules.may_request_opening(p, free, TODAY)}
    asks = {name for name, p in world.people.items() if p and rules.may_ask_colleagues(p, free, TODAY)}
    assert (opens, asks) == (EVERYBODY, set())


def test_where_there_is_an_account_one_asks_its_people(world):
    taken = world.organisation
    opens = {name for name, p in world.people.items() if p and rules.may_request_opening(p, taken, TODAY)}
    asks = {name for name, p in world.people.items() if p and rules.may_ask_colleagues(p, taken, TODAY)}
    assert (opens, asks) == (set(), EVERYBODY - HOLDERS)


def an_opening() -> AccountOpening:
    return AccountOpening.objects.create(
        organisation=factories.organisation(),
        requested_by=factories.user(),
        requested_at=AT,
        function="Directrice",
        role=Role.SIGNATORY,
        signatory_capacity="Maire",
    )
