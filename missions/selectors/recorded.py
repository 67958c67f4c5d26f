"""What DAECT recorded for holders and posts, as each side may read it (spec X1, X13)."""

from datetime import date

from django.db.models import Q, QuerySet

from expect.accounts.models import User
from expect.accounts.selectors import is_daect, organisations_of
from missions.enums import RequestOrigin
from missions.models import ExpertiseRequest, RecordedAnswer
from missions.selectors import countries_of


def visible_answers(user: User, on: date) -> QuerySet[RecordedAnswer]:
    """What DAECT recorded for others: DAECT, each holder its own, agents for their countries (spec X1, X13)."""
    answers = RecordedAnswer.objects.select_related(
        "request__country",
        "request__post",
        "request__declarant",
        "solicitation__organisation",
        "solicitation__request__country",
        "acceptance__version__mission__organisation",
        "acceptance__version__mission__country",
        "scan",
        "contested_by",
        "settled_by",
    )
    if is_daect(user, on):
        return answers
    bodies = organisations_of(user, on)
    return answers.filter(
        Q(request__declarant__in=bodies)
        | Q(solicitation__organisation__in=bodies)
        | Q(acceptance__version__mission__organisation__in=bodies)
        | Q(request__origin=RequestOrigin.POST, request__country__in=countries_of(user, on))
    )


def record_of(request: ExpertiseRequest, user: User, on: date) -> RecordedAnswer | None:
    """How a need came, where DAECT recorded it on somebody's behalf and `user` may know it."""
    return visible_answers(user, on).filter(request=request).first()
