from reports.models.demand import DemandLine, PriorLetter, ReimbursementDemand
from reports.models.report import MissionReport, ReportAttachment, ReportVersion, ResultOutcome

__all__ = [
    "DemandLine",
    "MissionReport",
    "PriorLetter",
    "ReimbursementDemand",
    "ReportAttachment",
    "ReportVersion",
    "ResultOutcome",
]
