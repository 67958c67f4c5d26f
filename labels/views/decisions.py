"""A recorded decision and its letter, before and after the notification (spec L9)."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from expect.accounts import service
from expect.accounts.enums import SignedAct
from expect.accounts.models import SigningAuthority
from expect.accounts.signing import authorities, find_authority
from expect.documents.preview import preview_html
from expect.kernel.verdict import Verdict
from expect.web.components import Act, Badge, Head
from expect.web.views import ActView, DetailPage
from expect.web.visible import visible_or_404
from labels import decisions, letters, rules, selectors
from labels.enums import Outcome
from labels.forms import CorrectionForm
from labels.models import Decision, Diploma, LabelApplication
from labels.unproved import to_send
from labels.views import appeal_words, standing
from labels.views.instruction import APPLICATIONS, file_url
from labels.views.watched import Watched


def decision_url(subject: Decision | Diploma, page: str = "decision") -> str:
    """One of the pages of a decision, or of what it gave."""
    return reverse(f"labels:{page}", args=[subject.public_id])


def decision_breadcrumb(decision: Decision) -> list[tuple[str, str]]:
    """What leads to an act on a decision."""
    application = decision.application
    here = (f"Décision sur {application.number}", decision_url(decision))
    return [APPLICATIONS, (application.number, file_url(application)), here]


class OneDecision:
    """A recorded decision, for DAECT."""

    def get_object(self) -> Decision:
        found = selectors.recorded_decisions(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])


class DecisionPage(OneDecision, DetailPage):
    """What was recorded, and the letter as it will leave."""

    template_name = "labels/daect/decision.html"

    def get_title(self) -> str:
        return f"Décision sur {self.object.application.number}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        application = self.object.application
        return [APPLICATIONS, (application.number, file_url(application))]

    def head(self, obj: Decision) -> Head:
        correct = Act(
            rules.may_correct_decision(self.request.user, obj, self.today),
            decision_url(obj, "decision_correct"),
            "Corriger la décision",
        )
        received, wanted = (
            self.register_service(obj),
            to_send(Decision, self.today).filter(pk=obj.pk).exists(),
        )
        return Head(
            number=obj.application.number,
            badge=Badge("Corrigée") if obj.replaced_at else standing.outcome_badge(obj),
            subtitle=f"{obj.application.organisation}, {obj.application.organisation.description()}",
            turn="" if obj.notified_at or obj.replaced_at else "À notifier avec toute la séance",
            primary=received[0] if wanted else None,
            others=[
                *([] if obj.notified_at else [correct]),
                *([] if wanted else received),
                *self.mend(obj),
            ],
        )

    def mend(self, obj: Decision) -> list[Act]:
        """Once it is notified: a clerical correction, a new version of its diploma."""
        if obj.notified_at is None:
            return []
        user, on = self.request.user, self.today
        acts = [
            Act(
                rules.may_rectify(user, obj, on),
                decision_url(obj, "decision_rectify"),
                "Rectifier la décision",
            )
        ]
        if live := self.live_diploma:
            url = decision_url(live, "diploma_replace")
            acts.append(Act(rules.may_replace_diploma(user, live, on), url, "Refaire le diplôme"))
        return acts

    @cached_property
    def diplomas(self) -> list[Diploma]:
        """The versions of the diploma that it gave, the last first."""
        granted = self.object.notified_at and self.object.outcome == Outcome.GRANTED
        return list(selectors.diploma_versions(self.object)) if granted else []

    @property
    def live_diploma(self) -> Diploma | None:
        """The one that holds."""
        return next((one for one in self.diplomas if one.revoked_at is None), None)

    def register_service(self, obj: Decision) -> list[Act]:
        """Once it is notified."""
        if obj.letter is None:
            return []
        verdict = rules.may_register_service(self.request.user, obj, self.today)
        known = service.received_on(obj.letter)
        label = "Corriger la date de réception" if known else "Enregistrer la réception"
        return [Act(verdict, decision_url(obj, "decision_register_service"), label)]

    def signs(self) -> SigningAuthority | None:
        """Who would sign today: the reader, or else whoever may (spec X12)."""
        act, on = SignedAct.DECISION, self.today
        return find_authority(self.request.user, act, on) or authorities(act, on).first()

    def preview(self, obj: Decision, authority: SigningAuthority | None) -> SafeString:
        """The letter, if it left today."""
        words = decisions.preview_letter(obj, authority=authority, on=self.today)
        return preview_html(letters.DECISION_TEMPLATE, words)

    def undone(self, obj: Decision) -> selectors.Undone | None:
        """What an appeal upheld has put in its place."""
        file = obj.application
        notified = file.decisions.filter(notified_at__isnull=False)
        return selectors.undone(obj, selectors.appeals_of(file), notified) if obj.notified_at else None

    def context(self, obj: Decision) -> Mapping[str, Any]:
        authority = obj.authority or self.signs()
        to_leave = obj.letter is None and obj.replaced_at is None
        replacement = Decision.objects.filter(replaces=obj).select_related("recorded_by").first()
        undone = self.undone(obj)
        return {
            "authority": authority,
            "letter": self.preview(obj, authority) if to_leave else None,
            "replacement": replacement,
            "undone": undone,
            "no_post": ""
            if obj in rules.wanting_proof(Decision).filter(pk=obj.pk)
            else appeal_words.no_post(undone),
            "rectifications": selectors.rectifications_of(obj) if obj.notified_at else (),
            "diplomas": self.diplomas,
            "proofs": service.proofs(obj.letter) if obj.letter else (),
            "agreement": service.agreement(obj.application.organisation_id) if obj.letter else None,
            "contest_until": rules.until_of(obj, self.today),
            "in_court": rules.is_contested(obj.application, self.today),
            "session_url": reverse("labels:session", args=[obj.session.public_id]),
            "file_url": file_url(obj.application),
        }


class Correct(Watched, OneDecision, ActView):
    """Record another decision in the place of this one, before anything has left."""

    title = "Corriger la décision"
    verb = "Enregistrer la décision corrigée"
    form_class = CorrectionForm

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return decision_breadcrumb(self.object)

    def verdict(self, obj: Decision) -> Verdict:
        return rules.may_correct_decision(self.request.user, obj, self.today)

    def form_kwargs(self, obj: Decision) -> Mapping[str, Any]:
        return {"application": obj.application}

    def initial(self, obj: Decision) -> Mapping[str, Any]:
        kept = {name: getattr(obj, name) for name in ("outcome", "skills", "narrowed", "reasons")}
        themes = list(obj.themes.values_list("pk", flat=True))
        return {**kept, "themes": themes}

    def watched(self, obj: Decision) -> LabelApplication:
        return obj.application

    def consequences(self, obj: Decision) -> list[str]:
        return [
            "La décision corrigée prend la place de celle-ci, qui reste dans l’historique avec votre raison.",
            "Rien ne part : l’organisme ne voit rien avant la notification de toute la séance.",
        ]

    def back_url(self, obj: Decision) -> str:
        return decision_url(obj)

    def perform(self, obj: Decision, form: CorrectionForm) -> Decision:
        return decisions.correct_decision(decision=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Decision) -> str:
        return f"La décision sur {fact.application.number} est corrigée : relisez sa lettre."

    def success_url(self, fact: Decision) -> str:
        return decision_url(fact)
