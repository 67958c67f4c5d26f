from missions.models.amendment import TermsAmendment
from missions.models.budget import Envelope
from missions.models.calendar import CalendarAddress
from missions.models.cost import Cost
from missions.models.desk import RecordedAnswer, RecordedReview, ReviewLink
from missions.models.exception import GrantedException
from missions.models.mark import MissionMark
from missions.models.mission import ExpectedResult, Mission, MissionLeg, Participant, ParticipantDay
from missions.models.offer import Offer
from missions.models.post import NamedPost
from missions.models.request import ExpertiseRequest, Solicitation
from missions.models.returns import ReportLimitChange
from missions.models.terms import EmbassyReview, TermsAcceptance, TermsDraft, TermsVersion

__all__ = [
    "CalendarAddress",
    "Cost",
    "EmbassyReview",
    "Envelope",
    "ExpectedResult",
    "ExpertiseRequest",
    "GrantedException",
    "Mission",
    "MissionLeg",
    "MissionMark",
    "NamedPost",
    "Offer",
    "Participant",
    "ParticipantDay",
    "RecordedAnswer",
    "RecordedReview",
    "ReportLimitChange",
    "ReviewLink",
    "Solicitation",
    "TermsAcceptance",
    "TermsAmendment",
    "TermsDraft",
    "TermsVersion",
]
