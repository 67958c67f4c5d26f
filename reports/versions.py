"""What was delivered, as it was, and what differs between two deliveries (spec R2)."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from expect.accounts.models import Membership
from expect.documents.issuing import issue
from expect.kernel.canonical import digest
from expect.web import comparison, french
from reports import letters, rules, selectors
from reports.enums import Reached
from reports.models import MissionReport, ReportVersion

WRITTEN = (
    "left_on", "returned_on", "written_by", "writer_reason", "people_met", "account", "can_be_completed", "completion",
    "can_last", "cooperation",
)  # fmt: skip
"""What the writers fill in, beside the outcomes and the attachments."""


def freeze(report: MissionReport, membership: Membership, at: datetime) -> ReportVersion:
    """The next version of a report just delivered, and its PDF."""
    content = frozen(report) | {"signed_by": str(report.delivered_by), "capacity": membership.capacity}
    number = report.versions.count() + 1
    document = issue(
        kind="mission_report",
        template=letters.REPORT,
        context=letters.report(report, content, number, at),
        title=f"Rapport de la mission {report.mission.number}, version {number}",
        at=at,
    )
    return ReportVersion.objects.create(
        report=report,
        number=number,
        content=content,
        sha256=digest(content),
        delivered_at=at,
        document=document,
    )


def frozen(report: MissionReport) -> dict[str, Any]:
    """The whole report as plain JSON: what was delivered, as it was."""
    return {
        "mission": report.mission.number,
        "subject": report.mission.subject,
        "left_on": report.left_on.isoformat(),
        "returned_on": report.returned_on.isoformat(),
        **asdict(rules.travellers(report.mission)),
        **{name: getattr(report, name) for name in WRITTEN if not name.endswith("_on")},
        "outcomes": [
            {"result": outcome.result.text, "reached": outcome.reached, "comment": outcome.comment}
            for outcome in report.outcomes.select_related("result").order_by("result__rank")
        ],
        "attachments": [
            {"id": attachment.file.public_id, "name": attachment.file.name, "sha256": attachment.file.sha256}
            for attachment in report.attachments.select_related("file").order_by("pk")
        ],
    }


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[comparison.Change]:
    """The points that two frozen contents do not say alike, in the order of the report."""
    return comparison.differences(_points(before), _points(after))


def _points(content: dict[str, Any]) -> dict[str, str]:
    stay = french.period(*(date.fromisoformat(content[name]) for name in ("left_on", "returned_on")))
    return {
        "Dates effectives": stay,
        "Missionnaires": "\n".join(content.get("sent", ())),
        "Personnes accueillies": "\n".join(content.get("hosted", ())),
        "Rédigé par": "\n".join(filter(None, (content.get("written_by"), content.get("writer_reason")))),
        "Personnes rencontrées": "\n".join(map(letters.person_met, selectors.people_in(content))),
        "Compte rendu": content["account"],
        **{
            f"Résultat {rank}\N{NO-BREAK SPACE}: {said['result']}": "\n".join(
                filter(None, (str(Reached(said["reached"]).label), said["comment"]))
            )
            for rank, said in enumerate(content["outcomes"], start=1)
        },
        **{
            question["asked"]: "\n".join(filter(None, (question["answer"], question["detail"])))
            for question in letters.questions(content)
        },
        "Pièces jointes": "\n".join(file["name"] for file in content["attachments"]),
        "Validé par": f"{content['signed_by']}, {content['capacity']}",
    }
