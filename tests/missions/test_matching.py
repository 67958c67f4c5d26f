"""Which holders are proposed, in which order, and why (spec M2)."""

from datetime import timedelta

import pytest

from expect.accounts.enums import Role
from missions import matching, offers, requests, rules
from missions.models import ExpertiseRequest, Mission
from missions.terms.values import Leg
from tests import factories
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
YEAR_AGO = TODAY - timedelta(days=366)
EAU, DECHETS = "Thème commun\u00a0: Eau et assainissement", "Thème commun\u00a0: Déchets"
NEW_HERE = "Nouvelle présence dans un pays peu couvert (aucun autre titulaire)"
FREE = "1\u00a0expert libre toute la période"


def holder(name, *themes, languages="français", **fields):
    """A body with a label on these themes and one expert."""
    body = factories.organisation(name=name)
    made.expert(body, languages=languages)
    return made.label(body, *themes, **fields)


@pytest.fixture
def need():
    """A need that the label of its own cast does not fit."""
    body = factories.organisation()
    cast = made.Cast(organisation=body, label=made.label(body, made.theme("sport", "Sport")))
    themes = [made.theme("eau"), made.theme("dechets", "Déchets")]
    return made.need(cast, themes=themes, languages="anglais et wolof")


def names(need, on=TODAY):
    return [suggestion.label.organisation.name for suggestion in matching.suggestions(need, on)]


def test_m2_valid_labels_on_a_common_theme(need):
    holder("Brest", made.theme("eau"))
    holder("Quimper", made.theme("patrimoine", "Patrimoine"))
    holder("Lorient", made.theme("eau"), granted_on=TODAY + timedelta(days=1))
    holder("Vannes", made.theme("eau"), granted_on=TODAY - timedelta(days=900), ends_on=YEAR_AGO)
    assert names(need) == ["Brest"]


def test_m2_a_label_that_ended_lately_is_shown_last_with_why(need):
    holder("Vannes", made.theme("eau"), granted_on=YEAR_AGO, ends_on=TODAY - timedelta(days=1))
    holder("Brest", made.theme("eau"), ends_on=TODAY + timedelta(days=400))
    found = matching.suggestions(need, TODAY)
    assert [one.label.organisation.name for one in found] == ["Brest", "Vannes"]
    assert "prend fin le 1er mars 2026" in found[1].blocked
    renewed = made.label(found[1].label.organisation, made.theme("eau"), granted_on=TODAY)
    assert [(one.label, one.blocked) for one in matching.suggestions(need, TODAY)][1] == (renewed, "")


def test_m2_each_says_why_in_words(need):
    holder("Brest", made.theme("eau"), made.theme("dechets"), languages="Anglais, français, wolof")
    [one] = matching.suggestions(need, TODAY)
    assert one.reasons == [DECHETS, EAU, "Expert parlant anglais", "Expert parlant wolof", NEW_HERE, FREE]
    assert one.remarks == ["Aucune mission en cours", "Jamais encore en mission"]
    assert (one.rank, one.ranked) == (1, 1)
    made.expert(one.label.organisation, languages="anglais")
    [one] = matching.suggestions(need, TODAY)
    assert "2 experts parlant anglais" in one.reasons


def test_m2_an_expert_who_cannot_go_speaks_nothing(need):
    label = holder("Brest", made.theme("eau"))
    made.expert(label.organisation, languages="anglais", active=False)
    [one] = matching.suggestions(need, TODAY)
    assert one.reasons == [EAU, NEW_HERE, FREE]


def test_m2_the_best_first_then_whose_turn_it_is(cast):
    need = made.need(cast)
    busy = cast.organisation.name
    for _ in range(2):
        made.draft(cast)
    holder("Aurillac", made.theme("eau"), languages="français, anglais")
    holder("Brest", made.theme("eau"), languages="breton")
    found = matching.suggestions(need, TODAY)
    assert [(one.label.organisation.name, one.under_way) for one in found] == [
        ("Aurillac", 0),
        (busy, 2),
        ("Brest", 0),
    ]


def test_m2_experience_of_the_country_counts(cast):
    made.gone(cast)
    [one] = matching.suggestions(made.need(cast), TODAY)
    assert "A déjà une mission dans ce pays, faite ou validée (Sénégal)" in one.reasons


def test_m2_a_validated_mission_is_a_presence_in_the_country(cast):
    made.validated(cast)
    [one] = matching.suggestions(made.need(cast), TODAY)
    assert not [reason for reason in one.reasons if reason.startswith("Nouvelle présence")]


def test_m2_a_language_that_nobody_speaks_is_said(cast):
    need = made.need(cast, languages="albanais, français")
    [one] = matching.suggestions(need, TODAY)
    assert "Aucun expert ne dit parler albanais" in one.remarks
    assert "Aucun expert ne dit parler français" not in one.remarks


def test_m10_a_late_holder_is_shown_last_with_why(cast):
    need = made.need(cast)
    late = made.gone(cast)
    Mission.objects.filter(pk=late.pk).update(report_due_on=TODAY - timedelta(days=1))
    holder("Zuydcoote", made.theme("eau"))
    found = matching.suggestions(need, TODAY)
    assert [one.label.organisation.name for one in found] == ["Zuydcoote", cast.organisation.name]
    assert late.number in found[1].blocked
    assert not found[0].blocked


def test_m3_a_label_that_ends_before_the_period_is_shown_with_why(need):
    holder("Brest", made.theme("eau"), ends_on=need.wished_from - timedelta(days=1))
    holder("Vannes", made.theme("eau"), ends_on=need.wished_from)
    found = {one.label.organisation.name: one.blocked for one in matching.suggestions(need, TODAY)}
    assert "avant la période souhaitée" in found["Brest"]
    assert found["Vannes"] == ""


def test_m3_who_is_asked_is_not_proposed_again_until_cancelled(cast):
    need = made.need(cast)
    solicitation = made.solicitation(cast, need)
    assert names(need) == []
    requests.decline_solicitation(
        solicitation=solicitation, reason="Non.", by=factories.member(Role.EDITOR, cast.organisation), at=AT
    )
    assert names(need) == []


def test_the_same_queries_whatever_the_number_of_holders(need, django_assert_num_queries):
    holder("Brest", made.theme("eau"))
    for n in range(3):
        with django_assert_num_queries(1):
            assert len(matching.suggestions(need, TODAY)) == n + 1
        holder(f"Commune {n}", made.theme("eau"))


def test_m2_an_expert_taken_in_the_period_is_not_free(cast):
    made.prepared(cast)
    need = made.need(cast)
    [one] = matching.suggestions(need, TODAY)
    assert FREE in one.reasons
    made.expert(cast.organisation, active=False)
    made.prepared(cast, sending=Leg(made.DEPARTURE, made.DEPARTURE, "Thiès", (cast.experts[1],)))
    [one] = matching.suggestions(need, TODAY)
    assert FREE not in one.reasons
    assert "Tous ses experts sont pris une partie de la période" in one.remarks
    later = made.need(
        cast, wished_from=made.RETURN + timedelta(days=1), wished_until=TODAY + timedelta(days=200)
    )
    [one] = matching.suggestions(later, TODAY)
    assert "2\u00a0experts libres toute la période" in one.reasons


def test_m2_fair_turns_the_one_who_went_less_lately_first(cast):
    need, rested = made.need(cast), holder("Zuydcoote", made.theme("eau"), languages="français, anglais")
    made.expert(rested.organisation, languages="français")
    mission = made.draft(cast)
    Mission.objects.filter(pk=mission.pk).update(
        state="cancelled", cancelled_at=AT, cancel_reason="x", report_due_on=None
    )
    assert names(need) == [cast.organisation.name, "Zuydcoote"], "a mission that never was is no turn"
    Mission.objects.filter(pk=mission.pk).update(state="draft", cancelled_at=None, cancel_reason="")
    assert names(need) == ["Zuydcoote", cast.organisation.name]
    [_, second] = matching.suggestions(need, TODAY)
    assert second.remarks[:2] == ["1\u00a0mission en cours", "1\u00a0mission depuis un an"]


def test_m2_few_collectivites_in_a_country_is_a_reason_until_three_went(cast):
    need, newcomer = made.need(cast), holder("Brest", made.theme("eau"))
    for n, said in enumerate(
        ("aucun autre titulaire", "1\u00a0autre titulaire", "2\u00a0autres titulaires", None)
    ):
        [one] = matching.suggestions(need, TODAY, only=[newcomer.pk])
        opening = [reason for reason in one.reasons if reason.startswith("Nouvelle présence")]
        assert opening == ([f"Nouvelle présence dans un pays peu couvert ({said})"] if said else []), n
        body = factories.organisation()
        made.gone(made.Cast(cast.country, body, cast.post, cast.agent, officer=cast.officer))


def test_m1_an_offer_goes_before_and_is_quoted(cast):
    need = made.need(cast)
    eager = holder("Zuydcoote", made.theme("eau"), languages="breton")
    assert names(need) == [cast.organisation.name, "Zuydcoote"]
    by = factories.member(Role.EDITOR, eager.organisation)
    made_offer = offers.offer(request=need, label=eager, message="Nous pourrions en mai.", by=by, at=AT)
    first, second = matching.suggestions(need, TODAY)
    assert (first.label, first.rank, second.rank, second.ranked) == (eager, 1, 2, 2)
    assert first.reasons[0] == "Se propose\u00a0: «\u00a0Nous pourrions en mai.\u00a0»"
    offers.take_back(offer=made_offer, by=by, at=AT)
    assert names(need) == [cast.organisation.name, "Zuydcoote"]


def test_l6_whoever_declared_the_need_is_named_first(cast):
    better = made.label(factories.organisation(name="Aurillac"))
    made.expert(better.organisation)
    made.expert(better.organisation)
    declared = made.declared(cast)
    first, second = matching.suggestions(declared, TODAY)
    assert (first.label, second.label) == (cast.label, better)
    assert first.reasons[0] == "La demande lui est parvenue directement"


def test_m2_some_keep_the_rank_they_have_among_all(cast):
    need = made.need(cast)
    labels = [cast.label, holder("Brest", made.theme("eau")), holder("Vannes", made.theme("eau"))]
    every = matching.suggestions(need, TODAY)
    assert [one.rank for one in every] == [1, 2, 3]
    assert matching.suggestions(need, TODAY, only=[labels[2].pk]) == every[2:]
    assert matching.suggestions(need, TODAY, first=2) == every[:2]


@pytest.mark.parametrize("ends", [-400, -1, 0, 10, 29, 30, 700, None])
@pytest.mark.parametrize("late", [False, True])
def test_m2_the_statement_blocks_whom_the_rules_refuse(cast, ends, late):
    """The rank puts a holder last exactly where the rule refuses to solicit it, and for the same reason."""
    need = made.need(cast, themes=[made.theme("sport", "Sport")])
    ends_on = None if ends is None else TODAY + timedelta(days=ends)
    body, sport = cast.organisation, made.theme("sport", "Sport")
    label = made.label(body, sport, granted_on=TODAY - timedelta(days=900), ends_on=ends_on)
    if late:
        mission = made.gone(cast)
        Mission.objects.filter(pk=mission.pk).update(report_due_on=TODAY - timedelta(days=1))
    verdict = rules.may_solicit(cast.officer, ExpertiseRequest.objects.get(pk=need.pk), label, TODAY)
    found = matching.suggestions(need, TODAY)
    if ends == -400:
        assert found == []
        return
    [one] = found
    assert bool(one.blocked) is not bool(verdict)
    assert bool(one.label.blocked) is bool(one.blocked)
    assert late or one.blocked == verdict.reason


@pytest.mark.pure
@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("français, anglais", {"francais", "anglais"}),
        ("Anglais (courant) et arabe", {"anglais", "arabe"}),
        ("Lao, bonne connaissance du twi ou de l’éwé", {"lao", "twi", "ewe"}),
        ("", set()),
    ],
)
def test_languages_are_read_as_they_are_written(typed, known):
    assert set(matching.languages(typed)) == known
