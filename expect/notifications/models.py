"""The outbox, written in the transaction of the act, and each person's list."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One e-mail to one address; `key` makes it unique, whatever the number of tries (spec X3).

    `secret` bodies (sign-in codes) are blanked once sent. `next_attempt_at` is also the lease of the drain that
    sends it.
    """

    key = models.CharField(max_length=200, unique=True)
    event = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=12, blank=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    to = models.EmailField()
    title = models.CharField(max_length=250)
    body = models.TextField()
    secret = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        indexes = [
            models.Index(fields=["next_attempt_at"], name="message_waiting", condition=Q(sent_at=None)),
            models.Index(fields=["subject_type", "subject_id"], name="message_subject"),
        ]

    def __str__(self):
        return self.key


class Notice(models.Model):
    """One line in a person's list, leading to the page where the thing is done."""

    key = models.CharField(max_length=200, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    title = models.CharField(max_length=250)
    path = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        indexes = [models.Index(fields=["user", "-created_at"], name="notice_of_user")]

    def __str__(self):
        return self.title
