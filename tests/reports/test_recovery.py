"""What becomes of an issued demand: the register (spec R5)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from expect.accounts.enums import Role
from expect.accounts.siren import WrongSiret
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from missions import endings, returns
from missions.enums import CostStage
from reports import overdue, recovery, reimbursement, selectors
from reports.enums import DemandState, RecoveryStep
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.views.standing import changed_since
from tests import factories
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = pytest.mark.django_db

HEAD = {"decided_on": TODAY, "reference": "D-4", "reason": "Motif", "at": AT}


@pytest.fixture
def demand() -> ReimbursementDemand:
    """1 234,56 € asked, handed over."""
    return made.handed_over()


def again(demand: ReimbursementDemand) -> ReimbursementDemand:
    return ReimbursementDemand.objects.select_related("mission__organisation").get(pk=demand.pk)


# ---------------------------------------------------------------- the hand-over


def test_r5_the_hand_over_freezes_the_debtor(demand):
    assert (demand.state, demand.debtor_siret) == (DemandState.HANDED_OVER, made.SIRET)
    assert demand.debtor_name == demand.mission.organisation.name
    entry = demand.entries.get()
    assert (entry.step, entry.reference, entry.amount) == (RecoveryStep.HANDED_OVER, "BE-2026-7", 0)
    with pytest.raises(IntegrityError, match="expect:"), transaction.atomic():
        ReimbursementDemand.objects.filter(pk=demand.pk).update(debtor_siret="0" * 14)


def test_r5_the_siret_is_that_of_the_holder():
    demand = made.issued()
    demand.mission.organisation.siren = "214400103"
    demand.mission.organisation.save()
    with pytest.raises(WrongSiret, match="n’est pas celui de cet organisme"):
        made.hand_over(demand, factories.head())
    assert again(demand).state == DemandState.ISSUED


@pytest.mark.parametrize(("offset", "sentence"), [(1, "à venir"), (-1, "pas encore émise")])
def test_r5_no_line_is_to_come_nor_before_the_demand(demand, offset, sentence):
    with pytest.raises(recovery.ImpossibleEntry, match=sentence) as refused:
        recovery.record_payment(
            demand=demand, amount=Decimal(1), paid_on=TODAY + timedelta(days=offset), reference="", by=factories.head(),
            at=AT,
        )  # fmt: skip
    assert refused.value.field == "paid_on"


# ---------------------------------------------------------------- payments


def test_r5_partial_payments_then_the_last_one_settles(demand):
    made.paid(demand, "1000.00")
    demand = again(demand)
    assert (demand.state, demand.outstanding()) == (DemandState.HANDED_OVER, Decimal("234.56"))
    made.paid(demand, "234.56")
    demand = again(demand)
    assert (demand.state, demand.settled_at, demand.outstanding()) == (DemandState.SETTLED, AT, 0)
    assert Message.objects.filter(event="reports/demand_settled").exists()


def test_r5_a_payment_larger_than_the_claim_has_its_sentence(demand):
    made.paid(demand, "1000.00")
    with pytest.raises(recovery.ImpossibleEntry, match="Il reste 234,56\u00a0€ à recouvrer") as refused:
        made.paid(demand, "234.57")
    assert (refused.value.field, again(demand).cleared) == ("amount", Decimal("1000.00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReimbursementDemand.objects.filter(pk=demand.pk).update(cleared=Decimal("1234.57"))


def test_r5_a_payment_of_nothing_has_its_sentence(demand):
    with pytest.raises(recovery.ImpossibleEntry, match="supérieure à zéro") as refused:
        made.paid(demand, "0.00")
    assert (refused.value.field, again(demand).cleared) == ("amount", 0)


def test_r5_nothing_is_paid_before_the_hand_over():
    with pytest.raises(NotAllowed, match="Impossible à ce stade"):
        made.paid(made.issued(), "10.00")


def test_r5_a_mistake_is_cancelled_and_both_lines_stay(demand):
    entry = made.paid(demand, "1234.56")
    officer = factories.member(Role.OFFICER)
    back = recovery.cancel_entry(entry=entry, reason="Autre dossier", by=officer, at=AT)
    demand = again(demand)
    assert (demand.state, demand.cleared, demand.settled_at) == (DemandState.HANDED_OVER, 0, None)
    assert (back.cancels, back.amount) == (entry, Decimal("-1234.56"))
    with pytest.raises(NotAllowed, match="déjà annulée"):
        recovery.cancel_entry(entry=entry, reason="Encore", by=officer, at=AT)
    for change in (lambda rows: rows.update(amount=1), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="expect:"), transaction.atomic():
            change(RecoveryEntry.objects.filter(pk=back.pk))


# ---------------------------------------------------------------- given up, contested


def test_r5_a_remission_in_part_then_a_write_off(demand):
    head = factories.head()
    recovery.remit(demand=demand, amount=Decimal("234.56"), by=head, **HEAD)
    assert again(demand).outstanding() == Decimal("1000.00")
    entry = recovery.write_off(demand=demand, by=head, **HEAD)
    assert (entry.amount, again(demand).state) == (Decimal("1000.00"), DemandState.SETTLED)


@pytest.mark.parametrize("act", [recovery.remit, recovery.write_off])
def test_r5_giving_up_wants_a_reason(demand, act):
    given = HEAD | {"reason": " "} | ({"amount": Decimal(1)} if act is recovery.remit else {})
    with pytest.raises(recovery.ImpossibleEntry, match="motif"):
        act(demand=demand, by=factories.head(), **given)
    assert again(demand).cleared == 0


@pytest.mark.parametrize(
    ("reduction", "state", "left"),
    [
        (None, DemandState.HANDED_OVER, "1234.56"),
        ("34.56", DemandState.HANDED_OVER, "1200.00"),
        ("1234.56", DemandState.SETTLED, "0"),
    ],
)
def test_r5_a_contestation_is_answered(demand, reduction, state, left):
    made.contested(demand)
    assert again(demand).contested_on == TODAY
    with pytest.raises(NotAllowed, match="déjà en cours"):
        made.contested(demand)
    recovery.answer_contestation(
        demand=demand, answered_on=TODAY, reduction=reduction and Decimal(reduction), reference="R-1", reason="Motif",
        by=factories.head(), at=AT,
    )  # fmt: skip
    demand = again(demand)
    assert (demand.contested_on, demand.state, demand.outstanding()) == (None, state, Decimal(left))


# ---------------------------------------------------------------- what changes under it


def test_r5_the_report_comes_after_the_issue_a_person_decides():
    demand, head = made.issued(), factories.head()
    made.delivered(demand.mission)
    with pytest.raises(NotAllowed, match="le délégué dit d’abord si la demande est maintenue"):
        made.hand_over(again(demand), head)
    recovery.maintain(demand=demand, reason="Huit mois de retard", by=head, at=AT)
    assert made.hand_over(again(demand), head).demand.state == DemandState.HANDED_OVER


def test_r5_the_report_comes_after_the_hand_over_daect_is_told(demand):
    made.delivered(demand.mission)
    assert Message.objects.filter(event="reports/delivered_after_demand").exists()
    assert again(demand).state == DemandState.HANDED_OVER


def test_r4_a_mission_is_claimed_once_whatever_became_of_the_demand():
    demand = made.settled()
    returns.set_limit(
        mission=demand.mission, due_on=TODAY - timedelta(days=1), reason="Corrigée", by=None, at=AT
    )
    made.cost(demand.mission, "50.00")
    assert overdue.flag_overdue_reports(on=TODAY, at=AT).drafted == 0


def said(demand: ReimbursementDemand, paid: str = "0") -> str:
    lines = selectors.claim_lines([demand.mission_id]).get(demand.mission_id, [])
    return " ".join(changed_since(again(demand), selectors.total(lines), Decimal(paid)))


def test_r5_what_changed_under_an_issued_demand_is_said(demand):
    assert said(demand) == ""
    made.cost(demand.mission, "234.56", CostStage.RECOVERED)
    assert "il reste 1\u202f000,00\u00a0€ à la charge" in said(demand)
    recovery.remit(demand=demand, amount=Decimal("234.56"), by=factories.head(), **HEAD)
    assert said(demand) == ""
    made.paid(demand, "1000.00")
    assert said(demand, "1000.00") == ""


def test_r5_a_new_siren_and_a_moved_limit_are_said(demand):
    body = demand.mission.organisation
    body.siren = "214400103"
    body.save()
    returns.set_limit(
        mission=demand.mission, due_on=TODAY + timedelta(days=9), reason="Retour corrigé", by=None, at=AT
    )
    assert "Le SIREN de l’organisme est désormais 214400103" in said(demand)
    assert "a changé (11 mars 2026). La demande émise reste" in said(demand)


def test_r5_before_the_issue_the_costs_that_changed_are_said():
    draft = made.drafted()
    assert said(draft) == ""
    made.cost(draft.mission, "34.56", CostStage.RECOVERED)
    assert "1\u202f200,00\u00a0€ restent à la charge du ministère, au lieu de 1\u202f234,56\u00a0€" in said(
        draft
    )
    letter = made.letter_sent(draft)
    assert said(letter.demand) == ""
    made.cost(draft.mission, "200.00", CostStage.RECOVERED)
    assert "la demande portera sur 1\u202f000,00\u00a0€, au lieu des 1\u202f200,00\u00a0€ annoncés" in said(
        draft
    )
    made.cost(draft.mission, "500.00")
    assert "(1\u202f500,00\u00a0€ en tout)" in said(draft)
    made.cost(draft.mission, "1500.00", CostStage.RECOVERED)
    assert said(draft) == reimbursement.NOTHING


def test_r5_before_the_issue_a_moved_limit_is_said():
    draft = made.drafted()
    returns.set_limit(
        mission=draft.mission, due_on=TODAY + timedelta(days=9), reason="Retour corrigé", by=None, at=AT
    )
    assert "a changé (11 mars 2026). La demande est abandonnée au prochain contrôle quotidien" in said(draft)


def test_r1_nobody_left_no_letter_goes_and_the_next_run_drops_the_demand():
    """Bad input: a demand on a mission that is cancelled."""
    mission = made.carried_out(confirmed=False, paid=("850.00",))
    draft, head = made.drafted(mission), factories.head()
    endings.record_no_departure(mission=mission, reason="Visas refusés", by=head, at=AT)
    assert said(draft) == (
        "Aucun rapport n’est plus attendu pour cette mission. La demande est abandonnée au prochain contrôle quotidien."
    )
    with pytest.raises(NotAllowed, match="La mission a été annulée"):
        reimbursement.send_prior_letter(demand=again(draft), by=head, at=AT)
    assert overdue.flag_overdue_reports(on=TODAY, at=AT).dropped == 1
    assert overdue.flag_overdue_reports(on=TODAY, at=AT).drafted == 0


def test_r5_the_form_and_the_database_refuse_more_than_what_is_owed(demand, visit, clock):
    """Bad input: a paid amount larger than the claim; the act is tested above."""
    typed = {"amount": "1234,57", "paid_on": TODAY.isoformat(), "reference": "QT-9"}
    page = visit(factories.member(Role.OFFICER), "record_payment", demand, data=typed)
    assert "Il reste 1 234,56 € à recouvrer : indiquez cette somme au plus." in page.words
    assert "QT-9" in page.content.decode(), "nothing typed is lost"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_reimbursementdemand SET cleared = 1234.57 WHERE id = %s", [demand.pk])


def test_r5_an_answer_after_the_issue_is_refused_on_its_page(demand, visit, clock):
    """Bad input: an answer after issue; once given, the database keeps the first (`test_reimbursement`)."""
    signatory = made.holder(demand.mission)
    page = visit(signatory, "answer", demand.prior_letter, data={"answer": "Le rapport est prêt."})
    assert "La procédure est terminée : il n’y a plus d’observations à présenter." in page.words
    assert "Le rapport est prêt." in page.words, "nothing typed is lost"


def test_r5_a_siren_that_changed_since_the_letter_is_said_until_the_debtor_is_frozen():
    demand = made.drafted()
    body = demand.mission.organisation
    body.siren = "214400103"
    body.save()
    assert said(demand) == ""
    letter = made.letter_sent(demand)
    body.siren = "200054781"
    body.save()
    new = "désormais 200054781\u202f; c’était 214400103 à l’envoi de la lettre préalable"
    assert new in said(demand)
    reimbursement.answer(letter=letter, answer="Voici.", by=made.holder(demand.mission), at=AT)
    demand = reimbursement.issue(demand=again(demand), reasoning="Motif", by=factories.head(), at=AT)
    assert new in said(demand), "nothing is frozen before the hand-over"
    made.hand_over(demand, factories.head(), siret="20005478100006")
    assert said(demand) == "", "the debtor handed over is the body of that day"


# ---------------------------------------------------------------- the register, the trace


def test_r5_the_register_adds_up_what_is_owed_and_since_when(demand):
    made.paid(demand, "1000.00")
    everything = ReimbursementDemand.objects.all()
    sums = selectors.register(everything, TODAY)
    assert sums == {"asked": Decimal("1234.56"), "cleared": 1000, "outstanding": Decimal("234.56"), "old": 0}
    assert selectors.register(everything, TODAY + timedelta(days=91))["old"] == Decimal("234.56")
    assert selectors.register(everything, TODAY + timedelta(days=90))["old"] == 0


def test_x2_each_line_is_in_the_journal_with_its_author(demand):
    made.paid(demand, "1.00")
    line = Entry.objects.get(action="recovery_paid")
    assert (line.subject_id, line.details["amount"]) == (demand.public_id, "1.00")


def test_x3_the_holder_learns_each_line(demand):
    made.holder(demand.mission)
    Message.objects.all().delete()
    made.paid(demand, "1000.00")
    mail = Message.objects.filter(event="reports/recovery_entered").first()
    assert mail.title == f"Demande {demand.number} : paiement"
    assert mail.body.split("\n")[0] == f"Il reste 234,56\u00a0€ à payer sur la demande {demand.number}."


def test_r5_waived_nothing_is_owed():
    demand = reimbursement.waive(demand=made.issued(), reason="Motif", by=factories.head(), at=AT)
    assert demand.outstanding() == 0
    assert selectors.register(ReimbursementDemand.objects.all(), TODAY)["outstanding"] == 0
