"""The page of a report, as each side reads it, and its files (spec R2, R3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.views import View

from expect.accounts.enums import Role
from expect.accounts.rules import holds
from expect.documents.serving import serve_traced
from expect.web.components import Act, Head, RoadStep, Section
from expect.web.views import DetailPage, PageMixin
from expect.web.visible import visible_or_404
from missions.enums import MissionState
from missions.views.sides import Found
from reports import rules, selectors
from reports.enums import ReportState
from reports.models import MissionReport, ReportVersion
from reports.templatetags.reports_ui import late_words
from reports.views import standing

REPORTS = ("Rapports", reverse_lazy("reports:reports"))

SECTIONS = (
    Section("deroulement", "Déroulement"),
    Section("personnes", "Personnes rencontrées"),
    Section("compte-rendu", "Compte rendu"),
    Section("resultats", "Résultats attendus"),
    Section("suites", "Suites"),
    Section("pieces-jointes", "Pièces jointes"),
)
ROAD = (
    ("Rédaction", "handed_in_at"),
    ("Validation par le signataire", "delivered_at"),
    ("Acceptation par la DAECT", "accepted_at"),
)
"""The steps of a report, and the fact that ends each."""

PASSED = {
    ReportState.DRAFT: 0,
    ReportState.MORE_REQUESTED: 0,
    ReportState.AWAITING_SIGNATORY: 1,
    ReportState.DELIVERED: 2,
    ReportState.ACCEPTED: 3,
}
"""How many of them are behind, in each state."""


@dataclass(frozen=True)
class Joined:
    """A file that the reader may open."""

    name: str
    size: int
    url: str


Versions = list[tuple[ReportVersion, list[Joined]]]


def joined(name: str, size: int, page: str, report: MissionReport, *key: object) -> Joined:
    """A file, and the page that sends it."""
    return Joined(name, size, reverse(f"reports:{page}", args=[report.public_id, *key]))


def files_of_versions(report: MissionReport) -> Versions:
    """Each version delivered with its files, in their order; one query for all the files."""
    versions = report.versions.all()
    sizes = dict(selectors.files_of(*versions).values_list("public_id", "size"))
    return [
        (
            version,
            [
                joined(file["name"], sizes[file["id"]], "version_file", report, version.number, file["id"])
                for file in version.content["attachments"]
            ],
        )
        for version in versions
    ]


class OneReport(Found):
    """A report among those that the person may see."""

    seen = staticmethod(selectors.visible_reports)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [REPORTS, (self.object.mission.number, self.object.get_absolute_url())]

    def link(self, obj: MissionReport, name: str) -> str:
        """The address of an act on that report."""
        return reverse(f"reports:{name}", args=[obj.public_id])


class WholeReport(OneReport):
    """A report with all that it says."""

    def get_object(self) -> MissionReport:
        found = selectors.with_content(type(self).seen(self.request.user, self.today))
        report = visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])
        return selectors.as_delivered(report) if report.state == ReportState.ACCEPTED else report

    def files(self, obj: MissionReport, versions: Versions) -> list[Joined]:
        """What is joined to the report as it stands, to the holder; once it is accepted, what was delivered."""
        if obj.state == ReportState.ACCEPTED:
            return versions[-1][1]
        return [
            joined(one.file.name, one.file.size, "attachment", obj, one.public_id)
            for one in obj.attachments.all()
        ]

    def travellers(self, obj: MissionReport) -> rules.Travellers:
        """Who was sent and hosted, by the terms that stand."""
        return rules.travellers(obj.mission)

    def preview(self, obj: MissionReport) -> Mapping[str, Any]:
        """The report beside an act on it."""
        return {"files": self.files(obj, files_of_versions(obj)), "travellers": self.travellers(obj)}


class DeliveredReport(WholeReport):
    """A report as it was last delivered, for those who are not of the holder."""

    def get_object(self) -> MissionReport:
        return selectors.as_delivered(super().get_object())

    def files(self, obj: MissionReport, versions: Versions) -> list[Joined]:
        return versions[-1][1]

    def travellers(self, obj: MissionReport) -> rules.Travellers:
        content = max(obj.versions.all(), key=lambda version: version.number).content
        return rules.Travellers(content.get("sent", []), content.get("hosted", []))


class ReportPage(WholeReport, DetailPage):
    """What the report says; each side has its own acts."""

    template_name = "reports/report.html"
    levels: Mapping[ReportState, str] = standing.DAECT_LEVELS

    def get_title(self) -> str:
        return f"Rapport de la mission {self.object.mission.number}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [REPORTS]

    def turns(self) -> Mapping[ReportState, str]:
        """Whose turn it is in each state, as this reader is told."""
        return standing.DAECT_TURNS

    def acts(self, obj: MissionReport) -> Iterator[Act]:
        """What this side may do at this stage, the first one being what is expected of it."""
        yield from ()

    def head(self, obj: MissionReport) -> Head:
        acts = list(self.acts(obj))
        return Head(
            number=obj.mission.number,
            badge=standing.report_badge(obj, self.levels),
            subtitle=f"{obj.mission.subject}, {obj.mission.country}",
            turn=standing.NOTHING
            if obj.mission.state == MissionState.CANCELLED
            else self.turns()[ReportState(obj.state)],
            since=standing.since(obj),
            primary=acts[0] if acts else None,
            others=acts[1:],
        )

    def context(self, obj: MissionReport) -> Mapping[str, Any]:
        versions = files_of_versions(obj)
        return {
            "mission": obj.mission,
            "files": self.files(obj, versions),
            "travellers": self.travellers(obj),
            "versions": versions,
            "sections": SECTIONS,
            "steps": road(obj),
            "late": late_words(obj.mission, self.today),
            "to_complete": rules.is_to_complete(obj),
        }


def road(report: MissionReport) -> list[RoadStep]:
    """The steps of a report; one that is sent back or to complete is being written again."""
    passed = PASSED[ReportState(report.state)]
    return [
        RoadStep(label, "done", getattr(report, fact))
        if rank < passed
        else RoadStep(label, "current" if rank == passed else "todo")
        for rank, (label, fact) in enumerate(ROAD)
    ]


def touched(report: MissionReport) -> bool:
    """Whether something was written since the report was begun, or since more was asked."""
    return report.updated_at > (report.more_requested_at or report.created_at)


class OwnReport(ReportPage):
    """The holder writes, its signatory delivers."""

    template_name = "reports/own/report.html"
    levels = standing.HOLDER_LEVELS
    seen = staticmethod(selectors.own_reports)

    def turns(self) -> Mapping[ReportState, str]:
        signs = holds(
            self.request.user, self.today, Role.SIGNATORY, organisation=self.object.mission.organisation_id
        )
        return standing.SIGNATORY_TURNS if signs else standing.HOLDER_TURNS

    def acts(self, obj: MissionReport) -> Iterator[Act]:
        user, on = self.request.user, self.today
        match obj.state:
            case ReportState.DRAFT | ReportState.MORE_REQUESTED:
                write = rules.may_write(user, obj, on)
                hand_in = write.unless(bool(rules.missing(obj)), "Le rapport n’est pas encore complet.")
                acts = [
                    Act(hand_in, self.link(obj, "hand_in"), "Transmettre au signataire"),
                    Act(write, self.link(obj, "edit"), "Compléter le rapport"),
                ]
                yield from acts if hand_in and touched(obj) else reversed(acts)
            case ReportState.AWAITING_SIGNATORY:
                sign = rules.may_sign(user, obj, on)
                yield Act(sign, self.link(obj, "deliver"), "Valider et remettre")
                yield Act(sign, self.link(obj, "send_back"), "Renvoyer à la rédaction")

    def context(self, obj: MissionReport) -> Mapping[str, Any]:
        return {**super().context(obj), "letter": selectors.letter_of(obj.mission)}


class DaectReport(DeliveredReport, ReportPage):
    """DAECT accepts, or asks for more."""

    template_name = "reports/daect/report.html"
    seen = staticmethod(selectors.daect_reports)

    def acts(self, obj: MissionReport) -> Iterator[Act]:
        if obj.state == ReportState.DELIVERED:
            verdict = rules.may_follow(self.request.user, obj, self.today)
            yield Act(verdict, self.link(obj, "accept_report"), "Accepter le rapport")
            yield Act(verdict, self.link(obj, "request_more"), "Demander un complément")
        elif rules.is_to_complete(obj):
            verdict = rules.may_close_more(self.request.user, obj, self.today)
            yield Act(verdict, self.link(obj, "move_more"), "Fixer une autre date")
            yield Act(verdict, self.link(obj, "accept_as_is"), "Accepter sans le complément")

    def context(self, obj: MissionReport) -> Mapping[str, Any]:
        return {**super().context(obj), "demand": selectors.last_demand(obj.mission)}


class PostReport(DeliveredReport, ReportPage):
    """The post in charge of the country reads."""

    seen = staticmethod(selectors.post_reports)

    def turns(self) -> Mapping[ReportState, str]:
        return standing.POST_TURNS


class Attachment(OneReport, PageMixin, View):
    """A file joined to a report as it stands: the holder's own until it is delivered (spec X1, X6)."""

    seen = staticmethod(selectors.own_reports)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        report = self.get_object()
        carried = report.attachments.select_related("file")
        attachment = visible_or_404(carried, request, at=self.at, public_id=kwargs["attachment_id"])
        return serve_traced(request, attachment.file, subject=report, at=self.at)
