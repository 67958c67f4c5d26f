"""Downloading a document of the ministry."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.views import View

from expect.documents.models import IssuedDocument
from expect.documents.serving import serve_traced
from expect.web.views import PageMixin


class IssuedFile(PageMixin, View):
    """A document of the ministry, once its PDF is made; until then, a page that says so. Each reading is traced."""

    template_name = "documents/preparing.html"
    title = "Document en cours de préparation"

    def find(self, **kwargs: Any) -> tuple[IssuedDocument, Model]:
        """The document, found through what the person may see, and what the journal says was read."""
        raise NotImplementedError

    def carrier(self, subject: Model) -> Any:
        """The membership that carries the right, to name in the trace; None: the one under which the person works."""
        return None

    def read(self, document: IssuedDocument, subject: Model, carrier: Any) -> None:
        """What follows from the reading; nothing does where the antivirus holds the file back."""

    def head(self, request: HttpRequest, **kwargs) -> HttpResponse:
        """200 once the PDF is made, 202 until then: what `preparing.js` asks; nothing is read, nothing is traced."""
        document, _ = self.find(**kwargs)
        return HttpResponse(status=200 if document.file_id else 202)

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        document, subject = self.find(**kwargs)
        if document.file is None:
            scan = {} if document.template else {"title": "Lettre en cours de contrôle"}
            return self.page({"document": document} | scan)
        carrier = self.carrier(subject)
        answer = serve_traced(request, document.file, subject=subject, membership=carrier, at=self.at)
        if not document.file.held:
            self.read(document, subject, carrier)
        return answer
