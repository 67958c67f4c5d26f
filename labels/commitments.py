"""The commitments are given a new wording, from a day to come (spec L6)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.days import require_plausible
from expect.kernel.errors import Refusal
from labels import rules, selectors
from labels.models import CommitmentText


class WordingRefused(Refusal):
    """A wording is empty, unchanged, without reason, or for a day that is past."""


@transaction.atomic
def word_commitments(
    *, body: str, in_force_from: date, reason: str, by: User, at: datetime
) -> CommitmentText:
    """Write the next version of the commitments, accepted by the files lodged from that day on.

    What was accepted keeps its wording; of two for a day, the last written holds. Raises NotAllowed, WordingRefused,
    ImplausibleDay.
    """
    today = paris_day(at)
    carrier = rules.may_word_commitments(by, today).require()
    require_plausible(in_force_from, today, field="in_force_from")
    if not body.strip():
        raise WordingRefused("Écrivez les engagements.", field="body")
    if not reason.strip():
        raise WordingRefused("Dites pourquoi ce texte change.", field="reason")
    if in_force_from <= today:
        raise WordingRefused(
            "Un texte ne change pas pour le passé : choisissez demain au plus tôt.", field="in_force_from"
        )
    if body.strip() == selectors.commitments_on(in_force_from).body.strip():
        raise WordingRefused("C’est déjà le texte prévu à cette date.", field="body")
    try:
        with transaction.atomic():
            text = CommitmentText.objects.create(
                version=CommitmentText.objects.latest("version").version + 1,
                body=body.strip(),
                in_force_from=in_force_from,
                reason=reason.strip(),
                worded_at=at,
                worded_by=by,
            )
    except IntegrityError as twice:
        raise WordingRefused("Un autre texte vient d’être enregistré : rechargez la page.") from twice
    journal.record(
        action="word_commitments",
        subject=text,
        by=by,
        membership=carrier,
        at=at,
        details={"version": text.version, "in_force_from": in_force_from.isoformat()},
    )
    return text
