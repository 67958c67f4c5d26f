"""Where files, sessions and labels stand, in the words that each group reads."""

from datetime import date

from expect.kernel.clock import paris_day
from expect.web import french
from expect.web.components import Badge, RoadStep
from labels.enums import HOLDER_WORDS, Answer, Finding, Outcome, SessionState
from labels.enums import ApplicationState as A
from labels.models import (
    Appeal,
    CommitteeSession,
    Decision,
    Dismissal,
    Label,
    LabelApplication,
    SessionMember,
)
from labels.rules import DECIDED, OPEN_TO_CHANGE, OPEN_TO_OPINIONS, CheckedPoint, missing
from labels.views import appeal_words

LEVELS = {
    A.DRAFT: "grey",
    A.SUBMITTED: "blue",
    A.CHANGES_REQUESTED: "grey",
    A.ADMISSIBLE: "blue",
    A.EXAMINED: "blue",
    A.DEFERRED: "blue",
    A.GRANTED: "green",
    A.REFUSED: "red",
    A.INADMISSIBLE: "red",
    A.WITHDRAWN: "grey",
    A.CLOSED: "grey",
}
TO_DAECT = (A.SUBMITTED, A.DEFERRED, A.EXAMINED)
TO_BE_ADMITTED_AGAIN = "C’est à la DAECT d’inscrire le dossier à une autre séance"
UNDER_EXAMINATION = (A.ADMISSIBLE, A.EXAMINED)
NOTIFIED = (*DECIDED, A.DEFERRED)
SESSION_LEVELS = {
    SessionState.PLANNED: "blue",
    SessionState.CLOSED: "blue",
    SessionState.HELD: "yellow",
    SessionState.NOTIFIED: "green",
    SessionState.CANCELLED: "grey",
}
FINDING_LEVELS = {Finding.MET: "green", Finding.TO_CORRECT: "red", Finding.NOT_APPLICABLE: "grey"}
OUTCOME_LEVELS = {Outcome.GRANTED: "green", Outcome.REFUSED: "red", Outcome.DEFERRED: "blue"}

HOLDER_TURNS = {
    A.DRAFT: "C’est à vous de compléter le dossier",
    A.SUBMITTED: "C’est à la DAECT de vérifier le dossier",
    A.CHANGES_REQUESTED: "C’est à vous de corriger le dossier",
    A.ADMISSIBLE: "C’est au comité de sélection d’examiner le dossier",
    A.EXAMINED: "C’est à la DAECT de vous notifier la décision",
    A.DEFERRED: TO_BE_ADMITTED_AGAIN,
}
DAECT_TURNS = {
    A.SUBMITTED: "C’est à la DAECT de vérifier le dossier",
    A.CHANGES_REQUESTED: "C’est à l’organisme de corriger le dossier",
    A.ADMISSIBLE: "C’est au comité de donner ses avis",
    A.EXAMINED: "C’est à la DAECT d’enregistrer puis de notifier la décision",
    A.DEFERRED: TO_BE_ADMITTED_AGAIN,
}


NO_HURRY = "Il n’y a pas de date limite."
AGAIN = "Vous pouvez déposer une autre candidature à tout moment."
NEXT = {
    A.SUBMITTED: "La DAECT vérifie le dossier : elle l’inscrit à une séance, ou vous demande des corrections.",
    A.CHANGES_REQUESTED: "Corrigez les parties rouvertes, puis déposez de nouveau : le délai de réponse repart alors. "
    "Sans dépôt au jour demandé, la candidature pourra être classée sans suite\N{NO-BREAK SPACE}; vous pourriez alors "
    "en déposer une autre.",
    A.ADMISSIBLE: "Le comité de sélection examine le dossier en séance, puis la décision vous est notifiée.",
    A.EXAMINED: "La décision vous est notifiée, dans tous les cas.",
    A.DEFERRED: "La DAECT inscrit le dossier à une autre séance du comité, et vous en prévient.",
    A.GRANTED: "Tenez à jour la liste de vos experts : la DAECT peut vous solliciter pour une mission.",
    A.REFUSED: f"La lettre de décision donne les voies de recours. {AGAIN}",
    A.INADMISSIBLE: f"La lettre donne les voies de recours. {AGAIN}",
    A.CLOSED: f"La lettre donne les voies de recours. {AGAIN}",
}
"""What comes after each state, for the applicant."""
WITHOUT_LETTER = (
    f"Ce classement date d’avant les lettres\N{NO-BREAK SPACE}: il se conteste depuis cette page. {AGAIN}"
)
"""The same of a file closed before closings had a letter."""


def is_released(application: LabelApplication) -> bool:
    """Whether the file is admissible, without a session, and waits for one."""
    return application.state == A.ADMISSIBLE and application.session_id is None


def holder_badge(application: LabelApplication) -> Badge:
    """For the applicant: nothing of the decision shows before it is notified (spec L9)."""
    state = A(application.state)
    level = "yellow" if state in OPEN_TO_CHANGE else LEVELS[state]
    return Badge(HOLDER_WORDS.get(state, state.label), level)


def daect_badge(application: LabelApplication, appeal: Appeal | None = None) -> Badge:
    """For DAECT: yellow is what waits for it, an `appeal` included."""
    waits = application.state in TO_DAECT or is_released(application) or appeal is not None
    level = "yellow" if waits else LEVELS[A(application.state)]
    return Badge(A(application.state).label, level)


def session_badge(session: CommitteeSession) -> Badge:
    """A session's state."""
    return Badge(session.get_state_display(), SESSION_LEVELS[SessionState(session.state)])


def sitting(session: CommitteeSession) -> str:
    """When and where it sits, « de 9 h 30 à 12 h 30, Paris »; a session of before has no hours."""
    return ", ".join(filter(None, [french.hours(session.starts_at, session.ends_at), session.place]))


def member_turn(session: CommitteeSession, member: SessionMember, opinions_left: int) -> str:
    """What a member has answered, or has to; how many opinions are still theirs to give."""
    if session.state not in OPEN_TO_OPINIONS:
        return ""
    if not member.answer:
        return "C’est à vous de dire si vous venez"
    said = "Vous venez" if member.answer == Answer.COMING else "Vous ne venez pas"
    return f"{said} ; il vous reste {opinions_left} avis à donner" if opinions_left else said


def outcome_badge(decision: Decision) -> Badge:
    """What was decided."""
    return Badge(decision.get_outcome_display(), OUTCOME_LEVELS[Outcome(decision.outcome)])


def dismissal_title(dismissal: Dismissal) -> str:
    """What ended the file without the committee, and when."""
    return f"{dismissal.get_kind_display()} du {french.day(dismissal.decided_at)}"


def label_badge(label: Label, today: date) -> Badge:
    """Whether the label holds today; its expiry is read from the date (spec L12)."""
    return Badge("En cours de validité", "green") if label.valid_on(today) else Badge("Expiré", "grey")


def holder_turn(application: LabelApplication, appeal: Appeal | None = None, *, signs: bool) -> str:
    """Whose turn it is, for the applicant, who `signs` for the body or not; a draft is read with its parts.

    `appeal` is the one that waits for its answer.
    """
    if appeal and application.state != A.CHANGES_REQUESTED:
        who = "au ministre" if appeal.to_minister else "à la DAECT"
        return f"C’est {who} de répondre à votre recours"
    whole = application.state in OPEN_TO_CHANGE and not missing(application)
    if whole and application.handed_over_at:
        who = "vous" if signs else "votre signataire"
        return f"C’est à {who} de relire et de déposer le dossier"
    if whole and application.state == A.DRAFT:
        act = "de le déposer" if signs else "de le transmettre à votre signataire"
        return f"Le dossier est complet\N{NO-BREAK SPACE}: c’est à vous {act}"
    if is_released(application):
        return TO_BE_ADMITTED_AGAIN
    return HOLDER_TURNS.get(A(application.state), "")


def daect_turn(application: LabelApplication, appeal: Appeal | None = None, *, checked: bool = False) -> str:
    """Whose turn it is, for DAECT, which has an `appeal` to answer, or has `checked` every point of a lodged file."""
    if appeal:
        return appeal_words.turn(appeal)
    if checked and application.state == A.SUBMITTED:
        return "C’est à la DAECT d’inscrire le dossier à une séance, ou d’en demander la correction"
    if is_released(application):
        return TO_BE_ADMITTED_AGAIN
    return DAECT_TURNS.get(A(application.state), "")


def after_contest(application: LabelApplication) -> str:
    """What comes next, for the applicant, once what stands was contested here: its letter has no more to offer."""
    if application.state in {A.REFUSED, A.INADMISSIBLE, A.CLOSED}:
        return AGAIN
    return NEXT.get(A(application.state), "")


def next_step(application: LabelApplication, *, signs: bool) -> str:
    """What comes next, for the applicant, who `signs` for the body or not."""
    if application.state == A.DRAFT:
        if missing(application):
            act = "déposez-le" if signs else "transmettez-le à votre signataire"
            return f"Complétez le dossier, puis {act}. {NO_HURRY}"
        if signs:
            return f"Relisez le dossier, puis déposez-le\N{NO-BREAK SPACE}: le dépôt engage votre organisme. {NO_HURRY}"
        if application.handed_over_at:
            return (
                "Votre signataire relit le dossier, puis le dépose. Vous pouvez encore le modifier d’ici là."
            )
        return f"Transmettez le dossier à votre signataire, qui le relit et le dépose. {NO_HURRY}"
    if application.dismissal and not application.dismissal.letter_id:
        return WITHOUT_LETTER
    return NEXT.get(A(application.state), "")


def since(application: LabelApplication, appeal: Appeal | None = None) -> date | None:
    """Since when it is their turn; since the day on which an `appeal` came, where it waits for its answer.

    Handed over and complete, it is the signatory's, as `holder_turn` says; emptied since, it is the body's again.
    """
    if appeal and application.state != A.CHANGES_REQUESTED:
        return appeal.received_on
    whole = application.state in OPEN_TO_CHANGE and application.handed_over_at and not missing(application)
    handed_over_at = application.handed_over_at if whole else None
    moments = {
        A.DRAFT: handed_over_at or application.created_at,
        A.SUBMITTED: application.submitted_at,
        A.CHANGES_REQUESTED: handed_over_at,
        A.ADMISSIBLE: application.released_at or application.admitted_at,
        A.EXAMINED: application.examined_at,
        A.DEFERRED: application.notified_at,
    }
    moment = moments.get(A(application.state))
    return paris_day(moment) if moment else None


def finding_badge(point: CheckedPoint) -> Badge:
    """What was found of a point; yellow is what somebody must still look at."""
    if not point.finding:
        return Badge("À voir", "yellow")
    finding = Finding(point.finding)
    return Badge(finding.label, FINDING_LEVELS[finding])


def road(application: LabelApplication) -> list[RoadStep]:
    """The file's road, as far as it goes; until the result is notified, its decision is to come (spec L9).

    A file examined again after a deferral keeps the facts of the first time: its state says what is done.
    """
    if application.dismissal:
        done = (("Préparation", application.created_at), ("Dépôt", application.submitted_at))
        passed = [RoadStep(name, "done", paris_day(moment)) for name, moment in done]
        return [
            *passed,
            RoadStep(application.get_state_display(), "done", paris_day(application.dismissal.decided_at)),
        ]
    facts = [
        ("Préparation", application.created_at),
        ("Dépôt", application.submitted_at),
        ("Recevabilité", application.admitted_at),
        ("Examen par le comité", application.state in (*NOTIFIED, A.EXAMINED) and application.examined_at),
        ("Décision", application.state in DECIDED and application.notified_at),
    ]
    steps, under_way = [], application.state != A.WITHDRAWN
    for rank, (name, moment) in enumerate(facts):
        if moment and not (rank == 0 and application.state == A.DRAFT):
            steps.append(RoadStep(name, "done", paris_day(moment)))
        else:
            steps.append(RoadStep(name, "current" if under_way else "todo"))
            under_way = False
    return steps
