"""DAECT records the answer that an embassy sent by telegram, e-mail or letter; the post may contest it (spec X13)."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.documents import uploads
from expect.documents.checks import CheckedFile
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from expect.territory.selectors import post_in_charge
from expect.web import french
from missions import emails, rules
from missions.endings import with_words
from missions.enums import Channel, ReviewOutcome
from missions.models import EmbassyReview, Mission, RecordedReview
from missions.validation import Answerer, answer


class RecordRefused(Refusal):
    """Received on a day to come, or before the embassy had the terms; without its scan."""


@transaction.atomic
def record_review(
    *,
    mission: Mission,
    version_number: int,
    outcome: str,
    words: str,
    channel: str,
    author: str,
    received_on: date,
    scan: UploadedFile | CheckedFile | None,
    by: User,
    at: datetime,
) -> EmbassyReview:
    """Record what the post in charge wrote, with the paper; the post is told and may contest it (spec X13).

    Raises NotAllowed, ReasonMissing, RecordRefused, UploadRefused, StaleVersion, StateChanged.
    """
    on, answered = paris_day(at), ReviewOutcome(outcome)
    verdict = rules.may_record_review(by, mission, on)
    if answered == ReviewOutcome.VALIDATED:
        membership = rules.provided(verdict, rules.can_be_validated(mission, on)).require()
    else:
        membership = with_words(verdict, words, field="words")
    _check(mission, received_on, scan, on)
    kept = uploads.store(scan, by=by, at=at)
    arrived = f"{Channel(channel).label} du {french.day(received_on)}"
    review = answer(
        mission,
        answered,
        version_number,
        words,
        answerer=Answerer(by, membership, post_in_charge(mission.country, on), f"{author} ({arrived})"[:150]),
        at=at,
    )
    RecordedReview.objects.create(
        review=review,
        channel=channel,
        author=author,
        received_on=received_on,
        scan=kept,
    )
    details = {"review": review.public_id, "channel": str(channel)}
    journal.record(
        action="record_review", subject=mission, by=by, membership=membership, at=at, details=details
    )
    emails.review_recorded(review, at=at)
    return review


@transaction.atomic
def contest_review(*, review: EmbassyReview, reason: str, by: User, at: datetime) -> RecordedReview:
    """The post says that what was recorded is not its answer; DAECT decides what follows (spec X13).

    Nothing moves by itself. Raises NotAllowed, ReasonMissing, StateChanged (already contested).
    """
    membership = with_words(rules.may_contest_review(by, review, paris_day(at)), reason, field="reason")
    facts = {"contested_at": at, "contested_by": by, "contest_reason": reason.strip()}
    if not RecordedReview.objects.filter(review=review, contested_at=None).update(**facts):
        raise StateChanged("Cet avis est déjà contesté.")
    record = review.record
    record.contested_at, record.contested_by, record.contest_reason = at, by, reason.strip()
    details = {"review": review.public_id}
    journal.record(
        action="contest_review", subject=review.mission, by=by, membership=membership, at=at, details=details
    )
    emails.review_contested(review, by=by, at=at)
    return record


def _check(mission: Mission, received_on: date, scan: UploadedFile | CheckedFile | None, on: date) -> None:
    """A day on which the embassy could have written, and its paper."""
    sent_on = paris_day(mission.sent_to_embassy_at)
    if not sent_on <= received_on <= on:
        raise RecordRefused(
            f"Indiquez un jour entre la soumission à l’ambassade, le {french.day(sent_on)}, et aujourd’hui.",
            field="received_on",
        )
    if scan is None:
        raise RecordRefused("Joignez la copie de ce que l’ambassade a écrit.", field="scan")
