"""Lodged, sent back on one part, corrected, admitted, deferred, notified, admitted to a later session (spec L7–L9)."""

from datetime import UTC, datetime

import pytest

from expect.accounts.enums import Role
from expect.documents.rendering import render_pending
from labels.enums import ApplicationState
from labels.models import LabelApplication
from tests import factories
from tests.browser.post import mail_to
from tests.browser.window import Visit
from tests.labels import factories as labels

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
MEETING = datetime(2026, 3, 24, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
CORRECTED = "Diagnostic des centres anciens, formation des équipes municipales."


@pytest.fixture
def lodged(clock) -> LabelApplication:
    """A file of Cahors, lodged by its signatory."""
    labels.themes()
    labels.commitments()
    return labels.lodged(factories.organisation(name="Cahors"))


def test_corrected_then_deferred_then_admitted_again(visit, lodged, clock):
    officer, head, member = (
        factories.member(Role.OFFICER),
        factories.head(),
        factories.member(Role.COMMITTEE_MEMBER),
    )
    signatory = labels.signatory_of(lodged)
    asks_for_a_correction(visit(officer), lodged)
    corrects(visit(signatory), lodged)
    lodged.refresh_from_db()
    labels.checked(lodged)
    admits(visit(officer), lodged, str(member), held_on="2026-03-24", cut_off_on="2026-03-17")
    sits(visit(member), lodged)
    clock.move_to(MEETING)
    conducts(visit(officer), lodged)
    notifies(visit(head), lodged)
    assert "examen reporté" in mail_to(signatory.email).title
    clock.move_to(LATER)
    admits(visit(officer), lodged, str(member), held_on="2026-06-02", cut_off_on="2026-05-20")
    lodged.refresh_from_db()
    assert (lodged.state, lodged.session.name) == (ApplicationState.ADMISSIBLE, "2 juin 2026")


def asks_for_a_correction(window: Visit, application: LabelApplication) -> None:
    """One part alone is sent back."""
    window.go(f"/candidatures/{application.public_id}/corrections/")
    window.fill(expertise="Dites à qui s’adresse cette expertise.").press("Demander ces corrections")
    window.says("Les corrections sont demandées")


def corrects(window: Visit, application: LabelApplication) -> None:
    """The remark is read beside the part; the file is lodged again under its number."""
    window.go(f"/candidature/{application.public_id}/expertise/")
    window.says("Dites à qui s’adresse cette expertise.").fill(skills=CORRECTED)
    window.press("Enregistrer et continuer")
    window.go(f"/candidature/{application.public_id}/deposer/").tick("J’ai lu les engagements")
    window.press("Déposer la candidature").says("C-2026-0001")


def admits(window: Visit, application: LabelApplication, member: str, **days: str) -> None:
    """To a session planned for it."""
    window.go("/seances/prevoir/").fill(**days).tick(member).press("Prévoir la séance")
    window.says("ses membres ont reçu un courriel")
    window.go(f"/candidatures/{application.public_id}/inscrire/")
    window.page.get_by_label("Séance").select_option(index=1)
    window.press("Inscrire le dossier").says("est inscrite à la séance du")


def sits(window: Visit, application: LabelApplication) -> None:
    """On a tablet: says they come, reads, gives an opinion from the file's page."""
    window.page.set_viewport_size({"width": 768, "height": 1024})
    window.go("/a-faire/").follow("Dire si vous venez").tick("Je viens").press("Enregistrer ma réponse")
    window.says("vous venez le 24 mars 2026").follow("C-2026-0001").says(CORRECTED, "Dossier 1 sur 1")
    window.tick("Réservé").fill(reasons="Le public visé reste large.").press("Donner cet avis")
    window.says("Votre avis sur C-2026-0001 est enregistré")


def conducts(window: Visit, application: LabelApplication) -> None:
    """By the keyboard: attendance, then the decision, with its reasons."""
    window.go("/a-faire/").follow("Clore les inscriptions").press("Clore les inscriptions")
    window.follow("Enregistrer la tenue de la séance").press("Enregistrer la tenue de la séance")
    window.says("La séance est tenue").follow("Conduire la séance").says(
        "1 avis sur 1", "Reste à décider : 1 sur 1"
    )
    page = window.page
    radio = page.get_by_role("radio", name="Attribution")
    window.tab_to(radio)
    for key in ("Space", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    save = "Enregistrer et passer au dossier suivant"
    window.enters("button", save).says("point à corriger", "Donnez les motifs")
    assert window.focused.get_attribute("role") == "alert"
    window.types(reasons="Le comité demande des précisions sur le public visé.")
    window.enters("button", save).says("Tous les dossiers ont leur décision")
    assert window.focused.get_attribute("role") == "status"
    window.go("/a-faire/").follow("Établir le procès-verbal").press("Établir le procès-verbal")
    window.says("Procès-verbal, version 1")


def notifies(window: Visit, application: LabelApplication) -> None:
    """The letter is read, then the decision leaves."""
    window.go("/a-faire/").follow("Notifier les décisions").follow("Relire les lettres une à une")
    window.says("Lettre 1 sur 1", "Cahors", "reporté à une prochaine séance")
    window.press("Marquer relue").says("est marquée relue").follow("Notifier les décisions")
    window.says("relue par").press("Notifier la décision").says(
        "La décision est notifiée", "0 document prêt sur 1", "en préparation"
    )
    render_pending(at=MEETING)
    window.page.get_by_text("1 document prêt sur 1").wait_for()  # by itself
    window.look().hides("en préparation")
    assert window.page.locator("progress").evaluate("(bar) => bar.value === bar.max")
    assert window.page.get_by_role("link", name="Lettre à Cahors").is_visible()
