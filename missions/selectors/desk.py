"""What a post reads on its own page (spec M8, M13, X1)."""

from datetime import date

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery

from expect.accounts.models import User
from labels.models import Label
from labels.selectors import valid_labels
from missions.enums import MissionState
from missions.models import Mission
from missions.selectors import countries_of, post_missions
from missions.workflow import LEFT


def holders_active(user: User, on: date) -> QuerySet[Label]:
    """The valid labels whose holder has a mission in the countries of the posts of `user` (spec X1).

    `there` counts the missions planned, under way or carried out; `last_on` is the latest departure.
    """
    gone = [MissionState.REFUSED, MissionState.CANCELLED]
    there = Mission.objects.filter(
        organisation=OuterRef("organisation"), country__in=countries_of(user, on)
    ).exclude(state__in=gone)
    counted = there.order_by().values("organisation")
    return (
        valid_labels(on)
        .filter(Exists(there))
        .annotate(
            there=Subquery(counted.annotate(n=Count("pk")).values("n")),
            last_on=Subquery(counted.annotate(last=Max("departs_on")).values("last")),
        )
    )


def to_answer(user: User, on: date) -> QuerySet[Mission]:
    """What waits for the posts of `user`, the oldest first (spec M8, M13)."""
    waiting = post_missions(user, on).filter(state=MissionState.AWAITING_EMBASSY)
    return waiting.order_by("sent_to_embassy_at", "pk")


def announced(user: User, on: date) -> QuerySet[Mission]:
    """The missions announced or under way in the countries of the posts of `user`, the next first."""
    states = [MissionState.DRAFT, MissionState.ACCEPTED, MissionState.RETURNED, *LEFT]
    return (
        post_missions(user, on).filter(state__in=states).order_by(F("departs_on").asc(nulls_last=True), "pk")
    )
