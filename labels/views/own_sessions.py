"""« Mes séances »: where a member sits, what they have to do there, whether they come (spec L8)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from expect.accounts.enums import Role
from expect.accounts.rules import holds
from expect.accounts.views.access import Reserved
from expect.kernel.verdict import Verdict
from expect.web.columns import Column
from expect.web.components import Act, Head
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage
from expect.web.visible import visible_or_404
from labels import invitations, rules, selectors
from labels.enums import Answer
from labels.forms import AnswerForm
from labels.models import CommitteeSession, LabelApplication, SessionMember
from labels.views import standing
from labels.views.members import OWN_SESSIONS, reading_url

ANSWER, CHANGE_ANSWER = "Dire si je viens", "Changer ma réponse"


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
        """Those of its agenda; `is_doubtful`: DAECT verifies a tie of names, the file is closed meanwhile."""
        return selectors.files_of_member(self.request.user, self.object, self.today)

    @cached_property
    def waiting(self) -> list[LabelApplication]:
        """The files on which one has still to give an opinion, in their order."""
        is_open = self.object.state in rules.OPEN_TO_OPINIONS
        return [file for file in self.files if is_open and file.is_open and not file.is_given]

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
        label = CHANGE_ANSWER if self.own.answer else ANSWER
        return Act(verdict, url, label) if verdict else None

    def opinion_act(self) -> Act | None:
        """Read the first file that waits for one’s opinion."""
        for file in self.waiting:  # the first, but for a conflict of interest that is not recorded yet
            if verdict := rules.may_give_opinion(self.request.user, file, self.today):
                return Act(verdict, reading_url(file), f"Lire {file.number} et donner mon avis")
        return None

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

    verb = "Enregistrer ma réponse"
    form_class = AnswerForm

    def get_title(self) -> str:
        answered = self.object.members.exclude(answer="").filter(user=self.request.user).exists()
        return CHANGE_ANSWER if answered else ANSWER

    def verdict(self, obj: CommitteeSession) -> Verdict:
        return rules.may_answer_invitation(self.request.user, obj, self.today)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [OWN_SESSIONS, (str(self.object), self.own_url())]

    def initial(self, obj: CommitteeSession) -> Mapping[str, Any]:
        own = obj.members.get(user=self.request.user)
        return {"answer": own.answer, "reason": own.answer_reason}

    def consequences(self, obj: CommitteeSession) -> list[str]:
        return [
            "La DAECT lit votre réponse ; vous pouvez en changer jusqu’à la tenue de la séance.",
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
