"""From the terms that nobody may stretch to the report, or to the demand where it never came (spec M4–M8, R1–R5)."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from expect.accounts.enums import Role
from expect.documents import rendering
from missions import returns
from missions.enums import CostStage
from missions.models import Mission
from reports.models import MissionReport, ReimbursementDemand
from tests import factories
from tests.browser.post import link_sent_to, mail_to
from tests.browser.window import Visit, plain
from tests.documents.papers import text_of
from tests.documents.samples import pdf
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE, RETURN, Cast

pytestmark = pytest.mark.django_db(transaction=True)

BACK = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
"""People came back on 7 May: the report is due on 7 July."""
LATE = datetime(2026, 7, 8, 9, 0, tzinfo=UTC)
AFTER_THE_DELAY = datetime(2026, 7, 28, 9, 0, tzinfo=UTC)
IN_WORDS = "mille deux cent trente-quatre euros et cinquante-six centimes"


@pytest.fixture
def cast(clock) -> Cast:
    assert (DEPARTURE.isoformat(), RETURN.isoformat()) == ("2026-05-01", "2026-05-07")
    return Cast()


# ---------------------------------------------------------------- the terms


def test_what_goes_beyond_the_limits_is_said_on_the_form(visit, cast):
    taken, third = made.agreed(cast), made.expert(cast.organisation)
    mission = made.draft(cast)
    window = visit(cast.editor).go(mission.get_absolute_url()).follow("Préparer les termes")
    days = {"sending_starts_on": "2026-05-07", "sending_ends_on": "2026-05-13", "sending_place": "Thiès"}
    window.fill(**days).says("7 jours, les deux compris.")

    window.tick(*map(str, [*cast.experts, third])).press("Enregistrer les termes")
    window.says("3 personnes : une mission en compte une ou deux.")
    window.says(f"{cast.experts[0]} est déjà en mission le 7 mai 2026 ({taken.number})")
    window.page.get_by_label(str(third)).uncheck(force=True)
    window.fill(sending_starts_on="2026-05-08", sending_ends_on="2026-05-15")
    window.press("Enregistrer les termes").says("Ce volet dure 8 jours, départ et retour compris")
    mission.refresh_from_db()
    assert (mission.revision, mission.legs.count()) == (0, 0)

    window.fill(sending_ends_on="2026-05-14").press("Enregistrer les termes")
    window.says("du 8 au 14 mai 2026 (7 jours)", *map(str, cast.experts))


def test_x1_an_agent_posted_elsewhere_finds_nothing(visit, cast):
    mission = made.awaiting(cast)
    elsewhere = factories.post(factories.country("MG", "Madagascar"), city="Tananarive")
    window = visit(factories.member(Role.POST_AGENT, elsewhere))
    for address in (mission.get_absolute_url(), f"{mission.get_absolute_url()}valider/"):
        window.go(address).says("Page introuvable").hides(mission.subject)
    window.go("/missions/").says("Aucune mission n’est prévue").hides(mission.number)
    window.go("/a-faire/").says("Rien ne vous attend")


# ---------------------------------------------------------------- the report


def test_the_report_is_written_validated_delivered_accepted(visit, cast, clock):
    mission = came_back(cast, clock)
    editor, signatory = visit(cast.editor), visit(cast.signatory)
    officer, agent = visit(cast.officer), visit(cast.agent)

    editor.go("/a-faire/").follow("Confirmer le retour").press("Confirmer le retour")
    editor.says("Le rapport est attendu au plus tard le 7 juillet 2026")
    writes(editor)
    signatory.go("/a-faire/").follow("Valider le rapport").says("Quatre quartiers visités")
    signatory.follow("Renvoyer à la rédaction").fill(reason="Citez la régie des eaux.")
    signatory.press("Renvoyer le rapport").says("Le rapport est renvoyé")
    editor.go("/a-faire/").follow("rapport de la mission").says("Citez la régie des eaux.")
    hands_in(editor)
    signatory.go("/a-faire/").follow("Valider le rapport").follow("Valider et remettre")
    signatory.press("Valider et remettre le rapport").says("Le rapport est remis")
    officer.go("/a-faire/").follow("Examiner le rapport").says("Un second atelier")
    officer.follow("Accepter le rapport").press("Accepter le rapport").says("est close")
    agent.go("/rapports/").follow(mission.number).says("Quatre quartiers visités")
    assert "accepté" in mail_to(cast.editor.email).title


def came_back(cast: Cast, clock) -> Mission:
    """The mission took place; nobody has said so yet."""
    mission = made.validated(cast)
    clock.move_to(BACK)
    returns.complete_missions(on=BACK.date(), at=BACK)
    return mission


def writes(window: Visit) -> None:
    """Pre-filled from the terms, step by step, saved as one goes (spec R3, L7)."""
    window.go("/a-faire/").follow("Rédiger le rapport").press("Commencer le rapport")
    assert window.page.input_value("[name=returned_on]") == "2026-05-07"
    window.fill(returned_on="2026-04-30").press("Enregistrer et continuer").says(
        "Le retour précède le départ"
    )
    window.fill(
        returned_on="2026-05-07", written_by="La cheffe de projet", writer_reason="Missionnaire absent"
    )
    window.press("Enregistrer et continuer")
    window.fill(name_1="Awa Diop", function_1="maire", institution_1="Commune de Thiès")
    window.press("Enregistrer et continuer")
    window.fill(account="Quatre quartiers visités, douze fuites trouvées.")
    window.page.get_by_text("Enregistré à 11 h 00").wait_for()
    assert MissionReport.objects.get().account.startswith("Quatre quartiers")
    window.press("Enregistrer et continuer").says("Un plan de réparation", "Dix agents formés")
    for group in window.page.get_by_role("group").all():
        group.get_by_label("Atteint", exact=True).check(force=True)
    window.press("Enregistrer et continuer")
    complete = window.page.get_by_role("group", name="complétée par une autre action")
    complete.get_by_label("Oui").check(force=True)
    lasting = window.page.get_by_role("group", name="coopération plus longue")
    lasting.get_by_label("Non").check(force=True)
    window.press("Enregistrer et continuer").follow("Relire et transmettre").says("dites laquelle")
    window.follow("laquelle").fill(completion="Un second atelier").press("Enregistrer et continuer")
    window.attach(pdf(), "Programme.pdf").press("Joindre ce fichier").says("« Programme.pdf » est joint")
    window.follow("Relire et transmettre")
    hands_in(window)


def hands_in(window: Visit) -> None:
    window.go(f"{MissionReport.objects.get().get_absolute_url()}transmettre/")
    window.press("Transmettre le rapport").says("Le rapport est transmis au signataire")


# ---------------------------------------------------------------- the demand


def test_a_report_that_never_comes_is_claimed(visit, cast, clock):
    came_back(cast, clock)
    head = factories.head()
    pays(visit(cast.officer))

    clock.move_to(LATE)
    said = StringIO()
    call_command("flag_overdue_reports", stdout=said)
    assert "1 rapport signalé en retard, 1 demande de remboursement préparée." in plain(said.getvalue())
    sends_the_prior_letter(visit(head))
    reads_the_prior_letter(visit(cast.signatory))
    records_the_receipt(visit(cast.officer))

    clock.move_to(AFTER_THE_DELAY)
    issues(visit(head))
    rendering.render_pending(at=AFTER_THE_DELAY)
    demand = reads_the_demand(visit(cast.signatory), cast.signatory.email)
    assert "Aucune observation ne nous est parvenue" in demand
    call_command("flag_overdue_reports", stdout=said)
    assert "rien à signaler" in said.getvalue()
    assert ReimbursementDemand.objects.count() == 1


def pays(window: Visit) -> None:
    """The return is confirmed, what was paid is entered as people write it (spec M7)."""
    window.go("/missions/").follow("M-2026-0001").unfold("Confirmer le retour").press("Confirmer le retour")
    window.unfold("Ajouter une dépense").tick(CostStage.PAID.label).fill(
        amount="1.234,56", label="Deux billets"
    )
    window.press("Ajouter la dépense").says("Écrivez le montant en chiffres, par exemple 1 234,56.")
    window.fill(amount="-1234").press("Ajouter la dépense").says("Le montant ne peut pas être négatif")
    window.fill(amount="1 234,56").press("Ajouter la dépense").says("1 point à corriger")
    window.fill(reference="DP-2026-118").press("Ajouter la dépense").says("Total payé", "1 234,56 €")


def sends_the_prior_letter(window: Visit) -> None:
    """Read before it leaves (spec R5)."""
    window.go("/a-faire/").follow("Envoyer la lettre préalable").says("PROJET", IN_WORDS, "DP-2026-118")
    window.press("Envoyer la lettre préalable").says("La lettre préalable est envoyée")
    rendering.render_pending(at=LATE)


def reads_the_prior_letter(window: Visit) -> None:
    window.go("/a-faire/").follow("Répondre à la lettre préalable").says("1 234,56 €", "Deux billets")
    letter = plain(text_of(window.download("Lettre préalable")))
    for words in (IN_WORDS, "1 234,56 €", "7 juillet 2026", "quinze jours"):
        assert words in letter


def records_the_receipt(window: Visit) -> None:
    """The delay runs from it; a day to come is refused (spec X11)."""
    window.go("/a-faire/").follow("Enregistrer la réception").fill(received_on="2026-07-30")
    window.attach(pdf(), "Avis.pdf", "scan").press("Enregistrer la réception").says("Cette date est à venir")
    window.fill(received_on="2026-07-08").attach(pdf(), "Avis.pdf", "scan")
    window.press("Enregistrer la réception").says("Lettre reçue le 8 juillet 2026")
    window.says("Observations jusqu’au", "23 juillet 2026")


def issues(window: Visit) -> None:
    """Numbered, reasoned, previewed as it is typed (spec R5, X12)."""
    window.go("/a-faire/").follow("Émettre la demande").fill(
        reasoning="Aucun rapport n’est venu, malgré cinq rappels."
    )
    window.press("Actualiser l’aperçu").says("malgré cinq rappels", IN_WORDS, "PROJET")
    window.press("Émettre la demande").says("La demande DR-2026-0001 est émise")


def reads_the_demand(window: Visit, address: str) -> str:
    """What the holder downloads, as words."""
    window.go(link_sent_to(address)).says("Demande émise")
    demand = plain(text_of(window.download("Demande de remboursement")))
    for words in ("DR-2026-0001", IN_WORDS, "1 234,56 €", "malgré cinq rappels", "tribunal administratif"):
        assert words in demand
    return demand
