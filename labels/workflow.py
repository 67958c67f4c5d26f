"""The states of stage 1, as tables (spec §6)."""

from expect.accounts.enums import DAECT_ROLES, HOLDER_ROLES, Role
from expect.kernel.workflow import Transition, Workflow
from labels.enums import ApplicationState as A
from labels.enums import SessionState as S

APPLICATION = Workflow(
    name="LabelApplication",
    states=tuple(A.values),
    initial=A.DRAFT,
    transitions=(
        Transition("submit", (A.DRAFT,), A.SUBMITTED, (Role.SIGNATORY,)),
        Transition("request_changes", (A.SUBMITTED, A.ADMISSIBLE), A.CHANGES_REQUESTED, DAECT_ROLES),
        Transition("submit_again", (A.CHANGES_REQUESTED,), A.SUBMITTED, (Role.SIGNATORY,)),
        Transition("close", (A.CHANGES_REQUESTED,), A.CLOSED, (Role.HEAD,)),
        Transition("declare_inadmissible", (A.SUBMITTED,), A.INADMISSIBLE, (Role.HEAD,)),
        Transition("admit", (A.SUBMITTED, A.DEFERRED, A.ADMISSIBLE), A.ADMISSIBLE, DAECT_ROLES),
        Transition("release", (A.ADMISSIBLE,), A.ADMISSIBLE, DAECT_ROLES),
        Transition("examine", (A.ADMISSIBLE,), A.EXAMINED, DAECT_ROLES),
        Transition("notify_grant", (A.EXAMINED,), A.GRANTED, (Role.HEAD,)),
        Transition("notify_refusal", (A.EXAMINED,), A.REFUSED, (Role.HEAD,)),
        Transition("notify_deferral", (A.EXAMINED,), A.DEFERRED, (Role.HEAD,)),
        Transition("uphold", (A.GRANTED, A.REFUSED, A.INADMISSIBLE, A.CLOSED), A.ADMISSIBLE, DAECT_ROLES),
        Transition("abandon", (A.DRAFT,), A.WITHDRAWN, HOLDER_ROLES),
        Transition(
            "withdraw",
            (A.SUBMITTED, A.CHANGES_REQUESTED, A.ADMISSIBLE, A.EXAMINED, A.DEFERRED),
            A.WITHDRAWN,
            (Role.SIGNATORY,),
        ),
    ),
)

SESSION = Workflow(
    name="CommitteeSession",
    states=tuple(S.values),
    initial=S.PLANNED,
    transitions=(
        Transition("close_session", (S.PLANNED,), S.CLOSED, DAECT_ROLES),
        Transition("hold_session", (S.CLOSED,), S.HELD, DAECT_ROLES),
        Transition("notify_session", (S.HELD,), S.NOTIFIED, (Role.HEAD,)),
        Transition("cancel_session", (S.PLANNED, S.CLOSED), S.CANCELLED, DAECT_ROLES),
    ),
)
