"""Asking a holder, its answer, the choice (spec M3)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from expect.kernel.clock import paris_day
from expect.kernel.verdict import Verdict
from expect.web.components import Act, Head
from expect.web.views import ActView, DetailPage
from expect.web.visible import visible_or_404
from labels.models import Label
from missions import requests, rules, selectors
from missions.enums import SolicitationState
from missions.forms.needs import AcceptForm, ChooseForm, DeclineForm, SolicitForm
from missions.models import ExpertiseRequest, Mission, Solicitation
from missions.views import standing
from missions.views.missions import MISSIONS
from missions.views.needs import NEEDS
from missions.views.sides import HOLDER, Found

DAYS_TO_ANSWER = 10


class Solicit(ActView):
    """DAECT asks one holder."""

    template_name = "missions/solicitations/solicit.html"
    verb = "Envoyer la sollicitation"
    form_class = SolicitForm

    def get_object(self) -> ExpertiseRequest:
        visible = selectors.visible_requests(self.request.user, self.today)
        found = visible_or_404(visible, self.request, at=self.at, public_id=self.kwargs["public_id"])
        labels = Label.objects.select_related("organisation__department", "organisation__region")
        self.label = labels.filter(public_id=self.kwargs["label_id"]).first()
        if self.label is None:
            raise Http404
        return found

    def get_title(self) -> str:
        return f"Solliciter {self.label.organisation}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [NEEDS, (self.object.number, self.object.get_absolute_url())]

    def verdict(self, obj: ExpertiseRequest) -> Verdict:
        return rules.may_solicit(self.request.user, obj, self.label, self.today)

    def initial(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {"answer_by": self.today + timedelta(days=DAYS_TO_ANSWER)}

    def form_kwargs(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {"on": self.today}

    def consequences(self, obj: ExpertiseRequest) -> Sequence[str]:
        return (
            f"Les personnes qui agissent pour {self.label.organisation} reçoivent un courriel et une ligne dans leur "
            "liste de travail.",
            "Elles acceptent ou déclinent avant la date indiquée ; vous choisissez ensuite.",
        )

    def context(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {"label": self.label}

    def perform(self, obj: ExpertiseRequest, form: SolicitForm) -> Solicitation:
        return requests.solicit(
            request=obj, label=self.label, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: Solicitation) -> str:
        return f"La sollicitation est envoyée à {fact.organisation}."

    def success_url(self, fact: Solicitation) -> str:
        return self.object.get_absolute_url()


class OwnSolicitation(Found, DetailPage):
    """What the holder is asked, by when."""

    template_name = "missions/solicitations/own.html"
    seen = staticmethod(selectors.own_solicitations)

    def get_title(self) -> str:
        return self.object.request.subject

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [MISSIONS]

    def head(self, obj: Solicitation) -> Head:
        person, on = self.request.user, self.today
        asked = obj.state == SolicitationState.SENT
        accept = Act(rules.may_accept(person, obj, on), _url("accept", obj), "Accepter")
        decline = Act(rules.may_decline(person, obj, on), _url("decline", obj), "Décliner")
        return Head(
            number=obj.request.number,
            badge=standing.solicitation_badge(obj, HOLDER),
            subtitle=f"{obj.request.authority}, {obj.request.country}",
            turn="C’est à vous de répondre" if asked else "",
            since=paris_day(obj.sent_at) if asked else None,
            primary=accept if asked else None,
            others=(decline,) if asked else (),
        )

    def context(self, obj: Solicitation) -> Mapping[str, Any]:
        return {
            "themes": obj.request.themes.order_by("rank"),
            "mission": Mission.objects.filter(solicitation=obj).first(),
        }


class SolicitationInNeed(Found, DetailPage):
    """DAECT reads a solicitation among the others of its need."""

    seen = staticmethod(selectors.visible_solicitations)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return redirect(self.get_object().request)


class Answer(Found, ActView):
    """What both answers share."""

    template_name = "missions/solicitations/answer.html"
    seen = staticmethod(selectors.visible_solicitations)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [MISSIONS, (self.object.request.number, self.object.get_absolute_url())]

    def context(self, obj: Solicitation) -> Mapping[str, Any]:
        return {"themes": obj.request.themes.order_by("rank")}


class AcceptSolicitation(Answer):
    """Say yes."""

    title = "Accepter la sollicitation"
    verb = "Accepter la sollicitation"
    form_class = AcceptForm

    def verdict(self, obj: Solicitation) -> Verdict:
        return rules.may_accept(self.request.user, obj, self.today)

    def consequences(self, obj: Solicitation) -> Sequence[str]:
        return (
            "La DAECT est prévenue ; elle peut avoir sollicité d’autres titulaires et choisira.",
            "Si vous êtes retenu, vous préparez la mission : dates, lieux, une ou deux personnes.",
        )

    def perform(self, obj: Solicitation, form: AcceptForm) -> Solicitation:
        return requests.accept_solicitation(
            solicitation=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: Solicitation) -> str:
        return "Votre accord est transmis à la DAECT, qui vous dira si vous êtes retenu."


class DeclineSolicitation(Answer):
    """Say no."""

    title = "Décliner la sollicitation"
    verb = "Décliner la sollicitation"
    form_class = DeclineForm

    def verdict(self, obj: Solicitation) -> Verdict:
        return rules.may_decline(self.request.user, obj, self.today)

    def consequences(self, obj: Solicitation) -> Sequence[str]:
        return ("La DAECT est prévenue, avec votre motif. Votre label n’en est pas affecté.",)

    def perform(self, obj: Solicitation, form: DeclineForm) -> Solicitation:
        return requests.decline_solicitation(
            solicitation=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: Solicitation) -> str:
        return "Votre réponse est transmise à la DAECT."


class Choose(Found, ActView):
    """DAECT chooses among those who said yes."""

    verb = "Retenir ce titulaire"
    form_class = ChooseForm
    seen = staticmethod(selectors.visible_solicitations)

    def get_title(self) -> str:
        return f"Retenir {self.object.organisation}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [NEEDS, (self.object.request.number, self.object.request.get_absolute_url())]

    def verdict(self, obj: Solicitation) -> Verdict:
        return rules.may_choose(self.request.user, obj, self.today)

    def back_url(self, obj: Solicitation) -> str:
        return obj.request.get_absolute_url()

    def consequences(self, obj: Solicitation) -> Sequence[str]:
        return (
            f"Une mission est créée : {obj.organisation} en prépare les termes.",
            "Les autres titulaires sollicités sont prévenus par courriel ; l’ambassade aussi.",
        )

    def perform(self, obj: Solicitation, form: ChooseForm) -> Mission:
        return requests.choose(solicitation=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Mission) -> str:
        return f"{fact.organisation} est retenu. La mission {fact.number} est à préparer."


def _url(act: str, solicitation: Solicitation) -> str:
    return reverse(f"missions:solicitation_{act}", args=[solicitation.public_id])
