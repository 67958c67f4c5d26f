"""The lists: reports for each role, demands for DAECT (spec X5)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.rules import is_daect
from expect.accounts.selectors import holds_role
from expect.accounts.views.access import Reserved
from expect.database.text import normalise
from expect.kernel.verdict import Verdict, allow, refuse
from expect.web.columns import Column
from expect.web.lists import ListPage
from missions.models import Mission
from reports import selectors
from reports.filters import DemandFilter, ReportFilter
from reports.models import ReimbursementDemand
from reports.views import standing

DUE = Column(
    "due",
    "Attendu le",
    value=lambda row: row.report_due_on,
    sort="report_due_on",
    template="reports/cells/due.html",
)
COUNTRY = Column("country", "Pays", sort="country__sort_name")
BACK = Column(
    "back", "Retour", value=lambda row: row.return_confirmed_on or row.returns_on, sort="returns_on"
)


def latest_to_do(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    """The reports still to deliver first, the oldest limit first; then those delivered, the latest first."""
    return missions.order_by(F("report_delivered_at").desc(nulls_first=True), "report_due_on", "pk")


class OwnReports(Reserved, ListPage):
    """« Rapports », for a holder: what is to be written, late first."""

    template_name = "reports/own/list.html"
    title = "Rapports"
    exportable = False
    empty_sentence = "Aucune de vos missions n’est encore terminée : le rapport s’écrit au retour."
    columns = (
        Column("mission", "Mission", value=str, sort="number"),
        COUNTRY,
        BACK,
        DUE,
        *standing.badge_columns(
            "state", "État", standing.awaited_badge(standing.HOLDER_LEVELS), "report_state"
        ),
    )

    def access(self) -> Verdict:
        bodies = selectors.bodies_of(self.request.user, self.today, *HOLDER_ROLES)
        return allow() if bodies else refuse("Cette page est celle des titulaires du label.")

    def queryset(self) -> QuerySet[Mission]:
        return latest_to_do(selectors.own_awaited(self.request.user, self.today))

    def row_url(self, row: Mission) -> str:
        if row.report_id:
            return reverse("reports:own_report", args=[row.report_id])
        return reverse("reports:write", args=[row.public_id])

    def context(self) -> Mapping[str, Any]:
        return {"letters": selectors.letters_to_answer(self.request.user, self.today)}


class PostReports(Reserved, ListPage):
    """« Rapports », for an embassy: those delivered in the countries of the post."""

    title = "Rapports"
    exportable = False
    empty_sentence = "Aucun rapport n’a encore été remis sur une mission dans vos pays."
    columns = (
        Column("mission", "Mission", value=lambda row: row.mission, sort="mission__number"),
        Column(
            "organisation",
            "Organisme",
            value=lambda row: row.mission.organisation,
            sort="mission__organisation__sort_name",
        ),
        Column("country", "Pays", value=lambda row: row.mission.country, sort="mission__country__sort_name"),
        Column("delivered_at", "Remis le", sort="delivered_at"),
    )
    default_sort = "-delivered_at"

    def access(self) -> Verdict:
        agent = holds_role(self.request.user, self.today, Role.POST_AGENT)
        return allow() if agent else refuse("Cette page est celle des ambassades.")

    def queryset(self) -> QuerySet:
        return selectors.post_reports(self.request.user, self.today)

    def row_url(self, row) -> str:
        return reverse("reports:post_report", args=[row.public_id])


class Reports(Reserved, ListPage):
    """« Rapports », for DAECT: every mission over, whether its report is written or not."""

    title = "Rapports"
    search_label = "Mission ou organisme"
    filterset_class = ReportFilter
    empty_sentence = "Aucune mission n’est encore terminée."
    columns = (
        Column("mission", "Mission", value=str, sort="number"),
        Column("organisation", "Organisme", sort="organisation__sort_name"),
        COUNTRY,
        BACK,
        DUE,
        Column(
            "delivered",
            "Remis le",
            value=lambda row: row.report_delivered_at,
            sort="report_delivered_at",
            template="reports/cells/delivered.html",
        ),
        *standing.badge_columns(
            "state", "État", standing.awaited_badge(standing.DAECT_LEVELS), "report_state"
        ),
    )

    def access(self) -> Verdict:
        return is_daect(self.request.user, self.today)

    def queryset(self) -> QuerySet[Mission]:
        return latest_to_do(selectors.awaited(self.request.user, self.today))

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        words = normalise(text)
        return rows.filter(Q(search_text__contains=words) | Q(organisation__search_text__contains=words))

    def row_url(self, row: Mission) -> str:
        return reverse("reports:report", args=[row.report_id]) if row.report_id else row.get_absolute_url()


class Demands(Reserved, ListPage):
    """« Remboursements »: every demand, the oldest first."""

    title = "Remboursements"
    search_label = "Mission, organisme ou numéro"
    filterset_class = DemandFilter
    default_sort = "drafted"
    empty_sentence = "Aucun rapport ne manque : il n’y a rien à demander."
    columns = (
        Column("mission", "Mission", value=lambda row: row.mission, sort="mission__number"),
        Column(
            "organisation",
            "Organisme",
            value=lambda row: row.mission.organisation,
            sort="mission__organisation__sort_name",
        ),
        Column("country", "Pays", value=lambda row: row.mission.country, sort="mission__country__sort_name"),
        Column("due_on", "Limite dépassée", sort="due_on"),
        Column(
            "drafted",
            "Préparée le",
            value=lambda row: row.drafted_at,
            sort="drafted_at",
            template="reports/cells/age.html",
        ),
        *standing.badge_columns("state", "État", standing.demand_badge, "state"),
        Column("number", "Numéro", sort="number"),
        Column("total", "Montant", sort="total", number=True, template="reports/cells/euros.html"),
    )

    def access(self) -> Verdict:
        return is_daect(self.request.user, self.today)

    def queryset(self) -> QuerySet[ReimbursementDemand]:
        return selectors.visible_demands(self.request.user, self.today)

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        words = normalise(text)
        return rows.filter(
            Q(mission__search_text__contains=words)
            | Q(mission__organisation__search_text__contains=words)
            | Q(number__icontains=text)
        )
