"""The people of the access matrix, and the row in which a package states what each may open."""

from dataclasses import dataclass, field
from typing import Any

from expect.accounts.enums import Role
from expect.accounts.models import Organisation, User
from expect.territory.models import Country, DiplomaticPost
from tests import factories

ROLES = (
    "anonymous",
    "stranger",
    "editor",
    "signatory",
    "other_editor",
    "officer",
    "head",
    "committee_member",
    "post_agent",
    "other_post_agent",
    "administrator",
)
NO_RIGHT = (403, 404)
CHANGED = 409


@dataclass(frozen=True)
class Row:
    """`expected` gives a status per role; a role it does not name falls under `"*"`.

    `posts` gives them of an address that is only ever sent to, and that nobody opens. What is `personal` stays with the
    person, whatever becomes of their roles. The act may be on a role itself: that of the person `whose` it is.
    """

    name: str
    expected: dict[str, int]
    kwargs: dict[str, Any] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    personal: bool = False
    whose: str = ""

    def status_for(self, role: str) -> int:
        """The status that a GET must answer to that role."""
        return self.expected[role] if role in self.expected else self.expected["*"]

    def refusals_of(self, role: str) -> tuple[int, ...]:
        """The statuses with which what that role sends is refused; none where it has a right there.

        Who is not signed in is sent to sign in, or reads that the session has expired.
        """
        status = self._sent_by(role)
        if role == "anonymous" and status == 302:
            return (302, 401)
        return (status,) if status in NO_RIGHT else ()

    def refusals_once_ended(self, role: str) -> tuple[int, ...]:
        """The same, once the role that let them in has ended; none where no role was wanted.

        The act on that role itself answers its holder, whose right it was to do it, that it has changed meanwhile.
        """
        held = role != "anonymous" and self._sent_by(role) not in NO_RIGHT
        wanted = held and not self.personal and self._sent_by("stranger") in NO_RIGHT
        if not wanted:
            return ()
        return (CHANGED,) if role == self.whose else NO_RIGHT

    def _sent_by(self, role: str) -> int:
        statuses = self.posts or self.expected
        return statuses[role] if role in statuses else statuses["*"]


@dataclass
class World:
    """One body with its people, another body, two posts of different countries, DAECT, a committee member.

    `objects` is where packages keep what they make for their rows.
    """

    organisation: Organisation
    other_organisation: Organisation
    country: Country
    other_country: Country
    post: DiplomaticPost
    other_post: DiplomaticPost
    people: dict[str, User | None]
    objects: dict[str, Any] = field(default_factory=dict)


def build(here: str = "SN", there: str = "MG") -> World:
    """The world before any stage adds its objects; two worlds side by side want different countries."""
    own, other = factories.organisation(), factories.organisation()
    country, other_country = (
        factories.country(here, f"Pays {here}"),
        factories.country(there, f"Pays {there}"),
    )
    post, other_post = factories.post(country), factories.post(other_country)
    people = {
        "anonymous": None,
        "stranger": factories.user(),
        "editor": factories.member(Role.EDITOR, own),
        "signatory": factories.member(Role.SIGNATORY, own),
        "other_editor": factories.member(Role.EDITOR, other),
        "officer": factories.member(Role.OFFICER),
        "head": factories.head(),
        "committee_member": factories.member(Role.COMMITTEE_MEMBER),
        "post_agent": factories.member(Role.POST_AGENT, post),
        "other_post_agent": factories.member(Role.POST_AGENT, other_post),
        "administrator": factories.member(Role.ADMINISTRATOR),
    }
    return World(own, other, country, other_country, post, other_post, people)
