"""A body's page: what it is, who acts for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from expect.accounts import invitations, memberships, rules, service
from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.invitation_forms import InviteForm
from expect.accounts.models import Invitation, Membership, Organisation, User
from expect.accounts.selectors import (
    bodies_with_account,
    members_of,
    statements_of,
    unconfirmed_signatories,
    visible_memberships,
    visible_organisations,
    waiting_invitations,
)
from expect.accounts.views.access import Reserved
from expect.database.text import normalise
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.columns import Column
from expect.web.components import Act
from expect.web.forms import Form
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage, FormPage
from expect.web.visible import visible_or_404


class BodyList(Reserved, ListPage):
    """The bodies that have an account."""

    title = "Organismes"
    search_label = "Nom, SIREN ou code Insee"
    default_sort = "name"
    empty_sentence = "Aucun organisme n’a encore de compte."
    columns = (
        Column("name", "Organisme", sort="sort_name"),
        Column("description", "Nature", value=Organisation.description),
        Column("siren", "SIREN"),
    )

    def access(self) -> Verdict:
        return rules.may_see_bodies(self.request.user, self.today)

    def queryset(self) -> QuerySet[Organisation]:
        return bodies_with_account(self.today)

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(search_text__contains=normalise(text))


def mandate_label(user: User, membership: Membership, unconfirmed: bool) -> str:
    """What stating a capacity is, for the signatory before and after elections, and for DAECT."""
    if membership.user_id != user.pk:
        return "Enregistrer la qualité"
    return "Confirmer mon mandat" if unconfirmed else "Préciser ma qualité"


class BodyMixin:
    """A body that the person may see."""

    def get_object(self) -> Organisation:
        seen = visible_organisations(self.request.user, self.today).select_related("department", "region")
        return visible_or_404(seen, self.request, at=self.at, public_id=self.kwargs["public_id"])


class BodyPage(BodyMixin, DetailPage):
    """Identity, people, invitations under way."""

    template_name = "accounts/body.html"

    def get_title(self) -> str:
        return self.object.name

    def context(self, obj: Organisation) -> Mapping[str, Any]:
        user, day = self.request.user, self.today
        unconfirmed = set(unconfirmed_signatories(day).filter(organisation=obj).values_list("pk", flat=True))
        return {
            "members": [
                (
                    membership,
                    membership.pk in unconfirmed,
                    Act(
                        rules.may_state_mandate(user, membership, day),
                        reverse("accounts:state_mandate", args=[membership.public_id]),
                        mandate_label(user, membership, membership.pk in unconfirmed),
                    ),
                    Act(
                        rules.may_end_membership(user, membership, day),
                        reverse("accounts:end_membership", args=[membership.public_id]),
                        "Mettre fin",
                    ),
                )
                for membership in members_of(obj, day)
            ],
            "statements": statements_of(obj),
            "legal_address": Act(
                rules.may_set_legal_address(user, obj, day),
                reverse("accounts:legal_address", args=[obj.public_id]),
                "Changer",
            ),
            "agreement": (agreement := service.agreement(obj)),
            "change_agreement": Act(
                rules.may_agree_to_service(user, obj, day),
                reverse(
                    "accounts:end_agreement_to_service" if agreement else "accounts:agree_to_service",
                    args=[obj.public_id],
                ),
                "Retirer l’accord" if agreement else "Accepter",
            ),
            "invitations": waiting_invitations(obj, self.at),
            "invite": Act(
                rules.may_invite(user, Role.EDITOR, day, organisation=obj),
                reverse("accounts:invite_colleague", args=[obj.public_id]),
                "Inviter une personne",
            ),
        }


class InviteColleague(BodyMixin, FormPage):
    """Invite somebody to act for the body, in the roles that the person may give."""

    template_name = "accounts/invite.html"
    title = "Inviter une personne"
    verb = "Envoyer l’invitation"
    form_class = InviteForm

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [(self.object.name, self.object.get_absolute_url())]

    def roles(self) -> list[Role]:
        """Those of the body that the person may give."""
        user, body = self.request.user, self.object
        return [role for role in HOLDER_ROLES if rules.may_invite(user, role, self.today, organisation=body)]

    def verdict(self, obj: Organisation) -> Verdict:
        return rules.may_invite(self.request.user, Role.EDITOR, self.today, organisation=obj)

    def form_kwargs(self, obj: Organisation) -> Mapping[str, Any]:
        return {"roles": self.roles()}

    def initial(self, obj: Organisation) -> Mapping[str, Any]:
        return {"role": Role.EDITOR}

    def perform(self, obj: Organisation, form: InviteForm) -> Invitation:
        return invitations.invite(organisation=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Invitation) -> str:
        return f"L’invitation est envoyée à {fact.email}. Elle est valable jusqu’au {french.day(fact.expires_at)}."

    def success_url(self, fact: Invitation) -> str:
        return fact.organisation.get_absolute_url()


class EndMembership(ActView):
    """End somebody's role at once."""

    title = "Mettre fin à un rôle"
    verb = "Mettre fin au rôle"

    def get_object(self) -> Membership:
        seen = visible_memberships(self.request.user, self.today)
        return visible_or_404(seen, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def verdict(self, obj: Membership) -> Verdict:
        return rules.may_end_membership(self.request.user, obj, self.today)

    def consequences(self, obj: Membership) -> list[str]:
        return [
            f"{obj.user} perd aussitôt le rôle « {obj.label()} » et l’apprend par courriel.",
            "Ce que cette personne a signé ou enregistré reste valable.",
        ]

    def back_url(self, obj: Membership) -> str:
        if obj.organisation and visible_organisations(self.request.user, self.today).contains(
            obj.organisation
        ):
            return obj.organisation.get_absolute_url()
        return reverse("accounts:people")

    def perform(self, obj: Membership, form: Form) -> Membership:
        return memberships.end(membership=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: Membership) -> str:
        return f"Le rôle « {fact.label()} » {french.of(str(fact.user))} a pris fin."

    def success_url(self, fact: Membership) -> str:
        return self.back_url(fact)
