"""The address by which a person's calendar reads their missions (spec X1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField


class CalendarAddress(models.Model):
    """One at a time per person; revoked, it opens nothing. What the address holds is signed, and kept nowhere."""

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "adresse d’agenda"
        verbose_name_plural = "adresses d’agenda"
        constraints = [
            models.UniqueConstraint(
                name="calendar_address_one_open", fields=["user"], condition=Q(revoked_at=None)
            )
        ]

    def __str__(self):
        return f"{self.user}"
