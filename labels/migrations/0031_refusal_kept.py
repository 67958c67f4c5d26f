"""The refusal that silence had made of a file sent back is kept until an express answer (spec X10; decision 0056)."""

from django.db import migrations, models

from expect.database.operations import ForbidDelete, Lift

FILE = "labels_labelapplication"


class Migration(migrations.Migration):

    dependencies = [
        ('labels', '0030_body_of_an_expert'),
    ]

    operations = [
        Lift(ForbidDelete(FILE)),
        migrations.AddField(
            model_name='labelapplication',
            name='implicit_on',
            field=models.DateField(blank=True, null=True, verbose_name='refus implicite du'),
        ),
        migrations.AddConstraint(
            model_name='labelapplication',
            constraint=models.CheckConstraint(condition=models.Q(('implicit_on', None), ('state__in', ['submitted', 'changes_requested', 'admissible', 'examined', 'deferred', 'closed']), _connector='OR'), name='application_refusal_replaced'),
        ),
        ForbidDelete(FILE),
    ]
