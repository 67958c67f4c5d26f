"""DAECT ends a file without the committee, in a letter that it reads first (spec §6, L9, X12)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from expect.accounts.enums import SignedAct
from expect.accounts.signing import find_authority
from expect.documents.preview import preview_html
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView
from labels import corrections, inadmissibility, letters, rules, selectors
from labels.enums import DismissalKind
from labels.forms import ReasonForm
from labels.models import CorrectionRequest, Dismissal, LabelApplication
from labels.views.instruction import LodgedFile
from labels.views.watched import WatchedFile


class Dismiss(WatchedFile, LodgedFile, ActView):
    """One of the two ways, of that `kind`."""

    template_name = "labels/daect/signed.html"
    preview_template = "labels/components/letter.html"
    refreshes_preview = True
    form_class = ReasonForm
    kind: DismissalKind

    def proposed(self, obj: LabelApplication) -> str:
        """The reason that the form begins with."""
        raise NotImplementedError

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"reason": self.proposed(obj)}

    def consequences(self, obj: LabelApplication) -> list[str]:
        return [
            "La candidature ne sera pas examinée. L’organisme pourra en déposer une autre.",
            "La lettre, signée de vous, donne vos motifs et les voies de recours.",
            *replaced(obj, self.today),
            f"Un courriel l’annonce à\N{NO-BREAK SPACE}: {self.body_people(obj)}.",
        ]

    def preview(self, obj: LabelApplication) -> Mapping[str, Any]:
        reason = self.request.POST.get("reason") or self.proposed(obj) or "…"
        authority = find_authority(self.request.user, SignedAct.DECISION, self.today)
        version = selectors.last_version(obj)
        words = letters.dismissal_context(
            version, self.kind, reason=reason, authority=authority, on=self.today
        )
        return {"preview": preview_html(letters.DECISION_TEMPLATE, words)}


class DeclareInadmissible(Dismiss):
    """Say that the file can't be examined, and why."""

    title = "Déclarer irrecevable"
    verb = "Déclarer la candidature irrecevable"
    kind = DismissalKind.INADMISSIBLE

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_declare_inadmissible(self.request.user, obj, self.today)

    def proposed(self, obj: LabelApplication) -> str:
        return "\n".join(rules.to_correct(rules.points_of(obj)).values())

    def perform(self, obj: LabelApplication, form: ReasonForm) -> Dismissal:
        return inadmissibility.declare_inadmissible(
            application=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: Dismissal) -> str:
        return f"La candidature {fact.application.number} est déclarée irrecevable."


class Close(Dismiss):
    """Close a file that nobody corrected in time."""

    title = "Classer sans suite"
    verb = "Classer le dossier sans suite"
    kind = DismissalKind.CLOSED

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_close(self.request.user, obj, self.today)

    def proposed(self, obj: LabelApplication) -> str:
        asked = selectors.open_correction(obj)
        return uncorrected(asked) if asked else ""

    def perform(self, obj: LabelApplication, form: ReasonForm) -> Dismissal:
        return corrections.close(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Dismissal) -> str:
        return f"La candidature {fact.application.number} est classée sans suite."


def replaced(application: LabelApplication, on: date) -> list[str]:
    """The refusal by silence that gives way, and the appeals against it, which have no object any more."""
    refused_on = rules.implicit_refusal(application, on)
    if refused_on is None:
        return []
    waiting = application.appeals.filter(implicit_on__isnull=False, answered_at=None).order_by(
        "registered_at"
    )
    numbers = " et ".join(waiting.values_list("number", flat=True))
    moot = f" Recours {numbers}\N{NO-BREAK SPACE}: sans objet." if numbers else ""
    return [f"Cette décision remplace le refus implicite du {french.day(refused_on)}.{moot}"]


def uncorrected(asked: CorrectionRequest) -> str:
    """What was asked and did not come, in words: the parts, each with its remark."""
    asked_on, answer_by = french.day(asked.asked_at), french.day(asked.answer_by)
    said = (
        f"Le {asked_on}, nous vous avons demandé de corriger votre dossier au plus tard le {answer_by}. Rien n’a été "
        "déposé depuis, et le dossier ne peut pas être examiné sans ces corrections\N{NO-BREAK SPACE}:"
    )
    points = (
        f"– {point.get_part_display()}\N{NO-BREAK SPACE}: {point.remark}" for point in asked.points_in_order
    )
    return "\n".join((said, *points))
