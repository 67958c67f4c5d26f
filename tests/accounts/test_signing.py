"""Who signs, by which text, and when (spec X12)."""

import importlib
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from expect.accounts import signing
from expect.accounts.enums import Role, SignedAct
from expect.accounts.models import SigningAuthority
from expect.audit.models import Entry
from expect.kernel.days import ImplausibleDay
from expect.kernel.errors import NotAllowed
from tests import factories
from tests.moments import AT, TODAY

DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def grant(user, by, **fields):
    given = {
        "scope": SignedAct.DECISION,
        "capacity": "Délégué",
        "text_reference": "Décret du 1er janvier 2026",
        "starts_on": TODAY,
    }
    return signing.grant_authority(user=user, by=by, at=AT, **{**given, **fields})


def test_x12_an_authority_holds_on_its_two_ends_and_not_beyond():
    head = factories.head(signs=False)
    authority = grant(head, head, ends_on=TODAY + 2 * DAY)
    for day in (TODAY, TODAY + 2 * DAY):
        assert signing.authority_of(head, SignedAct.DECISION, day) == authority
    for day in (TODAY - DAY, TODAY + 3 * DAY):
        with pytest.raises(signing.NoSigningAuthority):
            signing.authority_of(head, SignedAct.DECISION, day)


def test_x12_an_authority_is_for_one_kind_of_act():
    head = factories.head(signs=False)
    grant(head, head)
    with pytest.raises(signing.NoSigningAuthority, match="diplômes"):
        signing.authority_of(head, SignedAct.DIPLOMA, TODAY)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "sentence"),
    [
        (TODAY, None, "du 20 février 2026 au 4 mars 2026.*mettez-y fin d’abord"),
        (TODAY - 30 * DAY, TODAY - 10 * DAY, "mettez-y fin d’abord"),
        (TODAY - DAY, TODAY - DAY, "mettez-y fin d’abord"),
        (TODAY + 2 * DAY, None, "mettez-y fin d’abord"),
    ],
)
def test_x12_a_person_signs_one_kind_of_act_by_one_text_on_any_day(starts_on, ends_on, sentence):
    head = factories.head(signs=False)
    grant(head, head, starts_on=TODAY - 10 * DAY, ends_on=TODAY + 2 * DAY)
    with pytest.raises(signing.AuthorityOverlaps, match=sentence) as refusal:
        grant(head, head, starts_on=starts_on, ends_on=ends_on)
    assert str(head) in refusal.value.sentence
    assert refusal.value.field == "starts_on"
    assert SigningAuthority.objects.count() == 1


def test_x12_the_next_text_begins_where_the_former_ends_and_other_acts_or_people_are_free():
    head, other = factories.head(signs=False), factories.head(signs=False)
    former = grant(head, head, starts_on=TODAY - 10 * DAY)
    with pytest.raises(signing.AuthorityOverlaps, match="à partir du 20 février 2026, sans terme"):
        grant(head, head)
    signing.end_authority(authority=former, ends_on=TODAY - DAY, by=head, at=AT)
    with pytest.raises(signing.AuthorityOverlaps, match="choisissez d’autres jours"):
        grant(head, head, starts_on=TODAY - DAY)
    latest = grant(head, head, text_reference="Arrêté du 2 mars 2026")
    assert signing.authority_of(head, SignedAct.DECISION, TODAY) == latest
    with pytest.raises(signing.AuthorityOverlaps) as refusal:
        signing.end_authority(authority=former, ends_on=TODAY, by=head, at=AT)
    assert refusal.value.field == "ends_on"
    signing.end_authority(authority=latest, ends_on=TODAY + DAY, by=head, at=AT)
    grant(head, head, scope=SignedAct.DIPLOMA)
    grant(other, head)


def test_x12_two_texts_of_before_that_overlap_are_ended_all_the_same():
    head = factories.member(Role.HEAD)
    common = {"user": head, "scope": SignedAct.DIPLOMA, "capacity": "Délégué", "text_reference": "Arrêté"}
    without_end = SigningAuthority.objects.create(**common, starts_on=date(2023, 1, 1))
    SigningAuthority.objects.create(**common, starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 30))
    signing.end_authority(authority=without_end, ends_on=TODAY, by=head, at=AT)
    assert without_end.ends_on == TODAY


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2047, 1, 1), date(9999, 12, 31)])
def test_x12_the_days_are_of_the_years_of_the_programme(day):
    head = factories.head(signs=False)
    with pytest.raises(ImplausibleDay, match="Vérifiez l’année") as refusal:
        grant(head, head, starts_on=day)
    assert refusal.value.field == "starts_on"
    authority = grant(head, head)
    with pytest.raises(ImplausibleDay) as refusal:
        signing.end_authority(authority=authority, ends_on=day, by=head, at=AT)
    assert refusal.value.field == "ends_on"


@pytest.mark.parametrize("changes", [{"starts_on": date(1, 1, 1)}, {"ends_on": date(9999, 12, 31)}, {}])
def test_x12_the_database_refuses_absurd_days_and_a_second_text_without_end(changes):
    head = factories.head(signs=False)
    grant(head, head)
    given = {"user": head, "scope": SignedAct.DECISION, "capacity": "Adjointe", "text_reference": "Arrêté"}
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningAuthority.objects.create(**{**given, "starts_on": TODAY} | changes)


def test_x12_an_authority_ends_on_the_day_chosen():
    head = factories.head(signs=False)
    authority = grant(head, head)
    signing.end_authority(authority=authority, ends_on=TODAY + DAY, by=head, at=AT)
    assert signing.authority_of(head, SignedAct.DECISION, TODAY + DAY)
    with pytest.raises(signing.NoSigningAuthority):
        signing.authority_of(head, SignedAct.DECISION, TODAY + 2 * DAY)
    assert [line.action for line in Entry.objects.order_by("id")] == ["grant_authority", "end_authority"]


def test_x12_dates_are_in_order():
    head = factories.head(signs=False)
    with pytest.raises(signing.DatesInDisorder):
        grant(head, head, ends_on=TODAY - DAY)
    with pytest.raises(signing.DatesInDisorder):
        signing.end_authority(authority=grant(head, head), ends_on=TODAY - DAY, by=head, at=AT)


def test_x12_only_who_holds_the_role_of_head_is_given_an_authority():
    """Decision 0089: an authority given to anybody else would open no act."""
    head = factories.head(signs=False)
    former = factories.member(Role.HEAD, ends_on=TODAY - DAY)
    for person in (factories.member(Role.SIGNATORY), factories.member(Role.OFFICER), former):
        with pytest.raises(signing.NotTheHead, match="à qui ces actes sont réservés") as refusal:
            grant(person, head)
        assert refusal.value.field == "user"
    assert not SigningAuthority.objects.exists()


def test_x12_an_officer_records_no_authority():
    officer = factories.member(Role.OFFICER)
    with pytest.raises(NotAllowed):
        grant(officer, officer)


ONE_BY_ONE = [
    ("one within an endless one", [("2023-08-09", ""), ("2024-01-01", "2024-06-30")],
     ["2023-08-09/2023-12-31", "2024-01-01/2024-06-30", "2024-07-01/"]),
    ("two with an end", [("2024-01-01", "2024-12-31"), ("2024-07-01", "2025-06-30")],
     ["2024-01-01/2024-06-30", "2024-07-01/2025-06-30"]),
    ("the second begins the same day", [("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-03-31")],
     ["2024-01-01/2024-03-31", "2024-04-01/2024-12-31"]),
    ("one that never begins had ended the other", [("2023-08-09", "2099-12-30"), ("2099-12-31", "")],
     ["2023-08-09/"]),
    ("one hidden by another keeps its first day", [("2024-01-01", "2024-03-31"), ("2024-01-01", "")],
     ["2024-01-01/", "2024-01-01/2024-01-01"]),
    ("nothing to settle", [("2024-01-01", "2024-12-31"), ("2025-01-01", "")],
     ["2024-01-01/2024-12-31", "2025-01-01/"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"), [case[1:] for case in ONE_BY_ONE], ids=[case[0] for case in ONE_BY_ONE]
)
def test_x12_the_days_of_before_are_settled_as_letters_read_them(before, after):
    """Rows as 0008 left them; each day then has one text, a new delegation is accepted, the journal says what moved."""
    head = factories.head(signs=False)
    common = {"user": head, "scope": SignedAct.DIPLOMA, "text_reference": "Arrêté"}
    for number, (starts_on, ends_on) in enumerate(before):
        SigningAuthority.objects.create(
            **common, capacity=f"n°{number}", starts_on=starts_on, ends_on=ends_on or None
        )
    importlib.import_module("expect.accounts.migrations.0010_one_text_on_each_day").settle(apps, None)
    rows = SigningAuthority.objects.filter(scope=SignedAct.DIPLOMA)
    assert sorted(f"{row.starts_on}/{row.ends_on or ''}" for row in rows) == after
    unchanged = [f"{first}/{last}" for first, last in before]
    lines = Entry.objects.filter(action="settle_authority")
    assert lines.exists() is (unchanged != after)
    assert all(line.details["were"] for line in lines)
    for endless in rows.filter(ends_on=None):
        signing.end_authority(authority=endless, ends_on=TODAY, by=head, at=AT)
    grant(head, head, scope=SignedAct.DIPLOMA, starts_on=TODAY + DAY)
