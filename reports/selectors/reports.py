"""Reading reports, and the missions whose report is awaited: every look-up starts from what a person may see."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.selectors import is_daect, organisations_of, people
from expect.documents.models import StoredFile
from missions import selectors as missions
from missions.enums import MissionState
from missions.models import Mission
from missions.workflow import LEFT
from reports.models import MissionReport, PersonMet, ReportAttachment, ReportVersion, ResultOutcome
from reports.workflow import BEING_WRITTEN

DELIVERED = Q(delivered_at__isnull=False)

# ---------------------------------------------------------------- reports (spec X1)


def daect_reports(user: User, on: date) -> QuerySet[MissionReport]:
    """DAECT sees the reports delivered: what the signatory has not validated is the holder's own (spec R2)."""
    return _reports().filter(DELIVERED) if is_daect(user, on) else MissionReport.objects.none()


def own_reports(user: User, on: date) -> QuerySet[MissionReport]:
    """A holder sees its own reports (spec X1)."""
    return _reports().filter(mission__organisation__in=organisations_of(user, on))


def post_reports(user: User, on: date) -> QuerySet[MissionReport]:
    """An agent sees the reports delivered on the countries now in the post's charge (spec X1)."""
    return _reports().filter(_readable_at_post(user, on))


def visible_reports(user: User, on: date) -> QuerySet[MissionReport]:
    """What `user` sees by all the roles held."""
    own = Q(mission__organisation__in=organisations_of(user, on))
    others = DELIVERED if is_daect(user, on) else _readable_at_post(user, on)
    return _reports().filter(own | others)


def _reports() -> QuerySet[MissionReport]:
    return MissionReport.objects.select_related(
        "mission__organisation__department",
        "mission__organisation__region",
        "mission__country",
        "mission__label",
    )


def _readable_at_post(user: User, on: date) -> Q:
    return DELIVERED & Q(mission__country__in=missions.countries_of(user, on))


def to_complete() -> Q:
    """The reports of which DAECT awaits more: `rules.is_to_complete`, for the database (spec R2)."""
    return DELIVERED & Q(state__in=BEING_WRITTEN)


def with_outcomes(reports: QuerySet[MissionReport]) -> QuerySet[MissionReport]:
    """With what became of each expected result, in the order of the terms."""
    outcomes = ResultOutcome.objects.select_related("result").order_by("result__rank")
    return reports.prefetch_related(Prefetch("outcomes", outcomes))


def with_content(reports: QuerySet[MissionReport]) -> QuerySet[MissionReport]:
    """With all that a report says: outcomes, files, versions."""
    versions = Prefetch("versions", ReportVersion.objects.select_related("document").order_by("number"))
    files = Prefetch("attachments", ReportAttachment.objects.select_related("file").order_by("pk"))
    return (
        with_outcomes(reports)
        .select_related("delivered_by", "handed_in_by")
        .prefetch_related(files, versions)
    )


def as_delivered(report: MissionReport) -> MissionReport:
    """The report as its last version says it, for those who are not of the holder: not to be saved (spec R2).

    While it is being completed, what the signatory has not validated again stays the holder's own. `report` comes from
    `with_content`: its results are in the order of the terms, as in a version; two may say the same.
    """
    content = max(report.versions.all(), key=lambda version: version.number).content
    report.people_met = people_in(content)
    for name in ("account", "can_be_completed", "completion", "can_last", "cooperation"):
        setattr(report, name, content[name])
    for name in ("written_by", "writer_reason"):
        setattr(report, name, content.get(name, ""))
    report.left_on, report.returned_on = (
        date.fromisoformat(content[name]) for name in ("left_on", "returned_on")
    )
    for outcome, said in zip(report.outcomes.all(), content["outcomes"], strict=True):
        outcome.reached, outcome.comment = said["reached"], said["comment"]
    return report


def returned_by(report: MissionReport) -> date:
    """The day of return that the last version delivered says (spec R3)."""
    return date.fromisoformat(report.versions.order_by("number").last().content["returned_on"])


def people_in(content: Mapping[str, Any]) -> list[PersonMet]:
    """The people met, in a version; in the first ones they were a text, a line each."""
    met = content["people_met"]
    if not isinstance(met, str):
        return met
    lines = (line.strip() for line in met.splitlines())
    return [PersonMet(name=line, function="", institution="") for line in lines if line]


def files_of(*versions: ReportVersion) -> QuerySet[StoredFile]:
    """The files of versions as they were delivered, even those that the report no longer carries (spec R2, X6)."""
    joined = [file["id"] for version in versions for file in version.content["attachments"]]
    return StoredFile.objects.filter(public_id__in=joined)


def signatories(mission: Mission, on: date) -> list[User]:
    """Who can validate the report on that day (spec R2)."""
    return list(people((Role.SIGNATORY,), on, organisation=mission.organisation_id))


def report_of(mission: Mission) -> MissionReport | None:
    """The report of that mission, if it is begun."""
    return MissionReport.objects.filter(mission=mission).first()


# ---------------------------------------------------------------- missions whose report is awaited


def over(on: date) -> Q:
    """The missions whose return is past: `rules.is_back`, for the database."""
    return Q(state__in=[MissionState.COMPLETED, MissionState.CLOSED]) | Q(state__in=LEFT, returns_on__lt=on)


def awaited(found: QuerySet[Mission], on: date) -> QuerySet[Mission]:
    """Those that are over, whether their report is written or not: first the ones to deliver, the oldest limit first.

    Each carries `report_id`, `report_state` (None where nobody has begun) and `late`.
    """
    report = MissionReport.objects.filter(mission=OuterRef("pk"))
    return (
        missions.with_lateness(found, on)
        .filter(over(on))
        .select_related("organisation__department", "organisation__region", "country")
        .annotate(
            report_id=Subquery(report.values("public_id")), report_state=Subquery(report.values("state"))
        )
        .order_by(F("report_delivered_at").desc(nulls_first=True), "report_due_on", "pk")
    )


def daect_awaited(user: User, on: date) -> QuerySet[Mission]:
    """Every mission over."""
    return awaited(missions.daect_missions(user, on), on)


def own_awaited(user: User, on: date) -> QuerySet[Mission]:
    """The holder's missions over."""
    return awaited(missions.own_missions(user, on), on)
