"""« À faire »: the missions that a person of DAECT keeps in sight, one by one or several at once (spec X4)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from expect.accounts.views.access import ForDaect
from expect.kernel.verdict import Verdict
from expect.web.mark_pages import MarkManyPage, MarkPage, StarPage, UnmarkManyPage
from missions import marks, rules, selectors
from missions.models import Mission, MissionMark
from missions.views.bulk import ManyMissions
from missions.views.missions import MISSION_WORD, MissionFound


class MarkedMissions:
    """What is kept in sight here: missions, whatever their state."""

    row_word = MISSION_WORD

    def may_mark(self, row: Mission) -> Verdict:
        return rules.may_mark(self.request.user, self.today)

    def mark(self, row: Mission, **words: Any) -> MissionMark:
        return marks.mark(mission=row, by=self.request.user, at=self.at, **words)


class Star(MarkedMissions, ForDaect, StarPage):
    def queryset(self) -> QuerySet[Mission]:
        return selectors.daect_missions(self.request.user, self.today)

    def list_url(self) -> str:
        return reverse("missions:missions")


class Mark(MarkedMissions, MissionFound, MarkPage):
    title = "Garder la mission {} à faire"
    seen = staticmethod(selectors.visible_missions)


class MarkMany(MarkedMissions, MarkManyPage, ManyMissions):
    pass


class UnmarkMany(MarkedMissions, UnmarkManyPage, ManyMissions):
    pass
