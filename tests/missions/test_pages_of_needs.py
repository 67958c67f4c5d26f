"""The pages of needs: declared, offered for, merged; holders ranked, asked together or one after the other (M1–M3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.territory.models import PostCountry
from missions import endings, requests, validation
from missions.enums import RequestState, SolicitationState
from missions.models import ExpertiseRequest, Mission, Offer, Solicitation
from tests import factories
from tests.missions import factories as made
from tests.missions.test_pages import need_form
from tests.missions.test_pages import visit as visit  # noqa: PLC0414 the fixture
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# ---------------------------------------------------------------- the holder's side


def test_l6_a_holder_declares_by_its_page(cast, visit):
    page = visit(cast.editor, "requests")
    assert "Aucun besoin ouvert ne porte aujourd’hui sur les thèmes de votre label." in page.words
    assert "Déclarer une sollicitation reçue" in page.words
    page = visit(cast.editor, "request_declare", data=need_form())
    assert "La sollicitation est déclarée sous le numéro B-2026-0001." in page.words
    need = ExpertiseRequest.objects.get()
    assert need.declarant == cast.organisation
    assert "Déclaré par vous" in visit(cast.signatory, "requests").words
    assert str(cast.organisation) in visit(cast.agent, "request", need).words
    assert "La demande lui est parvenue directement" in visit(cast.officer, "request", need).words


@pytest.mark.parametrize(
    ("posted", "told"),
    [(True, "La DAECT et l’ambassade en sont prévenues"), (False, "La DAECT en est prévenue")],
)
def test_l6_who_is_told_of_a_declaration_is_who_there_is(cast, visit, posted, told):
    if not posted:
        cast.agent.memberships.update(ends_on=TODAY - timedelta(days=1), ended_at=AT)
    assert told in visit(cast.editor, "request_declare", data=need_form()).words


def test_l6_without_a_label_nothing_is_declared(cast, visit):
    stranger = factories.member(Role.EDITOR)
    for data in (None, need_form()):
        page = visit(stranger, "request_declare", data=data)
        assert "n’a pas de label en vigueur" in page.words
    assert not ExpertiseRequest.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"wished_from": "2026-02-01"}, "commence dans le passé"),
        ({"themes": []}, "Cochez au moins une réponse"),
        ({"country": "0"}, "Ce choix n’est pas, ou n’est plus, dans la liste"),
    ],
)
def test_l6_what_is_wrong_in_a_declaration_is_said(cast, visit, fields, said):
    page = visit(cast.editor, "request_declare", data=need_form(**fields))
    assert said in page.words
    assert "Réduire les fuites." in page.content.decode()


def test_m8_a_declaration_for_a_country_without_post_keeps_what_was_typed(cast, visit):
    nowhere = factories.country("TV", "Tuvalu")
    page = visit(cast.editor, "request_declare", data=need_form(country=nowhere.pk))
    assert "Aucune ambassade n’est désignée aujourd’hui pour ce pays (Tuvalu)" in page.words
    assert "Réduire les fuites." in page.content.decode()


@pytest.mark.parametrize("asked", ["none", "two"])
def test_m8_a_country_without_a_post_or_with_two_is_said_at_its_field(cast, visit, asked):
    country = factories.country("TV", "Tuvalu")
    if asked == "two":
        PostCountry.objects.create(post=cast.post, country=country, ends_on=TODAY)
        PostCountry.objects.create(post=factories.post(), country=country)
    page = visit(cast.officer, "request_relay", data=need_form(country=country.pk))
    said = "Aucun poste n’est chargé de ce pays" if asked == "none" else "Deux postes sont chargés de ce pays"
    assert said in page.context["form"].errors["country"][0]
    assert "Réduire les fuites." in page.content.decode()


def test_m1_nous_pourrions_by_the_pages(cast, visit):
    need = made.need(cast)
    assert need.number in visit(cast.editor, "requests").words
    page = visit(cast.editor, "request", need)
    assert "Nous pourrions répondre" in page.words
    assert str(cast.agent) not in page.words, "who entered it is the post’s business"
    refused = visit(cast.editor, "request_offer", need, data={"message": ""})
    assert "Écrivez quelques lignes" in refused.words
    page = visit(cast.editor, "request_offer", need, data={"message": "Une <b>équipe</b> en mai."})
    assert "Votre proposition est transmise à la DAECT." in page.words
    assert "Une <b>équipe</b> en mai." in page.words
    assert "Vous vous proposez" in visit(cast.editor, "requests").words
    assert "Se propose : « Une <b>équipe</b> en mai. »" in visit(cast.officer, "request", need).words
    page = visit(cast.editor, "request_offer", need)
    assert page.redirect_chain
    assert "déjà proposé" in page.words
    page = visit(cast.signatory, "request_take_back", need, data={})
    assert "Votre proposition est reprise" in page.words
    assert not Offer.objects.filter(taken_back_at=None).exists()


def test_m1_an_offer_pressed_twice_is_made_once(cast, visit, client):
    need = made.need(cast)
    client.force_login(cast.editor)
    url = reverse("missions:request_offer", args=[need.public_id])
    for _ in range(2):
        client.post(url, {"message": "En mai."})
    assert Offer.objects.count() == 1


def test_x1_a_need_of_another_theme_is_not_there_for_a_holder(cast, visit):
    sport = made.need(cast, themes=[made.theme("sport", "Sport")])
    for name in ("request", "request_offer", "request_take_back"):
        assert visit(cast.editor, name, sport).status_code == 404


# ---------------------------------------------------------------- DAECT: merged, ranked, asked


def test_m1_a_need_that_came_twice_is_said_then_merged(cast, visit):
    first = made.need(cast)
    page = visit(cast.agent, "request_relay", data=need_form())
    assert f"Un besoin proche est déjà ouvert dans ce pays : {first}." in page.words
    twice = ExpertiseRequest.objects.latest("pk")
    assert "Peut-être le même besoin" in visit(cast.officer, "request", twice).words
    assert "Choisissez une réponse" in visit(cast.officer, "request_merge", twice, data={}).words
    page = visit(cast.officer, "request_merge", twice, data={"into": first.pk})
    assert f"Le besoin {twice.number} est réuni au besoin {first.number}." in page.words
    assert f"Réunis à ce besoin : {twice}" in page.words, "the one that goes on leads to the other"
    assert f'href="{first.get_absolute_url()}"' in visit(cast.officer, "request", twice).content.decode()
    assert f"besoin {first.number}" in visit(cast.agent, "request", twice).words
    assert "Réuni à un autre" in visit(cast.officer, "requests").words


@pytest.mark.parametrize("end", ["refused", "cancelled"])
def test_m1_a_need_whose_mission_did_not_take_place_is_said_unmet_and_entered_again(cast, visit, end):
    """Decision 0094."""
    mission = made.awaiting(cast)
    need = mission.solicitation.request
    assert f"répond à ce besoin : mission {mission.number}" in visit(cast.agent, "request", need).words
    if end == "refused":
        validation.refuse_mission(
            mission=mission, version_number=1, reasons="Troubles.", by=cast.agent, at=AT
        )
    else:
        endings.cancel(mission=mission, reason="Élections.", by=cast.officer, at=AT)
    for person in (cast.agent, cast.officer):
        page = visit(person, "request", need)
        assert "le besoin n’est plus pourvu. S’il existe toujours, enregistrez-le de nouveau" in page.words
        assert "N’est plus pourvu" in visit(person, "requests").words
        url = f"{reverse('missions:request_relay')}?de_nouveau={need.public_id}"
        assert f'href="{url}"' in page.content.decode()


def test_x1_a_need_is_entered_again_by_who_may_read_it(cast, client, clock):
    need = made.need(cast)
    there = factories.country("MG", "Madagascar")
    other = factories.member(Role.POST_AGENT, factories.post(there))
    for person, filled in ((cast.agent, True), (cast.officer, True), (other, False)):
        client.force_login(person)
        page = client.get(reverse("missions:request_relay"), {"de_nouveau": need.public_id}).content.decode()
        assert ("Réduire les fuites du réseau." in page) is filled


def test_m1_alone_in_its_country_a_need_is_not_merged(cast, visit):
    elsewhere = made.need(made.Cast(country=factories.country("MG", "Madagascar")))
    need = made.need(cast)
    page = visit(cast.officer, "request", need)
    assert "Aucun autre besoin n’est ouvert dans ce pays." in page.words
    assert visit(cast.officer, "request_merge", need).redirect_chain
    page = visit(cast.officer, "request_merge", made.need(cast), data={"into": elsewhere.pk})
    assert "Ce choix n’est pas, ou n’est plus, dans la liste" in page.words


def test_m3_several_holders_are_asked_from_the_ranking(cast, visit):
    need, other = made.need(cast), made.label()
    page = visit(cast.officer, "request", need)
    assert "1 er sur 2" in page.words
    chosen = {"titulaire": [cast.label.public_id, other.public_id]}
    page = visit(cast.officer, "request_solicit_several", need, query=chosen)
    assert "Solliciter 2 titulaires" in page.words
    assert f"par courriel à {cast.editor}, {cast.signatory}, pour {cast.organisation}." in page.words
    url = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    late = page.client.post(url, {"answer_by": TODAY.isoformat()})
    assert "Laissez au moins jusqu’à demain" in late.content.decode().replace("\xa0", " ")
    sent = page.client.post(url, {"answer_by": "2026-03-12", "message": "Pouvez-vous ?"}, follow=True)
    assert "2 sollicitations sont envoyées" in sent.content.decode().replace("\xa0", " ")
    assert set(Solicitation.objects.values_list("label", "rank")) == {(cast.label.pk, 1), (other.pk, 2)}
    assert "Rang 1 sur 2 quand il a été sollicité" in visit(cast.officer, "request", need).words


@pytest.mark.parametrize("query", [{}, {"titulaire": "inconnu"}, {"titulaire": ["", "x" * 400]}])
def test_m3_nobody_chosen_is_said(cast, visit, query):
    page = visit(cast.officer, "request_solicit_several", made.need(cast), query=query)
    assert page.redirect_chain
    assert "Choisissez au moins un titulaire à solliciter." in page.words


def test_m3_the_next_candidate_in_one_click(cast, visit, clock):
    need, other = made.need(cast), made.label()
    assert "Solliciter le suivant" not in visit(cast.officer, "request", need).words, "nobody was asked yet"
    asked = made.solicitation(cast, need)
    assert "Solliciter le suivant" not in visit(cast.officer, "request", need).words, "its answer is awaited"
    requests.decline_solicitation(solicitation=asked, reason="Élections.", by=cast.editor, at=AT)
    page = visit(cast.officer, "request", need)
    assert f"Solliciter {other.organisation}" in page.words
    answer_by = page.context["next_answer_by"]
    assert answer_by == TODAY + timedelta(days=10)
    page = visit(cast.officer, "request_solicit", need, other, data={"answer_by": answer_by.isoformat()})
    assert f"La sollicitation est envoyée : {other.organisation} répond" in page.words
    clock.move_to(AT + timedelta(days=11))
    assert "Solliciter le suivant" not in visit(cast.officer, "request", need).words, "nobody is left"


def test_m13_a_silence_is_noted_by_the_page_and_the_next_one_comes_up(cast, visit, clock):
    need, other = made.need(cast), made.label()
    asked = made.solicitation(cast, need)
    assert "Constater l’absence de réponse" not in visit(cast.officer, "request", need).words
    clock.move_to(AT + timedelta(days=8))
    page = visit(cast.officer, "request", need)
    assert "Constater l’absence de réponse" in page.words
    assert f"Solliciter {other.organisation}" in page.words
    assert "ne le pourra plus" in visit(cast.officer, "solicitation_lapse", asked).words
    page = visit(cast.officer, "solicitation_lapse", asked, data={})
    assert f"L’absence de réponse est constatée : {cast.organisation}." in page.words
    assert "Restée sans réponse" in visit(cast.editor, "solicitation", asked).words
    asked.refresh_from_db()
    assert asked.state == SolicitationState.LAPSED


def test_m3_a_solicitation_is_called_back_by_its_page(cast, visit):
    asked = made.solicitation(cast)
    assert (
        "Écrivez quelques lignes"
        in visit(cast.officer, "solicitation_cancel", asked, data={"reason": ""}).words
    )
    page = visit(cast.officer, "solicitation_cancel", asked, data={"reason": "Envoyée <i>trop tôt</i>."})
    assert "La sollicitation est annulée" in page.words
    assert "Envoyée <i>trop tôt</i>." in page.words
    assert asked.label.public_id in page.content.decode(), "it may be asked again"


def test_m2_the_ranking_shows_ten_then_the_rest(cast, visit):
    need = made.need(cast)
    late = made.gone(cast)
    Mission.objects.filter(pk=late.pk).update(report_due_on=TODAY - timedelta(days=1))
    for _ in range(11):
        made.label()
    page = visit(cast.officer, "request", need)
    assert len(page.context["suggestions"]) == 10
    assert "Titulaires possibles (12)" in page.words
    assert late.number not in page.words
    page = visit(cast.officer, "request", need, query={"tous": "oui"})
    assert len(page.context["suggestions"]) == 12
    assert f"n’a pas remis le rapport de la mission {late.number}" in page.words


def test_m2_beyond_a_page_the_ranking_goes_on(cast, visit, monkeypatch):
    monkeypatch.setattr("missions.views.needs.MOST_RANKED", 5)
    need = made.need(cast)
    for _ in range(11):
        made.label()
    seen = []
    for page_number, count, follows in ((1, 5, True), (2, 5, True), (3, 2, False)):
        page = visit(cast.officer, "request", need, query={"tous": str(page_number)})
        ranks = [one.rank for one, _ in page.context["suggestions"]]
        assert len(ranks) == count
        assert (f'href="?tous={page_number + 1}#titulaires"' in page.content.decode()) is follows
        seen += ranks
    assert seen == list(range(1, 13))


def test_m1_an_expired_need_says_what_to_do(cast, visit):
    need = made.need(cast)
    ExpertiseRequest.objects.filter(pk=need.pk).update(state=RequestState.EXPIRED, expired_at=AT)
    assert "enregistrez-le de nouveau" in visit(cast.agent, "request", need).words
    assert "Expiré le" in visit(cast.officer, "request", need).words
