"""A session at a glance: opinions counted file by file, papers, what is still to be made (spec L8, L9)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from expect.accounts.models import User
from expect.accounts.selectors import is_daect
from expect.database.text import normalise
from expect.web import french
from labels.enums import ApplicationState, View
from labels.models import (
    AttendanceCorrection,
    CommitteeSession,
    Decision,
    Diploma,
    Label,
    LabelApplication,
    LetterReading,
    Minutes,
    Opinion,
    Recusal,
)
from labels.selectors.committee import agenda, members_of, on_agenda, rank_of
from labels.selectors.files import find_files

MONTHS = {normalise(month): number for number, month in enumerate(french.MONTHS, start=1)}


@dataclass(frozen=True)
class Tally:
    """The opinions on one file in one session: of the `sitting`, those who are not recused, how many said what."""

    sitting: int = 0
    present: int = 0
    favourable: int = 0
    reserved: int = 0
    unfavourable: int = 0
    abstained: int = 0
    recusals: tuple[Recusal, ...] = ()

    @property
    def given(self) -> int:
        """Opinions properly said: who declines to give one gives none."""
        return self.favourable + self.reserved + self.unfavourable

    @property
    def missing(self) -> int:
        """Those of whom nothing is known."""
        return self.sitting - self.given - self.abstained


def tallies(session: CommitteeSession, files: Iterable[LabelApplication]) -> dict[int, Tally]:
    """The tally of each of these files, by its key, in three queries (spec L8)."""
    came = {member.user_id: member.present for member in members_of(session) if member.is_seated}
    aside: dict[int, list[Recusal]] = {}
    standing = Recusal.objects.standing().filter(session=session).select_related("member")
    for recusal in standing.order_by("since", "pk"):
        aside.setdefault(recusal.application_id, []).append(recusal)
    said: dict[int, list[tuple[int, str]]] = {}
    given = Opinion.objects.filter(session=session).values_list("application", "member", "view")
    for application, member, view in given.order_by("pk"):
        said.setdefault(application, []).append((member, view))
    found = {}
    for file in files:
        recusals = tuple(aside.get(file.pk, ()))
        sitting = set(came) - {recusal.member_id for recusal in recusals}
        views = Counter(view for member, view in said.get(file.pk, ()) if member in sitting)
        found[file.pk] = Tally(
            sitting=len(sitting),
            present=sum(came[member] for member in sitting),
            recusals=recusals,
            **{view: views[view] for view in View.values},
        )
    return found


def find_sessions(sessions: QuerySet[CommitteeSession], text: str) -> QuerySet[CommitteeSession]:
    """The sessions of which every word typed is in the day, the place, or the number, title or body of a file."""
    for word in text.split():
        files = find_files(LabelApplication.objects.filter(on_agenda(OuterRef("pk"))), word)
        said = (
            Q(held_on__month=MONTHS[normalise(word)])
            if normalise(word) in MONTHS
            else Q(name__icontains=word)
        )
        sessions = sessions.filter(said | Q(place__in=_places(word)) | Exists(files))
    return sessions


def _places(word: str) -> list[str]:
    """Where the committee has met, of those that hold the word, whatever its accents and capitals: a handful."""
    met = CommitteeSession.objects.order_by().values_list("place", flat=True).distinct()
    return [place for place in met if normalise(word) in normalise(place)]


def agenda_with_decisions(session: CommitteeSession) -> QuerySet[LabelApplication]:
    """The files of a session in their order, with what was decided there, as `decided` (a list)."""
    decided = Decision.objects.live().filter(session=session).select_related("letter__file", "recorded_by")
    decided = decided.prefetch_related("themes")
    return agenda(session).prefetch_related(
        "lodged_themes", Prefetch("decisions", queryset=decided, to_attr="decided")
    )


def letters_to_read(session: CommitteeSession) -> list[Decision]:
    """The decisions that leave together, in the order of the agenda, each with its `readings` (spec L9)."""
    readings = LetterReading.objects.select_related("read_by").order_by("read_at", "pk")
    found = (
        Decision.objects.live()
        .filter(session=session, application__state=ApplicationState.EXAMINED)
        .select_related(
            "application__organisation__department__region", "application__organisation__region", "session"
        )
        .order_by(rank_of("application", session), "application__number")
    )
    return list(found.prefetch_related("themes", Prefetch("readings", queryset=readings)))


def notified_decisions(session: CommitteeSession) -> QuerySet[Decision]:
    """The decisions of a session that have left, in the order of the agenda, with their letters."""
    notified = Decision.objects.live().filter(session=session, notified_at__isnull=False)
    return notified.select_related("application__organisation", "letter").order_by(
        rank_of("application", session), "application__number"
    )


def diplomas_of(session: CommitteeSession) -> QuerySet[Diploma]:
    """The diplomas that left with the decisions of a session: the first of a label, a new version of one widened."""
    given = Q(label__decision__session=session, version=1)
    widened = Q(label__widened_by__session=session, issued_at=session.notified_at)
    found = Diploma.objects.filter(given | widened)
    return found.select_related("document", "label__organisation").order_by("label__number")


def labels_granted_at(session: CommitteeSession) -> QuerySet[Label]:
    """The labels that a session granted, their holders in alphabetical order (spec L14)."""
    found = Label.objects.filter(decision__session=session).prefetch_related("themes")
    holders = found.select_related("organisation__department__region", "organisation__region")
    return holders.order_by("organisation__search_text", "number")


def holders_before(labels: Sequence[Label]) -> set[int]:
    """Of the bodies to which these labels were granted, those that held another, valid on the day of the grant."""
    own, bodies, found = [label.pk for label in labels], {}, set()
    for label in labels:
        bodies.setdefault(label.granted_on, set()).add(label.organisation_id)
    for day, granted in bodies.items():
        others = Label.objects.valid_on(day).filter(organisation__in=granted).exclude(pk__in=own)
        found |= set(others.values_list("organisation", flat=True))
    return found


def attendance_corrections(session: CommitteeSession) -> QuerySet[AttendanceCorrection]:
    """What was put right of who came, in the order in which it was."""
    found = AttendanceCorrection.objects.filter(member__session=session)
    return found.select_related("member__user", "corrected_by").order_by("corrected_at", "pk")


def minutes_of(session: CommitteeSession) -> QuerySet[Minutes]:
    """The versions of the minutes, the last first."""
    return session.minutes.select_related("document", "established_by").order_by("-number")


def visible_minutes(user: User, day: date) -> QuerySet[Minutes]:
    """For DAECT, the minutes of every session."""
    found = Minutes.objects.select_related("document__file", "session")
    return found if is_daect(user, day) else found.none()
