"""A person signs acts of one kind by one text on any day, of the years of the programme (spec X12)."""

from datetime import date, timedelta

from django.conf import settings
from django.db import migrations, models

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


def settle(apps, schema_editor):
    """What letters did so far, written down: days are within those years, the latest text takes over from the others."""
    authorities = apps.get_model("accounts", "SigningAuthority").objects
    for one in authorities.exclude(starts_on__range=(FIRST, LAST), ends_on__range=(FIRST, LAST)):
        starts_on = min(max(one.starts_on, FIRST), LAST)
        ends_on = None if one.ends_on is None or one.ends_on > LAST else max(one.ends_on, starts_on)
        authorities.filter(pk=one.pk).update(starts_on=starts_on, ends_on=ends_on)
    latest = {}
    for one in authorities.filter(ends_on=None).order_by("user", "scope", "-starts_on", "-pk"):
        after = latest.setdefault((one.user_id, one.scope), one)
        if after is not one:
            ends_on = max(one.starts_on, after.starts_on - timedelta(days=1))
            authorities.filter(pk=one.pk).update(ends_on=ends_on)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_kept_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(settle, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="signingauthority",
            constraint=models.CheckConstraint(
                name="signing_authority_years",
                condition=models.Q(starts_on__range=(FIRST, LAST))
                & (models.Q(ends_on=None) | models.Q(ends_on__range=(FIRST, LAST))),
            ),
        ),
        migrations.AddConstraint(
            model_name="signingauthority",
            constraint=models.UniqueConstraint(
                condition=models.Q(ends_on=None), fields=("user", "scope"), name="signing_authority_endless_once"
            ),
        ),
    ]
