"""Signatories: their capacity, its proof, its confirmation after elections; where to write meanwhile (spec X14)."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.views import View

from expect.accounts import mandates, rules
from expect.accounts.mandate_forms import (
    CancelRenewalForm,
    LegalAddressForm,
    MandateForm,
    RecordedMandateForm,
    RenewalForm,
)
from expect.accounts.models import MandateStatement, Membership, Organisation, Renewal
from expect.accounts.selectors import (
    asked_to_confirm,
    unconfirmed_signatories,
    visible_memberships,
    visible_statements,
)
from expect.accounts.views.access import Reserved
from expect.accounts.views.bodies import BodyMixin
from expect.documents.serving import serve_traced
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.columns import Column
from expect.web.components import Badge
from expect.web.forms import Form
from expect.web.lists import ListPage
from expect.web.views import ActView, FormPage, PageMixin
from expect.web.visible import visible_or_404

RENEWALS = ("Élections", reverse_lazy("accounts:renewals"))


class StateMandate(FormPage):
    """A signatory confirms their mandate; DAECT records it from a paper."""

    template_name = "accounts/mandate.html"

    def get_object(self) -> Membership:
        seen = visible_memberships(self.request.user, self.today)
        return visible_or_404(seen, self.request, at=self.at, public_id=self.kwargs["public_id"])

    @property
    def own(self) -> bool:
        """Whether the signatory themselves is at the keyboard."""
        return self.object.user_id == self.request.user.pk

    def get_title(self) -> str:
        return "Confirmer votre mandat" if self.own else f"Enregistrer la qualité {self.of_whom()}"

    @property
    def verb(self) -> str:
        return "Confirmer mon mandat" if self.own else "Enregistrer la qualité"

    @property
    def form_class(self) -> type[Form]:
        return MandateForm if self.own else RecordedMandateForm

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [(self.object.organisation.name, self.object.organisation.get_absolute_url())]

    def of_whom(self) -> str:
        return french.of(str(self.object.user))

    def verdict(self, obj: Membership) -> Verdict:
        return rules.may_state_mandate(self.request.user, obj, self.today)

    def initial(self, obj: Membership) -> Mapping[str, Any]:
        return {"capacity": obj.capacity}

    def context(self, obj: Membership) -> Mapping[str, Any]:
        return {
            "renewal": unconfirmed_signatories(self.today).filter(pk=obj.pk).first(),
            "end_url": reverse("accounts:end_membership", args=[obj.public_id]) if self.own else "",
        }

    def back_url(self, obj: Membership) -> str:
        return obj.organisation.get_absolute_url()

    def perform(self, obj: Membership, form: Form) -> MandateStatement:
        return mandates.state_mandate(membership=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: MandateStatement) -> str:
        return "Votre mandat est confirmé." if self.own else f"La qualité {self.of_whom()} est enregistrée."

    def success_url(self, fact: MandateStatement) -> str:
        return self.back_url(self.object)


class MandateProof(PageMixin, View):
    """The paper that shows a capacity."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = visible_statements(request.user, self.today).filter(proof__isnull=False)
        statement = visible_or_404(found, request, at=self.at, public_id=public_id)
        verdict = rules.may_read_papers(request.user, statement.membership.organisation_id, self.today)
        return serve_traced(
            request, statement.proof, subject=statement, membership=verdict.membership, at=self.at
        )


class SetLegalAddress(BodyMixin, FormPage):
    """Where to write while nobody acts for the body."""

    title = "Adresse légale"
    form_class = LegalAddressForm

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [(self.object.name, self.object.get_absolute_url())]

    def verdict(self, obj: Organisation) -> Verdict:
        return rules.may_set_legal_address(self.request.user, obj, self.today)

    def initial(self, obj: Organisation) -> Mapping[str, Any]:
        return {"email": obj.legal_email}

    def perform(self, obj: Organisation, form: LegalAddressForm) -> Organisation:
        return mandates.set_legal_address(
            organisation=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: Organisation) -> str:
        return "L’adresse légale est enregistrée." if fact.legal_email else "L’adresse légale est retirée."


def _renewal_badge(renewal: Renewal) -> Badge:
    return Badge("Annulées", "grey") if renewal.cancelled_at else Badge("En vigueur", "green")


class RenewalList(Reserved, ListPage):
    """The elections recorded; each leads to its cancellation, should it be a mistake."""

    title = "Élections"
    default_sort = "-held_on"
    empty_sentence = "Aucune élection n’est enregistrée : les signataires n’ont pas de mandat à confirmer."
    columns = (
        Column("kind", "Organismes", value=Renewal.get_kind_display, sort="kind"),
        Column("held_on", "Tenues le", sort="held_on"),
        Column("text_reference", "Texte"),
        Column("recorded_by", "Enregistrées par"),
        Column("state", "État", value=_renewal_badge, hint=attrgetter("cancellation_reason")),
    )

    def access(self) -> Verdict:
        return rules.may_record_renewal(self.request.user, self.today)

    def queryset(self) -> QuerySet[Renewal]:
        return Renewal.objects.select_related("recorded_by")

    def row_url(self, row: Renewal) -> str:
        return "" if row.cancelled_at else reverse("accounts:cancel_renewal", args=[row.public_id])

    def primary_act(self) -> tuple[str, str]:
        return ("Enregistrer des élections", reverse("accounts:record_renewal"))


class CancelRenewal(Reserved, ActView):
    """Elections recorded by mistake ask nothing any more."""

    title = "Annuler des élections enregistrées par erreur"
    verb = "Annuler ces élections"
    breadcrumb = (RENEWALS,)
    form_class = CancelRenewalForm

    def access(self) -> Verdict:
        return rules.may_record_renewal(self.request.user, self.today)

    def get_object(self) -> Renewal:
        return get_object_or_404(Renewal, public_id=self.kwargs["public_id"])

    def verdict(self, obj: Renewal) -> Verdict:
        return rules.may_cancel_renewal(self.request.user, obj, self.today)

    def consequences(self, obj: Renewal) -> Sequence[str]:
        told = french.many(asked_to_confirm(obj, self.today).count(), "signataire")
        return [
            f"{obj.get_kind_display()}, élections du {french.day(obj.held_on)} : elles ne demandent plus "
            "aucune confirmation.",
            f"Un courriel donne le motif à ceux à qui elle a été demandée : {told}.",
            "Les mandats déjà confirmés restent confirmés.",
        ]

    def back_url(self, obj: Renewal) -> str:
        return reverse("accounts:renewals")

    def perform(self, obj: Renewal, form: CancelRenewalForm) -> Renewal:
        return mandates.cancel_renewal(renewal=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Renewal) -> str:
        return f"Les élections du {french.day(fact.held_on)} sont annulées."

    def success_url(self, fact: Renewal) -> str:
        return reverse("accounts:renewals")


class UnconfirmedList(Reserved, ListPage):
    """The signatories who have not confirmed their mandate since the elections, the oldest demand first."""

    title = "Mandats à confirmer"
    default_sort = "asked_at"
    empty_sentence = "Aucun signataire n’a de mandat à confirmer."
    columns = (
        Column("user", "Signataire", sort=("user__last_name", "user__first_name")),
        Column("capacity", "Qualité"),
        Column("organisation", "Organisme", sort="organisation__sort_name"),
        Column("renewed_on", "Élections du", sort="renewed_on"),
        Column("asked_at", "Confirmation demandée le", sort="asked_at"),
    )

    def access(self) -> Verdict:
        return rules.may_record_renewal(self.request.user, self.today)

    def queryset(self) -> QuerySet[Membership]:
        return unconfirmed_signatories(self.today).select_related("user", "organisation")

    def row_url(self, row: Membership) -> str:
        return row.organisation.get_absolute_url()


class RecordRenewal(Reserved, ActView):
    """Record elections: the signatories of these bodies are asked to confirm."""

    title = "Enregistrer des élections"
    verb = "Enregistrer et demander les confirmations"
    breadcrumb = (RENEWALS,)
    form_class = RenewalForm

    def access(self) -> Verdict:
        return rules.may_record_renewal(self.request.user, self.today)

    def get_object(self) -> None:
        return None

    def verdict(self, obj: None) -> Verdict:
        return self.access()

    def consequences(self, obj: None) -> Sequence[str]:
        return [
            "Chaque signataire en fonction avant ce jour reçoit un courriel et doit confirmer son mandat.",
            "D’ici là, il ne peut plus déposer de dossier, accepter de mission ni valider de rapport.",
            "Ce qui a été signé continue d’engager les organismes.",
        ]

    def back_url(self, obj: None) -> str:
        return reverse("accounts:renewals")

    def perform(self, obj: None, form: RenewalForm) -> list[Renewal]:
        return mandates.record_renewal(by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: list[Renewal]) -> str:
        waiting = unconfirmed_signatories(self.today).filter(
            organisation__kind__in=[each.kind for each in fact]
        )
        return f"Les élections sont enregistrées : {french.many(waiting.count(), 'mandat')} à confirmer."

    def success_url(self, fact: list[Renewal]) -> str:
        return reverse("accounts:unconfirmed")
