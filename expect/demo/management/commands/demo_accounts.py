from django.core.management.base import BaseCommand

from expect.demo.accounts import DEMO_ACCOUNTS


class Command(BaseCommand):
    help = "Liste les comptes de la démonstration : un par rôle, sans mot de passe."

    def handle(self, *args, **options):
        self.stdout.write(
            "Comptes de la démonstration (un clic sur la page de connexion, sans mot de passe) :"
        )
        for account in DEMO_ACCOUNTS:
            self.stdout.write(f"  {account.email:32} {account.label}")
