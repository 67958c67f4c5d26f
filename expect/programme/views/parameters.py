"""Settings: the programme's figures, their history, their change."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.views import View

from expect.accounts.views.access import Reserved
from expect.kernel.verdict import Verdict
from expect.programme import changes, rules
from expect.programme.forms import ChangeForm
from expect.programme.models import ParameterChange
from expect.programme.parameters import PARAMETERS, Parameter, standings, value
from expect.web import french
from expect.web.views import ActView, PageMixin

PARAMETERS_PAGE = ("Paramètres du programme", reverse_lazy("programme:parameters"))


class ParametersPage(Reserved, PageMixin, View):
    """Every figure: its value today, the text, what is to come, what was."""

    template_name = "programme/parameters.html"
    title = "Paramètres du programme"

    def access(self) -> Verdict:
        return rules.may_read_parameters(self.request.user, self.today)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            {
                "standings": standings(self.today),
                "history": list(self.history()),
                "may_change": rules.may_change_parameters(request.user, self.today),
            }
        )

    def history(self) -> Iterator[tuple[str, str, ParameterChange]]:
        """(figure, value in words, change), the latest decision first."""
        for change in ParameterChange.objects.select_related("decided_by").order_by("-decided_at", "-pk"):
            parameter = PARAMETERS[change.key]
            yield parameter.label, parameter.worded(change.value), change


class ChangePage(ActView):
    """Change one figure."""

    verb = "Enregistrer le changement"
    form_class = ChangeForm

    def get_object(self) -> Parameter:
        try:
            return PARAMETERS[self.kwargs["key"]]
        except KeyError as error:
            raise Http404 from error

    def get_title(self) -> str:
        return f"Changer\N{NO-BREAK SPACE}: {self.object.label.lower()}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [PARAMETERS_PAGE]

    def verdict(self, obj: Parameter) -> Verdict:
        return rules.may_change_parameters(self.request.user, self.today)

    def form_kwargs(self, obj: Parameter) -> Mapping[str, Any]:
        return {"parameter": obj}

    def consequences(self, obj: Parameter) -> Sequence[str]:
        return [
            f"Aujourd’hui\N{NO-BREAK SPACE}: {obj.worded(value(obj.key, self.today))}.",
            f"La nouvelle valeur vaut pour\N{NO-BREAK SPACE}: {obj.effect[0].lower()}{obj.effect[1:]}",
            "Le changement est gardé dans l’historique, avec votre nom\N{NO-BREAK SPACE}; il ne s’efface pas.",
        ]

    def perform(self, obj: Parameter, form: ChangeForm) -> ParameterChange:
        return changes.change_parameter(key=obj.key, **form.cleaned_data, by=self.request.user, at=self.at)

    def back_url(self, obj: Parameter) -> str:
        return reverse("programme:parameters")

    def success_message(self, fact: ParameterChange) -> str:
        said = PARAMETERS[fact.key]
        return f"{said.label}\N{NO-BREAK SPACE}: {said.worded(fact.value)} à partir du {french.day(fact.starts_on)}."

    def success_url(self, fact: ParameterChange) -> str:
        return reverse("programme:parameters")
