"""A legal act is notified: opened here by a body that agreed to it, or else by registered letter (spec X11)."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from expect.accounts import rules
from expect.accounts.enums import ServiceWay
from expect.accounts.models import ElectronicConsent, Membership, Organisation, ProofOfService, User
from expect.audit import journal
from expect.documents import uploads
from expect.documents.checks import CheckedFile
from expect.documents.models import IssuedDocument
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged

Scan = UploadedFile | CheckedFile


class ImpossibleService(Refusal):
    """A day of receipt to come, before the act was issued, unchanged or unproved."""


# ---------------------------------------------------------------- the agreement


def agreement(organisation: Organisation | int) -> ElectronicConsent | None:
    """The body's agreement to electronic notification, while it runs."""
    key = getattr(organisation, "pk", organisation)
    return (
        ElectronicConsent.objects.filter(organisation=key, ended_at=None).select_related("agreed_by").first()
    )


@transaction.atomic
def agree(*, organisation: Organisation, by: User, at: datetime) -> ElectronicConsent:
    """The signatory agrees for their body: what it opens here is notified to it. Raises NotAllowed."""
    carrier = rules.may_agree_to_service(by, organisation, paris_day(at)).require()
    consent, agreed = ElectronicConsent.objects.get_or_create(
        organisation=organisation, ended_at=None, defaults={"agreed_at": at, "agreed_by": by}
    )
    if agreed:
        journal.record(action="agree_to_service", subject=organisation, by=by, membership=carrier, at=at)
    return consent


@transaction.atomic
def end_agreement(*, organisation: Organisation, by: User, at: datetime) -> Organisation:
    """From now on the body is notified by registered letter; what it opened stays notified.

    Raises NotAllowed, StateChanged.
    """
    carrier = rules.may_agree_to_service(by, organisation, paris_day(at)).require()
    running = ElectronicConsent.objects.filter(organisation=organisation, ended_at=None)
    if not running.update(ended_at=at, ended_by=by):
        raise StateChanged("Votre organisme n’accepte déjà plus la notification électronique.")
    journal.record(action="end_agreement_to_service", subject=organisation, by=by, membership=carrier, at=at)
    return organisation


# ---------------------------------------------------------------- the proof


def proofs(document: IssuedDocument) -> QuerySet[ProofOfService]:
    """What shows that the act was received, the last said first."""
    said = ProofOfService.objects.filter(document=document)
    return said.select_related("recorded_by", "scan").order_by("-recorded_at", "-pk")


def received_on(document: IssuedDocument | None) -> date | None:
    """The Paris day on which the act was received, from which its limits run; None while nothing shows it."""
    return proofs(document).values_list("received_on", flat=True).first() if document else None


def opened(
    *, document: IssuedDocument, organisation: int, membership: Membership, by: User, at: datetime
) -> ProofOfService | None:
    """The first opening by a person of the body notifies the act, where the body agreed; afterwards, nothing happens.

    `organisation` is the key of the addressee. Two first openings at once leave one.
    """
    if membership.organisation_id != organisation or not agreement(organisation):
        return None
    try:
        with transaction.atomic():
            proof, first = ProofOfService.objects.get_or_create(
                document=document,
                reason="",
                defaults={
                    "organisation_id": organisation,
                    "way": ServiceWay.OPENED,
                    "received_on": paris_day(at),
                    "recorded_at": at,
                    "recorded_by": by,
                },
            )
            if first:
                journal.record(action="first_opening", subject=document, by=by, membership=membership, at=at)
    except IntegrityError:
        return None
    return proof if first else None


@transaction.atomic
def register(
    *,
    document: IssuedDocument,
    organisation: Organisation,
    received_on: date,
    scan: Scan,
    by: User,
    at: datetime,
    reason: str = "",
) -> ProofOfService:
    """Enter the day that the acknowledgement of a registered letter bears, with its scan.

    With a `reason`, it corrects what was said before, which is kept. Raises NotAllowed, ImpossibleService,
    UploadRefused.
    """
    carrier = rules.may_register_service(by, paris_day(at)).require()
    former = proofs(document).first()
    if former and not reason.strip():
        raise ImpossibleService(
            "La réception de cette lettre est déjà enregistrée : dites ce que vous corrigez.", field="reason"
        )
    if former and former.received_on == received_on:
        raise ImpossibleService("C’est déjà la date enregistrée.", field="received_on")
    if received_on > paris_day(at):
        raise ImpossibleService(
            "Cette date est à venir : indiquez le jour de la réception.", field="received_on"
        )
    if received_on < paris_day(document.issued_at):
        raise ImpossibleService("La lettre n’était pas encore émise ce jour-là.", field="received_on")
    try:
        with transaction.atomic():
            proof = ProofOfService.objects.create(
                document=document,
                organisation=organisation,
                way=ServiceWay.REGISTERED,
                received_on=received_on,
                scan=uploads.store(scan, by=by, at=at),
                reason=reason.strip() if former else "",
                recorded_at=at,
                recorded_by=by,
            )
    except IntegrityError as twice:
        raise ImpossibleService("Une preuve vient d’être enregistrée : rechargez la page.") from twice
    journal.record(
        action="correct_service" if former else "register_service",
        subject=document,
        by=by,
        membership=carrier,
        at=at,
        details={"received_on": received_on.isoformat()},
    )
    return proof
