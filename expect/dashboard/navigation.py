"""The menus: each role has its own, and only pages that exist are in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from expect.accounts.enums import Role
from expect.accounts.models import Membership


@dataclass(frozen=True)
class Entry:
    """One line of a menu: the page (a URL name) that it opens, or the entries that it unfolds.

    With `of_scope`, the page's address takes the public id of the body for which the role is held.
    """

    label: str
    page: str = ""
    children: tuple["Entry", ...] = ()
    of_scope: bool = False


@dataclass(frozen=True)
class Item:
    """A line as the page draws it; `active` where the person is on that page or under it."""

    label: str
    url: str
    active: bool
    children: Sequence["Item"] = ()


WORK_LIST = "dashboard:work_list"

PUBLIC = (
    Entry("Le label", "dashboard:home"),
    Entry("Candidater", "dashboard:apply"),
    Entry("Titulaires", "labels:holders"),
    Entry("Vérifier un diplôme", "labels:verify"),
)
NEWCOMER = (Entry("Ouvrir un compte", "accounts:find_body"), *PUBLIC[2:])
HOLDER = (
    Entry("À faire", WORK_LIST),
    Entry("Candidature", "labels:own_applications"),
    Entry("Label et diplôme", "labels:own_labels"),
    Entry("Experts", "labels:own_experts"),
    Entry(
        "Missions",
        children=(Entry("Missions", "missions:missions"), Entry("Besoins ouverts", "missions:requests")),
    ),
    Entry("Rapports", "reports:reports"),
    Entry("Notre organisme", "accounts:body", of_scope=True),
)
LABELS = (
    Entry("Candidatures", "labels:applications"),
    Entry("Séances", "labels:sessions"),
    Entry("Recours", "labels:appeals"),
    Entry("Titulaires", "labels:labels"),
    Entry("Experts", "labels:experts"),
)
MISSIONS = (Entry("Besoins", "missions:requests"), Entry("Missions", "missions:missions"))
VIEWS = (
    Entry("Calendrier", "missions:calendar"),
    Entry("Carte", "missions:world"),
    Entry("Frais", "missions:money"),
)
REPORTS = (Entry("Rapports", "reports:reports"), Entry("Remboursements", "reports:demands"))
SETTINGS = "Réglages"
OVERVIEW = Entry("Tous les réglages", "dashboard:settings")
ACCOUNTS = (
    Entry("Comptes à ouvrir", "accounts:openings"),
    Entry("Organismes", "accounts:bodies"),
    Entry("Élections", "accounts:renewals"),
    Entry("Mandats à confirmer", "accounts:unconfirmed"),
    Entry("Thèmes", "labels:themes"),
    Entry("Engagements", "labels:commitments"),
    Entry("Paramètres du programme", "programme:parameters"),
    Entry("Textes des courriers", "programme:texts"),
)
SIGNATURES = Entry("Signatures", "accounts:signatures")
OFFICER = (
    Entry("À traiter", WORK_LIST),
    Entry("Labels", children=LABELS),
    Entry("Missions", children=(*MISSIONS, *VIEWS)),
    Entry("Rapports", children=REPORTS),
    Entry(SETTINGS, children=(OVERVIEW, *ACCOUNTS)),
)
MENUS = {
    Role.EDITOR: HOLDER,
    Role.SIGNATORY: HOLDER,
    Role.OFFICER: OFFICER,
    Role.HEAD: (*OFFICER[:-1], Entry(SETTINGS, children=(OVERVIEW, *ACCOUNTS, SIGNATURES))),
    Role.COMMITTEE_MEMBER: (Entry("À faire", WORK_LIST), Entry("Mes séances", "labels:own_sessions")),
    Role.POST_AGENT: (
        Entry("À traiter", WORK_LIST),
        *MISSIONS,
        Entry("Rapports", "reports:reports"),
        Entry("Labels", "labels:holders"),
        Entry("Poste", "missions:desk"),
    ),
    Role.ADMINISTRATOR: (
        Entry("À faire", WORK_LIST),
        Entry("Personnes et rôles", "accounts:people"),
        Entry("Invitations", "accounts:invitations"),
        Entry("Organismes", "accounts:bodies"),
        Entry("Postes diplomatiques", "accounts:posts"),
        SIGNATURES,
    ),
}


def menu(path: str, membership: Membership | None, *, signed_in: bool) -> list[Item]:
    """The menu of the current role, of a newcomer, or of the public."""
    if membership:
        entries = MENUS[Role(membership.role)]
    else:
        entries = NEWCOMER if signed_in else PUBLIC
    above = [url for url in addresses(entries, membership) if is_under(path, url)]
    here = max(above, key=len, default="")
    return [_item(entry, here, membership) for entry in entries]


def work_list_label(membership: Membership) -> str:
    """What that role calls its work list."""
    return next(entry.label for entry in MENUS[Role(membership.role)] if entry.page == WORK_LIST)


def addresses(entries: Sequence[Entry], membership: Membership | None) -> Iterator[str]:
    """Where the entries lead, those that they unfold included."""
    for entry in entries:
        if entry.page:
            yield _url(entry, membership)
        yield from addresses(entry.children, membership)


def is_under(path: str, url: str) -> bool:
    """Whether a page is that one or below it; every page is below the home page, which does not count."""
    return path == url if url == "/" else path.startswith(url)


def _item(entry: Entry, here: str, membership: Membership | None) -> Item:
    children = [_item(child, here, membership) for child in entry.children]
    url = _url(entry, membership) if entry.page else ""
    active = any(child.active for child in children) if children else url == here
    return Item(entry.label, url, active, children)


def _url(entry: Entry, membership: Membership | None) -> str:
    return (
        reverse(entry.page, args=[membership.scope().public_id]) if entry.of_scope else _address(entry.page)
    )


@cache
def _address(page: str) -> str:
    """Resolved once: the menu is on every page."""
    return reverse(page)
