"""The session is held, then its decisions leave (spec L8, L9)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from expect.accounts.selectors import reached_in
from expect.kernel.verdict import Verdict
from expect.web.views import ActView
from labels import committee, decisions, readings, rules, selectors
from labels.enums import Answer, Outcome
from labels.forms import AttendanceForm, LettersForm
from labels.models import CommitteeSession, Decision
from labels.views.sessions import OneSession
from labels.views.watched import Seen


class Hold(OneSession, ActView):
    """Record who came; the quorum opens the decisions."""

    title = "Enregistrer la tenue de la séance"
    verb = "Enregistrer la tenue de la séance"
    form_class = AttendanceForm

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_hold_session(self.request.user, obj, self.today)

    def form_kwargs(self, obj: CommitteeSession) -> Mapping[str, Any]:
        return {"session": obj}

    def initial(self, obj: CommitteeSession) -> Mapping[str, Any]:
        coming = selectors.seated_at(obj).filter(
            pk__in=obj.members.filter(answer=Answer.COMING).values("user")
        )
        return {"present": list(coming.values_list("pk", flat=True))}

    def consequences(self, obj: CommitteeSession) -> list[str]:
        return [
            "Les cases cochées sont les réponses reçues\N{NO-BREAK SPACE}: vérifiez qui est là. Une erreur se corrige "
            "ensuite, avec son motif, jusqu’au procès-verbal ou à la notification.",
            "Les avis sont clos ; les dossiers inscrits passent à l’état « examinée ».",
            f"Le quorum est vérifié sur chaque dossier : plus de {rules.quorum(obj.held_on)} % des membres "
            "non déportés.",
            *self.to_verify(obj),
        ]

    def to_verify(self, obj: CommitteeSession) -> list[str]:
        """The ties of names without whose verification the holding is refused (decision 0064)."""
        left = committee.ties_to_verify(obj, list(selectors.files_to_examine(obj)), self.today)
        if not left:
            return []
        return [
            f"Avant d’enregistrer, vérifiez ces liens depuis la page de chaque dossier\N{NO-BREAK SPACE}: {left}."
        ]

    def perform(self, obj: CommitteeSession, form: AttendanceForm) -> CommitteeSession:
        present = form.cleaned_data["present"]
        return committee.hold_session(session=obj, present=present, by=self.request.user, at=self.at)

    def success_message(self, fact: CommitteeSession) -> str:
        return "La séance est tenue\N{NO-BREAK SPACE}: conduisez-la, un dossier après l’autre."


class Notify(Seen, OneSession, ActView):
    """All the decisions leave together, as the head read them; the head signs (spec L9, X12)."""

    template_name = "labels/daect/notify.html"
    form_class = LettersForm

    def get_title(self) -> str:
        return f"Notifier les décisions de la séance du {self.object.name}"

    @property
    def verb(self) -> str:
        count = len(self.recorded)
        if not count:
            return "Clore la séance"
        return f"Notifier les {count} décisions" if count > 1 else "Notifier la décision"

    @cached_property
    def recorded(self) -> list[Decision]:
        """What leaves, in the order of the agenda."""
        return readings.letters_to_read(self.object, self.today)

    def sight(self, obj: CommitteeSession) -> str:
        return readings.sight_of(self.recorded)

    def show(self, form: LettersForm, *, state_changed: bool = False) -> HttpResponse:
        if state_changed:
            del self.recorded
        return super().show(form, state_changed=state_changed)

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_notify_session(self.request.user, obj, self.today)

    def consequences(self, obj: CommitteeSession) -> list[str]:
        if not self.recorded:
            return ["Tous les dossiers ont été retirés : la séance est close, sans décision ni courriel."]
        return [
            "Chaque décision devient définitive : sa lettre, signée de vous, est mise à disposition de l’organisme.",
            *self.created(),
            *self.widened(),
            "Un courriel part à chacune des personnes nommées ci-dessus.",
            *self.unread(),
        ]

    def unread(self) -> list[str]:
        """The letters that nobody has read, as they are."""
        numbers = [decision.application.number for decision in self.recorded if not decision.read]
        if not numbers:
            return []
        which = (
            "La lettre que personne n’a relue part"
            if len(numbers) == 1
            else "Les lettres que personne n’a relues partent"
        )
        return [f"{which} aussi\N{NO-BREAK SPACE}: {', '.join(numbers)}."]

    def created(self) -> list[str]:
        if all(one.outcome != Outcome.GRANTED for one in self.recorded):
            return []
        return ["Chaque attribution crée le label, son numéro et son diplôme."]

    def widened(self) -> list[str]:
        """The labels that an appeal widens."""
        granted = [one.application_id for one in self.recorded if one.outcome == Outcome.GRANTED]
        return [
            f"Le label {label.number} est élargi : une nouvelle version remplace son diplôme."
            for label in selectors.labels_of(granted).values()
        ]

    def context(self, obj: CommitteeSession) -> Mapping[str, Any]:
        bodies = {decision.application.organisation for decision in self.recorded}
        recipients = reached_in(bodies, self.today)
        return {
            "rows": [
                (decision, recipients[decision.application.organisation_id]) for decision in self.recorded
            ]
        }

    def perform(self, obj: CommitteeSession, form: LettersForm) -> list[Decision]:
        return decisions.notify_session(session=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: list[Decision]) -> str:
        if not fact:
            return "La séance est close, sans décision à notifier."
        return f"{len(fact)} décisions sont notifiées." if len(fact) > 1 else "La décision est notifiée."

    def success_url(self, fact: list[Decision]) -> str:
        page = "labels:session_sending" if fact else "labels:session"
        return reverse(page, args=[self.object.public_id])
