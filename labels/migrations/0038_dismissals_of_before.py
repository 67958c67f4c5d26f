"""The files already inadmissible or closed have their row; letters that a later one had hidden are found again."""

from django.db import migrations
from django.db.models import Q

UNCORRECTED = "Les corrections demandées n’ont pas été déposées à temps."
"""What those who closed a file told its body, before a letter did."""
LONGEST = 3000


def keep_dismissals(apps, schema_editor):
    """One row for each decision that can be shown; the last is the one that stands, where the file has not gone on."""
    files = apps.get_model("labels", "LabelApplication").objects
    for file in files.filter(Q(inadmissible_at__isnull=False) | Q(closed_at__isnull=False)).order_by("pk"):
        kept = [*_hidden(apps, file), *_last(apps, file)]
        if file.state in ("inadmissible", "closed"):
            standing = next(row for row in reversed(kept) if row.kind == file.state)
            files.filter(pk=file.pk).update(dismissal=standing, implicit_on=None)
        _tie_appeals(apps, file, kept)


def _last(apps, file):
    found = []
    if file.inadmissible_at:
        found.append(
            _keep(
                apps,
                file,
                kind="inadmissible",
                reason=file.inadmissible_reason,
                decided_at=file.inadmissible_at,
                letter_id=file.inadmissible_letter_id,
            )
        )
    if file.closed_at:
        found.append(_keep(apps, file, kind="closed", reason=UNCORRECTED, decided_at=file.closed_at))
    return found


def _hidden(apps, file):
    """Those of which the letter alone is left: its words are the reason."""
    letters = apps.get_model("documents", "IssuedDocument").objects.filter(
        kind="label_inadmissibility", title=f"Irrecevabilité {file.number}"
    )
    return [
        _keep(
            apps,
            file,
            kind="inadmissible",
            reason="\n\n".join(letter.context["paragraphs"])[:LONGEST],
            decided_at=letter.issued_at,
            letter_id=letter.pk,
        )
        for letter in letters.exclude(pk=file.inadmissible_letter_id).order_by("issued_at")
    ]


def _keep(apps, file, *, decided_at, **facts):
    """The row, on the version lodged last when it was decided."""
    versions = apps.get_model("labels", "ApplicationVersion").objects.filter(application_id=file.pk)
    lodged = versions.filter(submitted_at__lte=decided_at).order_by("number").last()
    if lodged is None:
        raise ValueError(
            f"Le dossier {file.number} est classé ou irrecevable sans qu’aucune version ait été déposée avant\N{NO-BREAK SPACE}: "
            "donnez-lui la version sur laquelle il a été décidé, puis relancez la migration. Rien n’a été changé."
        )
    return apps.get_model("labels", "Dismissal").objects.create(
        application_id=file.pk,
        version=lodged,
        decided_at=decided_at,
        **facts,
    )


def _tie_appeals(apps, file, kept):
    """An appeal against no decision, nor silence, was against the inadmissibility of its day."""
    appeals = apps.get_model("labels", "Appeal").objects
    for appeal in appeals.filter(application_id=file.pk, decision=None, implicit_on=None):
        before = [row for row in kept if row.decided_at <= appeal.registered_at]
        appeals.filter(pk=appeal.pk).update(dismissal=max(before, key=lambda row: row.decided_at))


def forget_dismissals(apps, schema_editor):
    """The columns hold one of each kind: the last."""
    files = apps.get_model("labels", "LabelApplication").objects
    for row in apps.get_model("labels", "Dismissal").objects.order_by("decided_at"):
        facts = (
            {"closed_at": row.decided_at}
            if row.kind == "closed"
            else {
                "inadmissible_at": row.decided_at,
                "inadmissible_reason": row.reason,
                "inadmissible_letter": row.letter_id,
            }
        )
        files.filter(pk=row.application_id).update(**facts)


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0037_dismissals'),
    ]

    operations = [
        migrations.RunPython(keep_dismissals, forget_dismissals),
    ]
