"""Asking a holder, its answer, the choice (spec M3)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from expect.accounts.enums import DAECT_ROLES
from expect.accounts.selectors import people, reached
from expect.kernel.clock import paris_day
from expect.kernel.verdict import Verdict, refuse
from expect.programme import parameters
from expect.web import french
from expect.web.components import Act, Head
from expect.web.views import ActView, DetailPage
from expect.web.visible import visible_or_404
from labels.models import Label
from missions import exceptions, requests, rules, selectors
from missions.enums import SolicitationState
from missions.forms.needs import AcceptForm, ChooseForm, DeclineForm, ExceptionForm, SolicitForm
from missions.models import ExpertiseRequest, GrantedException, Mission, Solicitation
from missions.views import standing
from missions.views.missions import MISSIONS
from missions.views.needs import NEEDS
from missions.views.sides import HOLDER, Found

CHOSEN = "titulaire"
"""The part of the address that names each holder chosen, by its label."""
MOST_CHOSEN = 20
NOBODY_CHOSEN = "Choisissez au moins un titulaire à solliciter."
TURNS = {
    SolicitationState.SENT: "C’est à vous de répondre",
    SolicitationState.ACCEPTED: "C’est à la DAECT de choisir",
}
"""Whose turn it is, as the holder reads it."""


class NeedAndHolders(ActView):
    """An act on a need and on holders of the label: one named by the address, or several by its `titulaire` parts."""

    template_name = "missions/solicitations/solicit.html"

    def get_object(self) -> ExpertiseRequest:
        visible = selectors.visible_requests(self.request.user, self.today)
        found = visible_or_404(visible, self.request, at=self.at, public_id=self.kwargs["public_id"])
        wanted = [self.kwargs["label_id"]] if "label_id" in self.kwargs else self.request.GET.getlist(CHOSEN)
        labels = Label.objects.select_related("organisation__department", "organisation__region")
        self.labels = list(
            labels.filter(public_id__in=wanted[:MOST_CHOSEN]).order_by("organisation__sort_name", "pk")
        )
        self.too_many = len(set(wanted)) if len(set(wanted)) > MOST_CHOSEN else 0
        if "label_id" in self.kwargs and not self.labels:
            raise Http404
        return found

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [NEEDS, (self.object.number, self.object.get_absolute_url())]

    def context(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {"labels": self.labels}

    def success_url(self, fact: Any) -> str:
        return self.object.get_absolute_url()


class Solicit(NeedAndHolders):
    """DAECT asks one holder, or several at once."""

    form_class = SolicitForm

    @property
    def verb(self) -> str:
        return (
            "Envoyer la sollicitation"
            if len(self.labels) == 1
            else f"Envoyer les {len(self.labels)} sollicitations"
        )

    def get_title(self) -> str:
        many = f"Solliciter {len(self.labels)} titulaires"
        return f"Solliciter {self.labels[0].organisation}" if len(self.labels) == 1 else many

    def verdict(self, obj: ExpertiseRequest) -> Verdict:
        if self.too_many:
            return refuse(
                f"{self.too_many} titulaires sont cochés : sollicitez-en {MOST_CHOSEN} au plus à la fois."
            )
        none = rules.may_match(self.request.user, obj, self.today).unless(not self.labels, NOBODY_CHOSEN)
        verdicts = [rules.may_solicit(self.request.user, obj, label, self.today) for label in self.labels]
        return next((verdict for verdict in verdicts if not verdict), verdicts[0] if verdicts else none)

    def initial(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        days = parameters.value("solicitation_days", self.today)
        return {"answer_by": min(self.today + timedelta(days=days), obj.wished_until)}

    def form_kwargs(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {"need": obj, "on": self.today}

    def consequences(self, obj: ExpertiseRequest) -> Sequence[str]:
        granted = selectors.exceptions(request=obj.pk, labels=[label.pk for label in self.labels])
        return (
            *map(self.told, self.labels),
            "Une réponse est attendue à la date indiquée ; vous choisissez ensuite.",
            *standing.exception_sentences(granted),
        )

    def told(self, label: Label) -> str:
        """Who receives it."""
        names = ", ".join(map(str, reached(label.organisation, self.today)))
        if names:
            return f"La sollicitation part par courriel à {names}, pour {label.organisation}."
        return f"Personne n’a de compte pour {label.organisation} : prévenez ce titulaire autrement."

    def perform(self, obj: ExpertiseRequest, form: SolicitForm) -> list[Solicitation]:
        return requests.solicit_several(
            request=obj, labels=self.labels, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: list[Solicitation]) -> str:
        until = french.day(fact[0].answer_by)
        if len(fact) == 1:
            return f"La sollicitation est envoyée : {fact[0].organisation} répond au plus tard le {until}."
        return f"{len(fact)} sollicitations sont envoyées : réponse au plus tard le {until}."


class GrantException(NeedAndHolders):
    """The head lifts a rule for that holder on that need."""

    verb = "Accorder l’exception"
    form_class = ExceptionForm

    def get_title(self) -> str:
        return f"Accorder une exception : {self.labels[0].organisation}"

    def verdict(self, obj: ExpertiseRequest) -> Verdict:
        return rules.may_grant_exception(self.request.user, obj, self.labels[0], self.today)

    def form_kwargs(self, obj: ExpertiseRequest) -> Mapping[str, Any]:
        return {"obstacles": rules.obstacles(obj, self.labels[0], self.today)}

    def consequences(self, obj: ExpertiseRequest) -> Sequence[str]:
        names = ", ".join(map(str, people(DAECT_ROLES, self.today).exclude(pk=self.request.user.pk)))
        return (
            *(
                f"Levé par l’exception : {reason}"
                for reason in rules.obstacles(obj, self.labels[0], self.today).values()
            ),
            "L’exception vaut pour ce besoin et pour la mission qui en naît, jusqu’au départ ; elle y reste inscrite.",
            f"La DAECT en est informée par courriel ({names or 'personne d’autre n’y a de compte'}).",
        )

    def perform(self, obj: ExpertiseRequest, form: ExceptionForm) -> GrantedException:
        return exceptions.grant_exception(
            request=obj, label=self.labels[0], by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: GrantedException) -> str:
        return f"L’exception est accordée : {fact.label.organisation}."


class OwnSolicitation(Found, DetailPage):
    """What the holder is asked, by when."""

    template_name = "missions/solicitations/own.html"
    side = HOLDER
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
            turn=TURNS.get(obj.state, ""),
            since=paris_day(obj.answered_at or obj.sent_at) if obj.state in TURNS else None,
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
