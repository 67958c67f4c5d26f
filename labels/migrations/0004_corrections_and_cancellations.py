"""A recorded decision may be corrected, a planned session cancelled, a body under its own regime admitted."""

import django.db.models.deletion
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, Lift

RECORDED = (
    "application_id",
    "session_id",
    "outcome",
    "reasons",
    "skills",
    "narrowed",
    "recorded_at",
    "recorded_by_id",
)
ONCE_SET = ("authority_id", "letter_id", "notified_at")


class Migration(migrations.Migration):
    dependencies = [
        ("labels", "0003_themes"),
    ]

    operations = [
        Lift(ForbidDelete("labels_labelapplication")),
        Lift(ForbidDelete("labels_decision")),
        Lift(FreezeColumns("labels_decision", columns=RECORDED, once_set=ONCE_SET)),
        migrations.RemoveConstraint(
            model_name="committeesession",
            name="session_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="committeesession",
            name="session_closed",
        ),
        migrations.RemoveConstraint(
            model_name="committeesession",
            name="session_held",
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_once",
        ),
        migrations.RemoveConstraint(
            model_name="labelapplication",
            name="application_admitted",
        ),
        migrations.AddField(
            model_name="committeesession",
            name="cancellation_reason",
            field=models.TextField(blank=True, max_length=1000, verbose_name="motif de l’annulation"),
        ),
        migrations.AddField(
            model_name="committeesession",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="correction_reason",
            field=models.TextField(blank=True, max_length=1000, verbose_name="raison de la correction"),
        ),
        migrations.AddField(
            model_name="decision",
            name="replaced_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="remplacée le"),
        ),
        migrations.AddField(
            model_name="decision",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacement",
                to="labels.decision",
                verbose_name="remplace",
            ),
        ),
        migrations.AddField(
            model_name="labelapplication",
            name="admission_reason",
            field=models.TextField(blank=True, max_length=3000, verbose_name="motif de recevabilité"),
        ),
        migrations.AlterField(
            model_name="committeesession",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "Prévue"),
                    ("closed", "Inscriptions closes"),
                    ("held", "Tenue"),
                    ("notified", "Notifiée"),
                    ("cancelled", "Annulée"),
                ],
                default="planned",
                max_length=20,
                verbose_name="état",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeesession",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "closed", "held", "notified", "cancelled"])),
                name="session_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeesession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "cancelled"]), ("closed_at__isnull", False), _connector="OR"
                ),
                name="session_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeesession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "closed", "cancelled"]),
                    ("held_at__isnull", False),
                    _connector="OR",
                ),
                name="session_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeesession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(
                        ("cancelled_at__isnull", False), models.Q(("cancellation_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="session_cancelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)),
                fields=("application", "session"),
                name="decision_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("correction_reason", ""), ("replaces", None)),
                    models.Q(("replaces__isnull", False), models.Q(("correction_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="decision_corrected",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaced_at", None), ("notified_at", None), _connector="OR"),
                name="decision_replaced_unnotified",
            ),
        ),
        migrations.AddConstraint(
            model_name="labelapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["admissible", "examined"]), _negated=True),
                    models.Q(
                        ("admitted_at__isnull", False),
                        models.Q(("state", "admissible"), ("session__isnull", False), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="application_admitted",
            ),
        ),
        ForbidDelete("labels_labelapplication"),
        ForbidDelete("labels_decision"),
        FreezeColumns(
            "labels_decision",
            columns=(*RECORDED, "replaces_id", "correction_reason"),
            once_set=(*ONCE_SET, "replaced_at"),
        ),
    ]
