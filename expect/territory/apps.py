from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Regions and départements, countries, and the posts in charge of them."""

    name = "expect.territory"
    label = "territory"
    verbose_name = "Territoires"
