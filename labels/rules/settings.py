"""Who changes what stage 1 offers and asks: themes, commitments (spec L3, L6)."""

from datetime import date

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect
from expect.kernel.verdict import Verdict
from labels.models import Theme


def may_manage_themes(user: User, on: date) -> Verdict:
    """Add, rename, order, retire themes: all of DAECT works with them."""
    return is_daect(user, on)


def may_retire_theme(user: User, theme: Theme, on: date) -> Verdict:
    """No longer offer a theme; one at least stays, without which nobody could apply."""
    others = Theme.objects.filter(active=True).exclude(pk=theme.pk)
    return (
        may_manage_themes(user, on)
        .unless(not theme.active, "Ce thème n’est déjà plus proposé.")
        .unless(not others.exists(), "C’est le dernier thème proposé : ajoutez-en un autre d’abord.")
    )


def may_restore_theme(user: User, theme: Theme, on: date) -> Verdict:
    """Offer again a theme that was retired."""
    return may_manage_themes(user, on).unless(theme.active, "Ce thème est déjà proposé.")


def may_word_commitments(user: User, on: date) -> Verdict:
    """Give the commitments a new wording: what bodies sign is the head's to answer for."""
    return holds(user, on, Role.HEAD)
