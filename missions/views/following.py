"""What came of a mission, as the stage that follows tells it on the mission's page: this one knows nothing of it."""

from collections.abc import Callable, Iterable
from datetime import date

from expect.accounts.models import User
from missions.models import Mission
from missions.selectors.stays import OVER
from missions.workflow import LEFT

Link = tuple[str, str]
"""What one opens, and its address."""

_told: list[Callable[[Mission, User, date], Iterable[Link]]] = []


def is_followed_by(links: Callable[[Mission, User, date], Iterable[Link]]) -> None:
    """A stage declares, when it starts, what it shows of a mission that is over to who may see it."""
    _told.append(links)


def links(mission: Mission, user: User, on: date) -> list[Link]:
    """Nothing before people have left, nor where no report is expected."""
    if mission.state not in (*LEFT, *OVER) or not mission.report_due_on:
        return []
    return [link for tell in _told for link in tell(mission, user, on)]
