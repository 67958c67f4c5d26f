"""Rows written by one statement from others that are not read."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When

from expect.accounts.models import User
from expect.database.writing import insert_from
from expect.notifications.models import Notice
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
