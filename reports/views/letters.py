"""The prior letter: the holder reads it and answers, DAECT registers its receipt and what came by post (spec R5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views import View

from expect.accounts.enums import HOLDER_ROLES
from expect.accounts.rules import holds
from expect.documents.models import IssuedDocument
from expect.documents.serving import serve_traced
from expect.kernel.verdict import Verdict
from expect.web.components import Act, Badge, Head
from expect.web.views import ActView, DetailPage, PageMixin
from expect.web.visible import visible_or_404
from reports import forms, reimbursement, rules, selectors
from reports.enums import DemandState
from reports.models import PriorLetter
from reports.views.claims import DEMANDS
from reports.views.reading import OWN

BADGES = {
    DemandState.ANSWERING: Badge("Vos observations sont attendues", "yellow"),
    DemandState.ISSUED: Badge("Demande émise", "red"),
    DemandState.DROPPED: Badge("Procédure abandonnée", "green"),
    DemandState.WAIVED: Badge("Remise accordée", "green"),
}
ANSWERED = Badge("Observations reçues", "blue")


class OneLetter:
    """A prior letter among those that the person may see."""

    def get_object(self) -> PriorLetter:
        seen = selectors.visible_letters(self.request.user, self.today)
        return visible_or_404(seen, self.request, at=self.at, public_id=self.kwargs["public_id"])


class LetterPage(OneLetter, DetailPage):
    """The holder's page: what is asked, until when one may answer, what followed."""

    template_name = "reports/own/letter.html"

    def get_object(self) -> PriorLetter:
        letter = super().get_object()
        body = letter.demand.mission.organisation_id
        if verdict := holds(self.request.user, self.today, *HOLDER_ROLES, organisation=body):
            return letter
        raise PermissionDenied(verdict.reason)

    def get_title(self) -> str:
        return "Demande de remboursement"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [OWN]

    def head(self, obj: PriorLetter) -> Head:
        demand = obj.demand
        waiting = demand.state == DemandState.ANSWERING
        verdict = rules.may_answer(self.request.user, obj, self.today)
        answer = Act(verdict, reverse("reports:answer", args=[obj.public_id]), "Présenter des observations")
        return Head(
            number=demand.number or demand.mission.number,
            badge=ANSWERED if waiting and obj.answered_at else BADGES[DemandState(demand.state)],
            subtitle=str(demand.mission),
            primary=answer if waiting else None,
        )

    def context(self, obj: PriorLetter) -> Mapping[str, Any]:
        lines = obj.demand.lines.select_related("cost").order_by("pk")
        report = selectors.report_of(obj.demand.mission)
        return {"demand": obj.demand, "mission": obj.demand.mission, "lines": lines, "report": report}


class Answer(OneLetter, ActView):
    """The signatory's observations, online."""

    title = "Présenter vos observations"
    verb = "Envoyer les observations"
    form_class = forms.AnswerForm

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [OWN, ("Demande de remboursement", self.object.get_absolute_url())]

    def verdict(self, obj: PriorLetter) -> Verdict:
        return rules.may_answer(self.request.user, obj, self.today)

    def consequences(self, obj: PriorLetter) -> Sequence[str]:
        return [
            "La DAECT lit vos observations avant de décider ; elle y répondra si elle émet la demande.",
            "Vous les envoyez une fois : vérifiez qu’elles disent tout.",
            "Pour être entendu de vive voix, dites-le dans ce texte ou écrivez à la DAECT.",
        ]

    def perform(self, obj: PriorLetter, form: forms.AnswerForm) -> PriorLetter:
        return reimbursement.answer(letter=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: PriorLetter) -> str:
        return "Vos observations sont envoyées."


class Record(OneLetter, ActView):
    """An act of DAECT on a prior letter."""

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        demand = self.object.demand
        return [DEMANDS, (demand.mission.number, demand.get_absolute_url())]

    def back_url(self, obj: PriorLetter) -> str:
        return obj.demand.get_absolute_url()

    success_url = back_url


class RecordReceipt(Record):
    """The day on which the letter was received."""

    title = "Enregistrer la réception de la lettre préalable"
    verb = "Enregistrer la réception"
    form_class = forms.ReceiptForm

    def verdict(self, obj: PriorLetter) -> Verdict:
        return rules.may_record_receipt(self.request.user, obj, self.today)

    def consequences(self, obj: PriorLetter) -> Sequence[str]:
        return [
            f"Le titulaire peut répondre pendant {settings.PRIOR_LETTER_DAYS} jours à compter de cette date.",
            "Il est informé par courriel de la date limite.",
            "Cette date ne pourra plus être changée.",
        ]

    def perform(self, obj: PriorLetter, form: forms.ReceiptForm) -> PriorLetter:
        return reimbursement.record_receipt(letter=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: PriorLetter) -> str:
        return "La réception est enregistrée."


class RecordAnswer(Record):
    """What came by post, or was said."""

    title = "Enregistrer les observations du titulaire"
    verb = "Enregistrer les observations"
    form_class = forms.RecordedAnswerForm

    def verdict(self, obj: PriorLetter) -> Verdict:
        return rules.may_record_answer(self.request.user, obj, self.today)

    def perform(self, obj: PriorLetter, form: forms.RecordedAnswerForm) -> PriorLetter:
        return reimbursement.record_answer(letter=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: PriorLetter) -> str:
        return "Les observations sont enregistrées."


class Document(OneLetter, PageMixin, View):
    """The letter, or the demand, as it was issued: to the holder and to DAECT (spec X1)."""

    def document(self, letter: PriorLetter) -> IssuedDocument | None:
        """The document that this address gives."""
        return letter.document

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        letter = self.get_object()
        document = self.document(letter)
        if document is None or document.file is None:
            raise Http404
        return serve_traced(request, document.file, subject=letter, at=self.at)


class DemandDocument(Document):
    """The demand."""

    def document(self, letter: PriorLetter) -> IssuedDocument | None:
        return letter.demand.document
