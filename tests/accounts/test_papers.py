"""Who holds two roles reads a paper by the one that opens it, and the trace says which (spec X2)."""

from datetime import timedelta

import pytest

from expect.accounts.enums import Role
from expect.accounts.rules import may_read_papers
from tests import factories
from tests.moments import TODAY

pytestmark = pytest.mark.django_db


def test_x2_the_role_of_the_body_comes_first_then_daects():
    body, other = factories.organisation(), factories.organisation()
    person = factories.member(Role.OFFICER)
    factories.member(Role.EDITOR, other, person=person)
    assert may_read_papers(person, body, TODAY).membership.role == Role.OFFICER
    factories.member(Role.SIGNATORY, body, person=person)
    verdict = may_read_papers(person, body, TODAY)
    assert (verdict.membership.role, verdict.membership.organisation) == (Role.SIGNATORY, body)


def test_x1_nobody_else_does():
    body = factories.organisation()
    former = factories.member(Role.EDITOR, body, ends_on=TODAY - timedelta(days=1))
    for person in (former, factories.member(Role.SIGNATORY), factories.member(Role.ADMINISTRATOR)):
        assert not may_read_papers(person, body, TODAY)
