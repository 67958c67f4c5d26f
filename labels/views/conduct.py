"""« Conduire la séance »: during the meeting, one file at a time, decided in the order of the agenda (spec L8, L9)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from expect.kernel.verdict import Verdict
from expect.web.kept_forms import KeptAsTyped
from expect.web.views import PageMixin
from labels import decisions, rules, selectors
from labels.decisions import LONGEST_SKILLS
from labels.enums import ApplicationState
from labels.forms import DecisionForm
from labels.models import CommitteeSession, Decision, LabelApplication
from labels.views.sessions import SESSIONS, OneSession
from labels.views.watched import Watched


def conduct_url(session: CommitteeSession, file: LabelApplication) -> str:
    """The page of one file of the meeting."""
    return reverse("labels:session_conduct_file", args=[session.public_id, file.public_id])


def next_to_decide(files: Sequence[LabelApplication], after: LabelApplication) -> LabelApplication | None:
    """The next file without decision, in the order of the agenda, then from its top; None once all have theirs."""
    here = next((n for n, file in enumerate(files) if file.pk == after.pk), -1)
    waiting = [file for file in (*files[here + 1 :], *files[: max(here, 0)]) if file.to_decide]
    return waiting[0] if waiting else None


def on_the_table(session: CommitteeSession, read: str = "") -> list[LabelApplication]:
    """The files of the meeting, each with `to_decide`: whether the committee has still to decide on it.

    One that its body took back is no longer there, but for whoever has it open: `read` is its public id.
    """
    agenda = selectors.agenda_with_decisions(session)
    files = list(agenda.exclude(~Q(public_id=read), state=ApplicationState.WITHDRAWN))
    for file in files:
        file.to_decide = (
            not file.decided and file.state == ApplicationState.EXAMINED and file.session_id == session.pk
        )
    return files


class Conduct(OneSession, PageMixin, View):
    """Straight to the first file without decision."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        self.object = session = self.get_object()
        verdict = rules.may_conduct_session(request.user, session, self.today)
        files = on_the_table(session)
        if not verdict or not files:
            messages.warning(request, verdict.reason or "Aucun dossier n’est à l’ordre du jour.")
            return redirect(session.get_absolute_url())
        first = next((file for file in files if file.to_decide), files[0])
        return redirect(conduct_url(session, first))


class ConductFile(Watched, OneSession, KeptAsTyped):
    """The file, its opinions, its quorum, then the decision; saved one by one.

    What is typed is there when one comes back from a recusal, or from another file (spec L7).
    """

    template_name = "labels/daect/conduct.html"
    verb = "Enregistrer et passer au dossier suivant"
    form_class = DecisionForm

    @cached_property
    def session(self) -> CommitteeSession:
        return super().get_object()

    @cached_property
    def files(self) -> list[LabelApplication]:
        return on_the_table(self.session, self.kwargs["file"])

    def get_object(self) -> LabelApplication:
        for file in self.files:
            if file.public_id == self.kwargs["file"]:
                return file
        raise Http404

    def get_title(self) -> str:
        return f"{self.object.organisation} — {self.object.number}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [SESSIONS, (str(self.session), self.session.get_absolute_url())]

    def verdict(self, obj: LabelApplication) -> Verdict:
        user, on = self.request.user, self.today
        return rules.may_conduct_session(user, self.session, on) and rules.may_record_decision(user, obj, on)

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"application": obj}

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        if kept := super().initial(obj):
            return kept
        asked = selectors.last_version(obj).content["skills"]
        return {
            "skills": asked if len(asked) <= LONGEST_SKILLS else "",
            "themes": [theme.pk for theme in obj.lodged_themes.all()],
        }

    def back_url(self, obj: LabelApplication) -> str:
        return self.session.get_absolute_url()

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {**super().context(obj), **self.facts(obj)}

    def facts(self, obj: LabelApplication) -> Mapping[str, Any]:
        """The file at the table, decided or not."""
        here = self.files.index(obj)
        tally = selectors.tallies(self.session, [obj])[obj.pk]
        percent = rules.quorum(self.session.held_on)
        return {
            "session": self.session,
            "files": self.files,
            "place": here + 1,
            "previous": self.files[here - 1] if here else None,
            "next": self.files[here + 1] if here + 1 < len(self.files) else None,
            "undecided": sum(file.to_decide for file in self.files),
            "version": selectors.last_version(obj),
            "label": selectors.label_of(obj),
            "opinions": selectors.opinions_in(self.session, obj),
            "tally": tally,
            "quorum_met": rules.quorum_met(tally.present, tally.sitting, percent),
            "may_set_aside": rules.may_set_aside(self.request.user, obj, self.today),
        }

    def save(self, obj: LabelApplication, form: DecisionForm) -> Decision:
        return decisions.record_decision(
            application=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: Decision) -> str:
        done = (
            f"{self.object.number}\N{NO-BREAK SPACE}: {fact.get_outcome_display().lower()}, c’est enregistré."
        )
        return (
            done
            if next_to_decide(self.files, self.object)
            else f"{done} Tous les dossiers ont leur décision."
        )

    def success_url(self, fact: Decision) -> str:
        coming = next_to_decide(self.files, self.object)
        return conduct_url(self.session, coming) if coming else self.session.get_absolute_url()

    def too_late(self, verdict: Verdict) -> HttpResponse:
        """A decided file is still read here; what was typed for it meanwhile comes back with what changed."""
        if not rules.may_conduct_session(self.request.user, self.session, self.today) or (
            self.request.method == "POST"
        ):
            return super().too_late(verdict)
        return self.page({"object": self.object, "closed": verdict.reason, **self.facts(self.object)})
