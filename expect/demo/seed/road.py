"""The whole road, or its beginning."""

from datetime import date

from django.db import transaction
from django.db.models import F

from expect.accounts import openings
from expect.accounts.enums import OrganisationKind, Role
from expect.accounts.models import Organisation
from expect.demo.accounts import DOMAIN
from expect.demo.seed import afterwards, applications, detours, missions, people, reports, sessions
from expect.demo.seed.calendar import Calendar
from expect.notifications.models import Notice
from expect.programme.text_changes import change_text
from labels.models import LabelApplication

NEWS_DAYS = 4
"""Days after which a notice of the demonstration has been read."""

STAGES = ("application", "decision", "mission", "report", "demand")


def already_played() -> bool:
    """Whether the story is in the database: it is played once."""
    return LabelApplication.objects.filter(created_by__email__endswith=f"@{DOMAIN}").exists()


@transaction.atomic
def play(*, until: str, today: date) -> None:
    """Play the road through the acts themselves, as far as `until` (one of STAGES); the older notices were read."""
    calendar = Calendar(today)
    _walk(STAGES.index(until), calendar)
    Notice.objects.filter(created_at__lt=calendar.at(-NEWS_DAYS)).update(read_at=F("created_at"))


def _walk(stage: int, calendar: Calendar) -> None:
    cast = people.gather(calendar, missions.COUNTRIES)
    _ask_for_accounts(calendar)
    files = applications.play(cast)
    if stage < STAGES.index("decision"):
        return
    labels = sessions.play(cast, files)
    afterwards.play(cast, files)
    _rewrite_a_text(cast)
    if stage < STAGES.index("mission"):
        return
    journeys = missions.play(cast, labels)
    detours.play(cast, labels, journeys)
    if stage < STAGES.index("report"):
        return
    reports.deliver(cast, journeys)
    if stage >= STAGES.index("demand"):
        reports.reclaim(cast, journeys)


def _rewrite_a_text(cast: people.Cast) -> None:
    """The head changed the end of the letter of refusal, and will again."""
    for offset, days, body, reason in (
        (
            -60,
            10,
            "Vous pouvez déposer une nouvelle candidature à tout moment. Nos équipes vous reçoivent, sur rendez-vous, "
            "pour la préparer.",
            "Les collectivités demandent un entretien avant de se présenter à nouveau.",
        ),
        (
            -2,
            25,
            "Vous pouvez déposer une nouvelle candidature à tout moment\N{NO-BREAK SPACE}: nos équipes vous reçoivent, "
            "sur rendez-vous, pour la préparer. Rappelez alors le numéro {numéro}.",
            "Retrouver plus vite le premier dossier.",
        ),
    ):
        change_text(
            key="label.refusal.closing",
            body=body,
            starts_on=cast.calendar.day(offset + days),
            reason=reason,
            by=cast.head,
            at=cast.calendar.at(offset),
        )


def _ask_for_accounts(calendar: Calendar) -> None:
    """Two bodies wait for DAECT to open their account."""
    waiting = (
        Organisation.objects.get(kind=OrganisationKind.COMMUNE, insee_code="64102"),
        Organisation.objects.get(kind=OrganisationKind.DEPARTEMENT, insee_code="94"),
    )
    for n, body in enumerate(waiting):
        first_name, last_name = people.name(500 + n)
        person = people.person(f"nouveau-{n + 1}@{DOMAIN}", first_name, last_name)
        openings.request_opening(
            organisation=body,
            by=person,
            at=calendar.at(-3 + n),
            function=people.title(
                person, "Chargée de l’action internationale", "Chargé de l’action internationale"
            ),
            role=Role.EDITOR,
            signatory_first_name="Dominique",
            signatory_last_name="Valette",
            signatory_email=f"signataire-{n + 1}@{DOMAIN}",
            signatory_capacity="Maire" if n == 0 else "Président du conseil départemental",
        )
