"""The letter of a decision, frozen at issue, and the digest of what it says before (spec L9, X12)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from expect.accounts.models import SigningAuthority
from expect.documents.issuing import issue
from expect.documents.models import IssuedDocument
from expect.kernel.clock import paris_day
from expect.programme.letterhead import letter
from expect.programme.texts import Text, Wordings, in_force
from expect.web import french
from labels import appeal_texts, selectors, subjects, texts
from labels.enums import Outcome
from labels.letters import DECISION_TEMPLATE, appeal_values, file_values
from labels.models import Appeal, Decision, Label
from labels.rules import appeals, is_contestable, label_years, last_day, months_to_contest


@dataclass(frozen=True)
class Before:
    """What came before a decision: the appeal that led to it, the label that the file had given."""

    appeal: Appeal | None
    label: Label | None


def decision_context(decision: Decision, *, authority: SigningAuthority | None, on: date) -> dict[str, Any]:
    """The letter that says a decision; `authority` is None in a preview when nobody can sign yet."""
    application, wordings = decision.application, in_force(on)
    before = what_came_before([decision])[decision.pk]
    until = before.label.ends_on if before.label else last_day(on)
    return {
        "letter": letter(
            application.organisation,
            on,
            reference=application.number,
            subject=_subject(decision, before, wordings),
            authority=authority,
            appeal=_ways(decision, wordings),
            wordings=wordings,
        ),
        "paragraphs": _paragraphs(decision, before, wordings, until=french.day(until)),
    }


def issue_decision(decision: Decision, *, authority: SigningAuthority, at: datetime) -> IssuedDocument:
    """The signed letter of a decision."""
    return issue(
        kind="label_decision",
        template=DECISION_TEMPLATE,
        context=decision_context(decision, authority=authority, on=paris_day(at)),
        title=f"Décision {decision.application.number}",
        at=at,
    )


def digests(decisions: Sequence[Decision], on: date) -> dict[int, str]:
    """By decision, the digest of the words of its letter as they are that day, in the same few queries for all.

    Who signs it and the day on which it leaves are no part of it, nor the term that is counted from that day.
    """
    wordings, before, years = in_force(on), what_came_before(decisions), f"{label_years(on)} ans"
    found = {}
    for decision in decisions:
        body, came = decision.application.organisation, before[decision.pk]
        until = french.day(came.label.ends_on) if came.label else years
        words = [
            body.name,
            body.description(),
            decision.application.number,
            _subject(decision, came, wordings),
            _paragraphs(decision, came, wordings, until=until),
            _ways(decision, wordings),
        ]
        found[decision.pk] = sha256(json.dumps(words).encode()).hexdigest()
    return found


def what_came_before(decisions: Sequence[Decision]) -> dict[int, Before]:
    """By decision; the label that it gives itself is not one that came before."""
    behind = selectors.appeals_behind(decisions)
    labels = selectors.labels_of(decision.application_id for decision in decisions)
    found = {}
    for decision in decisions:
        label = labels.get(decision.application_id)
        earlier = label if label and label.decision_id != decision.pk else None
        found[decision.pk] = Before(behind.get(decision.pk), earlier)
    return found


def decision_texts(
    outcome: str, *, narrowed: bool = False, reasoned: bool = True, widens: bool = False
) -> tuple[Text, ...]:
    """What the letter of a decision says, in the order of reading; `widens` a label that was granted narrower."""
    if outcome == Outcome.REFUSED:
        return texts.OPENING, texts.REFUSAL, texts.AFTER_REFUSAL
    if outcome == Outcome.DEFERRED:
        return texts.OPENING, texts.DEFERRAL, texts.AFTER_DEFERRAL
    reasons = (texts.NARROWED,) if narrowed else (texts.REMARKS,) if reasoned else ()
    if widens:
        return texts.OPENING, texts.WIDENED, *reasons, texts.AFTER_WIDENED
    return texts.OPENING, texts.GRANT, *reasons, texts.AFTER_GRANT


def _subject(decision: Decision, before: Before, wordings: Wordings) -> str:
    widens = before.label and decision.outcome == Outcome.GRANTED
    subject = subjects.WIDENED if widens else subjects.DECISIONS[decision.outcome]
    return wordings[subject].filled(_values(decision))


def _ways(decision: Decision, wordings: Wordings) -> list[str]:
    if not is_contestable(decision):
        return []
    return appeals.against_decision(wordings, months_to_contest(decision.application.organisation))


def _paragraphs(decision: Decision, before: Before, wordings: Wordings, *, until: str) -> list[str]:
    """The appeal that led to the decision, if there is one, then what is decided; `until`: the last day, in words."""
    themes = sorted(decision.themes.all(), key=lambda theme: (theme.rank, theme.pk))
    values = _values(decision) | {
        "compétences": decision.skills,
        "thèmes": ", ".join(theme.name for theme in themes),
        "motifs": decision.reasons,
        "fin de validité": until,
        "label": before.label.number if before.label else "",
    }
    said = decision_texts(
        decision.outcome,
        narrowed=decision.narrowed,
        reasoned=bool(decision.reasons),
        widens=before.label is not None,
    )
    cited = []
    if before.appeal:
        text = appeal_texts.AFTER_MINISTER if before.appeal.signed_on else appeal_texts.AFTER_APPEAL
        answered = {"date de la réponse": french.day(before.appeal.signed_on or before.appeal.answered_at)}
        cited = [wordings[text].filled(appeal_values(before.appeal) | answered)]
    return [*cited, *(wordings[text].filled(values) for text in said)]


def _values(decision: Decision) -> dict[str, str]:
    """What every text may take from an examined file."""
    return file_values(decision.application) | {"date de la séance": french.day(decision.session.held_on)}
