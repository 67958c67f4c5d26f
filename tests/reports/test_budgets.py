"""Each list and each page asks the database the same few questions, with 1 row and with 3."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from expect.accounts.enums import Role
from missions import returns
from reports import reminders, submission
from reports.models import MissionReport
from tests import factories
from tests.labels.factories import upload
from tests.moments import AT
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.long, pytest.mark.walk]

MOST = 17


class Stage:
    """One holder, DAECT and a post, with `size` of everything that a page repeats."""

    def __init__(self, size: int):
        self.size = size
        self.body, self.country = factories.organisation(), factories.country(f"S{size}", f"Pays {size}")
        self.signatory = factories.member(Role.SIGNATORY, self.body)
        self.officer, self.head = factories.member(Role.OFFICER), factories.head()
        self.agent = factories.member(Role.POST_AGENT, factories.post(self.country))

    def mission(self):
        results = tuple(f"Résultat {n}" for n in range(self.size))
        paid = ("850.00",) * self.size
        return made.carried_out(self.body, country=self.country, paid=paid, results=results)

    def report(self) -> MissionReport:
        report = made.draft(self.mission(), self.signatory)
        for n in range(self.size):
            submission.attach_file(report=report, file=upload(f"Guide {n}.pdf"), by=self.signatory, at=AT)
        return made.complete(report, self.signatory)

    def handed_in(self):
        return submission.hand_in(report=self.report(), by=self.signatory, at=AT)

    def delivered(self):
        return submission.deliver(report=self.handed_in(), by=self.signatory, at=AT)

    def reports(self):
        """`size` missions in each state that the lists show."""
        for _ in range(self.size):
            self.mission(), self.report(), self.delivered()
        return []

    def demand(self):
        return made.drafted(self.mission())

    def demands(self):
        for _ in range(self.size):
            self.demand()
        return []

    def answered(self):
        return made.answered(self.demand()).demand

    def issued(self):
        return made.issued(self.demand())

    def followed(self):
        """A demand handed over, with `size` payments."""
        demand = made.handed_over(self.issued())
        for _ in range(self.size):
            made.paid(demand, "10.00")
        return demand


def of(make):
    return lambda stage: [make(stage).public_id]


def of_letter(make):
    return lambda stage: [make(stage).prior_letter.public_id]


def limit_followed(stage: Stage) -> list[str]:
    mission = stage.mission()
    for n in range(stage.size):
        day = mission.report_due_on - timedelta(days=(30, 15, 7)[n])
        reminders.note({mission: mission.report_due_on}, on=day, at=AT)
        returns.set_limit(mission=mission, due_on=mission.report_due_on, reason="Corrigée", by=None, at=AT)
    return [mission.public_id]


PAGES = {
    "limit": ("awaited", "officer", limit_followed, 11),
    "own list": ("reports", "signatory", Stage.reports, 7),
    "DAECT list": ("reports", "officer", Stage.reports, 8),
    "post list": ("reports", "agent", Stage.reports, 6),
    "own report": ("report", "signatory", of(Stage.report), 11),
    "DAECT report": ("report", "officer", of(Stage.delivered), 10),
    "post report": ("report", "agent", of(Stage.delivered), 9),
    "write": ("write", "signatory", of(Stage.mission), 6),
    "attach": ("attach", "signatory", of(Stage.report), 8),
    "hand in": ("hand_in", "signatory", of(Stage.report), 11),
    "deliver": ("deliver", "signatory", of(Stage.handed_in), 11),
    "accept": ("accept_report", "officer", of(Stage.delivered), 7),
    "demands": ("demands", "officer", Stage.demands, 10),
    "draft demand": ("demand", "head", of(Stage.demand), 13),
    "answered demand": ("demand", "head", of(Stage.answered), 16),
    "issued demand": ("demand", "officer", of(Stage.issued), 16),
    "followed demand": ("demand", "officer", of(Stage.followed), 16),
    "followed demand of the holder": (
        "letter",
        "signatory",
        lambda s: [s.followed().prior_letter.public_id],
        13,
    ),
    "hand over": ("hand_over", "officer", of(Stage.issued), 12),
    "remit": ("remit", "head", of(Stage.followed), 8),
    "send": ("send_prior_letter", "head", of(Stage.demand), 15),
    "issue": ("issue", "head", of(Stage.answered), 17),
    "letter": ("letter", "signatory", of_letter(Stage.issued), 13),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_same_few_queries_with_one_row_and_with_three(page, client):
    name, who, make, wanted = PAGES[page]
    counts = []
    for size in (1, 3):
        stage = Stage(size)
        url = reverse(f"reports:{name}", args=make(stage))
        client.force_login(getattr(stage, who))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(url)
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts == [wanted, wanted]
    assert wanted <= MOST


@pytest.mark.parametrize("step", ["deroulement", "compte-rendu", "resultats", "suites"])
def test_each_step_asks_the_same_few_questions(step, client):
    counts = []
    for size in (1, 3):
        stage = Stage(size)
        url = reverse("reports:step", args=[stage.report().public_id, step])
        client.force_login(stage.signatory)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST
