"""What the personal link of an agent opens: one version of one mission, and the answer to it (spec M8)."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from expect.kernel.errors import Refusal
from expect.kernel.verdict import Verdict
from expect.programme.parameters import value
from expect.web.views import ActView, PageMixin
from missions import emails, review_links, rules, selectors
from missions.enums import ReviewOutcome
from missions.forms.desk import AnswerByLinkForm
from missions.models import EmbassyReview, Mission, TermsVersion
from missions.terms import text
from missions.views.missions import MissionFound
from missions.views.spending import totals

DONE = {
    ReviewOutcome.VALIDATED: "La mission {} est validée.",
    ReviewOutcome.RETURNED: "La mission {} est renvoyée avec vos remarques.",
    ReviewOutcome.REFUSED: "La mission {} est refusée.",
}


class SendLinks(MissionFound, ActView):
    """A link that was lost or is over, an agent who came since: each of those in charge has a new one."""

    title = "Envoyer un lien de réponse : mission {}"
    verb = "Envoyer le lien"
    seen = staticmethod(selectors.visible_missions)

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_send_links(self.request.user, obj, self.today)

    def consequences(self, obj: Mission) -> Sequence[str]:
        days = value("review_link_days", self.today)
        names = (
            ", ".join(map(str, emails.agents_in_charge(obj.country, self.at))) or "personne n’y a de compte"
        )
        return (
            f"Chaque agent du poste en charge de ce pays reçoit un lien personnel : {names}.",
            f"Il vaut {days} jours, pour la version soumise seulement, et ne sert qu’une fois.",
        )

    def perform(self, obj: Mission, form) -> TermsVersion:
        return review_links.send_again(mission=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: TermsVersion) -> str:
        return "Le lien est envoyé aux agents du poste."

    def success_url(self, fact: TermsVersion) -> str:
        return self.object.get_absolute_url()


NO_LONGER = "Ce lien était celui d’un agent du poste en charge de ce pays, qui ne l’est plus."


@method_decorator([login_not_required, never_cache], name="dispatch")
class ReviewByLink(PageMixin, View):
    """Reading consumes nothing; the button answers, as the addressee, whose posting is checked again."""

    template_name = "missions/reviews/by_link.html"

    def get_title(self) -> str:
        if not review_links.in_charge(self.link, self.today):
            return "Ce lien ne vaut plus"
        return f"Avis sur la mission {self.link.version.mission.number}"

    def dispatch(self, request: HttpRequest, token: str) -> HttpResponse:
        self.link = review_links.find(token)
        if self.link is None:
            raise Http404
        if not review_links.may_read(self.link, at=self.at):
            return self.page({"sentence": NO_LONGER}, status=410, template="missions/reviews/closed.html")
        try:
            review_links.usable(self.link, self.at)
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
