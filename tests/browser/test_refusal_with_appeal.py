"""Refused, opened, contested, upheld, then granted at another session by a decision that cites it (spec L9, X11).

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
OPENED = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)
UPHELD = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
AGAIN = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
SKILLS = "Diagnostic et restauration des centres anciens."


@pytest.fixture
def lodged(clock) -> LabelApplication:
    """A file of Cahors, lodged by its signatory."""
    labels.themes()
    labels.commitments()
    return labels.lodged(factories.organisation(name="Cahors"), check=False)


@pytest.mark.sqlite
def test_refused_then_granted_on_appeal(visit, lodged, clock):
    head, member = factories.head(), factories.member(Role.COMMITTEE_MEMBER)
    officer, signatory = factories.member(Role.OFFICER), labels.signatory_of(lodged)
    window = visit(signatory)
    agrees_to_be_notified_here(window)
    become(window, officer)
    checks(window)
    plans(window, str(member), held_on="2026-03-24", cut_off_on="2026-03-17")
    admits(window, "24 mars 2026")
    finds_it_wanting(become(window, member))
    clock.move_to(MEETING)
    refuses(become(window, officer))
    notifies(become(window, head), "Cahors", "Je suis au regret")
    render_pending(at=MEETING)

    clock.move_to(OPENED)
    contests(become(window, signatory))
    assert "Recours enregistré" in mail_to(signatory.email).title
    clock.move_to(UPHELD)
    upholds(become(window, head))
    become(window, officer)
    plans(window, str(member), held_on="2026-06-02", cut_off_on="2026-05-20")
    admits(window, "2 juin 2026")
    comes(become(window, member), "2 juin 2026")
    clock.move_to(AGAIN)
    grants(become(window, officer))
    notifies(
        become(window, head),
        "j’ai fait droit à votre recours R-2026-0001",
        "La présente décision la remplace",
    )
    render_pending(at=AGAIN)
    become(window, signatory).go("/candidature/").follow("Restaurer le bâti ancien")
    window.says("Le label vous est attribué", "Recours R-2026-0001", "accueilli")
    window.go("/label/").says("EXPE-CT-2026-0001", "En cours de validité")
    lodged.refresh_from_db()
    assert lodged.state == ApplicationState.GRANTED


def agrees_to_be_notified_here(window: Visit) -> None:
    """Else a decision comes by registered letter."""
    window.go("/a-faire/").follow("Notre organisme").follow("la notification électronique")
    window.press("Accepter la notification électronique").says("accepte la notification électronique")


def finds_it_wanting(window: Visit) -> None:
    """By the keyboard, from the invitation to the opinion."""
    comes(window, "24 mars 2026")
    window.go("/a-faire/").enters("link", "Donner votre avis sur la candidature").chooses("Favorable")
    for _ in range(2):
        window.page.keyboard.press("ArrowDown")
    window.types(reasons="L’expérience ne se voit pas.").enters("button", "Donner cet avis")
    window.says("Votre avis sur C-2026-0001 est enregistré")


def refuses(window: Visit) -> None:
    holds(window)
    window.says("1 défavorable")
    chooses_the_decision(window, below=1)
    window.types(reasons="Le dossier ne montre pas assez l’expérience.")
    saves_the_decision(window)


def grants(window: Visit) -> None:
    """What was asked, this time."""
    holds(window)
    chooses_the_decision(window, below=0)
    window.types(skills=SKILLS)
    saves_the_decision(window)


def contests(window: Visit) -> None:
    """The letter is opened, which notifies it; then the signatory contests, by the keyboard."""
    window.go("/candidature/").follow("Restaurer le bâti ancien").says("vaut notification")
    page = window.page.url
    with window.page.expect_download():
        window.page.get_by_role("link", name="Ouvrir la lettre").click()
    window.go(page).says(
        "Lettre reçue le 3 avril 2026", "Vous pouvez contester cette décision jusqu’au 4 juin 2026"
    )
    window.unfold("Former un recours").says("Sans réponse le 3 juin 2026, il sera réputé rejeté")
    window.chooses("Recours gracieux").enters("button", "Déposer le recours").says("obligatoire")
    window.types(grounds="La page 3 du dossier décrit l’expérience.").enters("button", "Déposer le recours")
    window.says("Votre recours est déposé sous le numéro R-2026-0001", "3 juin 2026")


def upholds(window: Visit) -> None:
    """From the work list to the signed answer, its letter read before."""
    window.go("/a-faire/").follow("Répondre au recours").says("La page 3 du dossier décrit l’expérience.")
    window.follow("Répondre au recours").tick("Accueilli").fill(answer="La page 3 avait été omise.")
    window.press("Actualiser l’aperçu").says("Je fais droit au recours R-2026-0001")
    window.press("Signer et notifier la réponse").says("Recours R-2026-0001 : accueilli")
