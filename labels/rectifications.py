"""A clerical error in a notified decision is mended, without changing its sense (spec L9, L11, X12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from expect.accounts.enums import SignedAct
from expect.accounts.models import SigningAuthority, User
from expect.accounts.signing import authority_of
from expect.audit import journal
from expect.audit.transitions import hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from labels import decision_emails, rectification_letters, rules, selectors
from labels.diploma import supersede
from labels.enums import Mention
from labels.letters import ON_DIPLOMA
from labels.models import Decision, Diploma, Label, Rectification, RectifiedMention

ALREADY = "Un autre rectificatif vient d’être signé. Rechargez la page : ce qu’il corrige y figure."


class NothingToRectify(Refusal):
    """The rectification lacks what it wants: something mended, why, and that the sense stays."""


@dataclass(frozen=True)
class Draft:
    """A rectification being written: what it would mend, and what the decision would say then."""

    decision: Decision
    number: int
    mentions: tuple[RectifiedMention, ...]
    says: Mapping[str, str]
    diploma: Diploma | None
    """The live one, where what it says is touched."""

    def letter(self, *, reason: str, authority: SigningAuthority | None, on: date) -> dict[str, Any]:
        """What its letter says."""
        return rectification_letters.context(
            self.decision,
            self.mentions,
            number=self.number,
            reason=reason,
            recipient=self.says[Mention.HOLDER],
            version=self.diploma.version + 1 if self.diploma else None,
            authority=authority,
            on=on,
        )

    def on_diploma(self) -> dict[str, str]:
        """What changes on the diploma, by name, as it is read."""
        return {ON_DIPLOMA[one.mention]: one.reads() for one in self.mentions if one.mention in ON_DIPLOMA}


def draft(decision: Decision, becomes: Mapping[str, str], *, passage: str = "") -> Draft:
    """What a rectification would do, for its preview; `becomes` gives each mention as it is to read, a day in ISO form.

    Mentions that already read so are left aside; `passage` is the passage of the letter that PASSAGE would replace.
    """
    says = selectors.said(decision)
    wanted = {mention: text.strip() for mention, text in becomes.items() if text.strip()}
    changed = {mention: text for mention, text in wanted.items() if mention in says and text != says[mention]}
    mentions = [
        RectifiedMention(mention=mention, written=says[mention], becomes=text)
        for mention, text in changed.items()
    ]
    wrong, right = passage.strip(), wanted.get(Mention.PASSAGE, "")
    if wrong and right and wrong != right:
        mentions.append(RectifiedMention(mention=Mention.PASSAGE, written=wrong, becomes=right))
    return Draft(
        decision=decision,
        number=decision.rectifications.count() + 1,
        mentions=tuple(mentions),
        says={**says, **changed},
        diploma=selectors.live_diploma(decision) if changed else None,
    )


@transaction.atomic
def rectify(
    *,
    decision: Decision,
    number: int | None,
    becomes: Mapping[str, str],
    reason: str,
    same_sense: bool,
    by: User,
    at: datetime,
    passage: str = "",
) -> Rectification:
    """Mend a clerical error in a notified decision by a numbered, signed letter; the body is told (spec L9).

    The decision stays as it left. Outcome and themes never change, as its author declares, `same_sense`; the label
    follows, and its diploma where it says what is mended: a new version revokes the former (spec L11). `number` is the
    one its author was shown: of two rectifications at once, one is signed. Raises NotAllowed, NothingToRectify,
    NoSigningAuthority, StateChanged.
    """
    hold(decision.application, decision.application.state)
    membership = rules.may_rectify(by, decision, paris_day(at)).require()
    drafted = draft(decision, becomes, passage=passage)
    if number != drafted.number:
        raise StateChanged(ALREADY)
    if becomes.get(Mention.PASSAGE, "").strip() and not passage.strip():
        raise NothingToRectify("Recopiez le passage fautif, tel qu’il est dans la lettre.", field="passage")
    _weigh(drafted, reason=reason, passage=passage, same_sense=same_sense, on=paris_day(at))
    authority = authority_of(by, SignedAct.DECISION, paris_day(at))
    words = drafted.letter(reason=reason.strip(), authority=authority, on=paris_day(at))
    made = Rectification(
        decision=decision,
        number=drafted.number,
        reason=reason.strip(),
        signed_at=at,
        signed_by=by,
        authority=authority,
        letter=rectification_letters.issue_rectification(decision, words, number=drafted.number, at=at),
    )
    _keep(made, drafted)
    journal.record(
        action="rectify",
        subject=decision.application,
        by=by,
        membership=membership,
        at=at,
        details={"rectification": made.public_id, "decision": decision.public_id},
    )
    if drafted.diploma:
        _follow(drafted.diploma.label, made, drafted)
        supersede(
            diploma=drafted.diploma,
            changes=drafted.on_diploma(),
            reason=f"{made} : {made.reason}",
            by=by,
            membership=membership,
            at=at,
        )
    decision_emails.decision_rectified(made, new_diploma=drafted.diploma is not None, at=at)
    return made


def _weigh(drafted: Draft, *, reason: str, passage: str, same_sense: bool, on: date) -> None:
    """Refuse what is empty, impossible, or not found in the letter; raises NothingToRectify."""
    texts = {one.mention: one.becomes for one in drafted.mentions}
    if passage.strip() and not _is_in_letter(passage, drafted.decision):
        raise NothingToRectify(
            "Ce passage n’est pas dans la lettre : recopiez-le tel qu’il y est écrit.", field="passage"
        )
    if passage.strip() and Mention.PASSAGE not in texts:
        raise NothingToRectify("Écrivez ce que ce passage devient.", field="passage_becomes")
    if not texts:
        raise NothingToRectify("Rien ne change : corrigez au moins une mention.")
    if Mention.SESSION_DATE in texts and date.fromisoformat(texts[Mention.SESSION_DATE]) > on:
        raise NothingToRectify(
            "Ce jour est à venir\N{NO-BREAK SPACE}: indiquez celui où la séance s’est tenue.",
            field="session_date",
        )
    if not reason.strip():
        raise NothingToRectify("Dites quelle est l’erreur : la lettre le dit à l’organisme.", field="reason")
    if not same_sense:
        raise NothingToRectify(
            "Un rectificatif ne change pas le sens de la décision : confirmez-le.", field="same_sense"
        )


def _is_in_letter(passage: str, decision: Decision) -> bool:
    """Whether the letter has it, whatever the spaces, the line ends and the shape of the apostrophes."""
    words = decision.letter.context
    head = words["letter"]
    signed = (head["signature"] or {}).values()
    lines = [*head["recipient_lines"], head["subject"], *words["paragraphs"], *signed, *head["appeal_lines"]]
    return _bare(passage) in _bare("\n".join(lines))


def _bare(text: str) -> str:
    return " ".join(text.replace("'", "’").split())


def _keep(made: Rectification, drafted: Draft) -> None:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as twice:
        raise StateChanged(ALREADY) from twice
    for one in drafted.mentions:
        one.rectification = made
    RectifiedMention.objects.bulk_create(drafted.mentions)


def _follow(label: Label, made: Rectification, drafted: Draft) -> None:
    """The label, and with it the public pages, reads as the decision does now."""
    label.rectification, label.skills = made, drafted.says[Mention.SKILLS]
    if ON_DIPLOMA[Mention.HOLDER] in drafted.on_diploma():
        label.holder_name = drafted.says[Mention.HOLDER]
    label.save(update_fields=["rectification", "skills", "holder_name", "search_text"])
