from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from expect.accounts import memberships
from expect.kernel.clock import now


class Command(BaseCommand):
    help = "Donne à une adresse le rôle d’administration ; la personne se connecte par un code reçu par courriel."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("first_name")
        parser.add_argument("last_name")

    def handle(self, *args, email, first_name, last_name, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"« {email} » n’est pas une adresse électronique.") from error
        role = memberships.make_administrator(
            email=email, first_name=first_name, last_name=last_name, at=now()
        )
        self.stdout.write(f"{role.user.email} administre le service depuis le {role.starts_on:%d/%m/%Y}.")
