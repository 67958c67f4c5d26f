"""The right, and its certificate (spec L10, L11)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from expect.database.fields import NormalisedField, PublicIdField
from labels.enums import LabelState
from labels.models.decision import Decision


def holds_on(day: date) -> Q:
    """The labels that hold on that Paris day, from the grant to the last day included (spec L12)."""
    return Q(state=LabelState.VALID, granted_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


class LabelQuerySet(models.QuerySet):
    """Labels on a day: the expiry is read from the date (spec §6)."""

    def valid_on(self, day: date) -> "LabelQuerySet":
        """Those that hold on that Paris day."""
        return self.filter(holds_on(day))


class Label(models.Model):
    """The label: number without gap, holder, skills and themes granted, term (spec L10).

    `skills` and `themes` are those of the `decision`, or of the last one that widened it after an appeal, `widened_by`;
    `skills`, and `holder_name` where it is not the body's own, are mended by the last `rectification` (spec L9).
    """

    public_id = PublicIdField()
    number = models.CharField("numéro", max_length=20, unique=True)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    application = models.OneToOneField("labels.LabelApplication", models.PROTECT, related_name="label")
    decision = models.OneToOneField("labels.Decision", models.PROTECT, related_name="label")
    state = models.CharField("état", max_length=20, choices=LabelState, default=LabelState.VALID)
    skills = models.TextField("compétences reconnues", max_length=600)
    themes = models.ManyToManyField("labels.Theme", related_name="+", verbose_name="thèmes")
    holder_name = models.CharField("nom du titulaire, rectifié", max_length=300, blank=True)
    rectification = models.ForeignKey(
        "labels.Rectification",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dernier rectificatif",
    )
    widened_by = models.OneToOneField(
        "labels.Decision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="élargi par la décision",
    )
    granted_on = models.DateField("attribué le")
    ends_on = models.DateField("dernier jour", null=True, blank=True)
    search_text = NormalisedField(sources=("number", "skills", "holder_name"), max_length=1000)

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = "label"
        verbose_name_plural = "labels"
        constraints = [
            models.CheckConstraint(name="label_state_known", condition=Q(state__in=LabelState.values)),
            models.CheckConstraint(
                name="label_dates", condition=Q(ends_on=None) | Q(ends_on__gt=F("granted_on"))
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state"], name="label_of_body"),
            models.Index(fields=["-granted_on", "id"], name="label_last_granted"),
        ]

    def __str__(self):
        return self.number

    def holder(self) -> str:
        """The holder's name as the diploma writes it."""
        return self.holder_name or self.organisation.name

    def rests_on(self) -> Decision:
        """The decision that says what it recognises today."""
        return self.widened_by or self.decision

    def valid_on(self, day: date) -> bool:
        """Whether the label holds on that Paris day: `holds_on`, for a label in hand."""
        return (
            self.state == LabelState.VALID
            and self.granted_on <= day
            and (self.ends_on is None or day <= self.ends_on)
        )


class Diploma(models.Model):
    """A version of the label's diploma; a correction is a new version that revokes the former (spec L11).

    `code` is the short code of the public verification page; `reason` says why a later version was made.
    """

    public_id = PublicIdField()
    label = models.ForeignKey(Label, models.PROTECT, related_name="diplomas")
    version = models.PositiveSmallIntegerField(default=1)
    code = models.CharField("code de vérification", max_length=12, unique=True)
    document = models.OneToOneField("documents.IssuedDocument", models.PROTECT, related_name="+")
    reason = models.TextField("raison de cette version", max_length=1100, blank=True)
    issued_at = models.DateTimeField("émis le")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        verbose_name = "diplôme"
        verbose_name_plural = "diplômes"
        constraints = [
            models.UniqueConstraint(name="diploma_version_once", fields=["label", "version"]),
            models.UniqueConstraint(name="diploma_one_live", fields=["label"], condition=Q(revoked_at=None)),
            models.CheckConstraint(
                name="diploma_version_reasoned",
                condition=Q(version=1, reason="") | Q(version__gt=1) & ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"Diplôme {self.label}, version {self.version}"
