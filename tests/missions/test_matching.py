"""Which holders are proposed, in which order, and why (spec M2)."""

from datetime import timedelta

import pytest

from expect.accounts.enums import Role
from missions import matching, requests
from missions.models import Mission
from tests import factories
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


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
    holder("Vannes", made.theme("eau"), ends_on=TODAY - timedelta(days=1))
    holder("Lorient", made.theme("eau"), granted_on=TODAY + timedelta(days=1))
    assert names(need) == ["Brest"]


def test_m2_each_says_why_in_words(need):
    holder("Brest", made.theme("eau"), made.theme("dechets"), languages="Anglais, français, wolof")
    [one] = matching.suggestions(need, TODAY)
    assert one.reasons == [
        "Thème commun\u00a0: Eau et assainissement",
        "Thème commun\u00a0: Déchets",
        "Expert parlant anglais",
        "Expert parlant wolof",
    ]
    made.expert(one.label.organisation, languages="anglais")
    [one] = matching.suggestions(need, TODAY)
    assert "2 experts parlant anglais" in one.reasons


def test_m2_an_expert_who_cannot_go_speaks_nothing(need):
    label = holder("Brest", made.theme("eau"))
    made.expert(label.organisation, languages="anglais", active=False)
    [one] = matching.suggestions(need, TODAY)
    assert one.reasons == ["Thème commun\u00a0: Eau et assainissement"]


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
    assert "Déjà en mission dans ce pays (Sénégal)" in one.reasons


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
        with django_assert_num_queries(3):
            assert len(matching.suggestions(need, TODAY)) == n + 1
        holder(f"Commune {n}", made.theme("eau"))


@pytest.mark.pure
@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("français, anglais", {"francais", "anglais"}),
        ("Anglais (courant) et arabe", {"anglais", "courant", "arabe"}),
        ("", set()),
    ],
)
def test_languages_are_read_as_they_are_written(typed, known):
    assert set(matching.languages(typed)) == known
