"""From which day a decision can be contested, and until when (spec X11)."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from expect.accounts import rules as accounts
from expect.accounts.enums import ServiceWay
from expect.accounts.models import User
from expect.accounts.service import proofs, received_on
from expect.kernel.verdict import Verdict
from labels.enums import AppealOutcome, Outcome
from labels.models import Appeal, Decision, Dismissal, Rectification
from labels.rules.terms import last_day_to_contest, months_to_contest

UNSENT = "Cette décision n’est pas encore notifiée."
NO_ANSWER_YET = "Ce recours n’a pas encore reçu sa réponse."
MOOT = "Ce recours est sans objet : aucune lettre n’y répond."
Act = Decision | Dismissal | Rectification | Appeal
"""What a letter notifies: a decision, with the committee or without, a clerical correction, the answer to an appeal."""


def is_contestable(act: Decision | Dismissal) -> bool:
    """Whether its letter gives the ways of appeal: a refusal, a grant narrower than asked, a dismissal (spec L9)."""
    return isinstance(act, Dismissal) or act.outcome == Outcome.REFUSED or act.narrowed


def wanting_proof(model: type[Act]) -> QuerySet:
    """The acts sent whose receipt is to be shown, while they stand (spec X11; decision 0088).

    Those whose letter opens a time to contest, and what mends a decision: neither a full grant, nor a deferral, nor an
    appeal upheld, nor what an appeal upheld has undone.
    """
    sent, upheld = (
        model.objects.filter(letter__isnull=False),
        Appeal.objects.filter(outcome=AppealOutcome.UPHELD),
    )
    if model is Dismissal:
        return sent.filter(application__dismissal=F("pk"))
    if model is Decision:
        contestable = Q(outcome=Outcome.REFUSED) | Q(narrowed=True)
        return sent.live().filter(contestable, ~Exists(upheld.filter(decision=OuterRef("pk"))))
    if model is Rectification:
        undone = Exists(upheld.filter(decision=OuterRef("decision")))
        return sent.filter(~Q(decision__outcome=Outcome.REFUSED) | ~undone)
    same = Q(decision=OuterRef("decision")) | Q(dismissal=OuterRef("dismissal"))
    rejected = (AppealOutcome.REJECTED, AppealOutcome.INADMISSIBLE)
    return sent.filter(~Exists(upheld.filter(same)), outcome__in=rejected)


def upheld_against(act: Decision | Dismissal) -> Appeal | None:
    """The appeal that has undone a decision, if one was upheld."""
    return act.appeals.filter(outcome=AppealOutcome.UPHELD).first()


def may_register_service(user: User, act: Act, on: date) -> Verdict:
    """Enter the receipt of a notified act; an opening here stands by itself, what is undone has nothing to prove."""
    verdict = accounts.may_register_service(user, on).unless(act.letter is None, _unsent(act))
    if not verdict:
        return verdict
    last = proofs(act.letter).first()
    undone = upheld_against(act) if isinstance(act, Decision | Dismissal) else None
    return verdict.unless(
        last is not None and last.way == ServiceWay.OPENED,
        "Cette lettre a été ouverte en ligne par l’organisme\N{NO-BREAK SPACE}: elle est notifiée.",
    ).unless(
        undone is not None,
        f"Le recours {undone} contre cette décision est accueilli\N{NO-BREAK SPACE}: aucun délai ne court plus de sa "
        "réception, qui n’est plus à enregistrer.",
    )


def _unsent(act: Act) -> str:
    if isinstance(act, Appeal):
        return MOOT if act.answered_at else NO_ANSWER_YET
    return UNSENT


def contest_until(act: Decision | Dismissal) -> date | None:
    """The last day to contest what was notified; None while nothing shows that its letter came: time does not run."""
    received = received_on(act.letter)
    return (
        last_day_to_contest(received, months_to_contest(act.application.organisation)) if received else None
    )
