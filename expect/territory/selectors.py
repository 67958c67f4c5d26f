"""Which post answers for a country (spec M8)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from expect.territory.models import Country, DiplomaticPost, PostCountry


def post_in_charge(country: Country, on: date) -> DiplomaticPost | None:
    """The post in charge of a country that day; None where there is none, or two (spec M8)."""
    posts = posts_in_charge(country, on)[:2]
    return posts[0] if len(posts) == 1 else None


def posts_in_charge(country: Country, on: date) -> QuerySet[DiplomaticPost]:
    """The posts whose charge of a country holds that day: one, or the head names it (spec M8)."""
    return DiplomaticPost.objects.filter(running(on), charges__country=country).order_by("name")


def posts_by_country(on: date) -> dict[int, DiplomaticPost]:
    """The post in charge of each country that day, by its key; a country without any, or with two, is not there."""
    held: dict[int, set[DiplomaticPost]] = {}
    for charge in PostCountry.objects.filter(running(on, charges="")).select_related("post"):
        held.setdefault(charge.country_id, set()).add(charge.post)
    return {country: next(iter(posts)) for country, posts in held.items() if len(posts) == 1}


def countries_unanswered(on: date) -> QuerySet[Country]:
    """The countries for which no post answers that day, or two (spec M8)."""
    held = Count("charges__post", filter=running(on), distinct=True)
    return Country.objects.annotate(posts=held).exclude(posts=1).order_by("sort_name")


def countries_in_charge(posts: Iterable[DiplomaticPost | int], on: date) -> QuerySet[Country]:
    """The countries of which these posts are in charge that day, in French order."""
    return Country.objects.filter(running(on), charges__post__in=posts).order_by("sort_name").distinct()


def running(on: date, charges: str = "charges__") -> Q:
    """The charges that hold that day, their first and last days counted; `charges` is the way to them."""
    begun = Q((f"{charges}starts_on", None)) | Q((f"{charges}starts_on__lte", on))
    not_over = Q((f"{charges}ends_on", None)) | Q((f"{charges}ends_on__gte", on))
    return begun & not_over
