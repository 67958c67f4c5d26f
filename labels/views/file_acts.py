"""What DAECT does on one lodged file: admit it, entrust it, send it back, decide (spec L7–L9)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView
from labels import admission, assignment, corrections, decisions, rules, selectors
from labels.forms import AdmitForm, AssignForm, CorrectionRequestForm, DecisionForm
from labels.models import CorrectionRequest, Decision, LabelApplication
from labels.views.instruction import LodgedFile
from labels.views.watched import Watched, WatchedFile

STOPS = "Le délai au bout duquel le silence vaut refus s’arrête ; il repart du nouveau dépôt."
AGAIN = "Le silence courra de nouveau à partir du prochain dépôt."


def after_silence(files: Iterable[LabelApplication], on: date) -> list[str]:
    """What is said before: silence refuses these files before the last session open to them (spec X10)."""
    last = selectors.open_sessions(on).values_list("held_on", flat=True).last()
    falls = {file.number: rules.silence_day(file, file.appeals.all()) for file in files}
    refused = [(number, day) for number, day in falls.items() if day and last and day < last]
    if not refused:
        return []
    named = ", ".join(f"{number} le {french.day(day)}" for number, day in refused)
    return [
        f"Sans décision notifiée, le silence vaut refus : {named}. Une séance tenue après ce jour examine un dossier "
        "déjà réputé refusé, et l’organisme en est prévenu."
    ]


def standing_refusal(application: LabelApplication, on: date) -> list[str]:
    """What is said before: the refusal that silence has made stays to be contested (decision 0056)."""
    refused_on = rules.implicit_refusal(application, on)
    if refused_on is None:
        return []
    until = rules.court_until(application, on)
    last = f", et se conteste jusqu’au {french.day(until)}" if until and until >= on else ""
    only = "seule une décision expresse le remplace"
    return [f"Le refus implicite du {french.day(refused_on)} demeure{last}\N{NO-BREAK SPACE}: {only}."]


class Admit(WatchedFile, LodgedFile, ActView):
    """Put the file on the agenda of a session."""

    title = "Inscrire à une séance"
    verb = "Inscrire le dossier"
    form_class = AdmitForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_admit(self.request.user, obj, self.today)

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"application": obj, "today": self.today}

    def consequences(self, obj: LabelApplication) -> list[str]:
        return [
            "Le dossier est déclaré recevable ; les membres de la séance peuvent le lire et donner leur avis.",
            "Les membres en conflit d’intérêts avec lui en sont écartés.",
            f"Un courriel annonce la date de la séance à : {self.body_people(obj)}.",
            *after_silence([obj], self.today),
        ]

    def perform(self, obj: LabelApplication, form: AdmitForm) -> LabelApplication:
        return admission.admit(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: LabelApplication) -> str:
        return f"La candidature {fact.number} est inscrite à la séance du {fact.session.name}."


class Assign(WatchedFile, LodgedFile, ActView):
    """Entrust the file to a person of DAECT."""

    title = "Confier le dossier"
    verb = "Confier le dossier"
    form_class = AssignForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_assign(self.request.user, obj, self.today)

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"today": self.today}

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"officer": obj.officer_id or self.request.user.pk}

    def consequences(self, obj: LabelApplication) -> list[str]:
        return [
            "Le dossier attend désormais dans la liste de cette personne, qui en est prévenue par courriel."
        ]

    def perform(self, obj: LabelApplication, form: AssignForm) -> LabelApplication:
        return assignment.assign(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: LabelApplication) -> str:
        return f"La candidature {fact.number} est confiée à {fact.officer}."


class RequestChanges(WatchedFile, LodgedFile, ActView):
    """Send named parts back to the body, each with a remark (spec L7)."""

    title = "Demander des corrections"
    verb = "Demander ces corrections"
    form_class = CorrectionRequestForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_request_changes(self.request.user, obj, self.today)

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"today": self.today}

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        wanted = rules.to_correct(rules.points_of(obj))
        parts = {part: remarks for part, remarks in wanted.items() if part}
        return {"answer_by": self.today + timedelta(days=30), **parts}

    def consequences(self, obj: LabelApplication) -> list[str]:
        left = ["Le dossier quitte la séance à laquelle il est inscrit."] if obj.session_id else []
        return [
            "Seules les parties où vous écrivez une remarque sont rouvertes ; le reste du dossier est gardé tel quel.",
            *left,
            *standing_refusal(obj, self.today),
            AGAIN if rules.implicit_refusal(obj, self.today) else STOPS,
            f"Un courriel donne vos remarques à : {self.body_people(obj)}.",
        ]

    def perform(self, obj: LabelApplication, form: CorrectionRequestForm) -> CorrectionRequest:
        return corrections.request_changes(
            application=obj,
            remarks=form.remarks(),
            answer_by=form.cleaned_data["answer_by"],
            seen=form.cleaned_data["seen"],
            by=self.request.user,
            at=self.at,
        )

    def success_message(self, fact: CorrectionRequest) -> str:
        return f"Les corrections sont demandées pour le {french.day(fact.answer_by)}."


class Decide(Watched, LodgedFile, ActView):
    """Record what the committee decided; the letter is read before the notification."""

    title = "Enregistrer la décision"
    verb = "Enregistrer la décision"
    form_class = DecisionForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_record_decision(self.request.user, obj, self.today)

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"application": obj}

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"themes": list(obj.lodged_themes.values_list("pk", flat=True))}

    def consequences(self, obj: LabelApplication) -> list[str]:
        label = selectors.label_of(obj)
        held = (
            f"Ce dossier porte le label {label.number} : la décision l’élargit, et n’en retire rien."
            if label
            else ""
        )
        return [
            *filter(None, [held]),
            "La décision est enregistrée ; vous relirez ensuite sa lettre. Jusqu’à la notification, elle se corrige.",
            "Rien ne part : l’organisme ne voit rien avant la notification de toute la séance.",
        ]

    def perform(self, obj: LabelApplication, form: DecisionForm) -> Decision:
        return decisions.record_decision(
            application=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: Decision) -> str:
        return f"La décision sur {fact.application.number} est enregistrée : relisez sa lettre."

    def success_url(self, fact: Decision) -> str:
        return reverse("labels:decision", args=[fact.public_id])
