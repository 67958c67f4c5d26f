"""What follows where a party contests what DAECT recorded in its name (spec X13)."""

from collections.abc import Mapping, Sequence
from typing import Any

from expect.kernel.verdict import Verdict
from expect.web.views import ActView
from missions import contestation, rules, selectors
from missions.enums import RequestState, SolicitationState
from missions.forms.desk import SettleForm, SettleReviewForm
from missions.models import EmbassyReview, RecordedAnswer, RecordedReview
from missions.selectors.recorded import visible_answers
from missions.views.missions import MISSIONS
from missions.views.sides import Found


class Settle(Found, ActView):
    """What both share."""

    title = "Dire la suite donnée à une contestation"
    verb = "Enregistrer la suite"
    breadcrumb = (MISSIONS,)
    form_class = SettleForm

    def success_message(self, fact: RecordedAnswer | RecordedReview) -> str:
        return "La suite est enregistrée, et dite à ceux qu’elle concerne."

    def success_url(self, fact: RecordedAnswer | RecordedReview) -> str:
        return self.back_url(self.object)


class SettleReview(Settle):
    """The answer of an embassy: it stands, or the validation is withdrawn."""

    form_class = SettleReviewForm
    seen = staticmethod(selectors.visible_reviews)

    def verdict(self, obj: EmbassyReview) -> Verdict:
        return rules.may_settle(self.request.user, getattr(obj, "record", None), self.today)

    def form_kwargs(self, obj: EmbassyReview) -> Mapping[str, Any]:
        return {"may_withdraw": bool(self.may_withdraw(obj))}

    def may_withdraw(self, obj: EmbassyReview) -> Verdict:
        return rules.may_withdraw_validation(self.request.user, obj, self.today)

    def consequences(self, obj: EmbassyReview) -> Sequence[str]:
        record = obj.record
        contested = f"{record.contested_by} conteste cet avis : {record.contest_reason}"
        may = self.may_withdraw(obj)
        follows = (
            "Retirée, la validation tombe avec la limite du rapport ; vous soumettez de nouveau les mêmes termes."
            if may
            else f"L’avis ne peut pas être retiré d’ici. {may.reason}"
        )
        return (contested, follows, "L’ambassade, le titulaire et la DAECT reçoivent votre réponse.")

    def back_url(self, obj: EmbassyReview) -> str:
        return obj.mission.get_absolute_url()

    def perform(self, obj: EmbassyReview, form: SettleForm) -> RecordedReview:
        return contestation.settle_review(review=obj, by=self.request.user, at=self.at, **form.cleaned_data)


class SettleAnswer(Settle):
    """What was recorded for a holder, or the need of a post."""

    seen = staticmethod(visible_answers)

    def verdict(self, obj: RecordedAnswer) -> Verdict:
        return rules.may_settle(self.request.user, obj, self.today)

    def consequences(self, obj: RecordedAnswer) -> Sequence[str]:
        return (
            f"{obj.contested_by} le conteste : {obj.contest_reason}",
            f"Rien ne change de soi-même\N{NO-BREAK SPACE}: {follows(obj)}.",
            f"{obj.party} et la DAECT reçoivent votre réponse.",
        )

    def back_url(self, obj: RecordedAnswer) -> str:
        return (obj.solicitation.request if obj.solicitation else obj.subject).get_absolute_url()

    def perform(self, obj: RecordedAnswer, form: SettleForm) -> RecordedAnswer:
        return contestation.settle_answer(record=obj, by=self.request.user, at=self.at, **form.cleaned_data)


NEED_FOLLOWS = {
    RequestState.OPEN: "personne n’est sollicité pour ce besoin, ni retenu, avant votre réponse ; "
    "retirez-le s’il n’existe pas",
    RequestState.MATCHED: "la mission attend votre réponse pour être soumise ou avoir sa lettre ; "
    "annulez-la si le besoin n’existe pas",
}
"""By where the need stands."""


def follows(record: RecordedAnswer) -> str:
    """What may be done by other acts, by what was answered (spec X13, decision 0095)."""
    if record.request:
        return NEED_FOLLOWS.get(RequestState(record.request.state), "ce besoin n’est plus ouvert")
    if record.acceptance:
        return "le titulaire rouvre ou change les termes, ou la mission est annulée"
    if record.solicitation.state == SolicitationState.DECLINED:
        return (
            "le titulaire reste compté comme ayant décliné. Pour le solliciter malgré tout, retirez ce besoin et "
            "enregistrez-le de nouveau"
        )
    return "vous retenez un autre titulaire, ou la mission déjà née se poursuit ou s’annule"
