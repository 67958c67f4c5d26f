"""⑩ Prior letter, answer, demand (spec R5).

Every act here takes the mission's row first, as a delivery does: of the two at the same instant, one sees the other.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from expect.accounts.enums import SignedAct
from expect.accounts.models import User
from expect.accounts.signing import authority_of
from expect.audit.transitions import advance, hold
from expect.database.counters import next_value
from expect.database.writing import insert_rows
from expect.documents.issuing import issue as issue_document
from expect.kernel.canonical import digest
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from missions.enums import MissionState
from missions.models import Mission
from reports import emails, letters, rules
from reports.enums import DemandState as D
from reports.enums import DropCause, LetterKind
from reports.models import DemandLine, PriorLetter, ReimbursementDemand
from reports.selectors import ClaimLine, claim_lines, last_text, outdated, still_claimed, total
from reports.workflow import DEMAND, LIVE

NOTHING = (
    "Tout ce que portait la demande a été récupéré : il n’y a plus rien à demander. Elle est abandonnée au prochain "
    "contrôle quotidien ; une autre est préparée si une somme reste à la charge du ministère."
)


class AccountChanged(Refusal):
    """The costs, or what the letter says, are no longer those that were read before sending it."""


class NothingToClaim(Refusal):
    """All that was paid has been recovered: there is nothing to ask for."""


def held(demand: ReimbursementDemand) -> ReimbursementDemand:
    """The demand as it stands, its mission's row held until the transaction ends."""
    hold(demand.mission, *MissionState.values)
    return ReimbursementDemand.objects.select_related(
        "mission__organisation__department", "mission__organisation__region", "mission__country", "mission__label",
        "prior_letter",
    ).get(pk=demand.pk)  # fmt: skip


# ---------------------------------------------------------------- what is claimed


def lines_to_announce(demand: ReimbursementDemand) -> list[ClaimLine]:
    """What the prior letter says: the costs of the day (spec R4). Raises NothingToClaim."""
    lines = claim_lines([demand.mission_id]).get(demand.mission_id)
    if not lines:
        raise NothingToClaim(NOTHING)
    return lines


def lines_to_claim(demand: ReimbursementDemand) -> list[ClaimLine]:
    """What the demand says: of each cost announced, what is left today, and none other (spec R5).

    Raises NothingToClaim.
    """
    lines = still_claimed(demand, claim_lines([demand.mission_id]).get(demand.mission_id, []))
    if not lines:
        raise NothingToClaim(NOTHING)
    return lines


def mark(lines: Sequence[ClaimLine], text: str = "") -> str:
    """What tells one account, and what the letter says of it, from another: the reader sends it back."""
    return digest([[line.cost.public_id, str(line.amount)] for line in lines] + [text])[:16]


def _as_read(read: str | None, lines: Sequence[ClaimLine], text: str = "") -> None:
    """Raises AccountChanged where what is about to be sent is not what was `read`; None: nobody read it on a page."""
    if read not in (None, mark(lines, text)):
        raise AccountChanged(
            "Les frais ou le texte de la lettre ont changé pendant votre lecture : relisez l’aperçu, "
            "qui est à jour, puis confirmez."
        )


def _keep(demand: ReimbursementDemand, lines: Sequence[ClaimLine]) -> None:
    demand.lines.all().delete()
    insert_rows(DemandLine, [line.on(demand) for line in lines])


# ---------------------------------------------------------------- the prior letter


@transaction.atomic
def send_prior_letter(
    *, demand: ReimbursementDemand, by: User, at: datetime, read: str | None = None
) -> PriorLetter:
    """Open the holder's right to answer: facts, rule, lines, time given (spec R5, X12).

    `read` is the `mark` of what was read on the page. Raises NotAllowed, StateChanged, NoSigningAuthority,
    NothingToClaim, AccountChanged.
    """
    on = paris_day(at)
    demand = held(demand)
    membership = rules.may_send_prior_letter(by, demand, on).require()
    authority = authority_of(by, SignedAct.DEMAND, on)
    lines = lines_to_announce(demand)
    written = last_text(demand, LetterKind.PRIOR)
    facts = written.text if written else ""
    _as_read(read, lines, facts)
    _keep(demand, lines)
    document = issue_document(
        kind="prior_letter",
        template=letters.PRIOR_LETTER,
        context=letters.prior_letter(demand, lines, authority, on, facts=facts),
        title=f"Lettre préalable – mission {demand.mission.number}",
        at=at,
    )
    advance(demand, DEMAND, "send_prior_letter", by=by, membership=membership, at=at, total=total(lines))
    letter = PriorLetter.objects.create(
        demand=demand, document=document, authority=authority, sent_at=at, sent_by=by
    )
    emails.prior_letter_sent(letter, at=at)
    return letter


# ---------------------------------------------------------------- the demand


@transaction.atomic
def issue(
    *, demand: ReimbursementDemand, reasoning: str, by: User, at: datetime, read: str | None = None
) -> ReimbursementDemand:
    """Issue the demand, reasoned, answering the observations: numbered without gap, signed, frozen (spec R5, X12).

    `read` is the `mark` of the account read on the page. Raises NotAllowed, StateChanged, NoSigningAuthority,
    NothingToClaim, AccountChanged, Refusal.
    """
    on = paris_day(at)
    demand = held(demand)
    membership = rules.may_issue(by, demand, on).require()
    authority = authority_of(by, SignedAct.DEMAND, on)
    if not reasoning.strip():
        raise Refusal(
            "Motivez la demande : répondez aux observations, ou dites qu’il n’y en a pas eu.",
            field="reasoning",
        )
    lines = lines_to_claim(demand)
    _as_read(read, lines)
    _keep(demand, lines)
    number = f"DR-{on.year}-{next_value(f'demand-{on.year}'):04}"
    document = issue_document(
        kind="demand",
        template=letters.DEMAND,
        context=letters.demand(demand, lines, authority, on, number=number, reasoning=reasoning),
        title=f"Demande de remboursement {number}",
        at=at,
    )
    facts = {
        "number": number,
        "total": total(lines),
        "reasoning": reasoning,
        "issued_at": at,
        "issued_by": by,
        "authority": authority,
        "document": document,
    }
    advance(demand, DEMAND, "issue", by=by, membership=membership, at=at, **facts)
    emails.demand_issued(demand, at=at)
    return demand


@transaction.atomic
def drop(*, demand: ReimbursementDemand, reason: str, by: User, at: datetime) -> ReimbursementDemand:
    """Give up a demand before it is issued, and say why; it is not drafted again for that limit (spec R4, R5).

    Raises NotAllowed, StateChanged, Refusal.
    """
    demand = held(demand)
    membership = rules.may_drop(by, demand, paris_day(at)).require()
    _reasoned(reason)
    facts = {"dropped_at": at, "drop_cause": DropCause.PERSON, "closing_reason": reason}
    advance(demand, DEMAND, "drop", by=by, membership=membership, at=at, **facts)
    emails.demand_dropped(demand, at=at)
    return demand


@transaction.atomic
def waive(*, demand: ReimbursementDemand, reason: str, by: User, at: datetime) -> ReimbursementDemand:
    """Waive an issued demand, and say why (spec R5). Raises NotAllowed, StateChanged, Refusal."""
    demand = held(demand)
    membership = rules.may_waive(by, demand, paris_day(at)).require()
    _reasoned(reason)
    advance(demand, DEMAND, "waive", by=by, membership=membership, at=at, waived_at=at, closing_reason=reason)
    emails.demand_waived(demand, at=at)
    return demand


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise Refusal("Donnez le motif.", field="reason")


def report_came(*, mission: Mission, at: datetime) -> bool:
    """The report is delivered, the mission's row is held: drop the demand that is not issued; whether there was one.

    An issued demand stays: DAECT is told, and a person decides (spec R5).
    """
    demand = (
        ReimbursementDemand.objects.filter(mission=mission, state__in=LIVE)
        .select_related("prior_letter")
        .first()
    )
    if demand is None:
        return False
    demand.mission = mission
    if demand.state in rules.OPEN:
        emails.delivered_after_demand(demand, at=at)
        return False
    facts = {"dropped_at": at, "drop_cause": DropCause.DELIVERED}
    advance(demand, DEMAND, "drop_delivered", by=None, at=at, **facts)
    emails.demand_dropped(demand, at=at)
    return True


@transaction.atomic
def limit_moved(*, demand: ReimbursementDemand, at: datetime) -> bool:
    """Drop a demand not issued whose limit is no longer the mission's; whether this call is the one that did (spec R4).

    A step of the daily job, which drafts another past the new limit. The rows are read again once held: a limit that
    came back in the meantime, or a demand that a person issued or dropped, is left alone.
    """
    demand = held(demand)
    if not outdated().filter(pk=demand.pk).exists():
        return False
    return _let_go(demand, "drop_moved", DropCause.LIMIT_MOVED, at)


@transaction.atomic
def all_recovered(*, demand: ReimbursementDemand, at: datetime) -> bool:
    """Drop a demand not issued once nothing remains to be claimed; whether this call is the one that did (spec R4, R5).

    A step of the daily job, which drafts another where a sum on which nobody was heard is left. The rows are read again
    once held.
    """
    demand = held(demand)
    claimed = {D.DRAFT: lines_to_announce, D.ANSWERING: lines_to_claim}.get(D(demand.state))
    if claimed is None:
        return False
    try:
        claimed(demand)
    except NothingToClaim:
        return _let_go(demand, "drop_recovered", DropCause.RECOVERED, at)
    return False


def _let_go(demand: ReimbursementDemand, act: str, cause: DropCause, at: datetime) -> bool:
    facts = {"dropped_at": at, "drop_cause": cause}
    details = {"due_on": demand.due_on.isoformat(), "cause": cause}
    advance(demand, DEMAND, act, by=None, at=at, details=details, **facts)
    emails.demand_let_go(demand, at=at)
    return True
