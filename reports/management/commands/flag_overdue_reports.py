from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from expect.kernel.clock import now, paris_day
from expect.web import french
from reports.overdue import OverdueRun, flag_overdue_reports


class Command(BaseCommand):
    """What the daily job does, by hand: flag the missing reports and draft the demands (spec R4)."""

    help = (
        "Signale les rapports en retard et prépare les demandes de remboursement, comme la tâche quotidienne."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--on", metavar="AAAA-MM-JJ", help="jour de référence (par défaut, aujourd’hui à Paris)"
        )

    def handle(self, *args, on=None, **options):
        at = now()
        day = _day(on) if on else paris_day(at)
        if settings.PRODUCTION and day > paris_day(at):
            raise CommandError(
                "Ce jour est à venir : un rapport encore dans les temps serait signalé en retard."
            )
        for sentence in _sentences(flag_overdue_reports(on=day, at=at)):
            self.stdout.write(sentence)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise CommandError(f"« {typed} » n’est pas un jour : écrivez-le AAAA-MM-JJ.") from error


def _sentences(run: OverdueRun) -> list[str]:
    when = f"Au {french.day(run.on)} : "
    if run == OverdueRun(run.on):
        return [f"{when}rien à signaler."]
    flagged = _count(run.flagged, "rapport signalé", "rapports signalés")
    drafted = _count(run.drafted, "demande de remboursement préparée", "demandes de remboursement préparées")
    sentences = [f"{when}{flagged} en retard, {drafted}."]
    if run.unpaid:
        unpaid = _count(run.unpaid, "mission signalée", "missions signalées")
        later = "la demande sera préparée dès qu’un paiement sera enregistré."
        sentences.append(f"{unpaid} sans frais payés : {later}")
    if run.dropped:
        dropped = _count(run.dropped, "demande abandonnée", "demandes abandonnées")
        sentences.append(f"{dropped} : la limite de remise du rapport a changé.")
    if run.recovered:
        dropped = _count(run.recovered, "demande abandonnée", "demandes abandonnées")
        sentences.append(f"{dropped} : tout ce qui avait été payé a été récupéré.")
    return sentences


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {several if number > 1 else one}"
