"""The prior letter: the holder reads it and answers, DAECT registers its receipt and what came by post (spec R5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from expect.documents.models import IssuedDocument
from expect.documents.views import IssuedFile
from expect.kernel.verdict import Verdict
from expect.web.components import Act, Badge, Head
from expect.web.views import ActView, DetailPage
from expect.web.visible import visible_or_404
from missions.views.sides import Found
from reports import forms, reimbursement, rules, selectors
from reports.enums import DemandState
from reports.models import PriorLetter
from reports.views.claims import DEMANDS
from reports.views.reading import REPORTS

BADGES = {
    DemandState.ANSWERING: Badge("Vos observations sont attendues", "yellow"),
    DemandState.ISSUED: Badge("Demande émise", "red"),
    DemandState.DROPPED: Badge("Procédure abandonnée", "green"),
    DemandState.WAIVED: Badge("Remise accordée", "green"),
}
ANSWERED = Badge("Observations reçues", "blue")


class OneLetter(Found):
    """A prior letter among those that the person may see."""

    seen = staticmethod(selectors.visible_letters)


class LetterPage(OneLetter, DetailPage):
    """The holder's page: what is asked, until when one may answer, what followed."""

    template_name = "reports/own/letter.html"
    seen = staticmethod(selectors.own_letters)

    def get_title(self) -> str:
        return "Demande de remboursement"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [REPORTS]

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

    template_name = "reports/own/answer.html"
    title = "Présenter vos observations"
    verb = "Envoyer les observations"
    form_class = forms.AnswerForm

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [REPORTS, ("Demande de remboursement", self.object.get_absolute_url())]

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


class LetterDocument(IssuedFile):
    """The letter as it was issued: to the holder and to DAECT (spec X1)."""

    def find(self, public_id: str) -> tuple[IssuedDocument, PriorLetter]:
        seen = selectors.visible_letters(self.request.user, self.today)
        letter = visible_or_404(seen, self.request, at=self.at, public_id=public_id)
        return letter.document, letter


class DemandDocument(IssuedFile):
    """The demand as it was issued."""

    def find(self, public_id: str) -> tuple[IssuedDocument, PriorLetter]:
        seen = selectors.visible_letters(self.request.user, self.today).filter(demand__document__isnull=False)
        letter = visible_or_404(seen, self.request, at=self.at, public_id=public_id)
        return letter.demand.document, letter
