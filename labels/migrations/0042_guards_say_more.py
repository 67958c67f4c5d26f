"""A session that met, who came, what was lodged and what a label recognises change with the act alone (spec L7–L10)."""

from django.db import migrations, models
from django.db.models import Q

from expect.database.operations import (
    ForbidDelete,
    FreezeAfter,
    FreezeColumns,
    FreezeRowsOf,
    FreezeWithoutNew,
    Lift,
    RefuseRows,
    Renew,
)

APPEAL, FILE, SESSION = "labels_appeal", "labels_labelapplication", "labels_committeesession"
LODGED_THEMES, LABEL_THEMES = "labels_labelapplication_lodged_themes", "labels_label_themes"
LODGED = (
    "number",
    "application_id",
    "decision_id",
    "kind",
    "grounds",
    "paper_id",
    "received_on",
    "late",
    "silence_on",
    "registered_at",
    "registered_by_id",
    "receipt_id",
    "implicit_on",
    "dismissal_id",
)
ANSWERED = ("answered_at", "answered_by_id", "letter_id")
APPEAL_GUARDS = (
    ForbidDelete(APPEAL),
    FreezeColumns(APPEAL, columns=LODGED, once_set=ANSWERED),
    FreezeAfter(APPEAL, "answered_at", ("outcome", "answer", "answered_by_id", "signed_by", "signed_on")),
)
WHO_CAME = FreezeRowsOf("labels_sessionmember", SESSION, "session_id", "held_at")

KEPT_AS_LODGED = """EXISTS (
    SELECT 1 FROM "labels_labelapplication" AS "file" JOIN "labels_applicationversion" AS "version"
    ON "version"."application_id" = "file"."id" AND "version"."submitted_at" = "file"."submitted_at"
    WHERE "file"."id" = {row}."labelapplication_id"
)"""
"""The version of the last lodging is there: its themes were written just before."""
NOT_GRANTED = """NOT EXISTS (
    SELECT 1 FROM "labels_label" AS "label" JOIN "labels_decision_themes" AS "granted"
    ON "granted"."decision_id" = COALESCE("label"."widened_by_id", "label"."decision_id")
    WHERE "label"."id" = {row}."label_id" AND "granted"."theme_id" = {row}."theme_id"
)"""
"""The decision on which the label rests does not recognise that theme."""
BEFORE, AFTER = ["planned", "closed", "cancelled"], ["held", "notified"]


def replaced(model, name, condition):
    """A check that says more than the former one of that name."""
    return (
        migrations.RemoveConstraint(model_name=model, name=name),
        migrations.AddConstraint(
            model_name=model, constraint=models.CheckConstraint(name=name, condition=condition)
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("labels", "0041_recusals_lifted")]

    operations = [
        *(Lift(guard) for guard in APPEAL_GUARDS),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                name="appeal_kind_known", condition=Q(kind__in=["to_author", "to_minister"])
            ),
        ),
        *APPEAL_GUARDS,
        Lift(WHO_CAME),
        *replaced(
            "committeesession",
            "session_held",
            Q(state__in=BEFORE, held_at=None) | Q(state__in=AFTER, held_at__isnull=False),
        ),
        *replaced(
            "committeesession",
            "session_notified",
            Q(state="notified", notified_at__isnull=False) | ~Q(state="notified") & Q(notified_at=None),
        ),
        *replaced(
            "committeesession",
            "session_cancelled",
            ~Q(state="cancelled") & Q(cancelled_at=None, cancellation_reason="")
            | Q(state="cancelled", cancelled_at__isnull=False) & ~Q(cancellation_reason=""),
        ),
        WHO_CAME,
        ForbidDelete(SESSION),
        FreezeColumns(
            SESSION,
            columns=("public_id", "planned_at", "planned_by_id"),
            once_set=("closed_at", "held_at", "notified_at", "cancelled_at"),
        ),
        FreezeAfter(SESSION, "held_at", ("name", "held_on", "cut_off_on", "place", "starts_at", "ends_at")),
        Renew(FreezeRowsOf("labels_decision_themes", "labels_decision", "decision_id", "notified_at")),
        FreezeWithoutNew(FILE, "submitted_at", ("lodged_title",)),
        FreezeColumns(LODGED_THEMES, columns=("labelapplication_id", "theme_id")),
        RefuseRows(LODGED_THEMES, KEPT_AS_LODGED, events=("INSERT", "DELETE")),
        RefuseRows(LABEL_THEMES, NOT_GRANTED),
    ]
