"""A notified decision is rectified, a diploma made anew (spec L9, L11)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from expect.accounts.enums import SignedAct
from expect.accounts.signing import find_authority
from expect.accounts.views.papers import LegalAct
from expect.documents.models import IssuedDocument
from expect.documents.preview import preview_html
from expect.kernel.verdict import Verdict
from expect.web.views import ActView
from expect.web.visible import visible_or_404
from labels import diploma, letters, rectifications, rules, selectors
from labels.enums import Mention
from labels.forms import RectifyForm, ReplaceDiplomaForm
from labels.models import Decision, Diploma, Rectification
from labels.views.decisions import OneDecision, decision_breadcrumb, decision_url


class Rectify(OneDecision, ActView):
    """Mend what the decision says, the letter read before."""

    template_name = "labels/daect/signed.html"
    preview_template = "labels/components/letter.html"
    refreshes_preview = True
    title = "Rectifier la décision"
    verb = "Signer et notifier le rectificatif"
    form_class = RectifyForm

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return decision_breadcrumb(self.object)

    def verdict(self, obj: Decision) -> Verdict:
        return rules.may_rectify(self.request.user, obj, self.today)

    @cached_property
    def says(self) -> Mapping[str, str]:
        """What the decision says today."""
        return selectors.said(self.object)

    def form_kwargs(self, obj: Decision) -> Mapping[str, Any]:
        return {"says": self.says}

    def initial(self, obj: Decision) -> Mapping[str, Any]:
        held_on = date.fromisoformat(self.says[Mention.SESSION_DATE])
        return {**self.says, "session_date": held_on, "number": obj.rectifications.count() + 1}

    def consequences(self, obj: Decision) -> Sequence[str]:
        touched = (
            "Si une mention du diplôme change, une nouvelle version le remplace : elle a son propre code."
        )
        return [
            "La décision reste telle qu’elle est partie : le rectificatif, numéroté et signé de vous, se lit avec "
            "elle. Ni son sens, ni les thèmes reconnus ne changent.",
            *([touched] if Mention.SKILLS in self.says else []),
            "Un courriel l’annonce à l’organisme ; la lettre est sur la page du dossier.",
        ]

    def preview(self, obj: Decision) -> Mapping[str, Any]:
        words = rectifications.draft(obj, **self.typed()).letter(
            reason=self.request.POST.get("reason") or "…",
            authority=find_authority(self.request.user, SignedAct.DECISION, self.today),
            on=self.today,
        )
        return {"preview": preview_html(letters.DECISION_TEMPLATE, words)}

    def typed(self) -> dict[str, Any]:
        """What is typed so far, as far as it can be read."""
        if self.request.method != "POST":
            return {"becomes": {}}
        form = self.bind(self.request.POST)
        form.full_clean()
        return form.rectification()

    def back_url(self, obj: Decision) -> str:
        return decision_url(obj)

    def perform(self, obj: Decision, form: RectifyForm) -> Rectification:
        return rectifications.rectify(
            decision=obj,
            number=form.cleaned_data["number"],
            reason=form.cleaned_data["reason"],
            same_sense=form.cleaned_data["same_sense"],
            by=self.request.user,
            at=self.at,
            **form.rectification(),
        )

    def success_message(self, fact: Rectification) -> str:
        return f"Le rectificatif n° {fact.number} est signé et notifié."

    def success_url(self, fact: Rectification) -> str:
        return decision_url(fact.decision)


class ReplaceDiploma(ActView):
    """A new version of the diploma, which says the same, signed by who makes it."""

    template_name = "labels/daect/replace_diploma.html"
    title = "Refaire le diplôme"
    verb = "Signer la nouvelle version"
    form_class = ReplaceDiplomaForm

    def get_object(self) -> Diploma:
        found = selectors.daect_diplomas(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return decision_breadcrumb(self.object.label.decision)

    def verdict(self, obj: Diploma) -> Verdict:
        return rules.may_replace_diploma(self.request.user, obj, self.today)

    def consequences(self, obj: Diploma) -> Sequence[str]:
        return [
            f"La version {obj.version + 1}, avec son propre code, remplace la version {obj.version} : celle-ci n’a "
            "plus cours, et la page de vérification le dit.",
            "Le diplôme dit la même chose, signé de vous. Pour corriger une mention, rectifiez la décision.",
            "Un courriel l’annonce à l’organisme.",
        ]

    def context(self, obj: Diploma) -> Mapping[str, Any]:
        return {
            "says": obj.document.context,
            "authority": find_authority(self.request.user, SignedAct.DIPLOMA, self.today),
        }

    def back_url(self, obj: Diploma) -> str:
        return decision_url(obj.label.decision)

    def perform(self, obj: Diploma, form: ReplaceDiplomaForm) -> Diploma:
        return diploma.new_version(
            diploma=obj, reason=form.cleaned_data["reason"], by=self.request.user, at=self.at
        )

    def success_message(self, fact: Diploma) -> str:
        return f"La version {fact.version} du diplôme {fact.label.number} est signée."

    def success_url(self, fact: Diploma) -> str:
        return decision_url(fact.label.decision)


class RectificationLetter(LegalAct):
    """The letter of a rectification; its first opening by the body may notify it (spec X11)."""

    def find(self, public_id: str) -> tuple[IssuedDocument, Rectification]:
        found = selectors.visible_rectifications(self.request.user, self.today)
        rectification = visible_or_404(found, self.request, at=self.at, public_id=public_id)
        return rectification.letter, rectification

    def organisation_id(self, subject: Rectification) -> int:
        return subject.decision.application.organisation_id
