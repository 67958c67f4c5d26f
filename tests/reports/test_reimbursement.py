"""Prior letter, answer, demand (spec R5, X12)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from expect.accounts import service
from expect.accounts.enums import Role, SignedAct
from expect.accounts.models import SigningAuthority
from expect.accounts.selectors import memberships_on
from expect.audit.models import Entry
from expect.documents.models import IssuedDocument
from expect.kernel.errors import NotAllowed, Refusal
from expect.notifications.models import Message
from missions import costs, returns
from missions.enums import CostStage
from missions.models import Cost
from reports import (
    hearing,
    letters,
    observations,
    overdue,
    reimbursement,
    rules,
    selectors,
    served,
    submission,
)
from reports.enums import DemandState, DropCause, HearingOutcome
from reports.models import Hearing, PriorLetter, ReimbursementDemand
from reports.reimbursement import NothingToClaim
from reports.views.changes import changed_since
from tests import factories
from tests.labels.factories import upload
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = pytest.mark.django_db

REASONS = "Le rapport n’est pas venu."


def days(number: int):
    return AT + timedelta(days=number)


received = made.received


def issue(letter: PriorLetter, at=AT, by=None, reasoning=REASONS) -> ReimbursementDemand:
    return reimbursement.issue(demand=letter.demand, reasoning=reasoning, by=by or factories.head(), at=at)


# ---------------------------------------------------------------- the prior letter


def test_r5_the_prior_letter_says_facts_rule_lines_and_time():
    letter = made.letter_sent()
    document = letter.document
    assert (document.kind, document.template) == ("prior_letter", "reports/letters/prior_letter.html")
    context = document.context
    assert "attendu au plus tard le 28 février 2026" in context["facts"]
    assert [line["amount"] for line in context["lines"]] == ["850,00\u00a0€", "384,56\u00a0€"]
    assert context["total"] == "1\u202f234,56\u00a0€"
    assert context["total_in_words"] == "mille deux cent trente-quatre euros et cinquante-six centimes"
    assert "vous disposez de quinze jours à compter" in context["observations"]
    assert context["letter"]["signature"]["delegation"] == "Décret d’essai du 1er janvier 2025"
    letter.demand.refresh_from_db()
    assert letter.demand.state == DemandState.ANSWERING


def test_r5_the_prior_letter_follows_the_costs_of_the_day():
    demand = made.drafted()
    made.cost(demand.mission, "34.56", CostStage.RECOVERED)
    letter = made.letter_sent(demand)
    letter.demand.refresh_from_db()
    assert letter.demand.total == Decimal("1200.00")
    assert sum(letter.demand.lines.values_list("amount", flat=True)) == Decimal("1200.00")


def test_r5_nothing_left_to_claim_no_letter():
    demand = made.drafted()
    made.cost(demand.mission, "1234.56", CostStage.RECOVERED)
    with pytest.raises(reimbursement.NothingToClaim, match="il n’y a plus rien à demander"):
        made.letter_sent(demand)


def test_x12_without_delegation_no_letter():
    with pytest.raises(NotAllowed, match="pas de délégation de signature"):
        reimbursement.send_prior_letter(demand=made.drafted(), by=factories.head(signs=False), at=AT)


def test_x12_a_delegation_that_has_ended_signs_nothing():
    head = factories.head()
    SigningAuthority.objects.filter(user=head, scope=SignedAct.DEMAND).update(
        ends_on=TODAY - timedelta(days=1)
    )
    with pytest.raises(NotAllowed, match="pas de délégation de signature"):
        reimbursement.send_prior_letter(demand=made.drafted(), by=head, at=AT)


def test_r5_a_limit_moved_since_asks_for_another_demand():
    demand = made.drafted()
    returns.set_limit(
        mission=demand.mission, due_on=TODAY + timedelta(days=9), reason="Délai", by=None, at=AT
    )
    with pytest.raises(NotAllowed, match="La limite de remise du rapport a changé"):
        made.letter_sent(demand)


# ---------------------------------------------------------------- receipt


@pytest.mark.parametrize(("offset", "sentence"), [(1, "à venir"), (-1, "pas encore émise")])
def test_x11_the_receipt_is_neither_to_come_nor_before_the_letter(offset, sentence):
    with pytest.raises(service.ImpossibleService, match=sentence):
        received(made.letter_sent(), TODAY + timedelta(days=offset))


def test_r5_fifteen_days_run_from_the_receipt():
    letter = received(made.letter_sent())
    assert letter.answer_by == TODAY + timedelta(days=15)


def register(act, received_on, at=AT, **said):
    officer = factories.member(Role.OFFICER)
    return served.register_service(
        act=act, received_on=received_on, scan=upload("Accusé.pdf"), by=officer, at=at, **said
    )


def test_x11_the_receipt_is_registered_once_with_its_scan():
    letter = made.letter_sent()
    proof = register(letter, TODAY)
    assert (proof.document, proof.scan.name, proof.reason) == (letter.document, "Accusé.pdf", "")
    with pytest.raises(service.ImpossibleService, match="déjà enregistrée"):
        register(letter, TODAY)


def test_x11_the_receipt_is_corrected_with_a_reason_and_the_former_kept():
    letter, right = received(made.letter_sent()), TODAY + timedelta(days=3)
    with pytest.raises(service.ImpossibleService, match="déjà la date"):
        register(letter, TODAY, days(4), reason="Erreur")
    register(letter, right, days(4), reason="Date de l’envoi")
    letter.refresh_from_db()
    assert (letter.received_on, letter.answer_by) == (right, right + timedelta(days=15))
    kept = [(proof.received_on, proof.reason) for proof in service.proofs(letter.document)]
    assert kept == [(right, "Date de l’envoi"), (TODAY, "")]
    assert Entry.objects.get(action="correct_service").details["received_on"] == right.isoformat()


def test_x11_once_the_demand_is_issued_the_receipt_it_relies_on_stays():
    with pytest.raises(NotAllowed, match="Émise"):
        register(made.issued().prior_letter, TODAY, reason="Erreur")


def test_x11_the_receipt_of_a_demand_opens_the_time_to_contest():
    demand = made.drafted()
    with pytest.raises(NotAllowed, match="pas encore émise"):
        register(demand, TODAY)
    demand = made.issued(demand)
    register(demand, TODAY)
    assert rules.contest_until(demand, TODAY) == date(2026, 5, 4), "3 May is a Sunday"


def opened(act, reader):
    (carrier,) = memberships_on(reader, TODAY)
    return served.opened(act=act, membership=carrier, by=reader, at=AT)


def test_x11_the_first_opening_by_a_body_that_agreed_notifies():
    letter = made.letter_sent()
    signatory = made.holder(letter.demand.mission)
    assert opened(letter, signatory) is None, "it did not agree"
    service.agree(organisation=letter.demand.mission.organisation, by=signatory, at=AT)
    assert opened(letter, factories.member(Role.OFFICER)) is None, "DAECT reads, it is not the addressee"
    assert opened(letter, signatory).received_on == TODAY
    assert opened(letter, signatory) is None
    letter.refresh_from_db()
    assert (letter.received_on, letter.answer_by) == (TODAY, TODAY + timedelta(days=15))
    with pytest.raises(NotAllowed, match="ouverte en ligne"):
        register(letter, TODAY, reason="Erreur")


# ---------------------------------------------------------------- the answer


@pytest.mark.parametrize(("day", "allowed"), [(0, True), (15, True), (16, False)])
def test_r5_the_signatory_answers_until_the_last_day(day, allowed):
    letter = received(made.letter_sent())
    signatory = made.holder(letter.demand.mission)
    if allowed:
        answered = observations.answer(letter=letter, answer="Voici.", by=signatory, at=days(day))
        assert (answered.answer, answered.answered_at) == ("Voici.", days(day))
    else:
        with pytest.raises(NotAllowed, match="Le délai pour répondre a pris fin le 17 mars 2026"):
            observations.answer(letter=letter, answer="Voici.", by=signatory, at=days(day))


def test_r5_once_the_demand_is_issued_there_is_nothing_more_to_observe():
    demand = made.issued()
    with pytest.raises(NotAllowed, match="La procédure est terminée"):
        observations.answer(
            letter=demand.prior_letter, answer="Encore", by=made.holder(demand.mission), at=AT
        )


def test_r5_one_answer_and_not_an_empty_one():
    letter = made.letter_sent()
    signatory = made.holder(letter.demand.mission)
    with pytest.raises(Refusal, match="Écrivez les observations"):
        observations.answer(letter=letter, answer=" \n", by=signatory, at=AT)
    observations.answer(letter=letter, answer="Voici.", by=signatory, at=AT)
    with pytest.raises(NotAllowed, match="déjà présenté vos observations"):
        observations.answer(letter=letter, answer="Encore", by=signatory, at=AT)


def test_r5_a_holder_may_ask_only_to_be_heard():
    letter = made.letter_sent()
    signatory = made.holder(letter.demand.mission)
    asked = observations.answer(letter=letter, answer="", hearing_asked=True, by=signatory, at=AT)
    assert (asked.answer, asked.hearing_awaited()) == ("", True)


# ---------------------------------------------------------------- the oral hearing


def asks_to_be_heard(letter: PriorLetter | None = None) -> PriorLetter:
    letter = letter or made.letter_sent()
    signatory = made.holder(letter.demand.mission)
    return observations.answer(
        letter=letter, answer="Nous contestons.", hearing_asked=True, by=signatory, at=AT
    )


def heard(letter: PriorLetter, outcome: str = HearingOutcome.HELD, **said) -> PriorLetter:
    words = {"heard_on": TODAY, "people": "Le maire, son conseil", "said": "Le rapport arrive."}
    officer = factories.member(Role.OFFICER)
    hearing.record_hearing(letter=letter, outcome=outcome, by=officer, at=AT, **words | said)
    return letter


def test_r5_a_hearing_comes_after_the_letter():
    with pytest.raises(Refusal, match="précède l’envoi") as refused:
        heard(asks_to_be_heard(), heard_on=TODAY - timedelta(days=1))
    assert refused.value.field == "heard_on"


def test_r5_no_demand_before_the_hearing_asked_for():
    letter = asks_to_be_heard()
    with pytest.raises(NotAllowed, match="demandé à être entendu"):
        issue(letter)
    assert issue(heard(letter)).state == DemandState.ISSUED


@pytest.mark.parametrize(
    ("outcome", "said", "sentence"),
    [
        (HearingOutcome.HELD, {}, "L’entretien que vous aviez demandé s’est tenu le 2 mars 2026."),
        (
            HearingOutcome.DECLINED,
            {"heard_on": None, "people": "", "said": ""},
            "Vous avez renoncé à l’entretien que vous aviez demandé.",
        ),
        (
            HearingOutcome.ABSENT,
            {"people": "", "said": ""},
            "Personne ne s’est présenté à l’entretien que vous aviez demandé, fixé au 2 mars 2026.",
        ),
    ],
)
def test_r5_the_demand_says_what_became_of_the_hearing(outcome, said, sentence):
    demand = issue(heard(asks_to_be_heard(), outcome, **said))
    assert demand.document.context["procedure"].endswith(f"le 2 mars 2026. {sentence}")


@pytest.mark.parametrize(
    ("outcome", "said", "field"),
    [
        (HearingOutcome.HELD, {"heard_on": None}, "heard_on"),
        (HearingOutcome.ABSENT, {"heard_on": None}, "heard_on"),
        (HearingOutcome.HELD, {"heard_on": TODAY + timedelta(days=1)}, "heard_on"),
        (HearingOutcome.HELD, {"people": " "}, "people"),
        (HearingOutcome.HELD, {"said": ""}, "said"),
    ],
)
def test_r5_a_hearing_says_when_who_and_what(outcome, said, field):
    with pytest.raises(hearing.HearingIncomplete) as refused:
        heard(asks_to_be_heard(), outcome, **said)
    assert refused.value.field == field


def test_r5_the_hearing_is_recorded_once_and_only_where_asked():
    with pytest.raises(NotAllowed, match="n’a pas demandé à être entendu"):
        heard(made.answered())
    letter = heard(asks_to_be_heard())
    with pytest.raises(NotAllowed, match="déjà enregistrées"):
        heard(letter)
    with pytest.raises(IntegrityError, match="expect:"), transaction.atomic():
        Hearing.objects.filter(letter=letter).update(recorded_at=days(1))


def test_r5_a_hearing_recorded_wrongly_is_taken_back_and_recorded_again():
    """« Nobody came » was printed in the signed demand for good."""
    letter = asks_to_be_heard()
    signatory = made.holder(letter.demand.mission)
    heard(letter, HearingOutcome.ABSENT, people="", said="")
    wrong = letter.hearings.get()
    hearing.contest(hearing=wrong, reason="Nous étions là.", by=signatory, at=AT)
    assert Message.objects.filter(event="reports/hearing_contested").exists()
    hearing.cancel(hearing=wrong, reason="Mauvaise case", by=factories.head(), at=AT)
    assert "ne compte plus" in Message.objects.get(event="reports/hearing_cancelled", to=signatory.email).body
    with pytest.raises(NotAllowed, match="demandé à être entendu"):
        issue(letter)
    demand = issue(heard(letter))
    assert demand.document.context["procedure"].endswith("s’est tenu le 2 mars 2026.")
    assert [one.outcome for one in letter.hearings.order_by("pk")] == ["absent", "held"]


def test_r5_a_hearing_is_contested_once_by_its_holder_and_taken_back_once_before_the_issue():
    letter = heard(asks_to_be_heard())
    one, signatory, head = letter.hearings.get(), made.holder(letter.demand.mission), factories.head()
    with pytest.raises(NotAllowed):
        hearing.contest(hearing=one, reason="Non", by=made.holder(made.carried_out()), at=AT)
    with pytest.raises(NotAllowed):
        hearing.cancel(hearing=one, reason="Non", by=signatory, at=AT)
    hearing.contest(hearing=one, reason="Non", by=signatory, at=AT)
    with pytest.raises(NotAllowed, match="déjà contesté"):
        hearing.contest(hearing=one, reason="Encore", by=signatory, at=AT)
    with pytest.raises(hearing.HearingIncomplete, match="motif"):
        hearing.cancel(hearing=one, reason=" ", by=head, at=AT)
    issue(letter)
    with pytest.raises(NotAllowed, match="Émise"):
        hearing.cancel(hearing=one, reason="Trop tard", by=head, at=AT)


def test_r5_one_hearing_stands_at_a_time():
    letter = heard(asks_to_be_heard())
    same = {"letter": letter, "outcome": "declined", "recorded_at": AT, "recorded_by": factories.head()}
    with pytest.raises(IntegrityError, match=r"hearing_one_stands|UNIQUE"), transaction.atomic():
        Hearing.objects.create(**same)


# ---------------------------------------------------------------- the demand


@pytest.mark.parametrize(("day", "allowed"), [(0, False), (15, False), (16, True)])
def test_r5_without_answer_the_time_must_have_run(day, allowed):
    letter = received(made.letter_sent())
    if allowed:
        assert issue(letter, days(day)).state == DemandState.ISSUED
    else:
        with pytest.raises(NotAllowed, match="peut répondre jusqu’au 17 mars 2026 inclus"):
            issue(letter, days(day))


def test_r5_without_receipt_no_time_runs():
    with pytest.raises(NotAllowed, match="pas encore enregistrée"):
        issue(made.letter_sent(), days(300))


def test_r5_without_letter_no_demand():
    with pytest.raises(NotAllowed, match="À vérifier"):
        reimbursement.issue(demand=made.drafted(), reasoning=REASONS, by=factories.head(), at=AT)


def test_r1_return_not_confirmed_no_demand():
    letter = made.answered(made.drafted(made.carried_out(paid=("850.00",), confirmed=False)))
    with pytest.raises(NotAllowed, match="Le retour de la mission n’a pas été constaté"):
        issue(letter)


def test_r5_the_demand_is_reasoned_and_answers_the_observations():
    with pytest.raises(Refusal, match="Motivez la demande"):
        issue(made.answered(), reasoning="  ")
    demand = ReimbursementDemand.objects.get()
    demand = issue(demand.prior_letter, reasoning="Premier motif.\n\nSecond motif.")
    context = demand.document.context
    assert context["reasoning"] == ["Premier motif.", "Second motif."]
    assert context["procedure"].endswith("observations (en ligne), que nous avons reçues le 2 mars 2026.")
    assert context["letter"]["appeal_lines"]
    assert "tribunal administratif" in " ".join(context["letter"]["appeal_lines"])


def test_r5_numbered_without_gap():
    numbers = [made.issued().number for _ in range(3)]
    assert numbers == ["DR-2026-0001", "DR-2026-0002", "DR-2026-0003"]


def test_r5_a_refused_issue_takes_no_number():
    letter = made.answered()
    with pytest.raises(Refusal):
        issue(letter, reasoning="")
    assert issue(letter).number == "DR-2026-0001"


def test_x12_the_demand_shows_who_signs_and_why():
    head = factories.head()
    demand = issue(made.answered(), by=head)
    assert (demand.issued_by, demand.authority.scope) == (head, SignedAct.DEMAND)
    signature = demand.document.context["letter"]["signature"]
    assert signature["name"] == str(head)
    assert signature["capacity"].startswith("Délégué")


def test_r5_recovered_since_the_letter_it_is_not_asked_for():
    letter = made.answered()
    made.cost(letter.demand.mission, "234.56", CostStage.RECOVERED)
    demand = issue(letter)
    assert demand.total == Decimal("1000.00")
    assert demand.document.context["total"] == "1\u202f000,00\u00a0€"
    assert sum(demand.lines.values_list("amount", flat=True)) == demand.total


def test_r5_the_holder_is_never_asked_more_than_was_announced():
    letter = made.answered()
    made.cost(letter.demand.mission, "999.00")
    assert issue(letter).total == Decimal("1234.56")


def test_r5_all_recovered_since_no_demand():
    letter = made.answered()
    made.cost(letter.demand.mission, "1234.56", CostStage.RECOVERED)
    with pytest.raises(reimbursement.NothingToClaim):
        issue(letter)


# ---------------------------------------------------------------- the report comes


@pytest.mark.parametrize("step", [made.drafted, made.answered])
def test_r5_a_report_delivered_before_issue_drops_the_demand(step):
    step()
    demand = ReimbursementDemand.objects.get()
    made.delivered(demand.mission)
    demand.refresh_from_db()
    assert (demand.state, demand.drop_cause, demand.dropped_at) == (
        DemandState.DROPPED,
        DropCause.DELIVERED,
        AT,
    )


def test_r5_after_issue_a_person_decides():
    demand = made.issued()
    made.delivered(demand.mission)
    demand.refresh_from_db()
    assert demand.state == DemandState.ISSUED
    reimbursement.waive(demand=demand, reason="Rapport venu", by=factories.head(), at=AT)
    demand.refresh_from_db()
    assert (demand.state, demand.closing_reason) == (DemandState.WAIVED, "Rapport venu")


def test_r5_a_complement_delivered_after_issue_is_not_told_again():
    demand = made.issued()
    report = made.delivered(demand.mission)
    officer, signatory = factories.member(Role.OFFICER), made.holder(demand.mission)
    told = Message.objects.filter(event="reports/delivered_after_demand").count
    before = told()
    submission.request_more(report=report, reason="Plus", due_on=TODAY + timedelta(days=9), by=officer, at=AT)
    made.complete(report, signatory)
    submission.hand_in(report=report, by=signatory, at=days(1))
    submission.deliver(report=report, by=signatory, at=days(1))
    assert told() == before > 0


def test_r5_a_report_delivered_stops_the_letter_and_the_demand():
    letter = made.answered()
    made.delivered(letter.demand.mission)
    with pytest.raises(NotAllowed, match="Abandonnée"):
        issue(letter)


# ---------------------------------------------------------------- giving up


@pytest.mark.parametrize("act", [reimbursement.drop, reimbursement.waive])
def test_r5_giving_up_says_why(act):
    demand = made.issued() if act is reimbursement.waive else made.drafted()
    with pytest.raises(Refusal, match="Donnez le motif"):
        act(demand=demand, reason=" ", by=factories.head(), at=AT)


def test_r5_an_issued_demand_is_waived_not_dropped():
    demand = made.issued()
    with pytest.raises(NotAllowed, match="Émise"):
        reimbursement.drop(demand=demand, reason="Motif", by=factories.head(), at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM reports_reimbursementdemand",
        "UPDATE reports_reimbursementdemand SET due_on = '2020-01-01'",
        "UPDATE reports_reimbursementdemand SET issued_at = '2020-01-01'",
        "UPDATE reports_reimbursementdemand SET number = 'DR-2026-9999'",
        "UPDATE reports_reimbursementdemand SET total = 1",
        "UPDATE reports_reimbursementdemand SET reasoning = 'x'",
        "UPDATE reports_demandline SET amount = 1",
        "DELETE FROM reports_demandline",
        "INSERT INTO reports_demandline (demand_id, cost_id, amount) SELECT demand_id, cost_id + 1000, 1 "
        "FROM reports_demandline",
        "DELETE FROM reports_priorletter",
        "UPDATE reports_priorletter SET answered_at = '2020-01-01'",
    ],
)
def test_r5_what_was_written_to_the_holder_does_not_change(statement):
    letter = received(made.letter_sent())
    observations.answer(letter=letter, answer="Voici.", by=made.holder(letter.demand.mission), at=AT)
    issue(letter)
    with pytest.raises(IntegrityError, match="expect:"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("act", [reimbursement.drop, reimbursement.waive])
@pytest.mark.parametrize("column", ["drop_cause", "closing_reason"])
def test_r5_why_it_was_given_up_stays_as_it_was(act, column):
    demand = made.issued() if act is reimbursement.waive else made.drafted()
    act(demand=demand, reason="Motif", by=factories.head(), at=AT)
    if (act, column) == (reimbursement.waive, "drop_cause"):
        return
    statement = f"UPDATE reports_reimbursementdemand SET {column} = 'recovered'"
    with pytest.raises(IntegrityError, match="expect:"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_reimbursementdemand SET debtor_siret = '00000000000000'",
        "UPDATE reports_reimbursementdemand SET amount_handed_over = 1",
        "UPDATE reports_reimbursementdemand SET debtor_kind = 'private'",
        "UPDATE reports_reimbursementdemand SET handed_over_at = NULL",
        "UPDATE reports_recoveryentry SET give_back = 1",
        "UPDATE reports_recoveryentry SET kind = 'court'",
    ],
)
def test_r5_what_was_handed_over_does_not_change_by_itself(statement):
    made.contested(made.handed_over())
    with pytest.raises(IntegrityError, match="expect:"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_r5_a_demand_claims_only_what_was_announced_cost_by_cost():
    """The flight announced is recovered, a hotel is paid since: nobody was heard on the hotel, nothing is claimed."""
    letter = made.answered(made.drafted(paid=("850.00",)))
    mission = letter.demand.mission
    made.cost(mission, "850.00", CostStage.RECOVERED)
    made.cost(mission, "800.00", label="Hôtel")
    with pytest.raises(NothingToClaim):
        issue(letter)
    assert reimbursement.all_recovered(demand=letter.demand, at=AT)
    assert overdue.flag_overdue_reports(on=TODAY, at=AT).drafted == 1, "on the hotel, by a letter of its own"
    line = ReimbursementDemand.objects.get(state=DemandState.DRAFT).lines.order_by("pk").last()
    assert (line.cost.label, line.amount) == ("Hôtel", Decimal("800.00"))


def test_r5_each_cost_is_capped_by_what_was_announced_of_it():
    letter = made.answered(made.drafted(paid=("850.00", "384.56")))
    flight = letter.demand.mission.costs.order_by("pk").first()
    made.cost(letter.demand.mission, "-50.00", corrects=flight)
    made.cost(letter.demand.mission, "800.00")
    demand = issue(letter)
    assert [line.amount for line in demand.lines.order_by("pk")] == [Decimal("800.00"), Decimal("384.56")]
    assert demand.total == Decimal("1184.56")


@pytest.mark.parametrize(
    ("paid", "right", "claimed"),
    [
        (("500.00",), "480.00", "480.00"),
        (("500.00",), "520.00", "500.00"),
        (("500.00", "300.00"), "480.00", "780.00"),
        (("500.00", "300.00"), "520.00", "800.00"),
    ],
)
def test_r5_a_cost_put_right_after_the_letter_keeps_its_place(paid, right, claimed):
    """Announced at 500, written anew at 480: the holder was heard on it; never more than was announced."""
    letter = made.answered(made.drafted(paid=paid))
    put_right(first_cost(letter.demand), right)
    assert not reimbursement.all_recovered(demand=letter.demand, at=AT)
    assert "n’a pas été entendu" in told(letter.demand) or Decimal(right) < Decimal(paid[0])
    demand = issue(letter)
    assert (demand.total, demand.lines.count()) == (Decimal(claimed), len(paid))


def test_r5_a_cost_put_right_twice_keeps_its_place():
    letter = made.answered(made.drafted(paid=("500.00",)))
    put_right(put_right(first_cost(letter.demand), "50.00"), "490.00")
    assert "D’autres frais" not in told(letter.demand)
    assert issue(letter).total == Decimal("490.00")


@pytest.mark.parametrize(("right", "said"), [("480.00", "il reste 480,00\u00a0€"), ("520.00", "")])
def test_r5_a_cost_put_right_after_the_issue_is_still_owed(right, said):
    demand = made.issued(made.drafted(paid=("500.00",)))
    put_right(first_cost(demand), right)
    assert said in told(demand)
    assert ("récupérés ou corrigés depuis l’émission" in told(demand)) == bool(said) == bool(told(demand))


def put_right(cost: Cost, amount: str) -> Cost:
    """The line that replaces that one, as the page « Corriger une dépense » writes it."""
    costs.correct_cost(
        cost=cost, reason="Facture", amount=Decimal(amount), by=factories.member(Role.OFFICER), at=AT
    )
    return cost.replacement


def first_cost(demand: ReimbursementDemand) -> Cost:
    return demand.mission.costs.order_by("pk").first()


def told(demand: ReimbursementDemand) -> str:
    """What the page of the demand says has changed."""
    demand = ReimbursementDemand.objects.select_related("mission__organisation").get(pk=demand.pk)
    return " ".join(changed_since(demand, selectors.claim_lines([demand.mission_id])[demand.mission_id]))


def test_r5_the_letters_state_the_stay_as_it_was_and_the_limit_that_stands():
    """Interrupted, back on the 28th of the 30th foreseen; a longer limit was granted."""
    mission = made.carried_out(paid=("850.00",), return_confirmed_on=made.RETURNED_ON - timedelta(days=2))
    returns.set_limit(mission=mission, due_on=TODAY - timedelta(days=1), reason="Délai", by=None, at=AT)
    letter = made.answered(made.drafted(mission))
    assert "du 27 au 28 décembre 2025 (2\u00a0jours)" in letter.document.context["facts"]
    assert "devait être remis au plus tard le 1er mars 2026." in letters.first_reasoning(letter)
    assert "du 27 au 28 décembre 2025 (2\u00a0jours)" in issue(letter).document.context["facts"]


def test_r5_of_people_back_before_the_day_agreed_the_letter_says_the_last_day():
    back = made.RETURNED_ON - timedelta(days=7)
    letter = made.letter_sent(made.drafted(made.carried_out(paid=("850.00",), return_confirmed_on=back)))
    assert "a conduit jusqu’au 23 décembre 2025 la mission" in letter.document.context["facts"]


def test_r5_two_documents():
    made.issued()
    assert list(IssuedDocument.objects.order_by("pk").values_list("kind", flat=True)) == [
        "prior_letter",
        "demand",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_priorletter SET answer = 'declined'",
        "UPDATE reports_hearing SET outcome = 'declined'",
        "UPDATE reports_hearing SET said = 'Autre'",
        "DELETE FROM reports_hearing",
    ],
)
def test_r5_what_the_holder_said_stays_as_it_was(statement):
    heard(asks_to_be_heard())
    with pytest.raises(IntegrityError, match="expect:"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
