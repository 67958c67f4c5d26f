"""① A collectivité drafts and lodges its file (spec L1–L8, X10).

Beside: `admission`, `inadmissibility`, `corrections`, `dismissals`.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from expect.accounts import service
from expect.accounts.enums import Role
from expect.accounts.models import Membership, Organisation, User
from expect.accounts.selectors import people
from expect.audit import journal
from expect.audit.transitions import STALE, advance, hold
from expect.database.counters import next_value
from expect.kernel.canonical import digest
from expect.kernel.clock import paris_day
from expect.kernel.errors import DraftConflict, Refusal, StateChanged
from expect.web import french
from labels import emails, letters, rules, selectors
from labels.appeals import TAKEN_BACK, leave_without_object
from labels.enums import ApplicationState
from labels.models import (
    ApplicationVersion,
    CommitmentText,
    CorrectionRequest,
    LabelApplication,
    Theme,
)
from labels.versions import changed_parts, joined, to_lodge
from labels.workflow import APPLICATION

PARTS: Mapping[str, tuple[str, ...]] = {
    "expertise": ("title", "themes", "skills", "prospect"),
    "evidence": ("on_cooperation", "on_territory"),
    "experts": ("experts",),
    "mobilisation": ("conditions",),
}
"""What each step of the form saves; the described items of evidence have their own acts (`evidence.py`)."""

MANY = {"themes", "experts"}


class NoSignatory(Refusal):
    """Nobody signs for the body today."""


class CommitmentsNotAccepted(Refusal):
    """The commitments were not accepted, or not in their wording of the day (spec L6)."""


# ---------------------------------------------------------------- the draft


@transaction.atomic
def start_draft(*, organisation: Organisation, by: User, at: datetime) -> LabelApplication:
    """Open a file for a body; the draft that it already has is given back (spec L1, L7). Raises NotAllowed."""
    membership = rules.may_start(by, organisation, paris_day(at)).require()
    if draft := selectors.open_draft(organisation):
        return draft
    try:
        with transaction.atomic():
            draft = LabelApplication.objects.create(
                organisation=organisation, created_at=at, created_by=by, updated_at=at, updated_by=by
            )
    except IntegrityError:
        return LabelApplication.objects.get(organisation=organisation, state=ApplicationState.DRAFT)
    journal.record(
        action="start_draft", subject=draft, by=by, membership=membership, at=at, to_state=draft.state
    )
    return draft


@transaction.atomic
def save_part(
    *,
    application: LabelApplication,
    part: str,
    data: Mapping[str, Any],
    revision: int,
    by: User,
    at: datetime,
) -> LabelApplication:
    """Save one part of the draft (PARTS), as it is: what is missing is said later (spec L7).

    `revision` is the one that the page showed. Raises NotAllowed, StateChanged, DraftConflict; what would change
    nothing is never a conflict.
    """
    rules.may_edit(by, application, paris_day(at), part).require()
    given = {name: data[name] for name in PARTS[part] if name in data}
    if _unchanged(application, given):
        return application
    claim(application, revision=revision, by=by, at=at)
    columns = [name for name in given if name not in MANY]
    for name in columns:
        setattr(application, name, given[name])
    application.save(update_fields=columns)
    for name in given.keys() & MANY:
        getattr(application, name).set(given[name])
    return application


def claim(application: LabelApplication, *, revision: int, by: User, at: datetime) -> None:
    """Take the file for one save, if nobody saved it since `revision`; raises StateChanged, DraftConflict."""
    untouched = LabelApplication.objects.filter(
        pk=application.pk, state__in=rules.OPEN_TO_CHANGE, revision=revision
    )
    if untouched.update(revision=F("revision") + 1, updated_at=at, updated_by=by):
        application.revision, application.updated_at, application.updated_by = revision + 1, at, by
        return
    application.refresh_from_db()
    if application.state not in rules.OPEN_TO_CHANGE:
        raise StateChanged(STALE)
    raise DraftConflict(
        "Ce dossier a été enregistré ailleurs (autre onglet ou autre personne) depuis l’ouverture de cette page. "
        "Rien n’a été écrasé : comparez votre saisie avec ce qui est enregistré."
    )


def keep_open(application: LabelApplication, *, part: str, by: User, at: datetime) -> Membership:
    """Hold a part open for a change beside its fields, which counts as a save; raises NotAllowed, StateChanged."""
    hold(application, application.state)
    membership = rules.may_edit(by, application, paris_day(at), part).require()
    saved = {"revision": F("revision") + 1, "updated_at": at, "updated_by": by}
    LabelApplication.objects.filter(pk=application.pk).update(**saved)
    application.refresh_from_db(fields=list(saved))
    return membership


@transaction.atomic
def hand_over(*, application: LabelApplication, by: User, at: datetime) -> LabelApplication:
    """Send the complete draft to the body's signatory (spec L6). Raises NotAllowed, NoSignatory, StateChanged."""
    hold(application, application.state)
    application.refresh_from_db()
    selectors.read_parts([application])
    membership = rules.may_hand_over(by, application, paris_day(at)).require()
    signatories = list(people((Role.SIGNATORY,), paris_day(at), organisation=application.organisation))
    if not signatories:
        raise NoSignatory(
            "Aucun signataire n’est habilité pour votre organisme : demandez à la DAECT d’en habiliter un."
        )
    application.handed_over_at = at
    application.save(update_fields=["handed_over_at"])
    journal.record(action="hand_over", subject=application, by=by, membership=membership, at=at)
    emails.application_to_sign(application, signatories, by=by, at=at)
    return application


# ---------------------------------------------------------------- lodging


@transaction.atomic
def submit(
    *,
    application: LabelApplication,
    commitments_version: int,
    accepted: bool,
    by: User,
    at: datetime,
    capacity: str = "",
    electronic: bool = False,
    revision: int | None = None,
    read: Mapping[str, Any] | None = None,
) -> ApplicationVersion:
    """The signatory lodges the file: frozen as a version, numbered, acknowledged by a receipt (spec L6, L7, X10).

    A corrected file keeps its number; silence runs again from that day, and takes nothing from the refusal that it had
    already made. `capacity` is the one in which they commit the
    body (default: the membership's), `electronic` agrees to be notified here (spec X11), `revision` is that of the file
    they read, `read` what it said. Of two at once, one lodges; the other gets StateChanged. Raises NotAllowed (what is
    missing included), DraftConflict, CommitmentsNotAccepted.
    """
    day = paris_day(at)
    hold(application, application.state)
    application.refresh_from_db()
    selectors.read_parts([application])
    membership = rules.may_submit(by, application, day).require()
    content = to_lodge(application)
    _as_read(application, content, revision=revision, read=read)
    commitments = _accepted(commitments_version, accepted, day)
    advance(
        application,
        APPLICATION,
        "submit" if application.state == ApplicationState.DRAFT else "submit_again",
        by=by,
        membership=membership,
        at=at,
        number=application.number or f"C-{day.year}-{next_value(f'application-{day.year}'):04}",
        submitted_at=at,
        submitted_by=by,
        silence_on=rules.silence_on(day),
        lodged_title=content["title"],
    )
    application.save(update_fields=["search_text"])
    application.lodged_themes.set(
        Theme.objects.filter(code__in=[theme["code"] for theme in content["themes"]])
    )
    content["number"] = application.number
    capacity = capacity or membership.capacity
    version = ApplicationVersion.objects.create(
        application=application,
        number=application.versions.count() + 1,
        content=content,
        sha256=digest(content),
        submitted_at=at,
        submitted_by=by,
        capacity=capacity,
        commitments=commitments,
        receipt=letters.issue_receipt(application, content, capacity=capacity, at=at),
    )
    joined(application).filter(lodged_at=None).update(lodged_at=at)
    settle(application, at=at)
    if electronic:
        service.agree(organisation=application.organisation, by=by, at=at)
    emails.application_lodged(application, version=version.number, at=at)
    return version


def settle(application: LabelApplication, *, at: datetime) -> None:
    """The correction asked for, if one was, is no longer awaited (spec L7)."""
    CorrectionRequest.objects.filter(application=application, settled_at=None).update(settled_at=at)


@transaction.atomic
def withdraw(*, application: LabelApplication, by: User, at: datetime) -> LabelApplication:
    """The body takes its file back, until a decision is recorded; a draft, it gives it up (spec §6).

    Raises NotAllowed, StateChanged.
    """
    hold(application, application.state)
    membership = rules.may_withdraw(by, application, paris_day(at)).require()
    act = "withdraw" if application.submitted_at else "abandon"
    facts = {"withdrawn_at": at, "implicit_on": None, "released_at": None}
    advance(application, APPLICATION, act, by=by, membership=membership, at=at, **facts)
    settle(application, at=at)
    leave_without_object(application, because=TAKEN_BACK, by=by, membership=membership, at=at)
    if application.submitted_at:
        emails.application_withdrawn(application, by=by, at=at)
    return application


# ---------------------------------------------------------------- pieces


def _accepted(version: int, accepted: bool, day: date) -> CommitmentText:
    commitments = selectors.commitments_on(day)
    if version != commitments.version:
        raise CommitmentsNotAccepted("Le texte des engagements a changé : relisez-le avant de déposer.")
    if not accepted:
        raise CommitmentsNotAccepted("Le dépôt suppose d’accepter les engagements.", field="accepted")
    return commitments


def _as_read(
    application: LabelApplication,
    content: Mapping[str, Any],
    *,
    revision: int | None,
    read: Mapping[str, Any] | None,
) -> None:
    """Raises DraftConflict where the file is no longer what was read: who changed it, when, in which parts."""
    parts = ", ".join(part.label for part in changed_parts(read, content)) if read else ""
    saved = revision not in (None, application.revision)
    if not saved and not parts:
        return
    who = application.updated_by or "Une autre personne"
    changed = (
        f"{who} a modifié ce dossier pendant votre lecture, le {french.moment(application.updated_at)}"
        if saved
        else "Ce dossier a changé pendant votre lecture"
    )
    where = f"\N{NO-BREAK SPACE}: {parts}" if parts else ""
    raise DraftConflict(f"{changed}{where}. Rien n’est déposé. Relisez-le, puis déposez-le.")


def _unchanged(application: LabelApplication, given: Mapping[str, Any]) -> bool:
    """Whether saving `given` would change nothing of what is stored."""
    stored = LabelApplication.objects.get(pk=application.pk)
    return all(
        {row.pk for row in getattr(stored, name).all()} == {row.pk for row in value}
        if name in MANY
        else getattr(stored, name) == value
        for name, value in given.items()
    )
