"""Settings: people and their roles, posts, who signs."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy

from expect.accounts import memberships, rules, signing
from expect.accounts.enums import Role
from expect.accounts.forms import LastDayForm, SignatureForm
from expect.accounts.invitation_forms import EmployerForm
from expect.accounts.models import Membership, SigningAuthority
from expect.accounts.selectors import (
    people,
    posts_with_agents,
    signing_authorities,
    visible_memberships,
    with_name,
)
from expect.accounts.views.access import Reserved
from expect.kernel.verdict import Verdict
from expect.territory.models import DiplomaticPost
from expect.web import french
from expect.web.columns import Column
from expect.web.components import Badge
from expect.web.forms import FilterForm
from expect.web.lists import ListPage
from expect.web.views import FormPage
from expect.web.visible import visible_or_404

SIGNATURES = [("Signatures", reverse_lazy("accounts:signatures"))]


class RoleFilter(django_filters.FilterSet):
    """By role."""

    role = django_filters.ChoiceFilter(label="Rôle", choices=Role.choices, empty_label="Tous")

    class Meta:
        model = Membership
        fields = ("role",)
        form = FilterForm


class PeopleList(Reserved, ListPage):
    """Who holds which role; the row of a role still open leads to its end, a committee member’s to their employer."""

    title = "Personnes et rôles"
    search_label = "Nom ou adresse"
    filterset_class = RoleFilter
    default_sort = "person"

    @property
    def columns(self) -> tuple[Column, ...]:
        return (
            Column(
                "person", "Personne", value=lambda row: row.user, sort=("user__last_name", "user__first_name")
            ),
            Column("email", "Adresse", value=lambda row: row.user.email, sort="user__email"),
            Column("role", "Rôle", value=Membership.get_role_display, sort="role"),
            Column("scope", "Pour", value=Membership.scope),
            Column("employer", "Organisme employeur"),
            Column("starts_on", "Depuis le", sort="starts_on"),
            Column("ends_on", "Jusqu’au", sort="ends_on"),
            Column("state", "État", value=self.state),
        )

    def state(self, row: Membership) -> Badge:
        return Badge("En cours", "green") if row.holds_on(self.today) else Badge("Terminé", "grey")

    def access(self) -> Verdict:
        return rules.may_administer(self.request.user, self.today)

    def queryset(self) -> QuerySet[Membership]:
        return visible_memberships(self.request.user, self.today)

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(with_name(text))

    def row_url(self, row: Membership) -> str:
        if rules.may_set_employer(self.request.user, row, self.today):
            return reverse("accounts:set_employer", args=[row.public_id])
        if not rules.may_end_membership(self.request.user, row, self.today):
            return ""
        return reverse("accounts:end_membership", args=[row.public_id])

    def primary_act(self) -> tuple[str, str]:
        return ("Inviter une personne", reverse("accounts:invite_person"))


class SetEmployer(FormPage):
    """Which body employs a member of the committee; the page leads to the end of their role too."""

    template_name = "accounts/employer.html"
    form_class = EmployerForm
    breadcrumb = (("Personnes et rôles", reverse_lazy("accounts:people")),)

    def get_object(self) -> Membership:
        seen = visible_memberships(self.request.user, self.today)
        return visible_or_404(seen, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_title(self) -> str:
        return f"Organisme employeur {french.of(str(self.object.user))}"

    def verdict(self, obj: Membership) -> Verdict:
        return rules.may_set_employer(self.request.user, obj, self.today)

    def initial(self, obj: Membership) -> Mapping[str, Any]:
        return {"employer": obj.employer}

    def back_url(self, obj: Membership) -> str:
        return reverse("accounts:people")

    def perform(self, obj: Membership, form: EmployerForm) -> Membership:
        return memberships.set_employer(membership=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Membership) -> str:
        what = "enregistré" if fact.employer else "retiré"
        return f"L’organisme employeur {french.of(str(fact.user))} est {what}."

    def success_url(self, fact: Membership) -> str:
        return reverse("accounts:people")


class PostList(Reserved, ListPage):
    """The posts, the countries that each is in charge of, its agents."""

    title = "Postes diplomatiques"
    default_sort = "name"
    columns = (
        Column("name", "Poste", sort="name"),
        Column("city", "Ville", sort="city"),
        Column("countries", "Pays", value=lambda row: ", ".join(c.country.name for c in row.charges.all())),
        Column("email", "Adresse"),
        Column("agents", "Agents", number=True),
    )

    def access(self) -> Verdict:
        return rules.may_administer(self.request.user, self.today)

    def queryset(self) -> QuerySet[DiplomaticPost]:
        return posts_with_agents(self.today)

    def row_url(self, row: DiplomaticPost) -> str:
        return ""


class SignatureList(Reserved, ListPage):
    """Who signs which of the ministry's acts, by which text (spec X12)."""

    title = "Signatures"
    default_sort = "-starts_on"
    empty_sentence = "Personne n’est encore habilité à signer : sans cela, aucune décision ne peut partir."
    columns = (
        Column("user", "Personne", sort=("user__last_name", "user__first_name")),
        Column("scope", "Actes", value=SigningAuthority.get_scope_display, sort="scope"),
        Column("capacity", "Qualité"),
        Column("text_reference", "Texte"),
        Column("starts_on", "Du", sort="starts_on"),
        Column("ends_on", "Au", sort="ends_on"),
    )

    def access(self) -> Verdict:
        return rules.may_manage_signatures(self.request.user, self.today)

    def queryset(self) -> QuerySet[SigningAuthority]:
        return signing_authorities()

    def row_url(self, row: SigningAuthority) -> str:
        over = row.ends_on is not None and row.ends_on < self.today
        return "" if over else reverse("accounts:end_signature", args=[row.public_id])

    def primary_act(self) -> tuple[str, str]:
        return ("Enregistrer une délégation", reverse("accounts:grant_signature"))


class SignatureMixin:
    """Both forms on a signing authority."""

    breadcrumb = SIGNATURES

    def verdict(self, obj: SigningAuthority | None) -> Verdict:
        return rules.may_manage_signatures(self.request.user, self.today)

    def back_url(self, obj: SigningAuthority | None) -> str:
        return reverse("accounts:signatures")

    def success_url(self, fact: SigningAuthority) -> str:
        return reverse("accounts:signatures")


class GrantSignature(SignatureMixin, FormPage):
    """Record a text by which the head, or who stands in for them, signs."""

    title = "Enregistrer une délégation de signature"
    form_class = SignatureForm

    def get_object(self) -> None:
        return None

    def form_kwargs(self, obj: None) -> Mapping[str, Any]:
        return {"signatories": people((Role.HEAD,), self.today)}

    def perform(self, obj: None, form: SignatureForm) -> SigningAuthority:
        return signing.grant_authority(by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: SigningAuthority) -> str:
        acts = fact.get_scope_display().lower()
        if fact.ends_on is not None and fact.ends_on < self.today:
            return f"{fact.user} a pu signer jusqu’au {french.day(fact.ends_on)}\N{NO-BREAK SPACE}: {acts}."
        if fact.starts_on > self.today:
            return f"{fact.user} pourra signer à partir du {french.day(fact.starts_on)}\N{NO-BREAK SPACE}: {acts}."
        return f"{fact.user} peut signer\N{NO-BREAK SPACE}: {acts}."


class EndSignature(SignatureMixin, FormPage):
    """Set the last day of an authority."""

    title = "Mettre fin à une délégation de signature"
    template_name = "accounts/end_signature.html"
    form_class = LastDayForm
    verb = "Enregistrer le dernier jour"

    def get_object(self) -> SigningAuthority:
        return get_object_or_404(signing_authorities(), public_id=self.kwargs["public_id"])

    def initial(self, obj: SigningAuthority) -> Mapping[str, Any]:
        return {"ends_on": obj.ends_on or self.today}

    def perform(self, obj: SigningAuthority, form: LastDayForm) -> SigningAuthority:
        ends_on = form.cleaned_data["ends_on"]
        return signing.end_authority(authority=obj, ends_on=ends_on, by=self.request.user, at=self.at)

    def success_message(self, fact: SigningAuthority) -> str:
        return f"La délégation {french.of(str(fact.user))} prend fin : dernier jour enregistré."
