"""The journal's one table."""

from django.db import models

from expect.kernel.clock import paris_day


class Entry(models.Model):
    """One line: who, as what, when, what, on what, from → to (spec X2).

    Codes and public ids only. Triggers forbid deletion and change; `position`, `previous_hash` and `hash` are set
    once, when the line is sealed (`audit.chain`).
    """

    at = models.DateTimeField("le")
    actor = models.CharField("par", max_length=12, blank=True)
    role = models.CharField("en qualité de", max_length=20, blank=True)
    membership = models.CharField(max_length=12, blank=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=12)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    details = models.JSONField(default=dict)
    position = models.PositiveBigIntegerField(null=True, unique=True)
    previous_hash = models.CharField(max_length=64, null=True)
    hash = models.CharField(max_length=64, null=True)

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_subject"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(position=None)),
        ]

    def __str__(self):
        return f"{paris_day(self.at)} {self.action} {self.subject_type} {self.subject_id}"
