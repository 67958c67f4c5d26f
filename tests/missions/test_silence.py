"""Several holders asked, the ranking kept; silence reminded, told, then ended by a person (spec M2, M3, M13)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message
from missions import matching, requests, silence
from missions.enums import SolicitationState
from missions.models import Solicitation
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
WEEK = TODAY + timedelta(days=7)


def solicit(cast, need, *labels, **words):
    usual = {"answer_by": WEEK, "message": "", "by": cast.officer, "at": AT}
    return requests.solicit_several(request=need, labels=labels, **usual | words)


# ---------------------------------------------------------------- several at once


def test_m3_several_holders_are_asked_at_once_each_with_its_rank(cast):
    need, other = made.need(cast), made.label()
    ranking = matching.suggestions(need, TODAY)
    sent = solicit(cast, need, other, cast.label)
    assert [(one.label, one.rank, one.ranked) for one in sent] == [(other, 2, 2), (cast.label, 1, 2)]
    assert sent[1].fit == [*ranking[0].reasons, *ranking[0].remarks]
    assert Entry.objects.filter(action="solicit").count() == 2


def test_m3_all_are_asked_or_none(cast):
    need, ended = made.need(cast), made.label(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(NotAllowed, match=ended.number):
        solicit(cast, need, cast.label, ended)
    assert not Solicitation.objects.exists()
    assert not Message.objects.filter(event="missions/solicited").exists()


def test_m2_a_holder_from_outside_the_ranking_keeps_no_rank(cast):
    [one] = solicit(cast, made.need(cast), made.label(None, made.theme("sport", "Sport")))
    assert (one.rank, one.ranked, one.fit) == (None, None, [])


@pytest.mark.parametrize(
    "change",
    [
        "rank = 9",
        "ranked = 12",
        "fit = '[]'",
        "message = 'Autre'",
        "answer_reason = 'Autre'",
        "choice_reason = 'Autre'",
        "label_id = label_id + 1",
        "answered_at = NULL",
    ],
)
def test_m2_what_was_asked_answered_and_chosen_never_changes(cast, change):
    made.draft(cast)
    statements = {
        f"UPDATE missions_solicitation SET {change}": "a row",
        "DELETE FROM missions_solicitation": "rows",
    }
    for statement, said in statements.items():
        refused = pytest.raises(IntegrityError, match=f"expect: {said} of")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# ---------------------------------------------------------------- silence


@pytest.mark.parametrize(
    ("days_before", "reminded"), [(4, False), (3, True), (1, True), (0, True), (-1, False)]
)
def test_m13_a_holder_is_reminded_three_days_before_and_once(cast, days_before, reminded):
    solicitation = made.solicitation(cast)
    on = solicitation.answer_by - timedelta(days=days_before)
    at = AT + (on - TODAY)
    silence.follow_silence(on=on, at=at)
    silence.follow_silence(on=on, at=at)
    solicitation.refresh_from_db()
    assert (solicitation.reminded_at == at) is reminded
    told = Message.objects.filter(event="missions/solicitation_reminded")
    assert told.count() == (2 if reminded else 0), "the two people of the holder"


def test_m13_nobody_is_reminded_on_the_day_of_the_solicitation(cast):
    made.solicitation(cast, answer_by=TODAY + timedelta(days=1))
    assert silence.follow_silence(on=TODAY, at=AT) == (0, 0)
    assert silence.follow_silence(on=TODAY + timedelta(days=1), at=AT + timedelta(days=1)) == (1, 0)


def test_m13_daect_is_told_of_a_silence_once_and_no_state_moves(cast):
    solicitation = made.solicitation(cast)
    assert silence.follow_silence(on=WEEK, at=AT + timedelta(days=7)) == (1, 0)
    after = {"on": WEEK + timedelta(days=1), "at": AT + timedelta(days=8)}
    assert silence.follow_silence(**after) == (0, 1)
    assert silence.follow_silence(**after) == (0, 0)
    solicitation.refresh_from_db()
    assert (solicitation.state, solicitation.silence_told_at) == (SolicitationState.SENT, after["at"])
    assert [mail.recipient for mail in Message.objects.filter(event="missions/solicitation_silent")] == [
        cast.officer
    ]


def test_m13_who_answered_is_left_in_peace(cast):
    made.accepted(cast)
    assert silence.follow_silence(on=WEEK, at=AT + timedelta(days=7)) == (0, 0)
    assert silence.follow_silence(on=WEEK + timedelta(days=1), at=AT + timedelta(days=8)) == (0, 0)


@pytest.mark.parametrize(("shift", "may"), [(0, False), (1, True)])
def test_m3_daect_notes_a_silence_past_the_date(cast, shift, may):
    solicitation = made.solicitation(cast)
    words = {"solicitation": solicitation, "by": cast.officer, "at": AT + timedelta(days=7 + shift)}
    if not may:
        with pytest.raises(NotAllowed, match="a jusqu’au 9 mars 2026 pour répondre"):
            silence.lapse_solicitation(**words)
        return
    silence.lapse_solicitation(**words)
    solicitation.refresh_from_db()
    assert (solicitation.state, solicitation.decided_at) == (SolicitationState.LAPSED, words["at"])
    with pytest.raises(NotAllowed, match="Restée sans réponse"):
        requests.accept_solicitation(solicitation=solicitation, by=cast.editor, at=words["at"])


def test_m3_an_answer_given_meanwhile_stands(cast):
    stale = made.solicitation(cast)
    answered = Solicitation.objects.select_related("request", "label", "organisation").get()
    requests.accept_solicitation(solicitation=answered, by=cast.editor, at=AT)
    with pytest.raises(StateChanged):
        silence.lapse_solicitation(solicitation=stale, by=cast.officer, at=AT + timedelta(days=8))


def test_m3_a_solicitation_called_back_says_why_and_may_be_sent_again(cast):
    solicitation = made.solicitation(cast)
    with pytest.raises(silence.CancelRefused) as refused:
        silence.cancel_solicitation(solicitation=solicitation, reason=" ", by=cast.officer, at=AT)
    assert refused.value.field == "reason"
    silence.cancel_solicitation(solicitation=solicitation, reason="Erreur.", by=cast.officer, at=AT)
    assert (solicitation.state, solicitation.cancel_reason) == (SolicitationState.CANCELLED, "Erreur.")
    assert made.solicitation(cast, solicitation.request).pk != solicitation.pk
