"""Rows written by one statement: from others that are not read, or from those in hand."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Case, F, Value, When
from django.test.utils import CaptureQueriesContext

from expect.accounts.enums import OrganisationKind
from expect.accounts.models import Renewal, User
from expect.database.fields import new_public_id
from expect.database.writing import insert_from, insert_rows
from expect.notifications.models import Message, Notice
from missions.models import Envelope
from tests.factories import user
from tests.moments import AT

pytestmark = pytest.mark.django_db


def tell(found, **how) -> int:
    given = {"key": F("public_id"), "user": F("pk"), "title": "L’objet", "path": "/", "created_at": AT}
    return insert_from(Notice, found, **given | how)


def test_one_row_for_each_found_in_their_order_the_rest_by_default():
    people = [user(), user(), user()]
    assert tell(User.objects.filter(pk__in=[one.pk for one in people[:2]]).order_by("-pk")) == 2
    told = Notice.objects.order_by("pk")
    assert list(told.values_list("user", "key", "title", "created_at", "read_at")) == [
        (one.pk, one.public_id, "L’objet", AT, None) for one in reversed(people[:2])
    ]


def test_an_expression_on_the_row_found():
    camille, sacha = user(first_name="Camille"), user(first_name="Sacha")
    tell(User.objects.all(), read_at=Case(When(first_name="Camille", then=Value(AT)), default=None))
    assert Notice.objects.get(user=camille).read_at == AT
    assert Notice.objects.get(user=sacha).read_at is None


def test_a_row_that_is_already_there_is_left_out_or_refused():
    known = user()
    assert tell(User.objects.filter(pk=known.pk), title="Avant") == 1
    user()
    with pytest.raises(IntegrityError), transaction.atomic():
        tell(User.objects.all())
    assert tell(User.objects.all(), ignore_conflicts=True) == 1
    assert Notice.objects.get(user=known).title == "Avant"


def test_nothing_found_nothing_written():
    assert tell(User.objects.filter(pk__in=[])) == 0


# ---------------------------------------------------------------- from rows in hand


def line(person: User, **how) -> dict:
    return {"key": person.public_id, "user_id": person.pk, "title": "L’objet", "path": "/"} | how


def test_the_rows_in_hand_in_their_order_what_they_share_and_the_rest_by_default():
    people = [user(), user(), user()]
    assert insert_rows(Notice, [line(one) for one in reversed(people)], created_at=AT) == 3
    told = Notice.objects.order_by("pk").values_list("user", "key", "created_at", "read_at")
    assert list(told) == [(one.pk, one.public_id, AT, None) for one in reversed(people)]


def test_values_of_each_kind_come_back_as_they_went():
    words = 'Dit « L\'Haÿ », "C:\\n" et 100 % de <b>🏛</b>\n\tpuis {{ rien }} %s'
    bare = {"key": "a", "to": "a@exemple.test", "title": "", "body": words, "secret": True}
    known = bare | {"key": "b", "secret": False}
    common = {"created_at": AT, "next_attempt_at": AT}
    insert_rows(Message, [bare | {"recipient_id": None}, known | {"recipient_id": user().pk}], **common)
    first, second = Message.objects.order_by("pk")
    assert (first.body, first.recipient, first.secret, first.attempts) == (words, None, True, 0)
    assert (second.recipient, second.secret) == (User.objects.get(), False)


def test_days_and_sums_come_back_as_they_went():
    by = {"set_at": AT, "set_by": user().pk, "reason": "Loi de finances"}
    sums = [Decimal("9999999999.99"), Decimal("0.10"), Decimal("1250")]
    insert_rows(Envelope, [{"public_id": new_public_id(), "year": 2028, "amount": one} for one in sums], **by)
    assert list(Envelope.objects.order_by("pk").values_list("amount", flat=True)) == sums
    day = date(2028, 2, 29)
    when = {"recorded_at": AT, "recorded_by": user().pk, "text_reference": "Décret"}
    row = {"public_id": new_public_id(), "kind": OrganisationKind.COMMUNE, "held_on": day}
    insert_rows(Renewal, [row], **when)
    assert Renewal.objects.get(held_on__range=(day, day)).held_on == day


def test_a_row_in_hand_that_is_already_there_is_left_out_or_refused():
    known, new = user(), user()
    assert insert_rows(Notice, [line(known, title="Avant")], created_at=AT) == 1
    rows = [line(known), line(new)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Notice, rows, created_at=AT)
    assert insert_rows(Notice, rows, ignore_conflicts=True, created_at=AT) == 1
    assert Notice.objects.get(user=known).title == "Avant"


def test_no_row_in_hand_nothing_written():
    with CaptureQueriesContext(connection) as queries:
        assert insert_rows(Notice, [], created_at=AT) == 0
    assert not queries.captured_queries


def test_words_too_long_are_never_cut():
    """Refused by PostgreSQL; kept whole by SQLite, which knows no width."""
    title = "é" * 251
    refused = pytest.raises(DataError) if connection.vendor == "postgresql" else contextlib.nullcontext()
    with refused, transaction.atomic():
        insert_rows(Notice, [line(user(), title=title)], created_at=AT)
    kept = [title] if connection.vendor == "sqlite" else []
    assert list(Notice.objects.values_list("title", flat=True)) == kept


def test_rows_of_other_columns_or_values_of_no_kind_are_refused():
    one, other = user(), user()
    unlike = line(other)
    del unlike["path"]
    for rows in ([line(one), unlike], [line(one) | {"user": one.pk}], [line(one) | {"id": 1}]):
        with pytest.raises(ValueError, match="columns"):
            insert_rows(Notice, rows, created_at=AT)
    with pytest.raises(TypeError, match="datetime"):
        insert_rows(Notice, [line(one, read_at=AT)], created_at=AT)
    assert not Notice.objects.exists()
