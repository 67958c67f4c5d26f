# ruff: noqa: E501 mails are compared line for line, as they leave
"""A need that an embassy or a holder brought by writing: DAECT records it in their name (spec M1, L6, X13)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, StateChanged
from missions import board, contestation, on_behalf, requests, rules, work
from missions.enums import RequestOrigin, RequestState
from missions.models import ExpertiseRequest, RecordedAnswer
from missions.on_behalf import RecordRefused
from missions.requests import RequestRefused
from missions.rules.conditions import undisputed
from missions.rules.needs import may_merge
from missions.selectors.recorded import record_of, visible_answers
from tests import factories
from tests.labels.factories import upload
from tests.missions import factories as made
from tests.missions.test_emails import cast as cast  # noqa: PLC0414 the fixture, with those who must never be told
from tests.missions.test_emails import told
from tests.missions.test_pages import need_form, words
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def form(**fields) -> dict:
    """What the page sends for a telegram."""
    facts = {"holder": "", "holder_text": "", "channel": "telegram", "author": "Marie Sow, conseillère"}
    return need_form() | facts | {"received_on": TODAY.isoformat(), "scan": upload()} | fields


def contest(cast, record, by=None):
    return on_behalf.contest_answer(record=record, reason="Pas de nous.", by=by or cast.agent, at=AT)


def test_m1_a_telegram_is_the_need_of_the_post(cast):
    record = made.need_elsewhere(cast)
    need = record.request
    assert (need.origin, need.declarant, need.created_by) == (RequestOrigin.POST, None, cast.officer)
    assert (need.state, record.party, record.channel) == (RequestState.OPEN, need.post, "telegram")
    born, line = Entry.objects.filter(subject_id=need.public_id)
    assert (born.action, born.to_state, born.role) == ("record_request", "open", "officer")
    assert (line.action, line.details["channel"]) == ("record_answer", "telegram")
    told(
        "answer_recorded",
        cast.agent,
        subject=need,
        title=f"La DAECT a enregistré en votre nom : besoin {need}",
        body=f"""
La DAECT a enregistré en votre nom ce qui lui est parvenu le 2 mars 2026 (télégramme diplomatique, de Jeanne Kerbrat, maire) : si ce n’est pas ce que vous avez dit, contestez.

Enregistré : besoin {need}

Voir ce qui est enregistré, le contester : {{link}}
""",
    )


def test_l6_a_letter_is_the_declaration_of_the_holder_and_counts_in_its_rank(cast):
    need = made.need_elsewhere(cast, cast.organisation).request
    assert (need.origin, need.declarant) == (RequestOrigin.HOLDER, cast.organisation)
    assert need in board.holder_requests(cast.editor, TODAY)
    own, other = made.need(cast), made.label()
    assert other
    first = requests.matching.suggestions(need, TODAY)[0]
    assert first.label == cast.label
    assert any("parvenue directement" in reason for reason in first.reasons)
    assert not any("parvenue directement" in r for r in requests.matching.suggestions(own, TODAY)[0].reasons)


@pytest.mark.parametrize(
    ("wrong", "error", "field"),
    [
        ({"received_on": TODAY + DAY}, RecordRefused, "received_on"),
        ({"scan": None}, RecordRefused, "scan"),
        ({"channel": "phone"}, RecordRefused, "channel"),
        ({"said": {"themes": []}}, RequestRefused, "themes"),
        ({"said": {"wished_from": TODAY - DAY}}, RequestRefused, "wished_from"),
    ],
)
def test_x13_without_what_proves_it_nothing_is_recorded(cast, wrong, error, field):
    with pytest.raises(error) as refused, transaction.atomic():
        made.need_elsewhere(cast, **wrong)
    assert refused.value.field == field
    assert not ExpertiseRequest.objects.exists()


def test_x13_a_holder_does_not_write_by_telegram_and_may_call(cast):
    with pytest.raises(RecordRefused, match="téléphone, courriel, courrier"), transaction.atomic():
        made.need_elsewhere(cast, cast.organisation, channel="telegram")
    assert made.need_elsewhere(cast, cast.organisation, channel="phone")


def test_x13_only_daect_records_for_a_holder_in_force(cast):
    for person in (cast.agent, cast.editor, cast.signatory, factories.user()):
        with pytest.raises(NotAllowed):
            made.need_elsewhere(cast, by=person)
    made.ends_on(cast.label, TODAY - DAY)
    with pytest.raises(NotAllowed, match="n’a pas de label en vigueur"):
        made.need_elsewhere(cast, cast.organisation)


def test_x13_whose_word_it_is_contests_and_nobody_is_asked_meanwhile(cast):
    record = made.need_elsewhere(cast)
    need = record.request
    for person in (cast.officer, cast.editor, factories.member("post_agent", factories.post())):
        with pytest.raises(NotAllowed):
            contest(cast, record, by=person)
    assert rules.may_solicit(cast.officer, need, cast.label, TODAY)
    contest(cast, record)
    need = ExpertiseRequest.objects.get(pk=need.pk)
    assert "conteste ce besoin" in rules.may_match(cast.officer, need, TODAY).reason
    assert "conteste ce besoin" in rules.may_solicit(cast.officer, need, cast.label, TODAY).reason
    assert ("missions.settle_answer", record.public_id) in work_of(cast.officer)
    with pytest.raises((NotAllowed, StateChanged), match="déjà contesté"):
        contest(cast, record)
    contestation.settle_answer(record=record, words="Télégramme retrouvé.", by=cast.officer, at=AT)
    need = ExpertiseRequest.objects.get(pk=need.pk)
    assert rules.may_solicit(cast.officer, need, cast.label, TODAY)
    told(
        "answer_settled",
        cast.agent,
        cast.head,
        subject=need,
        title=f"{need.post} : suite donnée à la contestation",
        body=f"""
La DAECT dit la suite qu’elle donne à la contestation de ce qu’elle avait enregistré pour {need.post}.

Enregistré : besoin {need}

Ce que dit la DAECT :
Télégramme retrouvé.

Voir le dossier : {{link}}
""",
    )


def work_of(user) -> list[tuple[str, str]]:
    return [(kind, key) for rows in work.work_items(user, TODAY) for kind, key, *_ in rows]


def test_x13_a_mission_goes_no_further_on_a_need_that_is_contested(client, clock, cast):
    record = made.need_elsewhere(cast, cast.organisation)
    mission = requests.choose(
        solicitation=made.accepted(cast, record.request), reason="Seul.", by=cast.officer, at=AT
    )
    assert undisputed(mission)
    contest(cast, record, by=cast.editor)
    assert "contesté" in undisputed(mission).reason
    client.force_login(cast.officer)
    page = client.get(mission.get_absolute_url()).text
    assert reverse("missions:answer_settle", args=[record.public_id]) in page


def test_m3_no_holder_is_chosen_for_a_need_that_is_contested(cast):
    record = made.need_elsewhere(cast)
    accepted = made.accepted(cast, record.request)
    contest(cast, record)
    accepted.refresh_from_db()
    with pytest.raises(NotAllowed, match="conteste ce besoin"):
        requests.choose(solicitation=accepted, reason="Seul.", by=cast.officer, at=AT)


def test_x1_how_it_came_is_read_by_daect_and_whose_word_it_is(cast):
    by_post, by_holder = made.need_elsewhere(cast), made.need_elsewhere(cast, cast.organisation)
    other = made.label()
    stranger = factories.member("editor", other.organisation)
    seen = {
        who: set(visible_answers(who, TODAY)) for who in (cast.officer, cast.agent, cast.editor, stranger)
    }
    assert seen == {
        cast.officer: {by_post, by_holder},
        cast.agent: {by_post},
        cast.editor: {by_holder},
        stranger: set(),
    }
    assert record_of(by_holder.request, stranger, TODAY) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE missions_recordedanswer SET request_id = NULL",
        "UPDATE missions_recordedanswer SET request_id = request_id + 1",
        "DELETE FROM missions_recordedanswer",
    ],
)
def test_x13_of_which_need_it_is_never_changes(cast, statement):
    made.need_elsewhere(cast)
    refused = pytest.raises(IntegrityError, match="expect: ")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_x13_the_database_wants_one_subject_and_a_telegram_only_for_a_need(cast):
    kept, asked = made.need_elsewhere(cast), made.solicitation(cast)
    facts = {"author": "Marie Sow", "received_on": TODAY, "scan": kept.scan}
    for wrong in (
        {"channel": "paper"},
        {"channel": "paper", "solicitation": asked, "request": asked.request},
        {"channel": "telegram", "solicitation": asked},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RecordedAnswer.objects.create(**facts | wrong)


# ---------------------------------------------------------------- pages


def send(client, person, **fields):
    client.force_login(person)
    return client.post(reverse("missions:request_record"), form(**fields))


def test_m1_from_the_list_to_the_need_recorded_for_the_post(client, clock, cast):
    client.force_login(cast.officer)
    page = client.get(reverse("missions:request_relay"))
    assert reverse("missions:request_record") in page.text
    client.force_login(cast.agent)
    assert reverse("missions:request_record") not in client.get(reverse("missions:request_relay")).text
    done = send(client, cast.officer)
    need = ExpertiseRequest.objects.get()
    assert done["Location"] == need.get_absolute_url()
    read = words(client.get(done["Location"]))
    assert "Par la DAECT, au nom du poste : télégramme diplomatique du 2 mars 2026" in read
    assert f"{need.post} peut contester : un courriel le dit à {cast.agent}." in read


@pytest.mark.parametrize("chosen", [True, False])
def test_l6_a_holder_is_chosen_or_typed(client, clock, cast, chosen):
    named = {"holder": cast.organisation.public_id} if chosen else {"holder_text": cast.organisation.name}
    assert send(client, cast.officer, channel="paper", **named).status_code == 302
    assert ExpertiseRequest.objects.get().declarant == cast.organisation


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Tombouctou", "Aucun titulaire du label ne répond à « Tombouctou »"),
        (
            "Deux",
            "Plusieurs titulaires répondent à « Deux » : Deux-A (SIREN 111222333) ; Deux-B (SIREN 111222334). Précisez.",
        ),
    ],
)
def test_l6_a_holder_that_is_none_or_several_is_said_and_nothing_is_lost(client, clock, cast, typed, said):
    for name, siren in (("Deux-A", "111222333"), ("Deux-B", "111222334")):
        made.label(factories.organisation(name=name, siren=siren))
    page = send(client, cast.officer, channel="paper", holder_text=typed)
    assert said in words(page)
    assert f'value="{typed}"' in page.text
    assert "Ville de Thiès" in page.text
    assert not ExpertiseRequest.objects.exists()


def test_l6_a_holder_whose_name_begins_another_s_is_typed(client, clock, cast):
    named = [made.label(factories.organisation(name=name)) for name in ("Bourg", "Bourg Métropole")]
    assert send(client, cast.officer, channel="paper", holder_text="bourg").status_code == 302
    assert ExpertiseRequest.objects.get().declarant == named[0].organisation


def test_l6_only_holders_in_force_are_proposed(client, clock, cast):
    gone = made.label(factories.organisation(name=f"{cast.organisation.name} ancienne"))
    made.ends_on(gone, TODAY - DAY)
    client.force_login(cast.officer)
    found = client.get(reverse("missions:holder_search"), {"q": cast.organisation.name}).json()
    assert [one["value"] for one in found] == [cast.organisation.public_id]
    client.force_login(cast.agent)
    assert client.get(reverse("missions:holder_search"), {"q": "a"}).status_code == 403


def test_x13_each_side_reads_it_and_the_post_contests_from_the_page(client, clock, cast):
    record = made.need_elsewhere(cast)
    client.force_login(cast.agent)
    page = client.get(record.request.get_absolute_url())
    contesting = reverse("missions:answer_contest", args=[record.public_id])
    assert contesting in page.text
    assert reverse("missions:answer_proof", args=[record.public_id]) in page.text
    client.post(contesting, {"reason": "Pas de nous."})
    client.force_login(cast.officer)
    page = client.get(record.request.get_absolute_url())
    assert reverse("missions:answer_settle", args=[record.public_id]) in page.text
    client.force_login(cast.editor)
    read = client.get(record.request.get_absolute_url()).text
    assert "Par la DAECT, au nom" not in read


def test_x1_other_sides_of_the_mission_read_neither_who_contests_nor_why(client, clock, cast):
    """Declared by one holder, met by another: its words are DAECT's to read, and its own."""
    other = made.label()
    declarant = factories.member("editor", other.organisation)
    record = made.need_elsewhere(cast, other.organisation)
    accepted = made.accepted(cast, record.request)
    mission = requests.choose(solicitation=accepted, reason="Seul.", by=cast.officer, at=AT)
    contest(cast, record, by=declarant)
    for person in (cast.editor, cast.agent):
        client.force_login(person)
        page = client.get(mission.get_absolute_url()).text
        assert "est contesté" in page
        assert "Pas de nous." not in page
        assert str(declarant) not in page


def test_x13_a_contested_need_invites_nobody_to_what_is_refused(client, clock, cast):
    record = made.need_elsewhere(cast)
    made.accepted(cast, record.request)
    made.label()
    client.force_login(cast.officer)
    url = record.request.get_absolute_url()
    asking = ("Solliciter les titulaires cochés", "Solliciter le suivant", ">Retenir<")
    assert any(words in client.get(url).text for words in asking)
    contest(cast, record)
    page = client.get(url).text
    assert not any(words in page for words in asking)
    assert "conteste ce besoin, enregistré en son nom" in page
    client.force_login(cast.agent)
    assert "personne n’est sollicité avant la réponse" in client.get(url).text


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (lambda cast, need: None, "retirez-le"),
        (
            lambda cast, need: requests.choose(
                solicitation=made.accepted(cast, need), reason="Seul.", by=cast.officer, at=AT
            ),
            "annulez-la",
        ),
        (
            lambda cast, need: requests.withdraw_request(request=need, by=cast.officer, at=AT),
            "n’est plus ouvert",
        ),
    ],
)
def test_x13_what_follows_is_said_by_where_the_need_stands(client, clock, cast, end, said):
    record = made.need_elsewhere(cast)
    end(cast, record.request)
    contest(cast, record)
    client.force_login(cast.officer)
    assert said in client.get(reverse("missions:answer_settle", args=[record.public_id])).text


def test_l6_entered_again_a_need_keeps_the_holder_that_declared_it(client, clock, cast):
    former = made.need_elsewhere(cast, cast.organisation).request
    requests.withdraw_request(request=former, by=cast.officer, at=AT)
    client.force_login(cast.officer)
    url = f"{reverse('missions:request_relay')}?de_nouveau={former.public_id}"
    assert url in client.get(former.get_absolute_url()).text
    assert client.post(url, need_form()).status_code == 302
    again = ExpertiseRequest.objects.exclude(pk=former.pk).get()
    assert (again.origin, again.declarant) == (RequestOrigin.HOLDER, cast.organisation)


def test_m1_a_contested_need_is_not_merged_into_another(cast):
    record = made.need_elsewhere(cast)
    contest(cast, record)
    need = ExpertiseRequest.objects.get(pk=record.request_id)
    assert "conteste ce besoin" in may_merge(cast.officer, need, TODAY).reason
