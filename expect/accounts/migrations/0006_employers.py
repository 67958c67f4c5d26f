"""The body that employs a member of the committee, compared with those of a file (spec L8)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_cancelled_elections'),
        ('territory', '0002_apostrophes'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='employer',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='organisme employeur'),
        ),
        migrations.AddField(
            model_name='membership',
            name='employer',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='organisme employeur'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('employer', ''), ('role', 'committee_member'), _connector='OR'), name='invitation_employer'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('employer', ''), ('role', 'committee_member'), _connector='OR'), name='membership_employer'),
        ),
    ]
