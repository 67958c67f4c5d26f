"""Read a file, do one act, fill a form; `lists` has the fourth kind of page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from expect.kernel import clock
from expect.kernel.errors import Refusal, StateChanged
from expect.kernel.verdict import Verdict
from expect.web import once
from expect.web.components import FormStep, Head
from expect.web.forms import Form


class PageMixin:
    """A page has a title, the way that leads to it, and one instant: `self.at`, `self.today` (a Paris day)."""

    template_name = ""
    title = ""
    breadcrumb: Sequence[tuple[str, str]] = ()

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.at = clock.now()
        self.today = clock.paris_day(self.at)

    def get_title(self) -> str:
        """What the browser's tab and the top of the page say; `self.object` is there."""
        return self.title

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        """(label, url) of the pages between the home page and this one."""
        return self.breadcrumb

    def page(self, context: Mapping[str, Any], *, status: int = 200, template: str = "") -> HttpResponse:
        """The page, with what the shell needs; `template` stands in for the page's own."""
        shell = {
            "title": self.get_title(),
            "breadcrumb": self.get_breadcrumb(),
            "view": self,
            "at": self.at,
            "today": self.today,
        }
        return render(self.request, template or self.template_name, {**shell, **context}, status=status)


@method_decorator(login_not_required, name="dispatch")
class PublicPage(PageMixin, View):
    """A page of text that anybody may read."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page({})


class ObjectMixin:
    """A page about one object that the person may see."""

    object: Any

    def get_object(self) -> Any:
        """The object, found through `visible_to(...)`; raises Http404 otherwise (spec X1)."""
        raise NotImplementedError

    def context(self, obj: Any) -> Mapping[str, Any]:
        """What the template needs beside `object`."""
        return {}


class DetailPage(ObjectMixin, PageMixin, View):
    """Read one file: its head, its sections, what follows it."""

    template_name = "web/file.html"

    def head(self, obj: Any) -> Head | None:
        """Number, state, whose turn, the acts."""
        return None

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        return self.page({"object": self.object, "head": self.head(self.object), **self.context(self.object)})


class ActView(ObjectMixin, PageMixin, View):
    """One act on one visible object: says what will happen, does it once, says what happened.

    An outsider gets 404, an insider without the right 403 with the reason. Where the subject is no longer in a state
    for the act, who has the right reads why: on the subject's page, or on the form with everything typed still there,
    as when the act itself refuses. A second press of the same button leads where the first did.
    """

    template_name = "web/act.html"
    form_class: type[BaseForm] = Form
    verb = "Confirmer"
    back_label = "Revenir au dossier"
    """What leads back to the subject, where the act is closed to the person."""
    preview_template = ""
    refreshes_preview = False
    """Whether the preview follows what the form holds: a button shows it again, without doing the act."""

    def verdict(self, obj: Any) -> Verdict:
        """The same rule as the act asks."""
        raise NotImplementedError

    def perform(self, obj: Any, form: BaseForm) -> Any:
        """The one domain call; returns the fact, raises Refusal."""
        raise NotImplementedError

    def consequences(self, obj: Any) -> Sequence[str]:
        """Sentences: what will happen, to whom it will be sent."""
        return ()

    def preview(self, obj: Any) -> Mapping[str, Any]:
        """What `preview_template` needs to show the letter or document beside the form."""
        return {}

    def initial(self, obj: Any) -> Mapping[str, Any]:
        return {}

    def form_kwargs(self, obj: Any) -> Mapping[str, Any]:
        """Anything else that the form's constructor takes."""
        return {}

    def back_url(self, obj: Any) -> str:
        """Where one goes who gives up."""
        return obj.get_absolute_url()

    def success_message(self, fact: Any) -> str:
        raise NotImplementedError

    def success_url(self, fact: Any) -> str:
        return fact.get_absolute_url()

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and (landing := once.landing(request)):
            return redirect(landing)
        self.object = self.get_object()
        if verdict := self.verdict(self.object):
            return super().dispatch(request, *args, **kwargs)
        return self.refused(verdict)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.show(self.bind())

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.bind(request.POST, request.FILES)
        if (self.refreshes_preview and "apercu" in request.POST) or not form.is_valid():
            return self.show(form)
        try:
            with once.sending(request) as first:
                fact = self.perform(self.object, form) if first else None
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
            return self.show(form, state_changed=isinstance(refusal, StateChanged))
        if not first:
            messages.info(request, once.UNDER_WAY)
            return redirect(self.back_url(self.object))
        messages.success(request, self.success_message(fact))
        url = self.success_url(fact)
        once.remember(request, url)
        return redirect(url)

    def bind(self, *data) -> BaseForm:
        """The form, with what was posted if something was."""
        return self.form_class(*data, initial=self.initial(self.object), **self.form_kwargs(self.object))

    def show(self, form: BaseForm, *, state_changed: bool = False) -> HttpResponse:
        obj = self.object
        return self.page(
            {
                "object": obj,
                "form": form,
                "consequences": self.consequences(obj),
                "back_url": self.back_url(obj),
                "state_changed": state_changed,
                **self.preview(obj),
                **self.context(obj),
            }
        )

    def too_late(self, verdict: Verdict) -> HttpResponse:
        """The act no longer starts from here: the reason, beside all that was typed if something was."""
        back_url = self.back_url(self.object)
        if self.request.method != "POST":
            messages.warning(self.request, verdict.reason)
            return redirect(back_url)
        form = self.form_class(self.request.POST, self.request.FILES, **self.form_kwargs(self.object))
        form.add_error(None, verdict.reason)
        context = {"form": form, "back_url": back_url, "object": self.object}
        return self.page(context, template="web/too_late.html", status=409)

    def refused(self, verdict: Verdict) -> HttpResponse:
        if verdict.entitled:
            return self.too_late(verdict)
        back = {"back_url": self.back_url(self.object), "back_label": self.back_label}
        context = {"exception": verdict.reason, **back}
        return render(self.request, "403.html", context, status=403)


class FormPage(ActView):
    """A longer form: the same act, without the letter beside it."""

    template_name = "web/form.html"
    verb = "Enregistrer"


class StepPage(FormPage):
    """One step of a long form that is saved as one goes (spec L7)."""

    template_name = "web/step.html"
    verb = "Enregistrer et continuer"
    autosave_url = ""

    def steps(self, obj: Any) -> Sequence[FormStep]:
        """All the steps, in order."""
        raise NotImplementedError

    def step_number(self, obj: Any) -> int:
        """Which of them this is, from 1."""
        raise NotImplementedError

    def context(self, obj: Any) -> Mapping[str, Any]:
        steps, number = self.steps(obj), self.step_number(obj)
        return {
            "steps": steps,
            "step_number": number,
            "step": steps[number - 1],
            "previous_step": steps[number - 2] if number > 1 else None,
            "next_step": steps[number] if number < len(steps) else None,
            "autosave_url": self.get_autosave_url(obj),
            "held": False,
        }

    def get_autosave_url(self, obj: Any) -> str:
        """Where `draft.js` saves; empty: the step is saved by its button only.

        While `held` is true in the context, both texts of a conflict are shown and nothing is saved by itself.
        """
        return self.autosave_url
