"""Appeals, and the decisions that they led to (spec L9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from expect.accounts.models import User
from expect.accounts.selectors import is_daect, organisations_of
from expect.database.text import normalise
from expect.documents.models import StoredFile
from labels.enums import AppealOutcome, Outcome
from labels.models import (
    AnswerScan,
    Appeal,
    CourtCase,
    CourtCaseCorrection,
    Decision,
    Dismissal,
    LabelApplication,
)
from labels.rules import awaiting
from labels.selectors.files import told


@dataclass(frozen=True)
class Undone:
    """What took a decision's place: the appeal upheld against it, then the decision notified since, if any."""

    appeal: Appeal
    decision: Decision | None


def undone(
    act: Decision | Dismissal, appeals: Iterable[Appeal], decisions: Iterable[Decision]
) -> Undone | None:
    """Of the `appeals` and the notified `decisions` on its file, what undid it; None while it stands (spec L9)."""
    upheld = (one for one in appeals if one.outcome == AppealOutcome.UPHELD)
    appeal = next((one for one in upheld if act in (one.decision, one.dismissal)), None)
    if appeal is None:
        return None
    since = [
        one
        for one in decisions
        if one.outcome != Outcome.DEFERRED and one.notified_at and one.notified_at > appeal.answered_at
    ]
    return Undone(appeal, min(since, key=lambda one: one.notified_at, default=None))


def visible_appeals(user: User, day: date) -> QuerySet[Appeal]:
    """DAECT sees every appeal; the body's people, theirs (spec X1). `is_answered` puts last those that wait no more."""
    appeals = Appeal.objects.annotate(is_answered=Q(answered_at__isnull=False)).select_related(
        "application__organisation__department__region",
        "application__organisation__region",
        "decision__letter",
        "dismissal",
        "paper",
        "letter__file",
    )
    if is_daect(user, day):
        return appeals
    return appeals.filter(application__organisation__in=organisations_of(user, day))


def find_appeals(appeals: QuerySet[Appeal], text: str) -> QuerySet[Appeal]:
    """The appeals whose number, file or body holds every word typed, whatever the case and the accents."""
    for typed in text.split():
        word = normalise(typed)
        appeals = appeals.filter(
            Q(number__icontains=typed)
            | Q(application__search_text__contains=word)
            | Q(application__organisation__search_text__contains=word)
        )
    return appeals


def appeals_of(application: LabelApplication) -> QuerySet[Appeal]:
    """The appeals on a file, the latest first."""
    found = application.appeals.select_related("registered_by", "answered_by", "paper")
    return found.select_related("receipt__file", "letter__file", "decision", "dismissal").order_by(
        "-registered_at"
    )


def open_appeal(application: LabelApplication, on: date) -> Appeal | None:
    """The appeal on a file whose answer is awaited that day: of two, the first to come."""
    return open_appeals([application], on).get(application.pk)


def open_appeals(applications: Iterable[LabelApplication], on: date) -> dict[int, Appeal]:
    """The same of many files, by file, in one query."""
    waiting = Appeal.objects.filter(awaiting(on), application__in=[file.pk for file in applications])
    return {appeal.application_id: appeal for appeal in waiting.order_by("-received_on", "-pk")}


def appeals_by_file(applications: Iterable[LabelApplication]) -> dict[int, list[Appeal]]:
    """Every appeal on these files, by file, without its words, the first to come first; in one query."""
    found: dict[int, list[Appeal]] = {}
    kept = Appeal.objects.filter(application__in=[file.pk for file in applications])
    for appeal in kept.defer("grounds", "answer").order_by("received_on", "pk"):
        found.setdefault(appeal.application_id, []).append(appeal)
    return found


def appeal_behind(decision: Decision) -> Appeal | None:
    """The upheld appeal after which the file came to the decision's session; None where there is none (spec L9)."""
    return appeals_behind([decision]).get(decision.pk)


def appeals_behind(decisions: Sequence[Decision]) -> dict[int, Appeal]:
    """The same of each of these decisions: the last appeal upheld, unless another decision has answered it since.

    Upheld against silence, it left no decision to replace: none cites it.
    """
    files = {decision.application_id for decision in decisions}
    upheld = Appeal.objects.filter(application__in=files, outcome=AppealOutcome.UPHELD, implicit_on=None)
    upheld = list(
        upheld.select_related("decision__letter", "dismissal", "application__organisation").order_by(
            "answered_at"
        )
    )
    if not upheld:
        return {}
    ended = Decision.objects.filter(
        application__in=files, outcome__in=(Outcome.GRANTED, Outcome.REFUSED), notified_at__isnull=False
    )
    ends = [(end.application_id, end.notified_at) for end in ended]
    found = {}
    for decision in decisions:
        file, at = decision.application_id, decision.recorded_at
        before = [one for one in upheld if one.application_id == file and one.answered_at < at]
        if before and not any(of == file and before[-1].answered_at < end < at for of, end in ends):
            found[decision.pk] = before[-1]
    return found


def with_court_cases(files: QuerySet[LabelApplication]) -> QuerySet[LabelApplication]:
    """Whether each was ever taken to court, as `was_in_court`: most never were, and ask nothing more."""
    return files.annotate(was_in_court=Exists(CourtCase.objects.filter(application=OuterRef("pk"))))


def court_cases(user: User, day: date) -> QuerySet[CourtCase]:
    """For DAECT, everything taken to court, the latest first."""
    corrected = CourtCaseCorrection.objects.select_related("corrected_by").order_by("-pk")
    found = CourtCase.objects.select_related("application__organisation").order_by("-filed_on", "-pk")
    found = found.prefetch_related(Prefetch("corrections", queryset=corrected))
    return found if is_daect(user, day) else found.none()


def scans_to_notify() -> QuerySet[AnswerScan]:
    """The minister's letters, scanned, that the antivirus has found clean since they were brought."""
    clean = AnswerScan.objects.filter(
        appeal__letter__file=None, file__scanned_at__isnull=False, file__infection=""
    )
    return clean.select_related("file", "appeal__letter", "appeal__application__organisation").order_by("pk")


def infected_scans_untold() -> QuerySet[AnswerScan]:
    """Those in which it found something, of which DAECT was not told yet."""
    infected = AnswerScan.objects.filter(file__in=StoredFile.objects.infected())
    untold = infected.filter(~Exists(told("labels/answer_scan_held_back", AnswerScan)))
    return untold.select_related("file", "appeal__application").order_by("pk")


def last_scan(appeal: Appeal) -> AnswerScan | None:
    """The last scan of the minister's letter, where its answer has one."""
    return AnswerScan.objects.filter(appeal=appeal).select_related("file").order_by("-pk").first()
