# ruff: noqa: E501 mails are compared line for line, as they leave
"""A country without post, or with two: the head names the one that answers (spec M8)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from expect.territory.models import PostCountry
from expect.territory.selectors import countries_unanswered, post_in_charge
from missions import posts, validation
from missions.models import NamedPost
from missions.posts import NamingRefused
from tests import factories
from tests.missions import factories as made
from tests.missions.test_emails import told
from tests.missions.test_pages import words
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)


def name(cast, post, by=None, country=None, reasons="Le poste voisin couvre ce pays.") -> NamedPost:
    return posts.name_post(
        country=country or cast.country, post=post, reasons=reasons, by=by or factories.head(), at=AT
    )


def closed(cast) -> None:
    """The post of the country closed yesterday."""
    PostCountry.objects.filter(country=cast.country).update(ends_on=TODAY - DAY)


def doubled(cast):
    """A second post is in charge of the country until the end of the month."""
    other = factories.post()
    PostCountry.objects.create(
        post=other, country=cast.country, starts_on=TODAY - DAY, ends_on=TODAY + 20 * DAY
    )
    return other


def test_m8_the_sentence_where_there_is_none_and_where_there_are_two(cast):
    mission = made.agreed(cast)
    made.estimate(cast, mission)
    other = doubled(cast)
    with pytest.raises(
        NotAllowed, match=r"Deux postes .* et .* La déléguée ou le délégué désigne celui qui répond"
    ) as refused:
        validation.rules.may_send_to_embassy(cast.officer, mission, TODAY).require()
    assert str(other) in refused.value.sentence
    PostCountry.objects.filter(post=other).delete()
    closed(cast)
    with pytest.raises(NotAllowed, match="Aucun poste n’est chargé"):
        validation.rules.may_send_to_embassy(cast.officer, mission, TODAY).require()


@pytest.mark.parametrize("lead", [closed, doubled])
def test_m8_the_head_names_the_one_that_answers_from_that_day(cast, lead):
    lead(cast)
    assert cast.country in countries_unanswered(TODAY)
    neighbour = factories.post(factories.country("ML", "Mali"))
    named = name(cast, neighbour)
    assert (post_in_charge(cast.country, TODAY), named.post) == (neighbour, neighbour)
    assert post_in_charge(cast.country, TODAY - 2 * DAY) == cast.post, "what was, was"
    assert cast.country not in countries_unanswered(TODAY)
    line = Entry.objects.get(action="name_post")
    assert (line.role, line.details) == ("head", {"country": "SN", "named": named.public_id})


def test_m8_of_two_the_one_already_there_may_be_named(cast):
    doubled(cast)
    name(cast, cast.post)
    assert post_in_charge(cast.country, TODAY) == cast.post


def test_m8_what_the_reference_data_announces_stands(cast):
    closed(cast)
    coming = factories.post()
    PostCountry.objects.create(post=coming, country=cast.country, starts_on=TODAY + 10 * DAY)
    neighbour = factories.post()
    name(cast, neighbour)
    assert post_in_charge(cast.country, TODAY + 9 * DAY) == neighbour
    assert post_in_charge(cast.country, TODAY + 10 * DAY) == coming


def test_m8_named_twice_the_same_day_the_second_answers(cast):
    closed(cast)
    first, second = factories.post(), factories.post()
    name(cast, first)
    PostCountry.objects.create(post=second, country=cast.country, starts_on=TODAY, ends_on=TODAY)
    name(cast, second)
    assert post_in_charge(cast.country, TODAY) == second


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER])
def test_m8_the_head_alone_names(cast, role):
    closed(cast)
    with pytest.raises(NotAllowed):
        name(cast, cast.post, by=factories.member(role))


def test_m8_where_one_post_answers_or_without_saying_why_nobody_is_named(cast):
    with pytest.raises(NotAllowed, match="Un poste est chargé de ce pays"):
        name(cast, factories.post())
    closed(cast)
    with pytest.raises(NamingRefused):
        name(cast, factories.post(), reasons=" ")


def test_m8_the_missions_not_left_go_to_the_post_named_with_a_link_to_answer(cast):
    mission = made.awaiting(cast)
    closed(cast)
    neighbour = factories.post()
    agent = factories.member(Role.POST_AGENT, neighbour)
    Message.objects.all().delete()
    named = name(cast, neighbour)
    mission.refresh_from_db()
    assert mission.post == neighbour
    assert Message.objects.get(event="missions/to_review").recipient == agent
    with pytest.raises(NotAllowed):
        validation.validate(mission=mission, version_number=1, by=cast.agent, at=AT)
    validation.validate(mission=mission, version_number=1, by=agent, at=AT)
    told(
        "post_named",
        agent,
        subject=named,
        title="Votre poste répond désormais pour ce pays : Sénégal",
        body=f"""
{neighbour} est chargé des missions pour ce pays (Sénégal) depuis le 2 mars 2026 : celles qui attendent un avis sont sur la page de votre poste.

Motif : Le poste voisin couvre ce pays.

Voir ce qui attend votre poste : {{link}}
""",
    )


@pytest.mark.parametrize(
    "statement", ["UPDATE missions_namedpost SET reasons = 'Autre'", "DELETE FROM missions_namedpost"]
)
def test_m8_who_was_named_never_changes(cast, statement):
    closed(cast)
    name(cast, factories.post())
    refused = pytest.raises(IntegrityError, match="expect: ")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_m8_named_by_the_page_which_offers_only_these_countries(cast, client):
    closed(cast)
    head, neighbour = factories.head(), factories.post(factories.country("ML", "Mali"))
    client.force_login(head)
    url = reverse("missions:name_post")
    page = client.get(f"{url}?pays=SN")
    assert page.context["form"]["country"].value() == cast.country.pk
    assert "Mali" not in {str(one) for one in page.context["form"].fields["country"].queryset}
    assert "désigner celui qui répond" in words(client.get(reverse("missions:request_relay")))
    typed = {"country": cast.country.pk, "post": neighbour.pk, "reasons": "Poste fermé."}
    assert "répond désormais pour ce pays" in words(client.post(url, typed, follow=True))
