"""What was done on a file, and by whom: the journal with its names (spec X2)."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.models import MandateStatement, Membership, User
from expect.audit.models import Entry
from labels.models import LabelApplication

TOLD_TO_BODY = (
    "start_draft",
    "hand_over",
    "submit",
    "request_changes",
    "submit_again",
    "close",
    "admit",
    "release",
    "declare_inadmissible",
    "withdraw",
    "notify_grant",
    "notify_refusal",
    "notify_deferral",
    "rectify",
    "write_message",
    "lodge_appeal",
    "answer_appeal",
    "leave_appeal",
    "uphold",
    "rectify",
    "replace_diploma",
    "widen_label",
)
"""What the body reads of it: what it did, and what it was told; never what DAECT prepares (spec L9)."""
OUTSIDE = "DAECT"


@dataclass(frozen=True)
class Done:
    """One line of a file's history: what (a code), when, by whom; « DAECT » where the reader is told no name."""

    entry: Entry
    who: str


def history_of(application: LabelApplication) -> list[Done]:
    """Oldest first, without the readings nor the attempts, each with the name and the capacity; for DAECT."""
    found = _entries(application).exclude(action__startswith="read_").exclude(action="refused_reading")
    return [Done(entry, _who(entry)) for entry in found]


def history_for_body(application: LabelApplication) -> list[Done]:
    """What the body did, by the names of its people, and what it was told, by « DAECT » (spec X1)."""
    found = _entries(application).filter(action__in=TOLD_TO_BODY)
    return [Done(entry, _who(entry) if entry.role in HOLDER_ROLES else OUTSIDE) for entry in found]


def _entries(application: LabelApplication) -> QuerySet[Entry]:
    """With the names, which the journal does not hold: a person who is anonymised is so here too (spec X8)."""
    person = User.objects.filter(public_id=OuterRef("actor"))
    membership = Membership.objects.filter(public_id=OuterRef("membership"))
    stated = MandateStatement.objects.filter(
        membership__public_id=OuterRef("membership"), stated_at__lte=OuterRef("at")
    )
    lodged = application.versions.filter(
        submitted_at=OuterRef("at"), submitted_by__public_id=OuterRef("actor")
    )
    here = Entry.objects.filter(subject_type=application._meta.label, subject_id=application.public_id)
    return here.order_by("id").annotate(
        first_name=Subquery(person.values("first_name")),
        last_name=Subquery(person.values("last_name")),
        email=Subquery(person.values("email")),
        capacity=Coalesce(
            Subquery(lodged.order_by("-number").values("capacity")[:1]),
            Subquery(membership.filter(statements=None).values("capacity")),
            Subquery(stated.order_by("-stated_at").values("capacity")[:1]),
        ),
    )


def _who(entry: Entry) -> str:
    """« Nadia Benali, cheffe de projet »: the capacity of that day, or else the role."""
    if entry.email is None:
        return "le service" if entry.role == "system" else ""
    person = User(first_name=entry.first_name, last_name=entry.last_name, email=entry.email)
    role = Role(entry.role).label if entry.role in Role.values else ""
    return ", ".join(filter(None, (str(person), entry.capacity or role)))
