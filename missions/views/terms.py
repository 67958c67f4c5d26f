"""Preparing the terms, accepting them, sending them to the embassy (spec M4–M7)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.selectors import people
from expect.kernel.verdict import Verdict
from expect.territory.selectors import post_in_charge
from expect.web import french
from expect.web.views import ActView, FormPage
from missions import preparation, rules, selectors
from missions.forms.mission import ValidateForm
from missions.forms.terms import AcceptTermsForm, TermsForm, terms_as_typed
from missions.models import Mission, TermsVersion
from missions.terms import text
from missions.terms.versions import changed_since
from missions.views.missions import MissionFound
from missions.views.versions import ReadVersion


class WithTerms(MissionFound):
    """A mission with all that its terms say."""

    @staticmethod
    def seen(user: User, on) -> QuerySet[Mission]:
        return selectors.with_terms(selectors.visible_missions(user, on))


class ReadAt(WithTerms):
    """What is sent on terms that somebody has changed since is shown again, beside what they changed (spec L7, M4).

    The page then carries the terms as they are: sent again, it is in full knowledge.
    """

    form: BaseForm

    def bind(self, *data) -> BaseForm:
        self.form = super().bind(*data)
        return self.form

    def context(self, obj: Mission) -> Mapping[str, Any]:
        now = self.get_object()
        read = getattr(self.form, "cleaned_data", {}).get("revision")
        if read is None or read == now.revision:
            return {}
        self.form.data = self.form.data.copy()
        self.form.data["revision"] = now.revision
        self.form.data.pop("accepted", None)
        others = [draft for draft in selectors.drafts(now) if draft.number > read]
        return {"since": "votre lecture", "changes": changed_since(now, read), "others": others}


class PrepareTerms(ReadAt, FormPage):
    """Subject, dates and places, people, results: one page that can be left and taken up again, by three parties."""

    template_name = "missions/terms/form.html"
    title = "Écrire les termes de la mission {}"
    verb = "Enregistrer les termes"
    form_class = TermsForm

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_prepare(self.request.user, obj, self.today)

    def form_kwargs(self, obj: Mission) -> Mapping[str, Any]:
        writer = self.verdict(obj).membership
        chooses = writer is None or writer.role != Role.POST_AGENT
        return {"mission": obj, "on": self.today, "chooses_people": chooses}

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


class AcceptTerms(ReadAt, ActView):
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
        return {**super().context(obj), "taken": preparation.commitments(obj)}

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


class SendToEmbassy(ReadVersion, ActView):
    """DAECT accepts the version in force and sends it to the post in charge of the country."""

    template_name = "missions/terms/send.html"
    title = "Soumettre la mission {} à l’ambassade"
    verb = "Soumettre à l’ambassade"
    form_class = ValidateForm
    preview_template = "missions/parts/terms.html"

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_send_to_embassy(self.request.user, obj, self.today)

    def consequences(self, obj: Mission) -> Sequence[str]:
        post = post_in_charge(obj.country, self.today)
        agents = people((Role.POST_AGENT,), self.today, post=post)
        names = ", ".join(str(agent) for agent in agents) or "aucun agent n’y a encore de compte"
        return (
            f"La DAECT accepte la version {self.version.number} des termes.",
            f"Elle est soumise {french.to(str(post))}, en charge de ce pays aujourd’hui : {names}.",
            f"L’avis est attendu avant le départ, le {french.day(obj.departs_on)}.",
        )

    def preview(self, obj: Mission) -> Mapping[str, Any]:
        content = self.version.content
        return {"lines": text.lines(content), "commitments": content["commitments"]}

    def perform(self, obj: Mission, form: ValidateForm) -> Mission:
        return preparation.send_to_embassy(mission=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Mission) -> str:
        return f"La mission {fact.number} est soumise : {fact.post}."
