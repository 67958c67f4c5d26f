"""The documents that the ministry writes to a body."""

from django.db.models import Model

from expect.accounts import service
from expect.accounts.models import Membership
from expect.accounts.rules import may_read_papers
from expect.documents.models import IssuedDocument
from expect.documents.views import IssuedFile


class BodyPaper(IssuedFile):
    """A document to a body: the trace names the role by which it was read, whatever the one worked under (spec X2)."""

    def organisation_id(self, subject: Model) -> int:
        """Key of the body to which it was written."""
        return subject.organisation_id

    def carrier(self, subject: Model) -> Membership | None:
        return may_read_papers(self.request.user, self.organisation_id(subject), self.today).membership


class LegalAct(BodyPaper):
    """An act whose first opening by the body may notify it (spec X11)."""

    def read(self, document: IssuedDocument, subject: Model, carrier: Membership) -> None:
        service.opened(
            document=document,
            organisation=self.organisation_id(subject),
            membership=carrier,
            by=self.request.user,
            at=self.at,
        )
