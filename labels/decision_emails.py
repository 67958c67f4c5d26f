"""What the body is told of a decision and of what follows it (spec L9, L11, X3)."""

from collections.abc import Sequence
from datetime import date, datetime

from expect.accounts.enums import DAECT_ROLES
from expect.accounts.models import ProofOfService
from expect.accounts.selectors import people
from expect.kernel.clock import paris_day
from expect.notifications import outbox
from expect.web import french
from labels import rules
from labels.emails import tell_body
from labels.letters import appeal_values
from labels.models import AnswerScan, Appeal, Decision, Diploma, Dismissal, LabelApplication, Rectification
from labels.rules.appeals import IN_LETTERS


def application_dismissed(dismissal: Dismissal, *, moot: Sequence[Appeal], at: datetime) -> None:
    """The body's people know where to read why, how and until when to contest, and which appeals are `moot`."""
    body = dismissal.application.organisation
    tell_body(
        dismissal.application,
        f"application_{dismissal.kind}",
        at=at,
        occasion=dismissal.public_id,
        context={"moot": moot, "months": IN_LETTERS[rules.months_to_contest(body)]},
    )


def decision_notified(decision: Decision, *, moot: Sequence[Appeal], at: datetime) -> None:
    """The body's people know the result, in every case, and which appeals against silence are `moot` (spec L9)."""
    tell_body(
        decision.application,
        f"application_{decision.outcome}",
        at=at,
        occasion=decision.public_id,
        values={"date de la séance": french.day(decision.session.held_on)},
        context={"moot": moot},
    )


def appeal_registered(appeal: Appeal, *, stops: bool, at: datetime) -> None:
    """The body's people have the receipt, and know if it `stops` the court's time; DAECT has an appeal to answer."""
    words, day = {"appeal": appeal}, paris_day(at)
    until = None if stops else rules.court_until(appeal.application, day)
    tell_body(
        appeal.application,
        "appeal_registered",
        at=at,
        occasion=appeal.public_id,
        values=appeal_values(appeal),
        context=words | {"stops": stops, "court_until": until if until and until >= day else None},
    )
    outbox.post(
        event="labels/appeal_to_answer",
        subject=appeal.application,
        recipients=people(DAECT_ROLES, day),
        context=words,
        path=appeal.get_absolute_url(),
        occasion=appeal.public_id,
        at=at,
    )


def appeal_answered(appeal: Appeal, *, moot: Sequence[Appeal], occasion: str, at: datetime) -> None:
    """The body's people have the answer to their appeal, its letter to open; upheld, it leaves others `moot`."""
    words = {"appeal": appeal, "widens": rules.widens(appeal), "moot": moot}
    tell_body(
        appeal.application,
        "appeal_answered",
        at=at,
        occasion=occasion,
        values=appeal_values(appeal),
        context=words | {"other_on": appeal.other_implicit_on},
    )


def answer_scan_held_back(scan: AnswerScan, *, at: datetime) -> None:
    """DAECT has another scan of the minister's letter to bring: the body opens none until then."""
    outbox.post(
        event="labels/answer_scan_held_back",
        subject=scan,
        recipients=people(DAECT_ROLES, paris_day(at)),
        context={"appeal": scan.appeal, "file": scan.file},
        path=scan.appeal.get_absolute_url(),
        at=at,
    )


def label_widened(diploma: Diploma, *, at: datetime) -> None:
    """The body's people know that their label is widened, and that their diploma is replaced."""
    tell_body(
        diploma.label.application,
        "label_widened",
        at=at,
        occasion=diploma.public_id,
        values={"label": diploma.label.number, "version": str(diploma.version)},
        context={"diploma": diploma},
    )


def decision_rectified(rectification: Rectification, *, new_diploma: bool, at: datetime) -> None:
    """The body's people read what is mended, and whether their diploma is replaced."""
    tell_body(
        rectification.decision.application,
        "decision_rectified",
        at=at,
        occasion=rectification.public_id,
        context={"rectification": rectification, "new_diploma": new_diploma},
    )


def diploma_replaced(diploma: Diploma, *, at: datetime) -> None:
    """The body's people know that their diploma is replaced, and why."""
    tell_body(
        diploma.label.application,
        "diploma_replaced",
        at=at,
        occasion=diploma.public_id,
        context={"diploma": diploma},
    )


def service_registered(
    application: LabelApplication,
    proof: ProofOfService,
    *,
    how: str,
    contest_until: date | None,
    at: datetime,
) -> None:
    """The body's people know on which day a letter reached them, said as `how`, and until when they may contest."""
    tell_body(
        application,
        "service_registered",
        at=at,
        occasion=proof.public_id,
        context={"proof": proof, "how": how, "contest_until": contest_until},
    )
