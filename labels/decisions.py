"""③ A decision is recorded, then the session's results leave together (spec L9, X12)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from expect.accounts.enums import SignedAct
from expect.accounts.models import SigningAuthority, User
from expect.accounts.signing import authority_of
from expect.audit import journal
from expect.audit.transitions import advance, hold
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from labels import decision_emails, decision_letters, meanwhile, readings, rules, selectors
from labels.appeals import decided_since, leave_without_object
from labels.diploma import grant_label
from labels.enums import Outcome, SessionState
from labels.minutes import establish_again
from labels.models import CommitteeSession, Decision, Label, LabelApplication, Theme
from labels.widening import widen_label
from labels.workflow import APPLICATION, SESSION

LONGEST_SKILLS = 600
MOVES = {
    Outcome.GRANTED: "notify_grant",
    Outcome.REFUSED: "notify_refusal",
    Outcome.DEFERRED: "notify_deferral",
}


class AlreadyDecided(Refusal):
    """Somebody has recorded, or corrected, the decision on this file meanwhile: one stands."""


class UnfoundedDecision(Refusal):
    """The decision lacks what its outcome wants: reasons, skills, themes."""


@transaction.atomic
def record_decision(
    *,
    application: LabelApplication,
    outcome: str,
    by: User,
    at: datetime,
    reasons: str = "",
    skills: str = "",
    themes: Iterable[Theme] = (),
    narrowed: bool = False,
    seen: str = "",
) -> Decision:
    """Write down what was decided on an examined file, once (spec L9).

    A grant says the skills and the themes, among those asked, which it recognises; `narrowed` that the skills are
    fewer than asked (fewer themes say it by themselves). Everything but a full grant wants reasons. Nothing leaves
    before the notification. `seen` is what its author saw of the file (`meanwhile`). Raises NotAllowed,
    UnfoundedDecision, AlreadyDecided, ChangedMeanwhile, StateChanged.
    """
    hold(application, application.state)
    membership = rules.may_record_decision(by, application, paris_day(at)).require()
    meanwhile.check(seen, application)
    decision = _write(
        Decision(application=application, session=application.session, recorded_at=at, recorded_by=by),
        outcome,
        reasons=reasons,
        skills=skills,
        themes=themes,
        narrowed=narrowed,
    )
    journal.record(
        action="record_decision",
        subject=application,
        by=by,
        membership=membership,
        at=at,
        details={"decision": decision.public_id},
    )
    return decision


@transaction.atomic
def correct_decision(
    *,
    decision: Decision,
    correction_reason: str,
    outcome: str,
    by: User,
    at: datetime,
    reasons: str = "",
    skills: str = "",
    themes: Iterable[Theme] = (),
    narrowed: bool = False,
    seen: str = "",
) -> Decision:
    """Record another decision in the place of one that is not notified yet, and say why (spec L9).

    The former is kept, as it was. Of two corrections at once, or of a correction and the notification, one happens.
    Raises NotAllowed, UnfoundedDecision, AlreadyDecided, ChangedMeanwhile, StateChanged.
    """
    hold(decision.session, SessionState.HELD)
    decision.refresh_from_db(fields=["replaced_at", "notified_at"])
    membership = rules.may_correct_decision(by, decision, paris_day(at)).require()
    meanwhile.check(seen, decision.application)
    if not correction_reason.strip():
        raise UnfoundedDecision(
            "Dites pourquoi la décision est corrigée : l’historique le garde.", field="correction_reason"
        )
    if not Decision.objects.live().filter(pk=decision.pk).update(replaced_at=at):
        raise AlreadyDecided("Cette décision vient d’être corrigée.")
    corrected = _write(
        Decision(
            application=decision.application,
            session=decision.session,
            replaces=decision,
            correction_reason=correction_reason.strip(),
            recorded_at=at,
            recorded_by=by,
        ),
        outcome,
        reasons=reasons,
        skills=skills,
        themes=themes,
        narrowed=narrowed,
    )
    journal.record(
        action="correct_decision",
        subject=decision.application,
        by=by,
        membership=membership,
        at=at,
        details={"decision": corrected.public_id, "replaces": decision.public_id},
    )
    establish_again(corrected.session, by=by, membership=membership, at=at)
    return corrected


def preview_letter(decision: Decision, *, authority: SigningAuthority | None, on: date) -> dict[str, Any]:
    """What the letter will say if it is notified that day (spec L9)."""
    return decision_letters.decision_context(decision, authority=authority, on=on)


@transaction.atomic
def notify_session(*, session: CommitteeSession, by: User, at: datetime, seen: str = "") -> list[Decision]:
    """Send all the decisions of a session together: letters, states, labels and diplomas, in one go (spec L9).

    A grant to a file that holds a label, after an appeal, widens it. `seen` is what the head read of them
    (`readings.sight_of`). Raises NotAllowed (a file without decision included), NoSigningAuthority, ChangedMeanwhile,
    StateChanged.
    """
    hold(session, session.state)
    day = paris_day(at)
    membership = rules.may_notify_session(by, session, day).require()
    authority = authority_of(by, SignedAct.DECISION, day)
    decisions = readings.letters_to_read(session, day)
    readings.check(seen, decisions)
    advance(session, SESSION, "notify_session", by=by, membership=membership, at=at, notified_at=at)
    for decision in decisions:
        replaced = {} if decision.outcome == Outcome.DEFERRED else {"implicit_on": None}
        advance(
            decision.application,
            APPLICATION,
            MOVES[Outcome(decision.outcome)],
            by=by,
            membership=membership,
            at=at,
            notified_at=at,
            **replaced,
        )
        decision.authority, decision.notified_at = authority, at
        decision.letter = decision_letters.issue_decision(decision, authority=authority, at=at)
        decision.save(update_fields=["authority", "notified_at", "letter"])
        moot = []
        if decision.outcome != Outcome.DEFERRED:
            because = decided_since(decision)
            moot = leave_without_object(
                decision.application, because=because, by=by, membership=membership, at=at
            )
        label = selectors.label_of(decision.application) if decision.outcome == Outcome.GRANTED else None
        if label:
            widen_label(label=label, decision=decision, by=by, membership=membership, at=at)
            continue
        if decision.outcome == Outcome.GRANTED:
            grant_label(decision=decision, by=by, membership=membership, at=at)
        decision_emails.decision_notified(decision, moot=moot, at=at)
    return decisions


def _write(
    decision: Decision, outcome: str, *, reasons: str, skills: str, themes: Iterable[Theme], narrowed: bool
) -> Decision:
    """Keep the decision with its grounds, weighed against what was asked; raises UnfoundedDecision, AlreadyDecided."""
    granted = list(themes) if outcome == Outcome.GRANTED else []
    asked = {theme.pk for theme in decision.application.lodged_themes.all()}
    decision.outcome, decision.reasons = outcome, reasons.strip()
    decision.skills = skills.strip() if outcome == Outcome.GRANTED else ""
    decision.narrowed = outcome == Outcome.GRANTED and (narrowed or {theme.pk for theme in granted} < asked)
    _check(decision, granted, asked=asked)
    _check_quorum(decision)
    if label := selectors.label_of(decision.application):
        _check_widens(label, decision, granted)
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError as twice:
        raise AlreadyDecided("La décision sur ce dossier vient d’être enregistrée.") from twice
    decision.themes.set(granted)
    return decision


def _check(decision: Decision, granted: list[Theme], *, asked: set[int]) -> None:
    if decision.outcome != Outcome.GRANTED:
        if not decision.reasons:
            raise UnfoundedDecision("Donnez les motifs : ils figurent dans la lettre.", field="reasons")
        return
    if not decision.skills:
        raise UnfoundedDecision(
            "Écrivez les compétences reconnues : elles figurent sur le diplôme.", field="skills"
        )
    if len(decision.skills) > LONGEST_SKILLS:
        raise UnfoundedDecision(
            f"Le diplôme a place pour {LONGEST_SKILLS} caractères : raccourcissez les compétences reconnues.",
            field="skills",
        )
    if not granted:
        raise UnfoundedDecision("Choisissez au moins un thème reconnu.", field="themes")
    if not {theme.pk for theme in granted} <= asked:
        raise UnfoundedDecision("Seuls les thèmes demandés peuvent être reconnus.", field="themes")
    if decision.narrowed and not decision.reasons:
        raise UnfoundedDecision(
            "L’attribution est plus étroite que la demande : donnez-en les motifs.", field="reasons"
        )


def _check_quorum(decision: Decision) -> None:
    """A member who left the table may have taken the quorum of the file away (spec L8); raises UnfoundedDecision."""
    if decision.outcome == Outcome.DEFERRED:
        return
    tally = selectors.tallies(decision.session, [decision.application])[decision.application_id]
    percent = rules.quorum(decision.session.held_on)
    if not rules.quorum_met(tally.present, tally.sitting, percent):
        raise UnfoundedDecision(
            f"Le quorum n’est plus atteint sur ce dossier : {tally.present} sur {tally.sitting}, quand il faut plus "
            f"de {percent} % des membres non déportés. Reportez l’examen à une autre séance.",
            field="outcome",
        )


def _check_widens(label: Label, decision: Decision, granted: list[Theme]) -> None:
    """After an upheld appeal, what a label recognises is never taken back; raises UnfoundedDecision."""
    if decision.outcome == Outcome.REFUSED:
        raise UnfoundedDecision(
            f"Ce dossier porte le label {label.number}, et le recours est accueilli : élargissez le label, ou reportez "
            "l’examen.",
            field="outcome",
        )
    if decision.outcome != Outcome.GRANTED:
        return
    kept, themes = set(label.themes.all()), set(granted)
    if lost := sorted(theme.name for theme in kept - themes):
        raise UnfoundedDecision(
            f"Le label reconnaît déjà {', '.join(lost)} : un recours ne retire rien.", field="themes"
        )
    if themes == kept and decision.skills == label.skills:
        raise UnfoundedDecision(
            "Le label reconnaît déjà tout cela : dites ce que la décision reconnaît de plus.", field="skills"
        )
