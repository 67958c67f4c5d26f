"""DAECT writes down a recusal, said at the table or before (spec L8)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView
from labels import recusals, rules, selectors
from labels.enums import ApplicationState
from labels.forms import SetAsideForm
from labels.models import LabelApplication, Recusal
from labels.views.instruction import LodgedFile, file_url


class SetAside(LodgedFile, ActView):
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
            "C’est définitif pour ce dossier, même renvoyé à une autre séance.",
        ]

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
