"""Each list and page of accounts costs the same number of queries at one row and at three."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts import invitations, mandates
from expect.accounts.enums import OrganisationKind, Role, SignedAct
from expect.accounts.models import SigningAuthority
from expect.territory.models import Department, Region
from tests import factories
from tests.dashboard.test_work import an_opening
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.long, pytest.mark.walk]

MOST = 12


def populate(n: int, body, administrator) -> None:
    """One more row in every list."""
    region = Region.objects.create(code=f"9{n}", name=f"Région {n}")
    department = Department.objects.create(code=f"8{n}", name=f"Département {n}", region=region)
    person = factories.member(Role.EDITOR, factories.organisation(department=department))
    factories.member(Role.EDITOR, body)
    factories.member(Role.POST_AGENT, factories.post(factories.country(f"A{n}", f"Pays {n}")))
    an_opening(f"Ville {n}")
    invitations.invite(
        email=f"invitee{n}@exemple.test",
        first_name="Léa",
        last_name="Petit",
        role=Role.EDITOR,
        organisation=body,
        by=administrator,
        at=AT,
    )
    mandates.record_renewal(
        kinds=[OrganisationKind.COMMUNE],
        held_on=TODAY - timedelta(days=n),
        text_reference="Décret d’essai",
        by=administrator,
        at=AT,
    )
    factories.member(Role.SIGNATORY)
    SigningAuthority.objects.create(
        user=person, scope=SignedAct.DECISION, capacity="Délégué", text_reference="Arrêté", starts_on=TODAY
    )


@pytest.mark.parametrize(
    "name",
    [
        *(
            "people",
            "invitations",
            "posts",
            "signatures",
            "bodies",
            "body",
            "openings",
            "profile",
            "find_body",
        ),
        *("renewals", "unconfirmed"),
    ],
)
def test_a_page_costs_the_same_at_one_and_three_rows(client, name, django_assert_max_num_queries):
    body = factories.organisation()
    administrator = factories.member(Role.OFFICER, person=factories.member(Role.ADMINISTRATOR))
    client.force_login(administrator)
    url = reverse(f"accounts:{name}", args=[body.public_id] if name == "body" else [])
    costs = []
    for rows in ([1], [2, 3]):
        for n in rows:
            populate(n, body, administrator)
        with django_assert_max_num_queries(MOST) as queries:
            assert client.get(url).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
