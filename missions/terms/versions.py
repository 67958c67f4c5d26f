"""Which terms were read, and what others have written in them since (spec M4, M5)."""

from expect.kernel.errors import StateChanged
from expect.web.comparison import Change
from missions.models import Mission, TermsVersion
from missions.terms import text
from missions.terms.values import Terms


class StaleVersion(StateChanged):
    """What is accepted or answered is a version that another has replaced."""


def in_force(mission: Mission, number: int) -> TermsVersion:
    """The version that was read, if it is still the one accepted last. Raises StaleVersion, which says what changed."""
    version = mission.versions.order_by("-number").first()
    if version is not None and version.number == number:
        return version
    read = mission.versions.filter(number=number).first()
    changed = text.changes(read.content, version.content) if read and version else []
    raise StaleVersion(
        f"Les termes ont changé depuis que vous les avez lus{worded(changed)} : lisez la version en vigueur "
        "avant de répondre."
    )


def changed_since(mission: Mission, revision: int) -> list[Change]:
    """What the terms of `mission`, as they stand, say otherwise than those that were read at `revision`.

    Before anybody wrote, there was the need's subject and nothing else. Once the embassy has the terms, each save is a
    version of its own.
    """
    drafted = mission.drafts.filter(number__gt=revision).count()
    behind = max(mission.revision - revision - drafted, 0)
    versions = mission.versions.order_by("-number")
    read = mission.drafts.filter(number=revision).first() or versions[behind : behind + 1].first()
    born = Terms(subject=mission.solicitation.request.subject)
    return text.changes(read.content if read else text.proposed(mission, born), text.content(mission))


def worded(changes: list[Change]) -> str:
    """« (Objectifs, Lieu) »; empty where nothing is known to differ."""
    return f" ({', '.join(change.label for change in changes)})" if changes else ""
