"""DAECT writes down a recusal, verifies a tie of names, lifts a recusal that is wrong (spec L8, decision 0064)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView
from expect.web.visible import visible_or_404
from labels import recusals, rules, selectors
from labels.enums import ApplicationState
from labels.forms import ClearDoubtForm, LiftForm, SetAsideForm
from labels.models import ClearedDoubt, LabelApplication, Recusal
from labels.views.instruction import APPLICATIONS, LodgedFile, file_url
from labels.views.members import OWN_SESSIONS


def in_words(doubt: rules.Doubt) -> str:
    """« A pour organisme « Nantes », ce dossier cite « Ville de Nantes ». »"""
    said = str(doubt)
    return f"{said[:1].upper()}{said[1:]}."


class OnDoubts(LodgedFile):
    """A file, and what is alike by name between it and those who sit on it."""

    def chosen(self, obj: LabelApplication) -> list[rules.Doubt]:
        """Those of the member whom the address names."""
        member = self.request.GET.get("membre", "")
        return [doubt for doubt in self.doubts(obj) if doubt.member.public_id == member]

    def doubts(self, obj: LabelApplication) -> list[rules.Doubt]:
        """Of everybody, as they are now."""
        return selectors.doubts_on(obj, self.today)


class SetAside(OnDoubts, ActView):
    """A member leaves the file; during the meeting, one comes back to the table."""

    title = "Enregistrer un déport"
    verb = "Enregistrer le déport"
    form_class = SetAsideForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_set_aside(self.request.user, obj, self.today)

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"application": obj}

    def consequences(self, obj: LabelApplication) -> Sequence[str]:
        met = obj.state == ApplicationState.EXAMINED
        tally = selectors.tallies(obj.session, [obj])[obj.pk]
        left = f"Il y aura {tally.present - 1} présence{'s' if tally.present > 2 else ''} sur {tally.sitting - 1}."
        return [
            f"Ce membre ne compte plus dans le quorum du dossier {obj.number} ({obj.organisation}), "
            "ni son avis parmi les avis.",
            *([left] if met else ["Ni le dossier ni les avis ne lui sont plus ouverts."]),
            "Il en est prévenu par courriel, avec le motif.",
            "Cela vaut aussi si le dossier est renvoyé à une autre séance.",
            "La séance s’est tenue\N{NO-BREAK SPACE}: ce déport ne se lèvera plus."
            if met
            else "Une erreur se corrige tant que la séance ne s’est pas tenue.",
        ]

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        """Led here by a tie to confirm, one finds its member and its words."""
        doubts = self.chosen(obj)
        return {"member": doubts[0].member.pk, "reasons": " ".join(map(in_words, doubts))} if doubts else {}

    def back_url(self, obj: LabelApplication) -> str:
        if obj.state != ApplicationState.EXAMINED:
            return file_url(obj)
        return reverse("labels:session_conduct_file", args=[obj.session.public_id, obj.public_id])

    def perform(self, obj: LabelApplication, form: SetAsideForm) -> Recusal:
        return recusals.set_aside(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Recusal) -> str:
        return f"Le déport {french.of(str(fact.member))} est enregistré."

    def success_url(self, fact: Recusal) -> str:
        return self.back_url(self.object)


class ClearDoubt(OnDoubts, ActView):
    """What is alike by name is no tie: the file opens to the member."""

    title = "Écarter un lien à confirmer"
    verb = "Écarter ce lien"
    form_class = ClearDoubtForm

    def show(self, form: BaseForm, *, state_changed: bool = False) -> HttpResponse:
        if state_changed:
            form.data = form.data.copy()
            form.data["seen"] = selectors.sight_of_doubts(self.doubts(self.object))
        return super().show(form, state_changed=state_changed)

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_clear_doubt(self.request.user, obj, self.today).unless(
            not self.doubts(obj), "Aucun lien n’est à confirmer sur ce dossier."
        )

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"members": {doubt.member for doubt in self.doubts(obj)}}

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        doubts, seen = self.chosen(obj), selectors.sight_of_doubts(self.doubts(obj))
        return {"seen": seen} | ({"member": doubts[0].member.pk} if doubts else {})

    def consequences(self, obj: LabelApplication) -> Sequence[str]:
        return [
            *(f"À confirmer\N{NO-BREAK SPACE}: {doubt.member} {doubt}." for doubt in self.doubts(obj)),
            "Le membre lit le dossier et donne son avis, et il en est prévenu par courriel s’il lui était fermé.",
            "Un autre employeur ou un autre expert poserait de nouveau la question.",
        ]

    def perform(self, obj: LabelApplication, form: ClearDoubtForm) -> list[ClearedDoubt]:
        return recusals.clear_doubt(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: list[ClearedDoubt]) -> str:
        return f"Le lien est écarté\N{NO-BREAK SPACE}: {fact[0].member} siège sur ce dossier."


class LiftRecusal(ActView):
    """A recusal that is wrong no longer holds; of what a member declared, by themselves."""

    title = "Lever un déport"
    verb = "Lever ce déport"
    form_class = LiftForm

    def get_object(self) -> Recusal:
        found = selectors.visible_recusals(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        if self.is_own(self.object):
            return [OWN_SESSIONS, (str(self.object.session), self.back_url(self.object))]
        application = self.object.application
        return [APPLICATIONS, (application.number, file_url(application))]

    def is_own(self, obj: Recusal) -> bool:
        """A member comes back on what they declared."""
        return obj.member == self.request.user

    def verdict(self, obj: Recusal) -> Verdict:
        return rules.may_lift_recusal(self.request.user, obj, self.today)

    def consequences(self, obj: Recusal) -> Sequence[str]:
        doubts = rules.pending_doubts([obj.member], [obj.application], self.today)
        if self.is_own(obj):
            return [
                f"Le dossier {obj.application.number} et ses avis s’ouvrent de nouveau à vous.",
                "Vous comptez de nouveau dans son quorum.",
                "L’historique du dossier garde votre déport, sa levée et le motif.",
            ]
        return [
            *(
                f"Il reste à confirmer\N{NO-BREAK SPACE}: {doubt.member} {doubt}. Le dossier lui reste fermé d’ici là."
                for found in doubts.values()
                for doubt in found
                if doubt.whole
            ),
            f"{obj.member} siège de nouveau sur le dossier {obj.application.number}, et compte dans son quorum.",
            "Son déport ne sera pas repris à une autre séance.",
            "Un courriel lui donne le motif. L’historique du dossier garde le déport et sa levée.",
        ]

    def back_url(self, obj: Recusal) -> str:
        if self.is_own(obj):
            return reverse("labels:own_session", args=[obj.session.public_id])
        return file_url(obj.application)

    def perform(self, obj: Recusal, form: LiftForm) -> Recusal:
        return recusals.lift(recusal=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Recusal) -> str:
        return f"Le déport {french.of(str(fact.member))} est levé."

    def success_url(self, fact: Recusal) -> str:
        return self.back_url(fact)
