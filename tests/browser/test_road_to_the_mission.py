"""From the need that an embassy relays to the mission that it validates, by the real pages (spec M1–M8)."""

import pytest
from playwright.sync_api import expect

from missions.enums import MissionState
from missions.models import Mission, Solicitation
from tests.browser.window import Visit
from tests.missions import factories as made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]


@pytest.fixture
def cast() -> made.Cast:
    return made.Cast()


def test_three_windows_from_the_need_to_the_validation(visit, cast):
    """The embassy, DAECT and the holder side by side: each reads what the others did, a window left open says so."""
    agent, officer, holder = visit(cast.agent), visit(cast.officer), visit(cast.signatory)

    relays(agent)
    solicits(officer, cast)
    accepts(holder)
    chooses(officer, cast)
    prepares(holder, cast)
    page = Mission.objects.get().get_absolute_url()
    writes_meanwhile(officer, page)
    is_told_and_keeps_both(holder)
    agent.go(page).says("Former dix agents.", "Un jumelage des deux régies.")
    commits(holder)
    estimates_and_sends(officer)
    reads_to_answer(agent)
    mends(holder, page)
    answers_what_it_read_then_validates(agent, page)
    mission = Mission.objects.get()
    assert (mission.state, mission.versions.count()) == (MissionState.VALIDATED, 2)
    for window in (officer, holder):
        window.go(page).says("Validée", "7 juillet 2026 (dans 4 mois)")


def relays(window: Visit) -> None:
    window.go("/a-faire/").follow("Besoins").says("Votre poste n’a encore relayé aucun besoin")
    window.follow("Enregistrer un besoin")
    window.fill(
        authority="Ville de Thiès",
        subject="Réduire les fuites du réseau d’eau",
        description="Un tiers de l’eau se perd avant d’arriver.",
        wished_from="2026-04-01",
        wished_until="2026-06-30",
        languages="français, anglais",
    )
    window.press("Enregistrer le besoin").says("1 point à corriger").tick("Eau et assainissement")
    window.press("Enregistrer le besoin").says("Le besoin B-2026-0001 est enregistré")


def solicits(window: Visit, cast: made.Cast) -> None:
    window.go("/a-faire/").follow("Chercher un titulaire")
    window.says(
        "Thème commun : Eau et assainissement", "2 experts parlant anglais", "Aucune mission en cours"
    )
    window.follow("Solliciter").says("Une réponse est attendue à la date indiquée")
    window.press("Envoyer la sollicitation").says("La sollicitation est envoyée")


def accepts(window: Visit) -> None:
    window.go("/a-faire/").follow("Répondre à la sollicitation").says("C’est à vous de répondre")
    window.follow("Accepter", exact=True).fill(reason="En mai de préférence.")
    window.press("Accepter la sollicitation").says("Votre accord est transmis à la DAECT")


def chooses(window: Visit, cast: made.Cast) -> None:
    need = Solicitation.objects.get().request
    window.go(need.get_absolute_url()).says("En mai de préférence.").follow("Retenir")
    window.fill(reason="Seule à répondre, deux experts.").press("Retenir ce titulaire")
    window.says(f"{cast.organisation} est retenu", "C’est au titulaire de préparer les termes")


def prepares(window: Visit, cast: made.Cast) -> None:
    window.go("/a-faire/").follow("Préparer la mission").fill(
        objectives="Trouver les fuites. Former dix agents.",
        sending_starts_on="2026-05-01",
        sending_ends_on="2026-05-08",
        sending_place="Thiès",
        host_institution="Ville de Thiès",
        host_committed_on="2026-02-20",
        expected_results="Un plan de réparation\nDix agents formés",
    )
    window.tick(str(cast.experts[0])).says(
        "Ce volet dure 8 jours, départ et retour compris ; il en compte 7 au plus."
    )
    window.press("Enregistrer les termes").says("Ce volet dure 8 jours, départ et retour compris")
    window.fill(sending_ends_on="2026-05-07").says("7 jours, les deux compris.")


def writes_meanwhile(window: Visit, page: str) -> None:
    window.go(f"{page}preparer/").fill(follow_ups="Un jumelage des deux régies.")
    window.press("Enregistrer les termes").says("Les termes sont enregistrés")


def is_told_and_keeps_both(window: Visit) -> None:
    window.press("Enregistrer les termes").says(
        "Les termes ont été modifiés depuis que vous avez ouvert cette page", "Un jumelage des deux régies."
    )
    window.fill(follow_ups="Un jumelage des deux régies.").press("Enregistrer les termes").says(
        "Les termes sont enregistrés", "du 1er au 7 mai 2026 (7 jours)"
    )


def commits(window: Visit) -> None:
    window.follow("Accepter les termes").says("soit au plus tard le 7 juillet 2026")
    window.press("Accepter les termes").says("Cochez la case")
    window.tick("J’accepte ces termes et je prends ces engagements").press("Accepter les termes")
    window.says("La version 1 des termes est acceptée")


def estimates_and_sends(window: Visit) -> None:
    window.go("/a-faire/").follow("Soumettre à l’ambassade").says("Enregistrez d’abord le coût estimé")
    window.unfold("Ajouter une dépense").fill(amount="1 234,567", label="Deux billets Paris–Dakar")
    window.press("Ajouter la dépense").says("deux chiffres au plus après la virgule")
    window.fill(amount="1 234,56").press("Ajouter la dépense").says("Total estimé", "1 234,56 €")
    window.follow("Soumettre à l’ambassade").press("Soumettre à l’ambassade")
    window.says("est soumise", "C’est à l’ambassade de répondre")


def reads_to_answer(window: Visit) -> None:
    window.go("/a-faire/").follow("Valider la mission").says("estimé 1 234,56 €")
    window.follow("Valider la mission").says("Vous répondez sur la version 1 des termes")


def mends(window: Visit, page: str) -> None:
    window.go(f"{page}modifier/").fill(
        objectives="Former dix agents de la régie des eaux.", reason="La régie nous rejoint."
    )
    window.press("Voir ce que cela entraîne").says("celle qu’elle lisait ne peut plus être validée")
    window.tick("J’accepte ces termes et leurs engagements").press("Accepter ces termes")
    window.says("La version 2 des termes est acceptée")


def answers_what_it_read_then_validates(window: Visit, page: str) -> None:
    window.press("Valider la mission").says("Les termes ont changé depuis que vous les avez lus (Objectifs)")
    window.go(page).follow("Valider la mission").says(
        "Vous répondez sur la version 2 des termes", "Former dix agents de la régie des eaux."
    )
    window.press("Valider la mission").says("est validée", "Validée")


def test_only_the_legs_of_the_course_are_asked(visit, cast):
    mission = made.draft(cast)
    window = visit(cast.editor).go(f"{mission.get_absolute_url()}preparer/")
    sending = window.page.get_by_role("group", name="Envoi d’experts")
    hosting = window.page.get_by_role("group", name="Accueil de représentants")
    expect(hosting).to_be_hidden()
    window.tick("Envoi d’experts, suivi d’un accueil")
    expect(hosting).to_be_visible()
    window.fill(sending_place="Thiès").tick("Accueil de représentants étrangers")
    expect(sending).to_be_visible()  # something is written in it: nothing typed is hidden
    window.fill(sending_place="").tick("Envoi d’experts à l’étranger").tick(
        "Accueil de représentants étrangers"
    )
    expect(sending).to_be_hidden()


def test_without_javascript_terms_are_saved(visit, cast):
    mission = made.draft(cast)
    window = visit(cast.editor, java_script_enabled=False).go(f"{mission.get_absolute_url()}preparer/")
    window.tick("Accueil de représentants étrangers").fill(
        hosting_starts_on="2026-05-01",
        hosting_ends_on="2026-05-03",
        hosting_place="Rennes",
        hosting_people="Awa Diop, maire adjointe\nModou Fall",
    )
    window.press("Enregistrer les termes").says(
        "du 1er au 3 mai 2026 (3 jours)", "Awa Diop, maire adjointe", "Modou Fall"
    )
