"""Beside the straight road of a need: a holder offers itself, two needs are one, dates move, a telegram answers."""

from dataclasses import replace
from datetime import timedelta

from expect.demo.seed.papers import scanned
from expect.demo.seed.people import Cast
from expect.demo.seed.stories import STORIES, Story
from expect.demo.seed.trips import TRIPS
from labels.models import Label
from missions import amendments, closing, offers, on_behalf
from missions.enums import Channel, ReviewOutcome
from missions.models import ExpertiseRequest, Mission
from missions.selectors import accepted_version
from missions.terms import text

LITTORAL = STORIES[10]
LATER = timedelta(days=14)


def play(cast: Cast, labels: dict[Story, Label], missions: dict[str, Mission]) -> None:
    """Each once, on needs and missions that wait for nothing else."""
    _offer(cast, labels[LITTORAL])
    _merge(cast)
    _postpone(cast, missions["postponed"])
    _answer_by_telegram(cast, missions["by_telegram"])


def _offer(cast: Cast, label: Label) -> None:
    offers.offer(
        request=_need("open_1"),
        label=label,
        message="Nos équipes entretiennent un réseau pluvial au niveau de la mer. Deux agents pourraient partir "
        "au printemps, pour une semaine.",
        by=cast.editor(LITTORAL),
        at=cast.calendar.at(-2),
    )


def _merge(cast: Cast) -> None:
    closing.merge_request(
        request=_need("twin"), into=_need("open_1"), by=cast.officer, at=cast.calendar.at(-1)
    )


def _postpone(cast: Cast, mission: Mission) -> None:
    """The embassy had validated: its validation falls, DAECT is to send the new version."""
    terms = text.terms_of(mission)
    sending = replace(
        terms.sending, starts_on=terms.sending.starts_on + LATER, ends_on=terms.sending.ends_on + LATER
    )
    amendments.amend_terms(
        mission=mission,
        terms=replace(terms, sending=sending),
        reason="Les écoles sont en congé la semaine retenue : la ville nous attend deux semaines plus tard.",
        accepted=True,
        revision=mission.revision,
        by=cast.signatory(STORIES[TRIPS["postponed"].story]),
        at=cast.calendar.at(-3),
    )


def _answer_by_telegram(cast: Cast, mission: Mission) -> None:
    on_behalf.record_review(
        mission=mission,
        version_number=accepted_version(mission).number,
        outcome=ReviewOutcome.VALIDATED,
        words="",
        channel=Channel.TELEGRAM,
        author="Conseiller de coopération et d’action culturelle",
        received_on=cast.calendar.day(-6),
        scan=scanned("Télégramme diplomatique"),
        by=cast.officer,
        at=cast.calendar.at(-5),
    )


def _need(trip: str) -> ExpertiseRequest:
    return ExpertiseRequest.objects.select_related("country", "post").get(subject=TRIPS[trip].subject)
