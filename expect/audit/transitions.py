"""The one way in which a state changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F

from expect.audit import journal
from expect.kernel.errors import StateChanged
from expect.kernel.workflow import Workflow

Subject = TypeVar("Subject", bound=models.Model)

STALE = (
    "Cette page n’est plus à jour : l’état a changé entre-temps. Rechargez-la pour voir où en est le dossier."
)


@transaction.atomic
def advance(
    instance: Subject,
    workflow: Workflow,
    act: str,
    *,
    by: Any,
    at: datetime,
    membership: Any = None,
    details: dict[str, Any] | None = None,
    only: dict[str, Any] | None = None,
    **facts: Any,
) -> Subject:
    """Move `instance` along `workflow` by `act`: conditional UPDATE, facts and journal in one transaction.

    The UPDATE asks for one of the source states, so that of two people at the same instant one wins, on SQLite and
    PostgreSQL alike; the other gets StateChanged. `facts` are the columns to set with the state; `only`, what the row
    must say still beside its state.
    """
    transition = workflow.transition(act)
    from_state = instance.state
    sources = (from_state,) if from_state in transition.sources else ()
    changed = (
        type(instance)
        ._base_manager.filter(pk=instance.pk, state__in=sources, **only or {})
        .update(state=transition.target, **facts)
    )
    if not changed:
        raise StateChanged(STALE)
    instance.state = transition.target
    for name, value in facts.items():
        setattr(instance, name, value)
    journal.record(
        action=act,
        subject=instance,
        by=by,
        membership=membership,
        at=at,
        from_state=from_state,
        to_state=transition.target,
        details=details,
    )
    return instance


def hold(instance: models.Model, *states: str, read: Sequence[str] = ()) -> None:
    """Keep `instance` in one of `states` until the transaction ends; raises StateChanged where it has left them.

    Its row stays locked: whoever would move it waits, and what the act reads next no longer changes. `read` names the
    columns on which the act is judged, read again once the row is held.
    """
    if not type(instance)._base_manager.filter(pk=instance.pk, state__in=states).update(state=F("state")):
        raise StateChanged(STALE)
    if read:
        instance.refresh_from_db(fields=["state", *read])
