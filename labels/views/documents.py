"""What is downloaded: attachments, receipts, letters, diplomas; each reading is traced (spec X1, X2, X6)."""

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.views import View

from expect.accounts.rules import is_daect
from expect.accounts.views.papers import BodyPaper, LegalAct
from expect.documents.models import IssuedDocument
from expect.documents.serving import serve_traced, thumbnail
from expect.web.views import PageMixin
from expect.web.visible import visible_or_404
from labels import rules, selectors
from labels.enums import Part, Side
from labels.models import Decision, Diploma, Dismissal, EvidenceAttachment


class Attachment(PageMixin, View):
    """A file joined to an application; with `?apercu`, shown in place where that is safe."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = selectors.visible_attachments(request.user, self.today)
        attachment = visible_or_404(found, request, at=self.at, public_id=public_id)
        verdict = rules.may_read_attachments(request.user, attachment.application, self.today)
        if not verdict:
            raise PermissionDenied(verdict.reason)
        return serve_traced(
            request,
            attachment.file,
            subject=attachment.application,
            membership=verdict.membership,
            at=self.at,
            inline="apercu" in request.GET,
            mend=self.mend(attachment),
        )

    def mend(self, attachment: EvidenceAttachment) -> str:
        """What to do where the antivirus holds the file back: it depends on who reads, and whether it is lodged."""
        user, application = self.request.user, attachment.application
        if rules.may_edit(user, application, self.today, Part.EVIDENCE) and attachment.removed_at is None:
            return "Retirez-le du dossier, à l’étape des preuves, puis joignez-en une version saine."
        if rules.may_write_message(user, application, Side.BODY, self.today):
            return "Le dossier est déposé\N{NO-BREAK SPACE}: envoyez-en une version saine à la DAECT, par un message."
        if is_daect(user, self.today):
            return (
                "Demandez-en une version saine à l’organisme, par un message ou une demande de corrections."
            )
        return "La DAECT en demande une version saine à l’organisme."


class Thumbnail(PageMixin, View):
    """What a picture of one's own draft looks like: seen by who brought it, it is no reading to trace."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = selectors.own_attachments(request.user, self.today)
        return thumbnail(visible_or_404(found, request, at=self.at, public_id=public_id).file)


class Receipt(BodyPaper):
    """The receipt of the last lodging."""

    def find(self, public_id: str) -> tuple[IssuedDocument, Model]:
        found = selectors.applications_with_receipt(self.request.user, self.today)
        application = visible_or_404(found, self.request, at=self.at, public_id=public_id)
        return selectors.last_version(application).receipt, application


class DecisionLetter(LegalAct):
    """The letter of a notified decision; its first opening by the body may notify it (spec X11)."""

    def find(self, public_id: str) -> tuple[IssuedDocument, Model]:
        found = selectors.visible_decisions(self.request.user, self.today).filter(letter__isnull=False)
        decision = visible_or_404(found, self.request, at=self.at, public_id=public_id)
        return decision.letter, decision

    def organisation_id(self, subject: Decision) -> int:
        return subject.application.organisation_id


class DismissalLetter(LegalAct):
    """The letter that says that a file is not examined; its first opening may notify it too."""

    def find(self, public_id: str) -> tuple[IssuedDocument, Model]:
        found = selectors.visible_dismissals(self.request.user, self.today).filter(letter__isnull=False)
        dismissal = visible_or_404(found, self.request, at=self.at, public_id=public_id)
        return dismissal.letter, dismissal

    def organisation_id(self, subject: Dismissal) -> int:
        return subject.application.organisation_id


class DiplomaFile(BodyPaper):
    """The diploma."""

    def find(self, public_id: str) -> tuple[IssuedDocument, Model]:
        found = selectors.visible_diplomas(self.request.user, self.today)
        diploma = visible_or_404(found, self.request, at=self.at, public_id=public_id)
        return diploma.document, diploma

    def organisation_id(self, subject: Diploma) -> int:
        return subject.label.organisation_id
