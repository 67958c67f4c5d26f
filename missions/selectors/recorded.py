"""What DAECT recorded for holders, as each side may read it (spec X1, X13)."""

from datetime import date

from django.db.models import Q, QuerySet

from expect.accounts.models import User
from expect.accounts.selectors import is_daect, organisations_of
from missions.models import RecordedAnswer


def visible_answers(user: User, on: date) -> QuerySet[RecordedAnswer]:
    """What DAECT recorded for holders: DAECT, and each holder its own (spec X1, X13)."""
    answers = RecordedAnswer.objects.select_related(
        "solicitation__organisation",
        "solicitation__request__country",
        "acceptance__version__mission__organisation",
        "acceptance__version__mission__country",
        "scan",
    )
    if is_daect(user, on):
        return answers
    bodies = organisations_of(user, on)
    return answers.filter(
        Q(solicitation__organisation__in=bodies) | Q(acceptance__version__mission__organisation__in=bodies)
    )
