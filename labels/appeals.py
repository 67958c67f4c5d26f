"""A refusal, were it by silence, or a dismissal is contested; the head answers (spec L9, X10).

Beside: `minister_answers`.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from expect.accounts.enums import SignedAct
from expect.accounts.models import Membership, User
from expect.accounts.signing import authority_of
from expect.audit import journal
from expect.audit.transitions import advance, hold
from expect.database.counters import next_value
from expect.documents import uploads
from expect.documents.checks import CheckedFile
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from labels import appeal_letters, decision_emails, rules
from labels.enums import ANSWERS, AppealKind, AppealOutcome, Outcome
from labels.models import Appeal, Decision, Dismissal, LabelApplication
from labels.workflow import APPLICATION

Paper = UploadedFile | CheckedFile
DECIDED_SINCE = {
    Outcome.GRANTED: "Une décision expresse, qui attribue le label, remplace le refus implicite.",
    Outcome.REFUSED: "Une décision expresse de refus remplace le refus implicite ; sa lettre dit comment la contester.",
}
NARROWED_SINCE = (
    "Une décision expresse, qui attribue le label pour des compétences plus étroites que celles demandées, remplace le "
    "refus implicite ; sa lettre dit comment la contester."
)
OTHER_UPHELD = "Le recours {} est accueilli\N{NO-BREAK SPACE}: ce qui était contesté ne tient plus."
TAKEN_BACK = "L’organisme a retiré sa candidature."


class AppealRefused(Refusal):
    """An appeal has its grounds and a day that has come; an answer, its reasons; each once."""


@transaction.atomic
def lodge_appeal(
    *,
    application: LabelApplication,
    kind: str,
    grounds: str,
    by: User,
    at: datetime,
    paper: Paper | None = None,
) -> Appeal:
    """The signatory contests, here, with a paper if there is one; late or not, it has a receipt and an answer.

    Raises NotAllowed, AppealRefused, StateChanged, UploadRefused.
    """
    hold(application, application.state)
    membership = rules.may_appeal(by, application, paris_day(at)).require()
    return _register(application, kind, grounds, paris_day(at), paper, by=by, membership=membership, at=at)


@transaction.atomic
def register_appeal(
    *,
    application: LabelApplication,
    kind: str,
    grounds: str,
    received_on: date,
    paper: Paper,
    by: User,
    at: datetime,
) -> Appeal:
    """DAECT registers an appeal that came on paper, on the day it came; the body's people are told (spec X13).

    Raises NotAllowed, AppealRefused, StateChanged, UploadRefused.
    """
    hold(application, application.state)
    membership = rules.may_register_appeal(by, application, paris_day(at)).require()
    if received_on > paris_day(at):
        raise AppealRefused("Ce jour est à venir : indiquez celui de la réception.", field="received_on")
    born = rules.contestable_from(application, paris_day(at))
    if born and received_on < born:
        raise AppealRefused("La décision contestée n’existait pas encore ce jour-là.", field="received_on")
    return _register(application, kind, grounds, received_on, paper, by=by, membership=membership, at=at)


@transaction.atomic
def answer_appeal(*, appeal: Appeal, outcome: str, answer: str, by: User, at: datetime) -> Appeal:
    """Answer with reasons, in a signed letter (spec X12); upheld, the file is admissible again and waits for a session.

    The decision then taken replaces the one contested, and cites it. Where silence had refused the file, nothing moves:
    it was never out of examination. Of two answers at once, one is given. Raises
    NotAllowed, AppealRefused, NoSigningAuthority, StateChanged.
    """
    hold(appeal.application, appeal.application.state)
    appeal.refresh_from_db(fields=["answered_at", "outcome"])
    membership = rules.may_answer_appeal(by, appeal, paris_day(at)).require()
    check_answer(outcome, answer)
    authority = authority_of(by, SignedAct.DECISION, paris_day(at))
    answer = answer.strip()
    letter = appeal_letters.issue_answer(appeal, outcome=outcome, answer=answer, authority=authority, at=at)
    facts = {"outcome": outcome, "answer": answer, "letter": letter}
    moot = give_answer(appeal, facts, by=by, membership=membership, at=at)
    decision_emails.appeal_answered(appeal, moot=moot, occasion=appeal.public_id, at=at)
    return appeal


def check_answer(outcome: str, answer: str) -> None:
    """An answer is one of three, with its reasons; raises AppealRefused."""
    if outcome not in ANSWERS:
        raise AppealRefused("Choisissez la réponse.", field="outcome")
    if not answer.strip():
        raise AppealRefused("Donnez les motifs : ils figurent dans la lettre.", field="answer")


def give_answer(
    appeal: Appeal, facts: Mapping[str, Any], *, by: User, membership: Membership, at: datetime
) -> list[Appeal]:
    """Write the answer, its letter in `facts`, and what follows; gives the appeals that it leaves without object.

    A step of the acts. Raises StateChanged.
    """
    application, outcome = appeal.application, facts["outcome"]
    other_on = rules.other_refusal(appeal, paris_day(at))
    facts = {**facts, "answered_at": at, "answered_by": by, "other_implicit_on": other_on}
    if not Appeal.objects.filter(pk=appeal.pk, answered_at=None).update(**facts):
        raise StateChanged("Ce recours vient de recevoir sa réponse. Rechargez la page.")
    for name, value in facts.items():
        setattr(appeal, name, value)
    journal.record(
        action="answer_appeal",
        subject=application,
        by=by,
        membership=membership,
        at=at,
        details={"appeal": appeal.public_id, "outcome": outcome},
    )
    if outcome != AppealOutcome.UPHELD:
        return []
    _make_way(appeal, by=by, membership=membership, at=at)
    because = OTHER_UPHELD.format(appeal.number)
    return _leave(_given_way(appeal), application, because=because, by=by, membership=membership, at=at)


def _make_way(appeal: Appeal, *, by: User, membership: Membership, at: datetime) -> None:
    """What is contested gives way: the file is examined again, where it was over; a refusal by silence is no more.

    Nor is one that silence had made before, on the file as it was lodged then.
    """
    application = appeal.application
    if APPLICATION.starts("uphold", application.state):
        advance(
            application,
            APPLICATION,
            "uphold",
            by=by,
            membership=membership,
            at=at,
            implicit_on=None,
            session=None,
            dismissal=None,
            admitted_at=at,
            released_at=at,
            examined_at=None,
            notified_at=None,
        )
    elif application.implicit_on and appeal.implicit_on and application.implicit_on <= appeal.implicit_on:
        LabelApplication.objects.filter(pk=application.pk).update(implicit_on=None)
        application.implicit_on = None


def _given_way(appeal: Appeal) -> QuerySet[Appeal]:
    """The appeals against what an appeal upheld has undone: the same act, or the refusals by silence up to its day."""
    if appeal.implicit_on:
        return appeal.application.appeals.filter(implicit_on__lte=appeal.implicit_on)
    act = appeal.decision or appeal.dismissal
    return rules.appeals_against(appeal.application, act, appeal.implicit_on)


def decided_since(decision: Decision) -> str:
    """What replaces the refusal by silence, and whether that is contested in its turn."""
    return NARROWED_SINCE if decision.narrowed else DECIDED_SINCE[Outcome(decision.outcome)]


def leave_without_object(
    application: LabelApplication, *, because: str, by: User, membership: Membership, at: datetime
) -> list[Appeal]:
    """The file is decided, or taken back: an appeal against silence has nothing left to answer; a step of the acts.

    What was decided has its own ways of appeal.
    """
    against_silence = Appeal.objects.filter(implicit_on__isnull=False)
    return _leave(against_silence, application, because=because, by=by, membership=membership, at=at)


def _leave(
    appeals: QuerySet[Appeal],
    application: LabelApplication,
    *,
    because: str,
    by: User,
    membership: Membership,
    at: datetime,
) -> list[Appeal]:
    """Of these `appeals`, those on the file that wait for their answer have no object any more."""
    waiting = appeals.filter(application=application, answered_at=None)
    left = list(waiting.order_by("registered_at"))
    if left:
        waiting.update(outcome=AppealOutcome.MOOT, answer=because, answered_at=at)
    for appeal in left:
        journal.record(
            action="leave_appeal",
            subject=application,
            by=by,
            membership=membership,
            at=at,
            details={"appeal": appeal.public_id},
        )
    return left


def _register(
    application: LabelApplication,
    kind: str,
    grounds: str,
    received_on: date,
    paper: Paper | None,
    *,
    by: User,
    membership: Membership,
    at: datetime,
) -> Appeal:
    if not grounds.strip():
        raise AppealRefused("Dites ce qui est contesté, et pourquoi.", field="grounds")
    if kind not in rules.kinds_to_lodge(application, received_on):
        said = f"Un {AppealKind(kind).label.lower()} est déjà formé, sans réponse à ce jour."
        raise AppealRefused(said, field="kind")
    stops = kind in rules.kinds_that_count(application, received_on)
    year, act = received_on.year, rules.contested(application)
    appeal = Appeal(
        number=f"R-{year}-{next_value(f'appeal-{year}'):04}",
        application=application,
        decision=act if isinstance(act, Decision) else None,
        dismissal=act if isinstance(act, Dismissal) else None,
        implicit_on=rules.implicit_refusal(application, received_on),
        kind=kind,
        grounds=grounds.strip(),
        paper=uploads.store(paper, by=by, at=at) if paper else None,
        received_on=received_on,
        late=rules.is_late(application, received_on),
        silence_on=rules.rejected_on(received_on),
        registered_at=at,
        registered_by=by,
    )
    appeal.receipt = appeal_letters.issue_receipt(appeal, stops=stops, at=at)
    try:
        with transaction.atomic():
            appeal.save()
    except IntegrityError as twice:
        raise AppealRefused("Un recours vient d’être enregistré : rechargez la page.") from twice
    journal.record(
        action="lodge_appeal",
        subject=application,
        by=by,
        membership=membership,
        at=at,
        details={"appeal": appeal.public_id},
    )
    decision_emails.appeal_registered(appeal, stops=stops, at=at)
    return appeal
