"""Lodged, sent back on one part, corrected, admitted, deferred, notified, admitted to a later session (spec L7–L9).

From the lodging on, each does what is theirs on the real pages; only the worker, who makes the letters, is played.
"""

from datetime import UTC, datetime

import pytest

from expect.accounts.enums import Role
from expect.documents.rendering import render_pending
from labels.enums import ApplicationState
from labels.models import LabelApplication
from tests import factories
from tests.browser.conftest import become
from tests.browser.post import mail_to
from tests.browser.session import (
    SAVE,
    admits,
    checks,
    chooses_the_decision,
    comes,
    holds,
    notifies,
    plans,
    saves_the_decision,
)
from tests.browser.window import Visit
from tests.labels import factories as labels

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
MEETING = datetime(2026, 3, 24, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
REMARK = "Dites à qui s’adresse cette expertise."
CORRECTED = "Diagnostic des centres anciens, formation des équipes municipales."


@pytest.fixture
def lodged(clock) -> LabelApplication:
    """A file of Cahors, lodged by its signatory."""
    labels.themes()
    labels.commitments()
    return labels.lodged(factories.organisation(name="Cahors"), check=False)


def test_corrected_then_deferred_then_admitted_again(visit, lodged, clock):
    head, member = factories.head(), factories.member(Role.COMMITTEE_MEMBER)
    officer, signatory = factories.member(Role.OFFICER), labels.signatory_of(lodged)
    window = visit(officer)
    asks_for_a_correction(window)
    corrects(become(window, signatory))
    become(window, officer)
    checks(window)
    plans(window, str(member), held_on="2026-03-24", cut_off_on="2026-03-17")
    admits(window, "24 mars 2026")
    sits(become(window, member))
    clock.move_to(MEETING)
    defers(become(window, officer))
    notifies(become(window, head), "Cahors", "reporté à une prochaine séance")
    sees_the_letter_come(window)
    assert "examen reporté" in mail_to(signatory.email).title
    clock.move_to(LATER)
    become(window, officer)
    plans(window, str(member), held_on="2026-06-02", cut_off_on="2026-05-20")
    admits(window, "2 juin 2026")
    become(window, signatory).go("/candidature/").follow("Restaurer le bâti ancien").says("2 juin 2026")
    lodged.refresh_from_db()
    assert (lodged.state, lodged.session.name) == (ApplicationState.ADMISSIBLE, "2 juin 2026")


def asks_for_a_correction(window: Visit) -> None:
    """One point is found wanting; its part alone is sent back, the remark of the check already written."""
    window.go("/a-faire/").follow("Vérifier la candidature").follow("Vérifier le dossier")
    wanting = window.page.get_by_role("group", name="L’expertise est assez précise pour être examinée")
    wanting.get_by_label("À corriger").check(force=True)
    window.fill(precision_remark=REMARK).tick("Tout ce que je n’ai pas coché est conforme")
    window.press("Enregistrer la vérification").says("des points sont à corriger")
    window.follow("Demander des corrections")
    assert REMARK in window.page.locator("[name=expertise]").input_value()
    window.press("Demander ces corrections").says("Les corrections sont demandées")


def corrects(window: Visit) -> None:
    """The remark is read beside the part; the file is lodged again under its number."""
    window.go("/a-faire/").follow("Corriger la candidature").follow("Corriger le dossier")
    window.says(REMARK).fill(skills=CORRECTED).press("Enregistrer et continuer")
    window.go("/candidature/").follow("Restaurer le bâti ancien").unfold("Relire et déposer").tick(
        "J’ai lu les engagements"
    )
    window.press("Déposer la candidature").says("C-2026-0001")


def sits(window: Visit) -> None:
    """On a tablet: says they come, reads, gives an opinion from the file's page."""
    wide = window.page.viewport_size
    window.page.set_viewport_size({"width": 768, "height": 1024})
    comes(window, "24 mars 2026")
    window.follow("C-2026-0001").says(CORRECTED, "Dossier 1 sur 1")
    window.tick("Réservé").fill(reasons="Le public visé reste large.").press("Donner cet avis")
    window.says("Votre avis sur C-2026-0001 est enregistré").page.set_viewport_size(wide)


def defers(window: Visit) -> None:
    """By the keyboard: without its reasons first, which are owed."""
    holds(window)
    window.says("1 avis sur 1")
    chooses_the_decision(window, below=2)
    window.enters("button", SAVE).says("point à corriger", "Donnez les motifs")
    assert window.focused.get_attribute("role") == "alert"
    window.types(reasons="Le comité demande des précisions sur le public visé.")
    saves_the_decision(window)
    window.go("/a-faire/").follow("Établir le procès-verbal").press("Établir le procès-verbal")
    window.says("Procès-verbal, version 1")


def sees_the_letter_come(window: Visit) -> None:
    """The page of the sending follows the worker by itself."""
    window.says("0 document prêt sur 1", "en préparation")
    render_pending(at=MEETING)
    window.page.get_by_text("1 document prêt sur 1").wait_for()
    window.look().hides("en préparation")
    assert window.page.locator("progress").evaluate("(bar) => bar.value === bar.max")
    assert window.page.get_by_role("link", name="Lettre à Cahors").is_visible()
