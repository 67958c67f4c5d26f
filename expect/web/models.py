"""What people keep of the lists they live in."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from expect.database.fields import PublicIdField


class SavedView(models.Model):
    """A list as one person wants it again: its filters, search and sort, under a name (spec X5)."""

    public_id = PublicIdField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="personne"
    )
    listing = models.CharField("liste", max_length=80)
    name = models.CharField("nom", max_length=60)
    query = models.CharField("adresse", max_length=2000)
    created_at = models.DateTimeField("enregistrée le")

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        constraints = [
            models.UniqueConstraint(fields=["owner", "listing", "name"], name="web_saved_view_named_once")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse(self.listing)}?{self.query}"
