"""Files and what goes with them: versions, attachments, decisions, history."""

from datetime import date
from typing import Any

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet

from expect.accounts.models import Organisation, ProofOfService, User
from expect.accounts.selectors import is_daect, organisations_of
from expect.database.text import normalise, words
from expect.documents.models import StoredFile
from expect.notifications.models import Message
from labels.enums import ApplicationState, Part
from labels.models import (
    AdmissibilityCheck,
    ApplicationVersion,
    CommitmentText,
    CorrectionPoint,
    CorrectionRequest,
    Decision,
    Dismissal,
    EvidenceAttachment,
    EvidenceItem,
    LabelApplication,
    Theme,
    ThemeChange,
)
from labels.rules import READ_BY_COMMITTEE
from labels.selectors.committee import every_file, own_sessions

MOST_SHOWN = 100
"""Lines of a history that a page shows."""


def themes() -> QuerySet[Theme]:
    """The themes offered to applicants, in their order (spec L3)."""
    return Theme.objects.filter(active=True).order_by("rank", "pk")


def every_theme() -> QuerySet[Theme]:
    """All themes in their order, those no longer offered included."""
    return Theme.objects.order_by("rank", "pk")


def theme_history() -> QuerySet[ThemeChange]:
    """What was changed in the list of themes, the latest first."""
    return ThemeChange.objects.select_related("theme", "changed_by").order_by("-changed_at", "-pk")[
        :MOST_SHOWN
    ]


def commitment_texts() -> QuerySet[CommitmentText]:
    """Every wording of the commitments, the one in force last coming first."""
    return CommitmentText.objects.select_related("worded_by").order_by("-in_force_from", "-version")


def commitments_on(day: date) -> CommitmentText:
    """The wording of the commitments in force on that day (spec L6)."""
    return CommitmentText.objects.filter(in_force_from__lte=day).latest("in_force_from", "version")


def own_applications(user: User, day: date) -> QuerySet[LabelApplication]:
    """The files of the bodies for which `user` fills in or signs."""
    return every_file().filter(organisation__in=organisations_of(user, day))


def lodged_applications(user: User, day: date) -> QuerySet[LabelApplication]:
    """For DAECT, every file once lodged; a draft belongs to its body alone."""
    return (
        every_file().filter(submitted_at__isnull=False)
        if is_daect(user, day)
        else LabelApplication.objects.none()
    )


def for_list(applications: QuerySet[LabelApplication]) -> QuerySet[LabelApplication]:
    """The files with what a line of DAECT's list shows, without their long texts; `complete_rows` gives the rest."""
    return applications.only(
        "public_id",
        "number",
        "lodged_title",
        "state",
        "submitted_at",
        "silence_on",
        "implicit_on",
        "session__held_on",
        "organisation__kind",
        "organisation__name",
        "organisation__department__name",
        "organisation__region__name",
        "officer__first_name",
        "officer__last_name",
        "officer__email",
        "examined_at",
        "admitted_at",
        "released_at",
        "notified_at",
    ).select_related("officer")


def committee_applications(user: User, day: date) -> QuerySet[LabelApplication]:
    """For a member, the files of the sessions where they sit (spec L8)."""
    found = every_file().filter(session__in=own_sessions(user, day), state__in=READ_BY_COMMITTEE)
    return found.prefetch_related("experts")


def open_draft(organisation: Organisation) -> LabelApplication | None:
    """The draft that the body has under way (spec L7)."""
    return LabelApplication.objects.filter(organisation=organisation, state=ApplicationState.DRAFT).first()


def last_version(application: LabelApplication) -> ApplicationVersion | None:
    """What was lodged last: what DAECT and the committee read (spec L7)."""
    return (
        ApplicationVersion.objects.filter(application=application)
        .select_related("submitted_by", "commitments", "receipt__file")
        .order_by("-number")
        .first()
    )


def open_correction(application: LabelApplication) -> CorrectionRequest | None:
    """The correction that DAECT awaits, with its points in the order of the form; None where there is none."""
    if application.state != ApplicationState.CHANGES_REQUESTED:
        return None
    requests = CorrectionRequest.objects.filter(application=application, settled_at=None)
    found = requests.select_related("asked_by").prefetch_related("points").first()
    if found:
        order = list(Part.values)
        found.points_in_order = sorted(found.points.all(), key=lambda point: order.index(point.part))
    return found


def last_asked(application: LabelApplication) -> dict[str, str]:
    """By part, what the last request for corrections asked; empty where none was made."""
    last = application.correction_requests.order_by("-asked_at", "-pk").values("pk")[:1]
    return dict(CorrectionPoint.objects.filter(request__in=last).values_list("part", "remark"))


def versions_of(application: LabelApplication) -> QuerySet[ApplicationVersion]:
    """What was lodged, the latest first, without what it says."""
    found = ApplicationVersion.objects.filter(application=application).defer("content")
    return found.select_related("submitted_by").order_by("-number")


def version(application: LabelApplication, number: int | str) -> ApplicationVersion | None:
    """One version of a file, with what it says."""
    found = ApplicationVersion.objects.filter(application=application, number=number)
    return found.select_related("submitted_by", "commitments").first()


def with_versions(applications: QuerySet[LabelApplication]) -> QuerySet[LabelApplication]:
    """Files with their versions and what was found of each, as DAECT's page reads them."""
    lodged = ApplicationVersion.objects.select_related("submitted_by", "commitments", "receipt__file")
    found = AdmissibilityCheck.objects.select_related("checked_by")
    return applications.prefetch_related(
        Prefetch("versions", queryset=lodged.order_by("-number")), Prefetch("checks", queryset=found)
    )


def own_items(user: User, day: date) -> QuerySet[EvidenceItem]:
    """The items of evidence in the files of one's bodies."""
    items = EvidenceItem.objects.select_related("application__organisation")
    return items.filter(application__organisation__in=organisations_of(user, day))


def own_attachments(user: User, day: date) -> QuerySet[EvidenceAttachment]:
    """The files joined to the applications of one's bodies."""
    return _attachments().filter(application__organisation__in=organisations_of(user, day))


def visible_attachments(user: User, day: date) -> QuerySet[EvidenceAttachment]:
    """The files joined to the applications that one may read: the applicant all, DAECT and the committee those lodged.

    A member also asks `rules.may_read_as_member`: recused, they read none.
    """
    reachable, lodged = (
        Q(application__organisation__in=organisations_of(user, day)),
        Q(lodged_at__isnull=False),
    )
    if is_daect(user, day):
        reachable |= lodged
    else:
        reachable |= lodged & Q(application__in=committee_applications(user, day).values("pk"))
    return _attachments().filter(reachable)


def applications_with_receipt(user: User, day: date) -> QuerySet[LabelApplication]:
    """The lodged files whose receipt the body's people and DAECT may open."""
    lodged = every_file().filter(submitted_at__isnull=False)
    return lodged if is_daect(user, day) else lodged.filter(organisation__in=organisations_of(user, day))


def visible_decisions(user: User, day: date) -> QuerySet[Decision]:
    """DAECT sees every decision; the body's people, once notified (spec L9)."""
    decisions = Decision.objects.select_related("application__organisation", "session", "letter__file")
    if is_daect(user, day):
        return decisions
    return decisions.filter(
        application__organisation__in=organisations_of(user, day), notified_at__isnull=False
    )


def visible_dismissals(user: User, day: date) -> QuerySet[Dismissal]:
    """What ended files without the committee: DAECT sees all of it; the body's people, what concerns theirs."""
    if is_daect(user, day):
        return daect_dismissals(user, day)
    return _dismissals().filter(application__organisation__in=organisations_of(user, day))


def daect_dismissals(user: User, day: date) -> QuerySet[Dismissal]:
    """For DAECT, every file ended without the committee."""
    return _dismissals() if is_daect(user, day) else Dismissal.objects.none()


def _dismissals() -> QuerySet[Dismissal]:
    return Dismissal.objects.select_related("application__organisation", "letter__file")


def visible_proofs(user: User, day: date) -> QuerySet[ProofOfService]:
    """DAECT sees how every letter was received; the body's people, theirs (spec X1, X11)."""
    proofs = ProofOfService.objects.select_related("scan")
    return proofs if is_daect(user, day) else proofs.filter(organisation__in=organisations_of(user, day))


def recorded_decisions(user: User, day: date) -> QuerySet[Decision]:
    """For DAECT, every decision once recorded, notified or not."""
    decisions = Decision.objects.select_related(
        "application__organisation__department",
        "application__organisation__region",
        "session",
        "recorded_by",
        "authority__user",
        "letter__file",
    )
    return decisions if is_daect(user, day) else decisions.none()


def find_files(applications: QuerySet[LabelApplication], text: str) -> QuerySet[LabelApplication]:
    """The files whose number, lodged title or body holds every word typed, whatever the case and the accents."""
    for word in words(text):
        applications = applications.filter(
            Q(search_text__contains=word) | Q(organisation__search_text__contains=word)
        )
    return applications


def find_own_files(applications: QuerySet[LabelApplication], text: str) -> QuerySet[LabelApplication]:
    """The same of one's own files, by the title that one writes: a body has few, which are read to be compared."""
    wanted = words(text)
    if not wanted:
        return applications
    rows = applications.values_list("pk", "number", "title", "organisation__search_text")
    found = [
        pk
        for pk, number, title, body in rows
        if all(word in normalise(f"{number} {title}") or word in body for word in wanted)
    ]
    return applications.filter(pk__in=found)


def with_standing(content: dict[str, Any]) -> dict[str, Any]:
    """A frozen content, with what the antivirus says today of each attachment, under `held`."""
    names = content["attachments"]
    found = EvidenceAttachment.objects.filter(public_id__in=[one["id"] for one in names]) if names else ()
    held = {one.public_id: one.file.held for one in found.select_related("file")} if names else {}
    return content | {"attachments": [one | {"held": held.get(one["id"], "")} for one in names]}


def infected_untold() -> QuerySet[EvidenceAttachment]:
    """The attachments that the antivirus holds back, of which nobody of the body was told yet."""
    infected = _attachments().filter(file__in=StoredFile.objects.infected(), removed_at=None)
    untold = infected.filter(~Exists(told("labels/attachment_held_back", EvidenceAttachment)))
    return untold.select_related("application__organisation").order_by("pk")


def told(event: str, model: type[Model]) -> QuerySet[Message]:
    """What was written of that event to anybody about a row of the `model`."""
    return Message.objects.filter(
        event=event, subject_type=model._meta.label, subject_id=OuterRef("public_id")
    )


def _attachments() -> QuerySet[EvidenceAttachment]:
    return EvidenceAttachment.objects.select_related("file", "application__session")
