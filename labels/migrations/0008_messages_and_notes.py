"""Messages between the body and DAECT, and DAECT's notes: kept as they were written (spec L7, X1)."""

import django.db.models.deletion
import expect.database.fields
from django.conf import settings
from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_guards'),
        ('labels', '0007_correction_requests'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FileMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('side', models.CharField(choices=[('body', 'Organisme'), ('daect', 'DAECT')], max_length=10, verbose_name='de')),
                ('text', models.TextField(max_length=4000, verbose_name='message')),
                ('awaits_answer', models.BooleanField(default=False, verbose_name='réponse attendue')),
                ('written_at', models.DateTimeField(verbose_name='écrit le')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='lu le')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='clos le')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='labels.labelapplication')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('read_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
            },
        ),
        migrations.CreateModel(
            name='InternalNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='note')),
                ('written_at', models.DateTimeField(verbose_name='écrite le')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='labels.labelapplication')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'note interne',
                'verbose_name_plural': 'notes internes',
            },
        ),
        migrations.CreateModel(
            name='MessageAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', expect.database.fields.PublicIdField(default=expect.database.fields.new_public_id, editable=False, max_length=12, unique=True, verbose_name='identifiant public')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='labels.filemessage')),
            ],
            options={
                'verbose_name': 'pièce jointe à un message',
                'verbose_name_plural': 'pièces jointes aux messages',
            },
        ),
        migrations.AddIndex(
            model_name='filemessage',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['application', 'side'], name='message_unread'),
        ),
        migrations.AddIndex(
            model_name='filemessage',
            index=models.Index(condition=models.Q(('awaits_answer', True), ('settled_at', None)), fields=['application', 'side'], name='message_to_answer'),
        ),
        migrations.AddConstraint(
            model_name='filemessage',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ['body', 'daect'])), name='message_side_known'),
        ),
        migrations.AddConstraint(
            model_name='filemessage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('read_at', None), ('read_by', None)), models.Q(('read_at__isnull', False), ('read_by__isnull', False)), _connector='OR'), name='message_read'),
        ),
        migrations.AddConstraint(
            model_name='filemessage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('awaits_answer', True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='message_settled'),
        ),
        ForbidDelete("labels_filemessage"),
        FreezeColumns(
            "labels_filemessage",
            columns=("application_id", "side", "author_id", "text", "awaits_answer", "written_at"),
            once_set=("read_at", "read_by_id", "settled_at", "settled_by_id"),
        ),
        ForbidDelete("labels_messageattachment"),
        FreezeColumns("labels_messageattachment", columns=("message_id", "file_id")),
        ForbidDelete("labels_internalnote"),
        FreezeColumns("labels_internalnote", columns=("application_id", "author_id", "text", "written_at")),
    ]
