"""The body keeps the list of its experts: the people who can be sent (spec L5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from expect.accounts.models import Organisation, User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import DraftConflict, Refusal
from expect.web import french
from labels import rules
from labels.applications import keep_open
from labels.enums import ExpertCategory, Part
from labels.models import Expert, LabelApplication

FIELDS = (
    "first_name",
    "last_name",
    "email",
    "function",
    "qualifications",
    "category",
    "partner_kind",
    "partner_name",
    "languages",
    "availability",
)


class PartnerMissing(Refusal):
    """The expert comes from a partner that is not named."""


@transaction.atomic
def add_expert(
    *,
    organisation: Organisation,
    data: Mapping[str, Any],
    by: User,
    at: datetime,
    application: LabelApplication | None = None,
) -> Expert:
    """Put a person on the body's list, and in one of its drafts if one is named; `data` holds FIELDS.

    Raises NotAllowed, PartnerMissing, StateChanged.
    """
    membership = rules.may_edit_experts(by, organisation, paris_day(at)).require()
    expert = Expert.objects.create(organisation=organisation, **_facts(data))
    if application is not None:
        keep_open(application, part=Part.EXPERTS, by=by, at=at)
        application.experts.add(expert)
    journal.record(action="add_expert", subject=expert, by=by, membership=membership, at=at)
    return expert


@transaction.atomic
def edit_expert(
    *, expert: Expert, data: Mapping[str, Any], by: User, at: datetime, active: bool = True
) -> Expert:
    """Bring a person's entry up to date, or set them aside (`active=False`): an expert is never deleted.

    What was lodged keeps what it said (spec L7). Raises NotAllowed, PartnerMissing, DraftConflict where the entry was
    changed since `expert` was read.
    """
    membership = rules.may_edit_experts(by, expert.organisation, paris_day(at)).require()
    facts = _facts(data) | {"active": active}
    _hold_as_read(expert)
    for name, value in facts.items():
        setattr(expert, name, value)
    expert.save()
    journal.record(
        action="edit_expert", subject=expert, by=by, membership=membership, at=at, details={"active": active}
    )
    return expert


def _hold_as_read(expert: Expert) -> None:
    """Keep the entry as it was read until the transaction ends; else it is read again, and DraftConflict raised."""
    read = {name: getattr(expert, name) for name in (*FIELDS, "active")}
    if not Expert.objects.filter(pk=expert.pk, **read).update(active=F("active")):
        expert.refresh_from_db()
        raise DraftConflict(f"Quelqu’un d’autre vient de changer la fiche {french.of(str(expert))}.")


def _facts(data: Mapping[str, Any]) -> dict[str, Any]:
    facts = {name: data.get(name, "") for name in FIELDS}
    if facts["category"] != ExpertCategory.PARTNER:
        return facts | {"partner_kind": "", "partner_name": ""}
    if not facts["partner_kind"] or not facts["partner_name"]:
        raise PartnerMissing(
            "Précisez de quel partenaire territorial relève cette personne, et sa nature.",
            field="partner_name" if facts["partner_kind"] else "partner_kind",
        )
    return facts
