"""What was mended in a notified decision, what it says today, the versions of its diploma (spec L9, L11)."""

from datetime import date

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from expect.accounts.models import ProofOfService, User
from expect.accounts.selectors import is_daect, organisations_of
from labels.enums import Mention, Outcome
from labels.models import Decision, Diploma, Rectification, RectifiedMention


def said(decision: Decision) -> dict[str, str]:
    """What a notified decision says today, mention by mention, each rectification read; a day in ISO form."""
    mentions = {
        Mention.HOLDER: decision.letter.context["letter"]["recipient_lines"][0],
        Mention.SESSION_DATE: decision.session.held_on.isoformat(),
    }
    if decision.outcome == Outcome.GRANTED:
        mentions |= {Mention.SKILLS: decision.skills, Mention.PLACE: decision.session.place}
    rectified = RectifiedMention.objects.filter(rectification__decision=decision, mention__in=mentions)
    for one in rectified.order_by("rectification__number"):
        mentions[one.mention] = one.becomes
    return mentions


def with_rectifications(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions with their rectifications, the first one first, and what each mended."""
    return decisions.prefetch_related(Prefetch("rectifications", queryset=_rectifications()))


def rectifications_of(decision: Decision) -> QuerySet[Rectification]:
    """Those of one decision, the first one first."""
    return _rectifications().filter(decision=decision)


def visible_rectifications(user: User, day: date) -> QuerySet[Rectification]:
    """DAECT sees every rectification; the body's people, theirs (spec X1)."""
    found = Rectification.objects.select_related("decision__application__organisation", "letter__file")
    if is_daect(user, day):
        return found
    return found.filter(decision__application__organisation__in=organisations_of(user, day))


def daect_rectifications(user: User, day: date) -> QuerySet[Rectification]:
    """For DAECT, every rectification."""
    found = visible_rectifications(user, day)
    return found if is_daect(user, day) else found.none()


def daect_diplomas(user: User, day: date) -> QuerySet[Diploma]:
    """For DAECT, every diploma, former versions included."""
    found = Diploma.objects.select_related(
        "document",
        "label__decision__application__organisation",
        "label__widened_by__application__organisation",
    )
    return found if is_daect(user, day) else found.none()


def diploma_versions(decision: Decision) -> QuerySet[Diploma]:
    """The versions of the diploma that a decision gave or widened, the last first."""
    found = Diploma.objects.filter(label__application=decision.application_id)
    return found.select_related("document").order_by("-version")


def live_diploma(decision: Decision) -> Diploma | None:
    """The one that says what the decision does; None where it gave none, or where another replaced it."""
    rests_on = Q(label__widened_by=decision) | Q(label__decision=decision, label__widened_by=None)
    return (
        diploma_versions(decision)
        .filter(rests_on, revoked_at=None)
        .select_related("document", "label__application__organisation")
        .first()
    )


def successor(diploma: Diploma) -> Diploma | None:
    """The version that replaced it; None while it holds."""
    later = Diploma.objects.filter(label=diploma.label_id, version=diploma.version + 1)
    return later.first() if diploma.revoked_at else None


def _rectifications() -> QuerySet[Rectification]:
    """With what each mended, and the day on which its letter was received, if anything shows it."""
    proofs = ProofOfService.objects.filter(document=OuterRef("letter")).order_by("-recorded_at", "-pk")
    found = Rectification.objects.annotate(received_on=Subquery(proofs.values("received_on")[:1]))
    return found.select_related("authority__user", "letter").prefetch_related("mentions").order_by("number")
