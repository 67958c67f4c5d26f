"""Reading reports and demands: whose they are, what is claimed; every look-up starts from what a person may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.selectors import is_daect, organisations_of, people
from expect.database.text import normalise
from expect.documents.models import StoredFile
from missions import selectors as missions
from missions.enums import CostStage, MissionState
from missions.models import Cost, Mission
from missions.workflow import LEFT
from reports.enums import DemandState
from reports.models import (
    DemandLine,
    LetterReceipt,
    MissionReport,
    PriorLetter,
    ReimbursementDemand,
    ReportAttachment,
    ReportVersion,
    ResultOutcome,
)

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


def with_content(reports: QuerySet[MissionReport]) -> QuerySet[MissionReport]:
    """With all that a report says: outcomes, files, versions."""
    outcomes = Prefetch("outcomes", ResultOutcome.objects.select_related("result").order_by("result__rank"))
    files = Prefetch("attachments", ReportAttachment.objects.select_related("file").order_by("pk"))
    return reports.select_related("delivered_by", "handed_in_by").prefetch_related(
        outcomes, files, "versions"
    )


def as_delivered(report: MissionReport) -> MissionReport:
    """The report as its last version says it, for those who are not of the holder: not to be saved (spec R2).

    While it is being completed, what the signatory has not validated again stays the holder's own. `report` comes from
    `with_content`.
    """
    content = max(report.versions.all(), key=lambda version: version.number).content
    for name in ("people_met", "account", "can_be_completed", "completion", "can_last", "cooperation"):
        setattr(report, name, content[name])
    report.left_on, report.returned_on = (
        date.fromisoformat(content[name]) for name in ("left_on", "returned_on")
    )
    said = {outcome["result"]: outcome for outcome in content["outcomes"]}
    for outcome in report.outcomes.all():
        outcome.reached, outcome.comment = (
            said[outcome.result.text][name] for name in ("reached", "comment")
        )
    return report


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


# ---------------------------------------------------------------- demands and letters


def visible_demands(user: User, on: date) -> QuerySet[ReimbursementDemand]:
    """Demands are DAECT's; the holder reads its letters."""
    demands = ReimbursementDemand.objects.select_related(
        "mission__organisation__department", "mission__organisation__region", "mission__country", "mission__label",
        "prior_letter__document", "prior_letter__answered_by", "prior_letter__sent_by",
        "prior_letter__hearing_recorded_by", "document", "issued_by",
    )  # fmt: skip
    return demands if is_daect(user, on) else demands.none()


def visible_letters(user: User, on: date) -> QuerySet[PriorLetter]:
    """The prior letters of the holder's missions; DAECT, all."""
    letters = PriorLetter.objects.select_related(
        "demand__mission__organisation__department", "demand__mission__organisation__region",
        "demand__mission__country", "demand__mission__label", "demand__document__file", "document__file",
    )  # fmt: skip
    if is_daect(user, on):
        return letters
    return letters.filter(demand__mission__organisation__in=organisations_of(user, on))


def own_letters(user: User, on: date) -> QuerySet[PriorLetter]:
    """Those of the holder alone."""
    return visible_letters(user, on).filter(demand__mission__organisation__in=organisations_of(user, on))


def unanswered(on: date) -> QuerySet[PriorLetter]:
    """The prior letters on which the holder may still present observations online: `rules.may_answer` (spec R5)."""
    in_time = Q(answer_by=None) | Q(answer_by__gte=on)
    return PriorLetter.objects.filter(in_time, demand__state=DemandState.ANSWERING, answered_at=None)


def letters_to_answer(user: User, on: date) -> QuerySet[PriorLetter]:
    """Those of the bodies of `user`, the oldest first."""
    own = unanswered(on).filter(demand__mission__organisation__in=organisations_of(user, on))
    return own.select_related("demand__mission").order_by("sent_at", "pk")


def outdated() -> QuerySet[ReimbursementDemand]:
    """The demands not issued whose limit is no longer that of the mission: nothing grounds them (spec R4)."""
    same = Q(due_on=F("mission__report_due_on"))
    return ReimbursementDemand.objects.filter(
        ~same | Q(mission__report_due_on=None), state__in=[DemandState.DRAFT, DemandState.ANSWERING]
    )


def receipts(letter: PriorLetter) -> QuerySet[LetterReceipt]:
    """The days of receipt registered for a letter, the one that stands first (spec X11)."""
    return letter.receipts.select_related("proof").order_by("-pk")


def letter_of(mission: Mission) -> PriorLetter | None:
    """The last prior letter about that mission."""
    return (
        PriorLetter.objects.filter(demand__mission=mission).select_related("demand").order_by("-pk").first()
    )


def last_demand(mission: Mission) -> ReimbursementDemand | None:
    """The last demand about that mission."""
    return ReimbursementDemand.objects.filter(mission=mission).order_by("-pk").first()


def find_demands(demands: QuerySet[ReimbursementDemand], text: str) -> QuerySet[ReimbursementDemand]:
    """By number, mission or holder."""
    words = normalise(text)
    return demands.filter(
        Q(mission__search_text__contains=words)
        | Q(mission__organisation__search_text__contains=words)
        | Q(number__icontains=text)
    )


# ---------------------------------------------------------------- what is claimed (spec R4)


@dataclass(frozen=True)
class ClaimLine:
    """A line of the account of a mission: a sum paid, less its correction; below zero, a sum recovered."""

    cost: Cost
    amount: Decimal

    def on(self, demand: ReimbursementDemand) -> DemandLine:
        """The line of that demand, unsaved."""
        return DemandLine(demand=demand, cost=self.cost, amount=self.amount)


def claim_lines(keys: Iterable[int]) -> dict[int, list[ClaimLine]]:
    """By mission, what the ministry paid and has not got back, in the order it was recorded; no entry where nothing is.

    A correction counts with the line that it corrects; a recovery stands as a line below zero.
    """
    costs = Cost.objects.filter(mission__in=keys, stage__in=[CostStage.PAID, CostStage.RECOVERED]).order_by(
        "pk"
    )
    lines: dict[int, dict[int, list]] = defaultdict(dict)
    for cost in costs:
        line = lines[cost.mission_id].setdefault(cost.corrects_id or cost.pk, [cost, Decimal()])
        line[1] += cost.amount if cost.stage == CostStage.PAID else -cost.amount
    accounts = {
        mission: [ClaimLine(cost, amount) for cost, amount in account.values() if amount]
        for mission, account in lines.items()
    }
    return {mission: account for mission, account in accounts.items() if total(account) > 0}


def total(lines: Iterable[ClaimLine]) -> Decimal:
    """The sum of an account, in euros."""
    return sum((line.amount for line in lines), Decimal())
