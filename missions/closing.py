"""A need that ends without a mission: merged into another, or expired (spec M1)."""

import contextlib
from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit.transitions import advance, hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from missions import need_emails
from missions.enums import RequestState
from missions.models import ExpertiseRequest
from missions.offers import carry
from missions.requests import release
from missions.rules.needs import may_merge
from missions.workflow import REQUEST


class MergeRefused(Refusal):
    """Into itself, or into a need of another country."""


@transaction.atomic
def merge_request(
    *, request: ExpertiseRequest, into: ExpertiseRequest, by: User, at: datetime
) -> ExpertiseRequest:
    """The same need came twice: `request` is carried on by `into`, of the same country, whose post and holders go on.

    Who offered itself for `request` is counted on `into`, and told so; who declared it is ranked there as declarant.
    Both rows are kept in one order: of two merges the other way round, at the same instant, one comes first. The rule
    is asked again once they are held: no holder is asked meanwhile.
    Raises NotAllowed, StateChanged (one of them is no longer open), MergeRefused.
    """
    may_merge(by, request, paris_day(at)).require()
    if into.pk == request.pk:
        raise MergeRefused("Un besoin ne se réunit pas à lui-même.", field="into")
    if into.country_id != request.country_id:
        raise MergeRefused("Ces deux besoins ne concernent pas le même pays.", field="into")
    for one in sorted((request, into), key=lambda need: need.pk):
        hold(one, RequestState.OPEN)
    membership = may_merge(by, request, paris_day(at)).require()
    trace = {"by": by, "membership": membership, "at": at}
    details = {"into": into.public_id}
    advance(request, REQUEST, "merge_request", **trace, details=details, merged_at=at, merged_into=into)
    carry(request, into, **trace)
    need_emails.need_merged(request, by=by, at=at)
    return request


def expire_requests(*, on: date, at: datetime) -> list[ExpertiseRequest]:
    """Close every open need whose wished period is over; the system's daily job (spec M1).

    Its post, the holder that declared it and DAECT are told; the holders still asked are let go. Run again, it finds
    nothing more to do. Each need is closed in its own transaction: one met in the meantime is left to its mission.
    """
    done = []
    over = ExpertiseRequest.objects.filter(state=RequestState.OPEN, wished_until__lt=on)
    for request in over.select_related("country", "post", "declarant").order_by("pk"):
        with contextlib.suppress(StateChanged), transaction.atomic():
            advance(request, REQUEST, "expire_request", by=None, at=at, expired_at=at)
            release(request, by=None, membership=None, at=at)
            need_emails.need_expired(request, at=at)
            done.append(request)
    return done
