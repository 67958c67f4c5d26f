# ruff: noqa: E501 mails are compared line for line, as they leave
"""Whose turn it is on a mission; a silence is reminded, then told to DAECT, once a turn (spec M13)."""

from datetime import timedelta

import pytest

from expect.notifications.models import Message
from missions import endings, preparation, silence, validation
from missions.enums import MissionState
from missions.models import Mission
from missions.selectors import turns
from tests.missions import factories as made
from tests.missions.test_emails import cast as cast  # noqa: PLC0414 the fixture, with those who must never be told
from tests.missions.test_emails import told
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def days(n: int) -> timedelta:
    return timedelta(days=n)


def follow(n: int) -> tuple[int, int]:
    """The daily job, `n` days after the turn began."""
    return silence.follow_turns(on=TODAY + days(n), at=AT + days(n))


def ready(cast) -> Mission:
    return preparation.hand_terms(mission=made.prepared(cast), by=cast.editor, at=AT)


def returned(cast) -> Mission:
    mission = made.awaiting(cast)
    validation.return_mission(mission=mission, version_number=1, remarks="Encore.", by=cast.agent, at=AT)
    return mission


def interrupted(cast) -> Mission:
    mission = made.validated(cast, AT - days(60), departs_on=TODAY - days(2))
    return endings.interrupt(mission=mission, interrupted_on=TODAY, reason="Orages.", by=cast.agent, at=AT)


def lettered(cast) -> Mission:
    return validation.issue_mission_letter(mission=made.validated(cast), by=cast.head, at=AT)


LED = {
    "draft": (made.draft, turns.HOLDER, ["editor", "signatory"]),
    "ready": (ready, turns.SIGNATORY, ["signatory"]),
    "accepted": (made.agreed, turns.DAECT, ["officer", "head"]),
    "awaiting": (made.awaiting, turns.POST, ["agent"]),
    "returned": (returned, turns.HOLDER, ["editor", "signatory"]),
    "validated": (made.validated, turns.DAECT, ["head"]),
    "interrupted": (interrupted, turns.HOLDER, ["editor", "signatory"]),
}


def reminded() -> list:
    found = Message.objects.filter(event="missions/turn_reminded").order_by("pk")
    return [mail.recipient for mail in found]


@pytest.mark.parametrize("stage", LED)
def test_m13_whose_turn_it_is_is_reminded_after_seven_days_and_once(cast, stage):
    lead, whose, awaited = LED[stage]
    mission = lead(cast)
    mission.refresh_from_db()
    state = mission.state
    assert (turns.turn(mission).whose, turns.since(mission)) == (whose, AT)
    assert [follow(n)[0] for n in (6, 7, 8)] == [0, 1, 0]
    assert {str(one) for one in reminded()} == {str(getattr(cast, who)) for who in awaited}
    mission.refresh_from_db()
    assert (mission.state, mission.turn_reminded_at) == (state, AT + days(7)), "silence moves no state"


@pytest.mark.parametrize("stage", LED)
def test_m13_then_daect_is_told_after_fourteen_days_and_once_but_not_of_itself(cast, stage):
    LED[stage][0](cast)
    assert [follow(n)[1] for n in (13, 14, 15)] == ([0, 0, 0] if LED[stage][1] == turns.DAECT else [0, 1, 0])


def test_m13_the_next_turn_counts_from_its_own_beginning(cast):
    mission = made.agreed(cast)
    follow(7)
    made.estimate(cast, mission, AT + days(8))
    preparation.send_to_embassy(mission=mission, version_number=1, by=cast.officer, at=AT + days(8))
    assert [follow(n) for n in (14, 15, 21, 22)] == [(0, 0), (1, 0), (0, 0), (0, 1)]


def test_m13_who_waits_for_nobody_is_left_in_peace(cast):
    lettered(cast)
    made.completed(cast, AT - days(90), departs_on=TODAY - days(20))
    endings.cancel(mission=made.draft(cast), reason="Élections.", by=cast.officer, at=AT)
    assert follow(60) == (0, 0)


def test_m13_the_sentence_and_the_query_agree_on_every_state(cast):
    mission = made.gone(cast)
    moments = dict.fromkeys(("terms_ready_at", "reviewed_at"), None)
    Mission.objects.filter(pk=mission.pk).update(**moments)
    for state in MissionState:
        facts = {"cancelled_at": AT, "cancel_reason": "Non.", "report_due_on": None}
        if state == MissionState.INTERRUPTED:
            continue
        Mission.objects.filter(pk=mission.pk).update(
            state=state, **(facts if state == MissionState.CANCELLED else {})
        )
        mission.refresh_from_db()
        found = turns.waiting().filter(pk=mission.pk).first()
        awaited = state in (*turns.TURNS, MissionState.VALIDATED)
        if awaited and turns.since(mission):
            assert found.turn_since == turns.since(mission), state
        else:
            assert found is None or found.turn_since is None, state


ON_THE_REPORT = {
    "awaited": ({"report_delivered_at": None}, turns.HOLDER, "completed_at"),
    "delivered": ({}, turns.DAECT, "report_delivered_at"),
    "asked_again": ({"report_asked_again_at": AT + days(2)}, turns.HOLDER, "report_asked_again_at"),
    "completed": ({"report_redelivered_at": AT + days(3)}, turns.DAECT, "report_redelivered_at"),
}


@pytest.mark.parametrize("stage", ON_THE_REPORT)
def test_m13_on_the_report_the_page_the_filter_and_the_sort_say_the_same(cast, stage):
    facts, whose, moment = ON_THE_REPORT[stage]
    mission = made.gone(cast)
    Mission.objects.filter(pk=mission.pk).update(**{"report_delivered_at": AT + days(1)} | facts)
    mission.refresh_from_db()
    assert turns.turn(mission).whose == whose
    sides = (turns.HOLDER, turns.SIGNATORY, turns.DAECT, turns.POST)
    assert [side for side in sides if Mission.objects.filter(turns.turn_of(side))] == [whose]
    assert turns.since(mission) == getattr(mission, moment)
    assert turns.with_since(Mission.objects.all()).get().turn_since == getattr(mission, moment)


def test_m13_an_act_done_at_the_very_moment_leaves_nobody_reminded(cast, monkeypatch):
    """The job has read the mission; the embassy answers before it writes."""
    mission, first = made.awaiting(cast), silence.waiting
    calls = []

    def answered_meanwhile():
        calls.append(1)
        if len(calls) == 3:
            validation.validate(mission=mission, version_number=1, by=cast.agent, at=AT + days(7))
        return first()

    monkeypatch.setattr(silence, "waiting", answered_meanwhile)
    assert follow(7) == (0, 0)
    assert reminded() == []


def test_m13_the_page_says_when_it_was_reminded(cast, client, clock):
    mission = made.awaiting(cast)
    follow(7)
    follow(14)
    client.force_login(cast.officer)
    page = client.get(mission.get_absolute_url()).content.decode()
    assert "Rappelé le" in page
    assert "9 mars 2026, silence signalé à la DAECT le 16 mars 2026" in page.replace(
        "\N{NO-BREAK SPACE}", " "
    )


@pytest.mark.parametrize(
    ("who", "said"),
    [("officer", "C’est à la déléguée ou au délégué d’émettre"), ("head", "C’est à vous d’émettre")],
)
def test_m13_the_letter_is_the_turn_of_who_issues_it(cast, client, clock, who, said):
    client.force_login(getattr(cast, who))
    assert said in client.get(made.validated(cast).get_absolute_url()).content.decode()


def test_x3_the_words_of_the_reminder_and_of_the_silence(cast):
    mission = made.awaiting(cast)
    follow(7)
    follow(14)
    told(
        "turn_reminded",
        cast.agent,
        subject=mission,
        title="Rappel, mission M-2026-0001 (Sénégal) : c’est à vous de répondre",
        body="""
C’est à vous de répondre, depuis le 2 mars 2026 : la mission attend.

Mission : M-2026-0001, Réseau d’eau potable (Sénégal)
Départ prévu : 1er mai 2026

Ouvrir la mission : {link}

Répondre sans vous connecter, par ce lien personnel valable jusqu’au 23 mars 2026 : (le lien de la personne)
""",
    )
    told(
        "turn_silent",
        cast.officer,
        cast.head,
        subject=mission,
        title="Mission M-2026-0001 (Sénégal) sans suite depuis le 2 mars 2026",
        body=f"""
C’est à l’ambassade de répondre, depuis le 2 mars 2026, et rien n’est venu malgré un rappel : appelez.

Titulaire : {cast.organisation}
Poste : {cast.post}
Mission : M-2026-0001, Réseau d’eau potable (Sénégal)
Départ prévu : 1er mai 2026

Ouvrir la mission : {{link}}
""",
    )


def test_m13_after_an_outage_the_silence_is_told_a_day_after_the_reminder_at_the_earliest(cast):
    made.awaiting(cast)
    assert [follow(n) for n in (30, 30, 31)] == [(1, 0), (0, 0), (0, 1)]


def test_m13_terms_opened_again_are_a_turn_of_their_own(cast):
    """Since the day on which they were reopened, or changed once handed: reminded again, told again."""
    mission = made.agreed(cast, AT - days(60))
    preparation.revise_terms(mission=mission, by=cast.editor, at=AT)
    assert turns.since(mission) == AT
    assert [follow(n) for n in (6, 7, 13, 14)] == [(0, 0), (1, 0), (0, 0), (0, 1)]
    preparation.hand_terms(mission=mission, by=cast.editor, at=AT + days(15))
    terms = made.terms(cast, objectives="Autre chose.")
    at = AT + days(20)
    preparation.save_terms(mission=mission, terms=terms, revision=mission.revision, by=cast.editor, at=at)
    mission.refresh_from_db()
    assert (turns.turn(mission).whose, turns.since(mission)) == (turns.HOLDER, at)
    preparation.save_terms(
        mission=mission, terms=terms, revision=mission.revision, by=cast.editor, at=at + days(1)
    )
    mission.refresh_from_db()
    assert turns.since(mission) == at, "a save is not a turn"


def test_x3_daect_knows_that_terms_are_reopened(cast):
    mission = made.agreed(cast)
    preparation.revise_terms(mission=mission, by=cast.editor, at=AT)
    told(
        "terms_reopened",
        cast.officer,
        cast.head,
        subject=mission,
        title="Mission M-2026-0001 : le titulaire rouvre les termes, ne les soumettez pas",
        body=f"""
{cast.editor} rouvre les termes de la mission M-2026-0001, que vous deviez soumettre à l’ambassade : vous serez prévenu quand le signataire aura accepté les nouveaux.

Titulaire : {cast.organisation}
Pays : Sénégal
Objet : Réseau d’eau potable

Voir la mission : {{link}}
""",
    )


def test_m13_the_list_is_sorted_by_since_when(cast, client, clock):
    """The oldest turn first, whoever is awaited (spec X5)."""
    recent = made.agreed(cast, AT - days(3))
    oldest = made.draft(cast, AT - days(9))
    client.force_login(cast.officer)
    for asked, expected in (("since", [oldest, recent]), ("-since", [recent, oldest])):
        page = client.get("/missions/", {"tri": asked}).content.decode()
        assert sorted(expected, key=lambda mission: page.index(mission.number)) == expected
