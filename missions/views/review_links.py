"""What the personal link of an agent opens: one version of one mission, and the answer to it (spec M8)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from expect.kernel.errors import Refusal
from expect.web.views import PageMixin
from missions import review_links, rules, selectors
from missions.enums import ReviewOutcome
from missions.forms.desk import AnswerByLinkForm
from missions.models import EmbassyReview
from missions.terms import text
from missions.views.missions import totals

DONE = {
    ReviewOutcome.VALIDATED: "La mission {} est validée.",
    ReviewOutcome.RETURNED: "La mission {} est renvoyée avec vos remarques.",
    ReviewOutcome.REFUSED: "La mission {} est refusée.",
}


@method_decorator([login_not_required, never_cache], name="dispatch")
class ReviewByLink(PageMixin, View):
    """Reading consumes nothing; the button answers, as the addressee, whose posting is checked again."""

    template_name = "missions/reviews/by_link.html"

    def get_title(self) -> str:
        return f"Avis sur la mission {self.link.version.mission.number}"

    def dispatch(self, request: HttpRequest, token: str) -> HttpResponse:
        self.link = review_links.find(token)
        if self.link is None:
            raise Http404
        mission = self.link.version.mission
        try:
            review_links.usable(self.link, self.at)
            rules.may_review(self.link.agent, mission, self.today).require()
        except Refusal as refusal:
            return self.closed(refusal.sentence, status=410)
        return super().dispatch(request, token)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(AnswerByLinkForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = AnswerByLinkForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            review = review_links.answer_by_link(link=self.link, at=self.at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
            return self.show(form)
        return self.answered(review)

    def answered(self, review: EmbassyReview) -> HttpResponse:
        done = DONE[ReviewOutcome(review.outcome)].format(review.mission.number)
        messages.success(self.request, done)
        return self.closed(f"{done} Le titulaire et la DAECT sont prévenus ; vous n’avez plus rien à faire.")

    def closed(self, sentence: str, *, status: int = 200) -> HttpResponse:
        mission = self.link.version.mission
        return self.page(
            {"sentence": sentence, "mission": mission}, status=status, template="missions/reviews/closed.html"
        )

    def show(self, form: AnswerByLinkForm) -> HttpResponse:
        version, read = self.link.version, selectors.answered_version(self.link.version.mission)
        mission = version.mission
        blocked = rules.can_be_validated(mission, self.today)
        return self.page(
            {
                "form": form,
                "object": mission,
                "need": mission.solicitation.request,
                "themes": mission.solicitation.request.themes.order_by("rank"),
                "version": version,
                "agent": self.link.agent,
                "expires_at": self.link.expires_at,
                "lines": text.lines(version.content),
                "commitments": version.content["commitments"],
                "totals": totals(list(selectors.costs(mission))),
                "changes": text.changes(read.content, version.content) if read else (),
                "since": f"la version {read.number}, à laquelle l’ambassade a répondu" if read else "",
                "blocked": blocked.reason,
            }
        )
