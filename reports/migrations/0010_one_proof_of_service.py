"""The receipt of a prior letter is proved as that of any other act: what was scanned goes there (spec X11)."""

from django.db import migrations

from expect.database.operations import ForbidDelete, FreezeColumns, Lift

TABLE = "reports_letterreceipt"
RECEIPT = ("public_id", "letter_id", "received_on", "proof_id", "reason", "recorded_at", "recorded_by_id")


def to_proofs(apps, schema_editor):
    """A day registered without a scan stays on its letter and in the journal: a proof wants a scan."""
    proofs = apps.get_model("accounts", "ProofOfService").objects
    receipts = apps.get_model("reports", "LetterReceipt").objects.filter(proof__isnull=False)
    for receipt in receipts.select_related("letter__demand__mission").order_by("pk"):
        proofs.create(
            document_id=receipt.letter.document_id,
            organisation_id=receipt.letter.demand.mission.organisation_id,
            way="registered",
            received_on=receipt.received_on,
            scan_id=receipt.proof_id,
            reason=receipt.reason,
            recorded_at=receipt.recorded_at,
            recorded_by_id=receipt.recorded_by_id,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0005_cancelled_elections"),
        ("missions", "0008_money_and_calendar"),
        ("reports", "0009_report_paper"),
    ]

    operations = [
        migrations.RunPython(to_proofs, migrations.RunPython.noop),
        Lift(ForbidDelete(TABLE)),
        Lift(FreezeColumns(TABLE, RECEIPT)),
        migrations.DeleteModel(name="LetterReceipt"),
    ]
