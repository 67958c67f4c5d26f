"""An act on several files asks as much of each, whatever their number, the members and the agenda (spec X5)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from expect.accounts.enums import Role
from labels import admission, marks
from tests import factories
from tests.labels import factories as labels
from tests.labels.bulk import send
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.long]
EACH = {"assign": 21, "admit": 46, "mark": 8, "unmark": 3}
"""The most queries for one file more."""


def chosen(page, files):
    rows = "&".join(f"choix={file.public_id}" for file in files)
    return f"{reverse(f'labels:applications_{page}')}?{rows}"


def asked(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize("page", EACH)
def test_x5_each_file_more_costs_the_same(client, page):
    head, officer = factories.head(), factories.member(Role.OFFICER)
    session = labels.session()
    typed = {"assign": {"officer": officer.pk}, "admit": {"session": session.pk}}.get(page, {})
    client.force_login(head)
    shown, sent = [], []
    for size in (1, 2, 4):
        files = [labels.lodged() for _ in range(size)]
        if page == "unmark":
            for file in files:
                marks.mark(application=file, by=head, at=AT)
        url = chosen(page, files)
        client.get(url)  # says what the sending before did
        shown.append(asked(lambda: client.get(url)))  # noqa: B023
        both = asked(lambda: send(client, url, typed))  # noqa: B023
        sent.append(both - shown[-1])
    assert len(set(shown)) == 1
    assert sent[2] - sent[1] == 2 * (sent[1] - sent[0])
    assert sent[1] - sent[0] <= EACH[page]


def test_l8_one_admission_costs_the_same_with_six_members_and_files_on_the_agenda():
    """The officer's own roles are read by the first admission."""
    officer, found = factories.member(Role.OFFICER), []
    admission.admit(application=labels.lodged(), session=labels.session(), by=officer, at=AT)
    for size in (1, 6):
        session = labels.session(*(factories.member(Role.COMMITTEE_MEMBER) for _ in range(size)))
        for _ in range(size - 1):
            admission.admit(application=labels.lodged(), session=session, by=officer, at=AT)
        file = labels.lodged()
        found.append(asked(lambda: admission.admit(application=file, session=session, by=officer, at=AT)))  # noqa: B023
    assert found[0] == found[1]
