"""At ten thousand missions each list costs the queries that it costs at three (spec X5)."""

from datetime import timedelta
from itertools import islice

import pytest
from django.urls import reverse

from expect.territory.models import Country
from expect.web.lists import EXPORT_CHUNK
from labels.models import Label
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
from tests.missions import factories as made
from tests.missions.test_budgets import MOST
from tests.moments import AT, TODAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("clock"),
    pytest.mark.long,
    pytest.mark.soak,
]
MANY, OPEN, BODIES, PLACES = 10_000, 1_000, 200, 60
PAGES = {
    "officer": (
        "requests",
        "requests?page=20",
        "missions",
        "missions?tri=since",
        "missions?tri=-organisation&page=50",
        "missions?turn=daect",
        "missions?q=eau+9999",
        "money",
        "money_countries",
        "money_holders",
        "calendar",
        "world",
    ),
    "agent": ("requests", "missions", "missions?page=9", "desk", "active_holders", "calendar"),
    "editor": ("requests", "missions", "missions?page=9", "calendar"),
}
EVERY_OTHER = 2
"""Missions of which one is of the cast's own holder and country: its lists are long too."""


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
def holders(cast) -> list[Label]:
    """Two hundred bodies with a label, the cast's own every other time."""
    others = [made.label() for _ in range(BODIES)]
    return [cast.label if n % EVERY_OTHER else others[n // EVERY_OTHER % BODIES] for n in range(MANY)]


@pytest.fixture
def countries(cast) -> list[Country]:
    """Sixty countries, the cast's own every other time."""
    codes = (f"{first}{second}" for first in "QXZ" for second in "ABCDEFGHIJKLMNOPQRSTUVWX")
    others = [factories.country(code, f"Pays {code}") for code in islice(codes, PLACES)]
    return [cast.country if n % EVERY_OTHER else others[n // EVERY_OTHER % PLACES] for n in range(MANY)]


@pytest.fixture
def many(cast, holders, countries) -> None:
    """Ten thousand needs met, their missions spread over two years and every state, each with its leg and a cost; and a
    thousand needs still open, on the theme of the holders."""
    facts = {"post": cast.post, "created_at": AT, "created_by": cast.officer}
    needs = ExpertiseRequest.objects.bulk_create(
        ExpertiseRequest(
            number=f"B-2020-{n:05}",
            country=countries[n % MANY],
            authority="Ville de Thiès",
            subject=f"Réseau d’eau {n}",
            wished_from=TODAY,
            wished_until=TODAY + timedelta(days=90),
            languages="français",
            description="Réduire les fuites.",
            origin=RequestOrigin.POST,
            **({"state": RequestState.MATCHED, "matched_at": AT} if n < MANY else {}),
            **facts,
        )
        for n in range(MANY + OPEN)
    )
    theme = made.theme()
    about = ExpertiseRequest.themes.through
    about.objects.bulk_create(about(expertiserequest=need, theme=theme) for need in needs)
    asked = Solicitation.objects.bulk_create(
        Solicitation(
            request=need,
            label=label,
            organisation=label.organisation,
            state=SolicitationState.CHOSEN,
            answer_by=TODAY + timedelta(days=7),
            sent_at=AT,
            sent_by=cast.officer,
            answered_at=AT,
            answered_by=cast.editor,
            decided_at=AT,
            choice_reason="Seul.",
        )
        for need, label in zip(needs[:MANY], holders, strict=True)
    )
    missions = Mission.objects.bulk_create(
        Mission(
            number=f"M-2020-{n:05}",
            solicitation=one,
            label=one.label,
            organisation=one.organisation,
            country=one.request.country,
            post=cast.post,
            created_at=AT,
            subject=f"Réseau d’eau {n}",
            departs_on=TODAY + timedelta(days=n % 700 - 300),
            returns_on=TODAY + timedelta(days=n % 700 - 295),
            **dict.fromkeys(MOMENTS, AT),
            **STATES[n % len(STATES)],
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
        for asked in (*names, "work_list"):
            name, _, query = asked.partition("?")
            url = reverse("dashboard:work_list" if name == "work_list" else f"missions:{name}")
            client.get(url)  # what this person's first page reads once
            with django_assert_max_num_queries(MOST):
                shown = client.get(f"{url}?{query}")
            assert shown.status_code == 200, asked
            assert not shown.context.get("misread"), asked
    client.force_login(cast.officer)
    with django_assert_max_num_queries(MOST + MANY // EXPORT_CHUNK):
        written = client.get(reverse("missions:missions"), {"export": "csv"}).getvalue().decode()
    assert written.count("M-2020-") == MANY
