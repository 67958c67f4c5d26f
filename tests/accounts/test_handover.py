"""An agent hands over: the rights are the post's (spec M8)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts import handover, rules
from expect.accounts.enums import Role
from expect.accounts.handover import HandoverRefused, Successor
from expect.accounts.models import Invitation, Membership
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from tests import factories
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEXT = Successor("suivante@exemple.test", "Léa", "Diallo")


@pytest.fixture
def agent(db):
    return factories.member(Role.POST_AGENT, factories.post(factories.country()))


def role_of(person) -> Membership:
    return Membership.objects.select_related("post", "user").get(user=person)


def hand_over(agent, **facts):
    facts = {
        "membership": role_of(agent),
        "last_day": TODAY + 10 * DAY,
        "successor": NEXT,
        "by": agent,
    } | facts
    return handover.hand_over(at=AT, **facts)


@pytest.mark.parametrize(("shift", "holds"), [(0, True), (10, True), (11, False)])
def test_m8_the_role_lasts_to_its_last_day(agent, shift, holds):
    hand_over(agent)
    post = role_of(agent).post
    assert bool(rules.holds(agent, TODAY + shift * DAY, Role.POST_AGENT, post=post)) is holds
    invited = Invitation.objects.get()
    assert (invited.email, invited.post, invited.role) == ("suivante@exemple.test", post, Role.POST_AGENT)
    assert Entry.objects.get(action="hand_over").details["invitation"] == invited.public_id


def test_m8_a_colleague_who_stays_is_told_and_nobody_need_be_invited(agent):
    colleague = factories.member(Role.POST_AGENT, role_of(agent).post)
    hand_over(agent, successor=None)
    mail = Message.objects.get(event="accounts/post_handed_over")
    assert mail.to == colleague.email
    assert mail.title == f"{agent} quitte le poste le 12 mars 2026"
    assert not Invitation.objects.exists()


def test_m8_bad_input(agent):
    with pytest.raises(HandoverRefused, match="indiquez qui vous succède"):
        hand_over(agent, successor=None)
    with pytest.raises(HandoverRefused, match="un jour à venir"):
        hand_over(agent, last_day=TODAY - DAY)
    other = factories.member(Role.POST_AGENT, factories.post(factories.country("MG", "Madagascar")))
    for by in (other, factories.member(Role.OFFICER)):
        with pytest.raises(NotAllowed):
            hand_over(agent, by=by)
    hand_over(agent)
    with pytest.raises(NotAllowed, match="déjà enregistré"):
        hand_over(agent, membership=role_of(agent))


@pytest.mark.usefixtures("clock")
def test_m8_by_the_page(agent, client):
    client.force_login(agent)
    url = reverse("accounts:hand_over", args=[role_of(agent).public_id])
    half = client.post(url, {"last_day": "2026-03-12", "email": "suivante@exemple.test"})
    assert "Complétez, ou laissez les trois champs vides." in half.content.decode()
    assert role_of(agent).ends_on is None
    typed = {"last_day": "2026-03-12", "first_name": "Léa", "last_name": "Diallo", "email": NEXT.email}
    page = client.post(url, typed, follow=True)
    assert "Votre départ est enregistré" in page.content.decode()
    assert role_of(agent).ends_on == TODAY + 10 * DAY
