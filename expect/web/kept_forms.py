"""A form that adds or changes one thing by its button; until then what is typed is kept as it is (spec L7)."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import FileField
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import cached_property

from expect.kernel.errors import DraftConflict, Refusal
from expect.kernel.verdict import Verdict
from expect.web import autosave, unfinished
from expect.web.compared import CHOICE, COMPARED, STORED, TYPED, ComparedForm
from expect.web.conflict import SideBySide, is_as_shown, mark_of
from expect.web.models import UnfinishedForm
from expect.web.sessions import wants_json
from expect.web.views import FormPage


class KeptForm(ComparedForm):
    """Everything is typed in any order and at any time; what is wanted is wanted at the button."""

    kept_as_typed = True


class KeptAsTyped(SideBySide, FormPage):
    """Closed tab, ended session, lost network, two tabs: what was typed is there when one comes back.

    `stored(obj)` is what the thing holds, nothing for a new one; `save` is the act. `draft.js` sends what is typed to
    the address of the page itself, and is answered in JSON.
    """

    template_name = "web/kept_form.html"

    @cached_property
    def kept(self) -> UnfinishedForm | None:
        """What the person left here."""
        return unfinished.find(self.request.user, self.request.path)

    def stored(self, obj: Any) -> Mapping[str, Any]:
        return {}

    def outdated(self, obj: Any) -> bool:
        """Whether the thing was changed since the person began to type."""
        return self.kept is not None and self.kept.base != mark_of(self.stored(obj))

    def initial(self, obj: Any) -> Mapping[str, Any]:
        if self.kept is None or self.outdated(obj):
            return self.stored(obj)
        return self.kept.content

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.conflict = self.outdated(self.object)
        return self.show(self.bind(self.kept.content) if self.conflict else self.bind())

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if wants_json(request):
            return self.keep()
        if "ecarter" in request.POST:
            unfinished.drop(by=request.user, address=request.path)
            messages.info(request, "Votre saisie en cours est écartée.")
            return redirect(self.back_url(self.object))
        return super().post(request, *args, **kwargs)

    def bind(self, *data: Any) -> ComparedForm:
        """Where two texts were shown, the stored one that was chosen is sent again as if it had been typed."""
        if data and isinstance(data[0], QueryDict) and COMPARED in data[0]:
            stored, sent = self.initial(self.object), data[0].copy()
            for name in sent.getlist(COMPARED):
                if sent.get(f"{CHOICE}{name}") == STORED and name in self.form_class.base_fields:
                    kept = stored.get(name, "")
                    sent.setlist(name, map(str, kept if isinstance(kept, list) else [kept]))
                    sent[f"{CHOICE}{name}"] = TYPED
            data = (sent, *data[1:])
        return super().bind(*data)

    def keep(self) -> JsonResponse:
        """Right or wrong, whole or not."""
        try:
            mark = self.store(self.bind(self.request.POST))
        except Refusal as refusal:
            return autosave.not_saved(refusal)
        return self.answer(mark)

    def answer(self, mark: str) -> JsonResponse:
        """What `draft.js` is told once it is kept."""
        return JsonResponse({"revision": mark, "saved_at": self.at.isoformat()})

    def store(self, form: ComparedForm) -> str:
        """Keep what was typed, which reads the mark given back; raises DraftConflict, TooMuchTyped."""
        self.refuse_another_text(self.object)
        content = typed(form)
        unfinished.keep(
            by=self.request.user,
            address=self.request.path,
            content=content,
            base=mark_of(self.stored(self.object)),
            mark=mark_of(content),
            over=self.kept,
            at=self.at,
        )
        return mark_of(content)

    def refuse_another_text(self, obj: Any) -> None:
        """Raises DraftConflict where the page did not show what is there now."""
        if not self.kept and not self.stored(obj):
            return

        def kept(sent: QueryDict) -> Mapping[str, Any]:
            return typed(self.form_class(sent, **self.form_kwargs(obj)))

        if not is_as_shown(self.request, self.initial(obj), kept):
            raise DraftConflict(unfinished.CONFLICT)

    def perform(self, obj: Any, form: ComparedForm) -> Any:
        try:
            self.refuse_another_text(obj)
        except DraftConflict:
            self.conflict = True
            raise
        with transaction.atomic():
            fact = super().perform(obj, form)
            unfinished.drop(by=self.request.user, address=self.request.path)
        return fact

    def context(self, obj: Any) -> Mapping[str, Any]:
        return {
            **super().context(obj),
            "autosave_url": self.request.get_full_path(),
            "kept": self.kept,
        }

    def refused(self, verdict: Verdict) -> HttpResponse:
        if self.request.method == "POST" and wants_json(self.request):
            return JsonResponse({"message": verdict.reason}, status=403)
        return super().refused(verdict)


def typed(form: ComparedForm) -> dict[str, Any]:
    """What a bound form was given, before any check; what its page carries unseen is not typed."""
    fields = [
        name
        for name, field in form.fields.items()
        if not (isinstance(field, FileField) or field.widget.is_hidden)
    ]
    return {name: _plain(form[name].data) for name in fields}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\x00", "")  # PostgreSQL keeps no NUL
    return "" if value is None else value
