"""What is decided on a file (spec L9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField
from labels.enums import Outcome


class DecisionQuerySet(models.QuerySet):
    """Decisions, former ones included."""

    def live(self) -> "DecisionQuerySet":
        """Those that stand: not replaced by a corrected one."""
        return self.filter(replaced_at=None)


class Decision(models.Model):
    """Recorded once per file and session, with its reasons, by a person entitled to (spec L9, X12).

    `skills` and `themes` are what is granted, which the committee may have narrowed: `narrowed` says so, and wants
    reasons (spec L9, L10). Notified, it has its letter and its signatory; outsiders see nothing before. Until then it
    may be corrected: another one `replaces` it and says why, `correction_reason`; the former is kept, `replaced_at`.
    """

    public_id = PublicIdField()
    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="decisions")
    session = models.ForeignKey("labels.CommitteeSession", models.PROTECT, related_name="decisions")
    outcome = models.CharField("décision", max_length=20, choices=Outcome)
    reasons = models.TextField("motifs", max_length=4000, blank=True)
    skills = models.TextField("compétences reconnues", max_length=600, blank=True)
    themes = models.ManyToManyField(
        "labels.Theme", related_name="+", verbose_name="thèmes reconnus", blank=True
    )
    narrowed = models.BooleanField("plus étroite que la demande", default=False)
    recorded_at = models.DateTimeField("enregistrée le")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name="remplace"
    )
    correction_reason = models.TextField("raison de la correction", max_length=1000, blank=True)
    replaced_at = models.DateTimeField("remplacée le", null=True, blank=True)
    authority = models.ForeignKey(
        "accounts.SigningAuthority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="signataire",
    )
    letter = models.OneToOneField(
        "documents.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+"
    )
    notified_at = models.DateTimeField("notifiée le", null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        constraints = [
            models.CheckConstraint(name="decision_outcome_known", condition=Q(outcome__in=Outcome.values)),
            models.UniqueConstraint(
                name="decision_once", fields=["application", "session"], condition=Q(replaced_at=None)
            ),
            models.CheckConstraint(
                name="decision_corrected",
                condition=Q(replaces=None, correction_reason="")
                | Q(replaces__isnull=False) & ~Q(correction_reason=""),
            ),
            models.CheckConstraint(
                name="decision_replaced_unnotified", condition=Q(replaced_at=None) | Q(notified_at=None)
            ),
            models.CheckConstraint(
                name="decision_reasoned",
                condition=Q(outcome=Outcome.GRANTED, narrowed=False) | ~Q(reasons=""),
            ),
            models.CheckConstraint(
                name="decision_grants_skills", condition=~Q(outcome=Outcome.GRANTED) | ~Q(skills="")
            ),
            models.CheckConstraint(
                name="decision_notified",
                condition=Q(notified_at=None) | Q(letter__isnull=False, authority__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.application} : {self.get_outcome_display()}"


class LetterReading(models.Model):
    """Somebody has read the letter of a decision before it leaves (spec L9). Frozen by triggers.

    `digest` is that of the words they read: a letter that says something else is to be read again. Those of before it
    was kept have none.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="readings")
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField("relue le")
    digest = models.CharField("empreinte de ce qui a été lu", max_length=64, blank=True)

    class Meta:
        verbose_name = "relecture d’une lettre"
        verbose_name_plural = "relectures de lettres"
        constraints = [
            models.UniqueConstraint(name="letter_read_once", fields=["decision", "read_by", "digest"])
        ]

    def __str__(self):
        return f"{self.decision}, relue par {self.read_by}"
