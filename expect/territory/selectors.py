"""Which post answers for a country (spec M8)."""

from datetime import date

from django.db.models import Q, QuerySet

from expect.territory.models import Country, DiplomaticPost


def post_in_charge(country: Country, on: date) -> DiplomaticPost | None:
    """The post in charge of a country that day; None where there is none, or two (spec M8)."""
    posts = DiplomaticPost.objects.filter(running(on), charges__country=country)[:2]
    return posts[0] if len(posts) == 1 else None


def countries_in_charge(post: DiplomaticPost, on: date) -> QuerySet[Country]:
    """The countries that a post is in charge of that day, in French order."""
    return Country.objects.filter(running(on), charges__post=post).order_by("sort_name")


def running(on: date) -> Q:
    """A charge that holds that day: its first and last days are counted."""
    begun = Q(charges__starts_on__isnull=True) | Q(charges__starts_on__lte=on)
    not_over = Q(charges__ends_on__isnull=True) | Q(charges__ends_on__gte=on)
    return begun & not_over
