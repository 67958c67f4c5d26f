"""What every rule of stage 3 asks of a state."""

from collections.abc import Collection

from django.db.models import Model

from expect.kernel.verdict import Verdict
from expect.kernel.workflow import Workflow


def starting(verdict: Verdict, workflow: Workflow, act: str, subject: Model) -> Verdict:
    """The verdict, refused where the act does not start from the subject's state."""
    stage = f"Impossible à ce stade : l’état est « {subject.get_state_display()} »."
    return verdict.unless(not workflow.starts(act, subject.state), stage)


def among(verdict: Verdict, subject: Model, states: Collection[str]) -> Verdict:
    """The verdict, refused where the subject is in none of these states."""
    stage = f"Impossible à ce stade : l’état est « {subject.get_state_display()} »."
    return verdict.unless(subject.state not in states, stage)
