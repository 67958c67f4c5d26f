"""The lists: reports for each side, demands for DAECT (spec X5)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from expect.kernel.clock import paris_day
from expect.web.columns import Column
from expect.web.lists import ListPage
from missions.models import Mission
from missions.selectors import find_missions
from reports import selectors
from reports.filters import DemandFilter, ReportFilter
from reports.models import MissionReport, ReimbursementDemand
from reports.views import standing

TITLE = "Rapports"
MISSION = Column("mission", "Mission", value=str, sort="number")
COUNTRY = Column("country", "Pays", sort="country__sort_name")
BACK = Column(
    "back", "Retour", value=lambda row: row.return_confirmed_on or row.returns_on, sort="returns_on"
)
DUE = Column(
    "due",
    "Attendu le",
    value=lambda row: row.report_due_on,
    sort="report_due_on",
    template="reports/cells/due.html",
)
DELIVERED = Column(
    "delivered",
    "Remis le",
    value=lambda row: row.report_delivered_at and paris_day(row.report_delivered_at),
    sort="report_delivered_at",
    template="reports/cells/delivered.html",
)


OF_MISSION = (
    Column("mission", "Mission", sort="mission__number"),
    Column(
        "organisation",
        "Organisme",
        value=lambda row: row.mission.organisation,
        sort="mission__organisation__sort_name",
        hint=lambda row: row.mission.organisation.description(),
    ),
    Column("country", "Pays", value=lambda row: row.mission.country, sort="mission__country__sort_name"),
)
"""Mission, holder and country of what is about a mission."""


FOR_THE_ORDER = tuple(
    replace(column, on_screen=False)
    for column in (
        Column("issued_on", "Émise le", value=lambda row: row.issued_at and paris_day(row.issued_at)),
        Column("debtor", "Débiteur", value=lambda row: row.debtor_name or str(row.mission.organisation)),
        Column(
            "siret", "SIRET ou SIREN", value=lambda row: row.debtor_siret or row.mission.organisation.siren
        ),
        Column(
            "debtor_kind",
            "Nature du débiteur",
            value=lambda row: selectors.debtor_kind(row).label,
        ),
        Column("to_recover", "À recouvrer", value=lambda row: row.issued_at and selectors.to_recover(row)),
        Column(
            "object",
            "Objet",
            value=lambda row: f"Frais de la mission {row.mission.number} : {row.mission.subject}",
        ),
        Column(
            "references", "Références comptables", value=lambda row: ", ".join(row.references.split("\n"))
        ),
        Column("received_on", "Demande reçue le"),
        Column("handed_over_on", "Transmise le"),
        Column("handed_over_under", "Référence de la transmission"),
        Column("cleared", "Soldé"),
        Column("to_give_back", "À restituer"),
    )
)
"""What the authorising officer needs to issue a titre de perception (spec R5)."""


class OwnReports(ListPage):
    """The holder: what is to be written, late first."""

    template_name = "reports/own/list.html"
    title = TITLE
    exportable = False
    empty_sentence = "Aucune de vos missions n’est encore terminée : le rapport s’écrit au retour."
    columns = (
        MISSION,
        COUNTRY,
        BACK,
        DUE,
        Column("state", "État", value=standing.awaited_badge(standing.HOLDER_LEVELS), sort="report_state"),
    )

    def queryset(self) -> QuerySet[Mission]:
        return selectors.own_awaited(self.request.user, self.today)

    def row_url(self, row: Mission) -> str:
        name, key = ("report", row.report_id) if row.report_id else ("write", row.public_id)
        return reverse(f"reports:{name}", args=[key])

    def context(self) -> Mapping[str, Any]:
        return {"letters": selectors.letters_to_answer(self.request.user, self.today)}


class PostReports(ListPage):
    """The embassy: the reports delivered in its countries."""

    title = TITLE
    exportable = False
    default_sort = "-delivered_at"
    empty_sentence = "Aucun rapport n’a encore été remis sur une mission dans vos pays."
    columns = (
        *OF_MISSION,
        Column("delivered_at", "Remis le", sort="delivered_at"),
    )

    def queryset(self) -> QuerySet[MissionReport]:
        return selectors.post_reports(self.request.user, self.today)


class DaectReports(ListPage):
    """DAECT: every mission over, whether its report is written or not."""

    keeps_views = True
    title = TITLE
    search_label = "Mission, pays ou organisme"
    filterset_class = ReportFilter
    empty_sentence = "Aucune mission n’est encore terminée."
    columns = (
        MISSION,
        Column(
            "organisation",
            "Organisme",
            sort="organisation__sort_name",
            hint=lambda row: row.organisation.description(),
        ),
        COUNTRY,
        replace(BACK, on_screen=False),
        DUE,
        DELIVERED,
        Column("state", "État", value=standing.awaited_badge(standing.DAECT_LEVELS), sort="report_state"),
    )

    def queryset(self) -> QuerySet[Mission]:
        return selectors.daect_awaited(self.request.user, self.today)

    def primary_act(self) -> tuple[str, str]:
        return "Ponctualité par titulaire et pays", reverse("reports:punctuality_holders")

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return find_missions(rows, text)

    def row_url(self, row: Mission) -> str:
        delivered = row.report_id and row.report_delivered_at
        name, key = ("report", row.report_id) if delivered else ("awaited", row.public_id)
        return reverse(f"reports:{name}", args=[key])


class Demands(ListPage):
    """DAECT: every demand, the oldest first."""

    keeps_views = True
    template_name = "reports/daect/demands.html"
    title = "Remboursements"
    search_label = "Mission, organisme ou numéro"
    filterset_class = DemandFilter
    default_sort = "drafted"
    empty_sentence = (
        "Aucune demande : elles se préparent quand un rapport manque et qu’une somme a été payée."
    )
    columns = (
        *OF_MISSION,
        Column("due_on", "Limite dépassée", sort="due_on"),
        Column(
            "drafted",
            "Préparée le",
            value=lambda row: paris_day(row.drafted_at),
            sort="drafted_at",
            template="reports/cells/age.html",
        ),
        Column("state", "État", value=standing.demand_badge, sort="state"),
        Column("number", "Numéro", short=True, sort="number"),
        Column("total", "Montant", sort="total", number=True, template="reports/cells/euros.html"),
        Column(
            "outstanding",
            "Reste dû",
            value=lambda row: row.outstanding(),
            number=True,
            template="reports/cells/euros.html",
        ),
        *FOR_THE_ORDER,
    )

    def queryset(self) -> QuerySet[ReimbursementDemand]:
        return selectors.for_the_order(selectors.visible_demands(self.request.user, self.today))

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return selectors.find_demands(rows, text)

    def context(self) -> Mapping[str, Any]:
        sums = selectors.register(self.found(), self.today)
        if not sums["asked"]:
            return {}
        shown = [(label, sums[name]) for name, label in BECAME.items() if sums[name] or name in ALWAYS]
        return {"sums": shown, "ages": selectors.ages(self.found(), self.today)}


BECAME = {
    "asked": "Demandé",
    "paid": "Encaissé",
    "remitted": "Remis gracieusement",
    "written_off": "Admis en non-valeur",
    "reduced": "Réduit après contestation",
    "waived": "Renoncé avant la transmission",
    "outstanding": "Reste dû",
    "to_give_back": "À restituer, sur l’encaissé",
}
"""What was asked, which the others add up to, but for the last one."""

ALWAYS = ("asked", "paid", "outstanding")
