"""The letters that nothing shows received: to be sent by registered post, and their receipt entered (spec X4, X11)."""

from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from expect.accounts.models import ElectronicConsent, ProofOfService
from expect.accounts.work import rows
from expect.kernel.clock import paris_midnight
from labels.enums import AppealOutcome, Outcome
from labels.models import Appeal, Decision, Dismissal, Rectification
from labels.rules import patience_began_on


def letters_to_send(day: date) -> list[QuerySet]:
    """One queryset for each kind of letter; one that is contested by nobody, a full grant, is left out."""
    body, sent_by = "application__organisation", paris_midnight(patience_began_on(day))
    contestable = Decision.objects.live().filter(Q(outcome=Outcome.REFUSED) | Q(narrowed=True))
    answered = Appeal.objects.filter(outcome__in=(AppealOutcome.REJECTED, AppealOutcome.INADMISSIBLE))
    return [
        _to_send(contestable, "labels.register_service", sent_by, since="notified_at", body=body),
        _to_send(
            Dismissal.objects.filter(application__dismissal=F("pk")),
            "labels.register_dismissal_service",
            sent_by,
            since="decided_at",
            body=body,
        ),
        _to_send(answered, "labels.register_appeal_service", sent_by, since="answered_at", body=body),
        _to_send(
            Rectification.objects.all(),
            "labels.register_rectification_service",
            sent_by,
            since="signed_at",
            body=f"decision__{body}",
        ),
    ]


def _to_send(acts: QuerySet, kind: str, sent_by: datetime, *, since: str, body: str) -> QuerySet:
    """Those whose letter is unproved: at once without agreement, else where it was sent before that instant."""
    proved = ProofOfService.objects.filter(document=OuterRef("letter"))
    agreed = ElectronicConsent.objects.filter(organisation=OuterRef(body), ended_at=None)
    waited = Q(**{f"{since}__lt": sent_by})
    unproved = acts.filter(~Exists(proved), waited | ~Exists(agreed), letter__isnull=False)
    return rows(unproved, kind, title=f"{body}__name", since=since)
