from django.core.management.base import BaseCommand

from expect.demo.seed import road
from expect.kernel.clock import now, paris_day


class Command(BaseCommand):
    """Play the road of the programme on real bodies and countries, with dates relative to the day; once."""

    help = "Load the demonstration."

    def add_arguments(self, parser):
        parser.add_argument("--until", choices=road.STAGES, default=road.STAGES[-1])

    def handle(self, *args, **options):
        if road.already_played():
            self.stdout.write("Démonstration : déjà en place.")
            return
        road.play(until=options["until"], today=paris_day(now()))
        self.stdout.write(f"Démonstration : le chemin est joué jusqu’à « {options['until']} ».")
