"""The selection committee: dated sessions, members, opinions (spec L8)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from expect.database.fields import PublicIdField
from labels.enums import RecusalGround, SessionState, View


class CommitteeSession(models.Model):
    """A dated meeting with its cut-off: files admitted by then are examined (spec L8).

    `name` is its day in words, « 24 mars 2026 ».
    """

    public_id = PublicIdField()
    state = models.CharField("état", max_length=20, choices=SessionState, default=SessionState.PLANNED)
    name = models.CharField("intitulé", max_length=40)
    held_on = models.DateField("date de la séance")
    cut_off_on = models.DateField("clôture des inscriptions")
    place = models.CharField("lieu", max_length=150, default="Paris")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancellation_reason = models.TextField("motif de l’annulation", max_length=1000, blank=True)

    class Meta:
        verbose_name = "séance du comité de sélection"
        verbose_name_plural = "séances du comité de sélection"
        constraints = [
            models.CheckConstraint(name="session_state_known", condition=Q(state__in=SessionState.values)),
            models.CheckConstraint(name="session_cut_off_before", condition=Q(cut_off_on__lte=F("held_on"))),
            models.CheckConstraint(
                name="session_closed",
                condition=Q(state__in=[SessionState.PLANNED, SessionState.CANCELLED])
                | Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="session_held",
                condition=Q(state__in=[SessionState.PLANNED, SessionState.CLOSED, SessionState.CANCELLED])
                | Q(held_at__isnull=False),
            ),
            models.CheckConstraint(
                name="session_notified",
                condition=~Q(state=SessionState.NOTIFIED) | Q(notified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="session_cancelled",
                condition=~Q(state=SessionState.CANCELLED)
                | Q(cancelled_at__isnull=False) & ~Q(cancellation_reason=""),
            ),
        ]

    def __str__(self):
        return f"Séance du {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("labels:session", args=[self.public_id])


class SessionMember(models.Model):
    """A person invited to sit, and whether they came (quorum, spec L8)."""

    session = models.ForeignKey(CommitteeSession, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    present = models.BooleanField("présent", default=False)

    class Meta:
        verbose_name = "membre de la séance"
        verbose_name_plural = "membres de la séance"
        constraints = [models.UniqueConstraint(name="session_member_once", fields=["session", "user"])]

    def __str__(self):
        return str(self.user)


class Opinion(models.Model):
    """One member's view of one file, given once (spec L8)."""

    public_id = PublicIdField()
    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="opinions")
    session = models.ForeignKey(CommitteeSession, models.PROTECT, related_name="opinions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    view = models.CharField("avis", max_length=20, choices=View)
    reasons = models.TextField("motifs", max_length=3000)
    given_at = models.DateTimeField("donné le")

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        constraints = [
            models.UniqueConstraint(name="opinion_once", fields=["application", "session", "member"]),
            models.CheckConstraint(name="opinion_reasoned", condition=~Q(reasons="")),
        ]

    def __str__(self):
        return f"{self.member} : {self.get_view_display()}"


class Recusal(models.Model):
    """A member steps aside on a file: neither the file nor the opinions are theirs to read (spec L8).

    `reasons` is what the member said, where they declared it.
    """

    public_id = PublicIdField()
    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="recusals")
    session = models.ForeignKey(CommitteeSession, models.PROTECT, related_name="recusals")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ground = models.CharField("motif", max_length=20, choices=RecusalGround)
    reasons = models.TextField("raison", max_length=1000, blank=True)
    since = models.DateTimeField("depuis le")

    class Meta:
        verbose_name = "déport"
        verbose_name_plural = "déports"
        constraints = [
            models.UniqueConstraint(name="recusal_once", fields=["application", "session", "member"])
        ]

    def __str__(self):
        return f"{self.member} : {self.get_ground_display()}"
