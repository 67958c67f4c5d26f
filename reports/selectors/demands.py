"""Reading demands and the letters that come before them (spec R5)."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from expect.accounts.models import ProofOfService, User
from expect.accounts.selectors import is_daect, organisations_of
from expect.database.text import normalise
from missions.enums import CostStage
from missions.models import Cost, Mission
from reports.enums import DemandState
from reports.models import PriorLetter, ReimbursementDemand
from reports.workflow import NOT_ISSUED


def visible_demands(user: User, on: date) -> QuerySet[ReimbursementDemand]:
    """Demands are DAECT's; the holder reads its letters."""
    demands = ReimbursementDemand.objects.select_related(
        "mission__organisation__department", "mission__organisation__region", "mission__country", "mission__label",
        "prior_letter__document", "prior_letter__answered_by", "prior_letter__sent_by",
        "prior_letter__hearing_recorded_by", "document", "issued_by",
    )  # fmt: skip
    return demands if is_daect(user, on) else demands.none()


def visible_letters(user: User, on: date) -> QuerySet[PriorLetter]:
    """The prior letters of the holder's missions; DAECT, all."""
    letters = PriorLetter.objects.select_related(
        "demand__mission__organisation__department", "demand__mission__organisation__region",
        "demand__mission__country", "demand__mission__label", "demand__document__file", "document__file",
    )  # fmt: skip
    if is_daect(user, on):
        return letters
    return letters.filter(demand__mission__organisation__in=organisations_of(user, on))


def own_letters(user: User, on: date) -> QuerySet[PriorLetter]:
    """Those of the holder alone."""
    return visible_letters(user, on).filter(demand__mission__organisation__in=organisations_of(user, on))


def unanswered(on: date) -> QuerySet[PriorLetter]:
    """The prior letters on which the holder may still present observations online: `rules.may_answer` (spec R5)."""
    in_time = Q(answer_by=None) | Q(answer_by__gte=on)
    return PriorLetter.objects.filter(in_time, demand__state=DemandState.ANSWERING, answered_at=None)


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
