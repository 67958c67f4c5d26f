"""Who contests what, and who answers (spec L9)."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect, may_commit
from expect.kernel.clock import add_months, paris_day
from expect.kernel.verdict import Verdict
from labels.enums import AppealKind, ApplicationState, Outcome
from labels.models import Appeal, Decision, Dismissal, LabelApplication
from labels.rules.service import contest_until, is_contestable
from labels.rules.silence import implicit_refusal
from labels.rules.terms import last_day_to_contest, months_to_contest

MONTHS_OF_SILENCE = 2
"""After which an appeal that nobody answered is rejected (CRPA L. 231-4; docs/legal.md)."""
DECIDED = (ApplicationState.GRANTED, ApplicationState.REFUSED)


def contested(application: LabelApplication) -> Decision | Dismissal | None:
    """What an appeal would contest: the refusal, the grant, or what ended the file before; None for silence."""
    if application.state not in DECIDED:
        return application.dismissal
    return application.decisions.filter(notified_at__isnull=False).latest("notified_at")


def is_open_to_appeal(application: LabelApplication, on: date) -> bool:
    """Whether there is something to contest: a refusal, were it by silence, a narrower grant, a dismissal."""
    if act := contested(application):
        return is_contestable(act)
    return implicit_refusal(application, on) is not None


def contestable_from(application: LabelApplication, on: date) -> date | None:
    """The first day on which what stands could be contested; without a letter, that on which it was decided."""
    if refused_on := implicit_refusal(application, on):
        return min(refused_on, application.implicit_on or refused_on) + timedelta(days=1)
    act = contested(application)
    if act is None:
        return None
    return paris_day(act.letter.issued_at if act.letter else act.decided_at)


def appeal_until(application: LabelApplication, on: date) -> date | None:
    """The last day to contest what stands: time runs from the receipt of the letter, or from the day of silence.

    None while nothing shows that the letter was received.
    """
    if refused_on := implicit_refusal(application, on):
        return last_day_to_contest(refused_on, months_to_contest(application.organisation))
    act = contested(application)
    return contest_until(act) if act else None


def awaiting(on: date) -> Q:
    """The appeals whose answer is awaited that day; `waits` says the same of one."""
    return Q(answered_at=None, silence_on__gte=on)


def waits(appeal: Appeal, on: date) -> bool:
    """Whether its answer is awaited: neither given, nor made by silence, which rejects it; it may still be given."""
    return appeal.answered_at is None and appeal.silence_on >= on


def appeals_against(
    application: LabelApplication, act: Decision | Dismissal | None, implicit_on: date | None
) -> QuerySet[Appeal]:
    """The appeals against one act on the file, or the refusal that silence made (no `act`), the first to come first."""
    found = application.appeals.filter(
        decision=act if isinstance(act, Decision) else None,
        dismissal=act if isinstance(act, Dismissal) else None,
        implicit_on=implicit_on,
    )
    return found.order_by("received_on", "registered_at")


def standing_appeals(application: LabelApplication, on: date) -> QuerySet[Appeal]:
    """Those against what stands."""
    return appeals_against(application, contested(application), implicit_refusal(application, on))


def kinds_to_lodge(application: LabelApplication, on: date) -> list[AppealKind]:
    """The kinds of which no appeal against what stands is without its answer."""
    waiting = appeals_waiting_by_kind(application, on)
    return [kind for kind in AppealKind if kind not in waiting]


def appeals_waiting_by_kind(application: LabelApplication, on: date) -> dict[str, str]:
    """The numbers of the appeals against what stands that are without their answer, by kind."""
    return dict(standing_appeals(application, on).filter(answered_at=None).values_list("kind", "number"))


def kinds_to_register(application: LabelApplication, on: date) -> list[AppealKind]:
    """The kinds that a paper may be of: it contests what stood when it came, an earlier refusal by silence too."""
    days = {on, contestable_from(application, on) or on}
    open_to = {kind for day in days for kind in kinds_to_lodge(application, day)}
    return [kind for kind in AppealKind if kind in open_to]


def kinds_that_count(application: LabelApplication, on: date) -> list[AppealKind]:
    """The kinds that would still stop the time to go to court: not used against what stands, nor too late for it.

    CRPA L. 411-2: both, within the initial time.
    """
    if is_late(application, on):
        return []
    used = set(standing_appeals(application, on).values_list("kind", flat=True))
    return [kind for kind in AppealKind if kind not in used]


def is_late(application: LabelApplication, received_on: date) -> bool:
    """Whether an appeal of that day comes after the last one; never while nothing shows when time began."""
    last = appeal_until(application, received_on)
    return last is not None and received_on > last


def widens(appeal: Appeal) -> bool:
    """Whether it is against a grant: upheld, it leads to a wider one."""
    return appeal.decision is not None and appeal.decision.outcome == Outcome.GRANTED


def other_refusal(appeal: Appeal, on: date) -> date | None:
    """The day of the other refusal that silence made: one before the one contested, or one since, which stands.

    The one before goes with the one contested, where that is withdrawn.
    """
    if appeal.implicit_on is None:
        return None
    days = (appeal.application.implicit_on, implicit_refusal(appeal.application, on))
    return next((day for day in days if day and day != appeal.implicit_on), None)


def rejected_on(received_on: date) -> date:
    """The day on which silence on an appeal of that day rejects it."""
    return add_months(received_on, MONTHS_OF_SILENCE)


def may_appeal(user: User, application: LabelApplication, on: date) -> Verdict:
    """Contest what was notified, for the body: late or not, DAECT answers."""
    verdict = may_commit(user, application.organisation_id, on)
    return _open_to_appeal(verdict, application, on, kinds_to_lodge)


def may_register_appeal(user: User, application: LabelApplication, on: date) -> Verdict:
    """Register an appeal that came on paper (spec X13)."""
    return _open_to_appeal(is_daect(user, on), application, on, kinds_to_register)


def may_answer_appeal(user: User, appeal: Appeal, on: date) -> Verdict:
    """Answer, once, what is asked of the author of the act: the head signs it."""
    verdict = holds(user, on, Role.HEAD).unless(
        appeal.to_minister,
        "Ce recours est adressé au ministre, et non à l’auteur de la décision\N{NO-BREAK SPACE}: enregistrez la "
        "réponse du ministre.",
    )
    return _once(verdict, appeal)


def may_record_minister_answer(user: User, appeal: Appeal, on: date) -> Verdict:
    """Record, once, what the minister answered to an appeal that is addressed to them (spec X13)."""
    verdict = is_daect(user, on).unless(
        not appeal.to_minister,
        "Ce recours est adressé à l’auteur de la décision\N{NO-BREAK SPACE}: la déléguée ou le délégué y répond.",
    )
    return _once(verdict, appeal)


def may_replace_answer_scan(user: User, appeal: Appeal, on: date) -> Verdict:
    """Bring another scan of the minister's letter, received or not, the last being infected (spec X6, X11)."""
    verdict = is_daect(user, on)
    if not verdict:
        return verdict
    last = appeal.answer_scans.select_related("file").order_by("-pk").first()
    return verdict.unless(
        last is None or not last.file.infection, "Aucune lettre numérisée n’est retenue par l’antivirus."
    )


def _once(verdict: Verdict, appeal: Appeal) -> Verdict:
    return verdict.unless(
        appeal.answered_at is not None,
        f"Ce recours a déjà sa réponse : {appeal.get_outcome_display().lower()}.",
    )


def _open_to_appeal(
    verdict: Verdict,
    application: LabelApplication,
    on: date,
    kinds: Callable[[LabelApplication, date], list[AppealKind]],
) -> Verdict:
    if not verdict:
        return verdict
    return verdict.unless(
        not is_open_to_appeal(application, on),
        "Un recours porte sur un refus, une attribution plus étroite que la demande, une irrecevabilité ou un "
        "classement sans suite, une fois notifiés, ou sur un refus implicite.",
    ).unless(
        not kinds(application, on),
        "Un recours gracieux et un recours hiérarchique sont déjà formés, sans réponse à ce jour.",
    )
