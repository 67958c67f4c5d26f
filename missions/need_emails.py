"""What stage 2 tells people of needs, offers and solicitations, in the transaction of the act (spec M1–M3, X3)."""

from datetime import datetime

from expect.accounts.models import User
from expect.web import french
from missions.emails import agents_in_charge, daect, holder, tell
from missions.models import ExpertiseRequest, GrantedException, Mission, Offer, Solicitation


def need_entered(request: ExpertiseRequest, *, by: User, at: datetime, to_post: bool = True) -> None:
    """DAECT looks for a holder, and knows which one declared it; the post knows that the need is in."""
    tell("need_declared" if request.declarant else "need_to_match", request, daect(at), at=at, but=by)
    if to_post:
        tell("need_recorded", request, agents_in_charge(request.country, at), at=at, but=by)


def need_withdrawn(request: ExpertiseRequest, *, by: User, at: datetime) -> None:
    """Nobody looks for a holder any more: whoever brought it knows."""
    tell("need_withdrawn", request, *_bringers(request, at), daect(at), at=at, but=by)


def need_met_by_another(request: ExpertiseRequest, mission: Mission, *, at: datetime) -> None:
    """The holder that declared the need knows that another one meets it."""
    if request.declarant_id not in (None, mission.organisation_id):
        tell("need_met_by_another", request, holder(request.declarant, at), at=at)


def need_merged(request: ExpertiseRequest, *, by: User, at: datetime) -> None:
    """Whoever brought it follows the other one."""
    tell("need_merged", request, *_bringers(request, at), daect(at), at=at, but=by)


def need_expired(request: ExpertiseRequest, *, at: datetime) -> None:
    """Nobody met it in time: whoever brought it may ask again."""
    tell("need_expired", request, *_bringers(request, at), daect(at), at=at)


def _bringers(request: ExpertiseRequest, at: datetime) -> list:
    """The post, and the holder that declared the need if one did."""
    declared = [holder(request.declarant, at)] if request.declarant else []
    return [agents_in_charge(request.country, at), *declared]


def offer_made(offer: Offer, *, at: datetime) -> None:
    """DAECT may ask that holder."""
    told = {"occasion": f"{offer.organisation.public_id}-{at.isoformat()}"}
    tell("offer_made", offer.request, daect(at), at=at, offer=offer, **told)


def offer_taken_back(offer: Offer, *, at: datetime) -> None:
    """DAECT counts on it no more."""
    told = {"occasion": f"{offer.organisation.public_id}-{at.isoformat()}"}
    tell("offer_taken_back", offer.request, daect(at), at=at, offer=offer, **told)


def offer_closed(offer: Offer, *, at: datetime) -> None:
    """The need is no longer open: nothing came of the offer."""
    tell("offer_closed", offer.request, holder(offer.organisation, at), at=at)


def offer_carried(offer: Offer, *, former: ExpertiseRequest, at: datetime) -> None:
    """The need for which the holder offered itself goes on under another number, where its offer counts."""
    told = {"occasion": f"{offer.organisation.public_id}-{former.public_id}", "former": former}
    tell("offer_carried", offer.request, holder(offer.organisation, at), at=at, **told)


def exception_granted(granted: GrantedException, *, at: datetime) -> None:
    """DAECT may go on with that holder."""
    told = {"but": granted.granted_by, "occasion": f"{granted.label.public_id}-{granted.kind}"}
    tell("exception_granted", granted.request, daect(at), at=at, granted=granted, **told)


def solicited(solicitation: Solicitation, *, at: datetime) -> None:
    """The holder has a date to answer by."""
    _ask("solicited", solicitation, at=at)


def solicitation_answered(solicitation: Solicitation, *, at: datetime) -> None:
    """DAECT may choose, or ask somebody else."""
    event, occasion = f"solicitation_{solicitation.state}", solicitation.public_id
    tell(event, solicitation.request, daect(at), at=at, occasion=occasion, solicitation=solicitation)


def solicitation_closed(solicitation: Solicitation, *, at: datetime) -> None:
    """Set aside or cancelled: the holder is told which."""
    tell(f"solicitation_{solicitation.state}", solicitation, holder(solicitation.organisation, at), at=at)


def solicitation_reminded(solicitation: Solicitation, *, at: datetime) -> None:
    """The date comes near."""
    _ask("solicitation_reminded", solicitation, at=at)


def solicitation_silent(solicitation: Solicitation, *, at: datetime) -> None:
    """The date is past: DAECT waits on, or asks somebody else (spec M13)."""
    occasion = solicitation.public_id
    tell(
        "solicitation_silent",
        solicitation.request,
        daect(at),
        at=at,
        occasion=occasion,
        solicitation=solicitation,
    )


def _ask(event: str, solicitation: Solicitation, *, at: datetime) -> None:
    request = solicitation.request
    values = {
        "objet": request.subject,
        "pays": str(request.country),
        "date limite": french.day(solicitation.answer_by),
    }
    tell(event, solicitation, holder(solicitation.organisation, at), at=at, values=values)
