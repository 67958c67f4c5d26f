"""Who signs, by which text, and when (spec X12)."""

from datetime import timedelta

import pytest

from expect.accounts import signing
from expect.accounts.enums import Role, SignedAct
from expect.accounts.models import SigningAuthority
from expect.audit.models import Entry
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


def test_x12_the_latest_text_is_the_one_shown():
    head = factories.head(signs=False)
    grant(head, head, starts_on=TODAY - 10 * DAY)
    latest = grant(head, head, text_reference="Arrêté du 2 mars 2026")
    assert signing.authority_of(head, SignedAct.DECISION, TODAY) == latest


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


def test_x12_only_somebody_of_daect_is_given_an_authority():
    head, mayor = factories.head(signs=False), factories.member(Role.SIGNATORY)
    with pytest.raises(signing.NotOfDaect, match="seule une personne de la DAECT"):
        grant(mayor, head)
    former = factories.member(Role.OFFICER, ends_on=TODAY - DAY)
    with pytest.raises(signing.NotOfDaect):
        grant(former, head)
    assert not SigningAuthority.objects.exists()


def test_x12_an_officer_records_no_authority():
    officer = factories.member(Role.OFFICER)
    with pytest.raises(NotAllowed):
        grant(officer, officer)
