"""A need from abroad, and the holders asked to meet it (spec M1, M3)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from expect.database.fields import NormalisedField, PublicIdField
from missions.enums import RequestOrigin, RequestState, SolicitationState
from missions.models.limits import held

UNANSWERED = (SolicitationState.SENT, SolicitationState.LAPSED, SolicitationState.CANCELLED)


@held(but=("state",))
class ExpertiseRequest(models.Model):
    """A need expressed by a foreign local authority, relayed by the embassy, entered by DAECT, or declared by the
    holder that it reached directly: the `declarant` (spec M1, L6)."""

    public_id = PublicIdField()
    number = models.CharField("numéro", max_length=20, unique=True)
    state = models.CharField("état", max_length=20, choices=RequestState, default=RequestState.OPEN)
    origin = models.CharField("origine", max_length=20, choices=RequestOrigin)
    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+", verbose_name="pays")
    post = models.ForeignKey(
        "territory.DiplomaticPost", models.PROTECT, related_name="+", verbose_name="poste"
    )
    authority = models.CharField("collectivité étrangère ou organisateur", max_length=200)
    subject = models.CharField("objet", max_length=200)
    description = models.TextField("description du besoin", max_length=4000)
    themes = models.ManyToManyField("labels.Theme", related_name="+", verbose_name="thèmes")
    wished_from = models.DateField("période souhaitée, à partir du")
    wished_until = models.DateField("période souhaitée, jusqu’au")
    languages = models.CharField("langues de travail", max_length=200)
    urgent = models.BooleanField("urgent", default=False)
    created_at = models.DateTimeField("enregistré le")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declarant = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="déclaré par",
    )
    matched_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)
    merged_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="réuni au besoin"
    )
    search_text = NormalisedField(sources=("number", "subject", "authority"), max_length=500)

    class Meta:
        verbose_name = "demande d’expertise"
        verbose_name_plural = "demandes d’expertise"
        constraints = [
            models.CheckConstraint(name="request_state_known", condition=Q(state__in=RequestState.values)),
            models.CheckConstraint(name="request_period", condition=Q(wished_until__gte=F("wished_from"))),
            models.CheckConstraint(
                name="request_matched", condition=~Q(state=RequestState.MATCHED) | Q(matched_at__isnull=False)
            ),
            models.CheckConstraint(
                name="request_withdrawn",
                condition=~Q(state=RequestState.WITHDRAWN) | Q(withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_expired", condition=~Q(state=RequestState.EXPIRED) | Q(expired_at__isnull=False)
            ),
            models.CheckConstraint(
                name="request_merged",
                condition=Q(state=RequestState.MERGED, merged_at__isnull=False, merged_into__isnull=False)
                | ~Q(state=RequestState.MERGED) & Q(merged_at=None, merged_into=None),
            ),
            models.CheckConstraint(
                name="request_merged_into_another",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="request_declarant",
                condition=Q(origin=RequestOrigin.HOLDER, declarant__isnull=False)
                | ~Q(origin=RequestOrigin.HOLDER) & Q(declarant=None),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "country"], name="request_by_state"),
            models.Index(fields=["created_at"], name="request_by_age"),
        ]

    def __str__(self):
        return f"{self.number} — {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("missions:request", args=[self.public_id])


@held(but=("state",))
class Solicitation(models.Model):
    """DAECT asks a label holder whether it can meet a need, to be answered by a date (spec M3).

    `rank` among `ranked` holders, and `fit`, keep what the ranking said of it when it was asked (spec M2); without
    rank, it was chosen from outside. What was asked, answered and decided never changes: triggers hold it.
    """

    public_id = PublicIdField()
    request = models.ForeignKey(ExpertiseRequest, models.PROTECT, related_name="solicitations")
    label = models.ForeignKey("labels.Label", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    state = models.CharField("état", max_length=20, choices=SolicitationState, default=SolicitationState.SENT)
    message = models.TextField("message au titulaire", max_length=3000, blank=True)
    answer_by = models.DateField("réponse attendue le")
    sent_at = models.DateTimeField("envoyée le")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField("rang", null=True, blank=True)
    ranked = models.PositiveIntegerField("titulaires classés", null=True, blank=True)
    fit = models.JSONField("raisons du rang", default=list, blank=True)
    reminded_at = models.DateTimeField("rappel envoyé le", null=True, blank=True)
    silence_told_at = models.DateTimeField("silence signalé le", null=True, blank=True)
    answered_at = models.DateTimeField("réponse le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_reason = models.TextField("motif", max_length=2000, blank=True)
    decided_at = models.DateTimeField("choix le", null=True, blank=True)
    choice_reason = models.TextField("motif du choix", max_length=2000, blank=True)
    cancel_reason = models.TextField("motif d’annulation", max_length=2000, blank=True)

    class Meta:
        verbose_name = "sollicitation"
        verbose_name_plural = "sollicitations"
        constraints = [
            models.CheckConstraint(
                name="solicitation_state_known", condition=Q(state__in=SolicitationState.values)
            ),
            models.CheckConstraint(
                name="solicitation_answered",
                condition=Q(state__in=UNANSWERED) | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="solicitation_declined",
                condition=~Q(state=SolicitationState.DECLINED) | ~Q(answer_reason=""),
            ),
            models.CheckConstraint(
                name="solicitation_decided",
                condition=~Q(state__in=[SolicitationState.LAPSED, SolicitationState.CANCELLED])
                | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(name="solicitation_answer_later", condition=Q(answer_by__gt=F("sent_at"))),
            models.CheckConstraint(
                name="solicitation_rank",
                condition=Q(rank=None, ranked=None) | Q(rank__gte=1, ranked__gte=F("rank")),
            ),
            models.UniqueConstraint(
                name="solicitation_once",
                fields=["request", "organisation"],
                condition=~Q(state=SolicitationState.CANCELLED),
            ),
            models.UniqueConstraint(
                name="solicitation_one_chosen",
                fields=["request"],
                condition=Q(state=SolicitationState.CHOSEN),
            ),
        ]

    def __str__(self):
        return f"{self.request} → {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("missions:solicitation", args=[self.public_id])
