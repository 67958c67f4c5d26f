"""What stage 1 tells people (spec X3)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from expect.accounts.enums import DAECT_ROLES
from expect.accounts.models import ProofOfService, User
from expect.accounts.selectors import people, reached
from expect.kernel.clock import paris_day
from expect.notifications import outbox
from labels import rules
from labels.enums import Part, Side
from labels.models import (
    Appeal,
    CommitteeSession,
    CorrectionPoint,
    CorrectionRequest,
    Decision,
    Diploma,
    EvidenceAttachment,
    FileMessage,
    LabelApplication,
    MessageAttachment,
    Rectification,
)
from labels.rules import reopened_parts


def application_to_sign(
    application: LabelApplication, signatories: Iterable[User], *, by: User, at: datetime
) -> None:
    """The signatory has a complete file to read and lodge."""
    outbox.post(
        event="labels/application_to_sign",
        subject=application,
        recipients=signatories,
        context={"sender": by},
        path=reverse("labels:application_submit", args=[application.public_id]),
        occasion=at.isoformat(),
        at=at,
    )


def application_lodged(application: LabelApplication, *, version: int, at: datetime) -> None:
    """The body's people have the receipt; DAECT has a file to check."""
    occasion = f"v{version}"
    _tell_body(application, "application_lodged", at=at, occasion=occasion)
    _tell_daect(application, "application_to_check", at=at, occasion=occasion)


def changes_requested(request: CorrectionRequest, points: Iterable[CorrectionPoint], *, at: datetime) -> None:
    """The body's people read what to correct, and by when."""
    _tell_body(
        request.application,
        "changes_requested",
        at=at,
        occasion=request.public_id,
        context={"request": request, "points": points},
    )


def application_closed(application: LabelApplication, *, at: datetime) -> None:
    """The body's people know that their file is closed, and that they may lodge another one."""
    _tell_body(application, "application_closed", at=at)


def application_assigned(application: LabelApplication, officer: User, *, by: User, at: datetime) -> None:
    """A person of DAECT has a file entrusted to them."""
    outbox.post(
        event="labels/application_assigned",
        subject=application,
        recipients=[officer],
        context={"sender": by},
        path=reverse("labels:application", args=[application.public_id]),
        occasion=at.isoformat(),
        at=at,
    )


def application_withdrawn(application: LabelApplication, *, at: datetime) -> None:
    """DAECT has nothing more to do on the file."""
    _tell_daect(application, "application_withdrawn", at=at)


def application_inadmissible(application: LabelApplication, *, moot: Appeal | None, at: datetime) -> None:
    """The body's people read why, how to contest, and that an appeal against silence is `moot`."""
    _tell_body(application, "application_inadmissible", at=at, context={"moot": moot})


def application_admitted(application: LabelApplication, *, at: datetime) -> None:
    """The body's people know at which session the file is examined."""
    occasion = f"{application.session.public_id}:{at.isoformat()}"
    _tell_body(
        application, "application_admitted", at=at, occasion=occasion, context=_silence(application, at)
    )


def application_released(application: LabelApplication, session: CommitteeSession, *, at: datetime) -> None:
    """The body's people know that the session is cancelled, why, and that their file waits for another one."""
    _tell_body(
        application,
        "application_released",
        at=at,
        occasion=session.public_id,
        context={"session": session} | _silence(application, at),
    )


def application_taken_off(
    application: LabelApplication, session: CommitteeSession, reason: str, *, at: datetime
) -> None:
    """The body's people know that their file leaves this session, why, and that it waits for another one."""
    _tell_body(
        application,
        "application_taken_off",
        at=at,
        occasion=f"{session.public_id} {at.isoformat()}",
        context={"session": session, "reason": reason} | _silence(application, at),
    )


def message_written(message: FileMessage, *, at: datetime) -> None:
    """The other side reads the message: the whole body; of DAECT, the person in charge of the file, else everybody."""
    application, day = message.application, paris_day(at)
    if message.side == Side.DAECT:
        recipients = reached(application.organisation, day)
        event, page = "message_to_body", "own_messages"
    else:
        staff = people(DAECT_ROLES, day)
        recipients = staff.filter(pk=application.officer_id) or staff
        event, page = "message_to_daect", "application_messages"
    outbox.post(
        event=f"labels/{event}",
        subject=message,
        recipients=recipients,
        context={"application": application, "files": message.attachments.count()},
        path=reverse(f"labels:{page}", args=[application.public_id]),
        at=at,
    )


def attachment_held_back(attachment: EvidenceAttachment, *, at: datetime) -> None:
    """The body's people know of an infected file; once it is lodged, so does DAECT: who has it in charge, or all."""
    application, day = attachment.application, paris_day(at)
    words = {"application": application, "file": attachment.file}
    is_open = Part.EVIDENCE in reopened_parts(application)
    page = "application_evidence" if is_open else "own_messages"
    outbox.post(
        event="labels/attachment_held_back",
        subject=attachment,
        recipients=reached(application.organisation, day),
        context=words | {"is_open": is_open},
        path=reverse(f"labels:{page}", args=[application.public_id]),
        at=at,
    )
    if attachment.lodged_at:
        staff = people(DAECT_ROLES, day)
        outbox.post(
            event="labels/attachment_held_back_daect",
            subject=attachment,
            recipients=staff.filter(pk=application.officer_id) or staff,
            context=words,
            path=reverse("labels:application", args=[application.public_id]),
            at=at,
        )


def sent_file_held_back(attachment: MessageAttachment, *, at: datetime) -> None:
    """Who sent an infected file with a message knows of it; if they left since, whoever acts on their side."""
    message, day = attachment.message, paris_day(at)
    if message.side == Side.DAECT:
        page, side = "application_messages", people(DAECT_ROLES, day)
    else:
        page, side = "own_messages", reached(message.application.organisation, day)
    outbox.post(
        event="labels/sent_file_held_back",
        subject=attachment,
        recipients=[person for person in side if person == message.author] or side,
        context={"application": message.application, "message": message, "file": attachment.file},
        path=reverse(f"labels:{page}", args=[message.application.public_id]),
        at=at,
    )


def decision_notified(decision: Decision, *, moot: Appeal | None, at: datetime) -> None:
    """The body's people know the result, in every case, and that an appeal against silence is `moot` (spec L9)."""
    application, words = decision.application, {"moot": moot}
    event = f"application_{decision.outcome}"
    _tell_body(application, event, at=at, occasion=decision.public_id, context=words)


def appeal_registered(appeal: Appeal, *, at: datetime) -> None:
    """The body's people have the receipt; DAECT has an appeal to answer."""
    words = {"appeal": appeal}
    _tell_body(appeal.application, "appeal_registered", at=at, occasion=appeal.public_id, context=words)
    outbox.post(
        event="labels/appeal_to_answer",
        subject=appeal.application,
        recipients=people(DAECT_ROLES, paris_day(at)),
        context=words,
        path=appeal.get_absolute_url(),
        occasion=appeal.public_id,
        at=at,
    )


def appeal_answered(appeal: Appeal, *, at: datetime) -> None:
    """The body's people have the answer to their appeal."""
    words = {"appeal": appeal, "widens": rules.widens(appeal)}
    _tell_body(appeal.application, "appeal_answered", at=at, occasion=appeal.public_id, context=words)


def label_widened(diploma: Diploma, *, at: datetime) -> None:
    """The body's people know that their label is widened, and that their diploma is replaced."""
    words = {"diploma": diploma}
    _tell_body(diploma.label.application, "label_widened", at=at, occasion=diploma.public_id, context=words)


def decision_rectified(rectification: Rectification, *, new_diploma: bool, at: datetime) -> None:
    """The body's people read what is mended, and whether their diploma is replaced."""
    _tell_body(
        rectification.decision.application,
        "decision_rectified",
        at=at,
        occasion=rectification.public_id,
        context={"rectification": rectification, "new_diploma": new_diploma},
    )


def diploma_replaced(diploma: Diploma, *, at: datetime) -> None:
    """The body's people know that their diploma is replaced, and why."""
    _tell_body(
        diploma.label.application,
        "diploma_replaced",
        at=at,
        occasion=diploma.public_id,
        context={"diploma": diploma},
    )


def service_registered(
    application: LabelApplication,
    proof: ProofOfService,
    *,
    how: str,
    contest_until: date | None,
    at: datetime,
) -> None:
    """The body's people know on which day a letter reached them, said as `how`, and until when they may contest."""
    _tell_body(
        application,
        "service_registered",
        at=at,
        occasion=proof.public_id,
        context={"proof": proof, "how": how, "contest_until": contest_until},
    )


def _silence(application: LabelApplication, at: datetime) -> dict[str, Any]:
    """The day of silence, where it comes before the file is examined, and whether it is past (spec X10)."""
    falls_on = rules.silence_before_session(application)
    return {"silence_on": falls_on, "is_refused": falls_on is not None and falls_on < paris_day(at)}


def _tell_body(
    application: LabelApplication,
    event: str,
    *,
    at: datetime,
    occasion: str = "",
    context: dict[str, Any] | None = None,
) -> None:
    outbox.post(
        event=f"labels/{event}",
        subject=application,
        recipients=reached(application.organisation, paris_day(at)),
        path=reverse("labels:own_application", args=[application.public_id]),
        occasion=occasion,
        context=context,
        at=at,
    )


def _tell_daect(application: LabelApplication, event: str, *, at: datetime, occasion: str = "") -> None:
    outbox.post(
        event=f"labels/{event}",
        subject=application,
        recipients=people(DAECT_ROLES, paris_day(at)),
        path=reverse("labels:application", args=[application.public_id]),
        occasion=occasion,
        at=at,
    )
