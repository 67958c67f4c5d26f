"""A person without role finds their body, and asks for its account (spec §1)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.views import View

from expect.accounts import bodies, openings, rules
from expect.accounts.forms import AskColleaguesForm, FindBodyForm, NewBodyForm, OpeningForm
from expect.accounts.models import AccountOpening, Organisation
from expect.accounts.selectors import last_ended, openings_of
from expect.kernel.verdict import Verdict, allow
from expect.web.views import ActView, FormPage, PageMixin

MOST_FOUND = 20
FIND = [("Ouvrir le compte de votre organisme", reverse_lazy("accounts:find_body"))]


class FindBody(PageMixin, View):
    """The landing of somebody without role: what they asked for already, and the search."""

    template_name = "accounts/find_body.html"
    title = "Ouvrir le compte de votre organisme"

    def get(self, request: HttpRequest) -> HttpResponse:
        if (chosen := request.GET.get("organisme", "")).isalnum():
            return redirect("accounts:request_opening", public_id=chosen)
        typed = request.GET.get("organisme_text", "").strip()
        found = list(bodies.search(typed, MOST_FOUND)) if typed else []
        form = FindBodyForm(url=reverse("accounts:body_search"), text=typed)
        context = {
            "form": form,
            "typed": typed,
            "found": found,
            "most_found": MOST_FOUND,
            "openings": openings_of(request.user),
            "ended": last_ended(request.user, self.today),
        }
        return self.page(context)


class BodySearch(View):
    """The same search, as one types: JSON `[{"value", "label", "detail"}]`."""

    def get(self, request: HttpRequest) -> JsonResponse:
        found = bodies.search(request.GET.get("q", ""))
        rows = [{"value": body.public_id, "label": body.name, "detail": body.description()} for body in found]
        return JsonResponse(rows, safe=False)


class OpeningMixin:
    """Both ways to ask: for a body of the list, or for one entered by hand."""

    verb = "Envoyer la demande"
    breadcrumb = FIND

    def back_url(self, obj: Organisation | None) -> str:
        return reverse("accounts:find_body")

    def success_message(self, fact: AccountOpening) -> str:
        return (
            f"Votre demande pour « {fact.organisation} » est envoyée. "
            "La DAECT vous répondra par courriel ; vous n’avez rien d’autre à faire."
        )

    def success_url(self, fact: AccountOpening) -> str:
        return reverse("accounts:find_body")


class RequestOpening(OpeningMixin, FormPage):
    """Ask for the account of a body of the list; where it has one, its people are asked instead."""

    template_name = "accounts/request_opening.html"
    form_class = OpeningForm

    def get_object(self) -> Organisation:
        return get_object_or_404(
            Organisation.objects.select_related("department", "region"), public_id=self.kwargs["public_id"]
        )

    def get_title(self) -> str:
        return f"Ouvrir le compte de « {self.object} »"

    def verdict(self, obj: Organisation) -> Verdict:
        return rules.may_request_opening(self.request.user, obj, self.today)

    def refused(self, verdict: Verdict) -> HttpResponse:
        if self.object.pk in [m.organisation_id for m in self.request.memberships]:
            return redirect(self.object)
        return redirect("accounts:ask_colleagues", public_id=self.object.public_id)

    def perform(self, obj: Organisation, form: OpeningForm) -> AccountOpening:
        return openings.request_opening(
            organisation=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )


class EnterBody(OpeningMixin, FormPage):
    """Ask for the account of a body which is not in the list (spec L1)."""

    title = "Saisir un organisme absent de la liste"
    template_name = "accounts/enter_body.html"
    form_class = NewBodyForm

    def get_object(self) -> None:
        return None

    def verdict(self, obj: None) -> Verdict:
        return allow()

    def perform(self, obj: None, form: NewBodyForm) -> AccountOpening:
        return openings.request_opening_by_hand(by=self.request.user, at=self.at, **form.cleaned_data)


class AskColleagues(ActView):
    """The body has an account: its people are told, and invite."""

    form_class = AskColleaguesForm
    verb = "Prévenir mes collègues"
    breadcrumb = FIND

    def get_object(self) -> Organisation:
        return get_object_or_404(Organisation, public_id=self.kwargs["public_id"])

    def get_title(self) -> str:
        return f"« {self.object} » a déjà un compte"

    def verdict(self, obj: Organisation) -> Verdict:
        return rules.may_ask_colleagues(self.request.user, obj, self.today)

    def consequences(self, obj: Organisation) -> list[str]:
        return [
            "Les personnes qui tiennent ce compte reçoivent votre nom, votre adresse et votre fonction par courriel.",
            "L’une d’elles vous envoie une invitation ; vous l’acceptez en ouvrant le lien reçu.",
        ]

    def back_url(self, obj: Organisation) -> str:
        return reverse("accounts:find_body")

    def perform(self, obj: Organisation, form: AskColleaguesForm) -> Organisation:
        return openings.ask_colleagues(
            organisation=obj, function=form.cleaned_data["function"], by=self.request.user, at=self.at
        )

    def success_message(self, fact: Organisation) -> str:
        return f"Les personnes qui tiennent le compte de « {fact} » sont prévenues : vous recevrez leur invitation."

    def success_url(self, fact: Organisation) -> str:
        return reverse("accounts:find_body")
