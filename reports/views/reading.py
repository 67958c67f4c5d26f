"""The page of a report, one per role, and its files (spec R2, R3)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.views import View

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.rules import holds, is_daect
from expect.accounts.selectors import holds_role
from expect.documents.serving import serve_traced
from expect.kernel.verdict import Verdict, allow, refuse
from expect.web.components import Act, Head, RoadStep, Section
from expect.web.views import DetailPage, PageMixin
from expect.web.visible import visible_or_404
from reports import rules, selectors
from reports.enums import ReportState
from reports.models import MissionReport
from reports.views import standing

OWN = ("Rapports", reverse_lazy("reports:own_reports"))
ALL = ("Rapports", reverse_lazy("reports:reports"))
OF_POST = ("Rapports", reverse_lazy("reports:post_reports"))

SECTIONS = (
    Section("deroulement", "Déroulement"),
    Section("compte-rendu", "Compte rendu"),
    Section("resultats", "Résultats attendus"),
    Section("suites", "Suites"),
    Section("pieces-jointes", "Pièces jointes"),
)
ROAD = (
    ("Rédaction", ReportState.DRAFT, "created_at"),
    ("Signataire", ReportState.AWAITING_SIGNATORY, "handed_in_at"),
    ("Remise", ReportState.DELIVERED, "delivered_at"),
    ("Acceptation", ReportState.ACCEPTED, "accepted_at"),
)


class OneReport:
    """A report among those that the person may see."""

    def get_object(self) -> MissionReport:
        seen = selectors.visible_reports(self.request.user, self.today)
        return visible_or_404(seen, self.request, at=self.at, public_id=self.kwargs["public_id"])


class ReportPage(OneReport, DetailPage):
    """What the report says; each role has its own acts."""

    template_name = "reports/report.html"
    levels: Mapping[ReportState, str] = standing.HOLDER_LEVELS
    turns: Mapping[ReportState, str] = standing.HOLDER_TURNS
    above: tuple[str, str]

    def reader(self, obj: MissionReport) -> Verdict:
        """Whether this page is that of the person's role."""
        raise NotImplementedError

    def get_object(self) -> MissionReport:
        found = super().get_object()
        if verdict := self.reader(found):
            return found
        raise PermissionDenied(verdict.reason)

    def get_title(self) -> str:
        return f"Rapport de la mission {self.object.mission.number}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [self.above]

    def acts(self, obj: MissionReport) -> Sequence[Act]:
        """The primary act, then the others."""
        return ()

    def head(self, obj: MissionReport) -> Head:
        primary, *others = self.acts(obj) or [None]
        return Head(
            number=obj.mission.number,
            badge=standing.report_badge(obj, self.levels),
            subtitle=obj.mission.subject,
            turn=self.turns[ReportState(obj.state)],
            since=standing.since(obj),
            primary=primary,
            others=others,
        )

    def context(self, obj: MissionReport) -> Mapping[str, Any]:
        return {
            "mission": obj.mission,
            "sections": SECTIONS,
            "road": road(obj),
            "outcomes": obj.outcomes.select_related("result").order_by("result__rank"),
            "attachments": obj.attachments.select_related("file").order_by("pk"),
            "versions": obj.versions.order_by("number"),
            "late": standing.late_words(obj.mission, self.today),
        }


def road(report: MissionReport) -> list[RoadStep]:
    """The four steps of a report; one that is sent back or to complete is being written again."""
    states = [state for _, state, _ in ROAD]
    state = ReportState.DRAFT if report.state == ReportState.MORE_REQUESTED else ReportState(report.state)
    here = states.index(state)
    steps = []
    for rank, (label, step, fact) in enumerate(ROAD):
        passed = rank < here or step == state == ReportState.ACCEPTED
        status = "done" if passed else "current" if rank == here else "todo"
        steps.append(RoadStep(label, status, getattr(report, fact) if passed else None))
    return steps


class OwnReport(ReportPage):
    """The holder writes, its signatory delivers."""

    template_name = "reports/own/report.html"
    above = OWN

    def reader(self, obj: MissionReport) -> Verdict:
        return holds(self.request.user, self.today, *HOLDER_ROLES, organisation=obj.mission.organisation_id)

    def acts(self, obj: MissionReport) -> Sequence[Act]:
        write, sign = (rule(self.request.user, obj, self.today) for rule in (rules.may_write, rules.may_sign))
        to_write = Act(write, reverse("reports:edit", args=[obj.public_id]), "Compléter le rapport")
        to_hand_in = Act(write, reverse("reports:hand_in", args=[obj.public_id]), "Transmettre au signataire")
        to_deliver = Act(sign, reverse("reports:deliver", args=[obj.public_id]), "Valider et remettre")
        to_send_back = Act(
            sign, reverse("reports:send_back", args=[obj.public_id]), "Renvoyer aux rédacteurs"
        )
        match obj.state:
            case ReportState.DRAFT | ReportState.MORE_REQUESTED:
                return [to_hand_in, to_write] if not rules.missing(obj) else [to_write, to_hand_in]
            case ReportState.AWAITING_SIGNATORY:
                return [to_deliver, to_send_back]
        return []

    def context(self, obj: MissionReport) -> Mapping[str, Any]:
        return {**super().context(obj), "letter": selectors.letter_of(obj.mission)}


class DaectReport(ReportPage):
    """DAECT accepts, or asks for more."""

    template_name = "reports/daect/report.html"
    levels, turns, above = standing.DAECT_LEVELS, standing.DAECT_TURNS, ALL

    def reader(self, obj: MissionReport) -> Verdict:
        return is_daect(self.request.user, self.today)

    def acts(self, obj: MissionReport) -> Sequence[Act]:
        verdict = rules.may_follow(self.request.user, obj, self.today)
        return [
            Act(verdict, reverse("reports:accept_report", args=[obj.public_id]), "Accepter le rapport"),
            Act(verdict, reverse("reports:request_more", args=[obj.public_id]), "Demander un complément"),
        ]

    def context(self, obj: MissionReport) -> Mapping[str, Any]:
        return {**super().context(obj), "demand": selectors.last_demand(obj.mission)}


class PostReport(ReportPage):
    """The post in charge of the country reads."""

    above = OF_POST

    def reader(self, obj: MissionReport) -> Verdict:
        agent = holds_role(self.request.user, self.today, Role.POST_AGENT)
        return allow() if agent else refuse("Cette page est celle des ambassades.")


class Attachment(OneReport, PageMixin, View):
    """A file joined to a report, to whoever may see the report (spec X1, X6)."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        report = self.get_object()
        joined = report.attachments.select_related("file")
        attachment = visible_or_404(joined, request, at=self.at, public_id=kwargs["attachment_id"])
        return serve_traced(request, attachment.file, subject=report, at=self.at)
