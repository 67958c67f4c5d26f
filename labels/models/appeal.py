"""What a body contests, and what it is answered (spec L9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from expect.database.fields import PublicIdField
from labels.enums import ANSWERS, AppealKind, AppealOutcome


class Appeal(models.Model):
    """An appeal against one decision, answered once: a refusal or a narrower grant, a `dismissal`, or silence.

    `implicit_on` is the day on which silence refused the file, where that is contested. What is contested may be
    contested twice, before its author and before the minister. Replaced or taken back since, were it by the other
    appeal, it has no object any more: nobody answers, and no letter does.

    `received_on` is the Paris day on which it came, `late` says that it came after the last day, `silence_on` is the
    day on which silence rejects it. Lodged here by the signatory, or registered by DAECT from a paper, its `paper`.
    The minister's answer is a letter signed elsewhere, `signed_by` and `signed_on`; `answered_by` recorded it.
    `other_implicit_on` is the day of the other refusal that silence had made, as it was when the answer was given. What
    was lodged, then what was answered, is frozen by triggers.
    """

    public_id = PublicIdField()
    number = models.CharField("numéro", max_length=20, unique=True)
    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="appeals")
    decision = models.ForeignKey("labels.Decision", models.PROTECT, null=True, related_name="appeals")
    dismissal = models.ForeignKey("labels.Dismissal", models.PROTECT, null=True, related_name="appeals")
    implicit_on = models.DateField("refus implicite du", null=True)
    kind = models.CharField("nature", max_length=20, choices=AppealKind)
    grounds = models.TextField("motifs du recours", max_length=6000)
    paper = models.OneToOneField("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    received_on = models.DateField("reçu le")
    late = models.BooleanField("hors délai", default=False)
    silence_on = models.DateField("rejet implicite le")
    registered_at = models.DateTimeField("enregistré le")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    receipt = models.OneToOneField("documents.IssuedDocument", models.PROTECT, related_name="+")
    outcome = models.CharField("réponse", max_length=20, choices=AppealOutcome, blank=True)
    answer = models.TextField("motifs de la réponse", max_length=6000, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    letter = models.OneToOneField("documents.IssuedDocument", models.PROTECT, null=True, related_name="+")
    signed_by = models.CharField("réponse signée par", max_length=150, blank=True)
    signed_on = models.DateField("réponse datée du", null=True)
    other_implicit_on = models.DateField("autre refus implicite du", null=True)

    class Meta:
        verbose_name = "recours"
        verbose_name_plural = "recours"
        constraints = [
            models.UniqueConstraint(
                name="appeal_one_open_of_kind",
                fields=["application", "kind"],
                condition=Q(answered_at=None, implicit_on=None),
            ),
            models.UniqueConstraint(
                name="appeal_one_open_against_silence",
                fields=["application", "kind", "implicit_on"],
                condition=Q(answered_at=None, implicit_on__isnull=False),
            ),
            models.CheckConstraint(name="appeal_kind_known", condition=Q(kind__in=AppealKind.values)),
            models.CheckConstraint(name="appeal_grounded", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="appeal_answered",
                condition=Q(outcome="", answer="", answered_at=None, answered_by=None, letter=None)
                | Q(
                    outcome__in=ANSWERS,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    letter__isnull=False,
                )
                & ~Q(answer="")
                | Q(
                    outcome=AppealOutcome.MOOT,
                    answered_at__isnull=False,
                    letter=None,
                )
                & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="appeal_signed_by_the_minister",
                condition=Q(signed_by="", signed_on=None)
                | Q(kind=AppealKind.TO_MINISTER, signed_on__isnull=False, letter__isnull=False)
                & ~Q(signed_by=""),
            ),
            models.CheckConstraint(
                name="appeal_against_one",
                condition=Q(decision__isnull=False, dismissal=None, implicit_on=None)
                | Q(decision=None, dismissal__isnull=False, implicit_on=None)
                | Q(decision=None, dismissal=None, implicit_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["answered_at", "silence_on"], name="appeal_waiting")]

    def __str__(self):
        return self.number

    @property
    def to_minister(self) -> bool:
        """Whether the minister answers it, and not the author of what it contests."""
        return self.kind == AppealKind.TO_MINISTER

    @property
    def letter_held(self) -> bool:
        """Whether the antivirus has still to find a scan of the minister's letter clean: nobody opens it here."""
        return self.signed_on is not None and self.letter.file_id is None

    def get_absolute_url(self) -> str:
        return reverse("labels:appeal", args=[self.public_id])


class AnswerScan(models.Model):
    """The minister's letter, scanned, as DAECT brought it (spec X6).

    The last that the antivirus found clean becomes the letter that the body opens; an infected one is replaced.
    """

    public_id = PublicIdField()
    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="answer_scans")
    file = models.OneToOneField("documents.StoredFile", models.PROTECT, related_name="+")
    brought_at = models.DateTimeField("apportée le")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "lettre numérisée"
        verbose_name_plural = "lettres numérisées"

    def __str__(self):
        return str(self.file)
