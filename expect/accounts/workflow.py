"""The life of a request to open a body's account (spec §1)."""

from expect.accounts.enums import DAECT_ROLES, OpeningState
from expect.kernel.workflow import Transition, Workflow

ACCOUNT_OPENING = Workflow(
    name="AccountOpening",
    states=tuple(OpeningState.values),
    initial=OpeningState.PENDING,
    transitions=(
        Transition("approve_opening", (OpeningState.PENDING,), OpeningState.APPROVED, DAECT_ROLES),
        Transition("refuse_opening", (OpeningState.PENDING,), OpeningState.REFUSED, DAECT_ROLES),
    ),
)
