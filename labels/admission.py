"""A lodged file is put on the agenda of a session (spec L1, L8)."""

from datetime import datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit.transitions import advance, hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from labels import emails, meanwhile, rules, selectors
from labels.admissibility import freeze_checks
from labels.enums import SessionState
from labels.models import CommitteeSession, LabelApplication, Opinion
from labels.recusals import find_recusals
from labels.workflow import APPLICATION


class OpinionsGiven(Refusal):
    """Members of that session gave opinions on what the file said before it was corrected (spec L7, L8)."""


class SessionClosed(Refusal):
    """The session takes no more files (spec L8)."""


@transaction.atomic
def admit(
    *,
    application: LabelApplication,
    session: CommitteeSession,
    by: User,
    at: datetime,
    reason: str = "",
    seen: str = "",
) -> LabelApplication:
    """Put a lodged, deferred or released file on the agenda of a session, until its cut-off (spec L8).

    A body under its own regime is admitted by hand, for a `reason` that is kept (spec L1). Members in conflict with the
    file are set aside at once. The session is held first, as by whoever records its holding. `seen` is what its author
    saw of the file (`meanwhile`).

    Raises NotAllowed, ChangedMeanwhile, OpinionsGiven, SessionClosed, StateChanged, Refusal.
    """
    day = paris_day(at)
    try:
        hold(session, SessionState.PLANNED)
    except StateChanged as closed:
        raise SessionClosed("Les inscriptions à cette séance sont closes.", field="session") from closed
    hold(application, application.state)
    application.refresh_from_db(fields=["session"])
    membership = rules.may_admit(by, application, day).require()
    meanwhile.check_acts(seen, application)
    if rules.wants_admission_reason(application) and not reason.strip():
        raise Refusal(
            "Cet organisme relève d’un régime propre : donnez le motif de sa recevabilité.", field="reason"
        )
    if session.cut_off_on < day:
        raise SessionClosed("La date limite d’inscription à cette séance est passée.", field="session")
    last_lodged = selectors.last_version(application).submitted_at
    if Opinion.objects.filter(application=application, session=session, given_at__lt=last_lodged).exists():
        raise OpinionsGiven(
            "Des membres de cette séance ont donné leur avis sur une version antérieure du dossier\N{NO-BREAK SPACE}: "
            "inscrivez-le à une autre séance, qui lira la version corrigée.",
            field="session",
        )
    advance(
        application,
        APPLICATION,
        "admit",
        by=by,
        membership=membership,
        at=at,
        admitted_at=at,
        admission_reason=reason.strip() or application.admission_reason,
        session=session,
        released_at=None,
        details={"session": session.public_id},
    )
    freeze_checks(application, at=at)
    find_recusals(session, only=application, at=at)
    emails.application_admitted(application, at=at)
    return application
