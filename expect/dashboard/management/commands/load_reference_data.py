"""Load the shipped reference data."""

from django.core.management.base import BaseCommand

from expect.accounts.bodies import load_bodies
from expect.kernel.clock import now
from expect.territory.loaders import load_territory


class Command(BaseCommand):
    """Territories, countries, posts and bodies; run again, it changes nothing."""

    help = "Charge les données de référence : territoires, pays, postes diplomatiques, organismes."

    def handle(self, *args, **options):
        at = now()
        for loaded in load_territory(at):
            self.stdout.write(str(loaded))
        self.stdout.write(str(load_bodies(at)))
