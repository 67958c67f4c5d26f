"""A role is named in both genders: the words only (decision 0070)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_one_text_on_any_day'),
    ]

    operations = [
        migrations.AlterField(
            model_name='accountopening',
            name='role',
            field=models.CharField(choices=[('editor', 'Rédactrice ou rédacteur'), ('signatory', 'Signataire')], max_length=20),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='role',
            field=models.CharField(choices=[('editor', 'Rédactrice ou rédacteur'), ('signatory', 'Signataire'), ('officer', 'Chargée ou chargé de mission DAECT'), ('head', 'Déléguée ou délégué DAECT'), ('committee_member', 'Membre du comité de sélection'), ('post_agent', 'Agente ou agent d’ambassade'), ('administrator', 'Administratrice ou administrateur')], max_length=20, verbose_name='rôle'),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('editor', 'Rédactrice ou rédacteur'), ('signatory', 'Signataire'), ('officer', 'Chargée ou chargé de mission DAECT'), ('head', 'Déléguée ou délégué DAECT'), ('committee_member', 'Membre du comité de sélection'), ('post_agent', 'Agente ou agent d’ambassade'), ('administrator', 'Administratrice ou administrateur')], max_length=20, verbose_name='rôle'),
        ),
    ]
