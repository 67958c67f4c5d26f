"""An agent who rarely signs in answers by an expiring link, on one version of one mission (spec M8)."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from expect.accounts.models import User
from expect.audit import journal
from expect.audit.transitions import hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from expect.kernel.verdict import Verdict
from expect.programme.parameters import value
from expect.web import french
from missions import desk_emails, emails, rules, validation
from missions.enums import MissionState, ReviewOutcome
from missions.models import EmbassyReview, Mission, ReviewLink, TermsVersion
from missions.selectors import accepted_version

JUST = timedelta(minutes=10)
"""How long one waits before sending links again: a double click sends them once."""


class LinkUnusable(Refusal):
    """The link has served, has expired, or its version is no longer the one to answer."""


def send(version: TermsVersion, *, at: datetime) -> None:
    """Each agent in charge of the country is asked for an answer, by a link of their own; a step of the acts."""
    desk_emails.sent_to_embassy(version, made(version, at=at), at=at)


def made(version: TermsVersion, *, at: datetime) -> dict[ReviewLink, str]:
    """A new link to that version for each agent in charge, and its address: what is kept does not give it back."""
    until = at + timedelta(days=value("review_link_days", paris_day(at)))
    links = {}
    for agent in emails.agents_in_charge(version.mission.country, at):
        token = secrets.token_urlsafe(32)
        link = ReviewLink.objects.create(
            version=version, agent=agent, token_digest=_digest(token), created_at=at, expires_at=until
        )
        links[link] = reverse("missions:review_link", args=[token])
    return links


@transaction.atomic
def send_again(*, mission: Mission, by: User, at: datetime) -> TermsVersion:
    """DAECT, or an agent, has a new link sent to each agent now in charge: lost, expired, or come since (spec M8).

    Raises NotAllowed, LinkUnusable (some have just left, nobody there to write to), StateChanged.
    """
    membership = rules.may_send_links(by, mission, paris_day(at)).require()
    hold(mission, MissionState.AWAITING_EMBASSY)
    version = accepted_version(mission)
    version.mission = mission
    if version.links.filter(created_at__gt=at - JUST).exists():
        raise LinkUnusable(
            "Des liens viennent de partir : attendez quelques minutes avant d’en envoyer d’autres."
        )
    details = {"version": version.number}
    journal.record(
        action="send_review_links", subject=mission, by=by, membership=membership, at=at, details=details
    )
    links = made(version, at=at)
    if not links:
        raise LinkUnusable("Personne n’a de compte au poste en charge de ce pays : prévenez-le autrement.")
    desk_emails.sent_to_embassy(version, links, at=at)
    return version


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


def in_charge(link: ReviewLink, on: date) -> Verdict:
    """Whether its addressee is still posted where the country is in charge: nobody else reads anything (spec X1)."""
    return rules.is_in_charge(link.agent, link.version.mission.country, on)


def may_read(link: ReviewLink, *, at: datetime) -> bool:
    """The same; the attempt of somebody who no longer is goes to the journal, as everywhere else (spec X1, X2)."""
    if in_charge(link, paris_day(at)):
        return True
    details = {"link": link.public_id}
    journal.record(
        action="refused_reading", subject=link.version.mission, by=link.agent, at=at, details=details
    )
    return False


def usable(link: ReviewLink, at: datetime) -> None:
    """Raise LinkUnusable, with the reason, unless the link may be answered at that instant."""
    mission = link.version.mission
    if link.used_at:
        raise LinkUnusable("Vous avez répondu par ce lien : il ne sert qu’une fois.")
    if mission.state != MissionState.AWAITING_EMBASSY:
        raise LinkUnusable(
            f"La mission {mission.number} n’attend plus d’avis : « {mission.get_state_display()} »."
        )
    if accepted_version(mission) != link.version:
        raise LinkUnusable(f"Les termes ont changé : ce lien ne vaut plus. {_instead(link)}")
    if link.expires_at <= at:
        raise LinkUnusable(f"Ce lien a expiré. Votre avis est toujours attendu. {_instead(link)}")


def _instead(link: ReviewLink) -> str:
    """How that agent may answer now."""
    agent_links = ReviewLink.objects.filter(agent=link.agent, version__mission=link.version.mission)
    later = agent_links.filter(created_at__gt=link.created_at).order_by("-created_at", "-pk").first()
    if later:
        return f"Un autre lien vous a été envoyé le {french.day(later.created_at)}."
    return "Connectez-vous pour répondre, ou demandez un nouveau lien à la DAECT."


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
    carried = in_charge(link, paris_day(at)).membership
    journal.record(
        action="use_review_link", subject=mission, by=link.agent, membership=carried, at=at, details=details
    )
    return review


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
