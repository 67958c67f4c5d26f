"""Reading stage 2: what a person may see, who is late, what a mission costs."""

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from expect.accounts.models import User
from expect.accounts.selectors import is_daect, organisations_of, posts_of
from expect.territory.models import Country
from expect.territory.selectors import running
from missions.enums import CostStage
from missions.models import Cost, ExpertiseRequest, Mission, Solicitation, TermsVersion

NOTHING = Decimal("0.00")


def countries_of(user: User, on: date) -> QuerySet[Country]:
    """The countries of which the posts of `user` are in charge on that day (spec M8, X1)."""
    return Country.objects.filter(running(on), charges__post__in=posts_of(user, on))


def visible_requests(user: User, on: date) -> QuerySet[ExpertiseRequest]:
    """DAECT sees every need; an agent, those of the countries now in the post's charge (spec X1)."""
    requests = ExpertiseRequest.objects.select_related("country", "post", "created_by")
    return requests if is_daect(user, on) else requests.filter(country__in=countries_of(user, on))


def visible_solicitations(user: User, on: date) -> QuerySet[Solicitation]:
    """DAECT sees every solicitation; a holder, its own (spec X1)."""
    solicitations = Solicitation.objects.select_related(
        "request__country", "label", "organisation__department", "answered_by"
    )
    if is_daect(user, on):
        return solicitations
    return solicitations.filter(organisation__in=organisations_of(user, on))


def visible_missions(user: User, on: date) -> QuerySet[Mission]:
    """DAECT sees every mission; a holder, its own; an agent, those of the post's countries (spec X1)."""
    missions = Mission.objects.select_related("country", "post", "label", "organisation__department")
    if is_daect(user, on):
        return missions
    own = Q(organisation__in=organisations_of(user, on))
    return missions.filter(own | Q(country__in=countries_of(user, on)))


def overdue_missions(on: date) -> QuerySet[Mission]:
    """The missions whose report is missing and late on that day (spec R1)."""
    return Mission.objects.overdue_on(on)


def accepted_version(mission: Mission) -> TermsVersion | None:
    """The version that the holder's signatory accepted last."""
    return mission.versions.order_by("-number").first()


def cost_totals(mission: Mission) -> dict[CostStage, Decimal]:
    """Euros at each stage, corrections counted (spec M7)."""
    sums = dict(mission.costs.order_by().values_list("stage").annotate(Sum("amount")))
    return {stage: sums.get(stage, NOTHING) for stage in CostStage}


def net_paid(mission: Mission) -> Decimal:
    """What the ministry paid and did not recover, in euros: what a demand may claim (spec M7, R4)."""
    totals = cost_totals(mission)
    return totals[CostStage.PAID] - totals[CostStage.RECOVERED]


def costs(mission: Mission) -> QuerySet[Cost]:
    """The lines of a mission, in the order in which they were recorded."""
    return mission.costs.select_related("proof", "corrects", "correction").order_by("recorded_at", "pk")
