"""⑧ ⑨ ⑩ Reports are written, delivered, accepted; or they are missing, and the money is asked back."""

import contextlib
from datetime import timedelta

from expect.accounts.siren import WrongSiret, check_siret
from expect.demo.seed.papers import scanned
from expect.demo.seed.people import Cast
from expect.demo.seed.stories import STORIES
from expect.demo.seed.trips import TRIPS
from missions.models import Mission
from reports import overdue, recovery, reimbursement, served, submission
from reports.enums import Reached
from reports.models import MissionReport, ReimbursementDemand


def deliver(cast: Cast, missions: dict[str, Mission]) -> None:
    """⑧ One report is being written, one awaits its signatory, others are delivered, completed, accepted."""
    _write(cast, missions, "writing", day=-8, whole=False)
    _write(cast, missions, "to_sign", day=-12)
    delivered = _write(cast, missions, "delivered", day=-14, signed=-9)
    more = _write(cast, missions, "more", day=-50, signed=-40)
    submission.request_more(
        report=more,
        reason="Précisez qui suivra la feuille de route sur place, et à quelle date aura lieu le premier point.",
        due_on=cast.calendar.day(11),
        by=cast.officer,
        at=cast.calendar.at(-7),
    )
    closed = _write(cast, missions, "closed", day=-66, signed=-60)
    submission.accept_report(report=closed, by=cast.officer, at=cast.calendar.at(-54))
    assert delivered.delivered_at  # noqa: S101 (the story is a proof as well)


def _write(
    cast: Cast,
    missions: dict[str, Mission],
    key: str,
    *,
    day: int,
    signed: int | None = None,
    whole: bool = True,
) -> MissionReport:
    mission, story, at = missions[key], STORIES[TRIPS[key].story], cast.calendar.at(day)
    mission.refresh_from_db()
    editor = cast.editor(story)
    report = submission.start_report(mission=mission, by=editor, at=at)
    data = {
        "account": "Trois journées de travail avec les services et une visite de terrain ont permis de poser un "
        "diagnostic partagé. La feuille de route a été présentée au conseil le dernier jour."
    }
    if whole:
        data |= {
            "people_met": [
                {"name": "", "function": "Le maire et son premier adjoint", "institution": ""},
                {"name": "", "function": "La directrice des services techniques", "institution": ""},
                {"name": "", "function": "Deux représentantes", "institution": "associations d’habitants"},
                {
                    "name": "",
                    "function": "La conseillère de coopération",
                    "institution": "Ambassade de France",
                },
            ],
            "can_be_completed": True,
            "completion": "Un accueil technique de deux agents pendant une semaine.",
            "can_last": key != "delivered",
            "cooperation": ""
            if key == "delivered"
            else "Une convention de coopération de trois ans est envisagée.",
            "outcomes": {
                outcome.pk: {"reached": reached}
                for outcome, reached in zip(
                    report.outcomes.order_by("pk"), (Reached.YES, Reached.PARTLY, Reached.NO), strict=False
                )
            },
        }
    submission.save_report(report=report, data=data, revision=report.revision, by=editor, at=at)
    if whole:
        submission.hand_in(report=report, by=editor, at=at + timedelta(hours=1))
    if signed is not None:
        report = submission.deliver(report=report, by=cast.signatory(story), at=cast.calendar.at(signed))
    return report


def reclaim(cast: Cast, missions: dict[str, Mission]) -> None:
    """⑨ ⑩ The job has run each day; one demand is issued, one awaits the holder's answer, one is to be checked."""
    calendar = cast.calendar
    for offset in range(-150, 1):
        overdue.flag_overdue_reports(on=calendar.day(offset), at=calendar.at(offset, 1))
        if offset == _late(missions, "issued", calendar) + 4:
            _letter(cast, missions["issued"], sent=offset, received=offset + 6)
        if offset == -20:
            _letter(cast, missions["answering"], sent=offset, received=-13)
    demand = ReimbursementDemand.objects.get(mission=missions["issued"])
    reimbursement.issue(
        demand=demand,
        reasoning="Aucune observation n’a été présentée dans le délai ouvert par la lettre préalable. Le rapport n’est "
        "pas parvenu à la délégation.",
        by=cast.head,
        at=calendar.at(_late(missions, "issued", calendar) + 40),
    )
    _recover(cast, demand, since=_late(missions, "issued", calendar) + 40)


def _recover(cast: Cast, demand: ReimbursementDemand, *, since: int) -> None:
    """The demand is handed over, and paid in part."""
    calendar, sent, paid = cast.calendar, min(since + 4, 0), min(since + 20, 0)
    recovery.hand_over(
        demand=demand,
        siret=_siret(demand.mission.organisation.siren),
        handed_over_on=calendar.day(sent),
        reference="Bordereau 12",
        by=cast.officer,
        at=calendar.at(sent),
    )
    recovery.record_payment(
        demand=demand,
        amount=demand.total / 2,
        paid_on=calendar.day(paid),
        reference="Quittance 345",
        by=cast.officer,
        at=calendar.at(paid),
    )


def _siret(siren: str) -> str:
    """A SIRET of that body whose key is right."""
    for key in range(10):
        with contextlib.suppress(WrongSiret):
            return check_siret(f"{siren or '214202186'}0001{key}")
    raise ValueError(siren)


def _late(missions: dict[str, Mission], key: str, calendar) -> int:
    """The first late day of a mission's report."""
    missions[key].refresh_from_db()
    return (missions[key].report_due_on - calendar.today).days + 1


def _letter(cast: Cast, mission: Mission, *, sent: int, received: int) -> None:
    demand = ReimbursementDemand.objects.get(mission=mission)
    letter = reimbursement.send_prior_letter(demand=demand, by=cast.head, at=cast.calendar.at(sent))
    served.register_service(
        act=letter,
        received_on=cast.calendar.day(received),
        scan=scanned("Avis de réception"),
        by=cast.officer,
        at=cast.calendar.at(min(received + 1, 0)),
    )
