"""How an embassy, or a holder, answers without signing in (spec M8, X13)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from expect.database.fields import PublicIdField
from missions.enums import WRITTEN, Channel
from missions.models.limits import held


class ReviewLink(models.Model):
    """The link by which one agent answers on one version, once, before `expires_at`; only its digest is kept."""

    public_id = PublicIdField()
    version = models.ForeignKey("missions.TermsVersion", models.PROTECT, related_name="links")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "lien de réponse"
        verbose_name_plural = "liens de réponse"
        constraints = [
            models.CheckConstraint(name="review_link_expires", condition=Q(expires_at__gt=F("created_at")))
        ]

    def __str__(self):
        return f"{self.version} → {self.agent}"


class RecordQuerySet(models.QuerySet):
    """What DAECT recorded on behalf of another."""

    def in_dispute(self) -> "RecordQuerySet":
        """Contested, and DAECT has not said yet what follows (spec X13)."""
        return self.filter(contested_at__isnull=False, settled_at=None)


class Recorded(models.Model):
    """What DAECT said of a contestation, once, and when (spec X13)."""

    settled_at = models.DateTimeField("conclu le", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settlement = models.TextField("suite donnée", max_length=2000, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def in_dispute(self) -> bool:
        """Contested, and DAECT has not said yet what follows; the same rule as the queryset's."""
        return self.contested_at is not None and self.settled_at is None


SETTLED_WHOLE = Q(settled_at=None, settled_by=None, settlement="") | Q(
    contested_at__isnull=False, settled_at__isnull=False, settled_by__isnull=False
) & ~Q(settlement="")


@held(but=("channel",))
class RecordedReview(Recorded):
    """An answer of the embassy that DAECT recorded on its behalf, with the paper (spec X13).

    The post may contest it, once, and DAECT says what follows: a validation recorded wrongly is `withdrawn`. Triggers
    forbid any other change.
    """

    review = models.OneToOneField("missions.EmbassyReview", models.PROTECT, related_name="record")
    channel = models.CharField("reçu par", max_length=20, choices=Channel)
    author = models.CharField("signataire", max_length=150)
    received_on = models.DateField("reçu le")
    scan = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    contested_at = models.DateTimeField("contesté le", null=True, blank=True)
    contested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contest_reason = models.TextField("motif de la contestation", max_length=2000, blank=True)
    withdrawn = models.BooleanField("retiré par la DAECT", default=False)

    class Meta:
        verbose_name = "avis enregistré pour l’ambassade"
        verbose_name_plural = "avis enregistrés pour les ambassades"
        constraints = [
            models.CheckConstraint(
                name="recorded_channel_known", condition=Q(channel__in=[channel.value for channel in WRITTEN])
            ),
            models.CheckConstraint(
                name="recorded_contest_whole",
                condition=Q(contested_at=None, contested_by=None, contest_reason="")
                | Q(contested_at__isnull=False, contested_by__isnull=False) & ~Q(contest_reason=""),
            ),
            models.CheckConstraint(name="recorded_settled_whole", condition=SETTLED_WHOLE),
            models.CheckConstraint(
                name="recorded_withdrawn_once_settled",
                condition=Q(withdrawn=False) | Q(settled_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.review}, {self.get_channel_display()}"


@held(but=("channel",))
class RecordedAnswer(Recorded):
    """What a holder or a post wrote or said, that DAECT recorded on its behalf with the proof (spec X13).

    A need; a holder's answer to a solicitation, or its acceptance of a version of the terms. Whose word it is may
    contest it, once, and DAECT says what follows; triggers forbid any other change.
    """

    public_id = PublicIdField()
    request = models.OneToOneField(
        "missions.ExpertiseRequest", models.PROTECT, null=True, blank=True, related_name="record"
    )
    solicitation = models.OneToOneField(
        "missions.Solicitation", models.PROTECT, null=True, blank=True, related_name="record"
    )
    acceptance = models.OneToOneField(
        "missions.TermsAcceptance", models.PROTECT, null=True, blank=True, related_name="record"
    )
    channel = models.CharField("reçu par", max_length=20, choices=Channel)
    author = models.CharField("auteur", max_length=150)
    received_on = models.DateField("reçu le")
    scan = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    contested_at = models.DateTimeField("contesté le", null=True, blank=True)
    contested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contest_reason = models.TextField("motif de la contestation", max_length=2000, blank=True)

    class Meta:
        verbose_name = "écrit enregistré au nom d’un tiers"
        verbose_name_plural = "écrits enregistrés au nom de tiers"
        constraints = [
            models.CheckConstraint(
                name="answer_recorded_of_one",
                condition=Q(request__isnull=False, solicitation=None, acceptance=None)
                | Q(request=None, solicitation=None, acceptance__isnull=False)
                | Q(request=None, solicitation__isnull=False, acceptance=None),
            ),
            models.CheckConstraint(
                name="answer_recorded_channel",
                condition=Q(channel__in=[Channel.EMAIL.value, Channel.PAPER.value])
                | Q(channel=Channel.PHONE.value, acceptance=None)
                | Q(channel=Channel.TELEGRAM.value, request__isnull=False),
            ),
            models.CheckConstraint(
                name="answer_recorded_contest_whole",
                condition=Q(contested_at=None, contested_by=None, contest_reason="")
                | Q(contested_at__isnull=False, contested_by__isnull=False) & ~Q(contest_reason=""),
            ),
            models.CheckConstraint(name="answer_recorded_settled_whole", condition=SETTLED_WHOLE),
        ]

    def __str__(self):
        return f"{self.get_channel_display()}, {self.author}"

    @property
    def subject(self):
        """The need, the solicitation or the mission of which it speaks; whoever reads it has fetched it."""
        return self.request or self.solicitation or self.acceptance.version.mission

    @property
    def organisation(self):
        """The holder on whose behalf; None where it is the post's."""
        return self.request.declarant if self.request else self.subject.organisation

    @property
    def party(self):
        """Whose word it is: a holder, or the post that was in charge of the need's country."""
        return self.organisation or self.request.post
