"""A file, as a member of the committee reads it: then gives an opinion, or steps aside (spec L8)."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy

from expect.audit import journal
from expect.kernel.verdict import Verdict
from expect.web import unfinished
from expect.web.components import Act, Head, Section
from expect.web.conflict import mark_of
from expect.web.kept_forms import KeptAsTyped
from expect.web.views import ActView, DetailPage
from expect.web.visible import visible_or_404
from labels import committee, meanwhile, recusals, rules, selectors
from labels.forms import OpinionForm, StepAsideForm
from labels.models import ApplicationVersion, LabelApplication, Opinion, Recusal
from labels.views import standing
from labels.views.watched import Seen

OWN_SESSIONS = ("Mes séances", reverse_lazy("labels:own_sessions"))
SECTIONS = (
    Section("expertise", "Expertise et thèmes"),
    Section("preuves", "Preuves"),
    Section("experts", "Experts"),
    Section("mobilisation", "Mobilisation"),
    Section("avis", "Avis"),
)


def reading_url(application: LabelApplication, page: str = "reading") -> str:
    """One of the member's pages of a file."""
    return reverse(f"labels:{page}", args=[application.public_id])


class ReadFile:
    """A file of one's sessions."""

    def get_object(self) -> LabelApplication:
        found = selectors.committee_applications(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        session = self.object.session
        crumbs = [OWN_SESSIONS, (str(session), reverse("labels:own_session", args=[session.public_id]))]
        return (
            crumbs
            if isinstance(self, DetailPage)
            else [*crumbs, (self.object.number, reading_url(self.object))]
        )

    def back_url(self, obj: LabelApplication) -> str:
        return reading_url(obj)

    @cached_property
    def opinions(self) -> tuple[list[Opinion], list[Opinion]]:
        """Those of the present session of the file, and of the earlier ones."""
        return selectors.opinions_by_session(self.object)

    @cached_property
    def own_before(self) -> list[Opinion]:
        """The member's own among the earlier ones."""
        return [one for one in self.opinions[1] if one.member_id == self.request.user.pk]

    def proposed(self) -> Mapping[str, Any]:
        """What they thought of the file last, to be given again or changed."""
        return (
            {"view": self.own_before[0].view, "reasons": self.own_before[0].reasons}
            if self.own_before
            else {}
        )


class Reading(ReadFile, DetailPage):
    """The version lodged, as it was; the others' opinions after one's own. Each reading is traced (spec X2)."""

    template_name = "labels/committee/reading.html"

    def get_title(self) -> str:
        return self.object.lodged_title

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = application = self.get_object()
        verdict = self.reader.reads
        if not verdict:
            raise PermissionDenied(verdict.reason)
        journal.record(
            action="read_application",
            subject=application,
            by=request.user,
            membership=verdict.membership,
            at=self.at,
        )
        return super().get(request, *args, **kwargs)

    @cached_property
    def reader(self) -> rules.Reader:
        """What they may do of the file."""
        return rules.reader_of(self.request.user, self.object, self.today)

    def head(self, obj: LabelApplication) -> Head:
        is_open = self.reader.gives  # read, one steps aside by the same rule
        return Head(
            number=obj.number,
            badge=standing.holder_badge(obj),
            subtitle=f"{obj.organisation}, {obj.organisation.description()}",
            primary=None if is_open else Act(is_open, "", "Donner mon avis"),
            others=[Act(is_open, reading_url(obj, "opinion_step_aside"), "Me déporter")],
        )

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        may_read, (here_given, earlier) = self.reader.reads_others, self.opinions
        agenda = selectors.files_of_member(self.request.user, obj.session, self.today)
        files = [file for file in agenda if file.is_open]
        here = next((n for n, file in enumerate(files) if file.pk == obj.pk), 0)
        version = selectors.last_version(obj)
        return {
            "version": version,
            "content": selectors.with_standing(version.content),
            "place": here + 1,
            "count": len(files),
            "previous": files[here - 1] if here else None,
            "next": files[here + 1] if here + 1 < len(files) else None,
            **(self.opinion_form(obj, version) if self.reader.gives else {"form": None}),
            "may_read_opinions": may_read,
            "opinions": here_given if may_read else (),
            "earlier": earlier if may_read else self.own_before,
            "sections": SECTIONS,
        }

    def opinion_form(self, obj: LabelApplication, version: ApplicationVersion) -> Mapping[str, Any]:
        """Their opinion, where they left it, to be sent to `GiveOpinion`, which keeps it."""
        address = reading_url(obj, "opinion_give")
        kept = unfinished.find(self.request.user, address)
        found = kept.content if kept else self.proposed()
        return {
            "form": OpinionForm(initial={**found, "seen": meanwhile.version_read(version)}),
            "kept": kept,
            "revision": mark_of(found),
            "autosave_url": address,
            "held": False,
        }


class GiveOpinion(Seen, ReadFile, KeptAsTyped):
    """Once, with reasons, on the version that was read; what is typed is there when one comes back (spec L7)."""

    title = "Donner mon avis"
    verb = "Donner cet avis"
    form_class = OpinionForm

    def sight(self, obj: LabelApplication) -> str:
        return meanwhile.version_read(selectors.last_version(obj))

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_give_opinion(self.request.user, obj, self.today)

    def consequences(self, obj: LabelApplication) -> list[str]:
        return [
            "Votre avis est définitif. La DAECT le lit, et les autres membres une fois le leur donné.",
            "Vous lirez alors les avis des autres membres.",
        ]

    def initial(self, obj: LabelApplication) -> Mapping[str, Any]:
        return super().initial(obj) or self.proposed()

    def save(self, obj: LabelApplication, form: OpinionForm) -> Opinion:
        return committee.give_opinion(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Opinion) -> str:
        return f"Votre avis sur {fact.application.number} est enregistré : {fact.get_view_display().lower()}."

    def success_url(self, fact: Opinion) -> str:
        return reading_url(fact.application)


class StepAside(ReadFile, ActView):
    """Decline a file, with a reason."""

    title = "Me déporter"
    verb = "Me déporter de ce dossier"
    form_class = StepAsideForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_step_aside(self.request.user, obj, self.today)

    def consequences(self, obj: LabelApplication) -> list[str]:
        return [
            "Ni le dossier ni les avis ne vous seront plus ouverts, et vous ne comptez plus dans son quorum.",
            "Cela vaut aussi si le dossier est renvoyé à une autre séance. Une erreur se corrige depuis votre page "
            "de la séance, avant qu’elle se tienne.",
        ]

    def perform(self, obj: LabelApplication, form: StepAsideForm) -> Recusal:
        return recusals.step_aside(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Recusal) -> str:
        return f"Votre déport du dossier {fact.application.number} est enregistré."

    def success_url(self, fact: Recusal) -> str:
        return reverse("labels:own_session", args=[fact.session.public_id])
