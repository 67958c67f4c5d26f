"""The prior letter: the holder reads it and answers, DAECT registers its receipt and what came by post (spec R5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse

from expect.accounts.enums import Role
from expect.accounts.models import Membership
from expect.accounts.rules import holds
from expect.accounts.views.papers import BodyPaper
from expect.documents.models import IssuedDocument
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.components import Act, Badge, Head
from expect.web.views import ActView, DetailPage
from expect.web.visible import visible_or_404
from missions.views.sides import Found
from reports import forms, hearing, observations, rules, selectors, served
from reports.enums import DemandState
from reports.models import Hearing, PriorLetter
from reports.views import standing
from reports.views.claims import DEMANDS
from reports.views.reading import REPORTS

BADGES = {
    DemandState.ANSWERING: Badge("Vos observations sont attendues", "yellow"),
    DemandState.ISSUED: Badge("Demande émise", "red"),
    DemandState.HANDED_OVER: Badge("Somme à payer", "red"),
    DemandState.SETTLED: Badge("Demande soldée", "green"),
    DemandState.DROPPED: Badge("Procédure abandonnée", "green"),
    DemandState.WAIVED: Badge("Le ministère y renonce", "green"),
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
            turn=standing.letter_turn(obj, self.today, signatory=bool(self.signatory(obj))),
            primary=answer if waiting else None,
        )

    def signatory(self, obj: PriorLetter) -> Verdict:
        body = obj.demand.mission.organisation_id
        return holds(self.request.user, self.today, Role.SIGNATORY, organisation=body)

    def context(self, obj: PriorLetter) -> Mapping[str, Any]:
        lines = obj.demand.lines.select_related("cost").order_by("pk")
        return {
            "demand": obj.demand,
            "mission": obj.demand.mission,
            "lines": lines,
            "report": selectors.report_of(obj.demand.mission),
            **standing.service_of(obj),
            "entries": selectors.entries(obj.demand) if obj.demand.issued_at else (),
        }


class Answer(OneLetter, ActView):
    """The signatory's observations, online."""

    template_name = "reports/own/answer.html"
    title = "Présenter vos observations"
    verb = "Envoyer les observations"
    form_class = forms.AnswerForm
    preview_template = "reports/parts/answer.html"
    refreshes_preview = True

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [REPORTS, ("Demande de remboursement", self.object.get_absolute_url())]

    def verdict(self, obj: PriorLetter) -> Verdict:
        return rules.may_answer(self.request.user, obj, self.today)

    def preview(self, obj: PriorLetter) -> Mapping[str, Any]:
        """The observations as DAECT will read them."""
        typed = self.request.POST
        return {
            "text": typed.get("answer", ""),
            "hearing_asked": "hearing_asked" in typed,
            "mission": obj.demand.mission,
        }

    def consequences(self, obj: PriorLetter) -> Sequence[str]:
        return [
            "La DAECT lit vos observations avant de décider ; elle y répondra si elle émet la demande.",
            "Vous les envoyez une fois : vérifiez qu’elles disent tout.",
            "Si vous demandez à être entendu, la DAECT vous reçoit avant toute demande ; vous pouvez vous faire "
            "assister ou représenter par la personne de votre choix.",
        ]

    def perform(self, obj: PriorLetter, form: forms.AnswerForm) -> PriorLetter:
        return observations.answer(letter=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: PriorLetter) -> str:
        return "Vos observations sont envoyées."


class Record(OneLetter, ActView):
    """An act of DAECT on a prior letter."""

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        demand = self.object.demand
        return [DEMANDS, (demand.mission.number, demand.get_absolute_url())]

    def back_url(self, obj: PriorLetter) -> str:
        return obj.demand.get_absolute_url()

    def success_url(self, fact: Any) -> str:
        return self.back_url(self.object)


class RecordHearing(Record):
    """What became of the hearing that the holder asked for."""

    title = "Enregistrer l’entretien avec le titulaire"
    verb = "Enregistrer l’entretien"
    form_class = forms.HearingForm

    def verdict(self, obj: PriorLetter) -> Verdict:
        return rules.may_record_hearing(self.request.user, obj, self.today)

    def consequences(self, obj: PriorLetter) -> Sequence[str]:
        ready = "La demande peut ensuite être émise ; elle mentionne l’entretien."
        if obj.is_open(self.today):
            until = f"jusqu’au {french.day(obj.answer_by)}" if obj.answer_by else "tant que le délai court"
            ready = (
                f"Le signataire du titulaire peut encore répondre en ligne, {until} ; la demande, qui mentionne "
                "l’entretien, peut être émise ensuite."
            )
        return [
            ready,
            standing.told(obj.demand.mission, self.today),
        ]

    def perform(self, obj: PriorLetter, form: forms.HearingForm) -> Hearing:
        return hearing.record_hearing(letter=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Hearing) -> str:
        return "L’entretien est enregistré."


class LetterDocument(BodyPaper):
    """The letter as it was issued: to the holder, whose first opening may notify it, and to DAECT (spec X1, X11)."""

    def organisation_id(self, subject: served.Act) -> int:
        return rules.mission_of(subject).organisation_id

    def letter(self, public_id: str) -> PriorLetter:
        """Among those that the person may see."""
        seen = selectors.visible_letters(self.request.user, self.today)
        return visible_or_404(seen, self.request, at=self.at, public_id=public_id)

    def find(self, public_id: str) -> tuple[IssuedDocument, served.Act]:
        letter = self.letter(public_id)
        return letter.document, letter

    def read(self, document: IssuedDocument, subject: served.Act, carrier: Membership) -> None:
        served.opened(act=subject, membership=carrier, by=self.request.user, at=self.at)


class DemandDocument(LetterDocument):
    """The demand as it was issued."""

    def find(self, public_id: str) -> tuple[IssuedDocument, served.Act]:
        demand = self.letter(public_id).demand
        if demand.document is None:
            raise Http404
        return demand.document, demand
