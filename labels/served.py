"""A letter was received: its proof, entered by DAECT (spec X11)."""

from datetime import date, datetime

from django.db import transaction

from expect.accounts import service
from expect.accounts.models import ProofOfService, User
from expect.documents.models import IssuedDocument
from expect.kernel.clock import paris_day
from labels import decision_emails, rules
from labels.models import Appeal, Decision, Dismissal, LabelApplication, Rectification


def letter_of(act: rules.Act) -> tuple[LabelApplication, IssuedDocument | None]:
    """The file, and the letter that notifies the act."""
    if isinstance(act, Rectification):
        return act.decision.application, act.letter
    return act.application, act.letter


def opens_time(act: rules.Act) -> bool:
    """Whether time to contest runs from its receipt."""
    if isinstance(act, Appeal):
        return rules.runs_from_answer(act)
    return isinstance(act, Decision | Dismissal) and rules.is_contestable(act)


@transaction.atomic
def register_service(
    *,
    act: rules.Act,
    received_on: date,
    scan: service.Scan,
    by: User,
    at: datetime,
    reason: str = "",
) -> ProofOfService:
    """Enter the acknowledgement of the registered letter of an act; the body is told.

    With a `reason`, it corrects the former one. Raises NotAllowed, ImpossibleService, UploadRefused.
    """
    application, letter = letter_of(act)
    rules.may_register_service(by, act, paris_day(at)).require()
    proof = service.register(
        document=letter,
        organisation=application.organisation,
        received_on=received_on,
        scan=scan,
        reason=reason,
        by=by,
        at=at,
    )
    decision_emails.service_registered(
        application, proof, how=_received(act), contest_until=_contest_until(act, paris_day(at)), at=at
    )
    return proof


def _received(act: rules.Act) -> str:
    """The letter received, as the body is told of it."""
    if isinstance(act, Rectification):
        which = f"n°\N{NO-BREAK SPACE}{act.number} de la décision sur la candidature"
        return f"le rectificatif {which} {act.decision.application.number} vous est parvenu"
    if isinstance(act, Appeal):
        return f"la réponse à votre recours {act.number} vous est parvenue"
    application, _ = letter_of(act)
    return f"la lettre de décision sur la candidature {application.number} vous est parvenue"


def _contest_until(act: rules.Act, on: date) -> date | None:
    """A clerical correction opens no time to contest; nor does a full grant, or an appeal that stops none."""
    if isinstance(act, Rectification):
        return None
    until = rules.rejection_until(act, on) if isinstance(act, Appeal) else rules.until_of(act, on)
    return until if until and until >= on else None
