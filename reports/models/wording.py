"""What people of DAECT wrote in a letter before it was sent, version after version (spec R5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.enums import LetterKind


class LetterText(models.Model):
    """A version of what is written for one case: the facts of the prior letter, the reasons of the demand.

    The last one is what the letter says; triggers keep the others as they were.
    """

    demand = models.ForeignKey("reports.ReimbursementDemand", models.PROTECT, related_name="texts")
    kind = models.CharField("lettre", max_length=20, choices=LetterKind)
    text = models.TextField("texte", max_length=6000)
    saved_at = models.DateTimeField("enregistré le")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "texte d’une lettre"
        verbose_name_plural = "textes des lettres"
        constraints = [
            models.CheckConstraint(name="letter_text_kind_known", condition=Q(kind__in=LetterKind.values)),
            models.CheckConstraint(name="letter_text_says_something", condition=~Q(text="")),
        ]
        indexes = [models.Index(fields=["demand", "kind"], name="letter_text_of_demand")]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.demand}"
