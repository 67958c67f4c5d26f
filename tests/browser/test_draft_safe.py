"""What is typed survives an expired session, a lost network, a closed tab and a newer version (spec L7)."""

from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from PIL import Image

from expect.accounts.enums import Role
from labels.models import LabelApplication
from tests import factories
from tests.browser.conftest import become
from tests.browser.window import Visit
from tests.labels import factories as labels

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = "text=Enregistré à"
PASSWORD = "un long mot de passe"
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('expect-draft:')).length"


@pytest.fixture
def draft():
    labels.themes()
    return labels.complete_draft()


def person_with_password(draft):
    person = labels.signatory_of(draft)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True, primary=True)
    return person


def step(draft, name="expertise"):
    return f"/candidature/{draft.public_id}/{name}/"


def stored(draft):
    draft.refresh_from_db()
    return draft.title


def test_l7_an_expired_session_is_signed_in_again_in_place(visit, draft):
    window = visit(person_with_password(draft)).go(step(draft))
    page, dialog = window.page, window.page.get_by_role("dialog")
    Session.objects.all().delete()
    page.locator("[name=title]").fill("")
    page.locator("[name=title]").press_sequentially(
        "Écrit après la session", delay=110
    )  # past the first save
    assert page.locator("[name=title]").input_value() == "Écrit après la session"
    page.get_by_role("button", name="Se reconnecter").first.wait_for()  # said, nothing taken from the keys
    dialog.wait_for()
    window.look().says("Votre session a expiré")
    page.keyboard.type("des mots de plus")
    assert dialog.get_by_label("Mot de passe").input_value() == ""
    dialog.get_by_label("Mot de passe").fill("autre chose")
    page.keyboard.press("Enter")
    dialog.get_by_text("ne convient pas").wait_for()
    assert stored(draft) != "Écrit après la session"
    dialog.get_by_label("Mot de passe").fill(PASSWORD)
    dialog.get_by_role("button", name="Se reconnecter").click()
    page.wait_for_selector(SAVED)
    assert not dialog.is_visible()
    assert stored(draft) == "Écrit après la session"
    assert page.evaluate(COPIES) == 0
    assert window.focused.get_attribute("name") == "title"
    window.press("Enregistrer et continuer").says("« Expertise et thèmes » : enregistré.")


def test_l7_signing_in_in_another_tab_is_noticed(visit, draft):
    person = labels.signatory_of(draft)
    window = visit(person).go(step(draft))
    Session.objects.all().delete()
    window.fill(title="Ailleurs")
    window.page.get_by_role("dialog").wait_for()
    become(window, person)  # by code, and this window hears nothing of it
    window.page.wait_for_selector(SAVED)
    assert not window.page.get_by_role("dialog").is_visible()
    assert stored(draft) == "Ailleurs"


def test_l7_somebody_else_signed_in_saves_nothing(visit, draft):
    title = stored(draft)
    window = visit(labels.signatory_of(draft)).go(step(draft))
    become(window, labels.editor(draft.organisation))
    window.fill(title="Sous un autre nom")
    window.page.wait_for_selector("text=Cette page a été ouverte par")
    window.press("Enregistrer et continuer").says("Cette page a été ouverte par", "rien n’est perdu")
    assert stored(draft) == title


def test_l7_without_network_it_waits_and_leaves_by_itself(visit, draft):
    window = visit(labels.signatory_of(draft)).go(step(draft))
    window.page.context.set_offline(True)
    window.fill(title="Dans le train")
    window.page.wait_for_selector("text=Hors connexion")
    assert window.page.evaluate(COPIES) == 1
    window.page.get_by_role("button", name="Enregistrer et continuer").click()
    window.page.wait_for_timeout(300)
    assert window.page.locator("[name=title]").input_value() == "Dans le train"  # one stays on the page
    window.page.context.set_offline(False)
    window.page.wait_for_selector(SAVED)
    assert stored(draft) == "Dans le train"
    assert window.page.evaluate(COPIES) == 0


NOTHING_LEAVES = "window.fetch = () => Promise.reject(new TypeError()); navigator.sendBeacon = () => false"
"""What a page sends as it closes is no longer held by the browser's own emulation of no network."""


def closed_before_it_left(window, title):
    """Typed without network, and the tab is closed."""
    context = window.page.context
    context.set_offline(True)
    window.fill(title=title)
    window.page.wait_for_selector("text=Hors connexion")
    window.page.evaluate(NOTHING_LEAVES)
    window.page.close()
    context.set_offline(False)
    window.page = context.new_page()
    window.complaints.clear()  # the browser says that there was no network


def test_l7_a_closed_tab_offers_what_it_held(visit, draft):
    window = visit(labels.signatory_of(draft)).go(step(draft))
    closed_before_it_left(window, "Onglet fermé")
    window.go(step(draft)).says("n’avait pas pu être enregistrée", "Onglet fermé")
    window.hides("a été modifiée depuis")
    assert stored(draft) != "Onglet fermé"  # never applied by itself
    window.press("La reprendre")
    window.page.wait_for_selector(SAVED)
    assert stored(draft) == "Onglet fermé"
    window.go(step(draft)).hides("n’avait pas pu être enregistrée")


def tried_again(window, times=4):
    """As when the network seems to come back: sent at once, in vain."""
    for _ in range(times):
        with window.page.expect_event("requestfailed"):
            window.page.evaluate("dispatchEvent(new Event('online'))")


def test_l7_one_s_own_save_is_not_taken_for_somebody_else_s(visit, draft):
    """The server saved, its answer was lost, and more was typed, tried again and again, before the tab closed."""
    window = visit(labels.signatory_of(draft)).go(step(draft))

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    window.page.route("**/enregistrer/**", lose_the_answer)
    window.fill(title="Arrivé")
    window.page.wait_for_selector("text=Hors connexion")
    assert stored(draft) == "Arrivé"
    window.page.route("**/enregistrer/**", lambda route: route.abort())
    window.fill(title="Arrivé, puis")
    tried_again(window)
    window.page.context.set_offline(True)
    window.page.unroute("**/enregistrer/**")
    for more in ("c", "co", "con", "cont"):
        window.fill(title=f"Arrivé, puis {more}")
        tried_again(window, times=1)
    closed_before_it_left(window, "Arrivé, puis continué")
    window.go(step(draft)).says("n’avait pas pu être enregistrée", "Arrivé, puis continué")
    window.hides("a été modifiée depuis")
    window.press("La reprendre")
    window.page.wait_for_selector(SAVED)
    assert stored(draft) == "Arrivé, puis continué"


def test_l7_a_copy_older_than_what_is_stored_is_compared(visit, draft):
    window = visit(labels.signatory_of(draft)).go(step(draft))
    closed_before_it_left(window, "Ancienne saisie")
    LabelApplication.objects.filter(pk=draft.pk).update(
        title="Version plus récente", skills="Écrit ailleurs."
    )
    window.go(step(draft)).says("a été modifiée depuis", "Version plus récente", "Ancienne saisie")
    offered = window.page.locator("[data-draft-offer] tbody").inner_text()
    assert "Compétences" not in offered  # nobody typed there: it follows what is stored
    window.press("L’écarter")
    assert window.page.locator("[name=title]").input_value() == "Version plus récente"
    assert window.page.evaluate(COPIES) == 0
    closed_before_it_left(window, "Reprise")
    LabelApplication.objects.filter(pk=draft.pk).update(skills="Écrit ailleurs encore.")
    window.go(step(draft)).press("La reprendre")
    window.page.wait_for_selector(SAVED)
    draft.refresh_from_db()
    assert (draft.title, draft.skills) == ("Reprise", "Écrit ailleurs encore.")


def test_l7_two_tabs_are_compared_at_one_press(visit, draft):
    window = visit(labels.signatory_of(draft)).go(step(draft))
    LabelApplication.objects.filter(pk=draft.pk).update(title="Autre onglet", skills="Écrit ailleurs.")
    window.fill(title="Cet onglet")
    window.page.wait_for_selector("text=Rien n’a été écrasé")
    window.press("Comparer").says("Deux textes à départager", "Autre", "Cet")
    sides = [side.bounding_box() for side in window.page.locator(".clash__side").all()]
    assert sides[0]["y"] == sides[1]["y"]
    assert sides[0]["x"] + sides[0]["width"] <= sides[1]["x"]
    assert window.page.locator(
        "[name=choix_skills][value=enregistre]"
    ).is_checked()  # nothing was typed there
    assert window.page.locator("[name=choix_title]:checked").count() == 0
    assert window.page.locator("[name=title]").input_value() == "Cet onglet"
    window.fill(title="Les deux réunis")
    window.page.wait_for_timeout(1500)
    assert stored(draft) == "Autre onglet"  # nothing is saved before one says so
    window.press("Enregistrer et continuer").says("enregistré.")
    assert stored(draft) == "Les deux réunis"
    assert LabelApplication.objects.get(pk=draft.pk).skills == "Écrit ailleurs."
    assert window.page.evaluate(COPIES) == 0


def test_x7_the_counter_and_the_server_count_alike(visit, draft):
    window = visit(labels.signatory_of(draft)).go(step(draft))
    window.fill(skills="😀" * 5999 + "\n" + "   ")
    assert "1 caractère restant" in window.page.locator("[name=skills] ~ .char-counter").inner_text()
    window.page.wait_for_selector(SAVED)
    counter, longest = window.page.locator("[name=title] ~ .char-counter"), 200
    assert not counter.is_visible()
    window.fill(title="😀" * (longest + 1))
    assert "1 caractère en trop" in counter.inner_text()
    window.fill(title="😀" * longest)
    assert "0 caractère restant" in counter.inner_text()
    window.press("Enregistrer et continuer").says("enregistré.")
    assert stored(draft) == "😀" * longest


def test_l7_signing_out_leaves_nothing_on_the_device(visit, draft):
    window = visit(labels.signatory_of(draft)).go(step(draft))
    closed_before_it_left(window, "Ordinateur partagé")
    window.go("/candidature/").press("Se déconnecter")
    assert window.page.evaluate(COPIES) == 0


def test_l7_a_page_that_is_no_answer_is_not_taken_for_a_save(visit, draft):
    """A proxy or a sign-in page may answer 200 with HTML."""
    window = visit(labels.signatory_of(draft)).go(step(draft))
    window.page.route(
        "**/enregistrer/**", lambda route: route.fulfill(status=200, body="<html>Connexion</html>")
    )
    window.fill(title="Faux enregistrement")
    window.page.wait_for_selector("text=Non enregistré")
    assert window.page.evaluate(COPIES) == 1


def test_x6_several_files_at_once_each_with_its_answer(visit, draft):
    window = visit(labels.signatory_of(draft)).go(step(draft, "preuves"))
    good, picture = labels.upload("bilan.pdf"), labels.picture("photo.png")
    chosen = [
        {"name": "bilan.pdf", "mimeType": "application/pdf", "buffer": good.read()},
        {"name": "photo.png", "mimeType": "image/png", "buffer": picture.read()},
        {"name": "faux.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90 programme"},
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"notes"},
    ]
    window.page.get_by_label("Fichiers à joindre").set_input_files(chosen)
    window.page.wait_for_selector("text=porte l’extension")
    window.look().says("Pièces jointes (2)", "bilan.pdf", "photo.png", "Formats acceptés")
    assert sorted(str(file) for file in draft.attachments.all()) == ["bilan.pdf", "photo.png"]
    assert window.page.locator(".attachment__picture").evaluate(
        "(img) => img.decode().then(() => img.naturalWidth)"
    )
    twin = {"name": "Copie.pdf", "mimeType": "application/pdf", "buffer": chosen[0]["buffer"]}
    window.page.get_by_label("Fichiers à joindre").set_input_files([twin])
    window.page.get_by_role("button", name="Retirer de la liste Copie.pdf").wait_for()
    window.look().says("« Copie.pdf » a le même contenu que « bilan.pdf », déjà joint", "Pièces jointes (2)")
    window.page.get_by_role("button", name="Retirer de la liste Copie.pdf").click()
    window.page.get_by_role("button", name="Retirer de la liste faux.pdf").click()
    assert window.page.get_by_role("button", name="Retirer de la liste").count() == 1
    seen = progress_on_a_slow_line(window, noise())
    assert seen == sorted(seen)
    assert len({value for value in seen if 0 < value < 1}) > 1, seen
    window.follow("Retirer bilan.pdf").press("Retirer ce fichier").says("Pièces jointes (2)")


def noise() -> bytes:
    """A picture of half a megabyte."""
    file = BytesIO()
    Image.effect_noise((900, 600), 90).save(file, "PNG")
    return file.getvalue()


def progress_on_a_slow_line(window: Visit, picture: bytes) -> list[float]:
    """What the bar of a file says, one value after the other, until the file is joined."""
    line = window.page.context.new_cdp_session(window.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 256 * 1024}
    line.send("Network.emulateNetworkConditions", slow)
    window.page.evaluate(
        """() => {
          window.said = [];
          new MutationObserver((changes) => window.said.push(...changes.map(({ target }) => target.value))).observe(
            document.querySelector("[data-uploads-list]"),
            { subtree: true, attributes: true, attributeFilter: ["value"] },
          );
        }"""
    )
    chosen = {"name": "chantier.png", "mimeType": "image/png", "buffer": picture}
    window.page.get_by_label("Fichiers à joindre").set_input_files([chosen])
    window.page.get_by_role("link", name="Retirer chantier.png").wait_for()
    line.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    return window.page.evaluate("window.said")


def test_l7_an_item_and_an_expert_are_as_safe_as_a_step(visit, draft):
    """Typed, saved, closed without a network, signed in again in place, then added by the button (spec L4, L5, L7)."""
    window = visit(person_with_password(draft)).go(step(draft, "preuves/ajouter"))
    window.fill(title="Plan de sauvegarde", description="Dix ans de travaux.")
    window.page.wait_for_selector(SAVED)
    window.says("Appuyez sur « Ajouter au dossier » pour terminer")
    window.page.close()
    window.page = window.page.context.new_page()
    window.go(step(draft, "preuves/ajouter")).says("Elle n’est pas terminée")
    assert window.page.locator("[name=title]").input_value() == "Plan de sauvegarde"
    closed_before_it_left(window, "Plan de sauvegarde et d’accueil")
    window.go(step(draft, "preuves/ajouter")).press("La reprendre")
    window.page.wait_for_selector(SAVED)
    window.tick("Expérience sur son territoire").press("Ajouter au dossier")
    window.says("« Plan de sauvegarde et d’accueil » est ajouté au dossier")
    window.go(step(draft, "experts/ajouter"))
    window.page.context.set_offline(True)
    window.fill(first_name="Alix", last_name="Renaud", function="Directrice", qualifications="Quinze ans.")
    window.tick("Agent territorial")
    window.page.get_by_role("button", name="Ajouter au dossier").click()
    window.page.wait_for_selector("text=Hors connexion")
    assert window.page.locator("[name=first_name]").input_value() == "Alix"
    Session.objects.all().delete()
    window.page.context.set_offline(False)
    dialog = window.page.get_by_role("dialog")
    dialog.get_by_label("Mot de passe").fill(PASSWORD)
    dialog.get_by_role("button", name="Se reconnecter").click()
    window.page.wait_for_selector(SAVED)
    window.press("Ajouter au dossier").says("Alix Renaud est ajouté")
    assert window.page.evaluate(COPIES) == 0


def test_l7_a_decision_begun_at_the_table_survives_a_recusal_and_another_file(visit, clock):
    members = [factories.member(Role.COMMITTEE_MEMBER) for _ in range(3)]
    session = labels.session(*members)
    first, _ = labels.admitted(to=session), labels.admitted(to=session)
    labels.held(session)
    first.refresh_from_db()
    clock.move_to(first.examined_at)
    window = visit(factories.member(Role.OFFICER)).go(
        f"/seances/{session.public_id}/conduire/{first.public_id}/"
    )
    reasons = window.page.locator("[name=reasons]")
    window.fill(reasons="Le dossier est trop court.")
    window.follow("Enregistrer un déport")  # at once: nothing was saved yet
    window.tick(str(members[0])).fill(reasons="Son frère y travaille.").press("Enregistrer le déport")
    assert reasons.input_value() == "Le dossier est trop court."
    window.follow("Suivant")
    assert reasons.input_value() == ""
    window.follow("Précédent")
    assert reasons.input_value() == "Le dossier est trop court."
