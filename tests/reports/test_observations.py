"""What the holder answered otherwise than online, recorded by DAECT with its proof (spec R5, X13)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from expect.accounts.enums import Role
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from reports import hearing, letters, observations, reimbursement, selectors
from reports.enums import AnswerChannel
from reports.models import PriorLetter, RecordedObservations
from reports.observations import ImpossibleObservations
from reports.views.letters import RecordHearing
from tests import factories
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = pytest.mark.django_db


def later(days: int):
    return AT + timedelta(days=days)


def again(letter: PriorLetter) -> PriorLetter:
    return PriorLetter.objects.select_related("demand__mission").get(pk=letter.pk)


def test_r5_received_the_last_day_and_recorded_a_week_later_it_came_in_time():
    """The demand says the day on which the letter came, not that on which it was typed."""
    letter = made.received(made.letter_sent())
    last = TODAY + timedelta(days=15)
    made.recorded(letter, later(22), paper=made.paper(last))
    assert selectors.came(letter) == [("Par lettre", last)]
    issued = reimbursement.issue(demand=letter.demand, reasoning="Motif", by=factories.head(), at=later(22))
    assert "(par lettre), que nous avons reçues le 17 mars 2026" in issued.document.context["procedure"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
        ({"received_on": TODAY - timedelta(days=1)}, "received_on"),
        ({"author": " "}, "author"),
        ({"scan": None}, "scan"),
    ],
)
def test_x13_a_day_an_author_and_a_proof(change, field):
    given = {"channel": AnswerChannel.EMAIL, "author": "Awa Roy", "received_on": TODAY, "scan": object()}
    with pytest.raises(ImpossibleObservations) as refused:
        made.recorded(paper=observations.Paper(**given | change))
    assert refused.value.field == field


def test_r5_recorded_observations_do_not_end_the_time_of_the_holder():
    """On the second day of fifteen, the holder may still answer, and the head does not issue yet."""
    letter = made.received(made.letter_sent())
    made.recorded(letter, later(1))
    with pytest.raises(NotAllowed, match="peut répondre jusqu’au 17 mars 2026"):
        reimbursement.issue(demand=letter.demand, reasoning="Motif", by=factories.head(), at=later(2))
    signatory = made.holder(letter.demand.mission)
    answered = observations.answer(letter=letter, answer="Voici.", by=signatory, at=later(3))
    assert [channel for channel, _ in selectors.came(answered)] == ["Par lettre", "En ligne"]
    issued = reimbursement.issue(demand=letter.demand, reasoning="Motif", by=factories.head(), at=later(3))
    assert "(par lettre, puis en ligne)" in issued.document.context["procedure"]


def test_x13_the_holder_is_told_what_was_recorded_and_contests_it_once():
    letter = made.letter_sent()
    editor = made.holder(letter.demand.mission, Role.EDITOR)
    one = made.recorded(letter)
    mail = Message.objects.get(event="reports/observations_recorded", to=editor.email)
    assert "Awa Roy, maire" in mail.body
    observations.contest(recorded=one, reason="Ce n’est pas nous.", by=editor, at=AT)
    assert Message.objects.filter(event="reports/observations_contested").exists()
    with pytest.raises(NotAllowed, match="déjà contesté"):
        observations.contest(recorded=one, reason="Encore", by=editor, at=AT)
    with pytest.raises(NotAllowed):
        observations.contest(recorded=made.recorded(), reason="Non", by=editor, at=AT)


def test_x13_recorded_on_the_wrong_letter_they_are_cancelled_and_the_line_stays():
    letter = made.letter_sent()
    one = made.recorded(letter, hearing_asked=True)
    assert again(letter).hearing_awaited()
    cancelled = observations.cancel(recorded=one, reason="Autre mission", by=factories.head(), at=AT)
    assert (selectors.came(letter), again(letter).hearing_asked) == ([], False)
    assert list(letter.recorded.all()) == [cancelled]
    assert Message.objects.filter(event="reports/observations_cancelled").count() == 0, "nobody of that body"
    with pytest.raises(NotAllowed, match="déjà annulé"):
        observations.cancel(recorded=one, reason="Encore", by=factories.head(), at=AT)


def test_x13_a_hearing_that_the_holder_itself_asked_for_is_still_awaited():
    letter = made.letter_sent()
    one = made.recorded(letter, hearing_asked=True)
    signatory = made.holder(letter.demand.mission)
    observations.answer(letter=letter, answer="", hearing_asked=True, by=signatory, at=AT)
    observations.cancel(recorded=one, reason="Autre mission", by=factories.head(), at=AT)
    assert again(letter).hearing_awaited()


@pytest.mark.parametrize(
    ("outcome", "said", "sentence", "answered"),
    [
        ("held", {"people": "Le maire", "said": "Ils écrivent."}, "s’est tenu le 2 mars 2026.", True),
        ("declined", {"heard_on": None}, "Vous avez renoncé à l’entretien que vous aviez demandé.", False),
        ("absent", {}, "Personne ne s’est présenté", False),
    ],
)
def test_r5_asking_to_be_heard_without_a_word_is_presenting_no_observations(
    outcome, said, sentence, answered
):
    letter = made.letter_sent()
    signatory = made.holder(letter.demand.mission)
    observations.answer(letter=letter, answer="", hearing_asked=True, by=signatory, at=AT)
    facts = {"heard_on": TODAY} | said
    hearing.record_hearing(letter=again(letter), outcome=outcome, by=factories.head(), at=AT, **facts)
    assert ("nous répondons" in letters.first_reasoning(again(letter))) is answered
    demand = reimbursement.issue(demand=letter.demand, reasoning="Motif", by=factories.head(), at=AT)
    procedure = demand.document.context["procedure"]
    assert sentence in procedure
    assert procedure.endswith("Vous n’avez pas présenté d’observations écrites.")
    body = Message.objects.get(event="reports/demand_issued", to=signatory.email).body
    assert ("répond à vos observations" in body) is answered


def test_r5_a_hearing_held_is_said_though_the_letter_that_asked_for_it_was_taken_back():
    letter = made.received(made.letter_sent())
    one = made.recorded(letter, hearing_asked=True)
    facts = {"heard_on": TODAY, "people": "Le maire", "said": "Ils écrivent."}
    hearing.record_hearing(letter=again(letter), outcome="held", by=factories.head(), at=AT, **facts)
    observations.cancel(recorded=one, reason="Mauvaise copie", by=factories.head(), at=AT)
    demand = reimbursement.issue(demand=letter.demand, reasoning="Motif", by=factories.head(), at=later(16))
    assert "L’entretien que vous aviez demandé s’est tenu" in demand.document.context["procedure"]


@pytest.mark.parametrize("paper_first", [True, False])
def test_r5_a_hearing_that_nobody_asks_for_any_more_is_not_awaited(paper_first):
    """Paper and hearing were of another mission: taken back in either order, the demand waits for nobody."""
    letter = made.received(made.letter_sent())
    paper = made.recorded(letter, hearing_asked=True)
    act = {"reason": "Autre mission", "by": factories.head(), "at": AT}
    signatory = made.holder(letter.demand.mission)
    recorded = hearing.record_hearing(
        letter=again(letter), outcome="absent", heard_on=TODAY, by=act["by"], at=AT
    )
    if paper_first:
        observations.cancel(recorded=paper, **act)
        assert again(letter).hearing() == recorded, "a hearing that stands is said"
        hearing.cancel(hearing=recorded, **act)
        body = Message.objects.get(event="reports/hearing_cancelled", to=signatory.email).body
        assert "ne compte plus.\n" in body, "nobody will record it anew"
    else:
        hearing.cancel(hearing=recorded, **act)
        assert again(letter).hearing_awaited()
        observations.cancel(recorded=paper, **act)
    assert not again(letter).hearing_awaited()
    demand = reimbursement.issue(demand=letter.demand, reasoning="Motif", by=act["by"], at=later(16))
    assert "entretien" not in demand.document.context["procedure"]


@pytest.mark.parametrize("asks", [True, False])
def test_r5_answered_online_the_hearing_awaited_is_the_one_asked_for_there(asks):
    letter = made.letter_sent()
    one = made.recorded(letter, hearing_asked=True)
    signatory = made.holder(letter.demand.mission)
    observations.answer(letter=letter, answer="Voici.", hearing_asked=asks, by=signatory, at=AT)
    assert again(letter).hearing_awaited(), "the paper stands"
    observations.cancel(recorded=one, reason="Autre mission", by=factories.head(), at=AT)
    assert again(letter).hearing_awaited() is asks


@pytest.mark.parametrize(("day", "waits"), [(14, True), (15, True), (16, False)])
def test_r5_what_daect_records_leaves_the_holder_its_answer_to_give(day, waits):
    """The same days for the database and for the row; recorded on the wrong letter, it would harm (decision 0081)."""
    letter = made.received(made.letter_sent())
    made.recorded(letter)
    on = TODAY + timedelta(days=day)
    assert selectors.unanswered(on).filter(pk=letter.pk).exists() is waits
    assert again(letter).is_open(on) is waits


@pytest.mark.parametrize(("day", "online", "still"), [(1, False, True), (16, False, False), (1, True, False)])
def test_r5_a_hearing_recorded_from_a_paper_does_not_end_the_time_given(day, online, still):
    letter = made.received(made.letter_sent())
    made.recorded(letter, hearing_asked=True)
    signatory, officer = made.holder(letter.demand.mission), factories.member(Role.OFFICER)
    if online:
        observations.answer(letter=letter, answer="Voici.", by=signatory, at=AT)
    page = RecordHearing()
    page.today = TODAY + timedelta(days=day)
    assert ("encore répondre en ligne, jusqu’au 17 mars 2026" in page.consequences(again(letter))[0]) is still
    hearing.record_hearing(letter=again(letter), outcome="declined", by=officer, at=later(day))
    body = Message.objects.get(event="reports/hearing_recorded", to=signatory.email).body
    assert ("répondre en ligne jusqu’au 17 mars 2026" in body) is still
    assert ("La DAECT décide maintenant" in body) is not still


@pytest.mark.parametrize(
    ("day", "online", "sentence"),
    [
        (1, False, "votre signataire peut répondre en ligne jusqu’au 17 mars 2026."),
        (16, False, "vous n’avez rien à faire."),
        (1, True, "vous n’avez rien à faire."),
    ],
)
def test_x13_taken_back_the_holder_is_told_what_is_left_to_do(day, online, sentence):
    letter = made.received(made.letter_sent())
    one, signatory = made.recorded(letter), made.holder(letter.demand.mission)
    if online:
        observations.answer(letter=letter, answer="Voici.", by=signatory, at=AT)
    observations.cancel(recorded=one, reason="Autre mission", by=factories.head(), at=later(day))
    assert sentence in Message.objects.get(event="reports/observations_cancelled", to=signatory.email).body


def test_r5_once_the_demand_is_issued_nothing_is_recorded_nor_taken_back():
    one = made.recorded(made.answered(), answer="Encore.")
    demand = reimbursement.issue(demand=one.letter.demand, reasoning="Motif", by=factories.head(), at=AT)
    with pytest.raises(NotAllowed, match="Émise"):
        made.recorded(demand.prior_letter)
    with pytest.raises(NotAllowed, match="Émise"):
        observations.cancel(recorded=one, reason="Erreur", by=factories.head(), at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM reports_recordedobservations",
        "UPDATE reports_recordedobservations SET text = 'x'",
        "UPDATE reports_recordedobservations SET received_on = '2020-01-01'",
        "UPDATE reports_recordedobservations SET author = 'x'",
        "UPDATE reports_recordedobservations SET cancel_reason = 'x'",
        "UPDATE reports_recordedobservations SET cancelled_at = NULL",
    ],
)
def test_x13_what_was_recorded_stays_as_it_was(statement):
    observations.cancel(recorded=made.recorded(), reason="Erreur", by=factories.head(), at=AT)
    with pytest.raises(IntegrityError, match="expect:"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert RecordedObservations.objects.get().cancelled_at == AT
