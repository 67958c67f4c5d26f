"""How people arrive: a body's first account approved by DAECT, then invitations (spec §1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from expect.accounts.enums import HOLDER_ROLES, OpeningState, Role
from expect.accounts.models.membership import employer_of_committee, one_open_per_scope, scope_of_role
from expect.accounts.models.organisation import Organisation
from expect.database.fields import PublicIdField
from expect.territory.models import DiplomaticPost


class AccountOpening(models.Model):
    """A person asks to act for a body and names its signatory; DAECT answers once.

    `role` is what the person asks for: to fill in (editor), or to sign themselves (signatory, with `capacity`);
    an editor names the signatory, who is invited on approval.
    """

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("demandée le")
    function = models.CharField("fonction", max_length=150)
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in HOLDER_ROLES])
    signatory_first_name = models.CharField("prénom du signataire", max_length=80, blank=True)
    signatory_last_name = models.CharField("nom du signataire", max_length=80, blank=True)
    signatory_email = models.EmailField("adresse du signataire", blank=True)
    signatory_capacity = models.CharField("qualité du signataire", max_length=150)
    state = models.CharField(max_length=20, choices=OpeningState, default=OpeningState.PENDING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField("motif", max_length=2000, blank=True)

    class Meta:
        verbose_name = "demande d’ouverture de compte"
        verbose_name_plural = "demandes d’ouverture de compte"
        constraints = [
            models.UniqueConstraint(
                name="account_opening_once",
                fields=["organisation", "requested_by"],
                condition=Q(state=OpeningState.PENDING),
            ),
            models.CheckConstraint(
                name="account_opening_decided",
                condition=Q(state=OpeningState.PENDING, decided_at=None, decided_by=None)
                | Q(state=OpeningState.APPROVED, decided_at__isnull=False, decided_by__isnull=False)
                | Q(state=OpeningState.REFUSED, decided_at__isnull=False, decided_by__isnull=False)
                & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="account_opening_signatory",
                condition=Q(role=Role.SIGNATORY) | Q(role=Role.EDITOR) & ~Q(signatory_email=""),
            ),
        ]

    def __str__(self):
        return f"{self.requested_by} — {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:opening", args=[self.public_id])

    def signatory_name(self) -> str:
        """Who will sign: the person who asks, or the one that they name."""
        if self.role == Role.SIGNATORY:
            return str(self.requested_by)
        return f"{self.signatory_first_name} {self.signatory_last_name}"


class Invitation(models.Model):
    """A role offered to an address, taken by opening the link before `expires_at`.

    Only the SHA-256 of the link's token is kept. `role_ends_on` is the last day of an interim (spec X14).
    """

    public_id = PublicIdField()
    email = models.EmailField("adresse électronique")
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    role = models.CharField("rôle", max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(
        "territory.DiplomaticPost", models.PROTECT, null=True, blank=True, related_name="+"
    )
    capacity = models.CharField("qualité", max_length=150, blank=True)
    employer = models.CharField("organisme employeur", max_length=200, blank=True, default="")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    role_ends_on = models.DateField("dernier jour du rôle", null=True, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        constraints = [
            scope_of_role("invitation_scope"),
            employer_of_committee("invitation_employer"),
            models.CheckConstraint(
                name="invitation_taken_once",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, revoked_at=None),
            ),
            *one_open_per_scope("invitation", "email", Q(accepted_at=None, revoked_at=None)),
        ]

    def __str__(self):
        return f"{self.email} — {self.get_role_display()}"

    @property
    def place(self) -> str:
        """Where it is held, as said beside the name of a person who has told no capacity."""
        return Role(self.role).place

    def get_full_name(self) -> str:
        """First name, then name."""
        return f"{self.first_name} {self.last_name}".strip()

    def scope(self) -> Organisation | DiplomaticPost | None:
        """The body or post to which the role belongs; None for a role of the programme."""
        return self.organisation or self.post
