"""Countries and posts belong to the administrators once loaded: the shipped names they kept get their apostrophe here."""

from django.db import migrations
from django.db.models import F, Func, Value

NAMES = (("Country", "name"), ("DiplomaticPost", "name"), ("DiplomaticPost", "city"))


def curl(apps, schema_editor):
    for model, column in NAMES:
        curled = Func(F(column), Value("'"), Value("’"), function="REPLACE")
        apps.get_model("territory", model).objects.filter(**{f"{column}__contains": "'"}).update(**{column: curled})


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial")]

    operations = [migrations.RunPython(curl, migrations.RunPython.noop, elidable=True)]
