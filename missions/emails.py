"""What stage 2 tells people, in the transaction of the act (spec X3)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet

from expect.accounts.enums import DAECT_ROLES, Role
from expect.accounts.models import Organisation, User
from expect.accounts.selectors import people, reached
from expect.kernel.clock import paris_day
from expect.notifications import outbox
from expect.programme.texts import in_force
from expect.territory.models import Country
from expect.territory.selectors import post_in_charge
from expect.web import french
from missions import rules
from missions.email_texts import EMAILS
from missions.enums import MissionState, Party, ReviewOutcome, Substance
from missions.models import (
    EmbassyReview,
    ExpertiseRequest,
    Mission,
    NamedPost,
    RecordedAnswer,
    Solicitation,
    TermsAmendment,
    TermsDraft,
    TermsVersion,
)


def daect(at: datetime) -> QuerySet[User]:
    """Officers and head."""
    return people(DAECT_ROLES, paris_day(at))


def holder(organisation: Organisation, at: datetime) -> list[User | outbox.Address]:
    """Those who fill in and sign for the body, or its legal address."""
    return reached(organisation, paris_day(at))


def agents_in_charge(country: Country, at: datetime) -> QuerySet[User]:
    """Those now posted at the post in charge of the country: what they are told follows the charge, as their rights do.

    Nobody where there is no post, or two: the head names it first (spec M8).
    """
    post = post_in_charge(country, paris_day(at))
    return people((Role.POST_AGENT,), paris_day(at), post=post) if post else User.objects.none()


def tell(
    event: str,
    subject: ExpertiseRequest | Solicitation | Mission | NamedPost,
    *groups: QuerySet[User],
    at: datetime,
    but: User | None = None,
    occasion: str = "",
    values: Mapping[str, str] | None = None,
    **context: object,
) -> None:
    """Post `event` to everybody in `groups`, less the author where the news is their own.

    `values` is what the words take, where DAECT rewrites them.
    """
    if told := EMAILS.get(f"missions/{event}"):
        context |= told.said(in_force(paris_day(at)), values or {})
    outbox.post(
        event=f"missions/{event}",
        subject=subject,
        recipients=[person for group in groups for person in group if person != but],
        path=subject.get_absolute_url(),
        at=at,
        context=context,
        occasion=occasion,
    )


def mission_born(mission: Mission, *, at: datetime) -> None:
    """The holder prepares; the post knows who comes."""
    tell("mission_to_prepare", mission, holder(mission.organisation, at), at=at)
    tell("need_met", mission, agents_in_charge(mission.country, at), at=at)


# ---------------------------------------------------------------- terms


def terms_ready(mission: Mission, *, by: User, at: datetime) -> None:
    """The signatory reads and accepts."""
    signatories = people((Role.SIGNATORY,), paris_day(at), organisation=mission.organisation)
    tell("terms_ready", mission, signatories, at=at, occasion=mission.terms_ready_at.isoformat(), by=by)


def terms_drafted(draft: TermsDraft, *, at: datetime) -> None:
    """The holder, who leads the draft, knows what the others wrote in it; so does DAECT of the embassy (spec M4)."""
    mission = draft.mission
    told = {
        Party.HOLDER: (),
        Party.DAECT: (holder(mission.organisation, at),),
        Party.EMBASSY: (holder(mission.organisation, at), daect(at)),
    }
    groups = told[Party(draft.party)]
    if groups:
        tell("terms_drafted", mission, *groups, at=at, occasion=f"r{draft.number}", draft=draft)


def terms_accepted(version: TermsVersion, *, at: datetime) -> None:
    """DAECT estimates the transport and sends the version to the embassy."""
    tell("terms_accepted", version.mission, daect(at), at=at, occasion=f"v{version.number}", version=version)


def terms_reopened(mission: Mission, *, by: User, at: datetime) -> None:
    """DAECT, which was to send the accepted version, does not any more."""
    tell("terms_reopened", mission, daect(at), at=at, occasion=at.isoformat(), by=by)


def terms_amended(
    amendment: TermsAmendment, *, before: MissionState, touched: Sequence[Substance], by: User, at: datetime
) -> None:
    """Everybody knows what changed, and what becomes of the embassy's answer (spec M8).

    `before` is where the mission stood, `touched` what of its substance changes. Where the embassy still answers, its
    agents have a link to the new version instead.
    """
    mission = amendment.mission
    read_now = before == MissionState.AWAITING_EMBASSY
    event = "terms_detailed"
    if amendment.touched:
        event = "terms_replaced" if read_now else "terms_amended"
    elif touched:
        event = "hosting_amended"
    post = () if read_now and not amendment.touched else agents_in_charge(mission.country, at)
    tell(
        event,
        mission,
        holder(mission.organisation, at),
        daect(at),
        post,
        at=at,
        but=by,
        occasion=f"v{amendment.version.number}",
        amendment=amendment,
        dates=french.period(mission.departs_on, mission.returns_on),
    )


def answer_recorded(record: RecordedAnswer, *, at: datetime) -> None:
    """Whose word was recorded knows it, and may contest it (spec X13)."""
    _of_record("answer_recorded", record, record.subject, party(record, at), at=at)


def answer_contested(record: RecordedAnswer, *, by: User, at: datetime) -> None:
    """DAECT decides what follows, and says it (spec X13)."""
    subject = record.solicitation.request if record.solicitation else record.subject
    _of_record("answer_contested", record, subject, daect(at), at=at, but=by)


def answer_settled(record: RecordedAnswer, *, by: User, at: datetime) -> None:
    """Who contested and DAECT know what follows (spec X13)."""
    _of_record("answer_settled", record, record.subject, party(record, at), daect(at), at=at, but=by)


def _of_record(event: str, record: RecordedAnswer, subject, *groups: QuerySet[User], **when) -> None:
    tell(event, subject, *groups, occasion=record.public_id, record=record, said=_said(record), **when)


def party(record: RecordedAnswer, at: datetime) -> Iterable[User | outbox.Address]:
    """The people of the holder, or the agents in charge of the country."""
    if record.organisation:
        return holder(record.organisation, at)
    return agents_in_charge(record.request.country, at)


def _said(record: RecordedAnswer) -> str:
    """What was recorded, in words."""
    if record.request:
        return f"besoin {record.request}"
    if record.solicitation:
        return f"sollicitation {record.solicitation.get_state_display().lower()}"
    return f"termes acceptés, version {record.acceptance.version.number}"


def reviewed(review: EmbassyReview, *, at: datetime) -> None:
    """The holder and DAECT know the answer of the embassy."""
    events = {
        ReviewOutcome.VALIDATED: "mission_validated",
        ReviewOutcome.RETURNED: "mission_returned",
        ReviewOutcome.REFUSED: "mission_refused",
    }
    mission = review.mission
    tell(
        events[ReviewOutcome(review.outcome)],
        mission,
        holder(mission.organisation, at),
        daect(at),
        at=at,
        occasion=f"v{review.version.number}",
        review=review,
    )


# ---------------------------------------------------------------- before and after the stay


def letter_issued(mission: Mission, *, at: datetime) -> None:
    """The holder and the post have the mission letter, and know which one it replaces."""
    people_told = (holder(mission.organisation, at), agents_in_charge(mission.country, at))
    told = {"occasion": mission.letter.public_id, "replaces": mission.letter.context["mission"]["replaces"]}
    tell("letter_issued", mission, *people_told, at=at, **told)


def cancelled(mission: Mission, *, by: User, at: datetime) -> None:
    """Nobody leaves."""
    everybody = (holder(mission.organisation, at), daect(at), agents_in_charge(mission.country, at))
    tell("mission_cancelled", mission, *everybody, at=at, but=by)


def never_left(mission: Mission, *, by: User, at: datetime) -> None:
    """Nobody left, after all."""
    everybody = (holder(mission.organisation, at), daect(at), agents_in_charge(mission.country, at))
    tell("mission_never_left", mission, *everybody, at=at, but=by)


def interrupted(mission: Mission, *, by: User, at: datetime) -> None:
    """The stay is cut short: the day of return is to be confirmed."""
    everybody = (holder(mission.organisation, at), daect(at), agents_in_charge(mission.country, at))
    tell("mission_interrupted", mission, *everybody, at=at, but=by)


def completed(mission: Mission, *, at: datetime) -> None:
    """The holder confirms the day of return and writes the report; it knows what is claimed without it (spec R1)."""
    claimable = rules.is_claimable(mission)
    tell("mission_completed", mission, holder(mission.organisation, at), at=at, claimable=claimable)


def return_confirmed(mission: Mission, *, doubled: Sequence[str], by: User, at: datetime) -> None:
    """The limit of the report follows the day of return; days `doubled` by another mission are to be sorted out."""
    everybody = (holder(mission.organisation, at), daect(at))
    tell("return_confirmed", mission, *everybody, at=at, but=by, occasion=at.isoformat(), doubled=doubled)
