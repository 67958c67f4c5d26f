"""« Nous pourrions »: a holder offers itself for an open need, or takes that back (spec M1)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.audit.transitions import hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from labels.models import Label
from missions import need_emails
from missions.enums import RequestState, SolicitationState
from missions.models import ExpertiseRequest, Offer
from missions.models.limits import require
from missions.rules.needs import may_offer, may_take_back


class OfferRefused(Refusal):
    """Without a word of what the holder could do, or made already."""


@transaction.atomic
def offer(*, request: ExpertiseRequest, label: Label, message: str, by: User, at: datetime) -> Offer:
    """Say that the holder could meet the need; DAECT is told, and still chooses whom it asks (spec M1, M3).

    Raises NotAllowed, StateChanged (the need is no longer open), OfferRefused.
    """
    membership = may_offer(by, request, label, paris_day(at)).require()
    if not message.strip():
        raise OfferRefused("Dites en quelques mots ce que vous pourriez apporter.", field="message")
    require(Offer, message=message)
    hold(request, RequestState.OPEN)
    try:
        with transaction.atomic():
            made = Offer.objects.create(
                request=request,
                label=label,
                organisation=label.organisation,
                message=message.strip(),
                offered_at=at,
                offered_by=by,
            )
    except IntegrityError as clash:
        raise OfferRefused("Vous vous êtes déjà proposé pour ce besoin.") from clash
    _record("offer", made, by=by, membership=membership, at=at)
    need_emails.offer_made(made, at=at)
    return made


@transaction.atomic
def take_back(*, offer: Offer, by: User, at: datetime) -> Offer:
    """The holder no longer could; DAECT is told. Raises NotAllowed, StateChanged."""
    membership = may_take_back(by, offer, paris_day(at)).require()
    taken = {"taken_back_at": at, "taken_back_by": by}
    if not Offer.objects.filter(pk=offer.pk, taken_back_at=None).update(**taken):
        raise StateChanged("Cette proposition est déjà reprise.")
    offer.taken_back_at, offer.taken_back_by = at, by
    _record("take_back_offer", offer, by=by, membership=membership, at=at)
    need_emails.offer_taken_back(offer, at=at)
    return offer


def carry(request: ExpertiseRequest, into: ExpertiseRequest, **trace) -> None:
    """The standing offers on a need that is merged hold for the one that goes on; each holder is told (spec M1).

    One that stands there already stays as it is; a holder that declined the former need offers nothing more. A step of
    the merger, which holds both needs.
    """
    declined = request.solicitations.filter(state=SolicitationState.DECLINED).values("organisation")
    standing = Offer.objects.filter(request=request, taken_back_at=None).exclude(organisation__in=declined)
    for former in standing.select_related("label", "organisation").order_by("pk"):
        said = {name: getattr(former, name) for name in ("label", "message", "offered_at", "offered_by")}
        made, new = Offer.objects.get_or_create(
            request=into, organisation=former.organisation, taken_back_at=None, defaults=said
        )
        if new:
            _record("carry_offer", made, **trace)
        need_emails.offer_carried(made, former=request, at=trace["at"])


def _record(action: str, made: Offer, **trace) -> None:
    details = {"label": made.label.public_id}
    journal.record(action=action, subject=made.request, details=details, **trace)
