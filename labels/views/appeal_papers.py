"""What an appeal has brought, and what it was answered, to download (spec L9, X6, X11)."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.views import View

from expect.accounts import rules as accounts
from expect.accounts.views.papers import BodyPaper, LegalAct
from expect.documents.models import IssuedDocument
from expect.documents.serving import serve_traced
from expect.web.views import PageMixin
from expect.web.visible import visible_or_404
from labels import selectors
from labels.models import Appeal


class AppealReceipt(BodyPaper):
    """The receipt of an appeal."""

    def find(self, public_id: str) -> tuple[IssuedDocument, Model]:
        appeal = found(self, public_id)
        return appeal.receipt, appeal

    def organisation_id(self, subject: Appeal) -> int:
        return subject.application.organisation_id


class AppealAnswer(LegalAct):
    """The answer; its first opening by the body may notify it."""

    def find(self, public_id: str) -> tuple[IssuedDocument, Model]:
        appeal = found(self, public_id, letter__isnull=False)
        return appeal.letter, appeal

    def organisation_id(self, subject: Appeal) -> int:
        return subject.application.organisation_id


class AppealPaper(PageMixin, View):
    """What came with the appeal."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        appeal = found(self, public_id, paper__isnull=False)
        verdict = accounts.may_read_papers(request.user, appeal.application.organisation_id, self.today)
        return serve_traced(request, appeal.paper, subject=appeal, membership=verdict.membership, at=self.at)


def found(view: PageMixin, public_id: str, **narrowed: Any) -> Appeal:
    """An appeal that the person may read; 404 otherwise."""
    seen = selectors.visible_appeals(view.request.user, view.today).filter(**narrowed)
    return visible_or_404(seen, view.request, at=view.at, public_id=public_id)
