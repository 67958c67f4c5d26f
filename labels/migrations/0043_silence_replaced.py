"""An appeal against silence, on a file that was ended before its dismissal had a row, has no object (decision 0066)."""

from django.db import migrations

REPLACED = {
    "inadmissible": "L’irrecevabilité remplace le refus implicite.",
    "closed": "Le classement sans suite remplace le refus implicite.",
}


def leave(apps, schema_editor):
    """As the act that ends a file leaves them; at the day of the dismissal, or of the appeal where it came after."""
    appeals = apps.get_model("labels", "Appeal").objects
    waiting = appeals.filter(answered_at=None, implicit_on__isnull=False, application__state__in=REPLACED)
    for appeal in waiting.select_related("application__dismissal"):
        application = appeal.application
        at = max(application.dismissal.decided_at, appeal.registered_at)
        because = REPLACED[application.state]
        appeals.filter(pk=appeal.pk).update(outcome="moot", answer=because, answered_at=at)
        apps.get_model("audit", "Entry").objects.create(
            at=at,
            role="system",
            action="leave_appeal",
            subject_type="labels.LabelApplication",
            subject_id=application.public_id,
            details={"appeal": appeal.public_id},
        )


class Migration(migrations.Migration):
    dependencies = [("labels", "0042_guards_say_more"), ("audit", "0003_kept_rows")]

    operations = [migrations.RunPython(leave, migrations.RunPython.noop)]
