"""The letters that nothing shows received (spec X4, X11): the body that agreed opens them; otherwise DAECT sends them
by registered post, and enters their receipt.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from expect.accounts.models import ElectronicConsent, ProofOfService
from expect.accounts.work import rows
from expect.kernel.clock import paris_midnight
from labels import rules
from labels.models import Appeal, Decision, Dismissal, Rectification


class Kind(NamedTuple):
    """Of an act that a letter notifies: the work of DAECT and that of the body, when its letter left, what leads to its
    file.
    """

    to_send: str
    to_open: str
    since: str
    to_file: str = ""


KINDS = {
    Decision: Kind("labels.register_service", "labels.open_service", "notified_at"),
    Dismissal: Kind("labels.register_dismissal_service", "labels.open_dismissal_service", "decided_at"),
    Appeal: Kind("labels.register_appeal_service", "labels.open_appeal_service", "answered_at"),
    Rectification: Kind(
        "labels.register_rectification_service",
        "labels.open_rectification_service",
        "signed_at",
        "decision__",
    ),
}


def letters_to_send(day: date) -> list[QuerySet]:
    """One queryset for each kind of letter, as the work list of DAECT shows them."""
    return [_rows(to_send(model, day), kind.to_send) for model, kind in KINDS.items()]


def letters_to_open(bodies: list[int]) -> list[QuerySet]:
    """One queryset for each kind of letter, as the work list of the bodies that agreed shows them."""
    return [
        _rows(
            _unproved(model).filter(
                _agreed(model),
                letter__file__isnull=False,
                **{f"{kind.to_file}application__organisation__in": bodies},
            ),
            kind.to_open,
        )
        for model, kind in KINDS.items()
    ]


def to_send(model: type[rules.Act], day: date) -> QuerySet:
    """Those to be proved that are not: at once without agreement, else once the body had its time to open them."""
    waited = Q(**{f"{KINDS[model].since}__lt": paris_midnight(rules.patience_began_on(day))})
    return _unproved(model).filter(waited | ~_agreed(model))


def _rows(letters: QuerySet, work: str) -> QuerySet:
    kind = KINDS[letters.model]
    return rows(letters, work, title=f"{kind.to_file}application__organisation__name", since=kind.since)


def _unproved(model: type[rules.Act]) -> QuerySet:
    return rules.wanting_proof(model).filter(
        ~Exists(ProofOfService.objects.filter(document=OuterRef("letter")))
    )


def _agreed(model: type[rules.Act]) -> Exists:
    """Whether the body takes its letters here."""
    body = OuterRef(f"{KINDS[model].to_file}application__organisation")
    return Exists(ElectronicConsent.objects.filter(organisation=body, ended_at=None))
