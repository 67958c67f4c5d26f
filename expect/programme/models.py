"""What DAECT decided about the programme's figures and the texts of its letters; nothing is ever erased."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField


class ParameterChange(models.Model):
    """A figure from a day on, by whom, why and under which text; frozen by triggers.

    Of two for a same day, the last decided holds.
    """

    public_id = PublicIdField()
    key = models.CharField("paramètre", max_length=40)
    value = models.PositiveSmallIntegerField("valeur")
    starts_on = models.DateField("à partir du")
    text_reference = models.CharField("texte", max_length=300)
    reason = models.TextField("motif", max_length=2000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="décidé par"
    )
    decided_at = models.DateTimeField("décidé le")

    class Meta:
        verbose_name = "changement de paramètre"
        verbose_name_plural = "changements de paramètres"
        constraints = [
            models.CheckConstraint(
                name="programme_change_grounded", condition=~Q(text_reference="") & ~Q(reason="")
            )
        ]
        indexes = [models.Index(fields=["key", "starts_on"], name="programme_by_key")]

    def __str__(self):
        return f"{self.key} = {self.value}"


class TextChange(models.Model):
    """A text of the letters from a day on, by whom and why; frozen by triggers.

    Of two for a same day, the last decided holds.
    """

    public_id = PublicIdField()
    key = models.CharField("texte", max_length=60)
    body = models.TextField("rédaction", max_length=3000)
    starts_on = models.DateField("à partir du")
    reason = models.TextField("motif", max_length=2000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="décidé par"
    )
    decided_at = models.DateTimeField("décidé le")

    class Meta:
        verbose_name = "changement de texte"
        verbose_name_plural = "changements de textes"
        constraints = [
            models.CheckConstraint(name="programme_text_grounded", condition=~Q(body="") & ~Q(reason=""))
        ]
        indexes = [models.Index(fields=["key", "starts_on"], name="programme_text_by_key")]

    def __str__(self):
        return self.key
