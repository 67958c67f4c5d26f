"""⑧ The report is written, validated by the holder's signatory, delivered, accepted (spec R2, R3)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F

from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.audit.transitions import STALE, advance, hold
from expect.documents import uploads
from expect.documents.checks import CheckedFile
from expect.kernel.clock import paris_day
from expect.kernel.days import require_plausible
from expect.kernel.errors import DraftConflict, Refusal, StateChanged
from expect.web import french
from missions import returns
from missions.models import Mission
from missions.rules import can_have_returned, first_departure
from missions.workflow import MISSION
from reports import emails, reimbursement, rules, selectors, versions
from reports.models import MissionReport, ReportAttachment, ResultOutcome
from reports.versions import WRITTEN
from reports.workflow import BEING_WRITTEN, REPORT

MOST_ATTACHMENTS = 20


class NoSignatory(Refusal):
    """Nobody signs for the body today."""


class ReportIncomplete(Refusal):
    """The report does not say all that it must (spec R3)."""


class ImpossibleDate(Refusal):
    """A return before the departure, or on a day when nobody can have returned; a limit already past."""


class TooManyAttachments(Refusal):
    """A report carries MOST_ATTACHMENTS files at most."""


# ---------------------------------------------------------------- writing


@transaction.atomic
def start_report(*, mission: Mission, by: User, at: datetime) -> MissionReport:
    """Begin the report of a mission that is over, pre-filled from its terms; the one begun is given back (spec R3).

    Of people who were back before the day agreed, the departure is to be said. Raises NotAllowed.
    """
    membership = rules.may_start(by, mission, paris_day(at)).require()
    returned_on = mission.return_confirmed_on or mission.returns_on
    report, begun = MissionReport.objects.get_or_create(
        mission=mission,
        defaults={
            "created_at": at,
            "updated_at": at,
            "left_on": mission.departs_on if mission.departs_on <= returned_on else None,
            "returned_on": returned_on,
        },
    )
    if begun:
        ResultOutcome.objects.bulk_create(
            ResultOutcome(report=report, result=result)
            for result in mission.expected_results.order_by("rank")
        )
        journal.record(
            action="start_report", subject=report, by=by, membership=membership, at=at, to_state=report.state
        )
    return report


@transaction.atomic
def save_report(
    *, report: MissionReport, data: Mapping[str, Any], revision: int, by: User, at: datetime
) -> MissionReport:
    """Save what was written, whole or in part, as it is: what is missing is said on handing in (spec R3).

    `data` holds any of WRITTEN, and `outcomes`: {key of the outcome: any of its reached and comment}.
    `revision` is the one that the page showed. Raises NotAllowed, StateChanged, DraftConflict, ImpossibleDate.
    """
    rules.may_write(by, report, paris_day(at)).require()
    given = {name: data[name] for name in WRITTEN if name in data}
    _check_dates(report, given, paris_day(at))
    _claim(report, revision=revision, at=at)
    MissionReport.objects.filter(pk=report.pk).update(**given)
    for name, value in given.items():
        setattr(report, name, value)
    for key, said in data.get("outcomes", {}).items():
        report.outcomes.filter(pk=key).update(**said)
    return report


def _claim(report: MissionReport, *, revision: int, at: datetime) -> None:
    """Take the report for one save, if nobody saved it since `revision`; raises StateChanged, DraftConflict."""
    writable = MissionReport.objects.filter(pk=report.pk, state__in=REPORT.transition("hand_in").sources)
    if writable.filter(revision=revision).update(revision=F("revision") + 1, updated_at=at):
        report.revision, report.updated_at = revision + 1, at
        return
    if not writable.exists():
        raise StateChanged(STALE)
    raise DraftConflict(
        "Ce rapport a été enregistré ailleurs (autre onglet ou autre personne) depuis l’ouverture de cette page. "
        "Rien n’a été écrasé : comparez votre saisie avec ce qui est enregistré."
    )


def _check_dates(report: MissionReport, given: Mapping[str, Any], on: date) -> None:
    left, returned = (given.get(name, getattr(report, name)) for name in ("left_on", "returned_on"))
    if left and returned and returned < left:
        raise ImpossibleDate("Le retour précède le départ : vérifiez les deux dates.", field="returned_on")
    first = first_departure(report.mission)
    if left and left < first:
        raise ImpossibleDate(
            f"Personne n’est parti avant le {french.day(first)} : vérifiez la date.", field="left_on"
        )
    if returned and not (may := can_have_returned(report.mission, returned, on)):
        raise ImpossibleDate(may.reason, field="returned_on")


@transaction.atomic
def attach_file(
    *, report: MissionReport, file: UploadedFile | CheckedFile, by: User, at: datetime
) -> ReportAttachment:
    """Join a file to the report (spec R3, X6). Raises NotAllowed, StateChanged, TooManyAttachments, UploadRefused."""
    membership = rules.may_write(by, report, paris_day(at)).require()
    _claim(report, revision=report.revision, at=at)
    if report.attachments.count() >= MOST_ATTACHMENTS:
        raise TooManyAttachments(
            f"Un rapport compte {MOST_ATTACHMENTS} pièces jointes au plus : retirez-en une.", field="file"
        )
    attachment = ReportAttachment.objects.create(report=report, file=uploads.store(file, by=by, at=at))
    details = {"file": attachment.file.public_id}
    journal.record(action="attach_file", subject=report, by=by, membership=membership, at=at, details=details)
    return attachment


@transaction.atomic
def remove_file(*, attachment: ReportAttachment, by: User, at: datetime) -> MissionReport:
    """Take a file off a report that is being written; the versions delivered before keep its name and its digest.

    Raises NotAllowed, StateChanged.
    """
    report = attachment.report
    membership = rules.may_write(by, report, paris_day(at)).require()
    _claim(report, revision=report.revision, at=at)
    details = {"file": attachment.file.public_id}
    attachment.delete()
    journal.record(action="remove_file", subject=report, by=by, membership=membership, at=at, details=details)
    return report


# ---------------------------------------------------------------- the signatory


@transaction.atomic
def hand_in(*, report: MissionReport, by: User, at: datetime) -> MissionReport:
    """Hand the complete report to the signatory (spec R2).

    Raises NotAllowed, ReportIncomplete, ImpossibleDate, NoSignatory, StateChanged.
    """
    membership = rules.may_write(by, report, paris_day(at)).require()
    _claim(report, revision=report.revision, at=at)
    _require_complete(report)
    _check_dates(report, {}, paris_day(at))
    if not selectors.signatories(report.mission, paris_day(at)):
        raise NoSignatory("Votre organisme n’a pas de signataire : demandez à la DAECT d’en habiliter un.")
    facts = {"handed_in_at": at, "handed_in_by": by, "sent_back_reason": ""}
    advance(report, REPORT, "hand_in", by=by, membership=membership, at=at, **facts)
    emails.report_handed_in(report, at=at)
    return report


def _require_complete(report: MissionReport) -> None:
    if lacking := " ; ".join(rules.missing(report).values()):
        raise ReportIncomplete(f"Le rapport n’est pas complet. Il reste à faire : {lacking}.")


@transaction.atomic
def send_back(*, report: MissionReport, reason: str, by: User, at: datetime) -> MissionReport:
    """The signatory has the report taken up again, and says why (spec R2). Raises NotAllowed, StateChanged, Refusal."""
    membership = rules.may_sign(by, report, paris_day(at)).require()
    if not reason.strip():
        raise Refusal("Dites ce qui est à reprendre.", field="reason")
    advance(report, REPORT, "send_back", by=by, membership=membership, at=at, sent_back_reason=reason)
    emails.report_sent_back(report, by=by, at=at)
    return report


@transaction.atomic
def deliver(*, report: MissionReport, by: User, at: datetime, revision: int | None = None) -> MissionReport:
    """The signatory validates the report, which is delivered: frozen as a version (spec R2).

    The mission's row comes first: of a delivery and of the job, of an issue or of the word that nobody left at the same
    instant, one follows the other. A demand not issued yet is dropped; an issued one stays, DAECT is told (spec R5).
    `revision` is that of the report they read. Raises NotAllowed, ReportIncomplete, StateChanged, DraftConflict.
    """
    membership = rules.may_sign(by, report, paris_day(at)).require()
    _require_complete(report)
    hold(report.mission, *returns.CARRIED_OUT)
    first = returns.mark_report_delivered(mission=report.mission, at=at)
    facts = {"delivered_at": at, "delivered_by": by}
    advance(report, REPORT, "deliver", by=by, membership=membership, at=at, **facts)
    report = MissionReport.objects.select_related(
        "mission__organisation__department", "mission__organisation__region", "mission__country"
    ).get(pk=report.pk)
    if revision not in (None, report.revision):
        raise DraftConflict("Ce rapport a été repris pendant votre lecture. Relisez-le avant de le valider.")
    version = versions.freeze(report, membership, at)
    dropped = first and reimbursement.report_came(mission=report.mission, at=at)
    emails.report_delivered(report, version=version.number, dropped=dropped, at=at)
    return report


# ---------------------------------------------------------------- DAECT


@transaction.atomic
def request_more(
    *, report: MissionReport, reason: str, due_on: date, by: User, at: datetime
) -> MissionReport:
    """DAECT asks for more, by a second limit that is chased and never claimed (spec R2).

    Raises NotAllowed, StateChanged, ImpossibleDate, Refusal.
    """
    membership = rules.may_follow(by, report, paris_day(at)).require()
    if not reason.strip():
        raise Refusal("Dites ce qui est attendu.", field="reason")
    _to_come(due_on, paris_day(at))
    facts = {"more_requested_at": at, "more_reason": reason, "more_due_on": due_on}
    advance(report, REPORT, "request_more", by=by, membership=membership, at=at, **facts)
    returns.mark_more_asked(mission=report.mission, at=at)
    emails.more_requested(report, at=at)
    return report


@transaction.atomic
def move_more(*, report: MissionReport, due_on: date, by: User, at: datetime) -> MissionReport:
    """DAECT gives another second limit, which its own reminders chase (spec R2, R6, decision 0097).

    Raises NotAllowed, StateChanged, ImpossibleDate.
    """
    membership = rules.may_close_more(by, report, paris_day(at)).require()
    _to_come(due_on, paris_day(at))
    former = report.more_due_on
    if due_on == former:
        raise ImpossibleDate("C’est déjà la date fixée.", field="due_on")
    same = MissionReport.objects.filter(pk=report.pk, state__in=BEING_WRITTEN, more_due_on=former)
    if not same.update(more_due_on=due_on):
        raise StateChanged(STALE)
    report.more_due_on = due_on
    details = {"former": former.isoformat(), "due_on": due_on.isoformat()}
    journal.record(action="move_more", subject=report, by=by, membership=membership, at=at, details=details)
    emails.more_moved(report, at=at)
    return report


def _to_come(due_on: date, on: date) -> None:
    require_plausible(due_on, on, field="due_on")
    if due_on <= on:
        raise ImpossibleDate("Laissez du temps : choisissez une date à venir.", field="due_on")


@transaction.atomic
def accept_report(*, report: MissionReport, by: User, at: datetime) -> MissionReport:
    """DAECT accepts the report; the mission is closed (spec R2). Raises NotAllowed, StateChanged."""
    return _accept(report, "accept_report", rules.may_follow(by, report, paris_day(at)).require(), by, at)


@transaction.atomic
def accept_as_is(*, report: MissionReport, by: User, at: datetime) -> MissionReport:
    """DAECT waits no longer for more: it accepts the last version delivered (spec R2, decision 0097).

    What was written since stays the holder's own. Raises NotAllowed, StateChanged.
    """
    return _accept(report, "accept_as_is", rules.may_close_more(by, report, paris_day(at)).require(), by, at)


def _accept(report: MissionReport, act: str, membership: Membership, by: User, at: datetime) -> MissionReport:
    """Accept; the return that nobody confirmed is the one that the report says: once closed, it could not be (R1)."""
    mission = report.mission
    if mission.return_confirmed_on is None:
        returns.confirm_return(mission=mission, returned_on=selectors.returned_by(report), by=by, at=at)
    advance(report, REPORT, act, by=by, membership=membership, at=at, accepted_at=at)
    advance(mission, MISSION, "close", by=by, membership=membership, at=at, closed_at=at)
    emails.report_accepted(report, at=at)
    return report
