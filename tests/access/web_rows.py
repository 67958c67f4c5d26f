"""The pages that everybody may open."""

from django.http import QueryDict

from expect.database.models import Heartbeat
from expect.web import saved_views
from expect.web.health import BEAT
from tests.access.world import Row, World
from tests.moments import AT

NAMES = ("healthz", "readyz", "legal_notice", "personal_data", "accessibility", "cookies", "site_map")


def rows(world: World) -> list[Row]:
    Heartbeat.objects.update_or_create(name=BEAT, defaults={"at": AT})
    view = saved_views.keep_view(
        listing="labels:applications",
        name="Une vue",
        query=QueryDict("q=x"),
        by=world.people["officer"],
        at=AT,
    )
    return [
        *(Row(f"web:{name}", {"*": 200}) for name in NAMES),
        Row("web:saved_view_keep", {"anonymous": 302, "*": 404}),  # no list is named
        Row(
            "web:saved_view_forget",
            {"anonymous": 302, "officer": 200, "*": 404},
            {"public_id": view.public_id},
            personal=True,
        ),
    ]
