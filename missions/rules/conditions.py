"""What must hold for an act of stage 2, whoever asks."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q

from expect.kernel.verdict import Verdict, allow, refuse
from expect.kernel.workflow import Workflow
from expect.territory.models import Country
from expect.territory.selectors import post_in_charge, posts_in_charge
from expect.web import french
from labels.models import Label
from missions.enums import CostStage, Direction, ExceptionKind, MissionState, SolicitationState
from missions.models import (
    ExpertiseRequest,
    GrantedException,
    Mission,
    MissionLeg,
    RecordedAnswer,
    RecordedReview,
    Solicitation,
)
from missions.terms import legs, limits
from missions.workflow import MISSION


def provided(verdict: Verdict, *conditions: Verdict) -> Verdict:
    """The verdict on the person, as long as every condition on the subject holds; otherwise the first refusal."""
    for condition in conditions:
        verdict = verdict.unless(not condition, condition.reason)
    return verdict


def starts(workflow: Workflow, act: str, subject: ExpertiseRequest | Solicitation | Mission) -> Verdict:
    """Whether the act can start from the state in which the subject is."""
    return allow().unless(
        not workflow.starts(act, subject.state),
        f"Ce n’est pas possible à ce stade : « {subject.get_state_display()} ».",
    )


def label_holds(label: Label, on: date) -> Verdict:
    """A mission wants a label valid at solicitation, at acceptance and at departure (spec M3)."""
    if label.valid_on(on):
        return allow()
    if label.ends_on and label.ends_on < on:
        return refuse(
            f"Le label {label.number} prend fin le {french.day(label.ends_on)} : il ne vaut pas le {french.day(on)}."
        )
    return refuse(f"Le label {label.number} n’est pas en vigueur le {french.day(on)}.")


def label_holds_at_departure(mission: Mission) -> Verdict:
    """The label must hold on the day of departure, unless the head lifted the rule (spec M3)."""
    verdict = label_holds(mission.label, mission.departs_on) if mission.departs_on else allow()
    return verdict or lifted(ExceptionKind.LABEL, verdict, mission.solicitation.request_id, mission.label_id)


def lifted(kind: ExceptionKind, refusal: Verdict, request: int, label: int) -> Verdict:
    """The refusal, or an agreement where the head lifted that rule for the label on the need (spec M3, M10)."""
    return allow() if GrantedException.objects.lift(kind, request=request, label=label) else refusal


def can_be_accepted(solicitation: Solicitation, on: date) -> Verdict:
    """The label holds on the day of the yes, unless the head lifted the rule (spec M3)."""
    verdict = label_holds(solicitation.label, on)
    return verdict or lifted(ExceptionKind.LABEL, verdict, solicitation.request_id, solicitation.label_id)


def label_lasts(label: Label, request: ExpertiseRequest) -> Verdict:
    """The label does not end before the period wished, when nobody could leave any more (spec M3)."""
    ends_on = label.ends_on
    return allow().unless(
        ends_on is not None and ends_on < request.wished_from,
        f"Le label {label.number} prend fin le {french.day(ends_on)}, avant la période souhaitée."
        if ends_on
        else "",
    )


def leaves_time_to_answer(request: ExpertiseRequest, on: date) -> Verdict:
    """A holder has a whole day to answer while the need still stands (spec M3)."""
    return allow().unless(
        on >= request.wished_until,
        f"La période souhaitée finit le {french.day(request.wished_until)} : personne n’aurait le temps de répondre.",
    )


def not_asked(request: ExpertiseRequest, label: Label) -> Verdict:
    """A holder is asked once for a need, by whichever of its labels, unless that was cancelled (spec M3)."""
    asked = (
        request.solicitations.filter(organisation=label.organisation_id)
        .exclude(state=SolicitationState.CANCELLED)
        .first()
    )
    if asked is None:
        return allow()
    return refuse(
        f"{label.organisation} est déjà sollicité pour ce besoin depuis le {french.day(asked.sent_at)} "
        f"(réponse : {asked.get_state_display().lower()})."
    )


def late_report(organisation: str, number: str, due_on: date) -> str:
    """The sentence that refuses a new mission to a holder whose report is late (spec M10)."""
    return (
        f"{organisation} n’a pas remis le rapport de la mission {number}, attendu le {french.day(due_on)} : "
        "pas de nouvelle mission avant cette remise."
    )


def no_late_report(organisation: int, on: date) -> Verdict:
    """A holder, by its key, with a report overdue gets no new mission (spec M10)."""
    missions = Mission.objects.filter(organisation=organisation).select_related("organisation")
    late = missions.overdue_on(on).order_by("report_due_on").first()
    return refuse(late_report(str(late.organisation), late.number, late.report_due_on)) if late else allow()


def has_post_in_charge(country: Country, on: date) -> Verdict:
    """One post, and one only, is in charge of the country; otherwise the head names it (spec M8)."""
    if post_in_charge(country, on):
        return allow()
    posts = " et ".join(str(post) for post in posts_in_charge(country, on))
    two = f"Deux postes sont chargés de ce pays aujourd’hui ({country}) : {posts}."
    none = f"Aucun poste n’est chargé de ce pays aujourd’hui ({country})."
    return refuse(f"{two if posts else none} La déléguée ou le délégué désigne celui qui répond.")


def departs_later(mission: Mission, on: date) -> Verdict:
    """The first day of each leg is to come, save those that began under a validation (spec M14)."""
    return _days_to_come(legs.to_come(mission, on), on)


def can_leave(mission: Mission, on: date) -> Verdict:
    """The days of each leg to come are so, and who is to be sent is still on the holder's list of experts (M6, M14)."""
    coming = legs.to_come(mission, on)
    people = (one.expert for leg in coming for one in leg.participants.all())
    gone = next((expert for expert in people if expert and not expert.active), None)
    return _days_to_come(coming, on).unless(
        gone is not None,
        f"{gone} n’est plus parmi les experts mobilisables du titulaire : remplacez cette personne.",
    )


def _days_to_come(coming: Sequence[MissionLeg], on: date) -> Verdict:
    first = min((leg.starts_on for leg in coming), default=on)
    return allow().unless(
        first < on, f"La mission devait commencer le {french.day(first)} : ses dates sont passées."
    )


def can_be_amended(mission: Mission, on: date) -> Verdict:
    """The embassy has the terms, and a leg of them is to come; once the people have left, the hosting that follows, as
    long as DAECT has not closed the mission on its report."""
    begun = legs.begun(mission, on)
    coming = [leg for leg in mission.legs.all() if leg.direction not in begun]
    open_still = mission.state in legs.VALIDATED and mission.state != MissionState.CLOSED
    if coming and Direction.SENDING in begun and open_still:
        return allow()
    verdict = starts(MISSION, "amend", mission)
    if coming or not begun:
        return verdict
    first = french.day(mission.departs_on)
    return verdict and refuse(
        f"La mission a commencé le {first} : ses dates sont passées, ses termes ne changent plus."
    )


def letter_overtaken(mission: Mission) -> bool:
    """Whether the terms have changed since the mission's letter was issued (spec M11)."""
    return bool(mission.letter_id) and mission.amendments.filter(letter=mission.letter_id).exists()


def undisputed(mission: Mission) -> Verdict:
    """Nothing goes further on what a party says is not its word, until DAECT has said what follows (spec X13)."""
    reviews = RecordedReview.objects.in_dispute().filter(review__mission=OuterRef("pk"))
    answers = RecordedAnswer.objects.in_dispute().filter(
        Q(acceptance__version__mission=OuterRef("pk"))
        | Q(solicitation=OuterRef("solicitation"))
        | Q(request=OuterRef("solicitation__request"))
    )
    disputed = Mission.objects.filter(Exists(reviews) | Exists(answers), pk=mission.pk)
    return allow().unless(
        disputed.exists(),
        "Ce que la DAECT a enregistré au nom d’un titulaire ou d’un poste est contesté : "
        "dites d’abord la suite que vous y donnez.",
    )


def is_owned(request: ExpertiseRequest) -> Verdict:
    """Nobody is asked to meet a need that whose word it would be disowns (spec X13)."""
    record = getattr(request, "record", None)
    if record is None or not record.in_dispute:
        return allow()
    return refuse(
        f"{record.party} conteste ce besoin, enregistré en son nom : dites d’abord la suite que vous y donnez."
    )


def is_complete(mission: Mission) -> Verdict:
    """The terms say all that the signatory and the embassy need (spec M5, M7)."""
    missing = limits.missing(mission)
    return allow().unless(bool(missing), f"Il manque encore : {', '.join(missing)}.")


def has_estimate(mission: Mission) -> Verdict:
    """The ministry pays the international transport: its estimate comes before the embassy's answer (spec M7)."""
    lines = [line for line in mission.costs.all() if line.stage == CostStage.ESTIMATED]
    corrected = {line.corrects_id for line in lines}
    return allow().unless(
        all(line.corrects_id or line.pk in corrected for line in lines),
        "Enregistrez d’abord le coût estimé du transport international, à la charge du ministère.",
    )


def label_fits(label: Label, request: ExpertiseRequest, on: date) -> Verdict:
    """The label is valid and lasts until the period wished, unless the head lifted the rule (spec M3)."""
    verdict = provided(label_holds(label, on), label_lasts(label, request))
    return verdict or lifted(ExceptionKind.LABEL, verdict, request.pk, label.pk)


def reports_are_in(label: Label, request: int, on: date) -> Verdict:
    """No report of the holder is late, unless the head lifted the rule for that need (spec M10)."""
    verdict = no_late_report(label.organisation_id, on)
    return verdict or lifted(ExceptionKind.LATE_REPORT, verdict, request, label.pk)


def obstacles(request: ExpertiseRequest, label: Label, on: date) -> dict[ExceptionKind, str]:
    """What keeps that holder from that need, or from the mission born of it, and that the head may lift (M3, M10)."""
    mission = (
        Mission.objects.filter(solicitation__request=request, label=label).select_related("label").first()
    )
    fits = label_fits(label, request, on)
    if mission is not None and mission.departs_on:
        fits = label_holds_at_departure(mission)
    found = {ExceptionKind.LABEL: fits, ExceptionKind.LATE_REPORT: reports_are_in(label, request.pk, on)}
    return {kind: verdict.reason for kind, verdict in found.items() if not verdict}
