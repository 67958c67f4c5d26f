"""The letters that nothing shows received (spec X4, X11): the body that agreed opens them; otherwise DAECT sends them
by registered post, and enters their receipt.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from expect.accounts.models import ElectronicConsent, ProofOfService
from expect.accounts.work import rows
from expect.kernel.clock import paris_midnight
from labels import rules
from labels.models import Appeal, Decision, Dismissal, Rectification

KINDS = {
    Decision: ("service", "notified_at", ""),
    Dismissal: ("dismissal_service", "decided_at", ""),
    Appeal: ("appeal_service", "answered_at", ""),
    Rectification: ("rectification_service", "signed_at", "decision__"),
}
"""Of each act that a letter notifies: the end of its work's name, when its letter left, what leads to its file."""


def letters_to_send(day: date) -> list[QuerySet]:
    """One queryset for each kind of letter, as the work list of DAECT shows them."""
    return [_rows(to_send(model, day), f"labels.register_{KINDS[model][0]}") for model in KINDS]


def letters_to_open(bodies: list[int]) -> list[QuerySet]:
    """One queryset for each kind of letter, as the work list of the bodies that agreed shows them."""
    return [
        _rows(
            _unproved(model).filter(
                _agreed(model),
                letter__file__isnull=False,
                **{f"{to_file}application__organisation__in": bodies},
            ),
            f"labels.open_{name}",
        )
        for model, (name, _, to_file) in KINDS.items()
    ]


def to_send(model: type[rules.Act], day: date) -> QuerySet:
    """Those to be proved that are not: at once without agreement, else once the body had its time to open them."""
    _, since, _ = KINDS[model]
    waited = Q(**{f"{since}__lt": paris_midnight(rules.patience_began_on(day))})
    return _unproved(model).filter(waited | ~_agreed(model))


def _rows(letters: QuerySet, kind: str) -> QuerySet:
    _, since, to_file = KINDS[letters.model]
    return rows(letters, kind, title=f"{to_file}application__organisation__name", since=since)


def _unproved(model: type[rules.Act]) -> QuerySet:
    return rules.wanting_proof(model).filter(
        ~Exists(ProofOfService.objects.filter(document=OuterRef("letter")))
    )


def _agreed(model: type[rules.Act]) -> Exists:
    """Whether the body takes its letters here."""
    _, _, to_file = KINDS[model]
    body = OuterRef(f"{to_file}application__organisation")
    return Exists(ElectronicConsent.objects.filter(organisation=body, ended_at=None))
