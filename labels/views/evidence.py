"""The items of evidence and the files joined to a draft (spec L4, X6)."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views import View

from expect.kernel.errors import DraftConflict, Refusal
from expect.kernel.verdict import Verdict
from expect.web.kept_forms import KeptAsTyped
from expect.web.sessions import wants_json
from expect.web.views import ActView, FormPage, PageMixin
from expect.web.visible import visible_or_404
from labels import evidence, experts, meanwhile, rules, selectors
from labels.enums import Part
from labels.forms import AttachmentForm, ExpertForm, ItemForm
from labels.models import EvidenceAttachment, EvidenceItem, Expert, LabelApplication
from labels.selectors import Done
from labels.views.own import OwnFile, own_url

NEW_ITEM = "nouveau"
KEPT_AS_NEW = (
    "Votre saisie est gardée\N{NO-BREAK SPACE}: rechargez la page pour l’ajouter comme nouvel élément."
)


class InDraft(OwnFile):
    """Something added to a draft; one comes back to its step."""

    part = Part.EVIDENCE

    @property
    def step(self) -> str:
        """The page of the step."""
        return f"application_{self.part}"

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_edit(self.request.user, obj, self.today, self.part)

    def back_url(self, obj: LabelApplication) -> str:
        return own_url(obj, self.step)

    def success_url(self, fact: Any) -> str:
        return own_url(self.object, self.step)


class AddItem(InDraft, KeptAsTyped):
    title = "Ajouter un élément de preuve"
    verb = "Ajouter au dossier"
    form_class = ItemForm

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        return super().initial(obj) or {"basis": self.request.GET.get("nature", "")}

    def save(self, obj: LabelApplication, form: ItemForm) -> EvidenceItem:
        return evidence.add_item(application=obj, data=form.cleaned_data, by=self.request.user, at=self.at)

    def success_message(self, fact: EvidenceItem) -> str:
        return f"« {fact} » est ajouté au dossier."


class AttachFile(InDraft, FormPage):
    title = "Joindre un fichier"
    verb = "Joindre le fichier"
    form_class = AttachmentForm

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"application": obj}

    def perform(self, obj: LabelApplication, form: AttachmentForm) -> EvidenceAttachment:
        self.already = evidence.joined_before(obj, form.cleaned_data["file"])
        return evidence.attach_file(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: EvidenceAttachment) -> str:
        if self.already:
            return joined_already(self.request.FILES["file"].name, fact)
        return f"« {fact} » est joint au dossier."


def joined_already(sent: str, joined: EvidenceAttachment) -> str:
    """The same content, perhaps under another name."""
    if sent == str(joined):
        return f"«\N{NO-BREAK SPACE}{joined}\N{NO-BREAK SPACE}» était déjà joint au dossier."
    return (
        f"«\N{NO-BREAK SPACE}{sent}\N{NO-BREAK SPACE}» a le même contenu que "
        f"«\N{NO-BREAK SPACE}{joined}\N{NO-BREAK SPACE}», déjà joint au dossier\N{NO-BREAK SPACE}: "
        "il n’y figure qu’une fois, sous ce nom."
    )


class SendFile(InDraft, PageMixin, View):
    """One of the files that `uploads.js` sends; answers in JSON with its line, or says why it is refused (spec X6)."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        application = self.get_object()
        form = AttachmentForm(request.POST, request.FILES, application=application)
        if not form.is_valid():
            return self.refused(" ".join(chain.from_iterable(form.errors.values())))
        already = evidence.joined_before(application, form.cleaned_data["file"])
        try:
            joined = evidence.attach_file(
                application=application, by=request.user, at=self.at, **form.cleaned_data
            )
        except Refusal as refusal:
            return self.refused(refusal.sentence)
        line = render_to_string("labels/components/attachment.html", {"attachment": joined}, request)
        if already:
            return JsonResponse({"line": line, "message": joined_already(request.FILES["file"].name, joined)})
        return JsonResponse({"line": line}, status=201)

    def refused(self, sentence: str) -> JsonResponse:
        return JsonResponse({"message": sentence}, status=422)


class AddExpert(InDraft, KeptAsTyped):
    """A person put on the body's list and in this file at once."""

    part = Part.EXPERTS
    title = "Ajouter un expert au dossier"
    verb = "Ajouter au dossier"
    form_class = ExpertForm

    def save(self, obj: LabelApplication, form: ExpertForm) -> Expert:
        return experts.add_expert(
            organisation=obj.organisation,
            application=obj,
            data=form.cleaned_data,
            by=self.request.user,
            at=self.at,
        )

    def success_message(self, fact: Expert) -> str:
        return f"{fact} est ajouté à votre liste d’experts et au dossier."


class OfDraft:
    """A piece of a draft, found among those of one's bodies."""

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [(str(self.object.application), own_url(self.object.application))]

    def verdict(self, obj: EvidenceItem | EvidenceAttachment) -> Verdict:
        return rules.may_edit(self.request.user, obj.application, self.today, Part.EVIDENCE)

    def back_url(self, obj: EvidenceItem | EvidenceAttachment) -> str:
        return own_url(obj.application, "application_evidence")

    def success_url(self, fact: Any) -> str:
        return own_url(self.object.application, "application_evidence")


class OneItem(OfDraft):
    def get_object(self) -> EvidenceItem:
        found = selectors.own_items(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])


class RemovedItem(AddItem):
    """What one typed for an item that a colleague removed: kept, and offered as a new one (spec L7).

    From the page of the item nothing is added: its author first reads who removed it, and when.
    """

    title = "Élément de preuve retiré"
    verb = "Ajouter comme nouvel élément"
    removed: tuple[LabelApplication, Done] = ()

    def get_object(self) -> LabelApplication:
        application, _ = self.removed
        return application

    @property
    def has_read(self) -> bool:
        """Whether the page is the one that says so."""
        return NEW_ITEM in self.request.GET

    def outdated(self, obj: LabelApplication) -> bool:
        return False

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.has_read and self.kept:
            return super().get(request, *args, **kwargs)
        _, done = self.removed
        messages.warning(request, meanwhile.said_of(done))
        return redirect(f"{request.path}?{NEW_ITEM}=oui" if self.kept else self.back_url(self.object))

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.has_read or wants_json(request):
            return super().post(request, *args, **kwargs)
        form = self.bind(request.POST)
        try:
            self.store(form)
        except Refusal as refusal:
            self.conflict = isinstance(refusal, DraftConflict)
            form.add_error(None, refusal.sentence)
            return self.show(form)
        del self.kept
        return self.get(request, *args, **kwargs)

    def answer(self, mark: str) -> JsonResponse:
        if self.has_read:
            return super().answer(mark)
        _, done = self.removed
        said = f"{meanwhile.said_of(done)} {KEPT_AS_NEW}"
        return JsonResponse({"revision": mark, "message": said}, status=409)


class EditItem(OneItem, KeptAsTyped):
    title = "Modifier un élément de preuve"
    form_class = ItemForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            own = selectors.own_applications(request.user, self.today)
            removed = selectors.find_removed_item(own, kwargs["public_id"])
            if removed is None:
                raise
        return RemovedItem.as_view(removed=removed)(request, *args, **kwargs)

    def stored(self, obj: EvidenceItem) -> Mapping[str, Any]:
        return {name: getattr(obj, name) for name in evidence.FIELDS}

    def save(self, obj: EvidenceItem, form: ItemForm) -> EvidenceItem:
        return evidence.edit_item(
            item=obj,
            data=form.cleaned_data,
            revision=obj.application.revision,
            by=self.request.user,
            at=self.at,
        )

    def success_message(self, fact: EvidenceItem) -> str:
        return f"« {fact} » est modifié."


class RemoveItem(OneItem, ActView):
    title = "Retirer un élément de preuve"
    verb = "Retirer cet élément"

    def consequences(self, obj: EvidenceItem) -> list[str]:
        return [f"« {obj} » quitte le dossier. Les fichiers qui l’accompagnent y restent, sans élément."]

    def perform(self, obj: EvidenceItem, form) -> LabelApplication:
        return evidence.remove_item(item=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: LabelApplication) -> str:
        return "L’élément est retiré du dossier."


class RemoveFile(OfDraft, ActView):
    title = "Retirer un fichier"
    verb = "Retirer ce fichier"

    def get_object(self) -> EvidenceAttachment:
        found = selectors.own_attachments(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def consequences(self, obj: EvidenceAttachment) -> list[str]:
        return [f"« {obj} » quitte le dossier."]

    def perform(self, obj: EvidenceAttachment, form) -> LabelApplication:
        return evidence.remove_file(attachment=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: LabelApplication) -> str:
        return "Le fichier est retiré du dossier."
