"""DAECT says what follows where a party contests what was recorded in its name (spec X13)."""

from datetime import datetime

from django.db import transaction

from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.audit.transitions import advance, hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import StateChanged
from missions import desk_emails, emails, returns, rules
from missions.endings import with_words
from missions.enums import MissionState, Party
from missions.models import (
    EmbassyReview,
    Mission,
    RecordedAnswer,
    RecordedReview,
    TermsAcceptance,
    TermsVersion,
)
from missions.models.limits import require
from missions.selectors import accepted_version
from missions.workflow import MISSION


@transaction.atomic
def settle_review(
    *, review: EmbassyReview, words: str, withdrawn: bool = False, by: User, at: datetime
) -> RecordedReview:
    """What becomes of an answer of the embassy that it contests: it stands, or the validation is `withdrawn`.

    Withdrawn, the mission is back before the embassy's answer, under a version that says the same: a version gets one
    answer only. Raises NotAllowed (letter issued, people gone), ReasonMissing, StateChanged.
    """
    on = paris_day(at)
    may = (
        rules.may_withdraw_validation(by, review, on)
        if withdrawn
        else rules.may_settle(by, review.record, on)
    )
    membership = with_words(may, words, field="words")
    _settle(review.record, words, withdrawn=withdrawn, by=by, at=at)
    details = {"review": review.public_id, "withdrawn": withdrawn}
    trace = {"by": by, "membership": membership, "at": at}
    journal.record(action="settle_review", subject=review.mission, details=details, **trace)
    if withdrawn:
        _withdraw(review.mission, **trace)
    desk_emails.review_settled(review, by=by, at=at)
    return review.record


@transaction.atomic
def settle_answer(*, record: RecordedAnswer, words: str, by: User, at: datetime) -> RecordedAnswer:
    """What follows from what a party contests, in words: its own acts, and DAECT's, do the rest.

    Raises NotAllowed, ReasonMissing, StateChanged.
    """
    membership = with_words(rules.may_settle(by, record, paris_day(at)), words, field="words")
    _settle(record, words, by=by, at=at)
    details = {"record": record.public_id}
    journal.record(
        action="settle_answer", subject=record.subject, by=by, membership=membership, at=at, details=details
    )
    emails.answer_settled(record, by=by, at=at)
    return record


def _settle(record: RecordedAnswer | RecordedReview, words: str, *, by: User, at: datetime, **said) -> None:
    require(type(record), settlement=words, field="words")
    facts = {"settled_at": at, "settled_by": by, "settlement": words.strip()} | said
    if not type(record).objects.in_dispute().filter(pk=record.pk).update(**facts):
        raise StateChanged("La suite de cette contestation est déjà dite.")
    for name, value in facts.items():
        setattr(record, name, value)


def _withdraw(mission: Mission, *, by: User, membership: Membership, at: datetime) -> None:
    """Back before the embassy's answer: the limit of the report falls with the validation (spec M8, R1)."""
    hold(mission, MissionState.VALIDATED, read=("letter", "report_due_on"))
    if mission.letter_id:
        raise StateChanged("La lettre de mission vient d’être émise : annulez la mission.")
    former = accepted_version(mission)
    returns.note_limit(mission, due_on=None, reason="Validation enregistrée à tort, retirée", by=by, at=at)
    facts = {"validated_at": None, "report_due_on": None, "overdue_flagged_at": None}
    facts |= {"accepted_at": at, "sent_to_embassy_at": None}
    trace = {"by": by, "membership": membership, "at": at, "details": {"version": former.number}}
    advance(mission, MISSION, "withdraw_validation", **trace, **facts)
    _write_again(former, at=at)


def _write_again(former: TermsVersion, *, at: datetime) -> None:
    """The same words under the next number, accepted by the holder as the former were."""
    said = former.acceptances.get(party=Party.HOLDER)
    version = TermsVersion.objects.create(
        mission=former.mission,
        number=former.number + 1,
        content=former.content,
        sha256=former.sha256,
        created_at=at,
    )
    kept = {name: getattr(said, name) for name in ("party", "accepted_at", "accepted_by", "capacity")}
    TermsAcceptance.objects.create(version=version, **kept)
