from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from expect.accounts.enums import OpeningState, Role
from expect.accounts.workflow import ACCOUNT_OPENING
from expect.kernel.workflow import Transition, Workflow
from labels import enums as labels_enums
from labels import workflow as labels
from missions import enums as missions_enums
from missions import workflow as missions
from reports import enums as reports_enums
from reports import workflow as reports

TABLES = (
    (ACCOUNT_OPENING, OpeningState),
    (labels.APPLICATION, labels_enums.ApplicationState),
    (labels.SESSION, labels_enums.SessionState),
    (missions.REQUEST, missions_enums.RequestState),
    (missions.SOLICITATION, missions_enums.SolicitationState),
    (missions.MISSION, missions_enums.MissionState),
    (reports.REPORT, reports_enums.ReportState),
    (reports.DEMAND, reports_enums.DemandState),
)

PREAMBLE = """# Workflows

Generated from the transition tables by `manage.py draw_workflows`; a test compares. Each arrow is an act; the table
under each diagram says who may do it.
"""


class Command(BaseCommand):
    """Write docs/workflows.md from the transition tables."""

    help = "Write docs/workflows.md from the transition tables."

    def handle(self, *args, **options):
        path = Path(settings.BASE_DIR) / "docs" / "workflows.md"
        path.write_text(document())
        self.stdout.write(f"{path.name}: {len(TABLES)} workflows")


def document() -> str:
    """The whole page, in Markdown."""
    return "\n".join([PREAMBLE, *(section(workflow, labels) for workflow, labels in TABLES)])


def section(workflow: Workflow, labels) -> str:
    """One workflow: its diagram, its acts, its words."""
    acts = [f"| `{t.act}` | {', '.join(t.sources)} | {t.target} | {_who(t)} |" for t in workflow.transitions]
    words = ", ".join(f"`{state}` {labels(state).label.lower()}" for state in workflow.states)
    return "\n".join(
        [f"## {workflow.name}\n", "```mermaid", workflow.mermaid(), "```\n"]
        + ["| act | from | to | who |", "|---|---|---|---|", *acts, "", f"States: {words}.\n"]
    )


def _who(transition: Transition) -> str:
    return ", ".join(Role(role).label for role in transition.roles) or "système"
