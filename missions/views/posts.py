"""Naming the post that answers for a country (spec M8)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from expect.kernel.verdict import Verdict
from expect.territory.selectors import countries_unanswered
from expect.web.views import ActView
from missions import posts, rules
from missions.forms.posts import NamePostForm
from missions.models import NamedPost
from missions.views.naming import ASKED
from missions.views.needs import NEEDS


class NamePost(ActView):
    """The head chooses a country without post, or with two, and the post that answers."""

    title = "Désigner le poste qui répond pour un pays"
    verb = "Désigner ce poste"
    form_class = NamePostForm
    breadcrumb = (NEEDS,)

    def get_object(self) -> None:
        return None

    def verdict(self, obj: None) -> Verdict:
        return rules.may_name_posts(self.request.user, self.today)

    def form_kwargs(self, obj: None) -> Mapping[str, Any]:
        return {"on": self.today}

    def initial(self, obj: None) -> Mapping[str, Any]:
        asked = countries_unanswered(self.today).filter(code=self.request.GET.get(ASKED, ""))
        return {"country": asked.first()}

    def back_url(self, obj: None) -> str:
        return reverse("missions:requests")

    def consequences(self, obj: None) -> Sequence[str]:
        return (
            "Le poste répond dès aujourd’hui pour ce pays, jusqu’à ce que les réglages en disent autrement.",
            "Les missions qui ne sont pas parties lui sont confiées ; ses agents sont prévenus par courriel.",
        )

    def perform(self, obj: None, form: NamePostForm) -> NamedPost:
        return posts.name_post(by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: NamedPost) -> str:
        return f"{fact.post} répond désormais pour ce pays : {fact.country}."

    def success_url(self, fact: NamedPost) -> str:
        return reverse("missions:requests")
