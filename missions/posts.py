"""The post that answers for a country: the head names it where there is none, or two; open files follow (spec M8)."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from expect.territory.models import Country, DiplomaticPost, PostCountry
from expect.territory.selectors import posts_by_country, running
from missions import desk_emails, review_links, rules
from missions.enums import MissionState, RequestState
from missions.models import ExpertiseRequest, Mission, NamedPost
from missions.models.limits import require
from missions.selectors import accepted_version
from missions.workflow import BEFORE_DEPARTURE


class NamingRefused(Refusal):
    """Without saying why."""


@transaction.atomic
def name_post(*, country: Country, post: DiplomaticPost, reasons: str, by: User, at: datetime) -> NamedPost:
    """Put `post` in charge of `country` from that day on; any other in charge until then is no longer (spec M8).

    The open needs and the missions not left are its own: its agents are told, and have their link where an answer is
    awaited.
    Raises NotAllowed (one post is in charge), NamingRefused, StateChanged (another was named meanwhile).
    """
    on = paris_day(at)
    Country.objects.select_for_update().get(pk=country.pk)  # of two heads at once, one names
    membership = rules.may_name_post(by, country, on).require()
    if not reasons.strip():
        raise NamingRefused("Dites pourquoi ce poste répond pour ce pays.", field="reasons")
    require(NamedPost, reasons=reasons)
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
    desk_emails.post_named(named, at=at)
    follow_charges(on=on, at=at, by=by, membership=membership)
    return named


@transaction.atomic
def follow_charges(
    *, on: date, at: datetime, by: User | None = None, membership: Membership | None = None
) -> int:
    """Give the open needs, and the missions not left, to the post now in charge of their country (spec M8).

    Beat plays it every hour, for the charges that begin that day or were changed in the reference data; run again, it
    finds nothing more to do. The agents have their link where an answer is awaited. Returns how many were given.
    """
    charges, given = posts_by_country(on), 0
    for held in (
        ExpertiseRequest.objects.filter(state=RequestState.OPEN),
        Mission.objects.filter(state__in=BEFORE_DEPARTURE),
    ):
        for country, former in held.order_by("country").values_list("country", "post").distinct():
            post = charges.get(country)
            if post is not None and post.pk != former:
                for one in held.filter(country=country, post=former).select_related("country").order_by("pk"):
                    given += _give(one, post, at=at, by=by, membership=membership)
    return given


def _put_in_charge(post: DiplomaticPost, country: Country, on: date) -> None:
    """One charge runs from `on`, until the day before the one that the reference data announces, if it does."""
    charges = PostCountry.objects.filter(country=country)
    current = charges.filter(running(on, charges=""))
    current.filter(starts_on=on).delete()
    current.update(ends_on=on - timedelta(days=1))
    coming = charges.filter(starts_on__gt=on).order_by("starts_on").first()
    ends_on = coming.starts_on - timedelta(days=1) if coming else None
    PostCountry.objects.create(post=post, country=country, starts_on=on, ends_on=ends_on)


def _give(
    one: ExpertiseRequest | Mission,
    post: DiplomaticPost,
    *,
    at: datetime,
    by: User | None,
    membership: Membership | None,
) -> bool:
    """Unless somebody just did, or moved it: whether this call did."""
    same = type(one).objects.filter(pk=one.pk, post=one.post_id, state=one.state)
    if not same.update(post=post):
        return False
    one.post = post
    details = {"post": post.public_id}
    journal.record(action="follow_charge", subject=one, by=by, membership=membership, at=at, details=details)
    if one.state == MissionState.AWAITING_EMBASSY:
        version = accepted_version(one)
        version.mission = one
        review_links.send(version, at=at)
    return True
