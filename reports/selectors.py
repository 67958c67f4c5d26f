"""Reading reports and demands: whose they are, what is claimed, what waits, what is found."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.models import User
from expect.accounts.selectors import is_daect, memberships_on, people
from missions.enums import CostStage, MissionState
from missions.models import Cost, Mission
from missions.selectors import countries_of, visible_missions
from reports.enums import DemandState
from reports.models import DemandLine, MissionReport, PriorLetter, ReimbursementDemand

# ---------------------------------------------------------------- what a person may see (spec X1)


def visible_reports(user: User, on: date) -> QuerySet[MissionReport]:
    """DAECT: every report; the holder: its own; the post in charge of the country: those delivered."""
    reports = MissionReport.objects.select_related(
        "mission__organisation__department",
        "mission__organisation__region",
        "mission__country",
        "mission__label",
    )
    if is_daect(user, on):
        return reports
    return reports.filter(
        Q(mission__organisation__in=bodies_of(user, on, *HOLDER_ROLES))
        | Q(delivered_at__isnull=False, mission__in=visible_missions(user, on))
    )


def awaited(user: User, on: date) -> QuerySet[Mission]:
    """The missions over that `user` may see, whether their report is written or not.

    Each carries `report_id`, `report_state` (None where nobody has begun), `report_more_due_on` and `is_late`.
    """
    report = MissionReport.objects.filter(mission=OuterRef("pk"))
    return (
        visible_missions(user, on)
        .filter(over(on))
        .select_related("organisation__department", "organisation__region", "country")
        .annotate(
            report_id=Subquery(report.values("public_id")),
            report_state=Subquery(report.values("state")),
            report_more_due_on=Subquery(report.values("more_due_on")),
            is_late=ExpressionWrapper(
                Q(report_delivered_at=None, report_due_on__lt=on), output_field=BooleanField()
            ),
        )
    )


def over(on: date) -> Q:
    """The missions whose return is past: `rules.is_back`, for the database."""
    return Q(state__in=[MissionState.COMPLETED, MissionState.CLOSED]) | Q(
        state=MissionState.VALIDATED, returns_on__lt=on
    )


def own_awaited(user: User, on: date) -> QuerySet[Mission]:
    """The missions over of the bodies for which `user` fills in or signs."""
    return awaited(user, on).filter(organisation__in=bodies_of(user, on, *HOLDER_ROLES))


def post_reports(user: User, on: date) -> QuerySet[MissionReport]:
    """The reports delivered on missions in the countries of the posts of `user`."""
    return visible_reports(user, on).filter(
        delivered_at__isnull=False, mission__country__in=countries_of(user, on)
    )


def signatories(mission: Mission, on: date) -> list[User]:
    """Who can validate the report on that day (spec R2)."""
    return list(people((Role.SIGNATORY,), on, organisation=mission.organisation_id))


def visible_demands(user: User, on: date) -> QuerySet[ReimbursementDemand]:
    """Demands are DAECT's; the holder reads its letters."""
    demands = ReimbursementDemand.objects.select_related(
        "mission__organisation__department", "mission__organisation__region", "mission__country", "mission__label",
        "prior_letter__document__file", "document__file", "prior_letter__answered_by",
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
    return letters.filter(demand__mission__organisation__in=bodies_of(user, on, *HOLDER_ROLES))


def bodies_of(user: User, on: date, *roles: str) -> list[int]:
    """Keys of the bodies in which `user` holds one of `roles`."""
    return [m.organisation_id for m in memberships_on(user, on) if m.role in roles]


def unanswered(on: date) -> QuerySet[PriorLetter]:
    """The prior letters on which the holder may still present observations online: `rules.may_answer` (spec R5)."""
    return PriorLetter.objects.filter(
        Q(answer_by=None) | Q(answer_by__gte=on), demand__state=DemandState.ANSWERING, answered_at=None
    )


def letters_to_answer(user: User, on: date) -> QuerySet[PriorLetter]:
    """Those of the bodies of `user`, the oldest first."""
    own = unanswered(on).filter(demand__mission__organisation__in=bodies_of(user, on, *HOLDER_ROLES))
    return own.select_related("demand__mission").order_by("sent_at", "pk")


def report_of(mission: Mission) -> MissionReport | None:
    """The report of that mission, if it is begun."""
    return MissionReport.objects.filter(mission=mission).first()


def letter_of(mission: Mission) -> PriorLetter | None:
    """The last prior letter about that mission."""
    return (
        PriorLetter.objects.filter(demand__mission=mission).select_related("demand").order_by("-pk").first()
    )


def last_demand(mission: Mission) -> ReimbursementDemand | None:
    """The last demand about that mission."""
    return ReimbursementDemand.objects.filter(mission=mission).order_by("-pk").first()


# ---------------------------------------------------------------- what is claimed (spec R4)


@dataclass(frozen=True)
class ClaimLine:
    """A line of the account of a mission: a sum paid, less its correction; below zero, a sum recovered."""

    cost: Cost
    amount: Decimal

    def on(self, demand: ReimbursementDemand) -> DemandLine:
        """The line of that demand, unsaved."""
        return DemandLine(demand=demand, cost=self.cost, amount=self.amount)


def claim_lines(missions: Iterable[int]) -> dict[int, list[ClaimLine]]:
    """By mission, what the ministry paid and has not got back, in the order it was recorded; no entry where nothing is.

    A correction counts with the line that it corrects; a recovery stands as a line below zero.
    """
    costs = Cost.objects.filter(
        mission__in=missions, stage__in=[CostStage.PAID, CostStage.RECOVERED]
    ).order_by("pk")
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
