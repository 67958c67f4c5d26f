"""A clerical error in a notified decision, mended (spec L9)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from expect.database.fields import PublicIdField
from expect.web import french
from labels.enums import Mention


class Rectification(models.Model):
    """A numbered correction of a notified decision: why, who signed it, its letter. Frozen by triggers.

    Numbers have no gap in a decision. The decision stays as it was notified; the label follows.
    """

    public_id = PublicIdField()
    decision = models.ForeignKey("labels.Decision", models.PROTECT, related_name="rectifications")
    number = models.PositiveSmallIntegerField("numéro")
    reason = models.TextField("nature de l’erreur", max_length=1000)
    signed_at = models.DateTimeField("signé le")
    authority = models.ForeignKey(
        "accounts.SigningAuthority", models.PROTECT, related_name="+", verbose_name="signataire"
    )
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    letter = models.OneToOneField("documents.IssuedDocument", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "rectificatif"
        verbose_name_plural = "rectificatifs"
        constraints = [
            models.UniqueConstraint(name="rectification_once", fields=["decision", "number"]),
            models.CheckConstraint(name="rectification_numbered", condition=Q(number__gte=1)),
            models.CheckConstraint(name="rectification_reasoned", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"Rectificatif n° {self.number}"


class RectifiedMention(models.Model):
    """One thing that was `written` and what it `becomes`; a day in ISO form. Frozen by triggers."""

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="mentions")
    mention = models.CharField("mention", max_length=20, choices=Mention)
    written = models.TextField("au lieu de", max_length=2000)
    becomes = models.TextField("lire", max_length=2000)

    class Meta:
        verbose_name = "mention rectifiée"
        verbose_name_plural = "mentions rectifiées"
        constraints = [
            models.UniqueConstraint(name="mention_once", fields=["rectification", "mention"]),
            models.CheckConstraint(name="mention_known", condition=Q(mention__in=Mention.values)),
            models.CheckConstraint(
                name="mention_changes", condition=~Q(written="") & ~Q(becomes="") & ~Q(written=F("becomes"))
            ),
        ]

    def __str__(self):
        return self.get_mention_display()

    def was(self) -> str:
        """What was written, as it is read."""
        return as_read(self.mention, self.written)

    def reads(self) -> str:
        """What it becomes, as it is read."""
        return as_read(self.mention, self.becomes)


def as_read(mention: str, text: str) -> str:
    """A mention as letters and diplomas have it: days in words."""
    return french.day(date.fromisoformat(text)) if mention == Mention.SESSION_DATE else text
