"""Who writes what around a file: messages across, notes within DAECT."""

from datetime import date

from expect.accounts.enums import HOLDER_ROLES
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect
from expect.kernel.clock import paris_day
from expect.kernel.verdict import Verdict
from expect.web import french
from labels.enums import ApplicationState, Side
from labels.models import FileMessage, LabelApplication
from labels.rules.terms import exchange_ends_on


def other_side(side: str) -> str:
    """To whom one side writes."""
    return Side.BODY if side == Side.DAECT else Side.DAECT


def may_write_message(user: User, application: LabelApplication, side: str, on: date) -> Verdict:
    """Write in the file, for one side: anyone of the body from the draft on, DAECT once there is something to read.

    A draft belongs to its body (spec X1): DAECT answers there, without reading the draft, and never begins.
    """
    verdict = _of_side(user, application, side, on)
    verdict = verdict.unless(
        side == Side.DAECT
        and application.submitted_at is None
        and not application.messages.filter(side=Side.BODY).exists(),
        "Ce dossier est un brouillon : il appartient à son organisme, qui ne vous a pas écrit.",
    )
    closed = application.state == ApplicationState.CLOSED
    ended_at = application.dismissal.decided_at if closed else application.withdrawn_at
    if not verdict or ended_at is None:
        return verdict
    last = exchange_ends_on(paris_day(ended_at), on)
    return verdict.unless(
        on > last,
        f"On s’écrivait sur ce dossier clos jusqu’au {french.day(last)} : ses messages se lisent, mais il n’en reçoit "
        "plus.",
    )


def may_settle_message(user: User, message: FileMessage, on: date) -> Verdict:
    """Say that a message received needs no answer."""
    return (
        _of_side(user, message.application, other_side(message.side), on)
        .unless(not message.awaits_answer, "Ce message n’attend pas de réponse.")
        .unless(message.settled_at is not None, "Ce message a déjà reçu sa réponse.")
    )


def may_read_messages(user: User, application: LabelApplication, on: date) -> Verdict:
    """Read the messages and their attachments: the people of the body, then DAECT."""
    return _of_side(user, application, Side.BODY, on) or _of_side(user, application, Side.DAECT, on)


def may_add_note(user: User, application: LabelApplication, on: date) -> Verdict:
    """Write a note that DAECT alone reads."""
    return is_daect(user, on).unless(
        application.submitted_at is None, "Ce dossier est un brouillon : il appartient à son organisme."
    )


def may_mark(user: User, application: LabelApplication, on: date) -> Verdict:
    """Keep a lodged file among one's own things to do."""
    return is_daect(user, on).unless(
        application.submitted_at is None, "Ce dossier est un brouillon : il appartient à son organisme."
    )


def _of_side(user: User, application: LabelApplication, side: str, on: date) -> Verdict:
    if side == Side.DAECT:
        return is_daect(user, on)
    return holds(user, on, *HOLDER_ROLES, organisation=application.organisation_id)
