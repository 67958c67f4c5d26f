"""The form of the application, step by step, saved as one goes (spec L3–L7)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views import View

from expect.kernel.errors import Refusal
from expect.kernel.verdict import Verdict
from expect.web import autosave
from expect.web.components import Act, FormStep
from expect.web.conflict import SideBySide, is_as_shown, mark_of
from expect.web.views import DetailPage, PageMixin, StepPage
from labels import applications, rules, selectors
from labels.enums import Part
from labels.evidence import MOST_FILES
from labels.forms import AttachmentForm, BasesForm, DraftForm, ExpertiseForm, ExpertsForm, MobilisationForm
from labels.models import LabelApplication
from labels.versions import joined, to_lodge
from labels.views.corrected import corrected
from labels.views.own import OwnFile, WholeDraft, own_url
from labels.views.unfinished import begun

REVIEW = "review"
STEPS = (*Part.choices, (REVIEW, "Relecture et dépôt"))
FORMS: Mapping[str, type[DraftForm]] = {
    "expertise": ExpertiseForm,
    "evidence": BasesForm,
    "experts": ExpertsForm,
    "mobilisation": MobilisationForm,
}


def steps_of(application: LabelApplication) -> list[tuple[str, str]]:
    """(step, label): all those of a draft; of a lodged file, those that DAECT reopened (spec L7); always the last."""
    reopened = rules.reopened_parts(application)
    return [(step, label) for step, label in STEPS if step in reopened or step == REVIEW]


def step_links(application: LabelApplication) -> list[FormStep]:
    """The steps, each reachable at any time, with what each still lacks before lodging."""
    wanted = Counter(point.step for point in rules.missing(application))
    return [
        FormStep(label, own_url(application, f"application_{step}"), None if step == REVIEW else wanted[step])
        for step, label in steps_of(application)
    ]


def stored_values(application: LabelApplication, part: str) -> dict[str, Any]:
    """What is kept of a part, as a form takes it."""
    return {
        name: sorted(row.pk for row in getattr(application, name).all())
        if name in applications.MANY
        else getattr(application, name)
        for name in applications.PARTS[part]
    }


def revision_read(request: HttpRequest, application: LabelApplication, part: str) -> int:
    """The file's revision, if the part is as the page showed it, or as it sent it without an answer; otherwise none."""

    def kept(sent: QueryDict) -> Mapping[str, Any]:
        form = FORMS[part](sent, application=application)
        form.is_valid()
        return {
            name: sorted(row.pk for row in value) if name in applications.MANY else value
            for name, value in form.cleaned_data.items()
        }

    unchanged = is_as_shown(request, stored_values(application, part), kept)
    return application.revision if unchanged else -1


class DraftStep(SideBySide, WholeDraft, StepPage):
    """One part of the draft; two tabs never overwrite one another: both versions are shown (spec L7)."""

    template_name = "labels/steps/step.html"
    part = ""

    def get_title(self) -> str:
        return dict(STEPS)[self.part]

    @property
    def form_class(self) -> type[DraftForm]:
        return FORMS[self.part]

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_edit(self.request.user, obj, self.today, self.part)

    def steps(self, obj: LabelApplication) -> Sequence[FormStep]:
        return step_links(obj)

    def step_number(self, obj: LabelApplication) -> int:
        return [step for step, _ in steps_of(obj)].index(self.part) + 1

    def get_autosave_url(self, obj: LabelApplication) -> str:
        return reverse("labels:application_autosave", args=[obj.public_id, self.part])

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        return stored_values(obj, self.part)

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"application": obj}

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        return super().context(obj) | {"corrected": corrected(obj, self.part)}

    def save(self, obj: LabelApplication, form: DraftForm) -> LabelApplication:
        return applications.save_part(
            application=obj,
            part=self.part,
            data=form.cleaned_data,
            revision=revision_read(self.request, obj, self.part),
            by=self.request.user,
            at=self.at,
        )

    def success_message(self, fact: LabelApplication) -> str:
        return f"« {self.get_title()} » : enregistré."

    def success_url(self, fact: LabelApplication) -> str:
        return self.steps(fact)[self.step_number(fact)].url


class Expertise(DraftStep):
    part = "expertise"


class Evidence(DraftStep):
    part = "evidence"
    template_name = "labels/steps/evidence.html"

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        return super().context(obj) | {
            "begun": begun(obj, self.request.user, [Part.EVIDENCE]),
            "items": obj.evidence.order_by("pk"),
            "attachments": joined(obj),
            "file_field": AttachmentForm.base_fields["file"],
            "most_bytes": settings.UPLOAD_MAX_BYTES,
            "most_files": MOST_FILES,
        }


class Experts(DraftStep):
    part = "experts"
    template_name = "labels/steps/experts.html"

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        return super().context(obj) | {
            "begun": begun(obj, self.request.user, [Part.EXPERTS]),
            "offered": selectors.experts_offered(obj),
        }


class Mobilisation(DraftStep):
    part = "mobilisation"


class Review(WholeDraft, DetailPage):
    """The last step: read again, see what is missing, hand over or lodge."""

    template_name = "labels/steps/review.html"
    title = "Relecture et dépôt"

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        user, on, steps = self.request.user, self.today, step_links(obj)
        return {
            "corrected": corrected(obj),
            "begun": begun(obj, user, [step for step, _ in steps_of(obj)]),
            "steps": steps,
            "previous_step": steps[-2] if len(steps) > 1 else None,
            "step_number": len(steps),
            "missing": [(point, own_url(obj, f"application_{point.step}")) for point in rules.missing(obj)],
            "content": selectors.with_standing(to_lodge(obj)),
            "submit": Act(
                rules.may_submit(user, obj, on), own_url(obj, "application_submit"), "Déposer la candidature"
            ),
            "hand_over": Act(
                rules.may_hand_over(user, obj, on),
                own_url(obj, "application_hand_over"),
                "Transmettre au signataire",
            ),
        }


class Autosave(OwnFile, PageMixin, View):
    """What `draft.js` sends as one types: saves what is valid, answers in JSON."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, public_id: str, part: str) -> HttpResponse:
        if part not in FORMS:
            raise Http404
        application = self.get_object()
        form = FORMS[part](request.POST, application=application)
        form.is_valid()
        try:
            saved = applications.save_part(
                application=application,
                part=part,
                data=form.cleaned_data,
                revision=revision_read(request, application, part),
                by=request.user,
                at=self.at,
            )
        except Refusal as refusal:
            return autosave.not_saved(refusal)
        return autosave.saved(form, mark=mark_of(stored_values(saved, part)), at=self.at)
