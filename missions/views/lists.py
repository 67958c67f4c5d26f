"""« Missions »: the lists of the three sides."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html

from expect.accounts.enums import Role
from expect.accounts.selectors import holds_role
from expect.kernel.clock import day_count
from expect.web import french, marks
from expect.web.bulk import BulkAct
from expect.web.columns import Column
from expect.web.components import Badge
from expect.web.lists import ListPage
from expect.web.mark_pages import STAR
from missions import selectors
from missions.enums import SolicitationState
from missions.filters import MissionFilters, OwnMissionFilters
from missions.models import Mission
from missions.selectors.turns import with_since
from missions.views import standing
from missions.views.sides import DAECT, HOLDER, POST

RUNNING = (SolicitationState.SENT, SolicitationState.ACCEPTED)


def dates(mission: Mission) -> str:
    """« 12 au 18 mai 2026 », once they are known."""
    return french.short_period(mission.departs_on, mission.returns_on) if mission.departs_on else ""


def with_days(mission: Mission, today: date) -> str:
    """The same, and how many days."""
    if mission.departs_on is None:
        return ""
    days = day_count(mission.departs_on, mission.returns_on)
    plural = "s" if days > 1 else ""
    return format_html('{}<span class="fr-hint-text">{} jour{}</span>', dates(mission), days, plural)


NUMBER = Column("number", "Mission", short=True, sort="number")
SUBJECT = Column("subject", "Objet", sort="subject")
COUNTRY = Column("country", "Pays", sort="country__sort_name")
HOLDER_NAME = Column(
    "organisation",
    "Titulaire",
    sort="organisation__sort_name",
    hint=lambda mission: mission.organisation.description(),
)
DATES = (
    Column("dates", "Dates", value=dates, html=with_days, sort="departs_on", in_export=False),
    Column("departs_on", "Départ", on_screen=False),
    Column("returns_on", "Retour", on_screen=False),
)
TURN = Column("turn", "À qui d’agir", value=standing.whose)
SINCE = Column(
    "since",
    "Depuis",
    sort="turn_since",
    value=standing.since,
    html=lambda mission, today: (
        french.distance(standing.since(mission), today) if standing.since(mission) else ""
    ),
)
LIMIT = Column("report_due_on", "Rapport attendu", sort="report_due_on")


def state_column(side: str) -> Column:
    """The state, in the colours of that side."""

    def badge(mission: Mission) -> Badge:
        return standing.mission_badge(mission, side, late=mission.late)

    return Column("state", "État", value=badge)


class MissionList(ListPage):
    """What the three lists share."""

    title = "Missions"
    template_name = "missions/list.html"
    search_label = "Numéro, objet, pays ou titulaire"
    default_sort = "-number"
    filterset_class = MissionFilters

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return selectors.find_missions(rows, text)


class DaectMissions(MissionList):
    """Every mission, the latest first."""

    template_name = "missions/daect_list.html"
    keeps_views = True
    columns = (NUMBER, SUBJECT, COUNTRY, HOLDER_NAME, *DATES, state_column(DAECT), TURN, SINCE, LIMIT, STAR)
    empty_sentence = "Aucune mission n’est encore née d’un besoin."

    def queryset(self) -> QuerySet[Mission]:
        seen = selectors.daect_missions(self.request.user, self.today)
        return with_since(selectors.with_lateness(seen, self.today))

    def complete(self, rows: Sequence[Mission]) -> None:
        marks.tell_marked(rows, self.request.user, Mission)

    def bulk_acts(self) -> list[BulkAct]:
        acts = [BulkAct("Soumettre à l’ambassade", reverse("missions:missions_send_to_embassy"))]
        if holds_role(self.request.user, self.today, Role.HEAD):
            acts.append(BulkAct("Émettre les lettres", reverse("missions:missions_issue_letters")))
        return [
            *acts,
            BulkAct("Garder à faire", reverse("missions:missions_mark")),
            BulkAct("Ôter de ma liste", reverse("missions:missions_unmark")),
        ]


class PostMissions(MissionList):
    """The missions in the post's countries."""

    columns = (NUMBER, SUBJECT, COUNTRY, HOLDER_NAME, *DATES, state_column(POST), TURN, SINCE)
    empty_sentence = "Aucune mission n’est prévue dans les pays de votre poste."
    filterset_class = OwnMissionFilters

    def queryset(self) -> QuerySet[Mission]:
        seen = selectors.post_missions(self.request.user, self.today)
        return with_since(selectors.with_lateness(seen, self.today))


class OwnMissions(MissionList):
    """The holder's missions, under the solicitations that await its answer or the choice of DAECT."""

    template_name = "missions/own_list.html"
    columns = (NUMBER, SUBJECT, COUNTRY, *DATES, state_column(HOLDER), TURN, LIMIT)
    search_label = "Numéro, objet ou pays"
    empty_sentence = (
        "Vous n’avez encore aucune mission : la DAECT vous sollicite quand un besoin vous correspond."
    )
    filterset_class = OwnMissionFilters

    def queryset(self) -> QuerySet[Mission]:
        return selectors.with_lateness(selectors.own_missions(self.request.user, self.today), self.today)

    def context(self) -> Mapping[str, Any]:
        asked = selectors.own_solicitations(self.request.user, self.today)
        return {"asked": asked.filter(state__in=RUNNING).order_by("answer_by", "pk")}
