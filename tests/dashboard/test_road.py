"""On the whole demonstration: every row of everybody's work list leads to a page that they may open (spec X4)."""

from datetime import datetime, time

import pytest
from django.core.management import call_command
from django.urls import reverse

from expect.accounts.models import User
from expect.dashboard import work
from expect.dashboard.acts import ACTS
from expect.demo.seed import road
from expect.kernel.clock import PARIS
from tests.moments import TODAY

pytestmark = [pytest.mark.long, pytest.mark.walk]


@pytest.mark.django_db
def test_x4_every_row_leads_straight_to_an_act_that_is_open(client, clock):
    call_command("load_reference_data", verbosity=0)
    road.play(until="demand", today=TODAY)
    clock.move_to(datetime.combine(TODAY, time(12), tzinfo=PARIS))
    verbs = set()
    for person in User.objects.filter(is_active=True, memberships__isnull=False).distinct():
        client.force_login(person)
        found = work.items(person, TODAY)
        assert len(found) == work.count(person, TODAY)
        page = client.get(reverse("dashboard:work_list"))
        if page.status_code == 200:
            shown = [entry for group in page.context["groups"] for entry in group.items]
            assert shown == found
        closed = {
            i.url: status for i in found if (status := client.get(i.url, follow=True).status_code) != 200
        }
        assert closed == {}, person
        verbs |= {entry.sentence.split()[0] for entry in found}
    assert len(verbs) >= 12
    assert verbs <= {act.sentence.split()[0] for act in ACTS.values()}
