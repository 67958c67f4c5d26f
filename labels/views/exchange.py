"""The messages of a file, on the body's side and on DAECT's; DAECT's notes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views import View

from expect.documents.serving import serve_traced
from expect.kernel.verdict import Verdict
from expect.web.views import ActView, PageMixin
from expect.web.visible import visible_or_404
from labels import messages, notes, rules, selectors
from labels.enums import Side
from labels.forms import MessageForm, NoteForm
from labels.models import FileMessage, InternalNote, LabelApplication
from labels.views.conversation import conversation
from labels.views.instruction import APPLICATIONS, LodgedFile, file_url
from labels.views.own import CANDIDATURE, OwnFile, own_url


class Conversation(ActView):
    """The messages of the file, then one's own; opening the page is reading them."""

    template_name = "labels/messages.html"
    title = "Messages"
    verb = "Envoyer le message"
    form_class = MessageForm
    side = ""

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_write_message(self.request.user, obj, self.side, self.today)

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        last = selectors.thread_of(obj).last()
        return {
            "awaits_answer": not selectors.to_answer(self.side, obj).exists(),
            "last_read": last.public_id if last else "",
        }

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        return conversation(self, obj, self.side)

    def perform(self, obj: LabelApplication, form: MessageForm) -> FileMessage:
        return messages.write_message(
            application=obj, side=self.side, by=self.request.user, at=self.at, **form.message()
        )

    def success_message(self, fact: FileMessage) -> str:
        return "Votre message est envoyé."


class OwnMessages(OwnFile, Conversation):
    """The body's side."""

    side = Side.BODY

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [CANDIDATURE, (str(self.object), own_url(self.object))]

    def success_url(self, fact: FileMessage) -> str:
        return own_url(self.object, "own_messages")


class DaectMessages(Conversation):
    """DAECT's side: of a draft, it sees the messages and nothing else (spec X1)."""

    side = Side.DAECT

    def get_object(self) -> LabelApplication:
        found = selectors.files_with_thread(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_title(self) -> str:
        return f"Messages avec {self.object.organisation}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        here = [(self.object.number, file_url(self.object))] if self.object.submitted_at else []
        return [APPLICATIONS, *here]

    def back_url(self, obj: LabelApplication) -> str:
        return file_url(obj) if obj.submitted_at else reverse("labels:applications")

    def success_url(self, fact: FileMessage) -> str:
        return file_url(self.object, "application_messages")


class SettleMessage(ActView):
    """A message received needs no answer."""

    title = "Classer le message sans réponse"
    verb = "Aucune réponse nécessaire"

    def get_object(self) -> FileMessage:
        found = selectors.received_messages(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def verdict(self, obj: FileMessage) -> Verdict:
        return rules.may_settle_message(self.request.user, obj, self.today)

    def consequences(self, obj: FileMessage) -> list[str]:
        return ["Le message quitte la liste de ce qui attend ; il reste lisible dans le dossier."]

    def back_url(self, obj: FileMessage) -> str:
        if obj.side == Side.DAECT:
            return own_url(obj.application, "own_messages")
        return file_url(obj.application, "application_messages")

    def perform(self, obj: FileMessage, form: Any) -> FileMessage:
        return messages.settle_message(message=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: FileMessage) -> str:
        return "Le message est classé sans réponse."

    def success_url(self, fact: FileMessage) -> str:
        return self.back_url(fact)


class AddNote(LodgedFile, ActView):
    """A note that DAECT alone reads."""

    title = "Ajouter une note interne"
    verb = "Ajouter la note"
    form_class = NoteForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_add_note(self.request.user, obj, self.today)

    def perform(self, obj: LabelApplication, form: NoteForm) -> InternalNote:
        return notes.add_note(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: InternalNote) -> str:
        return "La note est ajoutée au dossier."


class Attachment(PageMixin, View):
    """A file sent with a message."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = selectors.visible_message_attachments(request.user, self.today)
        attachment = visible_or_404(found, request, at=self.at, public_id=public_id)
        application = attachment.message.application
        verdict = rules.may_read_messages(request.user, application, self.today)
        if not verdict:
            raise PermissionDenied(verdict.reason)
        return serve_traced(
            request, attachment.file, subject=application, membership=verdict.membership, at=self.at
        )
