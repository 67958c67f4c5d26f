"""Missions on a map of the world, with its table (spec X1)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views import View

from expect.territory.world import Outline, outlines
from expect.web import french
from missions.selectors import stays
from missions.views.calendar import ForSides


@dataclass(frozen=True)
class Land:
    """A country on the map and in the table; `level` is 0 (none) to 3, by its number of missions."""

    name: str
    url: str
    outline: Outline | None
    prepared: int
    ahead: int
    done: int
    needs: int

    @property
    def total(self) -> int:
        return self.prepared + self.ahead + self.done

    @property
    def level(self) -> int:
        return sum(self.total >= least for least in (1, 2, 5))

    @property
    def words(self) -> str:
        """« Sénégal : 3 missions, 1 besoin ouvert »."""
        needs = f", {french.many(self.needs, 'besoin')} à pourvoir" if self.needs else ""
        return f"{self.name} : {french.many(self.total, 'mission')}{needs}"


class WorldMap(ForSides, View):
    """Every country drawn once; those with missions lead to the list."""

    template_name = "missions/world.html"
    title = "Carte des missions"

    def get(self, request: HttpRequest) -> HttpResponse:
        lands = [self.land(there) for there in stays.by_country(request.user, self.today)]
        drawn = {land.outline.numeric for land in lands if land.outline}
        return self.page(
            {
                "lands": lands,
                "others": [one for one in outlines().values() if one.path and one.numeric not in drawn],
                "absent": [land.name for land in lands if land.outline is None],
            }
        )

    def land(self, there: stays.There) -> Land:
        """It leads to its missions; where there is none yet, to its needs."""
        country, counts = there.country, (there.prepared, there.ahead, there.done)
        page = "missions:missions" if any(counts) else "missions:requests"
        url = f"{reverse(page)}?country={country.pk}"
        return Land(country.name, url, outlines().get(country.numeric), *counts, there.needs)
