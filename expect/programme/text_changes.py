"""A text of the letters is rewritten, from a day to come."""

from datetime import date, datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.days import require_plausible
from expect.kernel.errors import Refusal
from expect.programme import rules
from expect.programme.changes import DayNotAllowed, NotGrounded
from expect.programme.fields import normalised
from expect.programme.models import TextChange
from expect.programme.texts import in_force, texts


class FaultyText(Refusal):
    """The text names a field that does not exist, loses one that it must keep, can’t be printed, or changes nothing."""


@transaction.atomic
def change_text(*, key: str, body: str, starts_on: date, reason: str, by: User, at: datetime) -> TextChange:
    """Rewrite a text from a day to come on; what was issued keeps its words (spec L9, X10).

    Decided twice for a day, the last decision holds. Raises NotAllowed, ImplausibleDay, FaultyText, DayNotAllowed,
    NotGrounded; KeyError for a text that does not exist.
    """
    today = paris_day(at)
    carrier = rules.may_change_texts(by, today).require()
    require_plausible(starts_on, today, field="starts_on")
    text, body = texts()[key], normalised(body)
    if wrong := text.faults(body):
        raise FaultyText(" ".join(wrong), field="body")
    if starts_on <= today:
        raise DayNotAllowed(
            "Les courriers d’hier et d’aujourd’hui gardent leurs mots : choisissez demain au plus tôt.",
            field="starts_on",
        )
    if body == in_force(starts_on)[text].body:
        raise FaultyText(
            "C’est déjà le texte prévu à cette date : changez-le, ou revenez en arrière.", field="body"
        )
    if not reason.strip():
        raise NotGrounded("Dites pourquoi ce texte change : l’historique le garde.", field="reason")
    change = TextChange.objects.create(
        key=key, body=body, starts_on=starts_on, reason=reason.strip(), decided_by=by, decided_at=at
    )
    journal.record(
        action="change_text",
        subject=change,
        by=by,
        membership=carrier,
        at=at,
        details={"key": key, "starts_on": starts_on.isoformat()},
    )
    return change
