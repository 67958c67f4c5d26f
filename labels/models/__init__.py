from labels.models.admissibility import (
    AdmissibilityCheck,
)
from labels.models.appeal import AnswerScan, Appeal
from labels.models.application import (
    ApplicationVersion,
    CommitmentText,
    EvidenceAttachment,
    EvidenceItem,
    LabelApplication,
)
from labels.models.attendance import AttendanceCorrection
from labels.models.committee import (
    AgendaPlace,
    ClearedDoubt,
    CommitteeSession,
    Minutes,
    Opinion,
    Recusal,
    SessionMember,
)
from labels.models.correction import CorrectionPoint, CorrectionRequest
from labels.models.court_case import CourtCase, CourtCaseCorrection
from labels.models.decision import Decision, LetterReading
from labels.models.dismissal import Dismissal
from labels.models.exchange import (
    FileMessage,
    InternalNote,
    MessageAttachment,
)
from labels.models.expert import Expert
from labels.models.label import Diploma, Label
from labels.models.mark import (
    FileMark,
)
from labels.models.rectification import Rectification, RectifiedMention
from labels.models.theme import Theme, ThemeChange

__all__ = [
    "AdmissibilityCheck",
    "AgendaPlace",
    "AnswerScan",
    "Appeal",
    "ApplicationVersion",
    "AttendanceCorrection",
    "ClearedDoubt",
    "CommitmentText",
    "CommitteeSession",
    "CorrectionPoint",
    "CorrectionRequest",
    "CourtCase",
    "CourtCaseCorrection",
    "Decision",
    "Diploma",
    "Dismissal",
    "EvidenceAttachment",
    "EvidenceItem",
    "Expert",
    "FileMark",
    "FileMessage",
    "InternalNote",
    "Label",
    "LabelApplication",
    "LetterReading",
    "MessageAttachment",
    "Minutes",
    "Opinion",
    "Rectification",
    "RectifiedMention",
    "Recusal",
    "SessionMember",
    "Theme",
    "ThemeChange",
]
