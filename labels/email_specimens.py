"""The e-mails of stage 1 on a specimen, where DAECT reads a rewriting before deciding it (decision 0047)."""

from datetime import UTC, date, datetime, time

from expect.accounts.models import User
from expect.programme.specimen import BODY
from expect.programme.texts import declare
from labels import appeal_texts, texts
from labels.email_texts import TOLD
from labels.enums import Part
from labels.models import (
    Appeal,
    CommitteeSession,
    CorrectionPoint,
    CorrectionRequest,
    Diploma,
    Label,
    LabelApplication,
)

SESSION = CommitteeSession(
    held_on=date(2026, 3, 24),
    starts_at=time(9, 30),
    ends_at=time(12, 30),
    place="57, boulevard des Invalides, Paris",
    cancellation_reason="Grève des transports.",
)
FILE = LabelApplication(
    organisation=BODY,
    number=texts.NUMBER.sample,
    title=texts.TITLE.sample,
    lodged_title=texts.TITLE.sample,
    submitted_at=datetime(2026, 1, 12, 9, 4, tzinfo=UTC),
    submitted_by=User(first_name="Prénom", last_name="Nom"),
    silence_on=date(2026, 3, 12),
)
CONTEXT = {
    "session": SESSION,
    "sender": FILE.submitted_by,
    "files": (FILE,),
    "reason": "Il attend une pièce.",
    "falls_on": None,
    "refused_on": None,
    "contest_until": None,
    "request": CorrectionRequest(application=FILE, answer_by=date(2026, 5, 12)),
    "points": [CorrectionPoint(part=Part.EVIDENCE, remark="Joignez la convention signée.")],
    "appeal": Appeal(application=FILE, number=appeal_texts.APPEAL.sample, silence_on=date(2026, 7, 4)),
    "stops": True,
    "court_until": None,
    "moot": (),
    "other_on": None,
    "months": texts.DELAY.sample,
    "widens": False,
    "diploma": Diploma(version=2, label=Label(number=texts.LABEL.sample)),
}
OF_SESSION = {
    "labels/member_invited",
    "labels/agenda_closed",
    "labels/session_changed",
    "labels/session_cancelled",
}

declare(
    *(told.letter(1, {"subject": SESSION if told.event in OF_SESSION else FILE, **CONTEXT}) for told in TOLD)
)
