"""When and where missions are: the calendar and the map (spec X1); those that only host (spec R1)."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from expect.accounts.models import User
from expect.territory.models import Country
from missions.enums import Direction, MissionState
from missions.models import ExpertiseRequest, Mission, MissionLeg
from missions.selectors import visible_missions, visible_requests
from missions.workflow import LEFT

GIVEN_UP = (MissionState.REFUSED, MissionState.CANCELLED)
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


def by_country(user: User, on: date) -> QuerySet[Country]:
    """The countries where `user` sees a mission: `prepared`, `ahead` (validated or abroad) and `done` count them."""
    seen = Mission.objects.filter(pk__in=visible_missions(user, on).values("pk")).exclude(state__in=GIVEN_UP)
    counted = (
        seen.order_by()
        .values("country")
        .annotate(
            prepared=Count("pk", filter=Q(state__in=PREPARED)),
            ahead=Count("pk", filter=Q(state__in=LEFT)),
            done=Count("pk", filter=Q(state__in=OVER)),
        )
    )
    return counted.values(
        "country__name", "country__numeric", "country", "prepared", "ahead", "done"
    ).order_by("country__sort_name")


def open_needs(user: User, on: date) -> dict[int, int]:
    """How many open needs `user` sees, by country (its key)."""
    seen = ExpertiseRequest.objects.filter(pk__in=visible_requests(user, on).values("pk"), state="open")
    return dict(seen.order_by().values_list("country").annotate(Count("pk")))
