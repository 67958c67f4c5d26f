"""What stage 3 tells people (spec X3)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse

from expect.accounts.enums import DAECT_ROLES, Role
from expect.accounts.models import User
from expect.accounts.selectors import people, reached, reached_in
from expect.accounts.service import agreement
from expect.kernel.clock import paris_day
from expect.notifications import outbox
from expect.programme.texts import Wordings, in_force
from expect.territory.selectors import post_in_charge
from expect.web import french
from missions.models import Mission
from reports import rules
from reports.amounts import cardinal
from reports.email_texts import EMAILS, UNCLAIMED
from reports.enums import Undrafted
from reports.models import (
    ExtensionRequest,
    MissionReport,
    PriorLetter,
    RecoveryEntry,
    ReimbursementDemand,
    ReportReminder,
)
from reports.selectors import was_heard


def tell(event: str, subject: Model, recipients: Iterable[User], **how: Any) -> None:
    """Tell one event now; `how` is as in `_event`."""
    outbox.post_all([_event(event, subject, recipients, **how)], at=how["at"])


def _event(
    event: str,
    subject: Model,
    recipients: Iterable[User],
    *,
    at: datetime,
    path: str | None = None,
    about: str = "",
    **context: Any,
) -> outbox.Event:
    """An event of stage 3, told again at each `at`, or for each thing that it is `about`; it leads to `path`, or to the
    subject's page.
    """
    path = path or subject.get_absolute_url()
    return outbox.Event(
        f"reports/{event}", subject, recipients, path, context, at.strftime("%Y%m%d%H%M%S") + about
    )


def holder(mission: Mission, at: datetime) -> list[User | outbox.Address]:
    return reached(mission.organisation, paris_day(at))


def _holders(missions: Iterable[Mission], at: datetime) -> dict[int, list[User | outbox.Address]]:
    """By body, as `_holder` for many missions at once."""
    return reached_in((mission.organisation for mission in missions), paris_day(at))


def daect(at: datetime) -> list[User]:
    return list(people(DAECT_ROLES, paris_day(at)))


# ---------------------------------------------------------------- the report


def report_handed_in(report: MissionReport, *, at: datetime) -> None:
    """The signatory has a report to read and deliver."""
    signatories = people((Role.SIGNATORY,), paris_day(at), organisation=report.mission.organisation_id)
    path = reverse("reports:deliver", args=[report.public_id])
    tell("report_handed_in", report, signatories, path=path, at=at, mission=report.mission)


def report_sent_back(report: MissionReport, *, by: User, at: datetime) -> None:
    """Those who write know what to take up again."""
    writers = [person for person in holder(report.mission, at) if person != by]
    tell("report_sent_back", report, writers, at=at, mission=report.mission, sent_back_by=by)


def report_delivered(report: MissionReport, *, version: int, dropped: bool, at: datetime) -> None:
    """A receipt for the holder (X10), something to read for DAECT and for the post in charge of the country."""
    mission = report.mission
    words = {"mission": mission, "version": version, "dropped": dropped}
    tell("report_receipt", report, holder(mission, at), at=at, **words)
    tell("report_delivered", report, daect(at), at=at, **words)
    if post := post_in_charge(mission.country, paris_day(at)):
        agents = people((Role.POST_AGENT,), paris_day(at), post=post)
        tell("report_to_read", report, agents, at=at, **words)


def delivered_after_demand(demand: ReimbursementDemand, *, at: datetime) -> None:
    """The report came after the demand was issued: DAECT decides whether to maintain it (spec R5)."""
    tell("delivered_after_demand", demand, daect(at), at=at, mission=demand.mission)


def more_requested(report: MissionReport, *, at: datetime) -> None:
    """What the holder must add, by when."""
    tell("more_requested", report, holder(report.mission, at), at=at, mission=report.mission)


def more_moved(report: MissionReport, *, at: datetime) -> None:
    """The holder learns by when it now has to add it."""
    tell("more_moved", report, holder(report.mission, at), at=at, mission=report.mission)


def report_accepted(report: MissionReport, *, at: datetime) -> None:
    """The mission is closed."""
    tell("report_accepted", report, holder(report.mission, at), at=at, mission=report.mission)


# ---------------------------------------------------------------- what is late


def reports_recalled(reminders: Iterable[ReportReminder], *, at: datetime) -> None:
    """The holder is reminded of a limit: of the report, or of what is to be added to it (spec R2, R6)."""
    reminders, wordings = list(reminders), in_force(paris_day(at))
    events, holders = [], _holders((reminder.mission for reminder in reminders), at)
    for reminder in reminders:
        mission, more = reminder.mission, reminder.of_more
        event = "reports/complement_reminder" if more else "reports/report_reminder"
        path = reverse("reports:write", args=[mission.public_id])
        values = _awaited(mission, reminder.due_on, late=reminder.step < 0)
        events.append(
            outbox.Event(
                event,
                mission,
                holders[mission.organisation_id],
                path,
                EMAILS[event].said(wordings, values),
                reminder.occasion(),
            )
        )
    outbox.post_all(events, at=at)


def more_time_asked(request: ExtensionRequest, *, at: datetime) -> None:
    """DAECT has a request for more time to answer."""
    tell("more_time_asked", request, daect(at), at=at, mission=request.mission)


def more_time_decided(request: ExtensionRequest, *, at: datetime) -> None:
    """The holder learns by when its report is now expected."""
    tell("more_time_decided", request, holder(request.mission, at), at=at, mission=request.mission)


def reports_overdue(
    flagged: Iterable[Mission],
    demands: Iterable[ReimbursementDemand],
    undrafted: Mapping[Mission, Undrafted],
    *,
    told: Collection[int],
    at: datetime,
) -> None:
    """The holders learn that their report is late; DAECT, what is to be claimed, or why nothing is (spec R4).

    `told` are the keys of the missions whose holder has not been told already for that limit (spec R6).
    """
    flagged = [*flagged]
    readers, holders, wordings = daect(at), _holders(flagged, at), in_force(paris_day(at))
    outbox.post_all(
        [
            *(
                _late(mission, holders[mission.organisation_id], wordings, undrafted.get(mission), at)
                for mission in flagged
                if mission.pk in told
            ),
            *(_event("demand_drafted", demand, readers, at=at, mission=demand.mission) for demand in demands),
            *(_event("report_missing", row, readers, at=at, why=why.label) for row, why in undrafted.items()),
        ],
        at=at,
    )


def _late(
    mission: Mission, holder: list[User], wordings: Wordings, why: Undrafted | None, at: datetime
) -> outbox.Event:
    path = reverse("reports:write", args=[mission.public_id])
    values = _awaited(mission, mission.report_due_on, late=True)
    said = EMAILS["reports/report_late"].said(wordings, values)
    said |= {"claimed": why not in UNCLAIMED, "unclaimed": UNCLAIMED.get(why, "")}
    return _event("report_late", mission, holder, path=path, at=at, **said)


def _awaited(mission: Mission, due_on: date, *, late: bool) -> dict[str, str]:
    """What a reminder may say of a mission and of the day by which something is awaited."""
    day = french.day(due_on)
    return {
        "mission": mission.number,
        "objet": mission.subject,
        "pays": str(mission.country),
        "date limite": day,
        "échéance": "en retard" if late else f"attendu le {day}",
        "pour quand": f"dès que possible\N{NO-BREAK SPACE}: le complément était attendu le {day}"
        if late
        else f"au plus tard le {day}",
    }


# ---------------------------------------------------------------- the money back


def prior_letter_sent(letter: PriorLetter, *, at: datetime) -> None:
    """The holder may answer (spec R5)."""
    mission, days = letter.demand.mission, cardinal(rules.answer_days(paris_day(letter.sent_at)))
    words = {"mission": mission, "days": days, "electronic": agreement(mission.organisation_id) is not None}
    tell("prior_letter_sent", letter, holder(mission, at), at=at, **words)


def receipt_recorded(letter: PriorLetter, *, at: datetime) -> None:
    """The holder knows until when it may answer."""
    mission = letter.demand.mission
    tell("receipt_recorded", letter, holder(mission, at), at=at, mission=mission)


def demand_received(demand: ReimbursementDemand, received_on: date, *, at: datetime) -> None:
    """The holder knows until when it may contest."""
    until = rules.contest_until(demand, received_on)
    _tell_holder("demand_received", demand, at, received_on=received_on, contest_until=until)


def demand_issued(demand: ReimbursementDemand, *, at: datetime) -> None:
    """The holder is asked for the money; DAECT keeps a line in its list."""
    electronic = agreement(demand.mission.organisation_id) is not None
    _tell_holder("demand_issued", demand, at, electronic=electronic, answered=was_heard(demand.prior_letter))
    tell("demand_gone", demand, daect(at), at=at, mission=demand.mission)


def demand_let_go(demand: ReimbursementDemand, *, at: datetime) -> None:
    """DAECT learns that the job dropped a demand, and why; so does the holder, where it had been written to."""
    tell("demand_let_go", demand, daect(at), at=at, mission=demand.mission)
    demand_dropped(demand, at=at)


def demand_dropped(demand: ReimbursementDemand, *, at: datetime) -> None:
    """The holder, where it had been written to, learns that nothing is asked any more."""
    if hasattr(demand, "prior_letter"):
        _tell_holder("demand_dropped", demand, at)


def demand_waived(demand: ReimbursementDemand, *, at: datetime) -> None:
    """The holder learns that the money is no longer asked."""
    _tell_holder("demand_waived", demand, at)


def recovery_entered(entry: RecoveryEntry, *, at: datetime) -> None:
    """The holder learns each thing that becomes of the demand; DAECT, that nothing is owed any more (spec R5)."""
    demand = entry.demand
    _tell_holder(
        "recovery_entered", demand, at, about=entry.public_id, entry=entry, outstanding=demand.outstanding()
    )
    if demand.settled_at == at:
        tell("demand_settled", demand, daect(at), at=at, mission=demand.mission)


def _tell_holder(event: str, demand: ReimbursementDemand, at: datetime, **context: Any) -> None:
    """The holder reads about a demand on the page of its prior letter."""
    words = {"mission": demand.mission, "demand": demand, **context}
    tell(event, demand.prior_letter, holder(demand.mission, at), at=at, **words)
