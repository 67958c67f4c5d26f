"""In what capacity a signatory engages a body: shown, and confirmed after elections (spec X14)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from expect.accounts import emails, rules
from expect.accounts.enums import OrganisationKind
from expect.accounts.models import MandateStatement, Membership, Organisation, Renewal, User
from expect.accounts.selectors import asked_to_confirm, forget_memberships, unconfirmed_signatories
from expect.audit import journal
from expect.documents import uploads
from expect.documents.checks import CheckedFile
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged


class RenewalRefused(Refusal):
    """The elections are to come, known already, or of no kind of body."""


class CapacityMissing(Refusal):
    """A signatory engages their body in a capacity, which must be said."""


@transaction.atomic
def record_renewal(
    *, kinds: Iterable[str], held_on: date, text_reference: str, by: User, at: datetime
) -> list[Renewal]:
    """Record elections: the signatories in office before that day are asked to confirm, and engage nothing until then.

    What they signed goes on binding their body. Raises NotAllowed, RenewalRefused.
    """
    day = paris_day(at)
    carrier = rules.may_record_renewal(by, day).require()
    if held_on > day:
        raise RenewalRefused("Ces élections sont à venir : enregistrez-les une fois tenues.", field="held_on")
    if not text_reference.strip():
        raise RenewalRefused("Dites quel texte a convoqué ces élections.", field="text_reference")
    chosen = sorted(set(kinds))
    recorded = Renewal.objects.filter(kind__in=chosen, held_on=held_on, cancelled_at=None)
    if known := recorded.values_list("kind", flat=True):
        names = ", ".join(OrganisationKind(kind).label.lower() for kind in known)
        raise RenewalRefused(f"Ces élections sont déjà enregistrées pour : {names}.", field="kinds")
    if not chosen:
        raise RenewalRefused("Choisissez les organismes renouvelés.", field="kinds")
    try:
        with transaction.atomic():
            renewals = [
                Renewal.objects.create(
                    kind=kind,
                    held_on=held_on,
                    text_reference=text_reference.strip(),
                    recorded_at=at,
                    recorded_by=by,
                )
                for kind in chosen
            ]
    except IntegrityError as twice:
        raise RenewalRefused("Ces élections viennent d’être enregistrées : rechargez la page.") from twice
    for renewal in renewals:
        details = {"kind": renewal.kind, "held_on": held_on.isoformat()}
        journal.record(
            action="record_renewal", subject=renewal, by=by, membership=carrier, at=at, details=details
        )
    waiting = unconfirmed_signatories(day).filter(organisation__kind__in=chosen)
    emails.mandate_to_confirm(waiting.select_related("user", "organisation"), held_on=held_on, at=at)
    return renewals


@transaction.atomic
def cancel_renewal(*, renewal: Renewal, reason: str, by: User, at: datetime) -> Renewal:
    """Cancel elections recorded by mistake: they ask nothing any more, and those who were asked are told why.

    What was confirmed meanwhile stays true, and stays. Raises NotAllowed, RenewalRefused, StateChanged.
    """
    day = paris_day(at)
    carrier = rules.may_cancel_renewal(by, renewal, day).require()
    if not reason.strip():
        raise RenewalRefused("Dites pourquoi : les signataires le lisent.", field="reason")
    facts = {"cancelled_at": at, "cancelled_by": by, "cancellation_reason": reason.strip()}
    if not Renewal.objects.filter(pk=renewal.pk, cancelled_at=None).update(**facts):
        raise StateChanged("Ces élections viennent d’être annulées.")
    renewal.refresh_from_db()
    details = {"kind": renewal.kind, "held_on": renewal.held_on.isoformat()}
    journal.record(
        action="cancel_renewal", subject=renewal, by=by, membership=carrier, at=at, details=details
    )
    emails.renewal_cancelled(
        renewal,
        asked_to_confirm(renewal, day).select_related("user", "organisation"),
        still_asked=set(unconfirmed_signatories(day).values_list("pk", flat=True)),
        at=at,
    )
    return renewal


@transaction.atomic
def state_mandate(
    *,
    membership: Membership,
    capacity: str,
    by: User,
    at: datetime,
    proof: UploadedFile | CheckedFile | None = None,
) -> MandateStatement:
    """Say, or show by a deliberation or an order, in what capacity a signatory engages their body.

    Said by the signatory, it confirms the mandate after elections; recorded by DAECT, it needs the `proof`, and the
    signatory is told. Raises NotAllowed, CapacityMissing, UploadRefused.
    """
    day = paris_day(at)
    carrier = rules.may_state_mandate(by, membership, day).require()
    if not capacity.strip():
        raise CapacityMissing("Dites en quelle qualité : maire, présidente…", field="capacity")
    on_behalf = by.pk != membership.user_id
    if on_behalf and not proof:
        raise CapacityMissing("Joignez la pièce reçue : elle dit qui vous l’a fait savoir.", field="proof")
    statement = MandateStatement.objects.create(
        membership=membership,
        capacity=capacity.strip(),
        proof=uploads.store(proof, by=by, at=at) if proof else None,
        stated_on=day,
        stated_at=at,
        stated_by=by,
    )
    membership.capacity = statement.capacity
    membership.save(update_fields=["capacity"])
    forget_memberships(membership.user)
    journal.record(action="state_mandate", subject=membership, by=by, membership=carrier, at=at)
    if on_behalf:
        emails.mandate_recorded(statement, at=at)
    return statement


@transaction.atomic
def set_legal_address(*, organisation: Organisation, email: str, by: User, at: datetime) -> Organisation:
    """Where to write while nobody acts for the body; empty to forget it. Raises NotAllowed."""
    carrier = rules.may_set_legal_address(by, organisation, paris_day(at)).require()
    organisation.legal_email = email.lower()
    organisation.save(update_fields=["legal_email"])
    journal.record(action="set_legal_address", subject=organisation, by=by, membership=carrier, at=at)
    return organisation
