"""On each day, one text by which a person signs acts of one kind: what 0008 left is settled (spec X12, decision 0066)."""

from datetime import date, timedelta

from django.db import migrations

from expect.kernel.clock import now

LAST, DAY = date(2099, 12, 31), timedelta(days=1)
"""The last day of the years of the programme, to which 0008 brought what began later."""


def settle(apps, schema_editor):
    """What never begins goes; where two run together each day keeps the text that letters read, the latest to begin.

    Of one within another, the days before it stay to the former row, those after go to a new one, in the same words:
    what was signed then says them still. One whose every day is another's keeps its first. Each row that changes has
    its line in the journal.
    """
    authorities = apps.get_model("accounts", "SigningAuthority").objects
    for never in list(authorities.filter(starts_on=LAST)):
        _record(apps, never, days="")
        authorities.filter(pk=never.pk)._raw_delete(authorities.db)
        same = authorities.filter(user=never.user_id, scope=never.scope)
        for former in same.filter(ends_on=LAST - DAY).order_by("-starts_on", "-pk")[:1]:
            _move(apps, former, former.starts_on, None)
    held = {}
    for one in authorities.order_by("starts_on", "pk"):
        held.setdefault((one.user_id, one.scope), []).append(one)
    for rows in held.values():
        read = [(one, _days(one, rows[place:])) for place, one in enumerate(rows, start=1)]
        for one, days in read:
            _move(apps, one, *(days[0] if days else (one.starts_on, one.starts_on)))
        for one, days in read:
            for starts_on, ends_on in days[1:]:
                _go_on(apps, one, starts_on, ends_on)


def _days(one, later):
    """The days of `one` that none of the `later` takes: (first, last) each, None where there is no last."""
    left = [(one.starts_on, one.ends_on or date.max)]
    for other in later:
        first, last = other.starts_on, other.ends_on or date.max
        before = [(start, min(end, first - DAY)) for start, end in left if start < first]
        after = [(max(start, last + DAY), end) for start, end in left if end > last]
        left = before + after
    return [(start, None if end == date.max else end) for start, end in left]


def _move(apps, one, starts_on, ends_on):
    if (starts_on, ends_on) == (one.starts_on, one.ends_on):
        return
    type(one).objects.filter(pk=one.pk).update(starts_on=starts_on, ends_on=ends_on)
    _record(apps, one, days=_said(starts_on, ends_on))


def _go_on(apps, one, starts_on, ends_on):
    words = {"scope": one.scope, "capacity": one.capacity, "text_reference": one.text_reference}
    made = type(one).objects.create(user_id=one.user_id, starts_on=starts_on, ends_on=ends_on, **words)
    _record(apps, made, days=_said(starts_on, ends_on), goes_on=one.public_id)


def _record(apps, one, **details):
    """A line of the system: the days that the row had, those it has, none where it is gone."""
    apps.get_model("audit", "Entry").objects.create(
        at=now(),
        role="system",
        action="settle_authority",
        subject_type="accounts.SigningAuthority",
        subject_id=one.public_id,
        details={"were": _said(one.starts_on, one.ends_on), **details},
    )


def _said(starts_on, ends_on):
    return f"{starts_on}/{ends_on or ''}"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_roles_named"), ("audit", "0003_kept_rows")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
