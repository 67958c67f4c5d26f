"""What DAECT records for an embassy, and what the embassy says of it (spec X13)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import View

from expect.accounts.enums import Role
from expect.accounts.selectors import people
from expect.documents.serving import serve_traced
from expect.kernel.clock import now, paris_day
from expect.kernel.verdict import Verdict
from expect.territory.selectors import post_in_charge
from expect.web import french
from expect.web.views import ActView
from expect.web.visible import visible_or_404
from missions import on_behalf, rules, selectors
from missions.forms.desk import ContestForm, RecordReviewForm
from missions.models import EmbassyReview, Mission, RecordedReview
from missions.views.missions import MISSIONS
from missions.views.reviews import Review
from missions.views.sides import Found


class RecordReview(Review):
    """DAECT records the answer that the embassy wrote, its paper joined."""

    template_name = "missions/reviews/record.html"
    title = "Enregistrer l’avis de l’ambassade sur la mission {}"
    verb = "Enregistrer l’avis reçu"
    form_class = RecordReviewForm

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_record_review(self.request.user, obj, self.today)

    def initial(self, obj: Mission) -> Mapping[str, Any]:
        return {**super().initial(obj), "received_on": self.today}

    def consequences(self, obj: Mission) -> Sequence[str]:
        post = post_in_charge(obj.country, self.today)
        names = ", ".join(map(str, people((Role.POST_AGENT,), self.today, post=post)))
        return (
            f"L’avis vaut celui du poste ({post}) ; votre nom reste comme celui de la personne qui l’a enregistré.",
            f"Un courriel le dit à {names}, qui peut contester."
            if names
            else "Personne n’a de compte au poste : prévenez-le que l’avis est enregistré.",
            f"{obj.organisation} est prévenu comme d’un avis rendu ici.",
        )

    def perform(self, obj: Mission, form: RecordReviewForm) -> EmbassyReview:
        return on_behalf.record_review(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: EmbassyReview) -> str:
        return f"L’avis {french.of(str(fact.post))} est enregistré : {fact.get_outcome_display().lower()}."


class ContestReview(Found, ActView):
    """An agent says that a recorded answer is not the post’s."""

    title = "Contester l’avis enregistré au nom du poste"
    verb = "Contester l’avis"
    form_class = ContestForm
    seen = staticmethod(selectors.visible_reviews)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [MISSIONS, (self.object.mission.number, self.object.mission.get_absolute_url())]

    def verdict(self, obj: EmbassyReview) -> Verdict:
        return rules.may_contest_review(self.request.user, obj, self.today)

    def consequences(self, obj: EmbassyReview) -> Sequence[str]:
        return (
            "La DAECT et le titulaire sont prévenus que cet avis n’est pas celui du poste.",
            "Rien ne change de soi-même : la DAECT prend contact avec vous, et décide de la suite.",
        )

    def back_url(self, obj: EmbassyReview) -> str:
        return obj.mission.get_absolute_url()

    def perform(self, obj: EmbassyReview, form: ContestForm) -> RecordedReview:
        return on_behalf.contest_review(review=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: RecordedReview) -> str:
        return "Votre contestation est transmise à la DAECT."

    def success_url(self, fact: RecordedReview) -> str:
        return self.object.mission.get_absolute_url()


class RecordedScan(View):
    """What the embassy wrote, for DAECT and the post in charge (spec X1, X6)."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        at = now()
        on = paris_day(at)
        visible = selectors.papers_of_reviews(request.user, on)
        review = visible_or_404(visible, request, at=at, public_id=public_id)
        daect = rules.may_record_costs(request.user, on).membership
        carrier = daect or rules.is_in_charge(request.user, review.mission.country, on).membership
        return serve_traced(request, review.record.scan, subject=review.mission, membership=carrier, at=at)
