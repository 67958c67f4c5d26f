from reports.models.demand import DemandLine, LetterReceipt, PriorLetter, ReimbursementDemand
from reports.models.report import MissionReport, ReportAttachment, ReportVersion, ResultOutcome

__all__ = [
    "DemandLine",
    "LetterReceipt",
    "MissionReport",
    "PriorLetter",
    "ReimbursementDemand",
    "ReportAttachment",
    "ReportVersion",
    "ResultOutcome",
]
