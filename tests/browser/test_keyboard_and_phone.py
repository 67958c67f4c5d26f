"""The same tasks by the keyboard alone, on a telephone, and when the browser does what browsers do (spec L7, X7)."""

from datetime import timedelta

import pytest

from expect.documents.models import IssuedDocument
from expect.notifications.models import Message
from labels.models import ApplicationVersion, LabelApplication
from missions.models import EmbassyReview
from tests.browser.post import code_sent_to
from tests.browser.window import Visit
from tests.labels import factories as files
from tests.missions import factories as made
from tests.moments import AT

pytestmark = pytest.mark.django_db(transaction=True)
TELEPHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def cast(clock) -> made.Cast:
    return made.Cast()


# ---------------------------------------------------------------- the embassy's answer


def test_the_embassy_answers_by_the_keyboard_alone(visit, cast):
    made.awaiting(cast)
    window = visit(cast.agent).go("/a-faire/")
    window.page.keyboard.press("Tab")
    assert window.focused.inner_text() == "Contenu"  # the way past the menu comes first
    window.enters("link", "Valider la mission")
    window.enters("link", "Valider la mission")
    window.page.go_back()
    window.tab_to(window.page.get_by_text("Autres actions")).page.keyboard.press("Enter")
    window.enters("link", "Renvoyer avec des remarques")
    window.enters("button", "Renvoyer la mission")
    assert window.focused.get_attribute("role") == "alert"
    window.presses("link", "Remarques")
    assert window.focused.get_attribute("name") == "remarks"
    window.page.keyboard.type("Précisez le quartier.")
    window.enters("button", "Renvoyer la mission")
    assert window.focused.get_attribute("role") == "status"
    assert EmbassyReview.objects.get().remarks == "Précisez le quartier."


def test_the_embassy_validates_on_a_telephone(visit, cast):
    mission = made.awaiting(cast)
    window = visit(cast.agent, **TELEPHONE).go("/")
    page = window.page
    page.get_by_role("button", name="Menu").tap()
    for role, name in (
        ("link", "Missions"),
        ("link", mission.number),
        ("link", "Valider la mission"),
        ("button", "Valider la mission"),
    ):
        with page.expect_navigation():
            page.get_by_role(role, name=name).first.tap()
        window.look()
    window.says(f"La mission {mission.number} est validée")
    assert window.focused.get_attribute("role") == "status"


def test_back_after_the_act_does_nothing_twice(visit, cast):
    mission = made.awaiting(cast)
    window = visit(cast.agent).go(f"{mission.get_absolute_url()}valider/").press("Valider la mission")
    window.page.go_back()
    window.look().says("Ce n’est pas possible à ce stade : « Validée ».")
    assert EmbassyReview.objects.count() == 1


# ---------------------------------------------------------------- the applicant's draft


def test_from_the_experts_to_the_lodging_by_the_keyboard_on_a_narrow_screen(visit, clock):
    application = files.complete_draft(mobilisation={"conditions": ""})
    files.commitments()
    window = visit(files.signatory_of(application), viewport={"width": 390, "height": 844})
    window.go(f"/candidature/{application.public_id}/experts/").enters("link", "Ajouter un expert")
    window.enters("button", "Ajouter au dossier").says("à corriger")
    window.types(first_name="Alix", last_name="Renaud", function="Directrice du patrimoine")
    window.chooses("Élu").page.keyboard.press("ArrowDown")  # to « Agent territorial »
    window.types(qualifications="Quinze ans de restauration.")
    window.enters("button", "Ajouter au dossier").says("Alix Renaud est ajouté")
    window.enters("button", "Enregistrer et continuer").types(conditions="Deux experts, hors été.")
    window.enters("button", "Enregistrer et continuer").says("Le dossier est complet", "Alix Renaud")
    window.enters("link", "Déposer la candidature").chooses("J’ai lu les engagements")
    window.enters("button", "Déposer la candidature").says("C-2026-0001")
    assert window.focused.get_attribute("role") == "status"
    content = ApplicationVersion.objects.get().content
    assert content["conditions"] == "Deux experts, hors été."
    assert {"Agent territorial"} == {one["category"] for one in content["experts"] if "Alix" in one["name"]}


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_a_double_click_lodges_once(visit, clock, scripted):
    application = files.complete_draft()
    files.commitments()
    window = visit(files.signatory_of(application), java_script_enabled=scripted)
    window.go(f"/candidature/{application.public_id}/deposer/").tick("J’ai lu les engagements")
    window.page.get_by_role("button", name="Déposer la candidature").dblclick()
    window.page.wait_for_url(f"**/candidature/{application.public_id}/")
    for _ in range(300):  # the second click may be answered before the first
        if ApplicationVersion.objects.exists():
            break
        window.page.wait_for_timeout(100)
    window.go(f"/candidature/{application.public_id}/").says("C-2026-0001")
    assert ApplicationVersion.objects.count() == 1
    assert IssuedDocument.objects.filter(kind="application_receipt").count() == 1
    assert Message.objects.filter(event="labels/application_lodged").count() == 1


def test_l7_two_tabs_never_overwrite_one_another(visit, clock):
    application = files.draft()
    editor = application.created_by
    first, second = visit(editor), visit(editor)
    for window in (first, second):
        window.go(f"/candidature/{application.public_id}/expertise/")
    second.fill(title="Écrit dans le second onglet").press("Enregistrer et continuer")
    first.fill(title="Écrit dans le premier onglet")
    first.page.get_by_text("Non enregistré. Ce dossier a été enregistré ailleurs").wait_for()
    first.look().press("Enregistrer et continuer").look().says(
        "Deux textes à départager", "Écrit dans le", "second"
    )
    assert first.page.input_value("[name=title]") == "Écrit dans le premier onglet"
    assert LabelApplication.objects.get().title == "Écrit dans le second onglet"
    first.press("Enregistrer et continuer").look().says("Choisissez ce que vous gardez")
    first.tick("Garder ma saisie").press("Enregistrer et continuer").says(
        "« Expertise et thèmes » : enregistré"
    )
    assert LabelApplication.objects.get().title == "Écrit dans le premier onglet"


def test_l7_without_javascript_a_session_that_ends_in_the_middle_of_a_step_loses_nothing(visit, clock):
    """With it, one signs in again on the page itself: test_draft_safe."""
    application = files.draft()
    window = visit(application.created_by, java_script_enabled=False).go(
        f"/candidature/{application.public_id}/expertise/"
    )
    clock.move_to(AT + timedelta(hours=9))
    window.fill(title="Faire vivre un centre ancien", skills="Dix ans de restauration.")
    window.press("Enregistrer et continuer").says("rien n’est perdu")
    assert "Dix ans de restauration." in window.page.locator(".kept-text").all_text_contents()
    with window.page.context.expect_page() as opened:
        window.page.get_by_role("link", name="Reconnectez-vous").click()
    tab = Visit(opened.value, window.address, window.looked_at, scripted=False)
    tab.fill(login=application.created_by.email, password="motdepasse-de-test").press("Se connecter")
    tab.fill(code=code_sent_to(application.created_by.email)).press("Valider le code").says("À faire")
    window.press("Renvoyer ce que j’avais saisi").says("Votre session est rouverte")
    window.press("Renvoyer ce que j’avais saisi").says("« Expertise et thèmes » : enregistré")
    application.refresh_from_db()
    assert (application.title, application.skills) == (
        "Faire vivre un centre ancien",
        "Dix ans de restauration.",
    )


def test_a_role_that_ends_while_a_page_is_open_closes_it(visit, clock):
    """X1: rights are asked again at each act."""
    application = files.draft()
    window = visit(application.created_by).go(f"/candidature/{application.public_id}/expertise/")
    application.created_by.memberships.update(ends_on=AT.date() - timedelta(days=1))
    window.fill(title="Trop tard").press("Enregistrer et continuer")
    window.says("Votre rôle a pris fin", "rien n’a été enregistré")
    assert LabelApplication.objects.get().title == ""
