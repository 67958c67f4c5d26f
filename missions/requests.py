"""⑤ A need comes from abroad, DAECT asks holders, one is chosen: the mission is born (spec M1, M3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from expect.accounts.enums import DAECT_ROLES
from expect.accounts.models import Membership, Organisation, User
from expect.audit import journal
from expect.audit.transitions import advance, hold
from expect.database.counters import next_value
from expect.kernel.clock import paris_day
from expect.kernel.days import require_plausible
from expect.kernel.errors import Refusal
from expect.programme.letterhead import EMAIL
from expect.programme.texts import in_force
from expect.territory.models import Country
from expect.territory.selectors import post_in_charge
from expect.web import french
from labels.models import Label, Theme
from missions import emails, matching, need_emails, rules
from missions.enums import RequestOrigin, RequestState, SolicitationState
from missions.models import ExpertiseRequest, Mission, Offer, Solicitation
from missions.models.limits import require
from missions.rules.conditions import has_post_in_charge
from missions.rules.needs import may_declare
from missions.workflow import REQUEST, SOLICITATION


class RequestRefused(Refusal):
    """A need without theme, or for a period that is past or upside down."""


class AlreadySolicited(Refusal):
    """The holder has already been asked for this need."""


class AnswerTooSoon(Refusal):
    """The holder would not have a whole day to answer."""


class AnswerTooLate(Refusal):
    """The period wished would be over before the answer."""


class ReasonMissing(Refusal):
    """The rule wants a reason."""


WORDS = ("authority", "subject", "description", "languages")
"""What of a need is said in words."""


def check_period(wished_from: date, wished_until: date, on: date) -> None:
    """A period to come, in its order (spec M1). Raises RequestRefused, ImplausibleDay."""
    require_plausible(wished_until, on, field="wished_until")
    if wished_from < on:
        raise RequestRefused("La période souhaitée commence dans le passé.", field="wished_from")
    if wished_until < wished_from:
        raise RequestRefused("La fin de la période précède son début.", field="wished_until")


def check_answer_by(answer_by: date, request: ExpertiseRequest, on: date) -> None:
    """A whole day at least, and while the need still stands (spec M3). Raises AnswerTooSoon, AnswerTooLate."""
    if answer_by <= on:
        raise AnswerTooSoon("Laissez au moins jusqu’à demain pour répondre.", field="answer_by")
    if answer_by > request.wished_until:
        raise AnswerTooLate(
            f"La période souhaitée finit le {french.day(request.wished_until)} : demandez une réponse avant.",
            field="answer_by",
        )


@dataclass(frozen=True, kw_only=True)
class Need:
    """What is asked for, whoever brings it (spec M1)."""

    country: Country
    authority: str
    subject: str
    description: str
    themes: Sequence[Theme]
    wished_from: date
    wished_until: date
    languages: str
    urgent: bool = False


@transaction.atomic
def relay_request(
    *, by: User, at: datetime, former: ExpertiseRequest | None = None, **said
) -> ExpertiseRequest:
    """Enter a need (`Need`): an agent of the post in charge relays it, or DAECT records it (spec M1).

    Entered again, it keeps the holder that declared the `former` one (decision 0094).
    Raises NotAllowed (another post's country, no post in charge), RequestRefused.
    """
    need = Need(**said)
    membership = rules.may_relay(by, need.country, paris_day(at)).require()
    origin = RequestOrigin.DAECT if membership.role in DAECT_ROLES else RequestOrigin.POST
    declarant = former.declarant if former else None
    brought = {"origin": RequestOrigin.HOLDER, "declarant": declarant} if declarant else {"origin": origin}
    request = enter(need, **brought, by=by, at=at)
    journal.record(
        action="relay_request", subject=request, by=by, membership=membership, at=at, to_state=request.state
    )
    need_emails.need_entered(request, by=by, at=at)
    return request


@transaction.atomic
def declare_request(*, organisation: Organisation, by: User, at: datetime, **said) -> ExpertiseRequest:
    """A holder declares a need (`Need`) that reached it directly, as it committed itself to (spec M1, L6).

    Raises NotAllowed (no label in force), RequestRefused (no post in charge of the country).
    """
    need, on = Need(**said), paris_day(at)
    membership = may_declare(by, organisation, on).require()
    if not has_post_in_charge(need.country, on):
        raise RequestRefused(
            f"Aucune ambassade n’est désignée aujourd’hui pour ce pays ({need.country}) : écrivez à la DAECT "
            f"({in_force(on)[EMAIL].body}), qui enregistrera la demande.",
            field="country",
        )
    request = enter(need, origin=RequestOrigin.HOLDER, declarant=organisation, by=by, at=at)
    journal.record(
        action="declare_request", subject=request, by=by, membership=membership, at=at, to_state=request.state
    )
    need_emails.need_entered(request, by=by, at=at)
    return request


@transaction.atomic
def withdraw_request(*, request: ExpertiseRequest, by: User, at: datetime) -> ExpertiseRequest:
    """Give up a need; the holders asked are told. Raises NotAllowed, StateChanged."""
    membership = rules.may_withdraw_request(by, request, paris_day(at)).require()
    advance(request, REQUEST, "withdraw_request", by=by, membership=membership, at=at, withdrawn_at=at)
    release(request, by=by, membership=membership, at=at)
    need_emails.need_withdrawn(request, by=by, at=at)
    return request


def solicit(
    *, request: ExpertiseRequest, label: Label, answer_by: date, by: User, at: datetime, message: str = ""
) -> Solicitation:
    """Ask one holder; see `solicit_several`."""
    [asked] = solicit_several(
        request=request, labels=[label], answer_by=answer_by, message=message, by=by, at=at
    )
    return asked


@transaction.atomic
def solicit_several(
    *,
    request: ExpertiseRequest,
    labels: Sequence[Label],
    answer_by: date,
    by: User,
    at: datetime,
    message: str = "",
) -> list[Solicitation]:
    """Ask holders whether they can meet the need, by a date: all of them, or none (spec M3).

    Each solicitation keeps the rank that its holder had, and why (spec M2). Raises NotAllowed (a label that does not
    hold: spec M3; a report overdue: spec M10), AnswerTooSoon, AnswerTooLate, AlreadySolicited,
    StateChanged (the need is closed).
    """
    on = paris_day(at)
    memberships = [rules.may_solicit(by, request, label, on).require() for label in labels]
    check_answer_by(answer_by, request, on)
    require(Solicitation, message=message)
    hold(request, RequestState.OPEN)
    ranked = matching.suggestions(request, on, only=[label.pk for label in labels])
    fits = {found.label.pk: found for found in ranked}
    sent = []
    for label, membership in zip(labels, memberships, strict=True):
        words = {"answer_by": answer_by, "message": message, "sent_at": at, "sent_by": by}
        solicitation = _ask(request, label, fits.get(label.pk), words)
        journal.record(
            action="solicit",
            subject=solicitation,
            by=by,
            membership=membership,
            at=at,
            to_state=solicitation.state,
        )
        need_emails.solicited(solicitation, at=at)
        sent.append(solicitation)
    return sent


@transaction.atomic
def accept_solicitation(
    *, solicitation: Solicitation, by: User, at: datetime, reason: str = ""
) -> Solicitation:
    """The holder says yes; its label still holds (spec M3). Raises NotAllowed, StateChanged."""
    membership = rules.may_accept(by, solicitation, paris_day(at)).require()
    return answer(solicitation, "accept_solicitation", reason, by=by, membership=membership, at=at)


@transaction.atomic
def decline_solicitation(*, solicitation: Solicitation, reason: str, by: User, at: datetime) -> Solicitation:
    """The holder says no, and why (spec M3). Raises NotAllowed, StateChanged, ReasonMissing."""
    membership = rules.may_decline(by, solicitation, paris_day(at)).require()
    if not reason.strip():
        raise ReasonMissing("Dites en quelques mots pourquoi vous déclinez.", field="reason")
    return answer(solicitation, "decline_solicitation", reason, by=by, membership=membership, at=at)


@transaction.atomic
def choose(*, solicitation: Solicitation, reason: str, by: User, at: datetime) -> Mission:
    """Choose a holder among those who accepted: the others are told, the mission is born (spec M3).

    Raises NotAllowed, StateChanged (the need is met or withdrawn), ReasonMissing.
    """
    on = paris_day(at)
    membership = rules.may_choose(by, solicitation, on).require()
    if not reason.strip():
        raise ReasonMissing("Dites en quelques mots ce qui motive ce choix.", field="reason")
    require(Solicitation, choice_reason=reason, field="reason")
    request = solicitation.request
    trace = {"by": by, "membership": membership, "at": at}
    advance(request, REQUEST, "match", **trace, matched_at=at)
    advance(solicitation, SOLICITATION, "choose", **trace, decided_at=at, choice_reason=reason)
    release(request, **trace)
    mission = Mission.objects.create(
        number=f"M-{on.year}-{next_value(f'mission-{on.year}'):04}",
        solicitation=solicitation,
        label=solicitation.label,
        organisation=solicitation.organisation,
        country=request.country,
        post=post_in_charge(request.country, on) or request.post,
        subject=request.subject,
        leaves_by=solicitation.label.ends_on,
        created_at=at,
        draft_since=at,
    )
    journal.record(action="create_mission", subject=mission, **trace, to_state=mission.state)
    emails.mission_born(mission, at=at)
    need_emails.need_met_by_another(request, mission, at=at)
    return mission


def enter(need: Need, *, by: User, at: datetime, **origin) -> ExpertiseRequest:
    """Write the need down, under a number without gap; a step of the acts, which ask their own rule.

    Raises RequestRefused, ImplausibleDay, OutOfLimits.
    """
    on = paris_day(at)
    check_period(need.wished_from, need.wished_until, on)
    if not need.themes:
        raise RequestRefused("Choisissez au moins un thème.", field="themes")
    words = {name: value for name, value in vars(need).items() if name != "themes"}
    require(ExpertiseRequest, **{name: words[name] for name in WORDS})
    request = ExpertiseRequest.objects.create(
        number=f"B-{on.year}-{next_value(f'need-{on.year}'):04}",
        post=post_in_charge(need.country, on),
        created_at=at,
        created_by=by,
        **words,
        **origin,
    )
    request.themes.set(need.themes)
    return request


def _ask(
    request: ExpertiseRequest, label: Label, found: matching.Suggestion | None, words: dict
) -> Solicitation:
    """One solicitation, with what the ranking said of its holder. Raises AlreadySolicited."""
    kept = (
        {"rank": found.rank, "ranked": found.ranked, "fit": [*found.reasons, *found.remarks]} if found else {}
    )
    try:
        with transaction.atomic():
            return Solicitation.objects.create(
                request=request, label=label, organisation=label.organisation, **kept, **words
            )
    except IntegrityError as clash:
        raise AlreadySolicited(f"{label.organisation} est déjà sollicité pour ce besoin.") from clash


def answer(
    solicitation: Solicitation, act: str, reason: str, *, by: User, membership: Membership, at: datetime
) -> Solicitation:
    """The answer of the holder, and who is told; a step of the acts, which ask their own rule."""
    require(Solicitation, answer_reason=reason, field="reason")
    facts = {"answered_at": at, "answered_by": by, "answer_reason": reason}
    advance(solicitation, SOLICITATION, act, by=by, membership=membership, at=at, **facts)
    need_emails.solicitation_answered(solicitation, at=at)
    return solicitation


def release(
    request: ExpertiseRequest, *, by: User | None, membership: Membership | None, at: datetime
) -> None:
    """Tell the holders still in the running that it is over for them: set aside or, unanswered, cancelled.

    So are those told who offered themselves and are not asked, or not any more. A step of the acts that close a need.
    """
    asked = request.solicitations.exclude(state=SolicitationState.CANCELLED).values("organisation")
    unasked = Offer.objects.filter(request=request, taken_back_at=None).exclude(organisation__in=asked)
    offers = list(unasked.select_related("organisation"))
    closing = {
        SolicitationState.ACCEPTED: "set_aside",
        SolicitationState.SENT: "cancel_solicitation",
    }
    for solicitation in request.solicitations.filter(state__in=closing).select_related(
        "organisation", "request__country"
    ):
        act = closing[SolicitationState(solicitation.state)]
        advance(solicitation, SOLICITATION, act, by=by, membership=membership, at=at, decided_at=at)
        need_emails.solicitation_closed(solicitation, at=at)
    for offer in offers:
        need_emails.offer_closed(offer, at=at)
