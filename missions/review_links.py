"""An agent who rarely signs in answers by an expiring link, on one version of one mission (spec M8)."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from expect.programme.parameters import value
from missions import emails, validation
from missions.enums import MissionState, ReviewOutcome
from missions.models import EmbassyReview, ReviewLink, TermsVersion
from missions.selectors import accepted_version


class LinkUnusable(Refusal):
    """The link has served, has expired, or its version is no longer the one to answer."""


def send(version: TermsVersion, *, at: datetime) -> None:
    """Each agent of the mission's post is asked for an answer, by a link of their own; a step of the acts."""
    until = at + timedelta(days=value("review_link_days", paris_day(at)))
    agents = emails.agents(version.mission.post, at)
    links = {agent: _made(version, agent, at=at, until=until) for agent in agents}
    emails.sent_to_embassy(version, links, until=until, at=at)


def _made(version: TermsVersion, agent: User, *, at: datetime, until: datetime) -> str:
    """The address of a new link; what is kept does not give it back."""
    token = secrets.token_urlsafe(32)
    ReviewLink.objects.create(
        version=version, agent=agent, token_digest=_digest(token), created_at=at, expires_at=until
    )
    return reverse("missions:review_link", args=[token])


def find(token: str) -> ReviewLink | None:
    """The link of that address; consumes nothing, so that mail scanners may open it."""
    links = ReviewLink.objects.select_related(
        "agent",
        "version__mission__country",
        "version__mission__post",
        "version__mission__label",
        "version__mission__organisation__department",
        "version__mission__organisation__region",
        "version__mission__solicitation__request__country",
    )
    return links.filter(token_digest=_digest(token)).first()


def usable(link: ReviewLink, at: datetime) -> None:
    """Raise LinkUnusable, with the reason, unless the link may be answered at that instant."""
    mission = link.version.mission
    if link.used_at:
        raise LinkUnusable("Vous avez répondu par ce lien : il ne sert qu’une fois.")
    if mission.state != MissionState.AWAITING_EMBASSY:
        raise LinkUnusable(
            f"La mission {mission.number} n’attend plus d’avis : « {mission.get_state_display()} »."
        )
    if accepted_version(mission) != link.version:
        raise LinkUnusable("Les termes ont changé : un autre lien vous est parvenu pour la nouvelle version.")
    if link.expires_at <= at:
        raise LinkUnusable(
            "Ce lien a expiré. Votre avis est toujours attendu : connectez-vous pour le donner."
        )


@transaction.atomic
def answer_by_link(*, link: ReviewLink, outcome: str, words: str, at: datetime) -> EmbassyReview:
    """Answer as the addressee, whose posting is checked again; the link serves once (spec M8).

    Raises LinkUnusable, NotAllowed (no longer posted there…), ReasonMissing, StaleVersion, StateChanged.
    """
    usable(link, at)
    if not ReviewLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise LinkUnusable("Vous avez répondu par ce lien : il ne sert qu’une fois.")
    link.used_at = at
    mission = link.version.mission
    read = {"mission": mission, "version_number": link.version.number, "by": link.agent, "at": at}
    match ReviewOutcome(outcome):
        case ReviewOutcome.VALIDATED:
            review = validation.validate(**read)
        case ReviewOutcome.RETURNED:
            review = validation.return_mission(remarks=words, **read)
        case ReviewOutcome.REFUSED:
            review = validation.refuse_mission(reasons=words, **read)
    details = {"link": link.public_id}
    journal.record(action="use_review_link", subject=mission, by=link.agent, at=at, details=details)
    return review


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
