"""One person is named by the capacity that they told, or by where they act: never in two genders (spec X7)."""

import pytest

from expect.accounts.enums import Role
from labels import notes
from labels.selectors import history_of
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_x7_a_role_says_where_it_is_held_without_a_gender(role):
    assert role.place
    assert " ou " not in role.place


def test_x7_a_line_of_a_file_s_history_says_daect_and_not_both_genders():
    application, officer = labels.lodged(), factories.member(Role.OFFICER)
    notes.add_note(application=application, text="À relire.", by=officer, at=AT)
    line = history_of(application)[-1]
    assert (line.entry.role, line.who) == (Role.OFFICER, f"{officer}, DAECT")
