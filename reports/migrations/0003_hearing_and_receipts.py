"""The receipt can be corrected, a hearing recorded; a demand dropped because its limit moved frees that limit."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, Lift

DEMAND = FreezeColumns(
    "reports_reimbursementdemand",
    ("public_id", "mission_id", "due_on", "drafted_at"),
    once_set=("issued_at", "issued_by_id", "authority_id", "document_id", "dropped_at", "waived_at"),
)
LETTER = ("public_id", "demand_id", "document_id", "authority_id", "sent_at", "sent_by_id")
LETTER_BEFORE = FreezeColumns(
    "reports_priorletter", LETTER, once_set=("received_on", "answer_by", "answered_at", "answered_by_id")
)
LETTER_AFTER = FreezeColumns(
    "reports_priorletter",
    LETTER,
    once_set=("answered_at", "answered_by_id", "hearing_recorded_at", "hearing_recorded_by_id"),
)
RECEIPT = ("public_id", "letter_id", "received_on", "proof_id", "reason", "recorded_at", "recorded_by_id")
KEPT = (ForbidDelete("reports_reimbursementdemand"), ForbidDelete("reports_priorletter"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_cache_table"),
        ("documents", "0002_guards"),
        ("missions", "0002_guards"),
        ("reports", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(Lift(guard) for guard in (*KEPT, DEMAND, LETTER_BEFORE)),
        migrations.CreateModel(
            name="LetterReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    expect.database.fields.PublicIdField(
                        default=expect.database.fields.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="identifiant public",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="reçue le")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="motif de la correction"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="enregistrée le")),
            ],
            options={
                "verbose_name": "réception de lettre préalable",
                "verbose_name_plural": "réceptions de lettres préalables",
            },
        ),
        migrations.RemoveConstraint(
            model_name="reimbursementdemand",
            name="demand_once_per_limit",
        ),
        migrations.AddField(
            model_name="priorletter",
            name="hearing_asked",
            field=models.BooleanField(default=False, verbose_name="demande à être entendu"),
        ),
        migrations.AddField(
            model_name="priorletter",
            name="hearing_on",
            field=models.DateField(blank=True, null=True, verbose_name="jour de l’entretien"),
        ),
        migrations.AddField(
            model_name="priorletter",
            name="hearing_outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("held", "L’entretien a eu lieu"),
                    ("declined", "Le titulaire y a renoncé"),
                    ("absent", "Le titulaire ne s’est pas présenté"),
                ],
                max_length=20,
                verbose_name="entretien",
            ),
        ),
        migrations.AddField(
            model_name="priorletter",
            name="hearing_people",
            field=models.CharField(blank=True, max_length=300, verbose_name="personnes entendues"),
        ),
        migrations.AddField(
            model_name="priorletter",
            name="hearing_recorded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="entretien enregistré le"),
        ),
        migrations.AddField(
            model_name="priorletter",
            name="hearing_recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="priorletter",
            name="hearing_said",
            field=models.TextField(blank=True, max_length=6000, verbose_name="ce qui a été dit"),
        ),
        migrations.AlterField(
            model_name="reimbursementdemand",
            name="drop_cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("delivered", "Rapport remis"),
                    ("person", "Décision de la DAECT"),
                    ("limit_moved", "Limite de remise modifiée"),
                ],
                max_length=20,
                verbose_name="cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="priorletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("hearing_outcome", ""), ("hearing_recorded_at", None), ("hearing_recorded_by", None)
                    ),
                    models.Q(
                        ("hearing_asked", True),
                        ("hearing_recorded_at__isnull", False),
                        ("hearing_recorded_by__isnull", False),
                        ("hearing_outcome__in", ["held", "declined", "absent"]),
                    ),
                    _connector="OR",
                ),
                name="prior_letter_heard",
            ),
        ),
        migrations.AddConstraint(
            model_name="priorletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hearing_outcome", "held"), _negated=True),
                    models.Q(
                        ("hearing_on__isnull", False),
                        models.Q(("hearing_people", ""), _negated=True),
                        models.Q(("hearing_said", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="prior_letter_hearing_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="reimbursementdemand",
            constraint=models.UniqueConstraint(
                condition=models.Q(("drop_cause", "limit_moved"), _negated=True),
                fields=("mission", "due_on"),
                name="demand_once_per_limit",
            ),
        ),
        migrations.AddField(
            model_name="letterreceipt",
            name="letter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="reports.priorletter"
            ),
        ),
        migrations.AddField(
            model_name="letterreceipt",
            name="proof",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
                verbose_name="avis de réception",
            ),
        ),
        migrations.AddField(
            model_name="letterreceipt",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        *KEPT,
        DEMAND,
        LETTER_AFTER,
        ForbidDelete("reports_letterreceipt"),
        FreezeColumns("reports_letterreceipt", RECEIPT),
    ]
