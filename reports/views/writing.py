"""The holder writes its report, step by step, saved as one goes (spec R2, R3)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from expect.kernel.errors import Refusal
from expect.kernel.verdict import Verdict
from expect.web import autosave
from expect.web.components import FormStep
from expect.web.conflict import SideBySide, is_as_shown, mark_of
from expect.web.forms import Form
from expect.web.views import ActView, StepPage
from expect.web.visible import visible_or_404
from missions.models import Mission
from missions.selectors import visible_missions
from missions.views.sides import Found
from reports import forms, rules, selectors, submission
from reports.models import MissionReport, ReportAttachment
from reports.views.reading import REPORTS, OneReport, WholeReport


class Step(NamedTuple):
    """One step of the report."""

    slug: str
    label: str
    form: type[forms.DraftForm]


STEPS = (
    Step("deroulement", "Déroulement", forms.StayForm),
    Step("personnes", "Personnes rencontrées", forms.PeopleForm),
    Step("compte-rendu", "Compte rendu", forms.AccountForm),
    Step("resultats", "Résultats attendus", forms.ResultsForm),
    Step("suites", "Suites", forms.FollowUpsForm),
)
ROWS = {"people_met": "personnes", "outcomes": "resultats"}
"""The steps whose fields are rows."""

ATTACHMENTS = "Pièces jointes"


def form_steps(report: MissionReport) -> list[FormStep]:
    """All the steps, each with its address and what it still lacks before the handing in."""
    wanted = Counter(slug_of(name) for name in rules.missing(report))
    steps = [FormStep(step.label, step_url(report, step.slug), wanted[step.slug]) for step in STEPS]
    return [*steps, FormStep(ATTACHMENTS, reverse("reports:attach", args=[report.public_id]))]


def step_url(report: MissionReport, slug: str) -> str:
    """The address of a step."""
    return reverse("reports:step", args=[report.public_id, slug])


class Write(OneReport):
    """An act of those who write."""

    def verdict(self, obj: MissionReport) -> Verdict:
        return rules.may_write(self.request.user, obj, self.today)

    def success_url(self, fact: Any) -> str:
        return self.object.get_absolute_url()


class WriteReport(Found, ActView):
    """Begin the report of a mission; the one begun is opened again."""

    template_name = "reports/own/write.html"
    verb = "Commencer le rapport"
    breadcrumb = (REPORTS,)

    seen = staticmethod(visible_missions)

    def get_title(self) -> str:
        return f"Écrire le rapport de la mission {self.object.number}"

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_start(self.request.user, obj, self.today)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        begun = MissionReport.objects.filter(mission=self.object).first()
        return redirect(begun) if begun else super().get(request, *args, **kwargs)

    def perform(self, obj: Mission, form: Form) -> MissionReport:
        return submission.start_report(mission=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: MissionReport) -> str:
        return "Le rapport est commencé, à partir des termes de la mission."

    def success_url(self, fact: MissionReport) -> str:
        return reverse("reports:edit", args=[fact.public_id])


class ReportStep(SideBySide, Write, StepPage):
    """One step of the draft; two tabs never overwrite one another: both texts are shown (spec L7)."""

    template_name = "reports/own/step.html"

    @property
    def step(self) -> Step:
        """The one that the address names."""
        for step in STEPS:
            if step.slug == self.kwargs["step"]:
                return step
        raise Http404

    @property
    def form_class(self) -> type[forms.DraftForm]:
        return self.step.form

    def get_object(self) -> MissionReport:
        found = selectors.with_outcomes(type(self).seen(self.request.user, self.today))
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_title(self) -> str:
        return self.step.label

    def steps(self, obj: MissionReport) -> Sequence[FormStep]:
        return form_steps(obj)

    def step_number(self, obj: MissionReport) -> int:
        return STEPS.index(self.step) + 1

    def get_autosave_url(self, obj: MissionReport) -> str:
        return reverse("reports:autosave", args=[obj.public_id, self.step.slug])

    def initial(self, obj: MissionReport) -> Mapping[str, Any]:
        return self.step.form.stored(obj)

    def form_kwargs(self, obj: MissionReport) -> Mapping[str, Any]:
        return {"report": obj}

    def save(self, obj: MissionReport, form: forms.DraftForm) -> MissionReport:
        return submission.save_report(
            report=obj,
            data=form.written(),
            revision=self.revision_read(obj),
            by=self.request.user,
            at=self.at,
        )

    def revision_read(self, obj: MissionReport) -> int:
        """The report's, if the step is as the page showed it, or as it sent it without an answer; otherwise none."""

        def kept(sent: QueryDict) -> Mapping[str, Any]:
            form = self.step.form(sent, report=obj)
            form.is_valid()
            return form.kept()

        return obj.revision if is_as_shown(self.request, self.initial(obj), kept) else STALE

    def success_message(self, fact: MissionReport) -> str:
        return f"« {self.step.label} » : enregistré."

    def success_url(self, fact: MissionReport) -> str:
        return form_steps(fact)[self.step_number(fact)].url


STALE = -1
"""A revision that no report has."""


class Autosave(ReportStep):
    """What `draft.js` sends as one types: saves what is valid, answers in JSON."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.bind(request.POST)
        form.is_valid()
        try:
            self.perform(self.object, form)
        except Refusal as refusal:
            return autosave.not_saved(refusal)
        return autosave.saved(form, mark=mark_of(self.initial(self.get_object())), at=self.at)

    def refused(self, verdict: Verdict) -> HttpResponse:
        return JsonResponse({"message": verdict.reason}, status=403)


class Attach(Write, StepPage):
    """The last step: files."""

    template_name = "reports/own/attach.html"
    form_class = forms.AttachmentForm
    title = ATTACHMENTS
    verb = "Joindre ce fichier"

    def steps(self, obj: MissionReport) -> Sequence[FormStep]:
        return form_steps(obj)

    def step_number(self, obj: MissionReport) -> int:
        return len(STEPS) + 1

    def context(self, obj: MissionReport) -> Mapping[str, Any]:
        joined = obj.attachments.select_related("file").order_by("pk")
        return {**super().context(obj), "attachments": joined, "most": submission.MOST_ATTACHMENTS}

    def perform(self, obj: MissionReport, form: forms.AttachmentForm) -> ReportAttachment:
        file = form.cleaned_data["file"]
        return submission.attach_file(report=obj, file=file, by=self.request.user, at=self.at)

    def success_message(self, fact: ReportAttachment) -> str:
        return f"« {fact.file.name} » est joint au rapport."

    def success_url(self, fact: ReportAttachment) -> str:
        return reverse("reports:attach", args=[self.object.public_id])


class RemoveFile(Write, ActView):
    """Take a file off."""

    title = "Retirer une pièce jointe"
    verb = "Retirer ce fichier"

    def get_object(self) -> MissionReport:
        report = super().get_object()
        joined, wanted = report.attachments.select_related("file"), self.kwargs["attachment_id"]
        self.attachment = visible_or_404(joined, self.request, at=self.at, public_id=wanted)
        return report

    def consequences(self, obj: MissionReport) -> Sequence[str]:
        return [
            f"« {self.attachment.file.name} » ne sera plus joint au rapport.",
            "Les versions déjà remises gardent la mention de ce fichier.",
        ]

    def perform(self, obj: MissionReport, form: Form) -> MissionReport:
        self.attachment.report = obj
        return submission.remove_file(attachment=self.attachment, by=self.request.user, at=self.at)

    def success_message(self, fact: MissionReport) -> str:
        return "La pièce jointe est retirée."

    def back_url(self, obj: MissionReport) -> str:
        return reverse("reports:attach", args=[obj.public_id])

    success_url = back_url


class HandIn(Write, WholeReport, ActView):
    """Hand the report to the signatory."""

    template_name = "reports/own/hand_in.html"
    preview_template = "reports/own/preview.html"
    title = "Transmettre le rapport au signataire"
    verb = "Transmettre le rapport"

    def context(self, obj: MissionReport) -> Mapping[str, Any]:
        return {
            "lacking": [
                (sentence, step_url(obj, slug_of(name))) for name, sentence in rules.missing(obj).items()
            ]
        }

    def consequences(self, obj: MissionReport) -> Sequence[str]:
        names = ", ".join(map(str, selectors.signatories(obj.mission, self.today)))
        return [
            f"Le signataire de votre organisme ({names}) reçoit un courriel." if names
            else "Aucun signataire n’est habilité dans votre organisme : écrivez à la DAECT.",
            "Vous ne pourrez plus modifier le rapport, sauf s’il vous est renvoyé.",
        ]  # fmt: skip

    def perform(self, obj: MissionReport, form: Form) -> MissionReport:
        return submission.hand_in(report=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: MissionReport) -> str:
        return "Le rapport est transmis au signataire."


def slug_of(field: str) -> str:
    """The step where a missing field is filled in."""
    steps = (step.slug for step in STEPS if field in step.form.base_fields)
    return next(steps, ROWS.get(field, STEPS[0].slug))
