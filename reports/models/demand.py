"""The money back: prior letter, answer, demand (spec R4, R5)."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from expect.database.fields import PublicIdField
from reports.enums import DebtorKind, DemandState, DropCause
from reports.models.hearing import Hearing
from reports.workflow import LIVE, MAY_COME_BACK, OPEN

ISSUED = (DemandState.ISSUED, DemandState.HANDED_OVER, DemandState.SETTLED, DemandState.WAIVED)


class ReimbursementDemand(models.Model):
    """What the ministry paid for a mission whose report is missing past `due_on` (spec R4).

    One per mission and limit, and at most one live per mission: two unique constraints make the job idempotent. One
    that the job let go does not count: should that limit come back, or a sum be paid again, another is drafted. The
    number is given at issue, without gap; with the total, the reasons and the lines, it no longer changes. `cleared` is
    what the entries of the register take off the total, `to_give_back` what was paid beyond what is owed. The debtor
    and the sum are frozen at the hand-over.
    """

    public_id = PublicIdField()
    number = models.CharField("numéro", max_length=20, blank=True)
    mission = models.ForeignKey("missions.Mission", models.PROTECT, related_name="+")
    due_on = models.DateField("limite dépassée")
    state = models.CharField("état", max_length=20, choices=DemandState, default=DemandState.DRAFT)
    total = models.DecimalField("total en euros", max_digits=12, decimal_places=2)
    drafted_at = models.DateTimeField("préparée le")
    reasoning = models.TextField("motivation", max_length=6000, blank=True)
    issued_at = models.DateTimeField("émise le", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    authority = models.ForeignKey(
        "accounts.SigningAuthority", models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.OneToOneField(
        "documents.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField("abandonnée le", null=True, blank=True)
    drop_cause = models.CharField("cause", max_length=20, choices=DropCause, blank=True)
    handed_over_at = models.DateTimeField("transmise le", null=True, blank=True)
    debtor_name = models.CharField("débiteur", max_length=300, blank=True)
    debtor_siret = models.CharField("SIRET du débiteur", max_length=14, blank=True)
    debtor_kind = models.CharField("nature du débiteur", max_length=20, choices=DebtorKind, blank=True)
    amount_handed_over = models.DecimalField(
        "à recouvrer, en euros", max_digits=12, decimal_places=2, null=True, blank=True
    )
    cleared = models.DecimalField("soldé, en euros", max_digits=12, decimal_places=2, default=0)
    to_give_back = models.DecimalField("à restituer, en euros", max_digits=12, decimal_places=2, default=0)
    contested_on = models.DateField("contestée le", null=True, blank=True)
    maintained_at = models.DateTimeField("maintenue le", null=True, blank=True)
    settled_at = models.DateTimeField("soldée le", null=True, blank=True)
    waived_at = models.DateTimeField("renonciation le", null=True, blank=True)
    closing_reason = models.TextField("motif", max_length=2000, blank=True)

    class Meta:
        verbose_name = "demande de remboursement"
        verbose_name_plural = "demandes de remboursement"
        constraints = [
            models.CheckConstraint(name="demand_state_known", condition=Q(state__in=DemandState.values)),
            models.CheckConstraint(name="demand_of_something", condition=Q(total__gt=0)),
            models.UniqueConstraint(
                name="demand_once_per_limit",
                fields=["mission", "due_on"],
                condition=~Q(drop_cause__in=MAY_COME_BACK),
            ),
            models.UniqueConstraint(
                name="demand_one_live",
                fields=["mission"],
                condition=Q(state__in=LIVE),
            ),
            models.UniqueConstraint(name="demand_number_unique", fields=["number"], condition=~Q(number="")),
            models.CheckConstraint(
                name="demand_issued",
                condition=~Q(state__in=ISSUED)
                | Q(issued_at__isnull=False, document__isnull=False, authority__isnull=False) & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="demand_dropped",
                condition=~Q(state=DemandState.DROPPED) | Q(dropped_at__isnull=False) & ~Q(drop_cause=""),
            ),
            models.CheckConstraint(
                name="demand_closed_with_reason",
                condition=~Q(drop_cause=DropCause.PERSON) & Q(waived_at=None) | ~Q(closing_reason=""),
            ),
            models.CheckConstraint(
                name="demand_cleared_within_total", condition=Q(cleared__gte=0, cleared__lte=F("total"))
            ),
            models.CheckConstraint(
                name="demand_handed_over",
                condition=~Q(state=DemandState.HANDED_OVER)
                | Q(handed_over_at__isnull=False, amount_handed_over__gt=0, debtor_kind__in=DebtorKind.values)
                & ~Q(debtor_siret="")
                & ~Q(debtor_name=""),
            ),
            models.CheckConstraint(
                name="demand_given_back_as_paid",
                condition=Q(to_give_back__gte=0, to_give_back__lte=F("cleared")),
            ),
            models.CheckConstraint(
                name="demand_settled",
                condition=Q(state=DemandState.SETTLED, settled_at__isnull=False, cleared=F("total"))
                | ~Q(state=DemandState.SETTLED) & Q(settled_at=None),
            ),
            models.CheckConstraint(
                name="demand_waived", condition=~Q(state=DemandState.WAIVED) | Q(waived_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["state", "drafted_at"], name="demand_by_state"),
            models.Index(fields=["drafted_at"], name="demand_by_age"),
        ]

    def __str__(self):
        return self.number or f"Demande sur la mission {self.mission}"

    def get_absolute_url(self) -> str:
        return reverse("reports:demand", args=[self.public_id])

    def outstanding(self) -> Decimal:
        """What the holder still owes, in euros: nothing before the issue, nor once the demand is over."""
        return self.total - self.cleared if self.state in OPEN else Decimal()


class DemandLine(models.Model):
    """A line of the account: a sum paid, less its correction; below zero, a sum already recovered (spec R4)."""

    demand = models.ForeignKey(ReimbursementDemand, models.PROTECT, related_name="lines")
    cost = models.ForeignKey("missions.Cost", models.PROTECT, related_name="+")
    amount = models.DecimalField("montant en euros", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "ligne de la demande"
        verbose_name_plural = "lignes de la demande"
        constraints = [models.UniqueConstraint(name="demand_line_once", fields=["demand", "cost"])]

    def __str__(self):
        return f"{self.cost} : {self.amount} €"


class PriorLetter(models.Model):
    """The letter that opens the right to answer, before any demand (spec R5).

    `answer_by` runs from `received_on`, the day that the last proof of service of `document` bears (spec X11).
    `answer` is what the holder's signatory wrote online, once; what came otherwise is in `recorded`. Where either asks
    to be heard, `hearing_asked`, what became of it comes before the demand: the one of its `hearings` that stands.
    """

    public_id = PublicIdField()
    demand = models.OneToOneField(ReimbursementDemand, models.PROTECT, related_name="prior_letter")
    document = models.OneToOneField("documents.IssuedDocument", models.PROTECT, related_name="+")
    authority = models.ForeignKey("accounts.SigningAuthority", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("envoyée le")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_on = models.DateField("reçue le", null=True, blank=True)
    answer_by = models.DateField("réponse possible jusqu’au", null=True, blank=True)
    answer = models.TextField("observations du titulaire", max_length=6000, blank=True)
    answered_at = models.DateTimeField("observations du", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_online = models.BooleanField("le demande dans ses observations en ligne", default=False)
    hearing_asked = models.BooleanField("demande à être entendu", default=False)

    class Meta:
        verbose_name = "lettre préalable"
        verbose_name_plural = "lettres préalables"
        constraints = [
            models.CheckConstraint(
                name="prior_letter_received",
                condition=Q(received_on=None, answer_by=None) | Q(answer_by__gt=F("received_on")),
            ),
            models.CheckConstraint(
                name="prior_letter_answered",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False)
                & (~Q(answer="") | Q(hearing_asked=True)),
            ),
        ]

    def __str__(self):
        return f"Lettre préalable, {self.demand}"

    def get_absolute_url(self) -> str:
        """The holder's page; DAECT reads the letter on that of the demand."""
        return reverse("reports:letter", args=[self.public_id])

    def is_open(self, on: date) -> bool:
        """Whether the time given to the holder, which has not answered online, still runs that day (spec R5)."""
        return self.answered_at is None and (self.answer_by is None or on <= self.answer_by)

    def asks_to_be_heard(self, *, but: int | None = None) -> bool:
        """Whether the holder asks for it online, or in what was recorded and stands, save that row (spec R5)."""
        recorded = self.recorded.filter(hearing_asked=True, cancelled_at=None).exclude(pk=but)
        return self.asked_online or recorded.exists()

    def hearing_awaited(self) -> bool:
        """Whether the holder asked to be heard, and nobody said yet what came of it (spec R5)."""
        return self.hearing_asked and self.hearing() is None

    def is_contested(self) -> bool:
        """Whether the holder disowns something that DAECT recorded, and that still counts (spec R5, X13)."""
        recorded = (*self.recorded.all(), *self.hearings.all())
        return any(one.contested_at and not one.cancelled_at for one in recorded)

    def hearing(self) -> Hearing | None:
        """What stands of the hearing; read from all the `hearings` of the letter, which a page fetches at once."""
        return next((one for one in self.hearings.all() if one.cancelled_at is None), None)
