"""What takes a lodged file before the committee and out of it, each by their own hands (spec L1–L9)."""

from tests.browser.window import Visit

SAVE = "Enregistrer et passer au dossier suivant"


def checks(window: Visit) -> None:
    """DAECT reads the file and finds every point right."""
    window.go("/a-faire/").follow("Vérifier la candidature").follow("Vérifier le dossier")
    window.tick("Tout ce que je n’ai pas coché est conforme").press("Enregistrer la vérification")
    window.says("le dossier peut être inscrit à une séance")


def plans(window: Visit, member: str, **days: str) -> None:
    """A session, where that member is invited."""
    window.go("/seances/").follow("Prévoir une séance").fill(**days).tick(member)
    window.press("Prévoir la séance").says("ses membres ont reçu un courriel")


def admits(window: Visit, day: str) -> None:
    """The only file, from the list, to the only session open."""
    window.go("/candidatures/").follow("C-2026-0001").follow("Inscrire à une séance")
    window.page.get_by_label("Séance").select_option(index=1)
    window.press("Inscrire le dossier").says(f"est inscrite à la séance du {day}")


def comes(window: Visit, day: str) -> None:
    """The member invited says so."""
    window.go("/a-faire/").follow("Dire si vous venez").tick("Je viens").press("Enregistrer ma réponse")
    window.says(f"vous venez le {day}")


def holds(window: Visit) -> None:
    """On the day: the agenda is closed, those who came are there, the first file is on the table."""
    window.go("/a-faire/").follow("Clore les inscriptions").press("Clore les inscriptions")
    window.follow("Enregistrer la tenue de la séance").press("Enregistrer la tenue de la séance")
    window.says("La séance est tenue").follow("Conduire la séance").says("Reste à décider : 1 sur 1")


def chooses_the_decision(window: Visit, below: int) -> None:
    """By the keyboard: the grant, or the decision so many lines below."""
    window.chooses("Attribution")
    for _ in range(below):
        window.page.keyboard.press("ArrowDown")


def saves_the_decision(window: Visit) -> None:
    """By the keyboard; it was the last file."""
    window.enters("button", SAVE).says("Tous les dossiers ont leur décision")
    assert window.focused.get_attribute("role") == "status"


def notifies(window: Visit, *words: str) -> None:
    """The head reads the letter, which says these words, then the decision leaves."""
    window.go("/a-faire/").follow("Notifier les décisions").follow("Relire les lettres une à une")
    window.says("Lettre 1 sur 1", *words).press("Marquer relue").says("est marquée relue")
    window.follow("Notifier les décisions").says("relue par").press("Notifier la décision")
    window.says("La décision est notifiée")
