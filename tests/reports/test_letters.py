"""Prior letter and demand as PDFs, read back (spec R5, X12)."""

from io import BytesIO

import pikepdf
import pytest

from reports import reimbursement
from reports.models import ReimbursementDemand
from tests import factories
from tests.documents.papers import fonts_of, pages_of, rendered, text_of
from tests.moments import AT
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.long]

FONTS = {"Marianne": True, "Marianne-Bold": True}


def test_r5_the_prior_letter_as_a_pdf(tmp_path):
    mission = made.carried_out(
        factories.organisation(name="L'Haÿ & <Fils>"), paid=("850.00", "384.56"), subject="Eau <potable> 💧"
    )
    document = made.letter_sent(made.drafted(mission)).document
    content = rendered(document.template, document.context)
    said = text_of(content)
    for words in (
        "L'Haÿ & <Fils>",
        "Eau <potable>",
        "du 27 au 30 décembre 2025 (4 jours)",
        "attendu au plus tard le 28 février 2026",
        "dans les deux mois qui suivent le retour",
        "Vous avez accepté cet engagement pour la présente mission le 30 décembre 2025.",
        "1 234,56 € (mille deux cent trente-quatre euros et cinquante-six centimes)",
        "quinze jours à compter de la réception de cette lettre",
        "oralement",
        "mandataire de votre choix",
        "Décret d’essai du 1er janvier 2025",
    ):
        assert words in said
    assert pages_of(content) == 2
    assert fonts_of(content, tmp_path) == FONTS


def test_r5_the_demand_as_a_pdf(tmp_path):
    letter = made.answered()
    demand = reimbursement.issue(
        demand=letter.demand,
        reasoning="Vous dites <ceci>.\n\nNous répondons cela.",
        by=factories.head(),
        at=AT,
    )
    content = rendered(demand.document.template, demand.document.context)
    said = text_of(content)
    for words in (
        "demande de remboursement n° DR-2026-0001",
        "Vous avez présenté vos observations (en ligne), que nous avons reçues le 2 mars 2026.",
        "Vous dites <ceci>.",
        "Nous répondons cela.",
        "1 234,56 € (mille deux cent trente-quatre euros et cinquante-six centimes)",
        "titre de perception",
        "Voies et délais de recours",
        "tribunal administratif de Paris",
        "Décret d’essai du 1er janvier 2025",
    ):
        assert words in said
    assert pages_of(content) == 2
    assert fonts_of(content, tmp_path) == FONTS


def test_r5_without_answer_the_demand_says_so(clock):
    letter = made.letter_sent()
    made.received(letter)
    later = AT.replace(day=18)
    demand = reimbursement.issue(demand=letter.demand, reasoning="Motif", by=factories.head(), at=later)
    said = text_of(rendered(demand.document.template, demand.document.context))
    assert "Aucune observation ne nous est parvenue dans le délai, qui a pris fin le 17 mars 2026." in said
    assert "lettre du 2 mars 2026, reçue le 2 mars 2026" in said


def test_r4_a_recovered_sum_reads_as_one():
    mission = made.carried_out(paid=("850.00",))
    made.cost(mission, "50.00", "recovered", label="Taxes rendues")
    document = made.letter_sent(made.drafted(mission)).document
    said = text_of(rendered(document.template, document.context))
    assert "Taxes rendues" in said
    assert "-50,00 €" in said
    assert "huit cents euros" in said
    assert ReimbursementDemand.objects.get().total == 800


def test_r2_a_delivered_report_as_a_pdf(tmp_path):
    """Tagged, with its title and its language, in the order in which it is read."""
    mission = made.carried_out(factories.organisation(name="L'Haÿ & <Fils>"), subject="Eau <potable> 💧")
    version = made.delivered(mission).versions.get()
    content = rendered(version.document.template, version.document.context)
    said, at = text_of(content), 0
    for words in (
        "L'Haÿ & <Fils>",
        f"Rapport de la mission {mission.number}",
        "Eau <potable>",
        "du 27 au 30 décembre 2025 (4 jours)",
        "Version 1, validée et remise le 2 mars 2026",
        "Rédigé par Awa Roy, ingénieure.",
        "Awa Diop, maire, Commune de Thiès",
        "Quatre jours d’atelier.",
        "Former douze agents",
        "Atteint",
        "La mission peut-elle être complétée par une autre action",
        "Oui.",
        "Un second atelier",
        "coopération plus longue",
        "Non.",
    ):
        assert words in said[at:], words
        at += said[at:].index(words)
    with pikepdf.open(BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "fr"
        assert document.Root.StructTreeRoot
    assert fonts_of(content, tmp_path) == FONTS
