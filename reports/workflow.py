"""The states of stage 3, as tables (spec §6)."""

from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES, Role
from expect.kernel.workflow import Transition, Workflow
from reports.enums import DemandState as D
from reports.enums import DropCause
from reports.enums import ReportState as R

BEING_WRITTEN = (R.MORE_REQUESTED, R.DRAFT, R.AWAITING_SIGNATORY)
"""The states in which the holder has the report in hand."""

REPORT = Workflow(
    name="MissionReport",
    states=tuple(R.values),
    initial=R.DRAFT,
    transitions=(
        Transition("hand_in", (R.DRAFT, R.MORE_REQUESTED), R.AWAITING_SIGNATORY, HOLDER_ROLES),
        Transition("send_back", (R.AWAITING_SIGNATORY,), R.DRAFT, (Role.SIGNATORY,)),
        Transition("deliver", (R.AWAITING_SIGNATORY,), R.DELIVERED, (Role.SIGNATORY,)),
        Transition("request_more", (R.DELIVERED,), R.MORE_REQUESTED, DAECT_ROLES),
        Transition("accept_report", (R.DELIVERED,), R.ACCEPTED, DAECT_ROLES),
        Transition("accept_as_is", BEING_WRITTEN, R.ACCEPTED, DAECT_ROLES),
    ),
)

OPEN = (D.ISSUED, D.HANDED_OVER)
"""The states in which the holder owes something."""

LIVE = (D.DRAFT, D.ANSWERING, D.ISSUED, D.HANDED_OVER)
NOT_ISSUED = (D.DRAFT, D.ANSWERING)
MAY_COME_BACK = (DropCause.LIMIT_MOVED, DropCause.RECOVERED)
"""Why the job lets a demand go, though another may be drafted for that same limit (spec R4)."""

DEMAND = Workflow(
    name="ReimbursementDemand",
    states=tuple(D.values),
    initial=D.DRAFT,
    transitions=(
        Transition("send_prior_letter", (D.DRAFT,), D.ANSWERING, (Role.HEAD,)),
        Transition("issue", (D.ANSWERING,), D.ISSUED, (Role.HEAD,)),
        Transition("drop", NOT_ISSUED, D.DROPPED, (Role.HEAD,)),
        Transition("drop_delivered", NOT_ISSUED, D.DROPPED),
        Transition("drop_moved", NOT_ISSUED, D.DROPPED),
        Transition("drop_recovered", NOT_ISSUED, D.DROPPED),
        Transition("waive", (D.ISSUED,), D.WAIVED, (Role.HEAD,)),
        Transition("hand_over", (D.ISSUED,), D.HANDED_OVER, DAECT_ROLES),
        Transition("take_back", (D.HANDED_OVER,), D.ISSUED, DAECT_ROLES),
        Transition("settle", (D.ISSUED, D.HANDED_OVER), D.SETTLED),
        Transition("reopen", (D.SETTLED,), D.HANDED_OVER),
        Transition("reopen_issued", (D.SETTLED,), D.ISSUED),
    ),
)
