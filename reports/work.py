"""What stage 3 has waiting for each person (spec X4)."""

from datetime import date

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Least

from expect.accounts.enums import Role
from expect.accounts.models import ProofOfService, User
from expect.accounts.selectors import holds_role, is_daect, memberships_on, organisations_of
from expect.accounts.work import rows
from missions.models import Mission
from missions.returns import CARRIED_OUT
from reports.enums import DemandState, RecoveryStep, ReportState
from reports.models import (
    ExtensionRequest,
    Hearing,
    MissionReport,
    PriorLetter,
    RecordedObservations,
    RecoveryEntry,
    ReimbursementDemand,
)
from reports.rules import CONTESTABLE, ELSEWHERE, OPEN
from reports.selectors import over, to_complete, unanswered


def work_items(user: User, on: date) -> list[QuerySet]:
    """What reports and demands have waiting for `user`, by the roles held on that day (spec X4)."""
    writes = organisations_of(user, on)
    signs = [m.organisation_id for m in memberships_on(user, on) if m.role == Role.SIGNATORY]
    return [
        *(_to_write(writes, on) if writes else []),
        *(_to_sign(signs, on) if signs else []),
        *(_to_follow(on) if is_daect(user, on) else []),
        *(_to_claim(on) if holds_role(user, on, Role.HEAD) else []),
    ]


def _title(path: str = "") -> Concat:
    """« M-2026-0007 — Eau potable à Dakar »."""
    return Concat(F(f"{path}number"), Value(" — "), F(f"{path}subject"), output_field=CharField())


def _to_write(bodies: list[int], on: date) -> list[QuerySet]:
    """The holder: reports to begin or go on with, by their limit; those to complete, by the second limit."""
    begun = MissionReport.objects.filter(mission__organisation__in=bodies)
    in_hand = begun.filter(state__in=[ReportState.DRAFT, ReportState.MORE_REQUESTED])
    others = begun.exclude(pk__in=in_hand.values("pk"))
    due = Mission.objects.filter(over(on), organisation__in=bodies, report_delivered_at=None)
    due = due.exclude(pk__in=others.values("mission"))
    more = in_hand.filter(delivered_at__isnull=False)
    since = Coalesce("completed_at", "validated_at")
    return [
        rows(due, "reports.write", title=_title(), since=since, due_on="report_due_on"),
        rows(
            more,
            "reports.complete",
            title=_title("mission__"),
            since="more_requested_at",
            due_on="more_due_on",
        ),
    ]


def _to_sign(bodies: list[int], on: date) -> list[QuerySet]:
    """The signatory: reports to deliver; prior letters to answer, while there is time."""
    reports = MissionReport.objects.filter(
        mission__organisation__in=bodies,
        mission__state__in=CARRIED_OUT,
        state=ReportState.AWAITING_SIGNATORY,
    )
    letters = unanswered(on).filter(demand__mission__organisation__in=bodies)
    limit = Coalesce("more_due_on", "mission__report_due_on")
    return [
        rows(reports, "reports.sign", title=_title("mission__"), since="handed_in_at", due_on=limit),
        rows(
            letters, "reports.answer", title=_title("demand__mission__"), since="sent_at", due_on="answer_by"
        ),
    ]


def _to_follow(on: date) -> list[QuerySet]:
    """DAECT: delivered reports to accept; letters and demands whose receipt is to be registered; holders to hear."""
    reports = MissionReport.objects.filter(state=ReportState.DELIVERED)
    open_letters = PriorLetter.objects.filter(demand__state=DemandState.ANSWERING)
    letters = open_letters.filter(received_on=None)
    to_hear = open_letters.filter(~Exists(_hearing("pk")), hearing_asked=True)
    proved = ProofOfService.objects.filter(document=OuterRef("document"))
    unproved = ReimbursementDemand.objects.filter(~Exists(proved), state__in=OPEN)
    undecided = Q(mission__report_delivered_at__isnull=False, maintained_at=None)
    back = ReimbursementDemand.objects.filter(to_give_back__gt=0)
    to_hand_over = ReimbursementDemand.objects.filter(~undecided, state=DemandState.ISSUED)
    return [
        rows(reports, "reports.accept", title=_title("mission__"), since="delivered_at"),
        rows(letters, "reports.register_receipt", title=_title("demand__mission__"), since="sent_at"),
        rows(unproved, "reports.register_demand_receipt", title=_title("mission__"), since="issued_at"),
        rows(
            to_hear,
            "reports.record_hearing",
            title=_title("demand__mission__"),
            since=Coalesce("answered_at", "sent_at"),
        ),
        _disowned(),
        rows(to_hand_over, "reports.hand_over", title=_title("mission__"), since="issued_at"),
        rows(back, "reports.give_back", title=_title("mission__"), since="issued_at"),
        _contested("reports.record_contestation_answer", Q(kind__in=ELSEWHERE)),
        rows(
            MissionReport.objects.filter(to_complete(), more_due_on__lt=on),
            "reports.close_more",
            title=_title("mission__"),
            since="more_requested_at",
            due_on="more_due_on",
        ),
    ]


def _disowned() -> QuerySet:
    """The demands to be issued where the holder contests what was recorded: `PriorLetter.is_contested`."""
    of_letter = {"letter__demand": OuterRef("pk"), "cancelled_at": None, "contested_at__isnull": False}
    hearings, observations = (
        model.objects.filter(**of_letter).order_by("contested_at")
        for model in (Hearing, RecordedObservations)
    )
    first = [Subquery(one.values("contested_at")[:1]) for one in (hearings, observations)]
    since = Coalesce(Least(*first), *first)  # SQLite finds no least where one is missing
    demands = ReimbursementDemand.objects.filter(
        Exists(hearings) | Exists(observations), state=DemandState.ANSWERING
    )
    return rows(demands, "reports.decide_disowned", title=_title("mission__"), since=since)


def _hearing(letter: str) -> QuerySet[Hearing]:
    """What stands of the hearing of the letter at that path: `PriorLetter.hearing`, for the database."""
    return Hearing.objects.filter(letter=OuterRef(letter), cancelled_at=None)


def _contested(kind: str, which: Q) -> QuerySet:
    """The demands contested so, until the day on which silence rejects the contestation."""
    lodged = RecoveryEntry.objects.filter(demand=OuterRef("pk"), step=RecoveryStep.CONTESTED)
    last = lodged.filter(cancelled_by=None).order_by("-pk")
    contested = ReimbursementDemand.objects.filter(state__in=CONTESTABLE, contested_on__isnull=False)
    return rows(
        contested.annotate(kind=Subquery(last.values("kind")[:1])).filter(which),
        kind,
        title=_title("mission__"),
        since=Subquery(last.values("recorded_at")[:1]),
        due_on=Subquery(last.values("answer_by")[:1]),
    )


def _to_claim(on: date) -> list[QuerySet]:
    """The head: drafted demands to look at; those that can now be issued."""
    drafts = ReimbursementDemand.objects.filter(state=DemandState.DRAFT)
    answered = Q(prior_letter__answered_at__isnull=False) | Q(prior_letter__answer_by__lt=on)
    heard = _hearing("prior_letter")
    to_hear = Q(~Exists(heard), prior_letter__hearing_asked=True)
    ready = ReimbursementDemand.objects.filter(
        answered & ~to_hear,
        state=DemandState.ANSWERING,
        due_on=F("mission__report_due_on"),
        mission__report_delivered_at=None,
        mission__return_confirmed_on__isnull=False,
    )
    owed = ReimbursementDemand.objects.filter(state__in=OPEN)
    asked = ExtensionRequest.objects.filter(
        decided_at=None, mission__report_delivered_at=None, mission__report_due_on__isnull=False
    )
    delivered = owed.filter(mission__report_delivered_at__isnull=False, maintained_at=None)
    since = Coalesce(
        Subquery(heard.values("recorded_at")[:1]), "prior_letter__answered_at", "prior_letter__sent_at"
    )
    return [
        rows(drafts, "reports.send_prior_letter", title=_title("mission__"), since="drafted_at"),
        rows(ready, "reports.issue", title=_title("mission__"), since=since),
        rows(
            asked,
            "reports.decide_extension",
            title=_title("mission__"),
            since="asked_at",
            due_on="mission__report_due_on",
        ),
        rows(
            delivered,
            "reports.decide_delivered",
            title=_title("mission__"),
            since="mission__report_delivered_at",
        ),
        _contested("reports.answer_contestation", ~Q(kind__in=ELSEWHERE)),
    ]
