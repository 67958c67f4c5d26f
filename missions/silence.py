"""What stays without answer, a solicitation or a turn on a mission: reminded, then told to DAECT (spec M3, M13)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from expect.accounts.models import User
from expect.audit.transitions import advance
from expect.kernel.clock import paris_day, paris_midnight
from expect.kernel.errors import Refusal
from expect.programme import parameters
from missions import desk_emails, need_emails, review_links
from missions.enums import SolicitationState
from missions.models import Mission, Solicitation
from missions.models.limits import require
from missions.rules.needs import may_cancel_solicitation, may_lapse
from missions.selectors import accepted_version
from missions.selectors.turns import DAECT, POST, Turn, turn, turn_of, waiting
from missions.workflow import SOLICITATION


class CancelRefused(Refusal):
    """Without saying why."""


@transaction.atomic
def cancel_solicitation(*, solicitation: Solicitation, reason: str, by: User, at: datetime) -> Solicitation:
    """DAECT calls a solicitation back before it is answered, and tells the holder why; it may ask again later.

    Raises NotAllowed, StateChanged, CancelRefused.
    """
    membership = may_cancel_solicitation(by, solicitation, paris_day(at)).require()
    if not reason.strip():
        raise CancelRefused("Dites en quelques mots pourquoi : le titulaire le lira.", field="reason")
    require(Solicitation, cancel_reason=reason, field="reason")
    trace = {"by": by, "membership": membership, "at": at}
    facts = {"decided_at": at, "cancel_reason": reason.strip()}
    advance(solicitation, SOLICITATION, "cancel_solicitation", **trace, **facts)
    need_emails.solicitation_closed(solicitation, at=at)
    return solicitation


@transaction.atomic
def lapse_solicitation(*, solicitation: Solicitation, by: User, at: datetime) -> Solicitation:
    """DAECT notes that the holder did not answer in time, and tells it; nothing lapses by itself (spec M13).

    Raises NotAllowed (the date is not past), StateChanged (answered meanwhile).
    """
    membership = may_lapse(by, solicitation, paris_day(at)).require()
    trace = {"by": by, "membership": membership, "at": at}
    advance(solicitation, SOLICITATION, "lapse_solicitation", **trace, decided_at=at)
    need_emails.solicitation_closed(solicitation, at=at)
    return solicitation


def follow_silence(*, on: date, at: datetime) -> tuple[int, int]:
    """Remind the holders whose date comes near, tell DAECT of the dates gone by; the system's daily job (spec M13).

    Each once for a solicitation, whatever the number of runs; no state moves. Returns how many of each.
    """
    days = parameters.value("solicitation_reminder_days", on)
    waiting = Solicitation.objects.filter(state=SolicitationState.SENT)
    near = waiting.filter(
        reminded_at=None, answer_by__range=(on, on + timedelta(days=days)), sent_at__lt=paris_midnight(on)
    )
    gone = waiting.filter(silence_told_at=None, answer_by__lt=on)
    return (
        _once(near, "reminded_at", need_emails.solicitation_reminded, at=at),
        _once(gone, "silence_told_at", need_emails.solicitation_silent, at=at),
    )


def follow_turns(*, on: date, at: datetime) -> tuple[int, int]:
    """Remind those whose turn has lasted too long, then tell DAECT; the system's daily job (spec M13).

    Each once for a turn, whatever the number of runs; no state moves. DAECT's own turn is reminded, and not told to
    itself again; any other is told once it was reminded on an earlier day. Returns how many of each.
    """
    silent = (
        waiting()
        .exclude(turn_of(DAECT))
        .filter(turn_reminded_at__gte=F("turn_since"), turn_reminded_at__lt=paris_midnight(on))
    )
    return (
        _once_a_turn(_lasting(waiting(), "turn_reminder_days", on), "turn_reminded_at", _remind, at=at),
        _once_a_turn(
            _lasting(silent, "turn_silence_days", on), "turn_told_at", desk_emails.turn_silent, at=at
        ),
    )


def _remind(mission: Mission, awaited: Turn, since: datetime, *, at: datetime) -> None:
    """The agents of a post have a new link with the reminder: the former one may be lost or over (spec M8)."""
    links = {}
    if awaited.whose == POST:
        version = accepted_version(mission)
        version.mission = mission
        links = review_links.made(version, at=at)
    desk_emails.turn_reminded(mission, awaited, since, links=links, at=at)


def _lasting(missions: QuerySet[Mission], key: str, on: date) -> QuerySet[Mission]:
    """Those whose turn began so many days ago, or more: a turn begun on Monday has lasted one day on Tuesday."""
    return missions.filter(turn_since__lt=paris_midnight(on - timedelta(days=parameters.value(key, on) - 1)))


def _once(found: QuerySet[Solicitation], fact: str, tell: Callable[..., None], *, at: datetime) -> int:
    """Tell of each solicitation, as long as `fact` is not set and it waits: the UPDATE asks again."""
    told = 0
    for solicitation in found.select_related("organisation", "request__country").order_by("pk"):
        still = Solicitation.objects.filter(pk=solicitation.pk, state=SolicitationState.SENT, **{fact: None})
        with transaction.atomic():
            if still.update(**{fact: at}):
                tell(solicitation, at=at)
                told += 1
    return told


def _once_a_turn(found: QuerySet[Mission], fact: str, tell: Callable[..., None], *, at: datetime) -> int:
    """Tell of each turn, as long as `fact` is not of that turn: the UPDATE asks again."""
    untold = Q(**{fact: None}) | Q(**{f"{fact}__lt": F("turn_since")})
    related = ("country", "organisation", "post")
    told = 0
    for mission in found.filter(untold).select_related(*related).order_by("pk"):
        same = waiting().filter(untold, pk=mission.pk, state=mission.state, turn_since=mission.turn_since)
        with transaction.atomic():
            if Mission.objects.filter(pk__in=same.values("pk")).update(**{fact: at}):
                tell(mission, turn(mission), mission.turn_since, at=at)
                told += 1
    return told
