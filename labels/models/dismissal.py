"""What ends a file without the committee (spec §6, L9)."""

from django.db import models
from django.db.models import Q

from expect.database.fields import PublicIdField
from labels.enums import DismissalKind


class Dismissal(models.Model):
    """A decision that a lodged version is not examined: it can't be, or the corrections asked for never came.

    Its author signs it, under `authority`; its letter gives the reason and the ways of appeal. Upheld, an appeal
    reopens the file, which may be dismissed again: each has its row, its letter and its proof. Frozen by triggers.
    Those of before this table have no authority kept, and the oldest no letter.
    """

    public_id = PublicIdField()
    application = models.ForeignKey("labels.LabelApplication", models.PROTECT, related_name="dismissals")
    version = models.ForeignKey("labels.ApplicationVersion", models.PROTECT, related_name="dismissals")
    kind = models.CharField("nature", max_length=20, choices=DismissalKind)
    reason = models.TextField("motif", max_length=3000)
    decided_at = models.DateTimeField("prise le")
    authority = models.ForeignKey("accounts.SigningAuthority", models.PROTECT, null=True, related_name="+")
    letter = models.OneToOneField("documents.IssuedDocument", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "décision sans examen"
        verbose_name_plural = "décisions sans examen"
        constraints = [
            models.CheckConstraint(name="dismissal_kind_known", condition=Q(kind__in=DismissalKind.values)),
            models.CheckConstraint(name="dismissal_reasoned", condition=~Q(reason="")),
            models.CheckConstraint(
                name="dismissal_signed", condition=Q(authority=None) | Q(letter__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.application} : {self.get_kind_display()}"
