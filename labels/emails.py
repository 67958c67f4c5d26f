"""What stage 1 tells people of a file, up to its decision (spec X3); what follows is in `decision_emails`."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from expect.accounts.enums import DAECT_ROLES
from expect.accounts.models import User
from expect.accounts.selectors import people, reached
from expect.kernel.clock import paris_day
from expect.notifications import outbox
from expect.programme.texts import in_force
from expect.web import french
from labels import rules
from labels.email_texts import EMAILS
from labels.enums import Part, Side
from labels.letters import file_values
from labels.models import (
    CommitteeSession,
    CorrectionPoint,
    CorrectionRequest,
    EvidenceAttachment,
    FileMessage,
    LabelApplication,
    MessageAttachment,
)


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
    """The body's people have the receipt; DAECT has a file to check, the first time or corrected."""
    occasion, corrected = f"v{version}", version > 1
    told = "application_corrected" if corrected else "application_lodged"
    tell_body(application, told, at=at, occasion=occasion, context=_standing_refusal(application, at))
    _tell_daect(
        application, "application_to_check", at=at, occasion=occasion, context={"corrected": corrected}
    )


def changes_requested(request: CorrectionRequest, points: Iterable[CorrectionPoint], *, at: datetime) -> None:
    """The body's people read what to correct, and by when."""
    tell_body(
        request.application,
        "changes_requested",
        at=at,
        occasion=request.public_id,
        values={"date limite": french.day(request.answer_by)},
        context={"request": request, "points": points} | _standing_refusal(request.application, at),
    )


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


def application_withdrawn(application: LabelApplication, *, by: User, at: datetime) -> None:
    """DAECT has nothing more to do on the file; the body's people know who took it back."""
    _tell_daect(application, "application_withdrawn", at=at)
    tell_body(application, "application_taken_back", at=at, context={"sender": by})


def application_admitted(application: LabelApplication, *, at: datetime) -> None:
    """The body's people know at which session the file is examined."""
    session = application.session
    tell_body(
        application,
        "application_admitted",
        at=at,
        occasion=f"{session.public_id}:{at.isoformat()}",
        values=_held_on(session),
        context=_silence(application, at),
    )


def application_released(application: LabelApplication, session: CommitteeSession, *, at: datetime) -> None:
    """The body's people know that the session is cancelled, why, and that their file waits for another one."""
    tell_body(
        application,
        "application_released",
        at=at,
        occasion=session.public_id,
        values=_held_on(session),
        context={"session": session} | _silence(application, at),
    )


def application_taken_off(
    application: LabelApplication, session: CommitteeSession, reason: str, *, at: datetime
) -> None:
    """The body's people know that their file leaves this session, why, and that it waits for another one."""
    tell_body(
        application,
        "application_taken_off",
        at=at,
        occasion=f"{session.public_id} {at.isoformat()}",
        values=_held_on(session),
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
    is_open = Part.EVIDENCE in rules.reopened_parts(application)
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


def _silence(application: LabelApplication, at: datetime) -> dict[str, Any]:
    """The refusal that silence made, and the day of the next, where it comes before the file is examined (spec X10)."""
    falls_on = rules.silence_before_session(application)
    ahead = falls_on if falls_on and falls_on >= paris_day(at) else None
    return _standing_refusal(application, at) | {"falls_on": ahead}


def _standing_refusal(application: LabelApplication, at: datetime) -> dict[str, Any]:
    """The refusal that silence made, which nothing has replaced yet; until when it is contested here, with effect."""
    day = paris_day(at)
    refused_on = rules.implicit_refusal(application, day)
    may_still = refused_on and rules.kinds_that_count(application, day)
    return {
        "refused_on": refused_on,
        "contest_until": rules.appeal_until(application, day) if may_still else None,
    }


def _held_on(session: CommitteeSession) -> dict[str, str]:
    return {"date de la séance": french.day(session.held_on)}


def tell_body(
    application: LabelApplication,
    event: str,
    *,
    at: datetime,
    occasion: str = "",
    values: Mapping[str, str] | None = None,
    context: Mapping[str, Any] | None = None,
) -> None:
    """Tell the body's people; `values` is what the words that DAECT rewrites take, beside the file's own."""
    day, words = paris_day(at), dict(context or {})
    if told := EMAILS.get(f"labels/{event}"):
        of_file = file_values(application) | {"de l’organisme": french.of(application.organisation.name)}
        words |= told.said(in_force(day), of_file | (values or {}))
    outbox.post(
        event=f"labels/{event}",
        subject=application,
        recipients=reached(application.organisation, day),
        path=reverse("labels:own_application", args=[application.public_id]),
        occasion=occasion,
        context=words,
        at=at,
    )


def _tell_daect(
    application: LabelApplication,
    event: str,
    *,
    at: datetime,
    occasion: str = "",
    context: Mapping[str, Any] | None = None,
) -> None:
    outbox.post(
        event=f"labels/{event}",
        subject=application,
        recipients=people(DAECT_ROLES, paris_day(at)),
        path=reverse("labels:application", args=[application.public_id]),
        occasion=occasion,
        context=context,
        at=at,
    )
