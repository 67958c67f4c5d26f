"""DAECT puts the agenda of a session in order: by hand, by rank, by theme (spec L8)."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from expect.kernel.verdict import Verdict
from expect.web.views import ActView
from labels import agenda, rules, selectors
from labels.forms import RankForm, TakeOffForm
from labels.models import CommitteeSession, LabelApplication
from labels.views.instruction import LodgedFile
from labels.views.sessions import OneSession
from labels.views.watched import WatchedFile

FOR_GOOD = "Les inscriptions à cette séance sont closes\N{NO-BREAK SPACE}: il ne pourra plus y revenir."


class Agenda(OneSession):
    """One comes back to the agenda, as it is now."""

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_order_agenda(self.request.user, obj, self.today)

    def success_url(self, fact: Any) -> str:
        return reverse("labels:session_agenda", args=[self.object.public_id])


class Order(Agenda, ActView):
    """The files in their order; each goes up, down, or to a rank."""

    title = "Ordre du jour"
    template_name = "labels/daect/agenda.html"
    form_class = RankForm

    def form_kwargs(self, obj: CommitteeSession) -> Mapping[str, Any]:
        return {"session": obj}

    def context(self, obj: CommitteeSession) -> Mapping[str, Any]:
        files = selectors.files_to_examine(obj).prefetch_related("lodged_themes")
        return {"files": files, "moved": self.request.GET.get("dossier", "")}

    def perform(self, obj: CommitteeSession, form: RankForm) -> LabelApplication:
        agenda.move_file(session=obj, by=self.request.user, at=self.at, **form.cleaned_data)
        return form.cleaned_data["application"]

    def success_message(self, fact: LabelApplication) -> str:
        return f"L’ordre du jour est changé\N{NO-BREAK SPACE}: {fact.number} est à son nouveau rang."

    def success_url(self, fact: LabelApplication) -> str:
        return f"{super().success_url(fact)}?dossier={fact.public_id}#dossier-{fact.public_id}"


class ByTheme(Agenda, ActView):
    """In one click: the files of one theme together."""

    title = "Ranger par thème"
    verb = "Ranger les dossiers par thème"

    def consequences(self, obj: CommitteeSession) -> list[str]:
        return [
            "Les dossiers d’un même thème se suivent, par ordre alphabétique des organismes.",
            "L’ordre choisi à la main est remplacé ; il se change encore ensuite.",
        ]

    def perform(self, obj: CommitteeSession, form) -> list[LabelApplication]:
        return agenda.order_by_theme(session=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: list[LabelApplication]) -> str:
        return "L’ordre du jour est rangé par thème."


class TakeOff(WatchedFile, LodgedFile, ActView):
    """One file leaves the agenda, for another session."""

    title = "Retirer de l’ordre du jour"
    verb = "Retirer de l’ordre du jour"
    form_class = TakeOffForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_take_off(self.request.user, obj, self.today)

    def consequences(self, obj: LabelApplication) -> list[str]:
        return [
            f"Le dossier {obj.number} ({obj.organisation}) quitte la séance du {obj.session.name}, reste recevable et "
            "attend une autre séance.",
            *([] if selectors.open_sessions(self.today).contains(obj.session) else [FOR_GOOD]),
            f"Un courriel donne le motif à\N{NO-BREAK SPACE}: {self.body_people(obj)}.",
        ]

    def perform(self, obj: LabelApplication, form: TakeOffForm) -> LabelApplication:
        return agenda.take_off(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: LabelApplication) -> str:
        return f"La candidature {fact.number} attend une autre séance."
