"""What becomes of an issued demand: the register (spec R5)."""

from datetime import date, timedelta
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
from reports import (
    contestation,
    observations,
    overdue,
    recovery,
    register,
    reimbursement,
    rules,
    selectors,
    served,
)
from reports.enums import Contestation, DebtorKind, DemandState, RecoveryStep
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.views.changes import changed_since, late_to_contest
from reports.views.claims import cancellable
from tests import factories
from tests.labels.factories import upload
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
    back = register.cancel_entry(entry=entry, reason="Autre dossier", by=officer, at=AT)
    demand = again(demand)
    assert (demand.state, demand.cleared, demand.settled_at) == (DemandState.HANDED_OVER, 0, None)
    assert (back.cancels, back.amount) == (entry, Decimal("-1234.56"))
    with pytest.raises(NotAllowed, match="déjà annulée"):
        register.cancel_entry(entry=entry, reason="Encore", by=officer, at=AT)
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
    contestation.answer_contestation(
        demand=demand, answered_on=TODAY, reduction=reduction and Decimal(reduction), reference="R-1", reason="Motif",
        by=factories.head(), at=AT,
    )  # fmt: skip
    demand = again(demand)
    assert (demand.contested_on, demand.state, demand.outstanding()) == (None, state, Decimal(left))


def answered(demand: ReimbursementDemand, reduction: str | None, by=None) -> RecoveryEntry:
    """The answer to the contestation under way."""
    return contestation.answer_contestation(
        demand=again(demand), answered_on=TODAY, reduction=reduction and Decimal(reduction), reference="R-1",
        reason="Motif", by=by or factories.head(), at=AT,
    )  # fmt: skip


def test_r5_paid_in_full_a_demand_is_contested_and_what_is_upheld_is_given_back():
    """Paying a titre de perception is not agreeing: the contestation is answered, the sum goes back by its own line."""
    demand = made.handed_over()
    made.contested(demand)
    made.paid(again(demand), "1234.56")
    demand = again(demand)
    assert (demand.state, demand.contested_on) == (DemandState.SETTLED, TODAY)
    entry = answered(demand, "234.56")
    assert (entry.amount, entry.give_back) == (0, Decimal("234.56"))
    demand = again(demand)
    assert (demand.state, demand.contested_on, demand.to_give_back) == (
        DemandState.SETTLED,
        None,
        entry.give_back,
    )
    officer, back = factories.member(Role.OFFICER), {"given_back_on": TODAY, "reference": "RB-1", "at": AT}
    with pytest.raises(recovery.ImpossibleEntry, match="234,56\u00a0€ sont à restituer"):
        recovery.give_back(demand=demand, amount=Decimal("234.57"), by=officer, **back)
    recovery.give_back(demand=demand, amount=Decimal("234.56"), by=officer, **back)
    assert again(demand).to_give_back == 0
    with pytest.raises(NotAllowed, match="Aucune somme n’est à restituer"):
        recovery.give_back(demand=again(demand), amount=Decimal(1), by=officer, **back)


def test_r5_a_reduction_first_takes_off_what_is_owed_then_goes_back():
    demand = made.handed_over()
    made.paid(demand, "1000.00")
    made.contested(again(demand))
    with pytest.raises(
        recovery.ImpossibleEntry, match="1\u202f234,56\u00a0€ sont dus ou ont été payés"
    ) as refused:
        answered(demand, "1234.57")
    assert refused.value.field == "reduction"
    entry = answered(demand, "500.00")
    demand = again(demand)
    assert (entry.amount, entry.give_back) == (Decimal("234.56"), Decimal("265.44"))
    assert (demand.state, demand.to_give_back) == (DemandState.SETTLED, Decimal("265.44"))
    assert selectors.paid(demand) == Decimal("734.56")


def test_r5_no_negative_reduction():
    demand = made.handed_over()
    made.contested(demand)
    with pytest.raises(recovery.ImpossibleEntry):
        answered(demand, "-1.00")


@pytest.mark.parametrize("kind", Contestation.values)
def test_x10_before_whom_it_is_contested_says_who_answers_and_when_silence_rejects(kind):
    demand, officer = made.handed_over(), factories.member(Role.OFFICER)
    entry = made.contested(demand, kind=kind)
    silent = kind in (Contestation.AUTHOR, Contestation.MINISTER)
    assert entry.answer_by == (date(2026, 5, 2) if silent else None)
    if kind == Contestation.AUTHOR:
        with pytest.raises(NotAllowed):
            answered(demand, None, by=officer)
    else:
        assert answered(demand, None, by=officer).step == RecoveryStep.ANSWERED


def test_r5_a_contestation_out_of_time_is_said_to_be(demand):
    letter = demand.prior_letter
    served.register_service(act=demand, received_on=TODAY, scan=upload(), by=factories.head(), at=AT)
    late = AT + timedelta(days=80)
    made.contested(again(demand), at=late)
    assert "a pris fin le" in late_to_contest(again(demand))
    assert letter.demand_id == demand.pk


# ---------------------------------------------------------------- mistakes


def cancelled(entry: RecoveryEntry) -> ReimbursementDemand:
    register.cancel_entry(entry=entry, reason="Erreur de saisie", by=factories.member(Role.OFFICER), at=AT)
    return again(entry.demand)


def test_r5_a_hand_over_with_the_wrong_siret_is_cancelled_and_done_again(demand):
    sent = demand.entries.get()
    back = cancelled(sent)
    assert (back.state, back.handed_over_at, back.debtor_siret, back.amount_handed_over) == (
        DemandState.ISSUED, None, "", None,
    )  # fmt: skip
    assert made.SIRET in sent.note, "what was handed over stays in the register"
    made.hand_over(back, factories.head())
    assert again(demand).debtor_siret == made.SIRET


def test_r5_no_hand_over_is_cancelled_under_a_payment(demand):
    made.paid(demand, "10.00")
    with pytest.raises(NotAllowed, match="annulez-les d’abord"):
        cancelled(demand.entries.order_by("pk").first())


def test_r5_a_contestation_and_its_answer_are_cancelled_the_last_first(demand):
    lodged = made.contested(demand)
    reply = answered(demand, "234.56")
    with pytest.raises(NotAllowed, match="annulez d’abord la réponse"):
        cancelled(lodged)
    demand = cancelled(reply)
    assert (demand.contested_on, demand.outstanding()) == (TODAY, demand.total)
    assert cancelled(lodged).contested_on is None


def test_r5_the_page_offers_to_cancel_what_the_rule_lets_cancel(demand):
    made.paid(demand, "10.00")
    made.contested(again(demand))
    answered(demand, "5.00")
    made.contested(again(demand))
    demand, officer = again(demand), factories.member(Role.OFFICER)
    entries = list(selectors.entries(demand))
    for entry in entries:
        entry.demand = demand
    allowed = {entry.pk for entry in entries if rules.may_cancel_entry(officer, entry, TODAY)}
    assert cancellable(demand, entries) == allowed
    assert len(allowed) == 2, "the payment, and the last contestation"


def test_r5_an_answer_that_had_settled_the_demand_before_the_hand_over_is_cancelled():
    demand = made.issued()
    made.contested(demand)
    reply = answered(demand, "1234.56")
    assert again(demand).state == DemandState.SETTLED
    assert cancelled(reply).state == DemandState.ISSUED


def test_r5_an_answer_is_not_cancelled_once_the_sum_was_given_back():
    demand = made.settled()
    made.contested(demand)
    reply = answered(demand, "100.00")
    with pytest.raises(register.ImpossibleEntry, match="annulez d’abord la réponse"):
        cancelled(demand.entries.get(step=RecoveryStep.PAID))
    recovery.give_back(
        demand=again(demand),
        amount=Decimal(100),
        given_back_on=TODAY,
        reference="RB-1",
        by=factories.head(),
        at=AT,
    )
    with pytest.raises(NotAllowed, match="annulez d’abord cette restitution"):
        cancelled(reply)
    cancelled(demand.entries.get(step=RecoveryStep.GIVEN_BACK))
    assert cancelled(reply).to_give_back == 0


@pytest.mark.parametrize("act", ["hand_over", "record_payment"])
def test_r5_each_paper_has_its_reference(act):
    demand = made.issued() if act == "hand_over" else made.handed_over()
    given = (
        {"siret": made.SIRET, "handed_over_on": TODAY}
        if act == "hand_over"
        else {"amount": Decimal(1), "paid_on": TODAY}
    )
    with pytest.raises(register.ImpossibleEntry, match="référence") as refused:
        getattr(recovery, act)(demand=demand, reference=" ", by=factories.head(), at=AT, **given)
    assert refused.value.field == "reference"


# ---------------------------------------------------------------- what is owed at the hand-over


def test_r5_the_hand_over_asks_what_is_owed_not_what_was_asked():
    demand = made.issued()
    made.contested(demand)
    answered(demand, "34.56")
    demand = made.hand_over(again(demand), factories.head()).demand
    assert (demand.amount_handed_over, demand.debtor_kind) == (Decimal("1200.00"), DebtorKind.PUBLIC)
    made.paid(demand, "200.00")
    assert selectors.to_recover(again(demand)) == Decimal("1200.00"), "frozen with the debtor"


def test_r5_the_page_of_the_hand_over_says_what_is_owed_and_what_changed(visit, clock):
    demand, officer = made.issued(), factories.member(Role.OFFICER)
    made.contested(demand)
    answered(demand, "34.56")
    made.cost(demand.mission, "1000.00", CostStage.RECOVERED)
    page = visit(officer, "hand_over", demand)
    assert "1 200,00 € sont à recouvrer" in page.words
    assert "À recouvrer 1 200,00 €" in page.words
    assert "il reste 234,56 € à la charge du ministère" in page.words


# ---------------------------------------------------------------- what changes under it


def test_r5_the_report_comes_after_the_issue_a_person_decides():
    demand, head = made.issued(), factories.head()
    made.delivered(demand.mission)
    with pytest.raises(NotAllowed, match="la déléguée ou le délégué dit d’abord si la demande est maintenue"):
        made.hand_over(again(demand), head)
    contestation.maintain(demand=demand, reason="Huit mois de retard", by=head, at=AT)
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


def said(demand: ReimbursementDemand) -> str:
    account = selectors.claim_lines([demand.mission_id]).get(demand.mission_id, [])
    return " ".join(changed_since(again(demand), account))


def test_r5_what_changed_under_an_issued_demand_is_said(demand):
    assert said(demand) == ""
    made.cost(demand.mission, "234.56", CostStage.RECOVERED)
    assert "il reste 1\u202f000,00\u00a0€ à la charge" in said(demand)
    recovery.remit(demand=demand, amount=Decimal("234.56"), by=factories.head(), **HEAD)
    assert said(demand) == ""
    made.paid(demand, "1000.00")
    assert said(demand) == ""


def test_r5_a_new_siren_and_a_moved_limit_are_said(demand):
    body = demand.mission.organisation
    body.siren = "214400103"
    body.save()
    returns.set_limit(
        mission=demand.mission, due_on=TODAY + timedelta(days=9), reason="Retour corrigé", by=None, at=AT
    )
    assert "Le SIREN de l’organisme est désormais 214400103" in said(demand)
    assert "a changé (11 mars 2026). La demande émise reste" in said(demand)


@pytest.mark.parametrize(
    ("make", "words", "rule"),
    [
        (made.issued, "peut y renoncer", rules.may_waive),
        (made.handed_over, "peut remettre", rules.may_give_up),
    ],
)
def test_r5_what_the_page_offers_the_rules_allow(make, words, rule):
    demand = make()
    returns.set_limit(
        mission=demand.mission, due_on=TODAY + timedelta(days=9), reason="Corrigé", by=None, at=AT
    )
    assert words in said(demand)
    assert rule(factories.head(), again(demand), TODAY)


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
    assert "(500,00\u00a0€)\u00a0: ils ne sont pas demandés" in said(draft)
    assert "la demande portera sur 1\u202f000,00\u00a0€" in said(draft), "no more than what was heard"
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
    new = "désormais 200054781\u00a0; c’était 214400103 à l’envoi de la lettre préalable"
    assert new in said(demand)
    observations.answer(letter=letter, answer="Voici.", by=made.holder(demand.mission), at=AT)
    demand = reimbursement.issue(demand=again(demand), reasoning="Motif", by=factories.head(), at=AT)
    assert new in said(demand), "nothing is frozen before the hand-over"
    made.hand_over(demand, factories.head(), siret="20005478100006")
    assert said(demand) == "", "the debtor handed over is the body of that day"


# ---------------------------------------------------------------- the register, the trace


def test_r5_the_register_adds_up_to_what_was_asked():
    """Asked = paid + remitted + written off + reduced + waived + owed; a draft and a dropped one count for nothing."""
    head = factories.head()
    reimbursement.waive(demand=made.issued(), reason="Motif", by=head, at=AT)
    reimbursement.drop(demand=made.drafted(), reason="Motif", by=head, at=AT)
    made.drafted()
    written = made.handed_over()
    made.paid(written, "34.56")
    recovery.write_off(demand=again(written), by=head, **HEAD)
    open_ = made.handed_over()
    made.contested(open_)
    answered(open_, "200.00")
    recovery.remit(demand=again(open_), amount=Decimal("34.56"), by=head, **HEAD)
    made.settled()
    everything = ReimbursementDemand.objects.all()
    sums = selectors.register(everything, TODAY)
    assert sums == {
        "asked": Decimal("4938.24"),
        "paid": Decimal("1269.12"),
        "remitted": Decimal("34.56"),
        "written_off": Decimal("1200.00"),
        "reduced": Decimal("200.00"),
        "waived": Decimal("1234.56"),
        "outstanding": Decimal("1000.00"),
        "to_give_back": 0,
    }
    assert sums["asked"] == sum(sums.values()) - sums["asked"]


@pytest.mark.parametrize(("days", "rank"), [(0, 0), (30, 0), (31, 1), (90, 1), (91, 2), (365, 2), (366, 3)])
def test_r5_what_is_owed_falls_in_one_class_of_age(demand, days, rank):
    ages = selectors.ages(ReimbursementDemand.objects.all(), TODAY + timedelta(days=days))
    assert [sum_ for _, sum_ in ages] == [demand.total if n == rank else 0 for n in range(4)]


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
