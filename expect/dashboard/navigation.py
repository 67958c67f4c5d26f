"""The menus: each role has its own, and only pages that exist are in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.accounts.models import Membership


@dataclass(frozen=True)
class Entry:
    """One line of a menu: the page that it opens, and the other pages (URL names) that are under it."""

    label: str
    page: str = ""
    covers: tuple[str, ...] = ()
    children: tuple["Entry", ...] = ()
    of_scope: bool = False
    """Whether the page's address takes the public id of the current body or post."""


@dataclass(frozen=True)
class Item:
    """A line as the page draws it."""

    label: str
    url: str
    active: bool
    children: Sequence["Item"] = ()


WORK_LIST = "dashboard:work_list"

PUBLIC = (
    Entry("Le label", "dashboard:home"),
    Entry("Candidater", "dashboard:apply"),
)
SETTINGS = (
    Entry("Personnes et rôles", "accounts:people", ("accounts:end_membership",)),
    Entry("Invitations", "accounts:invitations", ("accounts:invite_person", "accounts:revoke_invitation")),
    Entry("Postes diplomatiques", "accounts:posts"),
)
SIGNATURES = Entry(
    "Signatures", "accounts:signatures", ("accounts:grant_signature", "accounts:end_signature")
)
OPENINGS = Entry(
    "Comptes à ouvrir",
    "accounts:openings",
    ("accounts:opening", "accounts:approve_opening", "accounts:refuse_opening"),
)
NEWCOMER = (
    Entry("Ouvrir un compte", "accounts:find_body", ("accounts:request_opening", "accounts:enter_body")),
)
HOLDER = (
    Entry("À faire", WORK_LIST),
    Entry("Notre organisme", "accounts:body", ("accounts:invite_colleague",), of_scope=True),
)
OFFICER = (
    Entry("À traiter", WORK_LIST),
    OPENINGS,
)
HEAD = (
    *OFFICER,
    Entry("Réglages", children=(SIGNATURES,)),
)
MENUS = {
    Role.EDITOR: HOLDER,
    Role.SIGNATORY: HOLDER,
    Role.OFFICER: OFFICER,
    Role.HEAD: HEAD,
    Role.COMMITTEE_MEMBER: (Entry("À faire", WORK_LIST),),
    Role.POST_AGENT: (Entry("À traiter", WORK_LIST),),
    Role.ADMINISTRATOR: (*SETTINGS, SIGNATURES),
}


def menu(request: HttpRequest, membership: Membership | None) -> list[Item]:
    """The menu of the current role, of a newcomer, or of the public."""
    if membership:
        entries = MENUS[Role(membership.role)]
    else:
        entries = NEWCOMER if request.user.is_authenticated else PUBLIC
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [_item(entry, here, membership) for entry in entries]


def _item(entry: Entry, here: str, membership: Membership | None) -> Item:
    children = [_item(child, here, membership) for child in entry.children]
    scope = membership.scope() if membership and entry.of_scope else None
    url = reverse(entry.page, args=[scope.public_id] if scope else []) if entry.page else ""
    active = here == entry.page or here in entry.covers or any(child.active for child in children)
    return Item(entry.label, url, active, children)
