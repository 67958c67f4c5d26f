"""The agenda of a session: its files in the order in which the committee takes them (spec L8)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.audit.transitions import STALE, advance, hold
from expect.database.text import normalise
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from labels import emails, meanwhile, rules, selectors
from labels.models import AgendaPlace, CommitteeSession, LabelApplication
from labels.workflow import APPLICATION


class NotOnAgenda(Refusal):
    """The file has left the agenda of this session."""


@transaction.atomic
def move_file(
    *, session: CommitteeSession, application: LabelApplication, rank: int, by: User, at: datetime
) -> list[LabelApplication]:
    """Give a file its rank, from 1; the others make room. The same move twice has one effect (spec L8).

    Raises NotAllowed, NotOnAgenda, StateChanged, Refusal (no such rank).
    """
    hold(session, session.state)
    membership = rules.may_order_agenda(by, session, paris_day(at)).require()
    files = list(selectors.files_to_examine(session))
    if application not in files:
        raise NotOnAgenda(f"Le dossier {application.number} n’est plus à l’ordre du jour de cette séance.")
    if not 1 <= rank <= len(files):
        raise Refusal(f"Le rang va de 1 à {len(files)}.", field="rank")
    files.remove(application)
    files.insert(rank - 1, application)
    return _keep(session, files, by=by, membership=membership, at=at)


@transaction.atomic
def order_by_theme(*, session: CommitteeSession, by: User, at: datetime) -> list[LabelApplication]:
    """Put the files of one theme together, the themes in their own order, the bodies in that of the alphabet.

    A file under several themes goes with the first. Raises NotAllowed, StateChanged.
    """
    hold(session, session.state)
    membership = rules.may_order_agenda(by, session, paris_day(at)).require()
    files = list(selectors.files_to_examine(session).prefetch_related("lodged_themes"))
    return _keep(session, sorted(files, key=_by_theme), by=by, membership=membership, at=at)


@transaction.atomic
def take_off(
    *, application: LabelApplication, reason: str, by: User, at: datetime, seen: str = ""
) -> LabelApplication:
    """Take a file off the agenda before its session is held; still admissible, it waits for another one (spec L8).

    Its body is told why. So leaves the file on which too many members stand aside for a quorum. The session is held
    first, as whoever records its holding does: the files it was opened with are those it examines. `seen` is what its
    author saw of the file (`meanwhile`). Raises NotAllowed, ChangedMeanwhile, StateChanged, Refusal.
    """
    session = hold_on_agenda(application)
    membership = rules.may_take_off(by, application, paris_day(at)).require()
    meanwhile.check_acts(seen, application)
    if not reason.strip():
        raise Refusal("Donnez le motif : l’organisme le lit.", field="reason")
    advance(
        application,
        APPLICATION,
        "release",
        by=by,
        membership=membership,
        at=at,
        session=None,
        released_at=at,
        details={"session": session.public_id, "reason": reason.strip()},
    )
    emails.application_taken_off(application, session, reason.strip(), at=at)
    return application


def hold_on_agenda(application: LabelApplication) -> CommitteeSession | None:
    """Keep a file, and the session that it is on, as they are; a step of the acts. Raises StateChanged.

    The session first, as whoever records its holding does: nobody waits for somebody who waits for them. Gone to
    another agenda since the page was read, the file is left alone.
    """
    session = application.session
    if session:
        hold(session, session.state)
    hold(application, application.state)
    application.refresh_from_db(fields=["session"])
    if application.session != session:
        raise StateChanged(STALE)
    return session


def fix_agenda(session: CommitteeSession, files: Iterable[LabelApplication], *, at: datetime) -> None:
    """The committee meets on these files, in this order, which no longer changes; a step of the holding."""
    _write(session, files)
    session.places.filter(application__in=files).update(fixed_at=at)


def _keep(session: CommitteeSession, files: list[LabelApplication], *, by, membership, at: datetime) -> list:
    _write(session, files)
    details = {"order": [file.public_id for file in files]}
    journal.record(
        action="order_agenda", subject=session, by=by, membership=membership, at=at, details=details
    )
    return files


def _write(session: CommitteeSession, files: Iterable[LabelApplication]) -> None:
    AgendaPlace.objects.bulk_create(
        [
            AgendaPlace(session=session, application=file, rank=rank)
            for rank, file in enumerate(files, start=1)
        ],
        update_conflicts=True,
        unique_fields=["session", "application"],
        update_fields=["rank"],
    )


def _by_theme(file: LabelApplication) -> tuple:
    ranks = sorted((theme.rank, theme.name) for theme in file.lodged_themes.all())
    return (*(ranks[:1] or [()]), normalise(file.organisation.name), file.number)
