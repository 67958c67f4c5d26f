"""What the head allows in spite of a rule (spec M3, M10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from missions.enums import ExceptionKind
from missions.models.limits import held


class ExceptionQuerySet(models.QuerySet):
    """Exceptions, asked for by the rules that they lift."""

    def lift(self, kind: ExceptionKind, *, request: int, label: int) -> bool:
        """Whether that rule is lifted for that label on that need, and on the mission born of it (keys)."""
        return self.filter(kind=kind, request=request, label=label).exists()


@held(but=("kind",))
class GrantedException(models.Model):
    """The head lifts one rule for one holder on one need, from the solicitation to the departure, and says why.

    Once of a kind. Triggers forbid any change or deletion.
    """

    request = models.ForeignKey("missions.ExpertiseRequest", models.PROTECT, related_name="exceptions")
    label = models.ForeignKey("labels.Label", models.PROTECT, related_name="+")
    kind = models.CharField("règle levée", max_length=20, choices=ExceptionKind)
    reasons = models.TextField("motifs", max_length=2000)
    granted_at = models.DateTimeField("accordée le")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = "exception"
        verbose_name_plural = "exceptions"
        constraints = [
            models.CheckConstraint(name="exception_kind_known", condition=Q(kind__in=ExceptionKind.values)),
            models.CheckConstraint(name="exception_reasoned", condition=~Q(reasons="")),
            models.UniqueConstraint(name="exception_once", fields=["request", "label", "kind"]),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} : {self.request}"
