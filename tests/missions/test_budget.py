"""What a year costs, against its envelope, by mission, country and holder (spec M7)."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.models import Organisation
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, Refusal
from expect.territory.models import Country
from missions import budget, costs
from missions.costs import CostRefused
from missions.enums import CostKind, CostStage
from missions.models import Envelope, Mission
from missions.selectors import money
from tests import factories
from tests.missions import factories as made
from tests.missions.test_pages import words
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
YEAR = TODAY.year


def envelope(by, amount="5000.00", at=AT, **fields):
    facts = {"year": YEAR, "amount": Decimal(amount), "reason": "Notification."} | fields
    return budget.set_envelope(by=by, at=at, **facts)


def test_m7_the_last_envelope_stands_and_the_former_are_kept(cast):
    head = factories.head()
    envelope(head)
    envelope(head, "7000.00", at=AT + timedelta(days=1))
    assert money.budget(YEAR).envelope.amount == Decimal("7000.00")
    assert [one.amount for one in money.envelopes(YEAR)] == [Decimal("7000.00"), Decimal("5000.00")]
    assert Entry.objects.filter(action="set_envelope").count() == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": Decimal("0.00")}, "amount"),
        ({"amount": Decimal("-1.00")}, "amount"),
        ({"year": YEAR + 9}, "year"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_m7_bad_input(fields, field):
    with pytest.raises(Refusal) as refused:
        budget.set_envelope(
            **{"year": YEAR, "amount": Decimal("1.00"), "reason": "x"} | fields, by=factories.head(), at=AT
        )
    assert refused.value.field == field


@pytest.mark.parametrize("who", ["officer", "agent", "signatory"])
def test_m7_only_the_head_sets_it(cast, who):
    with pytest.raises(NotAllowed):
        envelope(getattr(cast, who))


@pytest.mark.parametrize("set_to", ["amount = 1", "reason = 'Autre'", "year = 2027"])
def test_m7_an_envelope_never_changes(set_to):
    envelope(factories.head())
    for statement in (f"UPDATE missions_envelope SET {set_to}", "DELETE FROM missions_envelope"):
        with (
            pytest.raises(IntegrityError, match="expect:"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.create(year=YEAR, amount=-1, reason="x", set_at=AT, set_by=factories.user())


def test_m7_engaged_is_what_is_committed_or_paid_less_what_came_back(cast):
    """Spending by spending: a ticket committed then paid counts once; a recovery and a correction take away."""
    first, second = made.draft(cast), made.draft(cast)
    estimated = made.cost(cast, first, CostStage.ESTIMATED, "900.00")
    committed = made.cost(cast, first, CostStage.COMMITTED, "1000.00", follows=estimated)
    paid = made.cost(cast, first, CostStage.PAID, "1010.00", follows=committed)
    assert paid.follows == estimated, "the first line of the spending"
    made.cost(cast, second, CostStage.COMMITTED, "500.00")
    envelope(factories.head())
    assert money.budget(YEAR).engaged == Decimal("1510.00")
    made.cost(cast, first, CostStage.RECOVERED, "10.00")
    costs.correct_cost(
        cost=made.cost(cast, second, CostStage.PAID, "9999.00"), reason="x", by=cast.officer, at=AT
    )
    standing = money.budget(YEAR)
    assert (standing.engaged, standing.left, standing.over) == (
        Decimal("1500.00"),
        Decimal("3500.00"),
        Decimal("0.00"),
    )
    assert standing.totals[CostStage.PAID] == paid.amount
    envelope(factories.head(), "1000.00", at=AT + timedelta(hours=1))
    assert money.budget(YEAR).over == Decimal("500.00")


LAST_YEAR = AT.replace(year=YEAR - 1, month=12, day=15)


def engaged() -> tuple[Decimal, Decimal]:
    """Last year, this year."""
    return money.budget(YEAR - 1).engaged, money.budget(YEAR).engaged


def test_m7_what_is_paid_without_being_committed_adds_up(cast):
    mission = made.draft(cast)
    made.cost(cast, mission, CostStage.COMMITTED, "1000.00")
    made.cost(cast, mission, CostStage.PAID, "300.00", kind=CostKind.VISA, label="Visas")
    assert money.budget(YEAR).engaged == Decimal("1300.00")


def test_m7_a_ticket_committed_in_december_and_paid_in_january_counts_once(cast):
    mission = made.draft(cast, LAST_YEAR)
    ticket = made.cost(cast, mission, CostStage.COMMITTED, at=LAST_YEAR)
    made.cost(cast, mission, CostStage.PAID, follows=ticket)
    assert engaged() == (Decimal("1000.00"), Decimal("0.00"))


def test_m7_a_payment_of_last_year_corrected_frees_its_sum_this_year(cast):
    paid = made.cost(cast, made.draft(cast, LAST_YEAR), at=LAST_YEAR)
    costs.correct_cost(cost=paid, reason="Erreur", by=cast.officer, at=AT)
    assert engaged() == (Decimal("1000.00"), Decimal("-1000.00"))


def test_m7_a_commitment_corrected_once_paid_in_part_counts_once(cast):
    mission = made.draft(cast)
    ticket = made.cost(cast, mission, CostStage.COMMITTED)
    made.cost(cast, mission, CostStage.PAID, "400.00", follows=ticket)
    costs.correct_cost(cost=ticket, reason="Devis", amount=Decimal("900.00"), by=cast.officer, at=AT)
    assert money.budget(YEAR).engaged == Decimal("900.00")


def test_m7_the_next_stage_is_offered_for_what_is_left_of_a_line(cast, client):
    mission = made.prepared(cast)
    ticket = made.cost(cast, mission, CostStage.COMMITTED)
    client.force_login(cast.officer)

    def offered():
        """What a further line on that ticket begins with; None where its page no longer leads there."""
        further = (
            f"{reverse('missions:mission_record_cost', args=[mission.public_id])}?ligne={ticket.public_id}"
        )
        there = further in client.get(mission.get_absolute_url()).text
        return client.get(further).context["form"].initial["amount"] if there else None

    assert offered() == Decimal("1000.00")
    made.cost(cast, mission, CostStage.PAID, "400.00", follows=ticket)
    assert offered() == Decimal("600.00")
    rest = made.cost(cast, mission, CostStage.PAID, "600.00", follows=ticket)
    assert offered() is None
    costs.correct_cost(cost=rest, reason="Billet annulé", by=cast.officer, at=AT)
    assert offered() == Decimal("600.00")


def test_m7_a_line_follows_none_of_another_mission(cast):
    other = made.cost(cast, made.draft(cast))
    with pytest.raises(CostRefused) as refused:
        made.cost(cast, made.draft(cast), follows=other)
    assert refused.value.field == "follows"


@pytest.mark.parametrize("seed", range(5))
def test_m7_by_property_the_years_add_up_to_the_life(cast, seed):
    """Whatever was estimated, committed, paid, recovered or corrected, of whichever spending, in whichever year."""
    chance, mission = random.Random(seed), made.draft(cast)  # noqa: S311
    kept, paid = [], []
    for n in range(30):
        at = AT.replace(year=YEAR + n // 10)
        follows = chance.choice([None, *kept])
        stage = chance.choice([CostStage.ESTIMATED, CostStage.COMMITTED, CostStage.PAID])
        line = made.cost(cast, mission, stage, str(chance.randint(1, 999)), at=at, follows=follows)
        kept.append(line)
        if chance.random() < 0.3:
            costs.correct_cost(cost=kept.pop(), reason="x", by=cast.officer, at=at)
        elif stage == CostStage.PAID:
            paid.append(line)
    life = money.engaged_before(AT.replace(year=YEAR + 4))
    assert sum(money.budget(year).engaged for year in range(YEAR, YEAR + 4)) == life
    assert life >= sum(line.amount for line in paid)


def test_m7_a_line_counts_in_the_year_in_which_it_is_recorded(cast):
    mission = made.draft(cast)
    made.cost(cast, mission, at=AT.replace(year=YEAR - 1, month=12, day=31, hour=22, minute=59))
    made.cost(cast, mission, amount="7.00", at=AT.replace(year=YEAR - 1, month=12, day=31, hour=23, minute=0))
    assert money.budget(YEAR - 1).totals[CostStage.PAID] == Decimal("1000.00")
    assert money.budget(YEAR).totals[CostStage.PAID] == Decimal("7.00"), "midnight in Paris"
    assert money.years(TODAY) == [YEAR, YEAR - 1]


def test_m7_the_same_sums_by_mission_country_and_holder(cast):
    one, other = made.draft(cast), made.draft(made.Cast(factories.country("MG", "Madagascar")))
    for mission in (one, other):
        made.cost(cast, mission)
        made.cost(cast, mission, CostStage.RECOVERED, "100.00")
    for model in (Mission, Country, Organisation):
        rows = list(money.spent(model, YEAR))
        assert len(rows) == 2
        assert {row.net for row in rows} == {Decimal("900.00")}
        assert sum(row.paid for row in rows) == money.budget(YEAR).totals[CostStage.PAID]


@pytest.mark.usefixtures("clock")
def test_m7_the_pages(cast, client):
    head = factories.head()
    client.force_login(head)
    made.cost(cast, made.draft(cast))
    data = {"year": YEAR, "amount": "5 000,00", "reason": "Notification."}
    page = words(client.post(reverse("missions:envelope"), data, follow=True))
    assert "Il reste 4 000,00 €" in page.replace("\u202f", " ")
    assert "Frais 2026 (1)" in page
    for name in ("money_countries", "money_holders"):
        page = words(client.get(reverse(f"missions:{name}"), {"annee": YEAR}))
        assert "1 000,00 €" in page.replace("\u202f", " ")
    page = words(client.get(reverse("missions:money"), {"annee": "abc"}))
    assert "Frais 2026" in page
    page = words(client.get(reverse("missions:money"), {"annee": YEAR - 1}))
    assert "Aucune enveloppe n’est fixée pour cette année." in page
    export = client.get(reverse("missions:money"), {"export": "csv"})
    assert "1000" in b"".join(export.streaming_content).decode()


@pytest.mark.usefixtures("clock")
def test_m7_a_line_goes_one_stage_further(cast, client):
    line = made.cost(cast, made.draft(cast), CostStage.COMMITTED, "812.40")
    client.force_login(cast.officer)
    url = reverse("missions:mission_record_cost", args=[line.mission.public_id])
    form = client.get(url, {"ligne": line.public_id}).context["form"]
    assert (form["stage"].value(), form["amount"].value(), form["label"].value()) == (
        "paid",
        "812,40",
        line.label,
    )
    assert client.get(url, {"ligne": "absente"}).context["form"]["stage"].value() == "estimated"
