"""The draft leaves the body's hands: handed over, lodged, or taken back (spec L6, L7)."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from expect.accounts import service
from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES, Role
from expect.accounts.selectors import people, reached
from expect.kernel.errors import DraftConflict
from expect.kernel.verdict import Verdict
from expect.web.views import ActView
from labels import applications, rules, selectors
from labels.enums import ApplicationState
from labels.forms import SubmitForm
from labels.models import ApplicationVersion, CommitmentText, LabelApplication
from labels.versions import differences, to_lodge
from labels.views.corrected import corrected
from labels.views.own import OwnFile, WholeDraft, own_url
from labels.views.unfinished import begun


class HandOver(WholeDraft, ActView):
    """Send the complete draft to the signatory (spec L6)."""

    title = "Transmettre au signataire"
    verb = "Transmettre le dossier"

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_hand_over(self.request.user, obj, self.today)

    def consequences(self, obj: LabelApplication) -> list[str]:
        signatories = people((Role.SIGNATORY,), self.today, organisation=obj.organisation)
        names = ", ".join(str(person) for person in signatories) or "le signataire de votre organisme"
        return [
            f"Un courriel invite à relire et à déposer le dossier : {names}.",
            "Le dossier reste modifiable jusqu’au dépôt.",
        ]

    def perform(self, obj: LabelApplication, form) -> LabelApplication:
        return applications.hand_over(application=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: LabelApplication) -> str:
        return "Le dossier est transmis : votre signataire a reçu un courriel."


class Submit(WholeDraft, ActView):
    """The signatory lodges the file, with the commitments (spec L6)."""

    title = "Déposer la candidature"
    verb = "Déposer la candidature"
    template_name = "labels/own/submit.html"
    form_class = SubmitForm
    read_before: Mapping[str, Any] | None = None
    """What the signatory had read, where the file changed meanwhile."""

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_submit(self.request.user, obj, self.today)

    def refused(self, verdict: Verdict) -> HttpResponse:
        """A second click is led to the file that the first one lodged."""
        if self.object.state == ApplicationState.DRAFT or self.request.method != "POST":
            return super().refused(verdict)
        messages.info(self.request, f"La candidature est déjà déposée, sous le numéro {self.object.number}.")
        return redirect(own_url(self.object))

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        membership = rules.may_submit(self.request.user, obj, self.today).membership
        return {
            "commitments_version": self.commitments.version,
            "revision": obj.revision,
            "read": to_lodge(obj),
            "capacity": membership.capacity,
        }

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"agreed": service.agreement(obj.organisation_id) is not None}

    def consequences(self, obj: LabelApplication) -> list[str]:
        officers = ", ".join(str(person) for person in people(DAECT_ROLES, self.today))
        colleagues = people(HOLDER_ROLES, self.today, organisation=obj.organisation)
        frozen = (
            f"Le dossier {obj.number} est figé tel qu’il est\N{NO-BREAK SPACE}: c’est sa nouvelle version, "
            "sous le même numéro."
            if obj.number
            else "Le dossier est figé tel qu’il est, et reçoit un numéro."
        )
        return [
            frozen,
            f"Un accusé de réception part à : {', '.join(str(person) for person in colleagues)}.",
            f"La DAECT est prévenue : {officers}." if officers else "La DAECT est prévenue.",
        ]

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {
            "commitments": self.commitments,
            "begun": begun(obj, self.request.user),
            "corrected": corrected(obj),
            "changes": differences(self.read_before, to_lodge(obj)) if self.read_before else (),
            "review_url": own_url(obj, "application_review"),
        }

    @cached_property
    def commitments(self) -> CommitmentText:
        """The wording of the day."""
        return selectors.commitments_on(self.today)

    def perform(self, obj: LabelApplication, form: SubmitForm) -> ApplicationVersion:
        try:
            return applications.submit(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)
        except DraftConflict:
            self.read_before = form.cleaned_data["read"]
            form.data = form.data.copy()
            form.data["revision"], form.data["read"] = obj.revision, to_lodge(obj)
            raise

    def success_message(self, fact: ApplicationVersion) -> str:
        number = fact.application.number
        return f"La candidature est déposée sous le numéro {number}. L’accusé de réception est dans le suivi."


class Withdraw(OwnFile, ActView):
    """Take the file back."""

    def get_title(self) -> str:
        return "Retirer la candidature" if self.object.submitted_at else "Abandonner le brouillon"

    @property
    def verb(self) -> str:
        return self.get_title()

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_withdraw(self.request.user, obj, self.today)

    def consequences(self, obj: LabelApplication) -> list[str]:
        if obj.submitted_at:
            appealed = obj.appeals.filter(answered_at=None).exists()
            me, told = self.request.user, reached(obj.organisation, self.today)
            names = ", ".join(str(person) for person in told if person != me)
            return [
                "La candidature ne sera pas examinée ; la DAECT en est prévenue.",
                *([f"Un courriel le dit aussi à\N{NO-BREAK SPACE}: {names}."] if names else []),
                *(["Votre recours, qui attend sa réponse, reste sans objet."] if appealed else []),
                "Ce retrait est définitif. Vous pourrez préparer une autre candidature à tout moment.",
            ]
        return ["Le brouillon est fermé. Vous pourrez préparer une autre candidature à tout moment."]

    def perform(self, obj: LabelApplication, form) -> LabelApplication:
        return applications.withdraw(application=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: LabelApplication) -> str:
        return "La candidature est retirée." if fact.submitted_at else "Le brouillon est abandonné."
