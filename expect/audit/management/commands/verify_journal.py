from django.core.management.base import BaseCommand, CommandError

from expect.audit import chain


class Command(BaseCommand):
    """Check that the journal's chain holds from its first line to its last (spec X2)."""

    help = "Check the hash chain of the journal."

    def handle(self, *args, **options):
        chain.seal()
        breaks = list(chain.verify())
        for found in breaks:
            self.stderr.write(f"position {found.position}: {found.what}")
        if breaks:
            raise CommandError(f"{len(breaks)} break(s) in the journal")
        self.stdout.write(f"{chain.length()} lines, the chain holds")
