"""Interrupted abroad, never left: costs, days, limit by rule (spec M14, R1); cancelling is with the validation."""

from datetime import date, timedelta

import pytest

from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from missions import endings, returns
from missions.endings import ImpossibleInterruption, ReasonMissing
from missions.enums import MissionState
from missions.models import Mission, ParticipantDay
from missions.returns import ImpossibleReturn
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE, RETURN
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ABROAD = AT + (DEPARTURE + 2 * DAY - TODAY)


def interrupt(cast, mission, by=None, at=ABROAD, **fields):
    fields = {"interrupted_on": DEPARTURE + 2 * DAY, "reason": "Troubles."} | fields
    return endings.interrupt(mission=mission, by=by or cast.editor, at=at, **fields)


@pytest.mark.parametrize("who", ["editor", "signatory", "officer", "agent"])
def test_m14_interrupted_abroad_by_whoever_knows(cast, who):
    mission = made.validated(cast)
    limit = mission.report_due_on
    interrupt(cast, mission, by=getattr(cast, who))
    mission.refresh_from_db()
    assert (mission.state, mission.interrupt_reason) == (MissionState.INTERRUPTED, "Troubles.")
    assert mission.report_due_on == limit, "the planned day sets it until the return is confirmed"
    assert ParticipantDay.objects.count() == 7
    assert Entry.objects.get(action="interrupt").from_state == "validated"


def test_r1_the_limit_runs_from_the_actual_return(cast):
    mission = made.validated(cast)
    interrupt(cast, mission)
    back = DEPARTURE + 3 * DAY
    returns.confirm_return(mission=mission, returned_on=back, by=cast.editor, at=ABROAD + 2 * DAY)
    mission.refresh_from_db()
    assert (mission.state, mission.report_due_on) == (MissionState.COMPLETED, returns.report_due_on(back))
    assert max(ParticipantDay.objects.values_list("day", flat=True)) == back, "the days after are free"


def days_of(mission) -> list:
    return sorted(
        ParticipantDay.objects.filter(participant__leg__mission=mission).values_list("day", flat=True)
    )


def back(cast, mission, day, by=None, at=None) -> None:
    returns.confirm_return(
        mission=mission, returned_on=day, by=by or cast.officer, at=at or AT + (RETURN - TODAY) + 9 * DAY
    )


@pytest.mark.parametrize("length", [7, 9])
def test_m6_days_given_back_are_taken_again_when_the_return_is_corrected(cast, length):
    """As planned, or beyond: the days are those of the stay as it was."""
    mission = made.completed(cast)
    back(cast, mission, DEPARTURE + 4 * DAY, by=cast.editor)
    assert len(days_of(mission)) == 5
    back(cast, mission, DEPARTURE + (length - 1) * DAY)
    assert days_of(mission) == [DEPARTURE + n * DAY for n in range(length)]


def test_m6_a_day_that_another_mission_took_meanwhile_stays_there_and_is_told(cast, client, clock):
    mission = made.completed(cast)
    back(cast, mission, DEPARTURE + 4 * DAY, by=cast.editor)
    other = made.prepared(cast, departs_on=RETURN)
    clock.move_to(AT + (RETURN - TODAY) + 9 * DAY)
    client.force_login(cast.officer)
    data = {"returned_on": RETURN.isoformat()}
    page = client.post(f"/missions/{mission.public_id}/retour/", data, follow=True).content.decode()
    said = f"{cast.experts[0]}, 7 mai 2026 ({other.number})"
    assert said in page.replace("\N{NO-BREAK SPACE}", " ")
    assert RETURN in days_of(other)
    assert days_of(mission) == [DEPARTURE + n * DAY for n in range(6)]
    mails = Message.objects.filter(event="missions/return_confirmed", body__contains=other.number)
    assert {str(mail.recipient) for mail in mails} == {str(cast.editor), str(cast.signatory)}


@pytest.mark.parametrize("granted", [False, True])
def test_r6_the_interruption_page_says_the_limit_that_holds(cast, client, clock, granted):
    mission = made.validated(cast)
    if granted:
        returns.set_limit(
            mission=mission, due_on=date(2026, 9, 30), reason="Délai accordé", by=cast.officer, at=AT
        )
    clock.move_to(ABROAD)
    client.force_login(cast.editor)
    page = client.get(f"/missions/{mission.public_id}/interrompre/").content.decode()
    page = page.replace("\N{NO-BREAK SPACE}", " ")
    due_on = "30 septembre 2026" if granted else "7 juillet 2026"
    assert f"jusque-là, la limite tient : {due_on}" in page
    assert ("ou dans le délai accordé" in page) is granted


def test_r1_an_interrupted_mission_is_completed_by_the_job(cast):
    mission = made.validated(cast)
    interrupt(cast, mission)
    assert returns.complete_missions(on=RETURN, at=AT) == []
    assert returns.complete_missions(on=RETURN + DAY, at=AT) == [mission]
    mission.refresh_from_db()
    returns.confirm_return(
        mission=mission, returned_on=DEPARTURE + 2 * DAY, by=cast.editor, at=ABROAD + 9 * DAY
    )


def test_r1_nobody_returns_before_the_interruption(cast):
    mission = made.validated(cast)
    interrupt(cast, mission)
    with pytest.raises(ImpossibleReturn, match="l’interruption, le 3 mai 2026"):
        returns.confirm_return(mission=mission, returned_on=DEPARTURE, by=cast.editor, at=ABROAD + DAY)


@pytest.mark.parametrize(("shift", "words"), [(-3, "pas encore partie"), (5, "jour du retour est passé")])
def test_m14_only_while_they_are_abroad(cast, shift, words):
    with pytest.raises(NotAllowed, match=words):
        interrupt(cast, made.validated(cast), at=ABROAD + shift * DAY)


@pytest.mark.parametrize("shift", [-3, 1, 9])
def test_m14_the_day_is_one_of_the_stay_and_has_come(cast, shift):
    with pytest.raises(ImpossibleInterruption, match="1er au 7 mai 2026") as refused:
        interrupt(cast, made.validated(cast), interrupted_on=DEPARTURE + (2 + shift) * DAY)
    assert refused.value.field == "interrupted_on"


def test_m14_an_end_says_why(cast):
    mission = made.validated(cast)
    with pytest.raises(ReasonMissing):
        interrupt(cast, mission, reason=" ")
    with pytest.raises(ReasonMissing):
        endings.record_no_departure(mission=mission, reason="", by=cast.officer, at=ABROAD)


@pytest.mark.parametrize("state", [MissionState.VALIDATED, MissionState.COMPLETED])
def test_m14_nobody_left(cast, state):
    mission = made.validated(cast)
    if state == MissionState.COMPLETED:
        returns.complete_missions(on=RETURN + DAY, at=AT)
        mission.refresh_from_db()
    endings.record_no_departure(mission=mission, reason="Vol annulé.", by=cast.officer, at=ABROAD + 9 * DAY)
    mission.refresh_from_db()
    assert (mission.state, mission.report_due_on) == (MissionState.CANCELLED, None)
    assert not ParticipantDay.objects.exists()
    assert mission.costs.count() == 1
    assert mission.limit_changes.order_by("pk").last().reason == "Personne n’est parti"


def test_m14_nobody_left_is_not_said_before_the_day_nor_after_a_return(cast):
    mission = made.validated(cast)
    with pytest.raises(NotAllowed, match="peut être annulée"):
        endings.record_no_departure(mission=mission, reason="Non.", by=cast.officer, at=AT)
    gone = made.gone(cast)
    Mission.objects.filter(pk=gone.pk).update(return_confirmed_on=TODAY - DAY)
    gone.refresh_from_db()
    with pytest.raises(NotAllowed, match="a eu lieu"):
        endings.record_no_departure(mission=gone, reason="Non.", by=cast.officer, at=AT)


@pytest.mark.parametrize("who", ["editor", "signatory", "agent"])
def test_m14_only_daect_says_that_nobody_left(cast, who):
    with pytest.raises(NotAllowed):
        endings.record_no_departure(
            mission=made.validated(cast), reason="Non.", by=getattr(cast, who), at=ABROAD
        )
