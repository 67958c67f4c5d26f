"""The daily job beside one plain statement that writes the same rows; on the bench's own database (spec R4)."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Model

from expect.accounts.enums import Role
from expect.accounts.models import Membership, User
from expect.audit.models import Entry
from expect.kernel.clock import now, paris_day
from expect.notifications.models import Message, Notice
from labels.models import Label
from missions.enums import CostKind, CostStage, MissionState
from missions.models import Cost, ExpertiseRequest, Mission, Solicitation
from reports.models import DemandLine, ReimbursementDemand, ReportReminder
from reports.overdue import flag_overdue_reports
from tools.bench import ROOT, Figure, in_turn

MISSIONS, LATE = 100_000, 10_000
WRITTEN = (ReimbursementDemand, DemandLine, ReportReminder, Entry, Message, Notice)

PLAIN = """
WITH flagged AS (
  UPDATE missions_mission SET overdue_flagged_at = %(at)s
  WHERE report_due_on < %(on)s AND report_delivered_at IS NULL AND overdue_flagged_at IS NULL
    AND state IN ('validated', 'interrupted', 'completed')
  RETURNING id, public_id, organisation_id, report_due_on
), claims AS (
  SELECT cost.mission_id, SUM(cost.amount) AS total FROM missions_cost cost
  JOIN flagged ON flagged.id = cost.mission_id WHERE cost.stage = 'paid' GROUP BY cost.mission_id
), demands AS (
  INSERT INTO reports_reimbursementdemand (public_id, number, mission_id, due_on, state, total, drafted_at, reasoning,
    drop_cause, debtor_name, debtor_siret, debtor_kind, cleared, to_give_back, closing_reason)
  SELECT substr(md5('d' || flagged.id), 1, 12), '', flagged.id, flagged.report_due_on, 'draft', claims.total, %(at)s,
    '', '', '', '', '', 0, 0, '' FROM flagged JOIN claims ON claims.mission_id = flagged.id
  RETURNING id, public_id, mission_id
), lines AS (
  INSERT INTO reports_demandline (demand_id, cost_id, amount)
  SELECT demands.id, cost.id, cost.amount FROM demands
  JOIN missions_cost cost ON cost.mission_id = demands.mission_id AND cost.stage = 'paid'
), steps AS (
  INSERT INTO reports_reportreminder (mission_id, due_on, of_more, step, noted_at, sent_at)
  SELECT flagged.id, flagged.report_due_on, FALSE, step, %(at)s, CASE step WHEN -1 THEN %(at)s::timestamptz END
  FROM flagged, unnest(ARRAY[-1, 1, 7, 15, 30]) step
), told AS (
  SELECT 'reports/report_late' AS event, 'missions.Mission' AS kind, flagged.public_id, member.user_id
  FROM flagged JOIN accounts_membership member
    ON member.organisation_id = flagged.organisation_id AND member.role = 'signatory'
  UNION ALL
  SELECT 'reports/demand_drafted', 'reports.ReimbursementDemand', demands.public_id, member.user_id
  FROM demands, accounts_membership member WHERE member.role IN ('officer', 'head')
), messages AS (
  INSERT INTO notifications_message (key, event, subject_type, subject_id, recipient_id, "to", title, body, secret,
    created_at, next_attempt_at, attempts, last_error)
  SELECT event || ':' || told.public_id || ':20260302090000:' || person.public_id, event, kind, told.public_id,
    person.id, person.email, repeat('t', 60), repeat('b', 500), FALSE, %(at)s, %(at)s, 0, ''
  FROM told JOIN accounts_user person ON person.id = told.user_id
), notices AS (
  INSERT INTO notifications_notice (key, user_id, title, path, created_at)
  SELECT event || ':' || told.public_id || ':20260302090000:' || person.public_id, person.id, repeat('t', 60),
    '/missions/' || told.public_id || '/', %(at)s
  FROM told JOIN accounts_user person ON person.id = told.user_id
), journal AS (
  SELECT 'flag_overdue' AS action, 'missions.Mission' AS kind, public_id, '' AS state FROM flagged
  UNION ALL SELECT 'draft_demand', 'reports.ReimbursementDemand', public_id, 'draft' FROM demands
)
INSERT INTO audit_entry (at, actor, role, membership, action, subject_type, subject_id, from_state, to_state, details,
  previous_hash, hash)
SELECT %(at)s, '', 'system', '', action, kind, public_id, '', state, '{}', '', '' FROM journal
"""
"""The same rows, without a rule asked nor a word composed."""


def overdue_figures() -> Iterator[Figure]:
    """The job on all its missions, undone each time, beside the plain statement; then its memory by what is late."""
    _fill()
    at = now()
    day = paris_day(at)

    def job() -> None:
        run = flag_overdue_reports(on=day, at=at)
        if (run.flagged, run.drafted) != (LATE, LATE):
            raise RuntimeError(f"{run}")

    def plain() -> None:
        with connection.cursor() as cursor:
            cursor.execute(PLAIN, {"at": at, "on": day})

    written = [_written_by(side) for side in (job, plain)]
    if written[0] != written[1]:
        raise RuntimeError(f"not the same rows: {written}")
    taken, bare = in_turn(*(_undone(side) for side in (job, plain)), rounds=3)
    size = f"{MISSIONS:,} missions of which {LATE:,} late".replace(",", " ")
    yield Figure(f"daily job on {size}", taken, bare, "ms", 5, "one plain statement, same rows")
    few, many = (_memory_of_the_job(day - timedelta(days=back)) for back in (1, 0))
    yield Figure("memory of the job, the same", many, few, "MB", 1.1, "a tenth as many late")


def _undone(side: Callable[[], None]) -> Callable[[], None]:
    def played() -> None:
        with transaction.atomic():
            side()
            transaction.set_rollback(True)

    return played


def _written_by(side: Callable[[], None]) -> dict[str, int]:
    """How many rows that side writes in each table; nothing of them is left."""
    counts = {}
    with transaction.atomic():
        before = {model: model.objects.count() for model in WRITTEN}
        side()
        counts = {model._meta.label: model.objects.count() - before[model] for model in WRITTEN}
        transaction.set_rollback(True)
    return counts


def _memory_of_the_job(day) -> float:
    """Megabytes at the highest, of a process of its own that plays the job and undoes it."""
    program = (
        "import django; django.setup()\n"
        "import re, sys; from datetime import date; from pathlib import Path\n"
        "from django.db import transaction; from expect.kernel.clock import now\n"
        "from reports.overdue import flag_overdue_reports\n"
        "with transaction.atomic():\n"
        "    run = flag_overdue_reports(on=date.fromisoformat(sys.argv[1]), at=now())\n"
        "    transaction.set_rollback(True)\n"
        "assert run.flagged, run\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    command = [sys.executable, "-c", program, day.isoformat()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) / 1024


def _fill() -> None:
    """Missions of all the holders in turn, each with its paid line and each holder with its signatory."""
    day = paris_day(now())
    holders = Label.objects.order_by("organisation").values_list("organisation", flat=True).distinct()
    people = User.objects.bulk_create(
        (
            User(email=f"signataire{key}@exemple.test", first_name="Camille", last_name="Martin")
            for key in holders
        ),
        batch_size=2000,
    )
    Membership.objects.bulk_create(
        (
            Membership(user=user, role=Role.SIGNATORY, organisation_id=key, capacity="Maire", starts_on=day)
            for user, key in zip(people, holders, strict=True)
        ),
        batch_size=2000,
    )
    mission = Mission.objects.filter(state=MissionState.COMPLETED).first()
    holder = "(SELECT array_agg({} ORDER BY id) FROM labels_label)"
    whose = {
        "label_id": f"({holder.format('id')})[1 + n % {len(people)}]",
        "organisation_id": f"({holder.format('organisation_id')})[1 + n % {len(people)}]",
    }
    limit = f"DATE '{day}' + CASE WHEN n <= {LATE // 10} THEN -2 WHEN n <= {LATE} THEN -1 ELSE 30 END"
    _multiply(ExpertiseRequest, mission.solicitation.request_id, number="'B-2024-' || n")
    _multiply(Solicitation, mission.solicitation_id, request_id=f"{FIRST_KEY} + n", **whose)
    _multiply(
        Mission,
        mission.pk,
        number="'M-2024-' || n",
        solicitation_id=f"{FIRST_KEY} + n",
        departs_on=f"DATE '{day}' - 70",
        returns_on=f"DATE '{day}' - 65",
        report_due_on=limit,
        report_delivered_at="NULL::timestamptz",
        overdue_flagged_at="NULL::timestamptz",
        **whose,
    )
    paid = Cost.objects.create(
        mission=mission,
        kind=CostKind.AIR,
        stage=CostStage.PAID,
        label="Vol",
        amount=850,
        reference="EJ-1",
        recorded_at=now(),
        recorded_by=people[0],
    )
    _multiply(Cost, paid.pk, mission_id=f"{FIRST_KEY} + n")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


FIRST_KEY = 1_000_000


def _multiply(model: type[Model], key: int, **columns: str) -> None:
    """As many copies of a row as there are missions, the nth with that key more than FIRST_KEY; `columns` are SQL.

    The row copied has passed its guards; its copies would ask them of tables not analysed yet.
    """
    columns |= {"id": f"{FIRST_KEY} + n"}
    names = [field.column for field in model._meta.concrete_fields]
    if "public_id" in names:
        columns["public_id"] = "substr(md5(n || 'x'), 1, 12)"
    values = ", ".join(columns.get(name, f'one."{name}"') for name in names)
    table, quoted = model._meta.db_table, ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO {table} ({quoted}) SELECT {values} "  # noqa: S608 - the models' own names
            f"FROM {table} one, generate_series(1, {MISSIONS}) n WHERE one.id = {key}"
        )
        cursor.execute("SET session_replication_role = DEFAULT")
