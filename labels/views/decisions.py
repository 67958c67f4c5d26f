"""A recorded decision and its letter, before and after the notification (spec L9)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from expect.accounts.enums import SignedAct
from expect.accounts.models import SigningAuthority
from expect.accounts.signing import authorities, find_authority
from expect.documents.preview import preview_html
from expect.web.components import Head
from expect.web.views import DetailPage
from expect.web.visible import visible_or_404
from labels import decisions, letters, selectors
from labels.models import Decision
from labels.views import standing
from labels.views.instruction import APPLICATIONS, file_url


class DecisionPage(DetailPage):
    """What was recorded, and the letter as it will leave; for DAECT."""

    template_name = "labels/daect/decision.html"

    def get_object(self) -> Decision:
        found = selectors.recorded_decisions(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_title(self) -> str:
        return f"Décision sur {self.object.application.number}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        application = self.object.application
        return [APPLICATIONS, (application.number, file_url(application))]

    def head(self, obj: Decision) -> Head:
        return Head(
            number=obj.application.number,
            badge=standing.outcome_badge(obj),
            subtitle=f"{obj.application.organisation}, {obj.application.organisation.description()}",
            turn="" if obj.notified_at else "À notifier avec toute la séance",
        )

    def signs(self) -> SigningAuthority | None:
        """Who would sign today: the reader, or else whoever may (spec X12)."""
        act, on = SignedAct.DECISION, self.today
        return find_authority(self.request.user, act, on) or authorities(act, on).first()

    def context(self, obj: Decision) -> Mapping[str, Any]:
        authority = obj.authority or self.signs()
        words = decisions.preview_letter(obj, authority=authority, on=self.today)
        return {
            "authority": authority,
            "letter": None if obj.letter else preview_html(letters.DECISION_TEMPLATE, words),
            "session_url": reverse("labels:session", args=[obj.session.public_id]),
            "file_url": file_url(obj.application),
        }
