from reports.models.demand import DemandLine, PriorLetter, ReimbursementDemand
from reports.models.limits import ExtensionRequest, ReportReminder
from reports.models.recovery import RecoveryEntry
from reports.models.report import MissionReport, PersonMet, ReportAttachment, ReportVersion, ResultOutcome

__all__ = [
    "DemandLine",
    "ExtensionRequest",
    "MissionReport",
    "PersonMet",
    "PriorLetter",
    "RecoveryEntry",
    "ReimbursementDemand",
    "ReportAttachment",
    "ReportReminder",
    "ReportVersion",
    "ResultOutcome",
]
