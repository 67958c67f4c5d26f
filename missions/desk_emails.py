"""What an embassy is asked and told, and whom a silence calls, in the transaction of the act (spec M8, M13, X13)."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.selectors import people
from expect.kernel.clock import paris_day
from expect.notifications import outbox
from expect.programme.texts import in_force
from expect.web import french
from missions.email_texts import EMAILS
from missions.emails import agents_in_charge, daect, holder, tell
from missions.models import EmbassyReview, Mission, NamedPost, ReviewLink, TermsVersion
from missions.selectors import turns
from missions.selectors.turns import Turn


def sent_to_embassy(version: TermsVersion, links: Mapping[ReviewLink, str], *, at: datetime) -> None:
    """Each agent of the post answers before the departure: signed in, or by the link that is theirs (spec M8)."""
    _by_link("to_review", version.mission, links, {"version": version}, at=at)


def review_recorded(review: EmbassyReview, *, at: datetime) -> None:
    """The post knows what was recorded in its name, and may contest it (spec X13)."""
    mission = review.mission
    occasion = f"v{review.version.number}"
    tell(
        "review_recorded",
        mission,
        agents_in_charge(mission.country, at),
        at=at,
        occasion=occasion,
        review=review,
    )


def review_contested(review: EmbassyReview, *, by: User, at: datetime) -> None:
    """DAECT decides what follows; the holder knows that the answer is in doubt (spec X13)."""
    everybody = (
        holder(review.mission.organisation, at),
        daect(at),
        agents_in_charge(review.mission.country, at),
    )
    occasion = f"v{review.version.number}"
    tell("review_contested", review.mission, *everybody, at=at, but=by, occasion=occasion, review=review)


def review_settled(review: EmbassyReview, *, by: User, at: datetime) -> None:
    """The post, the holder and DAECT know what follows from the contestation (spec X13)."""
    mission = review.mission
    everybody = (holder(mission.organisation, at), daect(at), agents_in_charge(mission.country, at))
    occasion = f"v{review.version.number}"
    tell("review_settled", mission, *everybody, at=at, but=by, occasion=occasion, review=review)


def post_named(named: NamedPost, *, at: datetime) -> None:
    """The agents of the post answer for one country more (spec M8)."""
    tell("post_named", named, agents_in_charge(named.country, at), at=at)


def turn_reminded(
    mission: Mission, turn: Turn, since: datetime, *, links: Mapping[ReviewLink, str], at: datetime
) -> None:
    """Whose turn it is knows that the others wait (spec M13); the agents of a post have `links` to answer by."""
    values = {
        "mission": mission.number,
        "objet": mission.subject,
        "pays": str(mission.country),
        "acte attendu": turn.what,
        "depuis": french.day(since),
    }
    if turn.whose == turns.POST:
        said = EMAILS["missions/turn_reminded"].said(in_force(paris_day(at)), values)
        _by_link("turn_reminded", mission, links, said, at=at)
        return
    awaited = {
        turns.HOLDER: lambda: holder(mission.organisation, at),
        turns.SIGNATORY: lambda: people((Role.SIGNATORY,), paris_day(at), organisation=mission.organisation),
        turns.DAECT: lambda: people((Role.HEAD,), paris_day(at)) if turn == turns.LETTER_TURN else daect(at),
    }[turn.whose]
    occasion = since.isoformat()
    tell("turn_reminded", mission, awaited(), at=at, occasion=occasion, values=values, personal_link="")


def turn_silent(mission: Mission, turn: Turn, since: datetime, *, at: datetime) -> None:
    """DAECT calls, or does what the rule lets it do (spec M13)."""
    said = {"whose": turns.THEIRS[turn.whose], "what": turn.what, "since": since}
    tell("turn_silent", mission, daect(at), at=at, occasion=since.isoformat(), **said)


def _by_link(
    event: str,
    mission: Mission,
    links: Mapping[ReviewLink, str],
    words: Mapping[str, object],
    *,
    at: datetime,
) -> None:
    """The same words to each agent, with the link that is theirs."""
    told = (
        outbox.Event(
            f"missions/{event}",
            mission,
            [link.agent],
            mission.get_absolute_url(),
            {**words, "personal_link": settings.BASE_URL + path, "until": link.expires_at},
            occasion=link.public_id,
            secret=True,
        )
        for link, path in links.items()
    )
    outbox.post_all(told, at=at)
