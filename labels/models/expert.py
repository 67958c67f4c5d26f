"""The people who can be sent (spec L5)."""

from django.db import models
from django.db.models import Q

from expect.database.fields import NormalisedField, PublicIdField
from labels.enums import ExpertCategory, PartnerKind


class Expert(models.Model):
    """A person who can be sent; belongs to the organisation, named in its files (spec L5).

    `name_key` compares the name with that of a committee member (spec L8); `languages_key`, the languages with those of
    a need (spec M2).
    """

    public_id = PublicIdField()
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    email = models.EmailField("adresse électronique", blank=True)
    function = models.CharField("fonction", max_length=150)
    qualifications = models.TextField("qualifications particulières", max_length=2000)
    category = models.CharField("catégorie", max_length=20, choices=ExpertCategory)
    partner_kind = models.CharField("nature du partenaire", max_length=20, choices=PartnerKind, blank=True)
    partner_name = models.CharField("nom du partenaire", max_length=200, blank=True)
    languages = models.CharField("langues", max_length=200, blank=True)
    availability = models.CharField("disponibilité", max_length=300, blank=True)
    active = models.BooleanField("mobilisable", default=True)
    name_key = NormalisedField(sources=("first_name", "last_name"), max_length=170)
    search_text = NormalisedField(sources=("last_name", "first_name", "function"))
    languages_key = NormalisedField(sources=("languages",), max_length=200)

    class Meta:
        verbose_name = "expert"
        verbose_name_plural = "experts"
        indexes = [models.Index(fields=["organisation", "active"], name="expert_of_body")]
        constraints = [
            models.CheckConstraint(
                name="expert_partner_named",
                condition=~Q(category=ExpertCategory.PARTNER) | (~Q(partner_kind="") & ~Q(partner_name="")),
            ),
        ]

    def __str__(self):
        return f"{self.first_name} {self.last_name}"
