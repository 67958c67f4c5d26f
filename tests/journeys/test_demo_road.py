"""The demonstration plays the whole road through the acts: what it leaves must hold together."""

from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from expect.audit import chain
from expect.audit.models import Entry
from expect.demo.seed import road
from expect.kernel.clock import paris_day, paris_midnight
from labels.models import Appeal, ApplicationVersion, CommitteeSession, Diploma, Label, LabelApplication
from missions.enums import MissionState
from missions.models import (
    ExpertiseRequest,
    Mission,
    Offer,
    ParticipantDay,
    RecordedReview,
    TermsAmendment,
)
from reports import overdue
from reports.enums import DemandState
from reports.models import ExtensionRequest, MissionReport, ReimbursementDemand

pytestmark = [pytest.mark.long, pytest.mark.walk]

DAYS = [date(2026, 3, 2), date(2027, 2, 28), date(2028, 2, 29), date(2026, 12, 31)]


@pytest.fixture
def reference_data(db):
    """Bodies, countries and posts, as shipped."""
    call_command("load_reference_data", verbosity=0)


def states(model) -> Counter:
    return Counter(model.objects.values_list("state", flat=True))


@contextmanager
def undone():
    """The reference data, which take long to load, serve again: nothing of the road stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_road_holds_together_whatever_the_day(reference_data):
    """Then the job, run again, changes nothing; four months later, every missing report was claimed once (spec R4)."""
    for today in DAYS:
        with undone():
            road.play(until="demand", today=today)
            _holds_together()
            _the_job_run_again_changes_nothing(today)
            _every_missing_report_is_claimed_once(today + timedelta(days=120))


def _holds_together():
    nights = Mission.objects.exclude(completed_at=None).values_list("completed_at", "returns_on")
    assert nights
    assert all(paris_day(night) == back + timedelta(days=1) for night, back in nights)
    assert LabelApplication.objects.count() == 36
    assert states(CommitteeSession) == {"notified": 2, "closed": 1, "planned": 1}
    assert set(states(LabelApplication)) >= {
        "draft",
        "submitted",
        "changes_requested",
        "admissible",
        "granted",
        "refused",
        "inadmissible",
        "withdrawn",
    }
    assert set(states(ReimbursementDemand)) == set(DemandState.values)
    assert ExtensionRequest.objects.get().decided_at is None
    assert set(states(MissionReport)) == {
        "draft",
        "awaiting_signatory",
        "delivered",
        "more_requested",
        "accepted",
    }
    assert Appeal.objects.get().answered_at is None
    assert set(states(ExpertiseRequest)) == {"open", "matched", "withdrawn", "merged"}
    assert Offer.objects.get().request.state == "open"
    assert TermsAmendment.objects.get().mission.state == MissionState.ACCEPTED
    assert RecordedReview.objects.get().review.mission.state == MissionState.VALIDATED
    assert Diploma.objects.exclude(revoked_at=None).get().label.rectification is not None
    _numbers_have_no_gap()
    _every_grant_has_its_label_and_diploma()
    _no_live_demand_beside_a_delivered_report()
    _every_line_of_a_person_names_the_role_used()
    chain.seal()
    assert list(chain.verify()) == []


def _numbers_have_no_gap():
    for model in (Label, Mission, ReimbursementDemand):
        numbers = [n for n in model.objects.values_list("number", flat=True) if n]
        for prefix in {n.rpartition("-")[0] for n in numbers}:
            ranks = sorted(int(n.rpartition("-")[2]) for n in numbers if n.startswith(prefix))
            assert ranks == list(range(1, len(ranks) + 1)), (model, prefix, ranks)


def _every_grant_has_its_label_and_diploma():
    granted = set(LabelApplication.objects.filter(state="granted").values_list("pk", flat=True))
    assert set(Label.objects.values_list("application", flat=True)) == granted
    assert set(Diploma.objects.values_list("label__application", flat=True)) == granted
    lodged = set(LabelApplication.objects.exclude(submitted_at=None).values_list("pk", flat=True))
    assert set(ApplicationVersion.objects.values_list("application", flat=True)) == lodged


def _no_live_demand_beside_a_delivered_report():
    live = ReimbursementDemand.objects.filter(state__in=["draft", "answering"])
    assert not live.filter(mission__report_delivered_at__isnull=False).exists()
    given_up = Mission.objects.filter(state__in=[MissionState.REFUSED, MissionState.CANCELLED])
    assert given_up.exists()
    assert not ParticipantDay.objects.filter(participant__leg__mission__in=given_up).exists()


def _every_line_of_a_person_names_the_role_used():
    """Spec X1, X2; whoever asks for a body's first account has no role yet."""
    nameless = Entry.objects.exclude(actor="").filter(membership="")
    assert set(nameless.values_list("action", flat=True)) == {"request_opening"}


def _the_job_run_again_changes_nothing(today):
    before = list(ReimbursementDemand.objects.order_by("pk").values_list("pk", "state", "total"))
    for _ in range(2):
        run = overdue.flag_overdue_reports(on=today, at=paris_midnight(today))
        assert (run.flagged, run.drafted) == (0, 0)
    assert list(ReimbursementDemand.objects.order_by("pk").values_list("pk", "state", "total")) == before


def _every_missing_report_is_claimed_once(later):
    for _ in range(2):
        overdue.flag_overdue_reports(on=later, at=paris_midnight(later))
    late = Mission.objects.filter(
        state__in=[MissionState.VALIDATED, MissionState.COMPLETED],
        report_delivered_at=None,
        report_due_on__lt=later,
    )
    assert late.filter(overdue_flagged_at=None).count() == 0
    assert max(Counter(ReimbursementDemand.objects.values_list("mission", flat=True)).values()) == 1


def test_the_road_stops_where_it_is_told(reference_data):
    made = (LabelApplication, Label, Mission, MissionReport, ReimbursementDemand)
    for stage, until in enumerate(road.STAGES[:-1]):
        with undone():
            road.play(until=until, today=date(2026, 3, 2))
            there = [model.objects.exists() for model in made]
            assert there == [place <= stage for place in range(len(made))], until


def test_the_demonstration_is_played_once(reference_data, capsys, clock):
    call_command("seed_demo", until="application")
    call_command("seed_demo", until="application")
    assert "déjà en place" in capsys.readouterr().out
    assert LabelApplication.objects.count() == 36
