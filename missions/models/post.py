"""Which post the head named for a country that had none, or two (spec M8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from expect.database.fields import PublicIdField
from missions.models.limits import held


@held()
class NamedPost(models.Model):
    """The post that answers for a country from that day on, and why; triggers forbid any change or deletion."""

    public_id = PublicIdField()
    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+", verbose_name="pays")
    post = models.ForeignKey(
        "territory.DiplomaticPost", models.PROTECT, related_name="+", verbose_name="poste"
    )
    reasons = models.TextField("motifs", max_length=2000)
    named_at = models.DateTimeField("désigné le")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "poste désigné"
        verbose_name_plural = "postes désignés"
        constraints = [models.CheckConstraint(name="named_post_reasoned", condition=~Q(reasons=""))]

    def get_absolute_url(self) -> str:
        return reverse("missions:desk")

    def __str__(self):
        return f"{self.country} : {self.post}"
