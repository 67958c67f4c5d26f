"""Who may do what on a demand until it is issued (spec R4, R5)."""

from datetime import date

from expect.accounts.enums import HOLDER_ROLES, Role, ServiceWay, SignedAct
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect
from expect.accounts.service import proofs
from expect.accounts.signing import NoSigningAuthority, authority_of
from expect.kernel.verdict import Verdict, refuse
from expect.programme.parameters import value
from expect.web import french
from labels.rules import last_day_to_contest, months_to_contest
from missions.enums import MissionState
from missions.models import Mission
from missions.rules import is_claimable
from reports.enums import DemandState, LetterKind
from reports.models import Hearing, PriorLetter, RecordedObservations, ReimbursementDemand
from reports.rules.stage import among, starting
from reports.workflow import DEMAND, NOT_ISSUED

OUTDATED = (
    "La demande est abandonnée au prochain contrôle quotidien, et une autre est préparée si la nouvelle limite passe "
    "sans rapport."
)


def answer_days(sent_on: date) -> int:
    """Days from receipt within which a prior letter sent that day may be answered: those that it states (spec R5)."""
    return value("prior_letter_days", sent_on)


def is_due(mission: Mission, due_on: date, on: date) -> bool:
    """Whether the report is still missing past that limit: late from the next day (spec R1)."""
    return mission.report_delivered_at is None and mission.report_due_on == due_on and due_on < on


def _grounded(verdict: Verdict, demand: ReimbursementDemand, on: date) -> Verdict:
    """The verdict, refused where the report is there, or where its limit has moved since the demand was drafted."""
    return (
        verdict.unless(
            demand.mission.state == MissionState.CANCELLED,
            "La mission a été annulée : aucun rapport n’est attendu, il n’y a rien à demander.",
        )
        .unless(
            demand.mission.report_delivered_at is not None,
            "Le rapport a été remis : il n’y a plus rien à demander.",
        )
        .unless(
            not is_claimable(demand.mission),
            "Les termes de cet accueil ne prévoient aucun remboursement si le rapport manque : abandonnez la demande.",
        )
        .unless(
            not is_due(demand.mission, demand.due_on, on),
            f"La limite de remise du rapport a changé depuis que cette demande a été préparée. {OUTDATED}",
        )
    )


def _signs(verdict: Verdict, user: User, on: date) -> Verdict:
    """The verdict, refused to a head without authority to sign demands that day (spec X12)."""
    if not verdict:
        return verdict
    try:
        authority_of(user, SignedAct.DEMAND, on)
    except NoSigningAuthority as refusal:
        return refuse(refusal.sentence)
    return verdict


def may_send_prior_letter(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head opens the right to answer (spec R5)."""
    verdict = starting(holds(user, on, Role.HEAD), DEMAND, "send_prior_letter", demand)
    return _signs(_grounded(verdict, demand, on), user, on)


def next_letter(demand: ReimbursementDemand) -> LetterKind:
    """The letter that comes next: the prior one, then the demand."""
    return LetterKind.PRIOR if demand.state == DemandState.DRAFT else LetterKind.DEMAND


def may_write_letter(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """DAECT writes what the next letter says, which the head sends (spec R5)."""
    return among(is_daect(user, on), demand, NOT_ISSUED)


def mission_of(act: PriorLetter | ReimbursementDemand) -> Mission:
    """The mission that a letter is about."""
    return act.demand.mission if isinstance(act, PriorLetter) else act.mission


def may_register_service(user: User, act: PriorLetter | ReimbursementDemand, on: date) -> Verdict:
    """DAECT enters, then corrects, the receipt of a prior letter until the demand is issued, which relies on it.

    That of the demand, from then on. An opening here stands by itself (spec X11).
    """
    verdict = is_daect(user, on)
    if isinstance(act, PriorLetter):
        verdict = starting(verdict, DEMAND, "issue", act.demand)
    else:
        verdict = verdict.unless(act.document_id is None, "Cette demande n’est pas encore émise.")
    last = proofs(act.document).first() if verdict else None
    return verdict.unless(
        last is not None and last.way == ServiceWay.OPENED,
        "Cette lettre a été ouverte en ligne par l’organisme : elle est notifiée.",
    )


def contest_until(demand: ReimbursementDemand, received_on: date) -> date:
    """The last day to contest a demand received that day (spec X11)."""
    return last_day_to_contest(received_on, months_to_contest(demand.mission.organisation))


def may_answer(user: User, letter: PriorLetter, on: date) -> Verdict:
    """The holder's signatory answers online, until the end of the time given (spec R5)."""
    ended = letter.answer_by is not None and on > letter.answer_by
    return (
        holds(user, on, Role.SIGNATORY, organisation=letter.demand.mission.organisation_id)
        .unless(
            not DEMAND.starts("issue", letter.demand.state),
            "La procédure est terminée : il n’y a plus d’observations à présenter.",
        )
        .unless(letter.answered_at is not None, "Vous avez déjà présenté vos observations en ligne.")
        .unless(
            ended,
            f"Le délai pour répondre a pris fin le {french.day(letter.answer_by)}. Écrivez à la délégation."
            if ended
            else "",
        )
    )


def may_record_answer(user: User, letter: PriorLetter, on: date) -> Verdict:
    """DAECT records the observations that came by post or orally, as long as the demand is not issued (spec R5)."""
    return starting(is_daect(user, on), DEMAND, "issue", letter.demand)


def may_cancel_observations(user: User, recorded: RecordedObservations, on: date) -> Verdict:
    """DAECT takes back what it recorded, until the demand is issued, which answers it (spec X13)."""
    verdict = starting(is_daect(user, on), DEMAND, "issue", recorded.letter.demand)
    return verdict.unless(recorded.cancelled_at is not None, "Cet enregistrement est déjà annulé.")


def may_contest_observations(user: User, recorded: RecordedObservations, on: date) -> Verdict:
    """The holder says that what was recorded is not what it said, once (spec X13)."""
    body = recorded.letter.demand.mission.organisation_id
    return (
        holds(user, on, *HOLDER_ROLES, organisation=body)
        .unless(recorded.contested_at is not None, "Vous avez déjà contesté cet enregistrement.")
        .unless(recorded.cancelled_at is not None, "La DAECT a déjà annulé cet enregistrement.")
    )


def may_record_hearing(user: User, letter: PriorLetter, on: date) -> Verdict:
    """DAECT records what became of the oral hearing that the holder asked for; one stands at a time (spec R5)."""
    verdict = starting(is_daect(user, on), DEMAND, "issue", letter.demand)
    return verdict.unless(
        not letter.hearing_asked, "Le titulaire n’a pas demandé à être entendu de vive voix."
    ).unless(letter.hearing() is not None, "Les suites de l’entretien sont déjà enregistrées.")


def may_cancel_hearing(user: User, hearing: Hearing, on: date) -> Verdict:
    """DAECT takes back what it recorded of a hearing, until the demand is issued, which says it (spec R5)."""
    verdict = starting(is_daect(user, on), DEMAND, "issue", hearing.letter.demand)
    return verdict.unless(hearing.cancelled_at is not None, "Cet enregistrement est déjà annulé.")


def may_contest_hearing(user: User, hearing: Hearing, on: date) -> Verdict:
    """The holder says that it is not what happened, once (spec R5)."""
    return (
        holds(user, on, *HOLDER_ROLES, organisation=hearing.letter.demand.mission.organisation_id)
        .unless(hearing.contested_at is not None, "Vous avez déjà contesté cet enregistrement.")
        .unless(hearing.cancelled_at is not None, "La DAECT a déjà annulé cet enregistrement.")
    )


def may_issue(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head issues the demand once the holder has answered and was heard if it asked to be, or once its time has
    run since receipt (spec R5).

    Never before the return is confirmed (spec R1), nor once the report is there.
    """
    verdict = _grounded(starting(holds(user, on, Role.HEAD), DEMAND, "issue", demand), demand, on)
    verdict = verdict.unless(
        demand.mission.return_confirmed_on is None,
        "Le retour de la mission n’a pas été constaté : enregistrez-le d’abord sur la page de la mission.",
    )
    return _signs(verdict and _heard(verdict, demand.prior_letter, on), user, on)


def _heard(verdict: Verdict, letter: PriorLetter, on: date) -> Verdict:
    """The verdict, refused while the holder may still answer, or waits to be heard (spec R5).

    Its own answer ends the time given to it; what DAECT recorded in its name does not.
    """
    verdict = verdict.unless(
        letter.hearing_awaited(),
        "Le titulaire a demandé à être entendu : recevez-le d’abord, puis enregistrez l’entretien.",
    )
    if letter.answered_at is not None:
        return verdict
    if letter.received_on is None:
        return verdict.unless(True, "La réception de la lettre préalable n’est pas encore enregistrée.")
    return verdict.unless(
        on <= letter.answer_by, f"Le titulaire peut répondre jusqu’au {french.day(letter.answer_by)} inclus."
    )


def may_drop(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head gives up a demand before it is issued (spec R5)."""
    return starting(holds(user, on, Role.HEAD), DEMAND, "drop", demand)


def may_waive(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head waives an issued demand (spec R5)."""
    return starting(holds(user, on, Role.HEAD), DEMAND, "waive", demand)
