"""What was lodged, said, decided and granted stays as it was: triggers on both engines (spec L6–L11)."""

from django.db import migrations

from expect.database.operations import ForbidDelete, FreezeColumns

KEPT = (
    "labels_labelapplication",
    "labels_applicationversion",
    "labels_commitmenttext",
    "labels_opinion",
    "labels_recusal",
    "labels_decision",
    "labels_decision_themes",
    "labels_label",
    "labels_label_themes",
    "labels_diploma",
)


class Migration(migrations.Migration):
    dependencies = [("labels", "0001_initial")]

    operations = [
        *(ForbidDelete(table) for table in KEPT),
        FreezeColumns("labels_commitmenttext", columns=("version", "body", "in_force_from")),
        FreezeColumns(
            "labels_applicationversion",
            columns=(
                "application_id",
                "number",
                "content",
                "sha256",
                "submitted_at",
                "submitted_by_id",
                "capacity",
                "commitments_id",
                "receipt_id",
            ),
        ),
        FreezeColumns(
            "labels_opinion",
            columns=("application_id", "session_id", "member_id", "view", "reasons", "given_at"),
        ),
        FreezeColumns(
            "labels_recusal",
            columns=("application_id", "session_id", "member_id", "ground", "reasons", "since"),
        ),
        FreezeColumns(
            "labels_decision",
            columns=(
                "application_id",
                "session_id",
                "outcome",
                "reasons",
                "skills",
                "narrowed",
                "recorded_at",
                "recorded_by_id",
            ),
            once_set=("authority_id", "letter_id", "notified_at"),
        ),
        FreezeColumns(
            "labels_label",
            columns=("number", "application_id", "decision_id", "skills", "granted_on"),
        ),
        FreezeColumns(
            "labels_diploma",
            columns=("label_id", "version", "code", "document_id", "issued_at"),
            once_set=("revoked_at",),
        ),
    ]
