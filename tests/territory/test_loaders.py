"""Territories, countries and posts: loaded once, and never over what an administrator wrote."""

import csv
import gzip
import shutil
import zoneinfo
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from expect.accounts.bodies import BODIES
from expect.territory import loaders
from expect.territory.models import Country, Department, DiplomaticPost, PostCountry, ReferenceLoad, Region
from expect.territory.selectors import post_in_charge
from tests.moments import AT, TODAY


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the shipped files, that a test may change."""
    copy = tmp_path / "data"
    shutil.copytree(loaders.DATA, copy)
    monkeypatch.setattr(loaders, "DATA", copy)
    return copy


def load():
    return {loaded.label: loaded for loaded in loaders.load_territory(AT)}


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_load_fills_the_tables_once(db, django_assert_num_queries):
    first = load()
    assert {label: loaded.added for label, loaded in first.items()} == {
        "Régions": 24, "Départements": 107, "Pays": 231, "Postes diplomatiques": 161,
    }  # fmt: skip
    counts = [model.objects.count() for model in (Region, Department, Country, DiplomaticPost, PostCountry)]
    assert counts == [24, 107, 231, 161, 191]
    assert set(ReferenceLoad.objects.values_list("loaded_at", flat=True)) == {AT}
    with django_assert_num_queries(4):
        assert all(loaded.up_to_date for loaded in load().values())


def test_m8_posts_answer_for_their_countries(db):
    load()
    posts = {
        code: post_in_charge(Country.objects.get(code=code), TODAY) for code in ("SN", "GM", "LC", "BB", "NE")
    }
    assert posts["SN"].name == "Ambassade de France au Sénégal"
    assert posts["GM"] == posts["SN"]
    assert posts["BB"] == posts["LC"]
    assert posts["NE"] is None
    assert zoneinfo.ZoneInfo(posts["SN"].time_zone).utcoffset(AT).total_seconds() == 0


def test_new_files_bring_territories_up_to_date(db, data):
    load()
    replace(data / "regions.csv", "Grand Est", "Alsace-Champagne-Ardenne-Lorraine")
    replace(data / "departments.csv", "69,Rhône,84", "69,Rhône,93")
    again = load()
    assert (again["Régions"].added, again["Régions"].updated) == (0, 24)
    assert Region.objects.get(code="44").name == "Alsace-Champagne-Ardenne-Lorraine"
    assert Department.objects.get(code="69").region.code == "93"
    assert again["Pays"].up_to_date


def test_what_an_administrator_wrote_is_never_overwritten(db, data):
    load()
    Country.objects.filter(code="MM").update(name="Myanmar")
    DiplomaticPost.objects.filter(city="Dakar").update(name="Ambassade à Dakar", email="dakar@exemple.test")
    gambia = PostCountry.objects.get(country__code="GM")
    gambia.post = DiplomaticPost.objects.get(city="Bissau")
    gambia.save()
    replace(data / "countries.csv", "Birmanie", "Birmanie (Myanmar)")
    replace(data / "posts.csv", "Rangoun", "Naypyidaw")
    again = load()
    assert (again["Pays"].added, again["Postes diplomatiques"].added) == (0, 0)
    assert Country.objects.get(code="MM").name == "Myanmar"
    assert DiplomaticPost.objects.get(email="dakar@exemple.test").name == "Ambassade à Dakar"
    assert DiplomaticPost.objects.filter(city="Naypyidaw").count() == 0
    assert post_in_charge(gambia.country, TODAY).city == "Bissau"


def test_missing_post_is_added_without_taking_a_country_from_another(db, data):
    load()
    with (data / "posts.csv").open("a", encoding="utf-8") as posts:
        posts.write("Ambassade de France au Niger,Niamey,NE,GM,Africa/Niamey,to be checked by the ministry\n")
    assert load()["Postes diplomatiques"].added == 1
    assert post_in_charge(Country.objects.get(code="NE"), TODAY).city == "Niamey"
    assert post_in_charge(Country.objects.get(code="GM"), TODAY).city == "Dakar"


def test_load_that_fails_leaves_nothing(db, data):
    replace(data / "departments.csv", "95,Val-d’Oise,11", "95,Val-d’Oise,00")
    with pytest.raises(KeyError):
        load()
    assert Department.objects.count() == 0
    assert not ReferenceLoad.objects.filter(name="departments.csv").exists()


@pytest.mark.long
def test_command_says_one_line_per_table(db):
    output = [StringIO(), StringIO()]
    for stream in output:
        call_command("load_reference_data", stdout=stream)
    assert output[0].getvalue().splitlines() == [
        "Régions : ajouts 24, mises à jour 0, sans changement 0",
        "Départements : ajouts 107, mises à jour 0, sans changement 0",
        "Pays : ajouts 231, mises à jour 0, sans changement 0",
        "Postes diplomatiques : ajouts 161, mises à jour 0, sans changement 0",
        "Organismes : ajouts 36345, mises à jour 0, sans changement 0",
    ]
    assert [line.split(" : ")[1] for line in output[1].getvalue().splitlines()] == ["à jour"] * 5


def shipped(name):
    with (loaders.DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.pure
def test_m8_shipped_posts_are_consistent_and_marked_unverified():
    posts, countries = shipped("posts.csv"), {row["code"] for row in shipped("countries.csv")}
    covered = [code for post in posts for code in [post["country"], *post["also_covers"].split()]]
    assert len(covered) == len(set(covered)), "a country has one post"
    assert set(covered) <= countries
    assert {post["status"] for post in posts} == {"to be checked by the ministry"}
    assert {post["time_zone"] for post in posts} <= zoneinfo.available_timezones()
    assert len({post["name"] for post in posts}) == len(posts)


@pytest.mark.pure
def test_x7_shipped_names_have_the_apostrophes_of_french():
    files = [*loaders.DATA.glob("*.csv"), BODIES]
    texts = [
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in files
    ]
    assert "L’Abergement-Clémenciat" in texts[-1].decode()
    assert not any(b"'" in text for text in texts)


def test_x7_names_loaded_before_get_theirs_once(db):
    ivory = Country.objects.create(code="CI", iso3="CIV", name="Côte d'Ivoire")
    post = DiplomaticPost.objects.create(name="Poste d'essai", city="N'Djamena", time_zone="Africa/Ndjamena")
    import_module("expect.territory.migrations.0002_apostrophes").curl(apps, None)
    ivory.refresh_from_db()
    post.refresh_from_db()
    assert (ivory.name, post.name, post.city) == ("Côte d’Ivoire", "Poste d’essai", "N’Djamena")
    assert ivory.sort_name == "cote d ivoire"


@pytest.mark.pure
def test_shipped_countries_are_abroad_and_named_once():
    countries = {row["code"]: row["name"] for row in shipped("countries.csv")}
    assert not countries.keys() & {"FR", "RE", "NC", "PF", "AQ"}
    assert len(set(countries.values())) == len(countries) == 231
    assert (countries["CI"], countries["MM"], countries["US"]) == ("Côte d’Ivoire", "Birmanie", "États-Unis")
