"""The address at which the head names the post of a country (spec M8)."""

from django.urls import reverse

from expect.territory.models import Country

ASKED = "pays"
"""The part of the address that names the country, by its code."""


def naming_url(country: Country) -> str:
    """Where the head names the post of that country."""
    return f"{reverse('missions:name_post')}?{ASKED}={country.code}"
