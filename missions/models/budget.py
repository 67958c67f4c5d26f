"""What the ministry sets aside for the programme, year by year (spec M7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField
from missions.models.limits import held


@held()
class Envelope(models.Model):
    """The sum of a year, in euros; the last one set for a year stands, triggers forbid any change or deletion."""

    public_id = PublicIdField()
    year = models.PositiveSmallIntegerField("année")
    amount = models.DecimalField("montant en euros", max_digits=12, decimal_places=2)
    reason = models.CharField("texte ou motif", max_length=300)
    set_at = models.DateTimeField("fixée le")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "enveloppe annuelle"
        verbose_name_plural = "enveloppes annuelles"
        constraints = [
            models.CheckConstraint(name="envelope_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="envelope_year", condition=Q(year__range=(2020, 2100))),
            models.CheckConstraint(name="envelope_reasoned", condition=~Q(reason="")),
        ]
        indexes = [models.Index(fields=["year", "set_at"], name="envelope_of_year")]

    def __str__(self):
        return f"{self.year} : {self.amount}"
