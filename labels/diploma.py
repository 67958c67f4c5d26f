"""④ A grant becomes a label, its number and its diploma (spec L10, L11)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from expect.accounts.enums import SignedAct
from expect.accounts.models import Membership, User
from expect.accounts.signing import authority_of
from expect.audit import journal
from expect.database.counters import next_value
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from labels import decision_emails, letters, rules
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


@transaction.atomic
def new_version(*, diploma: Diploma, reason: str, by: User, at: datetime) -> Diploma:
    """Make a live diploma anew, signed by `by`: the new version revokes it; the body is told (spec L11).

    Of two at once, one is made. Raises NotAllowed, NoSigningAuthority, StateChanged, Refusal.
    """
    diploma.refresh_from_db(fields=["revoked_at"])
    membership = rules.may_replace_diploma(by, diploma, paris_day(at)).require()
    if not reason.strip():
        raise Refusal("Dites pourquoi le diplôme est refait : l’organisme le lira.", field="reason")
    made = supersede(diploma=diploma, reason=reason.strip(), by=by, membership=membership, at=at)
    decision_emails.diploma_replaced(made, at=at)
    return made


def supersede(
    *,
    diploma: Diploma,
    reason: str,
    by: User,
    membership: Membership,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
) -> Diploma:
    """Revoke a diploma and issue the next version, which says the same but for `changes`, by name (spec L11).

    A step of an act, which asked its own rule and is atomic. Raises NoSigningAuthority, StateChanged.
    """
    authority = authority_of(by, SignedAct.DIPLOMA, paris_day(at))
    if not Diploma.objects.filter(pk=diploma.pk, revoked_at=None).update(revoked_at=at):
        raise StateChanged("Ce diplôme vient d’être remplacé. Rechargez la page.")
    diploma.revoked_at = at
    code = new_code()
    made = Diploma.objects.create(
        label=diploma.label,
        version=diploma.version + 1,
        code=code,
        document=letters.reissue_diploma(
            diploma, code=code, changes=changes or {}, authority=authority, at=at
        ),
        reason=reason,
        issued_at=at,
    )
    journal.record(
        action="replace_diploma",
        subject=diploma.label.application,
        by=by,
        membership=membership,
        at=at,
        details={"diploma": made.public_id, "replaces": diploma.public_id},
    )
    return made


def new_code() -> str:
    """A code that leads to the verification page: 49 bits of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
