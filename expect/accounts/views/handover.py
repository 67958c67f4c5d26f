"""An agent hands over before leaving a post (spec M8)."""

from collections.abc import Sequence

from django.urls import reverse

from expect.accounts import handover, rules
from expect.accounts.forms import HandOverForm
from expect.accounts.handover import Successor
from expect.accounts.models import Membership
from expect.accounts.selectors import all_memberships
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView
from expect.web.visible import visible_or_404


class HandOver(ActView):
    """Say one’s last day, and invite who takes over."""

    title = "Passer la main"
    verb = "Enregistrer mon départ"
    form_class = HandOverForm

    def get_object(self) -> Membership:
        own = all_memberships(self.request.user)
        return visible_or_404(own, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def verdict(self, obj: Membership) -> Verdict:
        return rules.may_hand_over(self.request.user, obj, self.today)

    def consequences(self, obj: Membership) -> Sequence[str]:
        return (
            f"Le lendemain de ce jour, vous ne voyez plus rien de ce que suit le poste ({obj.post}).",
            "Les missions et les besoins restent ceux du poste : rien n’est à transmettre un par un.",
            "Qui vous succède reçoit une invitation, à accepter avant son terme ; vos collègues sont prévenus.",
        )

    def back_url(self, obj: Membership) -> str:
        return reverse("dashboard:work_list")

    def perform(self, obj: Membership, form: HandOverForm) -> Membership:
        typed = form.cleaned_data
        last_day = typed.pop("last_day")
        successor = Successor(**typed) if typed["email"] else None
        return handover.hand_over(
            membership=obj, last_day=last_day, successor=successor, by=self.request.user, at=self.at
        )

    def success_message(self, fact: Membership) -> str:
        return f"Votre départ est enregistré : dernier jour le {french.day(fact.ends_on)}."

    def success_url(self, fact: Membership) -> str:
        return reverse("accounts:profile")
