"""What DAECT records for a holder or an embassy, and what they say of it (spec X13)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import View

from expect.accounts.models import Organisation, User
from expect.accounts.selectors import reached
from expect.documents.serving import serve_traced
from expect.kernel.clock import now, paris_day
from expect.kernel.verdict import Verdict
from expect.territory.models import DiplomaticPost
from expect.web import french
from expect.web.views import ActView, PageMixin
from expect.web.visible import visible_or_404
from missions import board, emails, on_behalf, preparation, rules, selectors
from missions.forms.desk import ContestForm, RecordAcceptanceForm, RecordAnswerForm, RecordNeedForm
from missions.models import ExpertiseRequest, Mission, RecordedAnswer, Solicitation
from missions.selectors.recorded import visible_answers
from missions.terms import text
from missions.views.missions import MISSIONS
from missions.views.needs import NEEDS, RelayRequest
from missions.views.sides import Found
from missions.views.terms import ReadAt


def told(party: Organisation | DiplomaticPost, people: Iterable[User]) -> str:
    """Who is told, by name."""
    if names := ", ".join(map(str, people)):
        return f"{party} peut contester : un courriel le dit à {names}."
    return f"Personne n’a de compte pour {party} : dites ce qui est enregistré."


YOURS = "Votre nom reste comme celui de la personne qui l’a enregistrée ; la preuve est jointe au dossier."


class RecordRequest(RelayRequest):
    """DAECT records a need that an embassy, or a holder, brought otherwise than here."""

    template_name = "missions/needs/record.html"
    title = "Enregistrer un besoin au nom d’une ambassade ou d’un titulaire"
    form_class = RecordNeedForm

    def verdict(self, obj: None) -> Verdict:
        return rules.may_record_requests(self.request.user, self.today)

    def initial(self, obj: None) -> Mapping[str, Any]:
        return {**super().initial(obj), "received_on": self.today}

    def perform(self, obj: None, form: RecordNeedForm) -> ExpertiseRequest:
        said = form.cleaned_data
        return on_behalf.record_request(by=self.request.user, at=self.at, **said).request

    def success_message(self, fact: ExpertiseRequest) -> str:
        record = fact.record
        return f"{super().success_message(fact)} {told(record.party, emails.party(record, self.at))}"


class HolderSearch(PageMixin, View):
    """The holders that fit what is typed: JSON `[{"value", "label", "detail"}]`."""

    def get(self, request: HttpRequest) -> JsonResponse:
        if not (may := rules.may_record_requests(request.user, self.today)):
            raise PermissionDenied(may.reason)
        found = board.find_holders(request.GET.get("q", ""), self.today)
        rows = [{"value": body.public_id, "label": body.name, "detail": body.description()} for body in found]
        return JsonResponse(rows, safe=False)


class RecordAnswer(Found, ActView):
    """DAECT records the answer of a holder to its solicitation."""

    title = "Enregistrer la réponse du titulaire"
    verb = "Enregistrer la réponse reçue"
    template_name = "missions/solicitations/answer.html"
    form_class = RecordAnswerForm
    seen = staticmethod(selectors.visible_solicitations)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [NEEDS, (self.object.request.number, self.object.request.get_absolute_url())]

    def verdict(self, obj: Solicitation) -> Verdict:
        return rules.may_record_answer(self.request.user, obj, self.today)

    def initial(self, obj: Solicitation) -> Mapping[str, Any]:
        return {"received_on": self.today}

    def consequences(self, obj: Solicitation) -> Sequence[str]:
        return (
            f"La réponse vaut celle {french.of(str(obj.organisation))}.",
            YOURS,
            told(obj.organisation, reached(obj.organisation, self.today)),
        )

    def context(self, obj: Solicitation) -> Mapping[str, Any]:
        return {"themes": obj.request.themes.order_by("rank")}

    def back_url(self, obj: Solicitation) -> str:
        return obj.request.get_absolute_url()

    def perform(self, obj: Solicitation, form: RecordAnswerForm) -> RecordedAnswer:
        return on_behalf.record_answer(
            solicitation=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: RecordedAnswer) -> str:
        return f"La réponse {french.of(str(fact.organisation))} est enregistrée."

    def success_url(self, fact: RecordedAnswer) -> str:
        return self.object.request.get_absolute_url()


class RecordAcceptance(ReadAt, ActView):
    """DAECT records that a holder accepted the terms in writing."""

    title = "Enregistrer l’accord du titulaire sur les termes de la mission {}"
    verb = "Enregistrer l’accord reçu"
    template_name = "missions/terms/record.html"
    form_class = RecordAcceptanceForm
    preview_template = "missions/parts/terms.html"

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_record_acceptance(self.request.user, obj, self.today)

    def initial(self, obj: Mission) -> Mapping[str, Any]:
        return {"revision": obj.revision, "received_on": self.today}

    def consequences(self, obj: Mission) -> Sequence[str]:
        return (
            f"L’accord vaut celui du signataire {french.of(str(obj.organisation))}, engagements compris.",
            "Ces termes deviennent une version numérotée qui ne change plus.",
            YOURS,
            told(obj.organisation, reached(obj.organisation, self.today)),
        )

    def preview(self, obj: Mission) -> Mapping[str, Any]:
        lines = text.lines(text.content(obj))
        return {"lines": lines, "commitments": preparation.commitments(obj)}

    def perform(self, obj: Mission, form: RecordAcceptanceForm) -> RecordedAnswer:
        return on_behalf.record_acceptance(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: RecordedAnswer) -> str:
        return f"L’accord {french.of(str(fact.organisation))} est enregistré."

    def success_url(self, fact: RecordedAnswer) -> str:
        return self.object.get_absolute_url()


class ContestAnswer(Found, ActView):
    """Whose word was recorded says that it is not."""

    title = "Contester ce qui est enregistré en votre nom"
    verb = "Contester"
    form_class = ContestForm
    seen = staticmethod(visible_answers)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [NEEDS if self.object.request else MISSIONS]

    def verdict(self, obj: RecordedAnswer) -> Verdict:
        return rules.may_contest_answer(self.request.user, obj, self.today)

    def consequences(self, obj: RecordedAnswer) -> Sequence[str]:
        return (
            "La DAECT est prévenue que ce n’est pas votre parole.",
            "Rien ne change de soi-même : la DAECT prend contact avec vous, et décide de la suite.",
        )

    def back_url(self, obj: RecordedAnswer) -> str:
        return obj.subject.get_absolute_url()

    def perform(self, obj: RecordedAnswer, form: ContestForm) -> RecordedAnswer:
        return on_behalf.contest_answer(record=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: RecordedAnswer) -> str:
        return "Votre contestation est transmise à la DAECT."

    def success_url(self, fact: RecordedAnswer) -> str:
        return self.back_url(fact)


class AnswerProof(View):
    """What was received, for DAECT and whose word it is (spec X1, X6)."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        at = now()
        on = paris_day(at)
        record = visible_or_404(visible_answers(request.user, on), request, at=at, public_id=public_id)
        daect = rules.may_record_costs(request.user, on).membership
        carrier = daect or rules.speaks_for(request.user, record, on).membership
        return serve_traced(request, record.scan, subject=record.subject, membership=carrier, at=at)
