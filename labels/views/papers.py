"""What a session leaves in writing: letters read before they go, minutes, announcement (spec L8, L9, L14)."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from expect.accounts.enums import SignedAct
from expect.accounts.signing import authorities, find_authority
from expect.documents.models import IssuedDocument
from expect.documents.preview import preview_html
from expect.documents.views import IssuedFile
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView, DetailPage, PageMixin
from expect.web.visible import visible_or_404
from labels import announcement, decisions, letters, minutes, readings, rules, selectors
from labels.forms import LettersForm
from labels.models import CommitteeSession, Decision, LetterReading, Minutes
from labels.views.sessions import SESSIONS, OneSession
from labels.views.watched import Seen

ODT_TYPE = "application/vnd.oasis.opendocument.text"


def letter_url(session: CommitteeSession, decision: Decision) -> str:
    """The page of one letter of the session."""
    return reverse("labels:session_letter", args=[session.public_id, decision.public_id])


class ReadLetter(Seen, OneSession, ActView):
    """The letters as they will leave, one by one; each is marked as read, as it was read, then comes the next."""

    template_name = "labels/daect/letter.html"
    form_class = LettersForm
    verb = "Marquer relue et passer à la suivante"

    @cached_property
    def session(self) -> CommitteeSession:
        return super().get_object()

    @cached_property
    def letters(self) -> list[Decision]:
        return readings.letters_to_read(self.session, self.today)

    def get_object(self) -> Decision:
        """One of those that are to leave; of one that is not any more, the verdict says why."""
        for decision in self.letters:
            if decision.public_id == self.kwargs["decision"]:
                return decision
        found = selectors.recorded_decisions(self.request.user, self.today).filter(session=self.session)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["decision"])

    def sight(self, obj: Decision) -> str:
        return obj.digest

    def get_title(self) -> str:
        return f"Lettre {french.to(str(self.object.application.organisation))}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [SESSIONS, (str(self.session), self.session.get_absolute_url())]

    def verdict(self, obj: Decision) -> Verdict:
        return rules.may_mark_letter_read(self.request.user, obj, self.today)

    def back_url(self, obj: Decision) -> str:
        """The letter of the decision that replaces this one, or else the session."""
        for other in self.letters:
            if other.application_id == obj.application_id and other != obj:
                return letter_url(self.session, other)
        return self.session.get_absolute_url()

    def neighbour(self, step: int) -> Decision | None:
        """The letter that many places further; None beyond the first and the last."""
        place = self.letters.index(self.object) + step
        return self.letters[place] if 0 <= place < len(self.letters) else None

    def context(self, obj: Decision) -> Mapping[str, Any]:
        act, on = SignedAct.DECISION, self.today
        authority = find_authority(self.request.user, act, on) or authorities(act, on).first()
        words = decisions.preview_letter(obj, authority=authority, on=on)
        return {
            "session": self.session,
            "letter": preview_html(letters.DECISION_TEMPLATE, words),
            "place": self.letters.index(obj) + 1,
            "count": len(self.letters),
            "previous": self.neighbour(-1),
            "next": self.neighbour(+1),
            "unread": sum(not decision.read for decision in self.letters),
        }

    def perform(self, obj: Decision, form: LettersForm) -> LetterReading:
        return readings.mark_letter_read(decision=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: LetterReading) -> str:
        return f"La lettre {french.to(str(self.object.application.organisation))} est marquée relue."

    def success_url(self, fact: LetterReading) -> str:
        coming = self.neighbour(+1)
        return letter_url(self.session, coming) if coming else self.session.get_absolute_url()


class Sending(OneSession, DetailPage):
    """After the notification: how many letters and diplomas the worker has made; one may leave."""

    template_name = "labels/daect/sending.html"
    title = "Lettres et diplômes"

    def context(self, obj: CommitteeSession) -> Mapping[str, Any]:
        sent = list(selectors.notified_decisions(obj))
        diplomas = list(selectors.diplomas_of(obj))
        documents = [one.letter for one in sent] + [one.document for one in diplomas]
        return {
            "decisions": sent,
            "diplomas": diplomas,
            "total": len(documents),
            "ready": sum(document.file_id is not None for document in documents),
        }


class Establish(OneSession, ActView):
    """The minutes, read before they are established."""

    title = "Établir le procès-verbal"
    verb = "Établir le procès-verbal"
    template_name = "labels/daect/minutes.html"

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_establish_minutes(self.request.user, obj, self.today)

    def consequences(self, obj: CommitteeSession) -> list[str]:
        return [
            "Le procès-verbal est gardé tel quel, en PDF ; la DAECT seule le lit.",
            "Les présences ne se corrigent plus ensuite\N{NO-BREAK SPACE}: relisez-les.",
            "Une décision corrigée avant sa notification en fait établir une nouvelle version, numérotée.",
        ]

    def context(self, obj: CommitteeSession) -> Mapping[str, Any]:
        words = minutes.minutes_context(obj, number=1, by=self.request.user, at=self.at)
        return {"letter": preview_html(minutes.TEMPLATE, words)}

    def perform(self, obj: CommitteeSession, form) -> Minutes:
        return minutes.establish_minutes(session=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: Minutes) -> str:
        return "Le procès-verbal est établi."


class MinutesFile(IssuedFile):
    """One version of the minutes."""

    def find(self, public_id: str) -> tuple[IssuedDocument, Model]:
        found = selectors.visible_minutes(self.request.user, self.today)
        one = visible_or_404(found, self.request, at=self.at, public_id=public_id)
        return one.document, one


class Announced(OneSession):
    """A session whose results have left; before that, one is told to wait."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        session = self.get_object()
        if verdict := rules.may_announce(request.user, session, self.today):
            return super().dispatch(request, *args, **kwargs)
        messages.warning(request, verdict.reason)
        return redirect(session.get_absolute_url())


class Announcement(Announced, DetailPage):
    """The draft, to copy."""

    template_name = "labels/daect/announcement.html"
    title = "Annonce des résultats"

    def context(self, obj: CommitteeSession) -> Mapping[str, Any]:
        return {"announcement": announcement.draft_announcement(obj, self.today)}


class AnnouncementFile(Announced, PageMixin, View):
    """The draft, for a word processor."""

    def get(self, request: HttpRequest, public_id: str) -> FileResponse:
        session = self.get_object()
        content = BytesIO(announcement.draft_announcement(session, self.today).odt())
        name = f"annonce-{session.held_on.isoformat()}.odt"
        return FileResponse(content, content_type=ODT_TYPE, as_attachment=True, filename=name)
