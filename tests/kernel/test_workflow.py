"""A state table that makes no sense is refused when it is written."""

import pytest

from expect.kernel.workflow import Transition, Workflow

pytestmark = pytest.mark.pure

OPEN_CLOSED = Workflow("Door", ("open", "closed"), "open", (Transition("close", ("open",), "closed"),))


def test_a_table_answers():
    assert OPEN_CLOSED.starts("close", "open")
    assert not OPEN_CLOSED.starts("close", "closed")
    assert OPEN_CLOSED.final_states() == ["closed"]
    with pytest.raises(KeyError):
        OPEN_CLOSED.transition("lock")


def test_the_diagram_names_each_act():
    assert OPEN_CLOSED.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> open",
        "    open --> closed: close",
        "    closed --> [*]",
    ]


@pytest.mark.parametrize(
    ("states", "transitions", "says"),
    [
        (("open",), (Transition("close", ("open",), "closed"),), "unknown states"),
        (("open", "lost"), (), "unreachable states"),
        (("open",), (Transition("a", ("open",), "open"), Transition("a", ("open",), "open")), "named twice"),
    ],
)
def test_a_wrong_table_is_refused(states, transitions, says):
    with pytest.raises(ValueError, match=says):
        Workflow("Door", states, "open", transitions)
