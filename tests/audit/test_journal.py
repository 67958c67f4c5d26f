"""The journal is append-only and chained (spec X2)."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from expect.accounts.models import Organisation
from expect.audit import chain, journal
from expect.audit.models import Entry
from tests import factories
from tests.moments import AT

pytestmark = pytest.mark.django_db


def lines(count: int) -> list[Entry]:
    subject = factories.organisation()
    return [
        journal.record(action=f"act_{n}", subject=subject, by=None, at=AT, details={"n": n, "é": "œ"})
        for n in range(count)
    ]


def test_x2_a_line_names_who_as_what_and_on_what():
    signatory = factories.member("signatory")
    membership = signatory.memberships.get()
    line = journal.record(
        action="submit", subject=membership.organisation, by=signatory, membership=membership, at=AT
    )
    assert (line.actor, line.role, line.membership) == (
        signatory.public_id,
        "signatory",
        membership.public_id,
    )
    assert (line.subject_type, line.subject_id) == (
        "accounts.Organisation",
        membership.organisation.public_id,
    )


def test_x2_a_line_of_the_system_says_so():
    assert lines(1)[0].role == "system"


def test_x2_a_line_for_each_is_the_line_of_the_system():
    body = factories.organisation()
    factories.organisation()
    found = Organisation.objects.filter(pk=body.pk)
    assert journal.record_each(found, action="flag", at=AT, to_state="draft") == 1
    alone = journal.record(action="flag", subject=body, by=None, at=AT, to_state="draft")
    written, same = Entry.objects.filter(pk__lte=alone.pk).order_by("pk").values()
    assert written | {"id": alone.pk} == same
    chain.seal()
    assert list(chain.verify()) == []


def test_x2_the_chain_holds_and_grows():
    lines(3)
    assert chain.seal() == 3
    lines(2)
    assert chain.seal() == 2
    assert chain.seal() == 0
    assert list(chain.verify()) == []
    assert list(Entry.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET action = 'other'",
        "UPDATE audit_entry SET details = '{}'",
        "UPDATE audit_entry SET hash = 'x'",
        "UPDATE audit_entry SET position = NULL",
    ],
)
def test_x2_raw_sql_cannot_change_a_sealed_line(statement):
    lines(1)
    chain.seal()
    with pytest.raises(DatabaseError, match="expect:"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_x2_a_change_behind_the_guards_is_found(unguarded):
    lines(3)
    chain.seal()
    Entry.objects.filter(position=2).update(action="other")
    assert [(b.position, b.what) for b in chain.verify()] == [(2, "the content was changed")]
    with pytest.raises(CommandError, match="1 break"):
        call_command("verify_journal")


def test_x2_a_line_removed_behind_the_guards_is_found(unguarded):
    lines(3)
    chain.seal()
    Entry.objects.filter(position=2).delete()
    assert [b.what for b in chain.verify()] == ["a line is missing", "not chained to the line before"]


@pytest.fixture
def unguarded():
    """The journal's triggers are off, as for a database administrator who means harm."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_frozen")
            cursor.execute("DROP TRIGGER audit_entry_no_delete")
        else:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
