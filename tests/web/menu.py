"""Stands for the dashboard's menu: the shell must not depend on the stages' pages."""

from dataclasses import dataclass
from types import SimpleNamespace


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    active: bool = False
    children: tuple["Item", ...] = ()


MENU = [
    Item("À traiter", "/", active=True),
    Item("Labels", "", children=(Item("Candidatures", "/"), Item("Séances", "/seances/"))),
    Item("Missions", "", children=(Item("Besoins", "/besoins/"), Item("Missions", "/missions/"))),
    Item("Rapports", "/rapports/"),
]
PUBLIC = [Item("Le label", "/"), Item("Candidater", "/candidater/")]


def navigation(request):
    if not request.user.is_authenticated:
        return {
            "navigation": PUBLIC,
            "memberships": [],
            "current_membership": None,
            "notice_count": 0,
        }
    memberships = [
        SimpleNamespace(public_id="aaaaaaaaaaaa", label=lambda: "Chargée de mission, DAECT"),
        SimpleNamespace(public_id="bbbbbbbbbbbb", label=lambda: "Membre du comité de sélection"),
    ]
    return {
        "navigation": MENU,
        "memberships": memberships,
        "current_membership": memberships[0],
        "notice_count": 2,
    }
