from django.db import migrations

from expect.database.operations import ForbidDelete, FreezeColumns

VERSION = "report_id number content sha256 delivered_at"
DEMAND = "public_id mission_id due_on drafted_at"
DEMAND_ONCE = "issued_at issued_by_id authority_id document_id dropped_at waived_at"
LETTER = "public_id demand_id document_id authority_id sent_at sent_by_id"
LETTER_ONCE = "received_on answer_by answered_at answered_by_id"


class Migration(migrations.Migration):
    """What was delivered, and what was written to the holder, never changes nor goes away (spec R2, R5)."""

    dependencies = [("reports", "0001_initial")]

    operations = [
        ForbidDelete("reports_reportversion"),
        FreezeColumns("reports_reportversion", tuple(VERSION.split())),
        ForbidDelete("reports_missionreport"),
        FreezeColumns("reports_missionreport", ("public_id", "mission_id", "created_at")),
        ForbidDelete("reports_reimbursementdemand"),
        FreezeColumns(
            "reports_reimbursementdemand", tuple(DEMAND.split()), once_set=tuple(DEMAND_ONCE.split())
        ),
        FreezeColumns("reports_demandline", ("demand_id", "cost_id", "amount")),
        ForbidDelete("reports_priorletter"),
        FreezeColumns("reports_priorletter", tuple(LETTER.split()), once_set=tuple(LETTER_ONCE.split())),
    ]
