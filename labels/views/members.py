"""« Mes séances »: the committee member reads, gives an opinion, steps aside (spec L8)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from expect.accounts.enums import Role
from expect.accounts.rules import holds
from expect.accounts.views.access import Reserved
from expect.audit import journal
from expect.kernel.verdict import Verdict
from expect.web.columns import Column
from expect.web.components import Act, Head, Section
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage
from expect.web.visible import visible_or_404
from labels import committee, invitations, recusals, rules, selectors
from labels.enums import Answer
from labels.forms import AnswerForm, OpinionForm, StepAsideForm
from labels.models import CommitteeSession, LabelApplication, Opinion, Recusal, SessionMember
from labels.views import standing

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


class OwnSessions(Reserved, ListPage):
    """The sessions where the member sits."""

    title = "Mes séances"
    default_sort = "-held_on"
    exportable = False
    empty_sentence = "Vous ne siégez à aucune séance pour l’instant."
    columns = (
        Column("held_on", "Séance", sort="held_on"),
        Column("place", "Lieu"),
        Column("cut_off_on", "Clôture des inscriptions", sort="cut_off_on"),
        Column("state", "État", value=standing.session_badge),
        Column("file_count", "À l’ordre du jour", number=True),
    )

    def access(self) -> Verdict:
        return holds(self.request.user, self.today, Role.COMMITTEE_MEMBER)

    def queryset(self) -> QuerySet[CommitteeSession]:
        own = selectors.own_sessions(self.request.user, self.today)
        return selectors.with_file_counts(own, rules.READ_BY_COMMITTEE)

    def row_url(self, row: CommitteeSession) -> str:
        return reverse("labels:own_session", args=[row.public_id])


class OwnSession:
    """A session where one sits."""

    def get_object(self) -> CommitteeSession:
        found = selectors.own_sessions(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def own_url(self) -> str:
        """The member's page of the session."""
        return reverse("labels:own_session", args=[self.object.public_id])


class OwnSessionPage(OwnSession, DetailPage):
    """The agenda of a session, and where one's opinions stand."""

    template_name = "labels/committee/session.html"

    def get_title(self) -> str:
        return str(self.object)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [OWN_SESSIONS]

    @cached_property
    def files(self) -> list[LabelApplication]:
        return list(selectors.agenda_of_member(self.request.user, self.object))

    @cached_property
    def waiting(self) -> list[LabelApplication]:
        """The files on which one has still to give an opinion, in their order."""
        is_open = self.object.state in rules.OPEN_TO_OPINIONS
        return [file for file in self.files if is_open and not file.is_given and not file.is_aside]

    @cached_property
    def own(self) -> SessionMember:
        return self.object.members.get(user=self.request.user)

    def head(self, obj: CommitteeSession) -> Head:
        """First one answers, then one gives one’s opinions; the answer may still change, quietly."""
        primary, other = self.answer_act(), self.opinion_act()
        if self.own.answer:
            primary, other = other, primary
        return Head(
            number="",
            badge=standing.session_badge(obj),
            subtitle=standing.sitting(obj),
            turn=standing.member_turn(obj, self.own, len(self.waiting)),
            primary=primary,
            others=[other] if other else [],
        )

    def answer_act(self) -> Act | None:
        """Say whether one comes, or change one’s mind."""
        verdict = rules.may_answer_invitation(self.request.user, self.object, self.today)
        url = reverse("labels:invitation_answer", args=[self.object.public_id])
        label = "Changer ma réponse" if self.own.answer else "Dire si je viens"
        return Act(verdict, url, label) if verdict else None

    def opinion_act(self) -> Act | None:
        """Read the first file that waits for one’s opinion."""
        if not self.waiting:
            return None
        file = self.waiting[0]
        verdict = rules.may_give_opinion(self.request.user, file, self.today)
        return Act(verdict, reading_url(file), f"Lire {file.number} et donner mon avis") if verdict else None

    def context(self, obj: CommitteeSession) -> Mapping[str, Any]:
        mine = [file for file in self.files if not file.is_aside]
        return {
            "files": self.files,
            "mine": len(mine),
            "done": sum(file.is_given for file in mine),
            "is_open": obj.state in rules.OPEN_TO_OPINIONS,
            "members": selectors.members_of(obj),
            "own": self.own,
        }


class AnswerInvitation(OwnSession, ActView):
    """« Je viens », or not and why."""

    title = "Dire si je viens"
    verb = "Enregistrer ma réponse"
    form_class = AnswerForm

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_answer_invitation(self.request.user, obj, self.today)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [OWN_SESSIONS, (str(self.object), self.own_url())]

    def initial(self, obj: CommitteeSession) -> Mapping[str, Any]:
        own = obj.members.get(user=self.request.user)
        return {"answer": own.answer, "reason": own.answer_reason}

    def consequences(self, obj: CommitteeSession) -> list[str]:
        return [
            "La DAECT lit votre réponse ; vous pouvez en changer jusqu’à la tenue de la séance.",
            "Vos avis écrits comptent, que vous veniez ou non.",
        ]

    def back_url(self, obj: CommitteeSession) -> str:
        return self.own_url()

    def perform(self, obj: CommitteeSession, form: AnswerForm) -> SessionMember:
        return invitations.answer_invitation(
            session=obj, by=self.request.user, at=self.at, **form.cleaned_data
        )

    def success_message(self, fact: SessionMember) -> str:
        if fact.answer == Answer.COMING:
            return f"C’est noté\N{NO-BREAK SPACE}: vous venez le {fact.session.name}."
        return f"C’est noté\N{NO-BREAK SPACE}: vous ne venez pas le {fact.session.name}."

    def success_url(self, fact: SessionMember) -> str:
        return self.own_url()


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


class Reading(ReadFile, DetailPage):
    """The version lodged, as it was; the others' opinions after one's own. Each reading is traced (spec X2)."""

    template_name = "labels/committee/reading.html"

    def get_title(self) -> str:
        return self.object.title

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        application = self.get_object()
        verdict = rules.may_read_as_member(request.user, application, self.today)
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

    def head(self, obj: LabelApplication) -> Head:
        is_open = rules.may_give_opinion(self.request.user, obj, self.today)  # the same as to step aside
        return Head(
            number=obj.number,
            badge=standing.holder_badge(obj),
            subtitle=f"{obj.organisation}, {obj.organisation.description()}",
            primary=None if is_open else Act(is_open, "", "Donner mon avis"),
            others=[Act(is_open, reading_url(obj, "opinion_step_aside"), "Me déporter")],
        )

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        may_read = rules.may_read_opinions(self.request.user, obj, self.today)
        files = [
            file for file in selectors.agenda_of_member(self.request.user, obj.session) if not file.is_aside
        ]
        here = next((n for n, file in enumerate(files) if file.pk == obj.pk), 0)
        version = selectors.last_version(obj)
        return {
            "version": version,
            "content": selectors.with_standing(version.content),
            "place": here + 1,
            "count": len(files),
            "previous": files[here - 1] if here else None,
            "next": files[here + 1] if here + 1 < len(files) else None,
            "form": OpinionForm() if rules.may_give_opinion(self.request.user, obj, self.today) else None,
            "may_read_opinions": may_read,
            "opinions": selectors.opinions_on(obj) if may_read else (),
            "sections": SECTIONS,
        }


class GiveOpinion(ReadFile, ActView):
    """Once, with reasons."""

    title = "Donner mon avis"
    verb = "Donner cet avis"
    form_class = OpinionForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_give_opinion(self.request.user, obj, self.today)

    def consequences(self, obj: LabelApplication) -> list[str]:
        return [
            "Votre avis est définitif. La DAECT le lit, et les autres membres une fois le leur donné.",
            "Vous lirez alors les avis des autres membres.",
        ]

    def perform(self, obj: LabelApplication, form: OpinionForm) -> Opinion:
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
            "C’est définitif pour cette séance.",
        ]

    def perform(self, obj: LabelApplication, form: StepAsideForm) -> Recusal:
        return recusals.step_aside(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Recusal) -> str:
        return f"Votre déport du dossier {fact.application.number} est enregistré."

    def success_url(self, fact: Recusal) -> str:
        return reverse("labels:own_session", args=[fact.session.public_id])
