"""Every address of another country's mission: refused, and the attempt traced (spec X1, X2)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.territory.models import PostCountry
from missions import validation
from missions.enums import MissionState
from missions.urls import urlpatterns
from tests import factories
from tests.labels.factories import upload
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BORN_OF_A_FILE = ("mission_letter",)
"""Without a letter there is nothing to find, whoever asks."""


def addresses() -> list[str]:
    """The names of all the addresses of a mission."""
    found = [one.name for one in urlpatterns if str(one.pattern).startswith("missions/<slug:public_id>/")]
    return [name for name in found if name not in BORN_OF_A_FILE]


def elsewhere(cast):
    """An agent of a post in charge of another country only."""
    return factories.member(Role.POST_AGENT, factories.post(factories.country("MG", "Madagascar")))


def former(cast):
    return factories.member(Role.POST_AGENT, cast.post, ends_on=TODAY.replace(day=1))


def handed_over(cast):
    """An agent whose post gave the country up yesterday."""
    PostCountry.objects.filter(country=cast.country).update(ends_on=TODAY.replace(day=1))
    PostCountry.objects.create(post=factories.post(), country=cast.country, starts_on=TODAY)
    return cast.agent


def other_body(cast):
    return factories.member(Role.SIGNATORY)


@pytest.mark.parametrize("who", [elsewhere, former, handed_over, other_body])
def test_x1_each_address_answers_404_and_the_attempt_is_traced(cast, client, who):
    mission = made.awaiting(cast)
    client.force_login(who(cast))
    names = addresses()
    assert len(names) > 15
    for name in names:
        url = reverse(f"missions:{name}", args=[mission.public_id])
        before = Entry.objects.filter(action="refused_reading", subject_id=mission.public_id).count()
        assert client.get(url).status_code == 404, name
        after = Entry.objects.filter(action="refused_reading", subject_id=mission.public_id).count()
        assert after == before + 1, name
        assert client.post(url).status_code in (403, 404, 405), name
    mission.refresh_from_db()
    assert mission.state == MissionState.AWAITING_EMBASSY


def test_x1_two_posts_with_a_country_in_common_and_others_apart(cast, client):
    """Each agent sees the missions of the countries now in the post's charge: of two posts, both those in common."""
    mali = factories.country("ML", "Mali")
    neighbour = factories.post(mali)
    agent = factories.member(Role.POST_AGENT, neighbour)
    common, apart = made.awaiting(cast), made.draft(made.Cast(country=mali, post=neighbour, agent=agent))
    PostCountry.objects.create(post=neighbour, country=cast.country, starts_on=TODAY, ends_on=TODAY)
    for person, sees in ((agent, {common, apart}), (cast.agent, {common})):
        client.force_login(person)
        found = {one for one in (common, apart) if client.get(one.get_absolute_url()).status_code == 200}
        assert found == sees


def hanging(cast) -> list[tuple[str, object]]:
    """What belongs to a mission or a need, each with the address that shows it, or acts on it."""
    mission, head = made.validated(cast), factories.head()
    proved = made.cost(cast, mission, proof=upload())
    recorded = made.recorded(cast, made.awaiting(cast, departs_on=made.DEPARTURE + timedelta(days=30)))
    amended = made.validated(cast, departs_on=made.DEPARTURE + timedelta(days=60))
    validation.issue_mission_letter(mission=amended, by=head, at=AT)
    void = made.postponed(cast, amended, days=8)
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    need, telegram = made.need(cast), made.need_elsewhere(cast)
    return [
        ("mission_letter", mission),
        ("cost_correct", proved),
        ("cost_proof", proved),
        ("review_scan", recorded),
        ("cost_join_proof", made.cost(cast, mission)),
        ("review_contest", recorded),
        ("review_settle", recorded),
        ("answer_proof", telegram),
        ("answer_contest", telegram),
        ("void_letter", void),
        ("request", need),
        ("request_withdraw", need),
    ]


@pytest.mark.parametrize("who", [elsewhere, former, handed_over])
def test_x1_nor_the_costs_proofs_scans_letters_and_needs_of_that_country(cast, client, who):
    subjects = hanging(cast)
    client.force_login(who(cast))
    for name, subject in subjects:
        url = reverse(f"missions:{name}", args=[subject.public_id])
        refused = Entry.objects.filter(action="refused_reading", subject_id=subject.public_id)
        before = refused.count()
        assert client.get(url).status_code == 404, name
        assert refused.count() == before + 1, name
        assert client.post(url).status_code in (403, 404, 405), name
