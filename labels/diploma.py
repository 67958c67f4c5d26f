"""④ A grant becomes a label, its number and its diploma (spec L10, L11)."""

import secrets
from datetime import datetime

from django.db import transaction

from expect.accounts.enums import SignedAct
from expect.accounts.models import Membership, User
from expect.accounts.signing import authority_of
from expect.audit import journal
from expect.database.counters import next_value
from expect.kernel.clock import paris_day
from labels import letters, rules
from labels.models import Decision, Diploma, Label

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Signs that nobody takes for one another when reading a diploma on a wall."""
CODE_LENGTH = 10


@transaction.atomic
def grant_label(*, decision: Decision, by: User, membership: Membership, at: datetime) -> Label:
    """Create the label that a notified grant gives, with its diploma (spec L10).

    A step of the notification, which asked its own rule; `membership` is the one that carried the right. The number has
    no gap; the label runs from that day to the last day of its term, included. Raises NoSigningAuthority where `by`
    may not sign diplomas that day (spec X12).
    """
    day = paris_day(at)
    authority = authority_of(by, SignedAct.DIPLOMA, day)
    label = Label.objects.create(
        number=f"EXPE-CT-{day.year}-{next_value(f'label-{day.year}'):04}",
        organisation=decision.application.organisation,
        application=decision.application,
        decision=decision,
        skills=decision.skills,
        granted_on=day,
        ends_on=rules.last_day(day),
    )
    label.themes.set(decision.themes.all())
    code = new_code()
    Diploma.objects.create(
        label=label,
        code=code,
        document=letters.issue_diploma(label, code=code, version=1, authority=authority, at=at),
        issued_at=at,
    )
    journal.record(
        action="grant_label", subject=label, by=by, membership=membership, at=at, to_state=label.state
    )
    return label


def new_code() -> str:
    """A code that leads to the verification page: 49 bits of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
