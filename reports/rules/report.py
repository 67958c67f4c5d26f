"""Who may do what on a report, when, and what it still lacks (spec R2, R3)."""

from dataclasses import dataclass
from datetime import date

from expect.accounts.enums import HOLDER_ROLES
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect, may_commit
from expect.database.text import normalise
from expect.kernel.clock import paris_day
from expect.kernel.verdict import Verdict
from missions.enums import Direction, MissionState
from missions.models import Mission, Participant
from missions.workflow import LEFT
from reports.models import MissionReport
from reports.rules.stage import starting
from reports.workflow import BEING_WRITTEN, REPORT

QUESTIONS = (
    ("can_be_completed", "completion", "si la mission peut être complétée par une autre action"),
    ("can_last", "cooperation", "si les contacts peuvent mener à une coopération plus longue"),
)
"""The two questions of every report [000 §III.3]: the field of the answer, that of its detail, what is asked."""


def is_back(mission: Mission, on: date) -> bool:
    """Whether the mission has been carried out: its return is past, whether or not the daily job has completed it."""
    return mission.state in (MissionState.COMPLETED, MissionState.CLOSED) or (
        mission.state in LEFT and mission.returns_on < on
    )


def days_late(mission: Mission, on: date) -> int:
    """Days by which the report passed its limit, delivered late or still missing on that day; 0 in time (spec R1)."""
    end = paris_day(mission.report_delivered_at) if mission.report_delivered_at else on
    return max((end - mission.report_due_on).days, 0) if mission.report_due_on else 0


def is_to_complete(report: MissionReport) -> bool:
    """Whether DAECT awaits more, by the second limit: asked, neither delivered again nor accepted (spec R2).

    The same rule as `selectors.to_complete`.
    """
    return report.delivered_at is not None and report.state in BEING_WRITTEN


@dataclass(frozen=True)
class Travellers:
    """Who was sent and who was hosted, each as « Awa Roy, ingénieure », in the order of the terms (spec M4)."""

    sent: list[str]
    hosted: list[str]


def travellers(mission: Mission) -> Travellers:
    """Those of the terms that stand."""
    people = Participant.objects.filter(leg__mission=mission).select_related("leg", "expert")
    by_leg: dict[str, list[str]] = {direction: [] for direction in Direction}
    for one in people.order_by("leg", "slot"):
        function = one.expert.function if one.expert else one.function
        by_leg[one.leg.direction].append(", ".join(filter(None, (str(one), function))))
    return Travellers(by_leg[Direction.SENDING], by_leg[Direction.HOSTING])


def written_by_another(report: MissionReport) -> bool:
    """Whether it is nobody of those sent who wrote, so that the report says why (spec R2).

    Of a mission that only hosted, the holder's rapporteur writes: nothing is to be explained.
    """
    sent = [name.partition(",")[0] for name in travellers(report.mission).sent]
    return bool(sent) and not any(normalise(name) in normalise(report.written_by) for name in sent)


def may_start(user: User, mission: Mission, on: date) -> Verdict:
    """The people of the holder, missionaries or named by it, write once the mission is over (spec R2)."""
    return holds(user, on, *HOLDER_ROLES, organisation=mission.organisation_id).unless(
        not is_back(mission, on), "Le rapport s’écrit une fois la mission terminée."
    )


def _took_place(verdict: Verdict, report: MissionReport) -> Verdict:
    """The verdict, refused where nobody left in the end: no report is expected (spec R1)."""
    cancelled = report.mission.state == MissionState.CANCELLED
    return verdict.unless(cancelled, "La mission a été annulée : aucun rapport n’est attendu.")


def may_write(user: User, report: MissionReport, on: date) -> Verdict:
    """Fill in, attach files, hand in to the signatory (spec R2)."""
    verdict = holds(user, on, *HOLDER_ROLES, organisation=report.mission.organisation_id)
    return starting(_took_place(verdict, report), REPORT, "hand_in", report)


def may_sign(user: User, report: MissionReport, on: date) -> Verdict:
    """Deliver the report, or send it back: the holder's signatory (spec R2)."""
    verdict = _took_place(may_commit(user, report.mission.organisation_id, on), report)
    return starting(verdict, REPORT, "deliver", report)


def may_follow(user: User, report: MissionReport, on: date) -> Verdict:
    """Accept a delivered report, or ask for more (spec R2)."""
    return starting(is_daect(user, on), REPORT, "accept_report", report)


def may_close_more(user: User, report: MissionReport, on: date) -> Verdict:
    """Give another second limit, or accept what was delivered without waiting for more (spec R2, decision 0097)."""
    verdict = starting(is_daect(user, on), REPORT, "accept_as_is", report)
    return verdict.unless(report.delivered_at is None, "Ce rapport n’a pas encore été remis.")


def missing(report: MissionReport) -> dict[str, str]:
    """What a report lacks before it can go to the signatory: the field, and what to write there (spec R3)."""
    lacking = {}
    if not (report.left_on and report.returned_on):
        lacking["returned_on"] = "indiquez les dates effectives de la mission"
    if not report.written_by.strip():
        lacking["written_by"] = "dites qui a écrit le rapport"
    elif not report.writer_reason.strip() and written_by_another(report):
        lacking["writer_reason"] = "dites pourquoi aucun des missionnaires n’a écrit le rapport"
    if not report.people_met:
        lacking["people_met"] = "nommez les personnes rencontrées"
    if not report.account.strip():
        lacking["account"] = "rendez compte de l’objet de la mission"
    if any(not outcome.reached for outcome in report.outcomes.all()):
        lacking["outcomes"] = "dites pour chaque résultat attendu s’il a été atteint"
    for answer, detail, asked in QUESTIONS:
        match getattr(report, answer), bool(getattr(report, detail).strip()):
            case None, _:
                lacking[answer] = f"dites {asked}"
            case True, False:
                lacking[detail] = f"dites laquelle : vous avez répondu oui à la question de savoir {asked}"
            case False, True:
                lacking[detail] = f"effacez ce texte : vous avez répondu non à la question de savoir {asked}"
    return lacking
