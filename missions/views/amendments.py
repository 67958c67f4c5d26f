"""The signatory changes terms that the embassy has: what it entails is shown first (spec M8, M14)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from expect.kernel.canonical import digest
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import FormPage
from missions import amendments, on_behalf, rules
from missions.enums import MissionState, Substance
from missions.forms.amendments import AmendForm, PostponeForm, ReplaceForm, legs_as_typed
from missions.forms.desk import RecordAmendmentForm
from missions.forms.terms import terms_as_typed
from missions.models import Mission, TermsAmendment
from missions.terms import legs, text
from missions.views.endings import told
from missions.views.terms import ReadAt

SEEN = "vu"
"""The field by which the page says which outcome the person has read: no other is carried out."""


class Amend(ReadAt, FormPage):
    """Any line; a first press shows what it entails, a second one does it."""

    template_name = "missions/amendments/terms.html"
    title = "Modifier les termes de la mission {}"
    verb = "Voir ce que cela entraîne"
    accepts = "Accepter ces termes"
    form_class = AmendForm

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_amend(self.request.user, obj, self.today)

    def form_kwargs(self, obj: Mission) -> Mapping[str, Any]:
        return {"mission": obj, "on": self.today}

    def initial(self, obj: Mission) -> Mapping[str, Any]:
        return terms_as_typed(obj)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.bind(request.POST, request.FILES)
        if form.is_valid() and request.POST.get(SEEN) != self.fingerprint(self.object):
            return self.show(form)
        return super().post(request, *args, **kwargs)

    def fingerprint(self, obj: Mission) -> str:
        """Of the terms proposed, as they would read."""
        return digest(text.proposed(obj, self.form.terms))

    def context(self, obj: Mission) -> Mapping[str, Any]:
        if meanwhile := super().context(obj):
            return meanwhile
        if not (self.form.is_bound and getattr(self.form, "terms", None)):
            return {}
        changes, touched = amendments.outcome(obj, self.form.terms)
        if not changes:
            return {"same": True}
        self.verb = self.accepts
        outcome = list(self.outcome(obj, touched))
        return {"changes": changes, "outcome": outcome, "seen": self.fingerprint(obj), "seen_name": SEEN}

    def outcome(self, obj: Mission, touched: Sequence[Substance]) -> Iterator[str]:
        """What follows, by rule (spec M8, M14)."""
        validated = obj.state == MissionState.VALIDATED
        if touched and legs.departed(obj, self.today):
            yield "Le séjour a commencé : sa validation, la lettre de mission et la limite du rapport tiennent."
            yield "L’ambassade est prévenue de ce qui change dans l’accueil ; elle n’a pas à répondre."
            yield from self.letter(obj)
            yield told(obj, self)
            return
        if not touched:
            yield (
                "La validation de l’ambassade tient : ni le pays, ni les dates, ni les personnes ne changent."
                if validated
                else "L’ambassade répondra sur cette nouvelle version ; celle qu’elle lisait ne peut plus être validée."
            )
            if not validated:
                yield "Ses agents reçoivent un nouveau lien pour répondre."
            yield from self.letter(obj)
            yield told(obj, self)
            return
        changing = " et ".join(part.label for part in touched)
        if validated:
            yield f"La validation de l’ambassade tombe, parce que {changing} changent."
            yield f"La limite du rapport, le {french.day(obj.report_due_on)}, et ses rappels sont levés."
        else:
            yield f"L’ambassade ne peut plus valider la version qu’elle lisait, parce que {changing} changent."
        if obj.letter_id:
            yield "La lettre de mission ne vaut plus ; elle reste au dossier."
        yield "La DAECT soumet la nouvelle version à l’ambassade, qui répond de nouveau."
        yield "Les frais enregistrés restent au dossier."
        yield told(obj, self)

    def letter(self, obj: Mission) -> Iterator[str]:
        """What becomes of the letter where the validation stands (spec M11)."""
        if obj.letter_id:
            yield "La lettre de mission, déjà émise, ne dit pas ce changement : la DAECT peut la remplacer."

    def perform(self, obj: Mission, form: AmendForm) -> TermsAmendment:
        return amendments.amend_terms(
            mission=obj,
            terms=form.terms,
            reason=form.cleaned_data["reason"],
            accepted=form.cleaned_data["accepted"],
            revision=form.cleaned_data["revision"],
            by=self.request.user,
            at=self.at,
        )

    def success_message(self, fact: TermsAmendment) -> str:
        number = fact.version.number
        if fact.touched:
            return f"La version {number} des termes est acceptée. La DAECT la soumet à l’ambassade."
        return f"La version {number} des termes est acceptée ; elle ne change rien au fond de la mission."

    def success_url(self, fact: TermsAmendment) -> str:
        return self.object.get_absolute_url()


class RecordAmendment(Amend):
    """DAECT records a change that the holder wrote: any line, its paper joined (spec X13)."""

    template_name = "missions/amendments/recorded.html"
    title = "Enregistrer un changement reçu du titulaire : mission {}"
    accepts = "Enregistrer le changement reçu"
    form_class = RecordAmendmentForm

    def verdict(self, obj: Mission) -> Verdict:
        return rules.may_record_amendment(self.request.user, obj, self.today)

    def initial(self, obj: Mission) -> Mapping[str, Any]:
        return {**super().initial(obj), "received_on": self.today}

    def perform(self, obj: Mission, form: RecordAmendmentForm) -> TermsAmendment:
        said = {name: form.cleaned_data[name] for name in ("reason", "revision", "paper")}
        return on_behalf.record_amendment(
            mission=obj, terms=form.terms, by=self.request.user, at=self.at, **said
        )


class Postpone(Amend):
    """Other dates, and nothing else."""

    template_name = "missions/amendments/form.html"
    title = "Reporter la mission {}"
    form_class = PostponeForm

    def initial(self, obj: Mission) -> Mapping[str, Any]:
        return legs_as_typed(obj)


class ReplacePeople(Postpone):
    """Other people, and nothing else."""

    title = "Remplacer des personnes : mission {}"
    form_class = ReplaceForm
