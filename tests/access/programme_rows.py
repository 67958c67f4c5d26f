"""The programme's figures: DAECT reads them, the head changes them."""

from tests.access.world import Row, World


def rows(world: World) -> list[Row]:
    del world
    return [
        Row("programme:parameters", {"anonymous": 302, "officer": 200, "head": 200, "*": 403}),
        Row(
            "programme:change_parameter",
            {"anonymous": 302, "head": 200, "*": 403},
            {"key": "label_years"},
        ),
    ]
