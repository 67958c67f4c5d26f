"""The rows of the work list: one shape, for every package that has something waiting (spec X4)."""

from datetime import date

from django.db.models import Case, CharField, DateField, F, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from expect.accounts.enums import OpeningState, Role
from expect.accounts.models import AccountOpening, User
from expect.accounts.selectors import holds_role, is_daect, unconfirmed_signatories

COLUMNS = ("work_kind", "public_id", "work_title", "work_due_on", "work_since")


def rows(
    queryset: QuerySet,
    kind: str,
    *,
    title: str | Combinable,
    since: str | Combinable,
    due_on: str | Combinable | None = None,
) -> QuerySet:
    """`queryset` as rows (kind, public id, title, due day, since) that one UNION can take on both engines.

    `kind` says what is to be done, as « labels.instruct »; the dashboard has its sentence and its address.
    `title` completes that sentence (« Ville de Nantes »). `due_on` is a day, None where there is no deadline.
    `since` is the aware instant from which it waits. Each is the name of a column or an expression.
    """
    title, since = (F(value) if isinstance(value, str) else value for value in (title, since))
    due_on = Value(None) if due_on is None else F(due_on) if isinstance(due_on, str) else due_on
    return (
        queryset.order_by()
        .annotate(
            work_kind=Value(kind, CharField()),
            work_title=title,
            work_due_on=Cast(due_on, DateField()),
            work_since=since,
        )
        .values_list(*COLUMNS)
    )


def marked_rows(queryset: QuerySet, kind: str, user: User, *, title: str | Combinable) -> QuerySet:
    """The rows of `queryset` that `user` keeps in sight, each with the note and the day chosen."""
    title = F(title) if isinstance(title, str) else title
    noted = Case(When(marks__note="", then=title), default=Concat(title, Value(" – "), F("marks__note")))
    mine = queryset.filter(marks__owner=user)
    return rows(mine, kind, title=noted, since="marks__created_at", due_on="marks__due_on")


def work_items(user: User, on: date) -> list[QuerySet]:
    """What accounts has waiting for `user`: a mandate to confirm; for DAECT, the requests for an account."""
    found = []
    if holds_role(user, on, Role.SIGNATORY):
        mine = unconfirmed_signatories(on).filter(user=user)
        found.append(rows(mine, "accounts.state_mandate", title="organisation__name", since="asked_at"))
    if is_daect(user, on):
        pending = AccountOpening.objects.filter(state=OpeningState.PENDING)
        found.append(
            rows(pending, "accounts.decide_opening", title="organisation__name", since="requested_at")
        )
    return found
