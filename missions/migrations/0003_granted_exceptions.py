"""The head lifts a rule, with reasons: written once (spec M3, M10)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns


class Migration(migrations.Migration):
    dependencies = [
        ("labels", "0003_themes"),
        ("missions", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GrantedException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("label", "Label qui ne vaut pas à la date de la mission"),
                            ("late_report", "Rapport d’une autre mission en retard"),
                        ],
                        max_length=20,
                        verbose_name="règle levée",
                    ),
                ),
                ("reasons", models.TextField(max_length=2000, verbose_name="motifs")),
                ("granted_at", models.DateTimeField(verbose_name="accordée le")),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "label",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="labels.label"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exceptions",
                        to="missions.expertiserequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "exception",
                "verbose_name_plural": "exceptions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["label", "late_report"])),
                        name="exception_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True), name="exception_reasoned"
                    ),
                    models.UniqueConstraint(fields=("request", "label", "kind"), name="exception_once"),
                ],
            },
        ),
        ForbidDelete("missions_grantedexception"),
        FreezeColumns(
            "missions_grantedexception",
            ("request_id", "label_id", "kind", "reasons", "granted_at", "granted_by_id"),
        ),
    ]
