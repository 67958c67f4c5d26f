"""A state changes by one conditional UPDATE: of many at once, one wins (spec §6)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from expect.accounts.enums import OpeningState
from expect.accounts.models import AccountOpening
from expect.accounts.workflow import ACCOUNT_OPENING
from expect.audit.models import Entry
from expect.audit.transitions import advance
from expect.kernel.errors import StateChanged
from tests import factories
from tests.moments import AT


def opening() -> AccountOpening:
    return AccountOpening.objects.create(
        organisation=factories.organisation(),
        requested_by=factories.user(),
        requested_at=AT,
        function="Directrice",
        role="signatory",
        signatory_capacity="Maire",
    )


@pytest.mark.django_db
def test_the_state_its_fact_and_the_journal_move_together():
    request, officer = opening(), factories.member("officer")
    advance(
        request,
        ACCOUNT_OPENING,
        "approve_opening",
        by=officer,
        membership=officer.memberships.get(),
        at=AT,
        decided_at=AT,
        decided_by=officer,
    )
    request.refresh_from_db()
    assert (request.state, request.decided_at) == (OpeningState.APPROVED, AT)
    line = Entry.objects.get()
    assert (line.action, line.from_state, line.to_state, line.role) == (
        "approve_opening",
        "pending",
        "approved",
        "officer",
    )


@pytest.mark.django_db
def test_a_stale_page_is_told_and_changes_nothing():
    request = opening()
    stale = AccountOpening.objects.get(pk=request.pk)
    facts = {"by": None, "at": AT, "decided_at": AT, "decided_by": request.requested_by}
    advance(request, ACCOUNT_OPENING, "approve_opening", **facts)
    with pytest.raises(StateChanged, match="n’est plus à jour"):
        advance(stale, ACCOUNT_OPENING, "refuse_opening", reason="Trop tard.", **facts)
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_the_same_instant_one_wins():
    request = opening()

    def decide(n):
        mine = AccountOpening.objects.get(pk=request.pk)
        try:
            advance(
                mine,
                ACCOUNT_OPENING,
                ("approve_opening", "refuse_opening")[n % 2],
                by=None,
                at=AT,
                decided_at=AT,
                decided_by=request.requested_by,
                reason="Une seule réponse.",
            )
        except StateChanged:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(decide, range(8))) == 1
    assert Entry.objects.count() == 1
