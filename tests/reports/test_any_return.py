"""A return said of any day at all: taken, or refused in a sentence, never by the database (spec R1, R3).

Of every day from long before the mission's birth to long after its departure, by each of the ways in which a day of
return reaches the mission. The same days are taken by all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.kernel.clock import add_months
from expect.kernel.errors import Refusal
from missions.models import Mission
from reports import selectors
from reports.models import MissionReport
from tests import factories
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.walk, pytest.mark.sqlite]

DEPARTURE, RETURN = date(2026, 5, 10), date(2026, 5, 14)
BIRTHS = {"born long before": date(2026, 2, 20), "born on the eve": date(2026, 5, 9)}
TODAY = DEPARTURE + timedelta(days=60)
AT = made.instant(TODAY)
SENTENCES = ("Personne n’est parti avant le", "Ce jour n’est pas encore venu")


@pytest.fixture(params=BIRTHS.values(), ids=BIRTHS)
def born(request) -> date:
    return request.param


@pytest.fixture
def agreed(born, clock) -> Callable[..., Mission]:
    """The mission agreed, on a day when its report is already late."""
    clock.move_to(AT)

    def make(*, confirmed: bool) -> Mission:
        days = {"departs_on": DEPARTURE, "created_at": made.instant(born)}
        return made.carried_out(returned_on=RETURN, confirmed=confirmed, paid=("850.00",), **days)

    return make


def days(born: date) -> Iterator[date]:
    first, last = born - timedelta(days=70), DEPARTURE + timedelta(days=70)
    return (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


def possible(born: date) -> set[date]:
    """From the birth or a month before the departure agreed, to today."""
    first = max(born, add_months(DEPARTURE, -1))
    return {day for day in days(born) if first <= day <= TODAY}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def refused() -> Iterator[list[str]]:
    """The sentence of the refusal, if there is one."""
    sentences = []
    try:
        yield sentences
    except Refusal as refusal:
        sentences.append(refusal.sentence)


def says_why(page) -> bool:
    """Whether the page came back with the sentence of a day that cannot be."""
    return page.status_code == 200 and any(sentence in page.content.decode() for sentence in SENTENCES)


@pytest.mark.parametrize("corrected", [False, True])
def test_r1_any_day_confirmed_or_corrected_is_taken_or_refused_in_a_sentence(agreed, born, client, corrected):
    """What is taken, a report is begun from, and saved."""
    mission = agreed(confirmed=corrected)
    editor = made.holder(mission, Role.EDITOR)
    client.force_login(factories.member(Role.OFFICER) if corrected else editor)
    address, taken = reverse("missions:mission_confirm_return", args=[mission.public_id]), set()
    for day in days(born):
        with undone():
            page = client.post(address, {"returned_on": day.isoformat()})
            if page.status_code == 302:
                taken.add(day)
                report = made.draft(Mission.objects.get(pk=mission.pk), editor, AT)
                assert report.mission.return_confirmed_on == report.returned_on == day
                made.complete(report, editor, AT)
            else:
                assert says_why(page), day
    assert taken == possible(born)


def test_r3_any_day_that_a_report_says_is_saved_or_refused_in_a_sentence(agreed, born):
    report = made.draft(agreed(confirmed=False), at=AT)
    editor, taken = made.holder(report.mission, Role.EDITOR), set()
    for day in days(born):
        fresh, said = MissionReport.objects.get(pk=report.pk), {"left_on": day, "returned_on": day}
        with undone(), refused() as sentence:
            made.complete(fresh, editor, AT, **said)
            taken.add(day)
        assert day in taken or sentence[0].startswith(SENTENCES), day
    assert taken == possible(born)


def test_r1_a_report_that_says_any_day_is_accepted_or_refused_in_a_sentence(
    agreed, born, client, monkeypatch
):
    """As of those delivered before the rule was written; accepting confirms the return that nobody confirmed."""
    report = made.delivered(agreed(confirmed=False), AT)
    client.force_login(factories.member(Role.OFFICER))
    address, taken = reverse("reports:accept_report", args=[report.public_id]), set()
    for day in days(born):
        monkeypatch.setattr(selectors, "returned_by", lambda report, said=day: said)
        with undone():
            page = client.post(address)
            if page.status_code == 302:
                taken.add(day)
                assert Mission.objects.get(pk=report.mission_id).return_confirmed_on == day
            else:
                assert says_why(page), day
                assert "Constatez d’abord le retour" in page.content.decode()
    assert taken == possible(born)
