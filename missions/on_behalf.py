"""DAECT records what an embassy or a holder answered elsewhere, with the proof; they may contest it (spec X13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from expect.accounts.models import Membership, Organisation, User
from expect.audit import journal
from expect.documents import uploads
from expect.documents.checks import CheckedFile
from expect.documents.models import StoredFile
from expect.kernel.clock import paris_day
from expect.kernel.days import require_plausible
from expect.kernel.errors import Refusal, StateChanged
from expect.territory.selectors import post_in_charge
from expect.web import french
from missions import amendments, desk_emails, emails, need_emails, preparation, requests, rules
from missions.endings import with_words
from missions.enums import ANSWERED, WRITTEN, Channel, Party, RequestOrigin, ReviewOutcome
from missions.models import (
    EmbassyReview,
    ExpertiseRequest,
    Mission,
    RecordedAnswer,
    RecordedReview,
    Solicitation,
    TermsAcceptance,
    TermsAmendment,
)
from missions.models.limits import require
from missions.selectors import accepted_version
from missions.terms.values import Terms
from missions.validation import Answerer, answer


class RecordRefused(Refusal):
    """Received on a day to come, or before the embassy had the terms; without its scan."""


@dataclass(frozen=True)
class Paper:
    """How an act reached DAECT, from whom, when, and the proof of it."""

    channel: str
    author: str
    received_on: date
    scan: UploadedFile | CheckedFile | None

    def capacity(self) -> str:
        """« Marie Sow, conseillère (Télégramme diplomatique du 2 mars 2026) »."""
        return f"{self.author} ({Channel(self.channel).label} du {french.day(self.received_on)})"[:150]


@transaction.atomic
def record_request(
    *, paper: Paper, holder: Organisation | None = None, by: User, at: datetime, **said
) -> RecordedAnswer:
    """Record a need (`Need`) that the post in charge, or a `holder`, brought by writing: it is theirs (spec M1, X13).

    They are told and may contest it. Raises NotAllowed (no post in charge, no label in force), RequestRefused,
    RecordRefused, UploadRefused, ImplausibleDay.
    """
    on, need = paris_day(at), requests.Need(**said)
    membership = rules.may_record_request(by, need.country, holder, on).require()
    _written(paper, ANSWERED if holder else WRITTEN)
    require_plausible(paper.received_on, on, field="received_on")
    if paper.received_on > on:
        raise RecordRefused("Ce jour n’est pas encore venu.", field="received_on")
    _proved(paper)
    kept = uploads.store(paper.scan, by=by, at=at)
    origin = RequestOrigin.HOLDER if holder else RequestOrigin.POST
    request = requests.enter(need, origin=origin, declarant=holder, by=by, at=at)
    trace = {"by": by, "membership": membership, "at": at}
    journal.record(action="record_request", subject=request, **trace, to_state=request.state)
    need_emails.need_entered(request, by=by, at=at, to_post=holder is not None)
    return _record(paper, kept, subject=request, **trace, request=request)


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
    paper = Paper(channel, author, received_on, scan)
    _written(paper, WRITTEN)
    _came(paper, paris_day(mission.sent_to_embassy_at), "la soumission à l’ambassade", on)
    kept = uploads.store(scan, by=by, at=at)
    review = answer(
        mission,
        answered,
        version_number,
        words,
        answerer=Answerer(by, membership, post_in_charge(mission.country, on), paper.capacity()),
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
    desk_emails.review_recorded(review, at=at)
    return review


@transaction.atomic
def contest_review(*, review: EmbassyReview, reason: str, by: User, at: datetime) -> RecordedReview:
    """The post says that what was recorded is not its answer; DAECT decides what follows (spec X13).

    Nothing moves by itself. Raises NotAllowed, ReasonMissing, StateChanged (already contested).
    """
    membership = with_words(rules.may_contest_review(by, review, paris_day(at)), reason, field="reason")
    require(RecordedReview, contest_reason=reason, field="reason")
    facts = {"contested_at": at, "contested_by": by, "contest_reason": reason.strip()}
    if not RecordedReview.objects.filter(review=review, contested_at=None).update(**facts):
        raise StateChanged("Cet avis est déjà contesté.")
    record = review.record
    record.contested_at, record.contested_by, record.contest_reason = at, by, reason.strip()
    details = {"review": review.public_id}
    journal.record(
        action="contest_review", subject=review.mission, by=by, membership=membership, at=at, details=details
    )
    desk_emails.review_contested(review, by=by, at=at)
    return record


@transaction.atomic
def record_answer(
    *, solicitation: Solicitation, accepted: bool, reason: str, paper: Paper, by: User, at: datetime
) -> RecordedAnswer:
    """Record what the holder answered by letter, e-mail or telephone; it is told and may contest it (spec X13).

    Raises NotAllowed (label ended: spec M3), ReasonMissing, RecordRefused, UploadRefused, StateChanged.
    """
    on = paris_day(at)
    verdict = rules.may_record_answer(by, solicitation, on)
    if accepted:
        membership = rules.provided(verdict, rules.can_be_accepted(solicitation, on)).require()
    else:
        membership = with_words(verdict, reason, field="reason")
    _written(paper, ANSWERED)
    _came(paper, paris_day(solicitation.sent_at), "la sollicitation", on)
    kept = uploads.store(paper.scan, by=by, at=at)
    act = "accept_solicitation" if accepted else "decline_solicitation"
    trace = {"by": by, "membership": membership, "at": at}
    requests.answer(solicitation, act, reason.strip(), **trace)
    return _record(paper, kept, subject=solicitation, **trace, solicitation=solicitation)


@transaction.atomic
def record_acceptance(
    *, mission: Mission, revision: int, paper: Paper, by: User, at: datetime
) -> RecordedAnswer:
    """Record that the holder accepted the terms at `revision` in writing; it is told and may contest it (spec X13).

    Raises NotAllowed (incomplete, dates past, label ended at departure), RecordRefused (by telephone, before the terms
    were written), UploadRefused, SavedMeanwhile, StateChanged.
    """
    on = paris_day(at)
    membership = rules.may_record_acceptance(by, mission, on).require()
    _in_writing(paper)
    written = mission.drafts.filter(number=revision).first()
    since = paris_day(written.saved_at if written else mission.created_at)
    _came(paper, since, "le dernier enregistrement de ces termes", on)
    kept = uploads.store(paper.scan, by=by, at=at)
    trace = {"by": by, "membership": membership, "at": at}
    version = preparation.accept(mission, revision, **trace, capacity=paper.capacity())
    acceptance = version.acceptances.get(party=Party.HOLDER)
    return _record(paper, kept, subject=mission, **trace, acceptance=acceptance)


@transaction.atomic
def record_amendment(
    *, mission: Mission, terms: Terms, reason: str, revision: int, paper: Paper, by: User, at: datetime
) -> TermsAmendment:
    """Record that the holder changed in writing terms that the embassy has; it is told and may contest it (spec X13).

    Other days, other people, anything that its signatory could change (spec M14). Raises NotAllowed, ReasonMissing,
    RecordRefused, UploadRefused, and what `amendments.amend` raises.
    """
    on = paris_day(at)
    membership = with_words(rules.may_record_amendment(by, mission, on), reason, field="reason")
    _in_writing(paper)
    last = accepted_version(mission)
    _came(paper, paris_day(last.created_at), f"l’acceptation de la version {last.number} des termes", on)
    kept = uploads.store(paper.scan, by=by, at=at)
    trace = {"by": by, "membership": membership, "at": at}
    amendment = amendments.amend(mission, terms, reason, revision, **trace, capacity=paper.capacity())
    acceptance = amendment.version.acceptances.get(party=Party.HOLDER)
    _record(paper, kept, subject=mission, **trace, acceptance=acceptance)
    return amendment


@transaction.atomic
def contest_answer(*, record: RecordedAnswer, reason: str, by: User, at: datetime) -> RecordedAnswer:
    """Whose word was recorded says that it is not: DAECT decides what follows (spec X13).

    Nothing moves by itself. Raises NotAllowed, ReasonMissing, StateChanged (already contested).
    """
    membership = with_words(rules.may_contest_answer(by, record, paris_day(at)), reason, field="reason")
    require(RecordedAnswer, contest_reason=reason, field="reason")
    facts = {"contested_at": at, "contested_by": by, "contest_reason": reason.strip()}
    if not RecordedAnswer.objects.filter(pk=record.pk, contested_at=None).update(**facts):
        raise StateChanged("Ce qui est enregistré est déjà contesté.")
    record.refresh_from_db(fields=list(facts))
    details = {"record": record.public_id}
    journal.record(
        action="contest_answer", subject=record.subject, by=by, membership=membership, at=at, details=details
    )
    emails.answer_contested(record, by=by, at=at)
    return record


def _record(
    paper: Paper,
    kept: StoredFile,
    *,
    subject: ExpertiseRequest | Solicitation | Mission,
    by: User,
    membership: Membership,
    at: datetime,
    **of: ExpertiseRequest | Solicitation | TermsAcceptance,
) -> RecordedAnswer:
    """The proof beside the fact; whose word it is is told."""
    record = RecordedAnswer.objects.create(
        channel=paper.channel, author=paper.author, received_on=paper.received_on, scan=kept, **of
    )
    details = {"record": record.public_id, "channel": str(paper.channel)}
    journal.record(
        action="record_answer", subject=subject, by=by, membership=membership, at=at, details=details
    )
    emails.answer_recorded(record, at=at)
    return record


def _in_writing(paper: Paper) -> None:
    """Terms are accepted, or changed, by a paper that can be shown."""
    if paper.channel == Channel.PHONE:
        raise RecordRefused(
            "Des termes s’acceptent par écrit : demandez un courriel ou une lettre.", field="channel"
        )
    _written(paper, (Channel.EMAIL, Channel.PAPER))


def _written(paper: Paper, channels: Sequence[Channel]) -> None:
    """By a channel that this party uses, and signed by somebody."""
    require(RecordedAnswer, author=paper.author)
    if paper.channel not in channels:
        known = ", ".join(channel.label.lower() for channel in channels)
        raise RecordRefused(f"Choisissez comment cela vous est parvenu : {known}.", field="channel")


def _came(paper: Paper, since: date, what: str, on: date) -> None:
    """A day on which the party could have answered, and the proof of it."""
    if not since <= paper.received_on <= on:
        raise RecordRefused(
            f"Indiquez un jour entre {what}, le {french.day(since)}, et aujourd’hui.", field="received_on"
        )
    _proved(paper)


def _proved(paper: Paper) -> None:
    """What was received can be shown."""
    if paper.scan is None:
        raise RecordRefused("Joignez la preuve de ce qui vous est parvenu.", field="scan")
