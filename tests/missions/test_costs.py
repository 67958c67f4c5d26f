"""What the ministry spends, line by line (spec M7)."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from expect.audit.models import Entry
from expect.documents.checks import UploadRefused
from expect.kernel.errors import NotAllowed, StateChanged
from missions import costs, selectors
from missions.costs import AlreadyCorrected, AlreadyEntered, CostRefused
from missions.enums import Buyer, CostStage
from missions.models.limits import OutOfLimits
from tests.labels.factories import upload
from tests.missions import factories as made
from tests.moments import AT

pytestmark = pytest.mark.django_db


def test_m7_line_by_line_with_totals_per_stage(cast):
    mission = made.draft(cast)
    made.cost(cast, mission, CostStage.ESTIMATED, "1200.00")
    made.cost(cast, mission, CostStage.PAID, "0.10")
    made.cost(cast, mission, CostStage.PAID, "0.20")
    made.cost(cast, mission, CostStage.RECOVERED, "0.05")
    assert selectors.cost_totals(mission) == {
        CostStage.ESTIMATED: Decimal("1200.00"),
        CostStage.COMMITTED: Decimal("0.00"),
        CostStage.PAID: Decimal("0.30"),
        CostStage.RECOVERED: Decimal("0.05"),
    }
    assert selectors.net_paid(mission) == Decimal("0.25")


def test_m7_nothing_spent_is_zero(cast):
    assert selectors.net_paid(made.draft(cast)) == Decimal("0.00")


def test_m7_the_journal_has_the_sum_and_no_words(cast):
    line = made.cost(cast, made.draft(cast), amount="12.50")
    entry = Entry.objects.get(action="record_cost")
    assert entry.details == {"cost": line.public_id, "stage": "paid", "amount": "12.50"}


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_m7_above_zero(cast, amount):
    with pytest.raises(OutOfLimits) as refused:
        made.cost(cast, made.draft(cast), amount=amount)
    assert refused.value.field == "amount"


@pytest.mark.parametrize(
    ("stage", "wanted"), [("estimated", False), ("committed", False), ("paid", True), ("recovered", True)]
)
def test_m7_what_is_paid_has_its_reference(cast, stage, wanted):
    mission = made.draft(cast)
    made.cost(cast, mission)
    if wanted:
        with pytest.raises(CostRefused) as refused:
            made.cost(cast, mission, stage, reference=" ")
        assert refused.value.field == "reference"
    else:
        assert made.cost(cast, mission, stage, reference="").pk


def test_m7_no_more_recovered_than_paid(cast):
    mission = made.draft(cast)
    made.cost(cast, mission, CostStage.PAID, "100.00")
    with pytest.raises(CostRefused, match="100,00"):
        made.cost(cast, mission, CostStage.RECOVERED, "100.01")
    assert made.cost(cast, mission, CostStage.RECOVERED, "100.00").pk


def test_m7_a_correction_never_erases_the_former_line(cast):
    mission = made.draft(cast)
    line = made.cost(cast, mission, amount="1500.00", proof=upload())
    contrary = costs.correct_cost(
        cost=line, reason="Devis au lieu de la facture", amount=Decimal("980.50"), by=cast.officer, at=AT
    )
    assert (contrary.amount, contrary.corrects, contrary.label) == (
        Decimal("-1500.00"),
        line,
        "Devis au lieu de la facture",
    )
    assert [one.amount for one in selectors.costs(mission)] == [
        Decimal("1500.00"),
        Decimal("-1500.00"),
        Decimal("980.50"),
    ]
    assert {one.proof_id for one in selectors.costs(mission)} == {line.proof_id}
    assert selectors.net_paid(mission) == Decimal("980.50")


def test_m7_the_invoice_that_comes_later_is_joined_once(cast):
    line = made.cost(cast, made.draft(cast))
    assert line.lacks_proof
    costs.join_proof(cost=line, proof=upload("Facture.pdf"), by=cast.officer, at=AT)
    kept = selectors.costs(line.mission).get()
    assert (kept.proof.name, kept.lacks_proof) == ("Facture.pdf", False)
    line.proof = None
    with pytest.raises(StateChanged):
        costs.join_proof(cost=line, proof=upload("Autre.pdf"), by=cast.officer, at=AT)
    with pytest.raises(DatabaseError, match="expect:"), transaction.atomic():
        type(line).objects.filter(pk=line.pk).update(proof=None)
    with pytest.raises(NotAllowed):
        costs.join_proof(cost=line, proof=upload(), by=cast.signatory, at=AT)


@pytest.mark.parametrize(("stage", "lacks"), [("estimated", False), ("committed", False), ("paid", True)])
def test_m7_only_money_that_moved_lacks_its_proof(cast, stage, lacks):
    assert made.cost(cast, made.draft(cast), stage).lacks_proof is lacks


def test_m7_a_wrong_proof_is_not_carried_to_the_right_line(cast):
    mission = made.draft(cast)
    line = made.cost(cast, mission, amount="1500.00", proof=upload("Devis.pdf"))
    right = {"reason": "Devis au lieu de la facture", "by": cast.officer, "at": AT}
    with pytest.raises(CostRefused) as refused:
        costs.correct_cost(cost=line, proof=upload("Facture.pdf"), **right)
    assert refused.value.field == "amount"
    costs.correct_cost(cost=line, amount=Decimal("980.50"), proof=upload("Facture.pdf"), **right)
    names = [one.proof.name for one in selectors.costs(mission)]
    assert names == ["Devis.pdf", "Devis.pdf", "Facture.pdf"]


def test_m7_a_line_is_corrected_once_a_correction_never(cast):
    line = made.cost(cast, made.draft(cast))
    contrary = costs.correct_cost(cost=line, reason="Erreur", by=cast.officer, at=AT)
    for again in (line, contrary):
        with pytest.raises(AlreadyCorrected):
            costs.correct_cost(cost=again, reason="Erreur", by=cast.officer, at=AT)


def test_m7_what_was_recovered_stands_in_the_way(cast):
    mission = made.draft(cast)
    paid = made.cost(cast, mission, CostStage.PAID, "100.00")
    made.cost(cast, mission, CostStage.RECOVERED, "60.00")
    with pytest.raises(CostRefused, match="récupération"):
        costs.correct_cost(cost=paid, reason="Erreur", by=cast.officer, at=AT)
    assert mission.costs.count() == 2


ORDER = "EJ-2026-001"


def test_m7_the_same_payment_is_entered_once(cast):
    mission = made.draft(cast)
    made.cost(cast, mission, reference=ORDER)
    with pytest.raises(AlreadyEntered) as refused:
        made.cost(cast, mission, label="Vols", reference=" ej-2026-001 ")
    assert refused.value.field == "reference"
    assert refused.value.sentence == (
        "Ce montant est déjà saisi (payé) : « Billets Paris–Dakar », 1 000,00 €, référence EJ-2026-001, ligne "
        f"enregistrée le 2 mars 2026 par {cast.officer}. Pour une autre somme, précisez la référence (numéro de la "
        "facture ou du billet) ; si la ligne saisie est fausse, corrigez-la."
    )
    assert selectors.net_paid(mission) == Decimal("1000.00")


@pytest.mark.parametrize(
    "other",
    [
        {"reference": "EJ-2026-002"},
        {"amount": "999.99"},
        {"buyer": Buyer.HOLDER},
        {"stage": CostStage.RECOVERED},
    ],
)
def test_m7_another_payment_is_another_line(cast, other):
    mission = made.draft(cast)
    made.cost(cast, mission, reference=ORDER)
    made.cost(cast, made.draft(cast), reference=ORDER)
    assert made.cost(cast, mission, **{"reference": ORDER} | other).pk


@pytest.mark.parametrize("stage", [CostStage.ESTIMATED, CostStage.COMMITTED])
def test_m7_one_reference_may_gather_several_commitments(cast, stage):
    """Two tickets at one price, under one order: nothing has been paid yet."""
    mission = made.draft(cast)
    assert len({made.cost(cast, mission, stage, reference=ORDER).pk for _ in range(2)}) == 2


def test_m7_a_line_put_right_is_entered_again(cast):
    mission = made.draft(cast)
    line = made.cost(cast, mission, reference=ORDER)
    costs.correct_cost(cost=line, reason="Autre mission", by=cast.officer, at=AT)
    again = made.cost(cast, mission, reference=ORDER)
    costs.correct_cost(cost=again, reason="Sans facture", amount=again.amount, by=cast.officer, at=AT)
    assert selectors.net_paid(mission) == again.amount


def test_m7_nor_is_a_line_put_right_into_another(cast):
    mission = made.draft(cast)
    made.cost(cast, mission, reference=ORDER)
    line = made.cost(cast, mission, amount="100.00", reference=ORDER)
    with pytest.raises(AlreadyEntered):
        costs.correct_cost(cost=line, reason="Zéro oublié", amount=Decimal("1000.00"), by=cast.officer, at=AT)
    assert mission.costs.count() == 2


@pytest.mark.parametrize("who", ["agent", "editor", "signatory"])
def test_m7_money_is_daects(cast, who):
    mission = made.draft(cast)
    line = made.cost(cast, mission)
    with pytest.raises(NotAllowed):
        costs.correct_cost(cost=line, reason="Erreur", by=getattr(cast, who), at=AT)
    cast.officer = getattr(cast, who)
    with pytest.raises(NotAllowed):
        made.cost(cast, mission)


def test_x6_a_proof_is_checked_by_its_content(cast):
    false = SimpleUploadedFile("facture.pdf", b"<html>non</html>", "application/pdf")
    mission = made.draft(cast)
    with pytest.raises(UploadRefused):
        made.cost(cast, mission, proof=false)
    assert not mission.costs.exists()
