"""Elections recorded by mistake are cancelled, and may be recorded again (spec X14)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from expect.database.operations import ForbidDelete, FreezeAfter, FreezeColumns, Lift

RECORDED = ("kind", "held_on", "text_reference", "recorded_at", "recorded_by_id")
CANCELLED = ("cancelled_at", "cancelled_by_id", "cancellation_reason")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_proof_of_service"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Lift(ForbidDelete("accounts_renewal")),
        Lift(FreezeColumns("accounts_renewal", columns=RECORDED)),
        migrations.RemoveConstraint(model_name="renewal", name="renewal_once"),
        migrations.AddField(
            model_name="renewal",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="annulé le"),
        ),
        migrations.AddField(
            model_name="renewal",
            name="cancelled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="renewal",
            name="cancellation_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="motif de l’annulation"
            ),
        ),
        migrations.AddConstraint(
            model_name="renewal",
            constraint=models.UniqueConstraint(
                condition=Q(cancelled_at=None), fields=("kind", "held_on"), name="renewal_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="renewal",
            constraint=models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancellation_reason="")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancellation_reason=""),
                name="renewal_cancelled",
            ),
        ),
        ForbidDelete("accounts_renewal"),
        FreezeColumns("accounts_renewal", columns=RECORDED),
        FreezeAfter("accounts_renewal", "cancelled_at", columns=CANCELLED),
    ]
