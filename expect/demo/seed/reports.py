"""⑧ ⑨ ⑩ Reports are written, delivered, accepted; or they are missing, and the money is asked back."""

import contextlib
from datetime import timedelta
from decimal import Decimal

from expect.accounts.siren import WrongSiret, check_siret
from expect.demo.seed.papers import scanned
from expect.demo.seed.people import Cast
from expect.demo.seed.stories import STORIES
from expect.demo.seed.trips import TRIPS
from missions.models import Mission
from reports import extensions, overdue, recovery, reimbursement, rules, served, submission
from reports.enums import Reached
from reports.models import MissionReport, ReimbursementDemand


def deliver(cast: Cast, missions: dict[str, Mission]) -> None:
    """⑧ Reports in each of their states; more time is asked for one."""
    _write(cast, missions, "writing", day=-8, whole=False)
    extensions.ask_more_time(
        mission=missions["writing"],
        until=cast.calendar.day(75),
        reason="La ville de Cotonou nous remet ses relevés de collecte le mois prochain.",
        by=cast.signatory(STORIES[TRIPS["writing"].story]),
        at=cast.calendar.at(-2),
    )
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
            "written_by": rules.travellers(report.mission).sent[0],
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
    """⑨ ⑩ The job has run each day: a demand stands in each of its states."""
    calendar = cast.calendar
    late = {key: _late(missions, key, calendar) for key in ("settled", "issued", "waived", "claimed")}
    letters = {day + 4: (key, day + 10) for key, day in late.items()} | {-20: ("answering", -13)}
    for offset in range(-165, 1):
        overdue.flag_overdue_reports(on=calendar.day(offset), at=calendar.at(offset, 1))
        if offset in letters:
            key, received = letters[offset]
            _letter(cast, missions[key], sent=offset, received=received)
        if offset == -60:
            _write(cast, missions, "dropped", day=-64, signed=-60)
    settled, issued, waived = (
        _issue(cast, missions[key], late[key] + 40) for key in ("settled", "issued", "waived")
    )
    _issue(cast, missions["claimed"], -3)
    _recover(cast, settled, since=late["settled"] + 40, paid=settled.total)
    _recover(cast, issued, since=late["issued"] + 40, paid=issued.total / 2)
    reimbursement.waive(
        demand=waived,
        reason="La commune a présenté les travaux de la mission devant la délégation, à défaut de rapport écrit.",
        by=cast.head,
        at=calendar.at(late["waived"] + 55),
    )


def _issue(cast: Cast, mission: Mission, day: int) -> ReimbursementDemand:
    return reimbursement.issue(
        demand=ReimbursementDemand.objects.get(mission=mission),
        reasoning="Aucune observation n’a été présentée dans le délai ouvert par la lettre préalable. Le rapport n’est "
        "pas parvenu à la délégation.",
        by=cast.head,
        at=cast.calendar.at(day),
    )


def _recover(cast: Cast, demand: ReimbursementDemand, *, since: int, paid: Decimal) -> None:
    """The demand is handed over, then paid, in part or to the cent."""
    calendar, sent, received = cast.calendar, since + 4, since + 20
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
        amount=paid,
        paid_on=calendar.day(received),
        reference="Quittance 345",
        by=cast.officer,
        at=calendar.at(received),
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
