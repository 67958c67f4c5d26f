"""The pages that everybody may open."""

from expect.database.models import Heartbeat
from expect.web.health import BEAT
from tests.access.world import Row, World
from tests.moments import AT

NAMES = ("healthz", "readyz", "legal_notice", "personal_data", "accessibility", "cookies", "site_map")


def rows(world: World) -> list[Row]:
    Heartbeat.objects.update_or_create(name=BEAT, defaults={"at": AT})
    return [Row(f"web:{name}", {"*": 200}) for name in NAMES]
