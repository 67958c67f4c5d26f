"""The mission letter: previewed, issued, downloaded (spec M11)."""

from collections.abc import Mapping, Sequence
from typing import Any

from expect.accounts.enums import SignedAct
from expect.accounts.models import Membership
from expect.accounts.signing import find_authority
from expect.accounts.views.papers import BodyPaper
from expect.documents.models import IssuedDocument
from expect.documents.preview import preview_html
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView
from expect.web.visible import visible_or_404
from missions import letters, rules, selectors, validation
from missions.forms.mission import ValidateForm
from missions.models import Mission
from missions.views.versions import ReadVersion


class IssueLetter(ReadVersion, ActView):
    """The head signs and issues the letter of the version read, which is shown beside."""

    template_name = "missions/letter_form.html"
    title = "Émettre la lettre de la mission {}"
    verb = "Signer et émettre la lettre"
    form_class = ValidateForm
    preview_template = "missions/parts/letter.html"

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_issue_letter(self.request.user, obj, self.today)

    def consequences(self, obj: Mission) -> Sequence[str]:
        former = obj.letter and french.day(obj.letter.issued_at)
        return (
            *((f"Elle remplace celle du {former}, qui reste au dossier.",) if former else ()),
            f"La lettre part {french.to(str(obj.organisation))} et au poste, par courriel ; elle ne change plus.",
            "Elle porte votre nom, votre qualité et votre délégation.",
        )

    def preview(self, obj: Mission) -> Mapping[str, Any]:
        authority = find_authority(self.request.user, SignedAct.MISSION_LETTER, self.today)
        words = letters.letter_context(obj, authority=authority, on=self.today)
        return {"letter": preview_html(letters.MISSION_LETTER, words)}

    def perform(self, obj: Mission, form: ValidateForm) -> Mission:
        return validation.issue_mission_letter(
            mission=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: Mission) -> str:
        return f"La lettre de la mission {fact.number} est émise."


class MissionLetter(BodyPaper):
    """The letter as it was issued."""

    def find(self, public_id: str) -> tuple[IssuedDocument, Mission]:
        seen = selectors.missions_with_letter(self.request.user, self.today)
        mission = visible_or_404(seen, self.request, at=self.at, public_id=public_id)
        return mission.letter, mission

    def carrier(self, subject: Mission) -> Membership | None:
        return (
            super().carrier(subject)
            or rules.is_in_charge(self.request.user, subject.country, self.today).membership
        )


class VoidLetter(MissionLetter):
    """A letter that a change of the terms overtook, as it was issued; `public_id` is the change's."""

    def find(self, public_id: str) -> tuple[IssuedDocument, Mission]:
        seen = selectors.visible_void_letters(self.request.user, self.today)
        amendment = visible_or_404(seen, self.request, at=self.at, public_id=public_id)
        return amendment.letter, amendment.mission
