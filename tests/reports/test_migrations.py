"""What the migrations do to the rows that were there, played on rows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from expect.accounts.enums import Role
from expect.accounts.models import ProofOfService
from expect.documents import uploads
from missions import costs
from missions.models import Cost
from reports import contestation, hearing, observations
from reports.models import Hearing, MissionReport, PriorLetter, RecordedObservations, ReimbursementDemand
from tests import factories
from tests.labels.factories import upload
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long, pytest.mark.walk]

BEFORE = [("reports", "0007_limits")]
"""Where the people met were a text, a receipt had a table, an answer recorded took the place of the holder's own."""


def reduced_then_handed_over() -> ReimbursementDemand:
    demand = made.issued()
    made.contested(demand)
    answer = {"answered_on": TODAY, "reduction": Decimal("34.56"), "reference": "R-1", "reason": "Motif"}
    contestation.answer_contestation(demand=demand, by=factories.head(), at=AT, **answer)
    demand = made.hand_over(ReimbursementDemand.objects.get(pk=demand.pk), factories.head()).demand
    made.paid(demand, "200.00")
    return demand


def test_rows_of_before_are_found_again():
    demand, report = reduced_then_handed_over(), made.draft()
    spoken, corrected, bare, online = (*(made.letter_sent() for _ in range(3)), made.answered())
    officer = factories.member(Role.OFFICER)
    scans = [uploads.store(upload(), by=officer, at=AT).pk for _ in range(2)]
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate(BEFORE)
        former = MigrationExecutor(connection).loader.project_state(BEFORE).apps
        letters = former.get_model("reports", "PriorLetter").objects
        said = {"answer_channel": "oral", "answered_at": AT, "answered_by_id": officer.pk}
        letters.filter(pk=spoken.pk).update(answer="Entendus.", hearing_asked=True, **said)
        reports = former.get_model("reports", "MissionReport").objects
        reports.filter(pk=report.pk).update(people_met="Awa Diop, maire\n\nDeux adjoints")
        receipts = former.get_model("reports", "LetterReceipt").objects
        rows = (
            (corrected, TODAY, scans[0], "", AT),
            (corrected, TODAY + timedelta(days=1), scans[1], "Mal lue", AT + timedelta(hours=1)),
            (bare, TODAY, None, "", AT),
        )
        for letter, day, scan, reason, at in rows:
            receipts.create(
                letter_id=letter.pk,
                received_on=day,
                proof_id=scan,
                reason=reason,
                recorded_at=at,
                recorded_by_id=officer.pk,
            )
    finally:
        MigrationExecutor(connection).migrate(latest)
    the_sum_of_the_hand_over_is_what_was_owed_that_day(demand.pk)
    an_answer_recorded_leaves_its_place_to_the_holder(spoken, online, officer)
    a_receipt_with_its_scan_is_a_proof(corrected, rows)
    met = MissionReport.objects.get(pk=report.pk).people_met
    assert met == [
        {"name": name, "function": "", "institution": ""} for name in ("Awa Diop, maire", "Deux adjoints")
    ]


def the_sum_of_the_hand_over_is_what_was_owed_that_day(key: int) -> None:
    demand = ReimbursementDemand.objects.get(pk=key)
    assert (demand.amount_handed_over, demand.debtor_kind) == (Decimal("1200.00"), "public")


def an_answer_recorded_leaves_its_place_to_the_holder(spoken, online, officer) -> None:
    one = RecordedObservations.objects.get()
    assert (one.letter, one.channel, one.received_on, one.text) == (spoken, "oral", TODAY, "Entendus.")
    assert (one.recorded_by, one.scan, one.author) == (officer, None, "")
    letter = PriorLetter.objects.get(pk=spoken.pk)
    assert (letter.answered_at, letter.answer, letter.hearing_asked) == (None, "", True)
    assert PriorLetter.objects.get(pk=online.pk).answer == "Le rapport arrive."


def a_receipt_with_its_scan_is_a_proof(corrected, rows) -> None:
    said = ProofOfService.objects.order_by("pk").values_list(
        "document", "received_on", "scan", "reason", "recorded_at"
    )
    assert list(said) == [(corrected.document_id, *row[1:]) for row in rows[:2]]


def test_m7_lines_written_instead_of_others_are_found_again():
    line, officer = made.cost(made.carried_out(), "500.00"), factories.member(Role.OFFICER)
    costs.correct_cost(cost=line, reason="Facture", amount=Decimal(480), by=officer, at=AT)
    costs.correct_cost(cost=line.replacement, reason="Avoir", amount=Decimal(470), by=officer, at=AT)
    made.cost(line.mission, "30.00", follows=line)
    before = list(Cost.objects.order_by("pk").values_list("pk", "replaces"))
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate([("missions", "0019_words_in_their_limits")])
    finally:
        MigrationExecutor(connection).migrate(latest)
    assert list(Cost.objects.order_by("pk").values_list("pk", "replaces")) == before
    assert [replaced for _, replaced in before].count(None) == 4


def test_r5_letters_of_before_know_whether_the_online_answer_asked_to_be_heard():
    paper = [made.recorded(hearing_asked=True).letter for _ in range(2)]
    asked = {letter.pk: asks for letter, asks in zip(paper, (True, False), strict=True)}
    for letter in paper:
        signatory = made.holder(letter.demand.mission)
        observations.answer(
            letter=letter, answer="Voici.", hearing_asked=asked[letter.pk], by=signatory, at=AT
        )
    unanswered = made.recorded(hearing_asked=True).letter
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate([("reports", "0018_hearings")])
    finally:
        MigrationExecutor(connection).migrate(latest)
    letters = PriorLetter.objects.values_list("pk", "asked_online")
    assert dict(letters) == asked | {unanswered.pk: False}
    assert set(PriorLetter.objects.values_list("hearing_asked", flat=True)) == {True}


def test_r5_the_hearings_of_before_become_rows():
    letter = made.letter_sent()
    signatory, officer = made.holder(letter.demand.mission), factories.member(Role.OFFICER)
    observations.answer(letter=letter, answer="Voici.", hearing_asked=True, by=signatory, at=AT)
    held = {"outcome": "held", "heard_on": TODAY, "people": "Le maire", "said": "Ils écrivent."}
    hearing.record_hearing(letter=letter, by=officer, at=AT, **held)
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate([("reports", "0017_who_wrote")])
        former = MigrationExecutor(connection).loader.project_state([("reports", "0017_who_wrote")]).apps
        before = former.get_model("reports", "PriorLetter").objects.get()
        assert (before.hearing_outcome, before.hearing_said) == ("held", "Ils écrivent.")
    finally:
        MigrationExecutor(connection).migrate(latest)
    (row,) = Hearing.objects.values(*held, "recorded_at", "recorded_by")
    assert row == held | {"recorded_at": AT, "recorded_by": officer.pk}
