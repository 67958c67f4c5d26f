"""Which post answers for a country (spec M8)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from expect.territory.models import Country, DiplomaticPost, PostCountry
from expect.territory.selectors import countries_in_charge, post_in_charge

DAY = date(2026, 3, 2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def senegal():
    return Country.objects.create(code="SN", iso3="SEN", numeric="686", name="Sénégal")


@pytest.fixture
def gambia():
    return Country.objects.create(code="GM", iso3="GMB", numeric="270", name="Gambie")


@pytest.fixture
def dakar():
    return DiplomaticPost.objects.create(
        name="Ambassade de France au Sénégal", city="Dakar", time_zone="Africa/Dakar"
    )


@pytest.fixture
def banjul():
    return DiplomaticPost.objects.create(
        name="Ambassade de France en Gambie", city="Banjul", time_zone="Africa/Banjul"
    )


def test_m8_post_of_the_country(senegal, gambia, dakar, django_assert_num_queries):
    PostCountry.objects.create(post=dakar, country=senegal)
    with django_assert_num_queries(1):
        assert post_in_charge(senegal, DAY) == dakar
    assert post_in_charge(gambia, DAY) is None


def test_m8_charge_runs_from_its_first_to_its_last_day(senegal, dakar):
    PostCountry.objects.create(
        post=dakar, country=senegal, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 4)
    )
    days = [date(2026, 3, day) for day in (1, 2, 3, 4, 5)]
    assert [post_in_charge(senegal, day) for day in days] == [None, dakar, dakar, dakar, None]
    assert [list(countries_in_charge([dakar], day)) for day in days] == [
        [],
        [senegal],
        [senegal],
        [senegal],
        [],
    ]


def test_m8_country_handed_over(gambia, dakar, banjul):
    PostCountry.objects.create(post=dakar, country=gambia, ends_on=date(2026, 3, 2))
    PostCountry.objects.create(post=banjul, country=gambia, starts_on=date(2026, 3, 3))
    assert post_in_charge(gambia, date(2026, 3, 2)) == dakar
    assert post_in_charge(gambia, date(2026, 3, 3)) == banjul


def test_m8_two_posts_the_same_day_is_no_post(gambia, dakar, banjul):
    PostCountry.objects.create(post=dakar, country=gambia, ends_on=date(2026, 12, 31))
    PostCountry.objects.create(post=banjul, country=gambia)
    assert post_in_charge(gambia, DAY) is None


def test_m8_countries_of_a_post_in_french_order(senegal, gambia, dakar):
    ecuador = Country.objects.create(code="EC", iso3="ECU", numeric="218", name="Équateur")
    for country in (senegal, gambia, ecuador):
        PostCountry.objects.create(post=dakar, country=country)
    assert list(countries_in_charge([dakar], DAY)) == [ecuador, gambia, senegal]


def test_m8_second_current_post_refused_by_the_database(senegal, dakar, banjul):
    PostCountry.objects.create(post=dakar, country=senegal)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO territory_postcountry (post_id, country_id) VALUES (%s, %s)", [banjul.pk, senegal.pk]
        )
    with pytest.raises(ValidationError, match="Un autre poste est déjà chargé de ce pays"):
        PostCountry(post=banjul, country=senegal).full_clean()


def test_m8_charge_that_ends_before_it_starts_refused(senegal, dakar):
    backwards = PostCountry(post=dakar, country=senegal, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        backwards.save()
    with pytest.raises(ValidationError, match="La date de fin précède la date de début"):
        backwards.full_clean()


def test_x9_time_zone_of_a_post_is_a_real_one(dakar):
    dakar.full_clean()
    dakar.time_zone = "Afrique/Dakar"
    with pytest.raises(ValidationError, match="fuseau horaire de la base IANA"):
        dakar.full_clean()
