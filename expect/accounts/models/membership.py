"""Roles: a person, a scope, a start and an end; and who may sign."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from expect.accounts.enums import GENERAL_ROLES, HOLDER_ROLES, Role, SignedAct
from expect.accounts.models.organisation import Organisation
from expect.database.fields import PublicIdField
from expect.kernel.days import FIRST_YEAR
from expect.territory.models import DiplomaticPost


def one_open_per_scope(name: str, holder: str, is_open: Q) -> list[models.UniqueConstraint]:
    """At most one open row per holder, role and scope; one constraint per kind of scope, since NULLs differ."""
    scopes = {
        "organisation": ("organisation", Q(organisation__isnull=False)),
        "post": ("post", Q(post__isnull=False)),
        "general": (None, Q(organisation=None, post=None)),
    }
    return [
        models.UniqueConstraint(
            name=f"{name}_once_{scope}",
            fields=[holder, "role", *([column] if column else [])],
            condition=is_open & condition,
        )
        for scope, (column, condition) in scopes.items()
    ]


def scope_of_role(name: str) -> models.CheckConstraint:
    """Holders act for a body, agents for a post, the others for the programme."""
    return models.CheckConstraint(
        name=name,
        condition=Q(role__in=HOLDER_ROLES, organisation__isnull=False, post__isnull=True)
        | Q(role=Role.POST_AGENT, organisation__isnull=True, post__isnull=False)
        | Q(role__in=GENERAL_ROLES, organisation__isnull=True, post__isnull=True),
    )


def employer_of_committee(name: str) -> models.CheckConstraint:
    """Only a member of the committee has an employer: it is compared with the bodies of a file (spec L8)."""
    return models.CheckConstraint(name=name, condition=Q(employer="") | Q(role=Role.COMMITTEE_MEMBER))


class Membership(models.Model):
    """A role held in a scope, from a day to a day, both included (spec §1, X1).

    A role that somebody ends stops at that instant, `ended_at`, within its last day: the next request goes without it.
    `employer` names the body that employs a member of the committee, where it is known (spec L8).
    """

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField("rôle", max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    post = models.ForeignKey(
        "territory.DiplomaticPost", models.PROTECT, null=True, blank=True, related_name="+"
    )
    capacity = models.CharField(
        "qualité", max_length=150, blank=True, help_text="Maire, présidente, directeur…"
    )
    employer = models.CharField("organisme employeur", max_length=200, blank=True, default="")
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "rôle"
        verbose_name_plural = "rôles"
        constraints = [
            scope_of_role("membership_scope"),
            employer_of_committee("membership_employer"),
            models.CheckConstraint(
                name="membership_dates", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="membership_ended", condition=Q(ended_at=None) | Q(ends_on__isnull=False)
            ),
            *one_open_per_scope("membership", "user", Q(ends_on=None)),
        ]

    def __str__(self):
        return self.label()

    def label(self) -> str:
        """« Signataire — Ville de Nantes »."""
        scope = self.scope()
        return f"{self.get_role_display()} — {scope}" if scope else self.get_role_display()

    @property
    def place(self) -> str:
        """Where it is held, as said beside the name of a person who has told no capacity."""
        return Role(self.role).place

    def scope(self) -> Organisation | DiplomaticPost | None:
        """The body or post for which the role is held; None for a role of the programme."""
        return self.organisation or self.post

    def holds_on(self, day: date) -> bool:
        """Whether the role is held on that Paris day."""
        if self.ends_on == day:
            return self.starts_on <= day and self.ended_at is None
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def is_open_on(self, day: date) -> bool:
        """Whether the role is held on that day, or will be."""
        return self.ended_at is None and (self.ends_on is None or day <= self.ends_on)


def held_on(day: date) -> Q:
    """The memberships held on that Paris day: `Membership.holds_on`, for the database."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day) | Q(ends_on=day, ended_at=None))


YEARS = (date(FIRST_YEAR, 1, 1), date(2099, 12, 31))
"""Outside of them, a day is a slip of the finger whatever the year in which it is typed."""


class SigningAuthority(models.Model):
    """The text by which a person signs acts of one kind, from a day to a day (spec X12)."""

    public_id = PublicIdField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="personne"
    )
    scope = models.CharField("actes", max_length=20, choices=SignedAct)
    capacity = models.CharField("qualité", max_length=200)
    text_reference = models.CharField(
        "texte", max_length=300, help_text="Décret de nomination, arrêté de délégation…"
    )
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "délégation de signature"
        verbose_name_plural = "délégations de signature"
        constraints = [
            models.CheckConstraint(
                name="signing_authority_dates", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="signing_authority_years",
                condition=Q(starts_on__range=YEARS) & (Q(ends_on=None) | Q(ends_on__range=YEARS)),
            ),
            models.UniqueConstraint(
                name="signing_authority_endless_once", fields=["user", "scope"], condition=Q(ends_on=None)
            ),
        ]

    def __str__(self):
        return f"{self.user} — {self.get_scope_display()}"
