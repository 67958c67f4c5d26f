"""What a letter says of its case is written, kept version after version, then sent as it was read (spec R5)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from expect.accounts.enums import Role
from expect.kernel.errors import DraftConflict, NotAllowed
from missions.enums import CostStage
from reports import reimbursement, selectors, wording
from reports.enums import LetterKind
from reports.models import LetterText
from tests import factories
from tests.moments import AT
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def write(demand, text, read=None, by=None, at=AT) -> LetterText:
    return wording.save_text(
        demand=demand, text=text, read=read, by=by or factories.member(Role.OFFICER), at=at
    )


def test_r5_the_prior_letter_leaves_with_the_facts_that_were_written_and_each_version_stays():
    demand = made.drafted()
    first = write(demand, "Votre mission a été interrompue par la crue.")
    second = write(demand, "La crue a interrompu votre mission.", read=first.pk, at=AT + timedelta(hours=1))
    letter = made.letter_sent(demand)
    assert letter.document.context["facts"] == "La crue a interrompu votre mission."
    assert list(selectors.texts(demand)) == [second, first]


def test_r5_unwritten_the_prior_letter_says_what_every_letter_says():
    assert made.letter_sent().document.context["facts"].startswith("Votre organisme, titulaire du label")


def test_r5_two_people_write_and_nothing_is_replaced():
    demand = made.drafted()
    write(demand, "Le premier.")
    with pytest.raises(DraftConflict, match="un autre texte"):
        write(demand, "Le second.")
    assert LetterText.objects.get().text == "Le premier."


def test_r5_the_same_text_is_not_another_version():
    demand = made.drafted()
    first = write(demand, "Le même.")
    assert write(demand, " Le même. ", read=first.pk) == first


def test_r5_the_reasons_that_the_head_changes_once_more_are_a_version():
    letter, head = made.answered(), factories.head()
    written = write(letter.demand, "Nous maintenons.")
    assert written.kind == LetterKind.DEMAND
    wording.issue_as_written(demand=letter.demand, reasoning="Nous persistons.", by=head, at=AT)
    texts = selectors.texts(letter.demand)
    assert [(one.text, one.saved_by) for one in texts] == [
        ("Nous persistons.", head),
        ("Nous maintenons.", written.saved_by),
    ]


def test_r5_once_issued_nothing_is_written():
    with pytest.raises(NotAllowed):
        write(made.issued(), "Encore.")


def test_r5_a_cost_recorded_during_the_reading_stops_the_letter():
    """The head reads 850 €, an officer records 300 €: 1 150 € do not leave signed."""
    demand = made.drafted(paid=("850.00",))
    read = reimbursement.mark(reimbursement.lines_to_announce(demand))
    made.cost(demand.mission, "300.00")
    with pytest.raises(reimbursement.AccountChanged, match="ont changé pendant votre lecture"):
        reimbursement.send_prior_letter(demand=demand, read=read, by=factories.head(), at=AT)
    read = reimbursement.mark(reimbursement.lines_to_announce(demand))
    reimbursement.send_prior_letter(demand=demand, read=read, by=factories.head(), at=AT)


def test_r5_a_text_saved_during_the_reading_stops_the_letter():
    demand = made.drafted()
    read = reimbursement.mark(reimbursement.lines_to_announce(demand))
    write(demand, "Un autre.")
    with pytest.raises(reimbursement.AccountChanged):
        reimbursement.send_prior_letter(demand=demand, read=read, by=factories.head(), at=AT)


def test_r5_a_sum_recovered_during_the_reading_stops_the_demand():
    letter = made.answered()
    read = reimbursement.mark(reimbursement.lines_to_claim(letter.demand))
    made.cost(letter.demand.mission, "34.56", CostStage.RECOVERED)
    with pytest.raises(reimbursement.AccountChanged):
        wording.issue_as_written(
            demand=letter.demand, reasoning="Motif", read=read, by=factories.head(), at=AT
        )


def test_r5_the_text_is_written_on_its_page_beside_the_letter(visit):
    demand, officer, head = made.drafted(), factories.member(Role.OFFICER), factories.head()
    page = visit(officer, "write_letter", demand)
    assert "Votre organisme, titulaire du label" in page.words
    seen = visit(officer, "write_letter", demand, data={"text": "La crue.", "apercu": "1"})
    assert seen.words.count("La crue.") == 2, "typed, and in the letter beside"
    assert not LetterText.objects.exists()
    assert (
        "Le texte est enregistré." in visit(officer, "write_letter", demand, data={"text": "La crue."}).words
    )
    assert "La crue." in visit(head, "send_prior_letter", demand).words
    assert f"par {officer}" in visit(head, "demand", demand).words
    other = visit(head, "write_letter", demand, data={"text": "Autre."})
    assert "a enregistré un autre texte" in other.words
    assert "Autre." in other.words, "nothing typed is lost"


@pytest.mark.parametrize(
    "statement", ["DELETE FROM reports_lettertext", "UPDATE reports_lettertext SET text = 'x'"]
)
def test_r5_a_version_stays_as_it_was(statement):
    write(made.drafted(), "La crue.")
    with pytest.raises(IntegrityError, match="expect:"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
