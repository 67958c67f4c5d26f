"""What the ministry spends on a mission, line by line; nothing is ever erased (spec M7).

Both acts take the mission's row first: what is paid cannot move between its sum and the line that relies on it.
"""

from datetime import datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.audit.transitions import hold
from expect.documents import uploads
from expect.documents.checks import CheckedFile
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from expect.web import french
from missions import rules
from missions.enums import Buyer, CostStage, MissionState
from missions.models import Cost, Mission
from missions.models.cost import TRACED
from missions.models.limits import require, require_sum
from missions.selectors import net_paid


class CostRefused(Refusal):
    """A payment without reference, more recovered than paid, a spending of another mission."""


class AlreadyEntered(Refusal):
    """The same payment, or the same recovery, is on a line that stands."""


class AlreadyCorrected(Refusal):
    """The line is already contradicted by another, or is itself a correction."""


@transaction.atomic
def record_cost(
    *,
    mission: Mission,
    kind: str,
    stage: str,
    amount: Decimal,
    label: str,
    by: User,
    at: datetime,
    reference: str = "",
    proof: UploadedFile | CheckedFile | None = None,
    buyer: str = Buyer.MINISTRY,
    follows: Cost | None = None,
) -> Cost:
    """Add a line, in euros, at one stage: estimated, committed, paid or recovered (spec M7).

    `follows` is a line of the spending that this one carries further: the envelope counts it once.
    Raises NotAllowed, OutOfLimits, CostRefused, AlreadyEntered, UploadRefused (the proof).
    """
    membership = rules.may_record_costs(by, paris_day(at)).require()
    hold(mission, *MissionState.values)
    require(Cost, kind=kind, stage=stage, buyer=buyer, label=label, reference=reference)
    require_sum(amount)
    if stage in TRACED and not reference.strip():
        raise CostRefused("Une somme payée ou récupérée porte sa référence comptable.", field="reference")
    if stage == CostStage.RECOVERED and amount > (paid := net_paid(mission)):
        raise CostRefused(
            f"On ne récupère pas plus que ce qui reste payé : {french.euros(paid)}.", field="amount"
        )
    if follows is not None and follows.mission_id != mission.pk:
        raise CostRefused("Cette dépense est celle d’une autre mission.", field="follows")
    kept = uploads.store(proof, by=by, at=at) if proof else None
    cost = Cost(mission=mission, kind=kind, stage=stage, buyer=buyer, label=label, amount=amount, proof=kept)
    cost.reference, cost.follows = reference.strip(), follows and head_of(follows)
    return _write("record_cost", cost, by=by, membership=membership, at=at)


@transaction.atomic
def join_proof(*, cost: Cost, proof: UploadedFile | CheckedFile, by: User, at: datetime) -> Cost:
    """Give a line the proof that came after it, once (spec M7). Raises NotAllowed, UploadRefused, StateChanged."""
    membership = rules.may_record_costs(by, paris_day(at)).require()
    kept = uploads.store(proof, by=by, at=at)
    if not Cost.objects.filter(pk=cost.pk, proof=None).update(proof=kept):
        raise StateChanged("Cette ligne a déjà son justificatif.")
    cost.proof = kept
    details = {"cost": cost.public_id, "file": kept.public_id}
    journal.record(
        action="join_proof", subject=cost.mission, by=by, membership=membership, at=at, details=details
    )
    return cost


@transaction.atomic
def correct_cost(
    *,
    cost: Cost,
    reason: str,
    by: User,
    at: datetime,
    amount: Decimal | None = None,
    proof: UploadedFile | CheckedFile | None = None,
) -> Cost:
    """Contradict a line by a contrary one, which says why; `amount` is what should have been written, if anything.

    The former line stays, with its proof (spec M7); the right one has it too, or `proof` in its place. Returns the
    contrary line. Raises NotAllowed, AlreadyCorrected, AlreadyEntered, OutOfLimits, CostRefused, UploadRefused.
    """
    membership = rules.may_record_costs(by, paris_day(at)).require()
    hold(cost.mission, *MissionState.values)
    trace = {"by": by, "membership": membership, "at": at}
    if cost.corrects_id is not None:
        raise AlreadyCorrected("Cette ligne est elle-même une correction : ajoutez une nouvelle ligne.")
    require(Cost, label=reason, field="reason")
    if amount is not None:
        require_sum(amount)
    elif proof:
        raise CostRefused(
            "Ce justificatif est celui d’un montant : indiquez le montant exact.", field="amount"
        )
    contrary = _like(cost, label=reason, amount=-cost.amount, corrects=cost)
    try:
        with transaction.atomic():
            _write("correct_cost", contrary, **trace)
    except IntegrityError as clash:
        raise AlreadyCorrected("Cette ligne est déjà corrigée.") from clash
    if amount is not None:
        right = _like(cost, label=cost.label, amount=amount, replaces=cost)
        right.proof = uploads.store(proof, by=by, at=at) if proof else cost.proof
        _write("record_cost", right, **trace)
    if net_paid(cost.mission) < 0:
        raise CostRefused(
            "Il y aurait plus de sommes récupérées que payées : corrigez d’abord la récupération."
        )
    return contrary


def head_of(cost: Cost) -> Cost:
    """The first line of its spending."""
    return cost.follows or cost


def _like(cost: Cost, **changed: object) -> Cost:
    """Another line on the same spending."""
    same = ("mission", "kind", "stage", "buyer", "reference", "proof")
    return Cost(**{name: getattr(cost, name) for name in same}, follows=head_of(cost), **changed)


def _entered_once(cost: Cost) -> None:
    """Money that moves once has one line: the same sum, buyer and reference are not entered again (spec M7).

    Lines put right do not count; nor do estimates and commitments, which one reference may gather. Raises
    AlreadyEntered.
    """
    if cost.stage not in TRACED or cost.corrects:
        return
    same = {name: getattr(cost, name) for name in ("mission", "stage", "buyer", "amount")}
    standing = Cost.objects.filter(**same, corrects=None, correction=None, reference__iexact=cost.reference)
    entered = standing.select_related("recorded_by").order_by("pk").first()
    if entered:
        raise AlreadyEntered(
            f"Ce montant est déjà saisi ({entered.get_stage_display().lower()}) : « {entered.label} », "
            f"{french.euros(entered.amount)}, référence {entered.reference}, ligne enregistrée le "
            f"{french.day(entered.recorded_at)} par {entered.recorded_by}. Pour une autre somme, précisez la référence "
            "(numéro de la facture ou du billet) ; si la ligne saisie est fausse, corrigez-la.",
            field="reference",
        )


def _write(action: str, cost: Cost, *, by: User, membership: Membership, at: datetime) -> Cost:
    _entered_once(cost)
    cost.recorded_at, cost.recorded_by = at, by
    cost.save(force_insert=True)
    details = {"cost": cost.public_id, "stage": cost.stage, "amount": str(cost.amount)}
    journal.record(action=action, subject=cost.mission, by=by, membership=membership, at=at, details=details)
    return cost
