"""The selection committee: dated sessions, members, opinions (spec L8)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from expect.database.fields import PublicIdField
from expect.web import french
from labels.enums import Answer, RecusalGround, SessionState, View


class CommitteeSession(models.Model):
    """A dated meeting with its cut-off: files admitted by then are examined (spec L8).

    `name` is its day in words, « 24 mars 2026 »; it sits from `starts_at` to `ends_at`, Paris hours, which were not
    recorded of the oldest ones. `revision` counts the changes of place and hours that its members' calendars follow.
    """

    public_id = PublicIdField()
    state = models.CharField("état", max_length=20, choices=SessionState, default=SessionState.PLANNED)
    name = models.CharField("intitulé", max_length=40)
    held_on = models.DateField("date de la séance")
    cut_off_on = models.DateField("clôture des inscriptions")
    place = models.CharField("lieu", max_length=150, default="Paris")
    starts_at = models.TimeField("début", null=True, blank=True)
    ends_at = models.TimeField("fin", null=True, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)
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
                name="session_hours",
                condition=Q(starts_at__isnull=False, ends_at__isnull=False, starts_at__lt=F("ends_at"))
                | Q(starts_at=None, ends_at=None, state__in=[SessionState.HELD, SessionState.NOTIFIED]),
            ),
            models.CheckConstraint(
                name="session_closed",
                condition=Q(state=SessionState.PLANNED, closed_at=None)
                | Q(state=SessionState.CANCELLED)
                | Q(
                    state__in=[SessionState.CLOSED, SessionState.HELD, SessionState.NOTIFIED],
                    closed_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="session_held",
                condition=Q(
                    state__in=[SessionState.PLANNED, SessionState.CLOSED, SessionState.CANCELLED],
                    held_at=None,
                )
                | Q(state__in=[SessionState.HELD, SessionState.NOTIFIED], held_at__isnull=False),
            ),
            models.CheckConstraint(
                name="session_notified",
                condition=Q(state=SessionState.NOTIFIED, notified_at__isnull=False)
                | ~Q(state=SessionState.NOTIFIED) & Q(notified_at=None),
            ),
            models.CheckConstraint(
                name="session_cancelled",
                condition=~Q(state=SessionState.CANCELLED) & Q(cancelled_at=None, cancellation_reason="")
                | Q(state=SessionState.CANCELLED, cancelled_at__isnull=False) & ~Q(cancellation_reason=""),
            ),
        ]

    def __str__(self):
        return f"Séance du {self.name}"

    def when(self) -> str:
        """« 24 mars 2026 de 9 h 30 à 12 h 30 »; the day alone where the hours were not recorded."""
        return f"{french.day(self.held_on)} {french.hours(self.starts_at, self.ends_at)}".rstrip()

    def get_absolute_url(self) -> str:
        return reverse("labels:session", args=[self.public_id])


class SessionMember(models.Model):
    """A person invited to sit, what they answered, and whether they came (quorum, spec L8).

    `seated` says, once the session is held, whether they were of the committee on its day; before, it is asked.
    """

    session = models.ForeignKey(CommitteeSession, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.CharField("réponse", max_length=10, choices=Answer, blank=True)
    answer_reason = models.CharField("raison", max_length=300, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    present = models.BooleanField("présence", default=False)
    seated = models.BooleanField("du comité ce jour-là", null=True, editable=False)

    class Meta:
        verbose_name = "membre de la séance"
        verbose_name_plural = "membres de la séance"
        constraints = [
            models.UniqueConstraint(name="session_member_once", fields=["session", "user"]),
            models.CheckConstraint(
                name="session_member_answered",
                condition=Q(answer="", answered_at=None)
                | Q(answer__in=Answer.values, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="session_member_declined", condition=~Q(answer=Answer.DECLINED) | ~Q(answer_reason="")
            ),
        ]

    def __str__(self):
        return str(self.user)


class AgendaPlace(models.Model):
    """The rank of a file on the agenda of a session, from 1; a file without a place comes after, by its number.

    `fixed_at` is when the committee met: from then on the order no longer changes (spec L8).
    """

    session = models.ForeignKey(CommitteeSession, models.PROTECT, related_name="places")
    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField("rang")
    fixed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "rang à l’ordre du jour"
        verbose_name_plural = "rangs à l’ordre du jour"
        constraints = [
            models.UniqueConstraint(name="agenda_place_once", fields=["session", "application"]),
            models.CheckConstraint(name="agenda_rank_from_one", condition=Q(rank__gte=1)),
        ]

    def __str__(self):
        return f"{self.rank}. {self.application}"


class Minutes(models.Model):
    """The minutes of a session, established once all is decided; a later correction makes the next number (spec L8)."""

    public_id = PublicIdField()
    session = models.ForeignKey(CommitteeSession, models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField("version")
    document = models.OneToOneField("documents.IssuedDocument", models.PROTECT, related_name="+")
    established_at = models.DateTimeField("établi le")
    established_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "procès-verbal"
        verbose_name_plural = "procès-verbaux"
        constraints = [models.UniqueConstraint(name="minutes_numbered", fields=["session", "number"])]

    def __str__(self):
        return f"Procès-verbal de la séance du {self.session.name}, version {self.number}"

    @property
    def label(self) -> str:
        """What its link says on the session's page."""
        return f"Procès-verbal, version {self.number}"


class Opinion(models.Model):
    """One member's view of one file, given once; or why they give none, `View.ABSTAINED` (spec L8)."""

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
            models.CheckConstraint(name="opinion_view_known", condition=Q(view__in=View.values)),
            models.CheckConstraint(name="opinion_reasoned", condition=~Q(reasons="")),
        ]

    def __str__(self):
        return f"{self.member} : {self.get_view_display()}"


class RecusalQuerySet(models.QuerySet):
    """Recusals, those that were lifted included."""

    def standing(self) -> "RecusalQuerySet":
        """Those that were not lifted."""
        return self.filter(lifted_at=None)

    def carried(self) -> "RecusalQuerySet":
        """Of each member on each file, the last one, where it stands: from session to session, it follows the file."""
        later = Recusal.objects.filter(
            application=OuterRef("application"), member=OuterRef("member"), pk__gt=OuterRef("pk")
        )
        return self.standing().filter(~Exists(later))


class Recusal(models.Model):
    """A member steps aside on a file: neither the file nor the opinions are theirs to read (spec L8).

    `reasons` is what the member said, where they declared it, or what DAECT wrote down, where it `recorded` it. A wrong
    one is lifted before the session is held, `lift_reasons` says why: it no longer counts (decision 0064).
    """

    public_id = PublicIdField()
    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="recusals")
    session = models.ForeignKey(CommitteeSession, models.PROTECT, related_name="recusals")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ground = models.CharField("motif", max_length=20, choices=RecusalGround)
    reasons = models.TextField("raison", max_length=1000, blank=True)
    since = models.DateTimeField("depuis le")
    lifted_at = models.DateTimeField("levé le", null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lift_reasons = models.TextField("raison de la levée", max_length=1000, blank=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = "déport"
        verbose_name_plural = "déports"
        constraints = [
            models.UniqueConstraint(
                name="recusal_once",
                fields=["application", "session", "member"],
                condition=Q(lifted_at=None),
            ),
            models.CheckConstraint(
                name="recusal_lifted",
                condition=Q(lifted_at=None, lifted_by=None, lift_reasons="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reasons=""),
            ),
            models.CheckConstraint(name="recusal_ground_known", condition=Q(ground__in=RecusalGround.values)),
            models.CheckConstraint(
                name="recusal_recorded_reasoned",
                condition=~Q(ground=RecusalGround.RECORDED) | ~Q(reasons=""),
            ),
        ]

    def __str__(self):
        return f"{self.member} : {self.get_ground_display()}"


class ClearedDoubt(models.Model):
    """A person found that what is alike by name between a member and a file is no tie, and said why (decision 0064).

    It holds for these names: another employer, another expert, is another question. Frozen by triggers.
    """

    public_id = PublicIdField()
    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ground = models.CharField("motif", max_length=20, choices=RecusalGround)
    own = models.CharField("du membre", max_length=300)
    named = models.CharField("du dossier", max_length=300)
    reasons = models.TextField("raison", max_length=1000)
    cleared_at = models.DateTimeField("écarté le")
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "lien écarté"
        verbose_name_plural = "liens écartés"
        constraints = [
            models.UniqueConstraint(
                name="doubt_cleared_once", fields=["application", "member", "ground", "own", "named"]
            ),
            models.CheckConstraint(
                name="cleared_doubt_ground_known", condition=Q(ground__in=RecusalGround.values)
            ),
            models.CheckConstraint(name="cleared_doubt_reasoned", condition=~Q(reasons="")),
        ]

    def __str__(self):
        return f"{self.member} : {self.own}, {self.named}"
