"""Who came to a session, put right: what was recorded by mistake, and why it was not so (spec L8, decision 0093)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class AttendanceCorrection(models.Model):
    """A member was `present`, or was not, contrary to what was recorded; why, by whom. Frozen by triggers.

    What was recorded follows the last correction of a member, and nothing else, until the minutes or the notification.
    """

    member = models.ForeignKey("labels.SessionMember", models.PROTECT, related_name="corrections")
    present = models.BooleanField("présence")
    reason = models.TextField("motif", max_length=1000)
    corrected_at = models.DateTimeField("corrigé le")
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "présence corrigée"
        verbose_name_plural = "présences corrigées"
        constraints = [
            models.CheckConstraint(name="attendance_correction_reasoned", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.member} : {'présence' if self.present else 'absence'}"
