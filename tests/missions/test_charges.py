"""What is open follows the charge of a country, and so do the mails and the links (spec M8, X1)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Value
from django.urls import reverse

from expect.accounts.enums import Role
from expect.accounts.models import Membership
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from expect.territory.models import PostCountry
from missions import (
    amendments,
    closing,
    endings,
    posts,
    preparation,
    requests,
    review_links,
    rules,
    silence,
    validation,
)
from missions.enums import MissionState
from missions.models import Mission, ReviewLink
from missions.review_links import LinkUnusable
from missions.selectors import turns
from missions.selectors.desk import holders_active
from missions.terms import text
from tests import factories
from tests.missions import factories as made
from tests.missions.test_desk import address, link_of
from tests.missions.test_pages import words
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def successor(cast):
    """An agent of the post to which the country goes tomorrow, as the reference data has it."""
    PostCountry.objects.filter(country=cast.country).update(ends_on=TODAY)
    post = factories.post(factories.country("ML", "Mali"))
    PostCountry.objects.create(post=post, country=cast.country, starts_on=TODAY + DAY)
    return factories.member(Role.POST_AGENT, post)


def post_of(agent):
    return Membership.objects.get(user=agent).post


def told_of(event: str) -> list:
    return [mail.recipient for mail in Message.objects.filter(event=f"missions/{event}").order_by("pk")]


def detail(cast, mission, objectives="Autre chose.", at=AT):
    return amendments.amend_terms(
        mission=mission,
        terms=replace(text.terms_of(mission), objectives=objectives),
        reason="Précision.",
        accepted=True,
        revision=mission.revision,
        by=cast.signatory,
        at=at,
    )


# ---------------------------------------------------------------- who is told


def test_m8_a_need_met_after_the_charge_went_is_told_to_the_post_now_in_charge(cast, successor):
    chosen = made.accepted(cast)
    mission = requests.choose(solicitation=chosen, reason="Seul.", by=cast.officer, at=AT + DAY)
    assert (mission.post, told_of("need_met")) == (post_of(successor), [successor])


@pytest.mark.parametrize("act", ["cancel", "detail", "review", "withdraw"])
def test_x1_whoever_gave_the_country_up_is_told_nothing_more(cast, successor, act):
    mission = made.validated(cast) if act != "review" else made.awaiting(cast)
    need = made.need(cast)
    Message.objects.all().delete()
    at = AT + DAY
    if act == "cancel":
        endings.cancel(mission=mission, reason="Élections.", by=cast.officer, at=at)
    elif act == "detail":
        detail(cast, mission, at=at)
    elif act == "review":
        silence.follow_turns(on=TODAY + 7 * DAY, at=AT + 7 * DAY)
    else:
        requests.withdraw_request(request=need, by=cast.officer, at=at)
    recipients = set(Message.objects.values_list("recipient", flat=True))
    assert successor.pk in recipients
    assert cast.agent.pk not in recipients


def test_m8_with_two_posts_nobody_there_is_asked_before_the_head_named_one(cast):
    mission = made.agreed(cast)
    PostCountry.objects.create(
        post=factories.post(), country=cast.country, starts_on=TODAY, ends_on=TODAY + 9 * DAY
    )
    Message.objects.all().delete()
    endings.cancel(mission=mission, reason="Élections.", by=cast.officer, at=AT)
    assert cast.agent not in told_of("mission_cancelled")


# ---------------------------------------------------------------- what is open follows


def test_m8_the_job_gives_what_is_open_to_the_post_now_in_charge_once(cast, successor):
    need, awaiting, cancelled = made.need(cast), made.awaiting(cast), made.draft(cast)
    endings.cancel(mission=cancelled, reason="Non.", by=cast.officer, at=AT)
    Message.objects.all().delete()
    assert posts.follow_charges(on=TODAY, at=AT) == 0
    assert [posts.follow_charges(on=TODAY + DAY, at=AT + DAY) for _ in range(2)] == [2, 0]
    for one in (need, awaiting, cancelled):
        one.refresh_from_db()
    assert (need.post, awaiting.post, cancelled.post) == (post_of(successor), post_of(successor), cast.post)
    assert told_of("to_review") == [successor], "with a link to answer"
    assert Entry.objects.filter(action="follow_charge").count() == 2
    review_links.answer_by_link(link=link_of(successor), outcome="validated", words="", at=AT + DAY)
    awaiting.refresh_from_db()
    assert awaiting.state == MissionState.VALIDATED


def test_m8_named_back_and_forth_each_post_has_its_link(cast):
    """A, then B, then A again: the third naming sends as the first did (spec X3)."""
    mission, agents = made.awaiting(cast), [cast.agent]
    PostCountry.objects.filter(country=cast.country).delete()
    agents.append(factories.member(Role.POST_AGENT, factories.post()))
    Message.objects.all().delete()
    for n, agent in enumerate([agents[1], agents[0], agents[1]]):
        PostCountry.objects.filter(country=cast.country).delete()
        posts.name_post(
            country=cast.country, post=post_of(agent), reasons="Motif.", by=factories.head(), at=AT + n * DAY
        )
    assert told_of("to_review") == [agents[1], agents[0], agents[1]]
    mission.refresh_from_db()
    assert mission.post == post_of(agents[1])


# ---------------------------------------------------------------- the link


def test_m8_a_version_replaced_while_the_embassy_reads_brings_a_new_link(cast):
    mission = made.awaiting(cast)
    old = address(cast.agent).split("/")[2]
    detail(cast, mission, at=AT + DAY)
    with pytest.raises(LinkUnusable, match="Un autre lien vous a été envoyé le 3 mars 2026") as over:
        review_links.usable(review_links.find(old), AT + DAY)
    assert "Les termes ont changé" in over.value.sentence
    link = link_of(cast.agent)
    assert link.version.number == 2
    assert cast.agent not in told_of("terms_detailed"), "the link says it"
    body = Message.objects.filter(event="missions/to_review").latest("pk").body
    assert "Cette version remplace la précédente, qui ne peut plus être validée" in body
    assert "Précision." in body
    review_links.answer_by_link(link=link, outcome="validated", words="", at=AT + DAY)


def test_m8_where_no_other_link_was_sent_the_page_does_not_say_so(cast):
    made.awaiting(cast)
    link = link_of(cast.agent)
    with pytest.raises(
        LinkUnusable, match="Connectez-vous pour répondre, ou demandez un nouveau lien à la DAECT"
    ):
        review_links.usable(link, link.expires_at)


def test_m8_the_reminder_brings_a_new_link(cast):
    mission = made.awaiting(cast)
    silence.follow_turns(on=TODAY + 7 * DAY, at=AT + 7 * DAY)
    body = Message.objects.get(event="missions/turn_reminded").body
    assert ReviewLink.objects.count() == 2
    token = body.split("/avis/")[1].split("/")[0]
    link = review_links.find(token)
    assert (link.agent, link.version) == (cast.agent, mission.versions.get())
    assert link.expires_at > AT + 20 * DAY


@pytest.mark.parametrize("who", ["officer", "agent"])
def test_m8_links_are_sent_again_to_those_now_in_charge(cast, who):
    mission = made.awaiting(cast)
    newcomer = factories.member(Role.POST_AGENT, cast.post)
    Membership.objects.filter(user=cast.agent).update(ends_on=TODAY + 2 * DAY)
    at = AT + DAY
    version = review_links.send_again(mission=mission, by=getattr(cast, who), at=at)
    assert {link.agent for link in version.links.filter(created_at=at)} == {cast.agent, newcomer}
    assert told_of("to_review") == [cast.agent, cast.agent, newcomer]
    with pytest.raises(LinkUnusable, match="viennent de partir"):
        review_links.send_again(mission=mission, by=getattr(cast, who), at=at + timedelta(minutes=9))
    assert Entry.objects.filter(action="send_review_links").count() == 1


def test_m8_links_are_not_sent_where_nobody_is_or_nothing_is_awaited(cast):
    mission = made.awaiting(cast)
    for who in ("editor", "signatory"):
        with pytest.raises(NotAllowed):
            review_links.send_again(mission=mission, by=getattr(cast, who), at=AT + DAY)
    Membership.objects.filter(user=cast.agent).update(ends_on=TODAY)
    with pytest.raises(LinkUnusable, match="Personne n’a de compte"):
        review_links.send_again(mission=mission, by=cast.officer, at=AT + DAY)
    validated = made.validated(made.Cast(factories.country("MG", "Madagascar")))
    assert not rules.may_send_links(cast.officer, validated, TODAY)


def test_m8_the_page_sends_them(cast, client, clock):
    mission = made.awaiting(cast, AT - DAY)
    client.force_login(cast.officer)
    page = client.get(f"{mission.get_absolute_url()}lien/").content.decode()
    assert str(cast.agent) in page
    assert client.post(f"{mission.get_absolute_url()}lien/").status_code == 302
    assert told_of("to_review") == [cast.agent] * 2


# ---------------------------------------------------------------- told twice


def test_x3_terms_handed_over_again_are_told_again(cast):
    mission = made.agreed(cast)
    for n in (1, 2):
        preparation.revise_terms(mission=mission, by=cast.editor, at=AT + n * DAY)
        preparation.hand_terms(mission=mission, by=cast.editor, at=AT + n * DAY)
        made.accept(cast, mission, AT + n * DAY)
    assert told_of("terms_ready") == [cast.signatory] * 2
    assert told_of("terms_reopened") == [cast.officer] * 2


def test_x3_a_letter_after_one_that_is_void_is_told_too(cast):
    head, mission = factories.head(), made.validated(cast)
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    made.postponed(cast, mission)
    preparation.send_to_embassy(mission=mission, version_number=2, by=cast.officer, at=AT)
    validation.validate(mission=mission, version_number=2, by=cast.agent, at=AT)
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    assert told_of("letter_issued") == [cast.editor, cast.signatory, cast.agent] * 2


# ---------------------------------------------------------------- needs


def test_m1_whoever_declared_a_need_knows_that_it_is_withdrawn_or_met_by_another(cast):
    declared = made.declared(cast)
    requests.withdraw_request(request=declared, by=cast.officer, at=AT)
    assert told_of("need_withdrawn") == [cast.agent, cast.editor, cast.signatory]
    met, other = made.declared(cast), made.label()
    answered = requests.accept_solicitation(
        solicitation=made.solicitation(cast, met, of=other),
        by=factories.member(Role.EDITOR, other.organisation),
        at=AT,
    )
    requests.choose(solicitation=answered, reason="Disponible.", by=cast.officer, at=AT)
    assert told_of("need_met_by_another") == [cast.editor, cast.signatory]


def test_m3_a_holder_with_two_labels_is_asked_once(cast):
    need, renewed = made.need(cast), made.label(cast.organisation)
    asked = made.solicitation(cast, need)
    requests.decline_solicitation(solicitation=asked, reason="Non.", by=cast.editor, at=AT)
    with pytest.raises(NotAllowed, match="déjà sollicité"):
        made.solicitation(cast, need, of=renewed)


def test_x1_the_holders_active_there_are_so_under_any_of_their_labels(cast):
    made.awaiting(cast)
    made.ends_on(cast.label, TODAY - DAY)
    renewed = made.label(cast.organisation)
    assert [(one, one.there) for one in holders_active(cast.agent, TODAY)] == [(renewed, 1)]


def test_m1_a_holder_asked_while_the_need_is_merged_stops_the_merger(cast, monkeypatch):
    """The rule is asked again once the rows are held: its control, where it is not."""
    need, into = made.need(cast), made.need(cast)
    held = closing.hold

    def asked_meanwhile(one, *states):
        if one.pk == need.pk:
            made.solicitation(cast, need)
        held(one, *states)

    monkeypatch.setattr(closing, "hold", asked_meanwhile)
    with pytest.raises(NotAllowed, match="Un titulaire est sollicité"):
        closing.merge_request(request=need, into=into, by=cast.officer, at=AT)


def test_m13_the_filter_says_what_the_column_says(cast):
    """Of every state, ready or not, delivered or not: one side, or nobody's (spec M13)."""
    mission = made.completed(cast)
    for state in MissionState:
        for facts in (
            {},
            {"terms_ready_at": AT},
            {"report_delivered_at": AT},
            {"report_delivered_at": AT, "report_asked_again_at": AT},
            {"letter_id": 1},
        ):
            for name in READ:
                setattr(mission, name, ({"state": state} | facts).get(name))
            kept = Mission(**{"state": state} | facts)
            sides = [side for side in turns.THEIRS if matches(turns.turn_of(side), kept)]
            assert sides == ([turns.turn(mission).whose] if turns.turn(mission).whose else []), (state, facts)


READ = ("state", "terms_ready_at", "report_delivered_at", "report_asked_again_at", "letter_id")


def matches(condition, mission) -> bool:
    """Whether the row, as it would be written, meets the condition."""
    columns = [Mission._meta.get_field(name.removesuffix("_id")) for name in READ]
    return condition.check(
        {
            one.name: Value(getattr(mission, one.attname), output_field=getattr(one, "target_field", one))
            for one in columns
        }
    )


@pytest.mark.usefixtures("clock")
def test_the_map_shows_a_country_where_a_need_alone_waits(cast, client):
    made.need(cast)
    client.force_login(cast.officer)
    page = words(client.get(reverse("missions:world")))
    assert "Sénégal" in page
    assert f"?country={cast.country.pk}" in client.get(reverse("missions:world")).content.decode()
    client.force_login(cast.editor)
    assert "Sénégal" in words(client.get(reverse("missions:world"))), "a holder, of those it could meet"


@pytest.mark.usefixtures("clock")
def test_l7_terms_changed_since_the_page_was_opened_are_shown(cast, client):
    mission = made.awaiting(cast)
    client.force_login(cast.signatory)
    url = reverse("missions:mission_postpone", args=[mission.public_id])
    typed = {
        "revision": mission.revision,
        "sending_starts_on": "2026-05-11",
        "sending_ends_on": "2026-05-17",
        "reason": "Vol.",
        "accepted": "on",
    }
    detail(cast, mission)
    page = client.post(url, typed)
    assert "Ce qui a changé depuis votre lecture" in words(page)
    assert "Autre chose." in words(page)
    assert page.context["form"].data["revision"] == mission.revision
