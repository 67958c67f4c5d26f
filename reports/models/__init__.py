from reports.models.demand import DemandLine, PriorLetter, ReimbursementDemand
from reports.models.hearing import Hearing
from reports.models.limits import ExtensionRequest, ReportReminder
from reports.models.observations import RecordedObservations
from reports.models.recovery import RecoveryEntry
from reports.models.report import MissionReport, PersonMet, ReportAttachment, ReportVersion, ResultOutcome
from reports.models.wording import LetterText

__all__ = [
    "DemandLine",
    "ExtensionRequest",
    "Hearing",
    "LetterText",
    "MissionReport",
    "PersonMet",
    "PriorLetter",
    "RecordedObservations",
    "RecoveryEntry",
    "ReimbursementDemand",
    "ReportAttachment",
    "ReportReminder",
    "ReportVersion",
    "ResultOutcome",
]
