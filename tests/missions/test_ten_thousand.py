"""At ten thousand missions each list costs the queries that it costs at three (spec X5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from missions.enums import (
    CostKind,
    CostStage,
    Direction,
    MissionState,
    RequestOrigin,
    RequestState,
    SolicitationState,
)
from missions.models import Cost, ExpertiseRequest, Mission, MissionLeg, Solicitation
from tests import factories
from tests.moments import AT, TODAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
    pytest.mark.long,
    pytest.mark.soak,
]
MANY = 10_000
MOST = 15
"""As in `test_budgets`."""
PAGES = {
    "officer": ("requests", "missions", "money", "money_countries", "money_holders", "calendar", "world"),
    "agent": ("requests", "missions", "desk", "active_holders", "calendar"),
    "editor": ("requests", "missions", "calendar"),
}


MOMENTS = ("draft_since", "accepted_at", "sent_to_embassy_at", "validated_at", "completed_at")
DUE = {"report_due_on": TODAY + timedelta(days=500)}
STATES = (
    {"state": MissionState.DRAFT},
    {"state": MissionState.ACCEPTED},
    {"state": MissionState.AWAITING_EMBASSY},
    {"state": MissionState.VALIDATED, **DUE},
    {"state": MissionState.COMPLETED, **DUE},
)
"""They have left draft, with what each state wants."""


@pytest.fixture
def many(cast) -> None:
    """Ten thousand needs met, their missions spread over two years and every state, each with its leg and a cost."""
    facts = {"country": cast.country, "post": cast.post, "created_at": AT, "created_by": cast.officer}
    needs = ExpertiseRequest.objects.bulk_create(
        ExpertiseRequest(
            number=f"B-2020-{n:05}",
            authority="Ville de Thiès",
            subject=f"Réseau d’eau {n}",
            wished_from=TODAY,
            wished_until=TODAY + timedelta(days=90),
            languages="français",
            description="Réduire les fuites.",
            origin=RequestOrigin.POST,
            state=RequestState.MATCHED,
            matched_at=AT,
            **facts,
        )
        for n in range(MANY)
    )
    body = {"label": cast.label, "organisation": cast.organisation}
    asked = Solicitation.objects.bulk_create(
        Solicitation(
            request=need,
            state=SolicitationState.CHOSEN,
            answer_by=TODAY + timedelta(days=7),
            sent_at=AT,
            sent_by=cast.officer,
            answered_at=AT,
            answered_by=cast.editor,
            decided_at=AT,
            choice_reason="Seul.",
            **body,
        )
        for need in needs
    )
    missions = Mission.objects.bulk_create(
        Mission(
            number=f"M-2020-{n:05}",
            solicitation=one,
            country=cast.country,
            post=cast.post,
            created_at=AT,
            subject=f"Réseau d’eau {n}",
            departs_on=TODAY + timedelta(days=n % 700 - 300),
            returns_on=TODAY + timedelta(days=n % 700 - 295),
            **dict.fromkeys(MOMENTS, AT),
            **STATES[n % len(STATES)],
            **body,
        )
        for n, one in enumerate(asked)
    )
    MissionLeg.objects.bulk_create(
        MissionLeg(
            mission=one,
            direction=Direction.SENDING,
            starts_on=one.departs_on,
            ends_on=one.returns_on,
            place="Thiès",
        )
        for one in missions
    )
    Cost.objects.bulk_create(
        Cost(
            mission=one,
            kind=CostKind.AIR,
            stage=CostStage.PAID,
            label="Billets",
            amount=1000,
            reference="EJ-1",
            recorded_at=AT,
            recorded_by=cast.officer,
        )
        for one in missions
    )


def test_x5_no_list_costs_more_at_ten_thousand_missions(cast, many, client, django_assert_max_num_queries):
    assert Mission.objects.count() == MANY
    for who, names in PAGES.items():
        client.force_login(getattr(cast, who))
        for name in names:
            with django_assert_max_num_queries(MOST):
                assert client.get(reverse(f"missions:{name}")).status_code == 200, name
    client.force_login(factories.head())
    with django_assert_max_num_queries(MOST):
        assert client.get(reverse("missions:missions"), {"q": "eau 9999"}).status_code == 200
