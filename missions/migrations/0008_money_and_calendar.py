"""The envelope of a year, and the address of a person's calendar (spec M7, X1)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('missions', '0007_needs_and_offers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('created_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'adresse d’agenda',
                'verbose_name_plural': 'adresses d’agenda',
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('user',), name='calendar_address_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('year', models.PositiveSmallIntegerField(verbose_name='année')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='montant en euros')),
                ('reason', models.CharField(max_length=300, verbose_name='texte ou motif')),
                ('set_at', models.DateTimeField(verbose_name='fixée le')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'enveloppe annuelle',
                'verbose_name_plural': 'enveloppes annuelles',
                'indexes': [models.Index(fields=['year', 'set_at'], name='envelope_of_year')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='envelope_positive'), models.CheckConstraint(condition=models.Q(('year__range', (2020, 2100))), name='envelope_year'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='envelope_reasoned')],
            },
        ),
        ForbidDelete("missions_envelope"),
        FreezeColumns("missions_envelope", ("public_id", "year", "amount", "reason", "set_at", "set_by_id")),
    ]
