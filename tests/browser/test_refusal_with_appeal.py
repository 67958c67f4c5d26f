"""Refused, opened, contested, upheld, then granted at another session by a decision that cites it (spec L9, X11)."""

from datetime import UTC, datetime, timedelta

import pytest

from expect.accounts import service
from expect.accounts.enums import Role
from expect.documents.rendering import render_pending
from labels import decisions
from labels.enums import ApplicationState, Outcome
from labels.models import LabelApplication
from tests import factories
from tests.browser.post import mail_to
from tests.browser.window import Visit
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
OPENED = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)
AGAIN = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def refused(clock) -> LabelApplication:
    """A file of Cahors, refused; the body agreed to be notified here."""
    labels.themes()
    labels.commitments()
    application = labels.examined(factories.organisation(name="Cahors"))
    service.agree(organisation=application.organisation, by=labels.signatory_of(application), at=AT)
    labels.decided(application, Outcome.REFUSED)
    decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    render_pending(at=application.examined_at)
    return application


@pytest.mark.sqlite
def test_refused_then_granted_on_appeal(visit, refused, clock):
    signatory, officer, head = (
        labels.signatory_of(refused),
        factories.member(Role.OFFICER),
        factories.head(),
    )
    clock.move_to(OPENED)
    contests(visit(signatory), refused)
    assert "Recours enregistré" in mail_to(signatory.email).title
    upholds(visit(head))
    refused.refresh_from_db()
    assert refused.state == ApplicationState.ADMISSIBLE
    clock.move_to(AGAIN - timedelta(days=40))
    admits(visit(officer), refused, labels.session(held_on=AGAIN.date(), at=AGAIN - timedelta(days=40)).name)
    refused.refresh_from_db()
    labels.held(refused.session, AGAIN)
    clock.move_to(AGAIN)
    refused.refresh_from_db()
    labels.decided(refused, Outcome.GRANTED)
    notifies(visit(head), refused)
    render_pending(at=AGAIN)
    window = visit(signatory).go(f"/candidature/{refused.public_id}/")
    window.says("Le label vous est attribué", "Recours R-2026-0001", "accueilli")


def contests(window: Visit, application: LabelApplication) -> None:
    """The letter is opened, which notifies it; then the signatory contests."""
    window.go(f"/candidature/{application.public_id}/").says("vaut notification")
    with window.page.expect_download():
        window.page.get_by_role("link", name="Ouvrir la lettre").click()
    window.go(f"/candidature/{application.public_id}/").says(
        "Lettre reçue le 3 avril 2026", "Vous pouvez contester cette décision jusqu’au 4 juin 2026"
    )
    window.unfold("Former un recours").says("Sans réponse le 3 juin 2026, il sera réputé rejeté")
    window.tick("Recours gracieux").press("Déposer le recours").says("obligatoire")
    window.fill(grounds="La page 3 du dossier décrit l’expérience.").press("Déposer le recours")
    window.says("Votre recours est déposé sous le numéro R-2026-0001", "3 juin 2026")


def upholds(window: Visit) -> None:
    """From the work list to the signed answer, its letter read before."""
    window.go("/a-faire/").follow("Répondre au recours").says("La page 3 du dossier décrit l’expérience.")
    window.follow("Répondre au recours").tick("Accueilli").fill(answer="La page 3 avait été omise.")
    window.press("Actualiser l’aperçu").says("Je fais droit au recours R-2026-0001")
    window.press("Signer et notifier la réponse").says("Recours R-2026-0001 : accueilli")


def admits(window: Visit, application: LabelApplication, session: str) -> None:
    """To a later session."""
    window.go("/a-faire/").follow("Inscrire à une séance la candidature")
    window.page.get_by_label("Séance").select_option(index=1)
    window.press("Inscrire le dossier").says("est inscrite à la séance du", session)


def notifies(window: Visit, application: LabelApplication) -> None:
    """The letter cites the appeal, and leaves."""
    window.go("/a-faire/").follow("Notifier les décisions").follow("Relire les lettres une à une")
    window.says("j’ai fait droit à votre recours R-2026-0001", "La présente décision la remplace")
    window.press("Marquer relue").follow("Notifier les décisions").press("Notifier la décision")
    window.says("La décision est notifiée")
