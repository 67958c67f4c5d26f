"""The list of bodies: found as one types, loaded once (spec L1)."""

import csv
import gzip
from collections import Counter

import pytest

from expect.accounts import bodies
from expect.accounts.enums import OrganisationKind
from expect.accounts.models import Organisation
from expect.accounts.siren import check_siren
from expect.territory.loaders import load_territory
from tests.moments import AT


@pytest.fixture
def few(db):
    """Enough bodies to tell the ranks apart."""
    rows = [
        ("commune", "Saint-Étienne", "214202186", "42218", "42000 42100", 173_136),
        ("epci", "Saint-Étienne Métropole", "244200770", "", "", 400_000),
        ("commune", "Saint-Étienne-du-Rouvray", "217605757", "76575", "76800", 28_000),
        ("commune", "Chauvigny-Saint-Étienne", "", "99001", "99000", 10),
        ("commune", "Sainte-Foy", "", "99002", "99000", 20),
        ("commune", "Le Mans", "217201813", "72181", "72000 72100", 146_000),
        ("commune", "Mansle", "", "16206", "16230", 1_500),
        ("epci", "Montpellier Méditerranée Métropole", "243400017", "", "", 507_000),
        ("commune", "Montpellier", "213401722", "34172", "34000 34070", 302_000),
        ("departement", "Département de l'Hérault", "223400011", "34", "", 1_230_289),
        ("region", "Région Occitanie", "200053791", "76", "", 6_124_653),
        ("epci", "Communauté de communes du Pays de Mormal", "200043321", "", "", 48_000),
        ("commune", "L'Haÿ-les-Roses", "219400389", "94038", "94240", 31_000),
        ("commune", "Œuilly", "", "02565", "02160", 250),
        ("commune", "Saint-Denis", "219300662", "93066", "93200", 150_000),
        ("commune", "Saint-Denis", "219740115", "97411", "97400", 156_000),
    ]
    fields = ("kind", "name", "siren", "insee_code", "postcodes", "population")
    Organisation.objects.bulk_create(Organisation(**dict(zip(fields, row, strict=True))) for row in rows)


def found(text, **kwargs):
    return [body.name for body in bodies.search(text, **kwargs)]


@pytest.mark.parametrize(
    "typed", ["saint étienne", "SAINT ETIENNE", "st etienne", "St-Étienne", "  saint--etienne "]
)
@pytest.mark.long
def test_l1_search_ranks_exact_then_start_then_word(few, typed):
    assert found(typed) == [
        "Saint-Étienne",
        "Saint-Étienne Métropole",
        "Saint-Étienne-du-Rouvray",
        "Chauvigny-Saint-Étienne",
    ]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("42218", "Saint-Étienne"),
        ("214202186", "Saint-Étienne"),
        ("214 202 186", "Saint-Étienne"),
        ("21420218600018", "Saint-Étienne"),
        ("42100", "Saint-Étienne"),
        ("Montpellier métropole", "Montpellier Méditerranée Métropole"),
        ("montp", "Montpellier Méditerranée Métropole"),
        ("montpellier", "Montpellier"),
        ("Ville de Montpellier", "Montpellier"),
        ("mairie du Mans", "Le Mans"),
        ("conseil départemental de l’Hérault", "Département de l'Hérault"),
        ("conseil régional d’Occitanie", "Région Occitanie"),
        ("cc pays de mormal", "Communauté de communes du Pays de Mormal"),
        ("hay les roses", "L'Haÿ-les-Roses"),
        ("LHAY", "L'Haÿ-les-Roses"),
        ("oeuilly", "Œuilly"),
        ("tienne", "Saint-Étienne Métropole"),
    ],
)
def test_l1_body_found_by_name_or_code(few, typed, first):
    assert found(typed)[0] == first


def test_l1_number_beside_a_name_tells_namesakes_apart(few):
    assert [body.insee_code for body in bodies.search("saint denis 93")] == ["93066"]
    assert [body.insee_code for body in bodies.search("saint-denis")] == ["97411", "93066"]


def test_l1_number_is_read_from_its_first_digit(few):
    assert found("4202186") == []
    assert found("34") == ["Département de l'Hérault", "Montpellier"]


@pytest.mark.parametrize("typed", ["", "  ", "-'", "🙂", "%", "_", "saint zzz", "<b>", "\x00", "a" * 10_000])
def test_search_without_answer_is_empty(few, typed):
    assert found(typed) == []


def test_search_is_one_query_and_stops_at_its_limit(few, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len([(body.name, body.department, body.region) for body in bodies.search("s", limit=3)]) == 3


@pytest.fixture
def shipped(tmp_path, monkeypatch, db):
    """Write a short list in place of the shipped one, and load it."""
    list(load_territory(AT))
    path = tmp_path / "bodies.csv.gz"
    monkeypatch.setattr(bodies, "BODIES", path)

    def load(*rows):
        with gzip.open(path, "wt", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, SHIPPED_COLUMNS)
            writer.writeheader()
            writer.writerows(row | {"source": "Liste livrée : essai"} for row in rows)
        loaded = bodies.load_bodies(AT)
        return loaded.added, loaded.updated, loaded.kept, loaded.up_to_date

    return load


SHIPPED_COLUMNS = (
    "kind name siren insee_code department_code region_code population postcodes own_regime source".split()
)
LYON = {
    "kind": "commune", "name": "Lyon", "siren": "216901231", "insee_code": "69123", "department_code": "69",
    "region_code": "84", "population": "519127", "postcodes": "69001 69002",
}  # fmt: skip
SUD = {"kind": "overseas", "name": "Province Sud", "department_code": "988", "region_code": "988"}


def test_l1_load_adds_once(shipped):
    assert shipped(LYON, SUD) == (2, 0, 0, False)
    assert shipped(LYON, SUD) == (0, 0, 0, True)
    lyon = Organisation.objects.select_related("department", "region").get(siren="216901231")
    assert (lyon.department.name, lyon.region.name, lyon.population) == (
        "Rhône",
        "Auvergne-Rhône-Alpes",
        519_127,
    )
    assert not lyon.own_regime
    assert found("lyon 69002") == ["Lyon"]


def test_l1_newer_list_updates_in_place(shipped):
    shipped(LYON, SUD)
    before = Organisation.objects.get(siren="216901231").public_id
    assert shipped(LYON | {"name": "Lyon-sur-Rhône", "population": "520000"}, SUD) == (0, 1, 1, False)
    after = Organisation.objects.get(siren="216901231")
    assert (after.public_id, after.name, after.population) == (before, "Lyon-sur-Rhône", 520_000)
    assert found("lyon sur rhone") == ["Lyon-sur-Rhône"]


def test_l1_siren_learnt_later_completes_the_same_body(shipped):
    shipped(SUD)
    assert shipped(SUD | {"siren": "200012490"}) == (0, 1, 0, False)
    assert Organisation.objects.get().siren == "200012490"


def test_x7_another_apostrophe_is_the_same_body(shipped):
    shipped(SUD | {"name": "Province d'Essai"})
    assert shipped(SUD | {"name": "Province d’Essai"}) == (0, 1, 0, False)
    assert found("province d'essai") == found("province d’essai") == ["Province d’Essai"]


def test_l15_body_gone_from_the_list_is_kept(shipped):
    shipped(LYON, SUD)
    assert shipped(LYON) == (0, 0, 1, False)
    assert found("province sud") == ["Province Sud"]


def test_l15_new_siren_is_a_new_body(shipped):
    shipped(LYON)
    assert shipped(LYON | {"siren": "200000172"}) == (1, 0, 0, False)


def test_row_corrected_by_an_administrator_is_theirs(shipped):
    shipped(LYON)
    Organisation.objects.update(name="Lyon, corrigé", source="Corrigé par l’administrateur")
    assert shipped(LYON | {"population": "1"}) == (0, 0, 1, False)
    assert Organisation.objects.get().name == "Lyon, corrigé"


@pytest.fixture(scope="module")
def rows():
    with gzip.open(bodies.BODIES, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.pure
def test_l1_shipped_list_is_whole(rows):
    assert Counter(row["kind"] for row in rows) == {
        "commune": 34_957, "epci": 1_265, "departement": 94, "region": 14, "special_status": 6, "overseas": 9,
    }  # fmt: skip
    assert {row["kind"] for row in rows} <= set(OrganisationKind.values)
    assert all(
        row["name"].strip() == row["name"] and row["source"].startswith(bodies.SHIPPED) for row in rows
    )


@pytest.mark.pure
def test_l1_shipped_siren_are_right_and_given_once(rows):
    sirens = [row["siren"] for row in rows if row["siren"]]
    assert len(sirens) == len(set(sirens)) == 36_253
    assert all(check_siren(siren) == siren for siren in sirens)


@pytest.mark.pure
def test_l1_own_regime_is_two_governments(rows):
    assert [row["name"] for row in rows if row["own_regime"]] == ["Polynésie française", "Nouvelle-Calédonie"]


@pytest.mark.pure
def test_one_row_for_one_body(rows):
    paris = [row for row in rows if row["department_code"] == "75" and row["kind"] != "epci"]
    assert [(row["kind"], row["name"], row["insee_code"]) for row in paris] == [
        ("special_status", "Paris", "75056")
    ]
    councils = {row["insee_code"] for row in rows if row["kind"] == "departement"}
    assert not councils & {"2A", "2B", "67", "68", "75", "972", "973", "976"}
    assert {"6AE", "69", "971", "974"} <= councils


@pytest.mark.long
def test_l1_whole_list_loads_fits_and_answers(db):
    list(load_territory(AT))
    assert bodies.load_bodies(AT).added == Organisation.objects.count() == 36_345
    assert bodies.load_bodies(AT).up_to_date
    answers = {
        "saint étienne": "42218", "st etienne": "42218", "42218": "42218", "paris": "75056", "ville de lyon": "69123",
        "métropole de lyon": "69M", "hérault": "34", "occitanie": "76", "alsace": "6AE", "collectivité de corse": "20R",
        "région réunion": "04", "saint denis 93": "93066", "montpellier": "34172",
    }  # fmt: skip
    assert {text: bodies.search(text)[0].insee_code for text in answers} == answers
    assert found("Montpellier métropole") == ["Montpellier Méditerranée Métropole"]
    paris = Organisation.objects.get(insee_code="75056")
    assert paris.search_text.endswith("75020"), "the normalised column holds the longest row whole"
