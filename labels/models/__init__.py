from labels.models.admissibility import (
    AdmissibilityCheck,
)
from labels.models.application import (
    ApplicationVersion,
    CommitmentText,
    EvidenceAttachment,
    EvidenceItem,
    LabelApplication,
)
from labels.models.committee import CommitteeSession, Opinion, Recusal, SessionMember
from labels.models.correction import CorrectionPoint, CorrectionRequest
from labels.models.decision import Decision
from labels.models.exchange import (
    FileMessage,
    InternalNote,
    MessageAttachment,
)
from labels.models.expert import Expert
from labels.models.label import Diploma, Label
from labels.models.theme import Theme

__all__ = [
    "AdmissibilityCheck",
    "ApplicationVersion",
    "CommitmentText",
    "CommitteeSession",
    "CorrectionPoint",
    "CorrectionRequest",
    "Decision",
    "Diploma",
    "EvidenceAttachment",
    "EvidenceItem",
    "Expert",
    "FileMessage",
    "InternalNote",
    "Label",
    "LabelApplication",
    "MessageAttachment",
    "Opinion",
    "Recusal",
    "SessionMember",
    "Theme",
]
