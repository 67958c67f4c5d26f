"""Preparing the terms, accepting them, sending them to the embassy (spec M4–M7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.selectors import people
from expect.kernel.verdict import Verdict
from expect.territory.selectors import post_in_charge
from expect.web import french
from expect.web.views import ActView, FormPage
from missions import preparation, rules, selectors
from missions.forms.terms import AcceptTermsForm, TermsForm, terms_as_typed
from missions.models import Mission, TermsVersion
from missions.terms import text
from missions.views.missions import MissionFound


class WithTerms(MissionFound):
    """A mission with all that its terms say."""

    @staticmethod
    def seen(user: User, on) -> QuerySet[Mission]:
        return selectors.with_terms(selectors.visible_missions(user, on))


class PrepareTerms(WithTerms, FormPage):
    """Subject, dates and places, people, results: one page that can be left and taken up again."""

    template_name = "missions/terms/form.html"
    title = "Préparer la mission {}"
    verb = "Enregistrer les termes"
    form_class = TermsForm

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_prepare(self.request.user, obj, self.today)

    def form_kwargs(self, obj: Mission) -> Mapping[str, Any]:
        return {"mission": obj, "on": self.today}

    def initial(self, obj: Mission) -> Mapping[str, Any]:
        return terms_as_typed(obj)

    def perform(self, obj: Mission, form: TermsForm) -> Mission:
        return preparation.save_terms(
            mission=obj,
            terms=form.terms,
            revision=form.cleaned_data["revision"],
            by=self.request.user,
            at=self.at,
        )

    def success_message(self, fact: Mission) -> str:
        return "Les termes sont enregistrés."


class HandTerms(WithTerms, ActView):
    """The editor hands complete terms to the signatory."""

    title = "Remettre au signataire les termes de la mission {}"
    verb = "Remettre au signataire"

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_hand_terms(self.request.user, obj, self.today)

    def consequences(self, obj: Mission) -> Sequence[str]:
        signatories = people((Role.SIGNATORY,), self.today, organisation=obj.organisation)
        names = ", ".join(str(person) for person in signatories)
        if not names:
            return ("Aucun signataire n’a de compte : demandez à la DAECT de l’habiliter.",)
        return (f"Un courriel part à {names}, qui lit les termes et les accepte.",)

    def perform(self, obj: Mission, form) -> Mission:
        return preparation.hand_terms(mission=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: Mission) -> str:
        return "Les termes sont remis au signataire."


class AcceptTerms(WithTerms, ActView):
    """The signatory reads the whole terms beside the commitments, and accepts both (spec M5)."""

    template_name = "missions/terms/accept.html"
    title = "Accepter les termes de la mission {}"
    verb = "Accepter les termes"
    form_class = AcceptTermsForm
    preview_template = "missions/parts/terms.html"

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_accept_terms(self.request.user, obj, self.today)

    def initial(self, obj: Mission) -> Mapping[str, Any]:
        return {"revision": obj.revision}

    def consequences(self, obj: Mission) -> Sequence[str]:
        return (
            "Ces termes deviennent une version numérotée qui ne change plus.",
            "La DAECT est prévenue ; elle estime le transport et soumet la version à l’ambassade.",
        )

    def preview(self, obj: Mission) -> Mapping[str, Any]:
        return {"lines": text.lines(text.content(obj)), "commitments": ()}

    def context(self, obj: Mission) -> Mapping[str, Any]:
        return {"taken": preparation.commitments(obj)}

    def perform(self, obj: Mission, form: AcceptTermsForm) -> TermsVersion:
        return preparation.accept_terms(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: TermsVersion) -> str:
        return f"La version {fact.number} des termes est acceptée. La DAECT prend la suite."

    def success_url(self, fact: TermsVersion) -> str:
        return self.object.get_absolute_url()


class ReviseTerms(MissionFound, ActView):
    """The holder opens accepted terms again."""

    title = "Rouvrir les termes de la mission {}"
    verb = "Rouvrir les termes"
    seen = staticmethod(selectors.visible_missions)

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_revise_terms(self.request.user, obj, self.today)

    def consequences(self, obj: Mission) -> Sequence[str]:
        return (
            "La version acceptée reste au dossier, mais ne sera pas soumise à l’ambassade.",
            "Votre signataire devra accepter les nouveaux termes.",
        )

    def perform(self, obj: Mission, form) -> Mission:
        return preparation.revise_terms(mission=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: Mission) -> str:
        return "Les termes sont rouverts."


class SendToEmbassy(MissionFound, ActView):
    """DAECT sends the accepted version to the post in charge of the country."""

    title = "Soumettre la mission {} à l’ambassade"
    verb = "Soumettre à l’ambassade"
    preview_template = "missions/parts/terms.html"
    seen = staticmethod(selectors.visible_missions)

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_send_to_embassy(self.request.user, obj, self.today)

    def consequences(self, obj: Mission) -> Sequence[str]:
        post = post_in_charge(obj.country, self.today)
        agents = people((Role.POST_AGENT,), self.today, post=post)
        names = ", ".join(str(agent) for agent in agents) or "aucun agent n’y a encore de compte"
        return (
            f"La version acceptée est soumise à {post}, en charge de ce pays aujourd’hui : {names}.",
            f"L’avis est attendu avant le départ, le {french.day(obj.departs_on)}.",
        )

    def preview(self, obj: Mission) -> Mapping[str, Any]:
        return {"lines": text.lines(selectors.accepted_version(obj).content), "commitments": ()}

    def perform(self, obj: Mission, form) -> Mission:
        return preparation.send_to_embassy(mission=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: Mission) -> str:
        return f"La mission {fact.number} est soumise : {fact.post}."
