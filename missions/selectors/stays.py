"""When and where missions are: the calendar and the map (spec X1); those that only host (spec R1)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from expect.accounts.models import User
from expect.accounts.selectors import is_daect, posts_of
from expect.territory.models import Country
from missions.board import holder_requests
from missions.enums import Direction, MissionState, RequestState
from missions.models import ExpertiseRequest, Mission, MissionLeg
from missions.selectors import visible_missions, visible_requests
from missions.workflow import GIVEN_UP, LEFT

PREPARED = (MissionState.DRAFT, MissionState.ACCEPTED, MissionState.AWAITING_EMBASSY, MissionState.RETURNED)
OVER = (MissionState.COMPLETED, MissionState.CLOSED)


def legs_between(user: User, on: date, first: date, last: date) -> QuerySet[MissionLeg]:
    """The stays that `user` sees of which a day falls from `first` to `last`, both counted."""
    seen = visible_missions(user, on).exclude(state__in=GIVEN_UP)
    legs = MissionLeg.objects.filter(mission__in=seen, starts_on__lte=last, ends_on__gte=first)
    return legs.select_related("mission__country", "mission__organisation").order_by("starts_on", "pk")


def claimable() -> Q:
    """The missions whose costs are claimed where the report is missing: `rules.is_claimable`, for the database."""
    legs = MissionLeg.objects.filter(mission=OuterRef("pk"))
    sends, hosts = (
        Exists(legs.filter(direction=direction)) for direction in (Direction.SENDING, Direction.HOSTING)
    )
    return Q(claims_hosting=True) | ~hosts | sends


@dataclass(frozen=True)
class There:
    """What `user` sees of a country: its missions prepared, ahead (validated or abroad) and done, its open needs."""

    country: Country
    prepared: int = 0
    ahead: int = 0
    done: int = 0
    needs: int = 0


def by_country(user: User, on: date) -> list[There]:
    """The countries where `user` sees a mission or an open need, in French order."""
    counted = {row.pop("country"): row for row in _counted(user, on)}
    needs = open_needs(user, on)
    countries = Country.objects.filter(pk__in=counted.keys() | needs.keys()).order_by("sort_name")
    return [There(one, needs=needs.get(one.pk, 0), **counted.get(one.pk, {})) for one in countries]


def _counted(user: User, on: date) -> QuerySet[Mission, dict[str, int]]:
    seen = Mission.objects.filter(pk__in=visible_missions(user, on).values("pk")).exclude(state__in=GIVEN_UP)
    return (
        seen.order_by()
        .values("country")
        .annotate(
            prepared=Count("pk", filter=Q(state__in=PREPARED)),
            ahead=Count("pk", filter=Q(state__in=LEFT)),
            done=Count("pk", filter=Q(state__in=OVER)),
        )
    )


def open_needs(user: User, on: date) -> dict[int, int]:
    """How many open needs `user` sees, by country (its key): a holder, those that it could meet."""
    shown = (
        visible_requests(user, on) if is_daect(user, on) or posts_of(user, on) else holder_requests(user, on)
    )
    seen = ExpertiseRequest.objects.filter(pk__in=shown.values("pk"), state=RequestState.OPEN)
    return dict(seen.order_by().values_list("country").annotate(Count("pk")))
