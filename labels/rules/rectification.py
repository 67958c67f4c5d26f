"""Who mends what was notified, and who makes a diploma anew (spec L9, L11)."""

from datetime import date

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds
from expect.kernel.verdict import Verdict
from labels.enums import Outcome
from labels.models import Decision, Diploma, Label
from labels.rules.service import upheld_against


def may_rectify(user: User, decision: Decision, on: date) -> Verdict:
    """Mend a clerical error in a decision that has left; before, the decision itself is corrected (spec L9)."""
    verdict = holds(user, on, Role.HEAD).unless(
        decision.notified_at is None,
        "Cette décision n’est pas notifiée : corrigez-la, rien n’est encore parti.",
    )
    if not verdict:
        return verdict
    widened = Label.objects.filter(application=decision.application_id, widened_by__isnull=False)
    return verdict.unless(
        decision.outcome == Outcome.GRANTED and widened.exclude(widened_by=decision).exists(),
        "Une décision prise après un recours a remplacé celle-ci\N{NO-BREAK SPACE}: rectifiez la nouvelle.",
    ).unless(
        decision.outcome == Outcome.REFUSED and upheld_against(decision) is not None,
        "Ce refus est retiré, après un recours accueilli\N{NO-BREAK SPACE}: il n’y a plus rien à rectifier.",
    )


def may_replace_diploma(user: User, diploma: Diploma, on: date) -> Verdict:
    """Make a new version of a diploma, which revokes it: of the live one only (spec L11)."""
    return holds(user, on, Role.HEAD).unless(
        diploma.revoked_at is not None, "Ce diplôme est déjà remplacé : seul celui qui a cours peut l’être."
    )
