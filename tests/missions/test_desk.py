"""The embassy's desk: its link, what DAECT records for it, its page (spec M8, X13)."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.accounts.models import Membership
from expect.audit.models import Entry
from expect.documents.checks import UploadRefused
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message
from expect.territory.holidays import public_holidays
from expect.territory.models import PostCountry
from missions import on_behalf, preparation, review_links, validation
from missions.endings import ReasonMissing
from missions.enums import MissionState, Party
from missions.models import RecordedReview, ReviewLink
from missions.on_behalf import RecordRefused
from missions.review_links import LinkUnusable
from missions.terms.versions import StaleVersion
from tests import factories
from tests.labels.factories import upload
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE
from tests.missions.test_pages import words
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def address(who) -> str:
    """The path of the last link that was sent to them."""
    body = Message.objects.filter(event="missions/to_review", recipient=who).latest("pk").body
    return re.search(r"/avis/[\w-]{43}/", body)[0]


def link_of(who) -> ReviewLink:
    return review_links.find(address(who).split("/")[2])


# ---------------------------------------------------------------- the link


def test_m8_each_agent_has_a_link_of_which_the_digest_alone_is_kept(cast):
    colleague = factories.member(Role.POST_AGENT, cast.post)
    made.awaiting(cast)
    assert {link_of(who).agent for who in (cast.agent, colleague)} == {cast.agent, colleague}
    token = address(cast.agent).split("/")[2]
    assert not ReviewLink.objects.filter(token_digest__contains=token[:10]).exists()


@pytest.mark.usefixtures("clock")
def test_m8_opening_the_link_consumes_nothing_and_signs_nobody_in(cast, client):
    mission = made.awaiting(cast)
    for _ in range(3):
        page = client.get(address(cast.agent))
        assert page.status_code == 200
    assert "sur la version 1 des termes" in words(page)
    assert "Réduire les fuites du réseau." in words(page), "the whole file on one page"
    assert link_of(cast.agent).used_at is None
    assert client.get(mission.get_absolute_url()).status_code == 302


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("outcome", "state"), [("validated", "validated"), ("returned", "returned"), ("refused", "refused")]
)
def test_m8_answered_once_as_the_addressee(cast, client, outcome, state):
    mission = made.awaiting(cast)
    page = client.post(address(cast.agent), {"outcome": outcome, "words": "Vu."})
    mission.refresh_from_db()
    assert (page.status_code, mission.state) == (200, state)
    review = mission.reviews.get()
    assert (review.given_by, review.post) == (cast.agent, cast.post)
    assert Entry.objects.get(action="use_review_link").actor == cast.agent.public_id
    again = client.post(address(cast.agent), {"outcome": "refused", "words": "Non."})
    assert (again.status_code, mission.reviews.count()) == (410, 1)
    assert "il ne sert qu’une fois" in words(again)


@pytest.mark.usefixtures("clock")
def test_m8_a_return_by_link_says_why(cast, client):
    mission = made.awaiting(cast)
    page = client.post(address(cast.agent), {"outcome": "returned", "words": " "})
    mission.refresh_from_db()
    assert "Dites pourquoi" in words(page)
    assert (mission.state, link_of(cast.agent).used_at) == ("awaiting_embassy", None)


@pytest.mark.usefixtures("clock")
def test_m8_the_posting_is_checked_again(cast, client):
    mission = made.awaiting(cast)
    Membership.objects.filter(user=cast.agent).update(ends_on=TODAY - DAY)
    page = client.get(address(cast.agent))
    assert page.status_code == 410
    assert "qui ne l’est plus" in words(page)
    for secret in (mission.number, mission.subject, str(cast.organisation), mission.get_state_display()):
        assert secret not in words(page), "a former agent reads nothing (spec X1)"
    refused = Entry.objects.get(action="refused_reading")
    assert (refused.actor, refused.subject_id) == (cast.agent.public_id, mission.public_id)
    link = link_of(cast.agent)
    with pytest.raises(NotAllowed):
        review_links.answer_by_link(link=link, outcome="validated", words="", at=AT)
    assert link_of(cast.agent).used_at is None


def test_m8_the_link_expires(cast):
    made.awaiting(cast)
    link = link_of(cast.agent)
    review_links.usable(link, link.expires_at - timedelta(seconds=1))
    with pytest.raises(LinkUnusable, match="expiré"):
        review_links.usable(link, link.expires_at)
    validation.validate(mission=link.version.mission, version_number=1, by=cast.agent, at=AT)
    with pytest.raises(LinkUnusable, match="n’attend plus d’avis"):
        review_links.usable(link, link.expires_at)


def test_m8_the_link_opens_one_version(cast):
    mission = made.awaiting(cast)
    old = address(cast.agent)
    validation.return_mission(mission=mission, version_number=1, remarks="Non.", by=cast.agent, at=AT)
    made.accept(cast, mission)
    preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    with pytest.raises(LinkUnusable, match="Les termes ont changé"):
        review_links.usable(review_links.find(old.split("/")[2]), AT)
    review_links.answer_by_link(link=link_of(cast.agent), outcome="validated", words="", at=AT)


@pytest.mark.usefixtures("clock")
def test_m8_an_address_made_up_is_404(client):
    assert client.get(reverse("missions:review_link", args=["x" * 43])).status_code == 404


# ---------------------------------------------------------------- on behalf


def test_x13_a_telegram_is_the_answer_of_the_post_and_says_who_recorded_it(cast):
    mission = made.awaiting(cast)
    review = made.recorded(cast, mission)
    assert (mission.state, review.post, review.given_by) == (MissionState.VALIDATED, cast.post, cast.officer)
    acceptance = review.version.acceptances.get(party=Party.EMBASSY)
    assert acceptance.capacity == "Marie Sow, conseillère (Télégramme diplomatique du 2 mars 2026)"
    assert Entry.objects.get(action="record_review").role == "officer"
    assert review.record.scan.name == upload().name


@pytest.mark.parametrize("outcome", ["returned", "refused"])
def test_x13_a_return_or_a_refusal_has_its_words(cast, outcome):
    mission = made.awaiting(cast)
    with pytest.raises(ReasonMissing) as refused:
        made.recorded(cast, mission, outcome)
    assert refused.value.field == "words"
    assert made.recorded(cast, mission, outcome, words="Trop tôt.").remarks == "Trop tôt."


def test_x13_bad_input_records_nothing(cast):
    mission = made.awaiting(cast)
    for wrong, error in (
        ({"received_on": TODAY + DAY}, RecordRefused),
        ({"received_on": TODAY - DAY}, RecordRefused),
        ({"scan": None}, RecordRefused),
        ({"scan": SimpleUploadedFile("avis.pdf", b"MZ programme")}, UploadRefused),
        ({"version_number": 2}, StaleVersion),
        ({"by": cast.agent}, NotAllowed),
        ({"by": cast.signatory}, NotAllowed),
    ):
        with pytest.raises(error), transaction.atomic():
            made.recorded(cast, mission, **wrong)
    mission.refresh_from_db()
    assert (mission.state, RecordedReview.objects.count()) == (MissionState.AWAITING_EMBASSY, 0)


def test_x13_the_post_contests_once_and_nothing_moves_by_itself(cast):
    review = made.recorded(cast, made.awaiting(cast))
    record = on_behalf.contest_review(review=review, reason="Pas de nous.", by=cast.agent, at=AT)
    assert (record.contested_by, review.mission.state) == (cast.agent, MissionState.VALIDATED)
    with pytest.raises((NotAllowed, StateChanged), match="déjà contesté"):
        on_behalf.contest_review(review=review, reason="Encore.", by=cast.agent, at=AT)


def test_x13_an_answer_given_here_is_not_contested(cast):
    mission = made.validated(cast)
    with pytest.raises(NotAllowed, match="ne se conteste pas"):
        on_behalf.contest_review(review=mission.reviews.get(), reason="Non.", by=cast.agent, at=AT)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("missions_recordedreview", "author", "Autre"),
        ("missions_recordedreview", "contest_reason", "Autre"),
        ("missions_reviewlink", "token_digest", "0"),
        ("missions_reviewlink", "expires_at", AT + 400 * DAY),
    ],
)
def test_what_was_recorded_never_changes(cast, table, column, value):
    review = made.recorded(cast, made.awaiting(cast))
    on_behalf.contest_review(review=review, reason="Pas de nous.", by=cast.agent, at=AT)
    for statement in (f"UPDATE {table} SET {column} = %s", f"DELETE FROM {table} WHERE %s IS NOT NULL"):
        with (
            pytest.raises(IntegrityError, match="expect:"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [str(value)])


# ---------------------------------------------------------------- the page of the post


@pytest.mark.usefixtures("clock")
def test_m8_the_desk_says_what_waits_the_oldest_first_and_the_hour_there(cast, client):
    cast.post.time_zone = "Indian/Antananarivo"
    cast.post.save()
    first = made.awaiting(cast, AT - 5 * DAY)
    second = made.awaiting(cast, AT - 2 * DAY, departs_on=DEPARTURE + 20 * DAY)
    made.validated(made.Cast(factories.country("MG", "Madagascar")))
    client.force_login(cast.agent)
    page = words(client.get(reverse("missions:desk")))
    assert "il est 12 h 00 à Dakar, 10 h 00 à Paris" in page
    assert "En attente de votre avis (2)" in page
    assert page.index(first.number) < page.index(second.number)
    assert "4 avril 2026 : Sénégal" in page
    assert "20 mars 2026 : Sénégal (date estimée)" in page
    assert "6 avril 2026 : Sénégal, France" in page
    assert "Madagascar" not in page


@pytest.mark.usefixtures("clock")
def test_m8_the_file_of_the_post_is_whole(cast, client):
    mission = made.awaiting(cast)
    client.force_login(cast.agent)
    page = words(client.get(mission.get_absolute_url()))
    for expected in (
        "Réduire les fuites du réseau.",
        "Compétences reconnues Eau potable.",
        "Trouver les fuites.",
        "Ingénieure des réseaux",
        "Heure au poste",
        "1er mai 2026 (Sénégal, France)",
        "Le ministère",
    ):
        assert expected in page


@pytest.mark.usefixtures("clock")
def test_x1_the_holders_active_there_and_they_alone(cast, client):
    made.awaiting(cast)
    elsewhere = made.Cast(factories.country("MG", "Madagascar"))
    made.awaiting(elsewhere)
    client.force_login(cast.agent)
    page = words(client.get(reverse("missions:active_holders")))
    assert str(cast.organisation) in page
    assert str(elsewhere.organisation) not in page


@pytest.mark.usefixtures("clock")
def test_x13_recorded_and_contested_by_the_pages(cast, client):
    mission = made.awaiting(cast)
    client.force_login(cast.officer)
    form = {
        "version_number": 1,
        "outcome": "validated",
        "channel": "telegram",
        "author": "Marie Sow",
        "received_on": TODAY.isoformat(),
    }
    url = reverse("missions:mission_record_review", args=[mission.public_id])
    assert "Recopiez sa réponse telle qu’elle est écrite" in words(client.get(url))
    page = client.post(url, form | {"scan": upload()}, follow=True)
    assert "est enregistré : validation" in words(page)
    client.force_login(cast.agent)
    page = words(client.get(mission.get_absolute_url()))
    assert "Enregistré par la DAECT au nom du poste" in page
    assert f"{cast.officer}, Marie Sow" not in page, "who recorded it is not who wrote it"
    assert "Contester cet avis" in page
    contest = reverse("missions:review_contest", args=[mission.reviews.get().public_id])
    page = client.post(contest, {"reason": "Pas de nous."}, follow=True)
    assert "Contesté le 2 mars 2026" in words(page)


@pytest.mark.parametrize(
    ("country", "day", "known"),
    [("SN", date(2026, 4, 4), True), ("SN", date(2026, 4, 5), False), ("XX", date(2026, 1, 1), False)],
)
def test_the_shipped_holidays(country, day, known):
    assert [one.day for one in public_holidays(country, day, day)] == ([day] if known else [])


def test_x1_every_attempt_on_another_countrys_mission_is_refused_and_traced(cast, client, clock):
    """A neighbouring post, which once had the country too and keeps one of its own; an agent gone."""
    neighbour = factories.post(factories.country("ML", "Mali"))
    PostCountry.objects.create(post=neighbour, country=cast.country, ends_on=TODAY - DAY)
    stranger = factories.member(Role.POST_AGENT, neighbour)
    gone = factories.member(Role.POST_AGENT, cast.post, ends_on=TODAY - 9 * DAY)
    mission = made.awaiting(cast)
    pages = (
        "mission",
        "mission_validate",
        "mission_return",
        "mission_refuse",
        "mission_compare",
        "mission_interrupt",
    )
    for who in (stranger, gone):
        client.force_login(who)
        for page in pages:
            url = reverse(f"missions:{page}", args=[mission.public_id])
            for answer in (client.get(url), client.post(url, {"version_number": 1, "remarks": "x"})):
                assert answer.status_code in (404, 405)
        traced = Entry.objects.filter(
            action="refused_reading", actor=who.public_id, subject_id=mission.public_id
        )
        assert traced.count() >= len(pages)
    mission.refresh_from_db()
    assert mission.state == MissionState.AWAITING_EMBASSY
