"""The letters that nothing shows received: to be sent by registered post, and their receipt entered (spec X4, X11)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from expect.accounts.models import ElectronicConsent, ProofOfService
from expect.accounts.work import rows
from expect.kernel.clock import paris_midnight
from labels import rules
from labels.models import Appeal, Decision, Dismissal, Rectification

KINDS = {
    Decision: ("labels.register_service", "notified_at", ""),
    Dismissal: ("labels.register_dismissal_service", "decided_at", ""),
    Appeal: ("labels.register_appeal_service", "answered_at", ""),
    Rectification: ("labels.register_rectification_service", "signed_at", "decision__"),
}
"""Of each act that a letter notifies: its work, when its letter left, what leads to its file."""


def letters_to_send(day: date) -> list[QuerySet]:
    """One queryset for each kind of letter, as the work list of DAECT shows them."""
    waited_from = rules.patience_began_on(day)
    return [
        rows(
            _unproved(model, waited_from),
            kind,
            title=f"{to_file}application__organisation__name",
            since=since,
        )
        for model, (kind, since, to_file) in KINDS.items()
    ]


def to_send(model: type[rules.Act], day: date) -> QuerySet:
    """Those to be proved that are not: at once without agreement, else once the body had its time to open them."""
    return _unproved(model, rules.patience_began_on(day))


def _unproved(model: type[rules.Act], waited_from: date) -> QuerySet:
    _, since, to_file = KINDS[model]
    proved = ProofOfService.objects.filter(document=OuterRef("letter"))
    agreed = ElectronicConsent.objects.filter(
        organisation=OuterRef(f"{to_file}application__organisation"), ended_at=None
    )
    waited = Q(**{f"{since}__lt": paris_midnight(waited_from)})
    return rules.wanting_proof(model).filter(~Exists(proved), waited | ~Exists(agreed))
