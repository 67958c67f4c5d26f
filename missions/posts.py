"""The head names the post that answers for a country without any, or with two (spec M8)."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from expect.territory.models import Country, DiplomaticPost, PostCountry
from expect.territory.selectors import running
from missions import emails, review_links, rules
from missions.enums import MissionState
from missions.models import Mission, NamedPost
from missions.selectors import accepted_version
from missions.workflow import BEFORE_DEPARTURE


class NamingRefused(Refusal):
    """Without saying why."""


@transaction.atomic
def name_post(*, country: Country, post: DiplomaticPost, reasons: str, by: User, at: datetime) -> NamedPost:
    """Put `post` in charge of `country` from that day on; any other in charge until then is no longer (spec M8).

    The missions not left yet are its own: its agents are told, and have their link where an answer is awaited.
    Raises NotAllowed (one post is in charge), NamingRefused, StateChanged (another was named meanwhile).
    """
    on = paris_day(at)
    membership = rules.may_name_post(by, country, on).require()
    if not reasons.strip():
        raise NamingRefused("Dites pourquoi ce poste répond pour ce pays.", field="reasons")
    try:
        with transaction.atomic():
            _put_in_charge(post, country, on)
    except IntegrityError as clash:
        raise StateChanged("Un autre poste vient d’être chargé de ce pays.") from clash
    named = NamedPost.objects.create(
        country=country, post=post, reasons=reasons.strip(), named_at=at, named_by=by
    )
    details = {"country": country.code, "named": named.public_id}
    journal.record(action="name_post", subject=post, by=by, membership=membership, at=at, details=details)
    emails.post_named(named, at=at)
    _hand_over(named, at)
    return named


def _put_in_charge(post: DiplomaticPost, country: Country, on: date) -> None:
    """One charge runs from `on`, until the day before the one that the reference data announces, if it does."""
    charges = PostCountry.objects.filter(country=country)
    current = charges.filter(running(on, charges=""))
    current.filter(starts_on=on).delete()
    current.update(ends_on=on - timedelta(days=1))
    coming = charges.filter(starts_on__gt=on).order_by("starts_on").first()
    ends_on = coming.starts_on - timedelta(days=1) if coming else None
    PostCountry.objects.create(post=post, country=country, starts_on=on, ends_on=ends_on)


def _hand_over(named: NamedPost, at: datetime) -> None:
    """The missions that have not left go to the post; those that await an answer, with a link to each agent."""
    missions = Mission.objects.filter(country=named.country, state__in=BEFORE_DEPARTURE).exclude(
        post=named.post
    )
    awaiting = list(missions.filter(state=MissionState.AWAITING_EMBASSY).order_by("pk"))
    missions.update(post=named.post)
    for mission in awaiting:
        mission.post = named.post
        version = accepted_version(mission)
        version.mission = mission
        review_links.send(version, at=at)
