"""The programme's figures and the texts of its letters: DAECT reads them, the head changes them."""

from tests.access.world import Row, World


def rows(world: World) -> list[Row]:
    del world
    read = {"anonymous": 302, "officer": 200, "head": 200, "*": 403}
    change = {"anonymous": 302, "head": 200, "*": 403}
    text = {"key": "label.refusal.announcement"}
    return [
        Row("programme:parameters", read),
        Row("programme:change_parameter", change, {"key": "label_years"}),
        Row("programme:texts", read),
        Row("programme:text", read, text),
        Row("programme:change_text", change, text),
    ]
