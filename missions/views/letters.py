"""The mission letter: previewed, issued, downloaded (spec M11)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from expect.accounts.enums import SignedAct
from expect.accounts.signing import NoSigningAuthority, authority_of
from expect.documents.preview import preview_html
from expect.documents.serving import serve_traced
from expect.kernel.verdict import Verdict
from expect.web.views import ActView, DetailPage
from missions import letters, rules, selectors, validation
from missions.models import Mission
from missions.views.missions import MissionFound


class IssueLetter(MissionFound, ActView):
    """The head signs and issues the letter, which is shown beside."""

    template_name = "missions/letter_form.html"
    title = "Émettre la lettre de la mission {}"
    verb = "Signer et émettre la lettre"
    preview_template = "missions/parts/letter.html"
    seen = staticmethod(selectors.visible_missions)

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_issue_letter(self.request.user, obj, self.today)

    def consequences(self, obj: Mission) -> Sequence[str]:
        return (
            f"La lettre part à {obj.organisation} et au poste, par courriel ; elle ne change plus.",
            "Elle porte votre nom, votre qualité et votre délégation.",
        )

    def preview(self, obj: Mission) -> Mapping[str, Any]:
        try:
            authority = authority_of(self.request.user, SignedAct.MISSION_LETTER, self.today)
        except NoSigningAuthority:
            authority = None
        version = selectors.accepted_version(obj)
        words = letters.letter_context(obj, version, authority=authority, on=self.today)
        return {"letter": preview_html(letters.MISSION_LETTER, words)}

    def perform(self, obj: Mission, form) -> Mission:
        return validation.issue_mission_letter(mission=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: Mission) -> str:
        return f"La lettre de la mission {fact.number} est émise."


class MissionLetter(MissionFound, DetailPage):
    """The letter, once its PDF is made; until then, a page that says so."""

    template_name = "missions/preparing.html"
    title = "Lettre de la mission {}"
    seen = staticmethod(selectors.missions_with_letter)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        document = self.object.letter
        if document.file is None:
            return self.page({"document": document})
        return serve_traced(request, document.file, subject=self.object, at=self.at)
