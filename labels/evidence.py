"""What shows the expertise: described items, and the files behind them (spec L4, X6)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.audit.transitions import hold
from expect.documents import uploads
from expect.documents.checks import CheckedFile, check
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from labels import rules
from labels.applications import claim, keep_open
from labels.enums import Part
from labels.models import EvidenceAttachment, EvidenceItem, LabelApplication
from labels.versions import joined

FIELDS = ("basis", "title", "description", "partner", "period")
MOST_ITEMS = 20
MOST_FILES = 20


class TooMany(Refusal):
    """The file holds as many items or attachments as it may."""


@transaction.atomic
def add_item(
    *, application: LabelApplication, data: Mapping[str, Any], by: User, at: datetime
) -> EvidenceItem:
    """Describe one more action or experience. Raises NotAllowed, StateChanged, TooMany."""
    keep_open(application, part=Part.EVIDENCE, by=by, at=at)
    if application.evidence.count() >= MOST_ITEMS:
        raise TooMany(
            f"Un dossier compte {MOST_ITEMS} éléments de preuve au plus : gardez les plus parlants."
        )
    return EvidenceItem.objects.create(
        application=application, **{name: data.get(name, "") for name in FIELDS}
    )


@transaction.atomic
def edit_item(
    *, item: EvidenceItem, data: Mapping[str, Any], revision: int, by: User, at: datetime
) -> EvidenceItem:
    """Change one item. Raises NotAllowed, StateChanged, DraftConflict where the file has changed since `revision`."""
    rules.may_edit(by, item.application, paris_day(at), Part.EVIDENCE).require()
    stored = {name: getattr(item, name) for name in FIELDS}
    facts = stored | {name: data[name] for name in FIELDS if name in data}
    if facts != stored:
        claim(item.application, revision=revision, by=by, at=at)
        for name, value in facts.items():
            setattr(item, name, value)
        item.save(update_fields=FIELDS)
    return item


@transaction.atomic
def remove_item(*, item: EvidenceItem, by: User, at: datetime) -> LabelApplication:
    """Take one item out of the draft; its files stay in it. Raises NotAllowed, StateChanged.

    The journal keeps who removed it, for the colleague who was writing on it.
    """
    membership = keep_open(item.application, part=Part.EVIDENCE, by=by, at=at)
    details = {"item": item.public_id}
    journal.record(
        action="remove_item", subject=item.application, by=by, membership=membership, at=at, details=details
    )
    item.delete()
    return item.application


def joined_before(application: LabelApplication, file: CheckedFile) -> EvidenceAttachment | None:
    """The attachment that holds the same content, if there is one: a file sent twice is joined once."""
    return joined(application).filter(file__sha256=file.sha256).first()


@transaction.atomic
def attach_file(
    *,
    application: LabelApplication,
    file: UploadedFile | CheckedFile,
    by: User,
    at: datetime,
    item: EvidenceItem | None = None,
) -> EvidenceAttachment:
    """Join a file to the draft, behind one item if one is named; one that is there already is given back (spec X6).

    Sent again behind another item, it moves there. Raises NotAllowed, StateChanged, TooMany, UploadRefused.
    """
    hold(application, application.state)
    rules.may_edit(by, application, paris_day(at), Part.EVIDENCE).require()
    checked = file if isinstance(file, CheckedFile) else check(file)
    already = joined_before(application, checked)
    if already and (item is None or already.lodged_at or already.item_id == item.pk):
        return already
    keep_open(application, part=Part.EVIDENCE, by=by, at=at)
    if already:
        already.item = item
        already.save(update_fields=["item"])
        return already
    if joined(application).count() >= MOST_FILES:
        raise TooMany(f"Un dossier compte {MOST_FILES} pièces jointes au plus.", field="file")
    stored = uploads.store(checked, by=by, at=at)
    return EvidenceAttachment.objects.create(application=application, item=item, file=stored)


@transaction.atomic
def remove_file(*, attachment: EvidenceAttachment, by: User, at: datetime) -> LabelApplication:
    """Take a file out; one that was lodged is kept for its version (spec L7). Raises NotAllowed, StateChanged."""
    keep_open(attachment.application, part=Part.EVIDENCE, by=by, at=at)
    one = EvidenceAttachment.objects.filter(pk=attachment.pk)
    one.filter(lodged_at__isnull=False, removed_at=None).update(removed_at=at)
    one.filter(lodged_at=None).delete()
    return attachment.application
