"""From the sign-up of a civil servant to the diploma that anybody checks, by the real pages (spec L1–L11, X4, X10)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.documents import rendering
from expect.territory.models import Department, Region
from labels.models import Diploma, LabelApplication
from tests import factories
from tests.browser.post import code_sent_to, link_sent_to, mail_to
from tests.browser.window import Visit, plain
from tests.documents.papers import fonts_of, pages_of, text_of
from tests.documents.samples import pdf
from tests.labels.factories import commitments, themes
from tests.moments import AT

pytestmark = pytest.mark.django_db(transaction=True)

EDITOR, MAYOR = "lea.bernard@ville.test", "paul.morel@ville.test"
PASSWORD = "une-phrase-bien-longue"
SESSION_AT = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)
SKILLS = "Diagnostic, restauration et animation des centres anciens."


@pytest.fixture
def town(clock):
    """Saint-Étienne in the reference list, the themes and the commitments in force."""
    themes()
    commitments()
    region = Region.objects.create(code="84", name="Auvergne-Rhône-Alpes")
    loire = Department.objects.create(code="42", name="Loire", region=region)
    factories.organisation(name="Saint-Étienne-de-Baïgorry")
    return factories.organisation(
        name="Saint-Étienne", siren="214202186", department=loire, population=170_000
    )


@pytest.fixture
def daect(clock):
    """An officer and the head, who signs."""
    return factories.member(Role.OFFICER), factories.head()


@pytest.mark.sqlite
def test_from_the_sign_up_to_the_diploma(visit, town, daect, clock, tmp_path):
    officer, head = daect
    members = [factories.member(Role.COMMITTEE_MEMBER) for _ in range(2)]

    civil_servant = signs_up(visit())
    asks_for_the_account(civil_servant)
    opens_the_account(visit(officer))
    drafts_the_file(civil_servant)
    mayor = takes_the_invitation(visit())
    hands_over(civil_servant)
    lodges(mayor)
    reads_the_receipt(civil_servant)
    admits(visit(officer), members)
    give_their_opinions(*(visit(member) for member in members))
    clock.move_to(SESSION_AT)
    holds_the_session(visit(officer))
    notifies(visit(head))
    diploma = downloads_the_diploma(visit(User.objects.get(email=EDITOR)), tmp_path)
    is_checked_by_anybody(visit(), diploma)


def test_without_javascript_a_body_is_found_and_asked_for(visit, town, clock):
    window = visit(factories.user(), java_script_enabled=False)
    window.go("/a-faire/").fill(organisme_text="saint etienne").press("Chercher")
    window.says("Choisissez votre organisme", "Commune, Loire, SIREN 214202186")
    window.follow("Saint-Étienne", exact=True)
    window.fill(function="Directrice", signatory_capacity="Maire").tick("Je suis le signataire")
    window.press("Envoyer la demande").says("Votre demande pour « Saint-Étienne » est envoyée")


# ---------------------------------------------------------------- the account


def signs_up(window: Visit) -> Visit:
    """The address is checked by a code received by e-mail."""
    window.go("/").follow("Se connecter").follow("Créer un compte")
    window.fill(first_name="Léa", last_name="Bernard", email=EDITOR, password1=PASSWORD, password2=PASSWORD)
    window.press("Créer mon compte").says("Un code vient d’être envoyé")
    window.fill(code="0000-0000").press("Valider le code").says("Ce code ne convient pas")
    return window.fill(code=code_sent_to(EDITOR)).press("Valider le code")


def asks_for_the_account(window: Visit) -> None:
    """The body is found by the keyboard alone."""
    page = window.page
    field = page.get_by_role("combobox", name="Nom, SIREN ou code Insee")
    window.tab_to(field)
    page.keyboard.type("saint et")
    page.get_by_role("option", name="Loire").wait_for()
    window.look()
    for key in ("ArrowDown", "Enter", "Tab", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**/ouvrir-un-compte/*/")
    window.look().says("Ouvrir le compte de « Saint-Étienne »", "Commune, Loire, SIREN 214202186")
    window.press("Envoyer la demande").says("3 points à corriger")
    window.fill(function="Chargée de mission", signatory_capacity="Maire").tick("Je prépare le dossier")
    window.fill(signatory_first_name="Paul", signatory_last_name="Morel", signatory_email=MAYOR)
    window.press("Envoyer la demande").says("Votre demande pour « Saint-Étienne » est envoyée")


def opens_the_account(window: Visit) -> None:
    """DAECT finds the request in its work list."""
    window.go("/a-faire/").follow("Saint-Étienne").says("Chargée de mission", "Paul Morel, Maire")
    window.follow("Ouvrir le compte").says(f"reçoit à {MAYOR} une invitation à devenir signataire")
    window.press("Ouvrir le compte").says("Le compte de « Saint-Étienne » est ouvert")


# ---------------------------------------------------------------- the file


def drafts_the_file(window: Visit) -> None:
    """Step by step, saved as one goes (spec L3–L5, L7)."""
    window.go("/a-faire/").says("Rien ne vous attend").follow("Candidature")
    window.follow("Commencer une candidature").press("Commencer la candidature")
    window.fill(title="Faire vivre un centre ancien", skills=SKILLS)
    window.page.get_by_text("Enregistré à 10 h 00").wait_for()
    assert LabelApplication.objects.get().skills == SKILLS
    window.tick("Patrimoine").fill(prospect="Aider une ville du Sénégal à protéger son centre.")
    window.press("Enregistrer et continuer")
    window.tick("L’expérience acquise sur votre propre territoire").press("Enregistrer et continuer")
    window.follow("Revenir au dossier").says("Il reste 3 points à compléter")
    window.follow("Décrivez au moins un élément").follow("Ajouter un élément")
    window.tick("Expérience sur son territoire").fill(title="Quartier des halles", period="2012-2022")
    window.fill(description="Cent immeubles restaurés en dix ans.").press("Ajouter au dossier")
    window.attach(b"MZ\x90 programme", "bilan.pdf").page.get_by_text("porte l’extension").first.wait_for()
    window.attach(pdf(), "Bilan des halles.pdf").page.get_by_role(
        "link", name="Retirer Bilan des halles.pdf"
    ).wait_for()
    window.press("Enregistrer et continuer").follow("Ajouter un expert")
    window.fill(first_name="Alix", last_name="Renaud", function="Directrice du patrimoine")
    window.tick("Agent territorial").fill(qualifications="Quinze ans de restauration.")
    window.press("Ajouter au dossier").says("Alix Renaud est ajouté").press("Enregistrer et continuer")
    window.fill(conditions="Deux experts, une semaine, hors été.").press("Enregistrer et continuer")
    window.says("Le dossier est complet", SKILLS, "Quartier des halles").follow("Transmettre au signataire")
    window.press("Transmettre le dossier").says("Aucun signataire n’est habilité")


# ---------------------------------------------------------------- the lodging


def takes_the_invitation(window: Visit) -> Visit:
    """The mayor opens the link received, and gets an account with the role."""
    window.go(link_sent_to(MAYOR)).says("Signataire", "Saint-Étienne").fill(password=PASSWORD)
    return window.press("Créer mon compte et accepter").says("Votre compte est créé et l’invitation acceptée")


def hands_over(window: Visit) -> None:
    """Now that somebody signs."""
    window.go("/a-faire/").follow("Transmettre au signataire la candidature")
    window.says("Paul Morel").press("Transmettre le dossier").says("votre signataire a reçu un courriel")


def lodges(window: Visit) -> None:
    """The mayor reads, accepts the commitments, lodges (spec L6)."""
    window.go(link_sent_to(MAYOR))
    window.says("à remettre le rapport de chaque mission", "Un accusé de réception part à")
    window.press("Déposer la candidature").says("Le dépôt suppose d’accepter les engagements")
    window.tick("J’ai lu les engagements").press("Déposer la candidature")
    window.says("La candidature est déposée sous le numéro C-2026-0001", "Paul Morel, Maire")
    assert "C-2026-0001" in mail_to(EDITOR).title


def reads_the_receipt(window: Visit) -> None:
    """Date, service, what silence means (spec X10); the PDF comes from the worker, its link by itself."""
    window.go("/candidature/").follow("Faire vivre un centre ancien").says("Accusé de réception : en cours")
    rendering.render_pending(at=AT)
    window.page.locator("[data-preparing] .fr-link--download").wait_for()
    window.look()
    receipt = text_of(window.download("Accusé de réception"))
    for words in ("C-2026-0001", "2 mars 2026 à 10 h 00", "2 mai 2026", "Bilan des halles.pdf", "Paul Morel"):
        assert words in plain(receipt)


# ---------------------------------------------------------------- the committee


def admits(window: Visit, members: list[User]) -> None:
    """DAECT checks the file, plans a session, puts the file on its agenda."""
    window.go("/a-faire/").follow("Vérifier la candidature").says("Quartier des halles")
    assert pages_of(window.download("Bilan des halles.pdf")) == 1
    window.go("/seances/").follow("Prévoir une séance")
    window.fill(held_on="2026-03-24", cut_off_on="2026-03-30").tick(*map(str, members))
    window.press("Prévoir la séance").says("La clôture des inscriptions se place entre")
    window.fill(cut_off_on="2026-03-17").press("Prévoir la séance").says("ses membres ont reçu un courriel")
    window.go("/candidatures/").follow("C-2026-0001").follow("Vérifier le dossier").look()
    window.tick("Tout ce que je n’ai pas coché est conforme").press("Enregistrer la vérification")
    window.says("le dossier peut être inscrit à une séance").follow("Inscrire à une séance")
    window.page.get_by_label("Séance").select_option(index=1)
    window.press("Inscrire le dossier").says("est inscrite à la séance du 24 mars 2026")


def give_their_opinions(first: Visit, second: Visit) -> None:
    """The second reads the first's only after their own (spec L8)."""
    gives_an_opinion(first, "Favorable", "Une expérience solide.").says("Une expérience solide.")
    second.go("/mes-seances/").follow("24 mars 2026").says("1 avis sur 2").follow("C-2026-0001")
    second.hides("Une expérience solide.").says("après avoir donné le vôtre")
    gives_an_opinion(second, "Réservé", "Peu de moyens.").says("Une expérience solide.", "Peu de moyens.")
    first.go("/a-faire/").follow("Dire si vous venez").tick("Je viens").press("Enregistrer ma réponse")
    first.says("vous venez").go("/a-faire/").says("Rien ne vous attend")


def gives_an_opinion(window: Visit, view: str, reasons: str) -> Visit:
    window.go("/a-faire/").follow("Donner votre avis sur la candidature")
    window.follow("Donner mon avis").tick(view).fill(reasons=reasons)
    return window.press("Donner cet avis").says("Votre avis sur C-2026-0001 est enregistré")


def holds_the_session(window: Visit) -> None:
    """On the day: the agenda is closed, the quorum checked, the decision recorded, its letter read (spec L8, L9)."""
    window.go("/a-faire/").follow("Clore les inscriptions").press("Clore les inscriptions")
    window.follow("Enregistrer la tenue de la séance").press("Enregistrer la tenue de la séance")
    window.says("1 point à corriger")
    for box in window.page.get_by_role("checkbox").all():
        box.check(force=True)
    window.press("Enregistrer la tenue de la séance").says("La séance est tenue", "2 avis sur 2")
    window.follow("Enregistrer la décision").tick("Attribution").press("Enregistrer la décision")
    window.says("Écrivez les compétences reconnues").fill(skills=SKILLS).press("Enregistrer la décision")
    window.says("relisez sa lettre", "PROJET", "le label EXPE-CT", "Saint-Étienne")
    window.go("/a-faire/").follow("Établir le procès-verbal").says(
        "PROJET", "Saint-Étienne", "2 sur 2 membres"
    )
    window.press("Établir le procès-verbal").says("Procès-verbal, version 1")
    window.go("/a-faire/").says("Rien ne vous attend")


def notifies(window: Visit) -> None:
    """The head sends the results together; nothing was seen before (spec L9, X12)."""
    window.go("/a-faire/").follow("Notifier les décisions").says("Léa Bernard, Paul Morel")
    window.press("Notifier la décision").says("La décision est notifiée")
    assert "le label EXPE-CT vous est attribué" in mail_to(EDITOR).title


# ---------------------------------------------------------------- the diploma


def downloads_the_diploma(window: Visit, folder: Path) -> Diploma:
    """One page, the right words, only the wanted fonts, embedded (spec L11)."""
    rendering.render_pending(at=SESSION_AT)
    window.go(link_sent_to(EDITOR)).says("Label attribué", "Décision du 24 mars 2026")
    letter = plain(text_of(window.download("Lettre de décision")))
    assert "Saint-Étienne" in letter
    assert SKILLS in letter
    window.go("/label/").says("EXPE-CT-2026-0001", "En cours de validité")
    paper, diploma = window.download("Télécharger le diplôme"), Diploma.objects.get()
    words, fonts = plain(text_of(paper)), fonts_of(paper, folder)
    for wanted in ("EXPE-CT-2026-0001", "Saint-Étienne", SKILLS, "24 mars 2026", "23 mars 2029"):
        assert wanted in words
    assert diploma.code in words.replace("-", "")
    assert pages_of(paper) == 1
    assert {name.partition("-")[0] for name in fonts} == {"Marianne", "Spectral"}
    assert all(fonts.values())
    return diploma


def is_checked_by_anybody(window: Visit, diploma: Diploma) -> None:
    """By the QR code's address, by a number typed anyhow, by a wrong one; and the holder is in the public list."""
    window.go(diploma.document.context["verification_url"]).says(
        "Ce diplôme est authentique", "Saint-Étienne", SKILLS
    )
    window.go("/").follow("Vérifier un diplôme").fill(reference="expe-ct 2026 0001").press("Vérifier")
    window.says("Ce label existe", "Saint-Étienne")
    window.follow("Vérifier un autre diplôme").fill(reference="EXPE-CT-2026-0099").press("Vérifier")
    window.says("Aucun diplôme ne correspond à « EXPE-CT-2026-0099 »")
    window.follow("Voir tous les titulaires").says("Titulaires du label (1)", "Saint-Étienne").follow(
        "Saint-Étienne"
    )
    window.says("Ce label existe")
