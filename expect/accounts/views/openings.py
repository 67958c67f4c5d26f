"""DAECT answers the requests for a body's account (spec §1)."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy

from expect.accounts import openings, rules
from expect.accounts.enums import OpeningState, Role
from expect.accounts.forms import ReasonForm
from expect.accounts.models import AccountOpening
from expect.accounts.selectors import members_of, openings_to_decide, visible_openings
from expect.accounts.views.access import Reserved
from expect.database.text import normalise
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.columns import Column
from expect.web.components import Act, Badge, Head
from expect.web.forms import FilterForm, Form
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage
from expect.web.visible import visible_or_404

LEVELS = {OpeningState.PENDING: "yellow", OpeningState.APPROVED: "green", OpeningState.REFUSED: "red"}
OPENINGS = ("Comptes à ouvrir", reverse_lazy("accounts:openings"))


def badge(opening: AccountOpening) -> Badge:
    """The state, with its colour."""
    return Badge(opening.get_state_display(), LEVELS[OpeningState(opening.state)])


class OpeningFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(label="État", choices=OpeningState)

    class Meta:
        model = AccountOpening
        fields = ("state",)
        form = FilterForm


class OpeningList(Reserved, ListPage):
    """Every request, the latest first."""

    title = "Comptes à ouvrir"
    search_label = "Organisme"
    filterset_class = OpeningFilter
    default_sort = "-requested_at"
    empty_sentence = "Personne n’a encore demandé l’ouverture d’un compte."
    columns = (
        Column("organisation", "Organisme", sort="organisation__sort_name"),
        Column("description", "Nature", value=lambda row: row.organisation.description()),
        Column("requested_by", "Demandé par"),
        Column("requested_at", "Demandé le", sort="requested_at"),
        Column("state", "État", value=badge),
    )

    def access(self) -> Verdict:
        return rules.is_daect(self.request.user, self.today)

    def queryset(self) -> QuerySet[AccountOpening]:
        return visible_openings(self.request.user, self.today)

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(organisation__search_text__contains=normalise(text))


class OpeningMixin:
    """One request, found among those that the person may see."""

    def get_object(self) -> AccountOpening:
        openings_seen = visible_openings(self.request.user, self.today)
        return visible_or_404(openings_seen, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [OPENINGS] if rules.is_daect(self.request.user, self.today) else []


class OpeningPage(OpeningMixin, DetailPage):
    """Who asks, for which body, who will sign, and what was answered."""

    template_name = "accounts/opening.html"

    def get_title(self) -> str:
        return f"Compte de « {self.object.organisation} »"

    def head(self, obj: AccountOpening) -> Head:
        verdict = rules.may_decide_opening(self.request.user, obj, self.today)
        pending = obj.state == OpeningState.PENDING
        return Head(
            number="",
            badge=badge(obj),
            subtitle=obj.organisation.description(),
            turn="En attente de la DAECT" if pending else "",
            since=obj.requested_at if pending else None,
            primary=Act(
                verdict, reverse("accounts:approve_opening", args=[obj.public_id]), "Ouvrir le compte"
            ),
            others=[
                Act(verdict, reverse("accounts:refuse_opening", args=[obj.public_id]), "Refuser la demande")
            ],
        )

    def context(self, obj: AccountOpening) -> Mapping[str, Any]:
        return {
            "members": members_of(obj.organisation, self.today),
            "rivals": openings_to_decide(obj.organisation).exclude(pk=obj.pk),
        }


class ApproveOpening(OpeningMixin, ActView):
    """The person gets their role; the signatory that they name is invited."""

    title = "Ouvrir le compte"
    verb = "Ouvrir le compte"

    def verdict(self, obj: AccountOpening) -> Verdict:
        return rules.may_decide_opening(self.request.user, obj, self.today)

    def consequences(self, obj: AccountOpening) -> list[str]:
        role = Role(obj.role).label
        sentences = [
            f"{obj.requested_by} reçoit le rôle « {role} » de « {obj.organisation} » et le lit par courriel."
        ]
        if obj.role == Role.EDITOR:
            sentences.append(
                f"{obj.signatory_name()} ({obj.signatory_capacity}) reçoit à {obj.signatory_email} "
                "une invitation à devenir signataire."
            )
        return sentences

    def perform(self, obj: AccountOpening, form: Form) -> AccountOpening:
        return openings.approve_opening(opening=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: AccountOpening) -> str:
        return f"Le compte de « {fact.organisation} » est ouvert."


class RefuseOpening(OpeningMixin, ActView):
    """The person reads why."""

    title = "Refuser la demande"
    verb = "Refuser la demande"
    form_class = ReasonForm

    def verdict(self, obj: AccountOpening) -> Verdict:
        return rules.may_decide_opening(self.request.user, obj, self.today)

    def consequences(self, obj: AccountOpening) -> list[str]:
        return [
            f"{obj.requested_by} reçoit le motif par courriel.",
            "Aucun accès n’est ouvert ; une nouvelle demande reste possible.",
        ]

    def perform(self, obj: AccountOpening, form: ReasonForm) -> AccountOpening:
        reason = form.cleaned_data["reason"]
        return openings.refuse_opening(opening=obj, reason=reason, by=self.request.user, at=self.at)

    def success_message(self, fact: AccountOpening) -> str:
        return f"La demande {french.of(str(fact.requested_by))} est refusée."
