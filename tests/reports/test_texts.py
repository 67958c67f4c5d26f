"""A text that DAECT rewrote is what stage 3 writes from its day on; what was issued keeps its words (spec R5)."""

from datetime import timedelta

import pytest

from expect.documents.models import IssuedDocument
from expect.programme.text_changes import change_text
from expect.programme.texts import LETTERS, Text
from reports import hearing, letters, observations, reimbursement, texts
from reports.models import PriorLetter
from reports.specimens import CLAIM, PRIOR
from tests import factories
from tests.documents.papers import rendered, text_of
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.long]
FROM = TODAY + timedelta(days=1)
AFTER = AT + timedelta(days=1)


def rewritten(*all_texts: Text) -> None:
    """Each text gives its key and all its fields."""
    head = factories.head(signs=False)
    for text in all_texts:
        body = f"({text.key}) " + " / ".join(map(str, text.fields))
        change_text(key=text.key, body=body, starts_on=FROM, reason="Essai.", by=head, at=AT)


def said(document: IssuedDocument) -> str:
    return text_of(rendered(document.template, document.context))


def test_r5_the_prior_letter_gives_every_field_to_every_text_of_its_day():
    rewritten(*PRIOR)
    before = made.letter_sent().document
    demand = made.drafted(made.carried_out(paid=("850.00",)))
    reimbursement.send_prior_letter(demand=demand, by=factories.head(), at=AFTER)
    document = PriorLetter.objects.get(demand=demand).document
    words = said(document)
    for text in PRIOR:
        assert f"({text.key}) {demand.mission.number} / " in words
        assert f"({text.key})" not in str(before.context)
    assert "quinze jours" in words
    assert "Il ne nous est pas parvenu." in said(before)


def test_r5_the_demand_after_a_hearing_alone_gives_every_field_to_its_text():
    rewritten(texts.NOT_IN_WRITING)
    letter = made.letter_sent()
    signatory = made.holder(letter.demand.mission)
    observations.answer(letter=letter, answer="", hearing_asked=True, by=signatory, at=AT)
    hearing.record_hearing(letter=letter, outcome="declined", by=factories.head(), at=AT)
    demand = reimbursement.issue(demand=letter.demand, reasoning="Motif", by=factories.head(), at=AFTER)
    assert f"({texts.NOT_IN_WRITING.key}) {demand.mission.number} / " in said(demand.document)


@pytest.mark.parametrize("answers", [True, False])
def test_r5_the_demand_gives_every_field_to_every_text_of_its_day(clock, answers):
    procedure = texts.ANSWERED if answers else texts.UNANSWERED
    rewritten(*CLAIM, procedure, texts.AGAINST_DEMAND)
    letter = made.answered() if answers else made.letter_sent()
    if not answers:
        made.received(letter)
    at = AFTER if answers else AT.replace(day=18)
    demand = reimbursement.issue(demand=letter.demand, reasoning="Motif", by=factories.head(), at=at)
    words = said(demand.document)
    for text in (*CLAIM, procedure):
        assert f"({text.key}) {demand.mission.number} / " in words
    assert demand.document.context["letter"]["appeal_lines"] == [
        "(report.demand.appeal) deux mois / le tribunal administratif de Paris (7, rue de Jouy, 75181 Paris Cedex 04)"
        " / www.telerecours.fr"
    ]


def test_r5_without_accepted_terms_the_rule_stands_alone():
    wordings = {text: type("W", (), {"filled": lambda _, values, text=text: text.key})() for text in PRIOR}
    values = {"date d’acceptation": ""}
    assert letters.prior_words(wordings, values)["rule"] == "report.prior.rule"
    values["date d’acceptation"] = "1er décembre 2025"
    assert letters.prior_words(wordings, values)["rule"] == "report.prior.rule report.claim.accepted"


def test_what_people_typed_stays_text():
    mission = made.carried_out(paid=("850.00",), subject="<b>{total}</b> & {0}")
    document = made.letter_sent(made.drafted(mission)).document
    assert "<b>{total}</b> & {0}" in said(document)


def test_the_letters_of_the_stage_are_declared():
    assert {"prealable", "demande", "demande-sans-reponse"} <= set(LETTERS)
