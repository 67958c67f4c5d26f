"""The mail of the demonstration: anybody reads it."""

from expect.notifications import outbox
from tests.access.world import Row, World
from tests.moments import AT


def rows(world: World) -> list[Row]:
    message = outbox.write(
        key="essai", event="essai/dit", to="a@exemple.test", title="Essai", body="Essai\n", at=AT
    )
    return [
        Row("demo:mail_list", {"*": 200}),
        Row("demo:mail_detail", {"*": 200}, {"pk": message.pk}),
    ]
