"""What an answer withdrew is kept with it; the minister's letters of before have their scan (spec L9, X6)."""

from django.db import migrations, models

from expect.database.operations import FreezeAfter, FreezeColumns, Lift

APPEAL, DOCUMENT = "labels_appeal", "documents_issueddocument"
ANSWER = ("outcome", "answer", "answered_by_id", "signed_by", "signed_on")
ISSUED = ("id", "public_id", "kind", "title", "template", "context", "issued_at")


def keep_scans(apps, schema_editor):
    """Each letter has the copy that was brought with it; one that was not found clean is no letter to open."""
    documents = apps.get_model("documents", "IssuedDocument").objects
    signed = apps.get_model("labels", "Appeal").objects.filter(signed_on__isnull=False, answer_scans=None)
    for appeal in signed.select_related("letter__file").order_by("pk"):
        file = appeal.letter.file
        apps.get_model("labels", "AnswerScan").objects.create(
            appeal=appeal, file=file, brought_at=appeal.answered_at, brought_by_id=appeal.answered_by_id
        )
        if file.infection or (file.scan_wanted and file.scanned_at is None):
            documents.filter(pk=appeal.letter_id).update(file=None)


def give_back(apps, schema_editor):
    """Each letter has the last copy brought, whatever the antivirus says of it."""
    documents = apps.get_model("documents", "IssuedDocument").objects
    for scan in apps.get_model("labels", "AnswerScan").objects.select_related("appeal").order_by("-pk"):
        documents.filter(pk=scan.appeal.letter_id, file=None).update(file=scan.file_id)


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0005_kept_rows'),
        ('labels', '0043_silence_replaced'),
    ]

    operations = [
        Lift(FreezeAfter(APPEAL, "answered_at", ANSWER)),
        migrations.AddField(
            model_name='appeal',
            name='other_implicit_on',
            field=models.DateField(null=True, verbose_name='autre refus implicite du'),
        ),
        FreezeAfter(APPEAL, "answered_at", (*ANSWER, "other_implicit_on")),
        Lift(FreezeColumns(DOCUMENT, columns=ISSUED, once_set=("file_id",))),
        migrations.RunPython(keep_scans, give_back),
        FreezeColumns(DOCUMENT, columns=ISSUED, once_set=("file_id",)),
    ]
