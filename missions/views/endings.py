"""Ends before time: what follows is shown, told and traced (spec M14)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from expect.accounts.enums import Role
from expect.accounts.selectors import people, reached
from expect.kernel.verdict import Verdict
from expect.territory.selectors import post_in_charge
from expect.web import french
from expect.web.views import ActView
from missions import endings, returns, rules, selectors
from missions.enums import CostStage
from missions.forms.mission import CancelForm, InterruptForm
from missions.models import Mission
from missions.views.missions import MissionFound


def spent(mission: Mission) -> Iterator[str]:
    """What becomes of the money: costs stay, what was committed or paid is to be recovered by hand (spec M7, M14)."""
    totals = selectors.cost_totals(mission)
    owed = totals[CostStage.PAID] - totals[CostStage.RECOVERED]
    if owed > 0:
        yield f"Les frais restent au dossier : {french.euros(owed)} payés, à récupérer s’ils peuvent l’être."
    elif totals[CostStage.COMMITTED] > 0:
        engaged = french.euros(totals[CostStage.COMMITTED])
        yield f"Les frais restent au dossier : {engaged} engagés, à annuler auprès du transporteur."
    else:
        yield "Les frais enregistrés restent au dossier."


def told(mission: Mission, page: ActView) -> str:
    """Who is told, by name."""
    groups = {
        french.to(str(mission.organisation)): reached(mission.organisation, page.today),
    }
    if post := post_in_charge(mission.country, page.today):
        groups[french.to(str(post))] = people((Role.POST_AGENT,), page.today, post=post)
    me = page.request.user
    named = [
        f"{body} ({', '.join(str(one) for one in them if one != me) or 'personne n’y a de compte'})"
        for body, them in groups.items()
        if list(them) != [me]
    ]
    return f"Un courriel part {', '.join([*named, 'à la DAECT'])}."


class EndMission(MissionFound, ActView):
    """What the three ends share."""

    form_class = CancelForm
    seen = staticmethod(selectors.visible_missions)

    def limit(self, obj: Mission) -> Iterator[str]:
        """What becomes of the report’s limit and of the experts’ days."""
        if obj.report_due_on:
            yield (
                f"Aucun rapport n’est attendu : la limite du {french.day(obj.report_due_on)} et ses rappels tombent, "
                "rien n’est réclamé."
            )
        else:
            yield "Aucun rapport n’est attendu et rien n’est réclamé."
        yield "Les experts retrouvent leurs jours."


class CancelMission(EndMission):
    """Give the mission up before departure."""

    title = "Annuler la mission {}"
    verb = "Annuler la mission"

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_cancel(self.request.user, obj, self.today)

    def consequences(self, obj: Mission) -> Sequence[str]:
        standing = (
            ("La validation de l’ambassade ne vaut plus ; personne ne part.",) if obj.validated_at else ()
        )
        letter = ("La lettre de mission ne vaut plus.",) if obj.letter_id else ()
        return (*standing, *letter, *self.limit(obj), *spent(obj), told(obj, self))

    def perform(self, obj: Mission, form: CancelForm) -> Mission:
        return endings.cancel(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Mission) -> str:
        return f"La mission {fact.number} est annulée."


class RecordNoDeparture(EndMission):
    """DAECT records that nobody left."""

    title = "Personne n’est parti : mission {}"
    verb = "Enregistrer que personne n’est parti"

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_record_no_departure(self.request.user, obj, self.today)

    def consequences(self, obj: Mission) -> Sequence[str]:
        return ("La mission est close comme annulée.", *self.limit(obj), *spent(obj), told(obj, self))

    def perform(self, obj: Mission, form: CancelForm) -> Mission:
        return endings.record_no_departure(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Mission) -> str:
        return f"La mission {fact.number} est annulée : personne n’est parti."


class InterruptMission(EndMission):
    """Say that the stay was cut short."""

    title = "Interrompre la mission {}"
    verb = "Enregistrer l’interruption"
    form_class = InterruptForm

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_interrupt(self.request.user, obj, self.today)

    def initial(self, obj: Mission) -> Mapping[str, Any]:
        return {"interrupted_on": self.today}

    def consequences(self, obj: Mission) -> Sequence[str]:
        due_on = french.day(obj.report_due_on)
        after = "deux mois après ce jour"
        if returns.granted_until(obj):
            after += f", ou dans le délai accordé jusqu’au {due_on} s’il finit plus tard"
        return (
            "La validation et la lettre de mission restent : la mission a eu lieu, en partie.",
            f"Le titulaire confirme le jour du retour ; le rapport est dû {after} "
            f"(jusque-là, la limite tient : {due_on}).",
            "Les jours qui suivent le retour sont rendus aux experts quand il est confirmé.",
            *spent(obj),
            told(obj, self),
        )

    def perform(self, obj: Mission, form: InterruptForm) -> Mission:
        return endings.interrupt(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Mission) -> str:
        return f"L’interruption de la mission {fact.number} est enregistrée. Confirmez le retour quand il a lieu."
