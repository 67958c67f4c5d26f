"""The states of stage 2, as tables (spec §6)."""

from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES, Role
from expect.kernel.workflow import Transition, Workflow
from missions.enums import MissionState as M
from missions.enums import RequestState as R
from missions.enums import SolicitationState as S

REQUEST = Workflow(
    name="ExpertiseRequest",
    states=tuple(R.values),
    initial=R.OPEN,
    transitions=(
        Transition("match", (R.OPEN,), R.MATCHED, DAECT_ROLES),
        Transition("withdraw_request", (R.OPEN,), R.WITHDRAWN, (*DAECT_ROLES, Role.POST_AGENT)),
        Transition("merge_request", (R.OPEN,), R.MERGED, DAECT_ROLES),
        Transition("expire_request", (R.OPEN,), R.EXPIRED),
    ),
)

SOLICITATION = Workflow(
    name="Solicitation",
    states=tuple(S.values),
    initial=S.SENT,
    transitions=(
        Transition("accept_solicitation", (S.SENT,), S.ACCEPTED, HOLDER_ROLES),
        Transition("decline_solicitation", (S.SENT,), S.DECLINED, HOLDER_ROLES),
        Transition("choose", (S.ACCEPTED,), S.CHOSEN, DAECT_ROLES),
        Transition("set_aside", (S.ACCEPTED,), S.NOT_CHOSEN, DAECT_ROLES),
        Transition("lapse_solicitation", (S.SENT,), S.LAPSED, DAECT_ROLES),
        Transition("cancel_solicitation", (S.SENT,), S.CANCELLED, DAECT_ROLES),
    ),
)

BEFORE_DEPARTURE = (M.DRAFT, M.ACCEPTED, M.AWAITING_EMBASSY, M.RETURNED, M.VALIDATED)
LEFT = (M.VALIDATED, M.INTERRUPTED)
"""The states in which people may be abroad, as the dates say."""
GIVEN_UP = (M.REFUSED, M.CANCELLED)
"""Where nobody left, and nobody will: the need of the mission is unmet."""

MISSION = Workflow(
    name="Mission",
    states=tuple(M.values),
    initial=M.DRAFT,
    transitions=(
        Transition("accept_terms", (M.DRAFT, M.RETURNED), M.ACCEPTED, (Role.SIGNATORY,)),
        Transition("revise_terms", (M.ACCEPTED,), M.DRAFT, HOLDER_ROLES),
        Transition("send_to_embassy", (M.ACCEPTED,), M.AWAITING_EMBASSY, DAECT_ROLES),
        Transition("validate", (M.AWAITING_EMBASSY,), M.VALIDATED, (Role.POST_AGENT,)),
        Transition("return", (M.AWAITING_EMBASSY,), M.RETURNED, (Role.POST_AGENT,)),
        Transition("refuse", (M.AWAITING_EMBASSY,), M.REFUSED, (Role.POST_AGENT,)),
        Transition("withdraw_validation", (M.VALIDATED,), M.ACCEPTED, DAECT_ROLES),
        Transition("amend", (M.AWAITING_EMBASSY, M.VALIDATED), M.ACCEPTED, (Role.SIGNATORY,)),
        Transition(
            "interrupt", (M.VALIDATED,), M.INTERRUPTED, (*HOLDER_ROLES, *DAECT_ROLES, Role.POST_AGENT)
        ),
        Transition("complete", LEFT, M.COMPLETED),
        Transition("confirm_return", (*LEFT, M.COMPLETED), M.COMPLETED, (*HOLDER_ROLES, *DAECT_ROLES)),
        Transition("close", (M.COMPLETED,), M.CLOSED, DAECT_ROLES),
        Transition("cancel", BEFORE_DEPARTURE, M.CANCELLED, (*DAECT_ROLES, Role.SIGNATORY)),
        Transition("record_no_departure", (M.VALIDATED, M.COMPLETED), M.CANCELLED, DAECT_ROLES),
    ),
)
