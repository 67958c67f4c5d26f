"""Who may do what on a report and on a demand, when, and what a report still lacks (spec R2, R3, R5)."""

from datetime import date

from django.db.models import Model

from expect.accounts.enums import HOLDER_ROLES, Role, SignedAct
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect, may_commit
from expect.accounts.signing import NoSigningAuthority, authority_of
from expect.kernel.clock import paris_day
from expect.kernel.verdict import Verdict, refuse
from expect.kernel.workflow import Workflow
from expect.programme.parameters import value
from expect.web import french
from missions.enums import MissionState
from missions.models import Mission
from missions.workflow import LEFT
from reports.models import MissionReport, PriorLetter, ReimbursementDemand
from reports.workflow import DEMAND, REPORT

QUESTIONS = (
    ("can_be_completed", "completion", "si la mission peut être complétée par une autre action"),
    ("can_last", "cooperation", "si les contacts peuvent mener à une coopération plus longue"),
)
"""The two questions of every report [000 §III.3]: the field of the answer, that of its detail, what is asked."""


def answer_days(sent_on: date) -> int:
    """Days from receipt within which a prior letter sent that day may be answered: those that it states (spec R5)."""
    return value("prior_letter_days", sent_on)


def _starts(verdict: Verdict, workflow: Workflow, act: str, subject: Model) -> Verdict:
    """The verdict, refused where the act does not start from the subject's state."""
    stage = f"Impossible à ce stade : l’état est « {subject.get_state_display()} »."
    return verdict.unless(not workflow.starts(act, subject.state), stage)


# ---------------------------------------------------------------- the report


def is_back(mission: Mission, on: date) -> bool:
    """Whether the mission has been carried out: its return is past, whether or not the daily job has completed it."""
    return mission.state in (MissionState.COMPLETED, MissionState.CLOSED) or (
        mission.state in LEFT and mission.returns_on < on
    )


def days_late(mission: Mission, on: date) -> int:
    """Days by which the report passed its limit, delivered late or still missing on that day; 0 in time (spec R1)."""
    end = paris_day(mission.report_delivered_at) if mission.report_delivered_at else on
    return max((end - mission.report_due_on).days, 0) if mission.report_due_on else 0


def may_start(user: User, mission: Mission, on: date) -> Verdict:
    """The people of the holder, missionaries or named by it, write once the mission is over (spec R2)."""
    return holds(user, on, *HOLDER_ROLES, organisation=mission.organisation_id).unless(
        not is_back(mission, on), "Le rapport s’écrit au retour de la mission."
    )


def may_write(user: User, report: MissionReport, on: date) -> Verdict:
    """Fill in, attach files, hand in to the signatory (spec R2)."""
    verdict = holds(user, on, *HOLDER_ROLES, organisation=report.mission.organisation_id)
    return _starts(verdict, REPORT, "hand_in", report)


def may_sign(user: User, report: MissionReport, on: date) -> Verdict:
    """Deliver the report, or send it back: the holder's signatory (spec R2)."""
    return _starts(may_commit(user, report.mission.organisation_id, on), REPORT, "deliver", report)


def may_follow(user: User, report: MissionReport, on: date) -> Verdict:
    """Accept a delivered report, or ask for more (spec R2)."""
    return _starts(is_daect(user, on), REPORT, "accept_report", report)


def missing(report: MissionReport) -> dict[str, str]:
    """What a report lacks before it can go to the signatory: the field, and what to write there (spec R3)."""
    lacking = {}
    if not (report.left_on and report.returned_on):
        lacking["returned_on"] = "indiquez les dates effectives de départ et de retour"
    if not report.people_met.strip():
        lacking["people_met"] = "nommez les personnes rencontrées"
    if not report.account.strip():
        lacking["account"] = "rendez compte de l’objet de la mission"
    if any(not outcome.reached for outcome in report.outcomes.all()):
        lacking["outcomes"] = "dites pour chaque résultat attendu s’il a été atteint"
    for answer, detail, asked in QUESTIONS:
        if getattr(report, answer) is None:
            lacking[answer] = f"dites {asked}"
        elif getattr(report, answer) and not getattr(report, detail).strip():
            lacking[detail] = f"dites laquelle : vous avez répondu oui à la question de savoir {asked}"
    return lacking


# ---------------------------------------------------------------- the demand


def is_due(mission: Mission, due_on: date, on: date) -> bool:
    """Whether the report is still missing past that limit: late from the next day (spec R1)."""
    return mission.report_delivered_at is None and mission.report_due_on == due_on and due_on < on


def _grounded(verdict: Verdict, demand: ReimbursementDemand, on: date) -> Verdict:
    """The verdict, refused where the report is there, or where its limit has moved since the demand was drafted."""
    return verdict.unless(
        demand.mission.report_delivered_at is not None,
        "Le rapport a été remis : il n’y a plus rien à demander.",
    ).unless(
        not is_due(demand.mission, demand.due_on, on),
        "La limite de remise du rapport a changé depuis que cette demande a été préparée : elle est abandonnée "
        "au prochain contrôle quotidien, et une autre est préparée si la nouvelle limite passe sans rapport.",
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
    verdict = _starts(holds(user, on, Role.HEAD), DEMAND, "send_prior_letter", demand)
    return _signs(_grounded(verdict, demand, on), user, on)


def may_record_receipt(user: User, letter: PriorLetter, on: date) -> Verdict:
    """DAECT registers, once, the day on which the holder received the letter (spec X11)."""
    verdict = _starts(is_daect(user, on), DEMAND, "issue", letter.demand)
    return verdict.unless(
        letter.received_on is not None, "La réception de cette lettre est déjà enregistrée."
    )


def may_correct_receipt(user: User, letter: PriorLetter, on: date) -> Verdict:
    """DAECT corrects that day until the demand is issued, which relies on it (spec X11)."""
    verdict = _starts(is_daect(user, on), DEMAND, "issue", letter.demand)
    return verdict.unless(
        letter.received_on is None, "La réception de cette lettre n’est pas encore enregistrée."
    )


def may_answer(user: User, letter: PriorLetter, on: date) -> Verdict:
    """The holder's signatory answers online, until the end of the time given (spec R5)."""
    ended = letter.answer_by is not None and on > letter.answer_by
    return (
        holds(user, on, Role.SIGNATORY, organisation=letter.demand.mission.organisation_id)
        .unless(
            not DEMAND.starts("issue", letter.demand.state),
            "La procédure est terminée : il n’y a plus d’observations à présenter.",
        )
        .unless(letter.answered_at is not None, "Vos observations ont déjà été reçues.")
        .unless(
            ended,
            f"Le délai pour répondre a pris fin le {french.day(letter.answer_by)}. Écrivez à la délégation."
            if ended
            else "",
        )
    )


def may_record_answer(user: User, letter: PriorLetter, on: date) -> Verdict:
    """DAECT records the observations that came by post or orally, as long as the demand is not issued (spec R5)."""
    verdict = _starts(is_daect(user, on), DEMAND, "issue", letter.demand)
    return verdict.unless(letter.answered_at is not None, "Les observations sont déjà enregistrées.")


def may_record_hearing(user: User, letter: PriorLetter, on: date) -> Verdict:
    """DAECT records, once, what became of the oral hearing that the holder asked for (spec R5)."""
    verdict = _starts(is_daect(user, on), DEMAND, "issue", letter.demand)
    return verdict.unless(
        not letter.hearing_asked, "Le titulaire n’a pas demandé à être entendu de vive voix."
    ).unless(letter.hearing_recorded_at is not None, "Les suites de l’entretien sont déjà enregistrées.")


def may_issue(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head issues the demand once the holder has answered and was heard if it asked to be, or once its time has
    run since receipt (spec R5).

    Never before the return is confirmed (spec R1), nor once the report is there.
    """
    verdict = _grounded(_starts(holds(user, on, Role.HEAD), DEMAND, "issue", demand), demand, on)
    verdict = verdict.unless(
        demand.mission.return_confirmed_on is None,
        "Le retour de la mission n’a pas été constaté : enregistrez-le d’abord sur la page de la mission.",
    )
    return _signs(verdict and _heard(verdict, demand.prior_letter, on), user, on)


def _heard(verdict: Verdict, letter: PriorLetter, on: date) -> Verdict:
    """The verdict, refused while the holder may still answer, or waits to be heard (spec R5)."""
    if letter.answered_at is not None:
        return verdict.unless(
            letter.hearing_awaited(),
            "Le titulaire a demandé à être entendu : recevez-le d’abord, puis enregistrez l’entretien.",
        )
    if letter.received_on is None:
        return verdict.unless(True, "La réception de la lettre préalable n’est pas encore enregistrée.")
    return verdict.unless(
        on <= letter.answer_by, f"Le titulaire peut répondre jusqu’au {french.day(letter.answer_by)} inclus."
    )


def may_drop(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head gives up a demand before it is issued (spec R5)."""
    return _starts(holds(user, on, Role.HEAD), DEMAND, "drop", demand)


def may_waive(user: User, demand: ReimbursementDemand, on: date) -> Verdict:
    """The head waives an issued demand (spec R5)."""
    return _starts(holds(user, on, Role.HEAD), DEMAND, "waive", demand)
