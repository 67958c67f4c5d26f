"""Reading demands and the letters that come before them (spec R5)."""

from datetime import date
from operator import itemgetter

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from expect.accounts.models import ProofOfService, User
from expect.accounts.selectors import is_daect, organisations_of
from expect.database.functions import Lines
from expect.database.text import normalise
from expect.kernel.clock import paris_day
from missions.enums import CostStage
from missions.models import Cost, Mission
from reports.enums import DemandState, HearingOutcome, LetterKind, RecoveryStep
from reports.models import (
    DemandLine,
    Hearing,
    LetterText,
    PriorLetter,
    RecordedObservations,
    RecoveryEntry,
    ReimbursementDemand,
)
from reports.workflow import NOT_ISSUED


def visible_demands(user: User, on: date) -> QuerySet[ReimbursementDemand]:
    """Demands are DAECT's; the holder reads its letters."""
    demands = ReimbursementDemand.objects.select_related(
        "mission__organisation__department", "mission__organisation__region", "mission__country", "mission__label",
        "prior_letter__document", "prior_letter__answered_by", "prior_letter__sent_by",
        "document", "issued_by",
    ).prefetch_related(_recorded("prior_letter__recorded"), _hearings("prior_letter__hearings"))  # fmt: skip
    return demands if is_daect(user, on) else demands.none()


def _recorded(path: str) -> Prefetch:
    """What DAECT recorded on a letter, cancelled or not, in the order in which it came (spec X13)."""
    found = RecordedObservations.objects.select_related("recorded_by", "cancelled_by")
    return Prefetch(path, found.order_by("received_on", "pk"))


def _hearings(path: str) -> Prefetch:
    """What DAECT recorded of the hearing, cancelled or not, the first one first (spec R5)."""
    return Prefetch(path, Hearing.objects.select_related("recorded_by", "cancelled_by").order_by("pk"))


def came(letter: PriorLetter) -> list[tuple[str, date]]:
    """By which way and on which day the observations that stand came, the first one first (spec R5).

    Asking to be heard without a word is presenting none: the hearing says what was.
    """
    standing = (said for said in letter.recorded.all() if said.text and said.cancelled_at is None)
    found = [(str(said.get_channel_display()), said.received_on) for said in standing]
    if letter.answer:
        found.append(("En ligne", paris_day(letter.answered_at)))
    return sorted(found, key=itemgetter(1))


def was_heard(letter: PriorLetter) -> bool:
    """Whether there are observations to answer: written, or said at a hearing held (spec R5)."""
    hearing = letter.hearing()
    return bool(came(letter)) or (hearing is not None and hearing.outcome == HearingOutcome.HELD)


def texts(demand: ReimbursementDemand) -> QuerySet[LetterText]:
    """What was written for its letters, the last version first (spec R5)."""
    return LetterText.objects.filter(demand=demand).select_related("saved_by").order_by("-pk")


def last_text(demand: ReimbursementDemand, kind: LetterKind) -> LetterText | None:
    """What that letter says of its case, where somebody wrote it."""
    return texts(demand).filter(kind=kind).first()


def for_the_order(demands: QuerySet[ReimbursementDemand]) -> QuerySet[ReimbursementDemand]:
    """With the references that the titre de perception asks, without the frozen texts of the letters (spec R5)."""
    sent = RecoveryEntry.objects.filter(
        demand=OuterRef("pk"), step=RecoveryStep.HANDED_OVER, cancelled_by=None
    ).order_by("-pk")
    lines = DemandLine.objects.filter(demand=OuterRef("pk")).exclude(cost__reference="").order_by()
    proofs = ProofOfService.objects.filter(document=OuterRef("document")).order_by("-recorded_at", "-pk")
    return (
        demands.prefetch_related(None)
        .defer("document__context", "prior_letter__document__context")
        .annotate(
            references=Coalesce(
                Subquery(lines.values("demand").annotate(told=Lines("cost__reference")).values("told")),
                Value(""),
                output_field=TextField(),
            ),
            handed_over_on=Subquery(sent.values("happened_on")[:1]),
            handed_over_under=Subquery(sent.values("reference")[:1]),
            received_on=Subquery(proofs.values("received_on")[:1]),
        )
    )


def visible_letters(user: User, on: date) -> QuerySet[PriorLetter]:
    """The prior letters of the holder's missions; DAECT, all."""
    letters = PriorLetter.objects.select_related(
        "demand__mission__organisation__department", "demand__mission__organisation__region",
        "demand__mission__country", "demand__mission__label", "demand__document__file", "document__file",
    ).prefetch_related(_recorded("recorded"), _hearings("hearings"))  # fmt: skip
    if is_daect(user, on):
        return letters
    return letters.filter(demand__mission__organisation__in=organisations_of(user, on))


def own_letters(user: User, on: date) -> QuerySet[PriorLetter]:
    """Those of the holder alone."""
    return visible_letters(user, on).filter(demand__mission__organisation__in=organisations_of(user, on))


def unanswered(on: date) -> QuerySet[PriorLetter]:
    """The prior letters that the signatory may still answer in time: `PriorLetter.is_open`, for the database (spec R5).

    What DAECT recorded ends nothing: it may be on the wrong letter (decision 0081).
    """
    in_time = Q(answer_by=None) | Q(answer_by__gte=on)
    return PriorLetter.objects.filter(in_time, demand__state=DemandState.ANSWERING, answered_at=None)


def visible_observations(user: User, on: date) -> QuerySet[RecordedObservations]:
    """What DAECT recorded, for it and for the holder in whose name it is (spec X1, X13)."""
    seen = visible_letters(user, on).values("pk")
    found = RecordedObservations.objects.filter(letter__in=seen)
    return found.select_related("letter__demand__mission__organisation", "scan")


def visible_hearings(user: User, on: date) -> QuerySet[Hearing]:
    """What DAECT recorded of the hearings, for it and for the holder (spec X1)."""
    seen = visible_letters(user, on).values("pk")
    return Hearing.objects.filter(letter__in=seen).select_related("letter__demand__mission__organisation")


def letters_to_answer(user: User, on: date) -> QuerySet[PriorLetter]:
    """Those of the bodies of `user`, the oldest first."""
    own = unanswered(on).filter(demand__mission__organisation__in=organisations_of(user, on))
    return own.select_related("demand__mission").order_by("sent_at", "pk")


def outdated() -> QuerySet[ReimbursementDemand]:
    """The demands not issued whose limit is no longer that of the mission: nothing grounds them (spec R4)."""
    same = Q(due_on=F("mission__report_due_on"))
    return ReimbursementDemand.objects.filter(~same | Q(mission__report_due_on=None), state__in=NOT_ISSUED)


def lessened() -> QuerySet[ReimbursementDemand]:
    """The demands not issued on whose mission something was recovered or corrected since the drafting (spec R5)."""
    less = Cost.objects.filter(
        Q(stage=CostStage.RECOVERED) | Q(stage=CostStage.PAID, amount__lt=0),
        mission=OuterRef("mission"),
        recorded_at__gte=OuterRef("drafted_at"),
    )
    return ReimbursementDemand.objects.filter(Exists(less), state__in=NOT_ISSUED)


def proofs_of(letter: PriorLetter) -> tuple[list[ProofOfService], list[ProofOfService]]:
    """What shows that the letter, then the demand, were received, the last said first (spec X11)."""
    documents = (letter.document_id, letter.demand.document_id)
    said = ProofOfService.objects.filter(document__in=[key for key in documents if key])
    found = list(said.select_related("recorded_by", "scan").order_by("-recorded_at", "-pk"))
    of_letter, of_demand = ([proof for proof in found if proof.document_id == key] for key in documents)
    return of_letter, of_demand


def letter_of(mission: Mission) -> PriorLetter | None:
    """The last prior letter about that mission."""
    return (
        PriorLetter.objects.filter(demand__mission=mission).select_related("demand").order_by("-pk").first()
    )


def last_demand(mission: Mission) -> ReimbursementDemand | None:
    """The last demand about that mission."""
    return ReimbursementDemand.objects.filter(mission=mission).order_by("-pk").first()


def find_demands(demands: QuerySet[ReimbursementDemand], text: str) -> QuerySet[ReimbursementDemand]:
    """By number, mission or holder."""
    words = normalise(text)
    return demands.filter(
        Q(mission__search_text__contains=words)
        | Q(mission__organisation__search_text__contains=words)
        | Q(number__icontains=text)
    )
