"""Who may do what on a file: the applicant's acts, then DAECT's."""

from datetime import date

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.models import Organisation, User
from expect.accounts.rules import holds, is_daect, may_commit
from expect.kernel.verdict import Verdict, refuse
from expect.web import french
from labels.enums import ApplicationState
from labels.models import Label, LabelApplication
from labels.rules.admissibility import when_checked
from labels.rules.completeness import missing
from labels.rules.contest import awaiting, waits
from labels.rules.parts import OPEN_TO_CHANGE, reopened_parts
from labels.rules.silence import UNDECIDED, implicit_refusal
from labels.workflow import APPLICATION

TO_BE_DECIDED = (ApplicationState.ADMISSIBLE, ApplicationState.EXAMINED, ApplicationState.DEFERRED)

UNDER_WAY = (*UNDECIDED, ApplicationState.CHANGES_REQUESTED)


def may_start(user: User, organisation: Organisation, on: date) -> Verdict:
    """Open a file for a body, at any time: every kind of body that is known may apply (spec L1, L2)."""
    return holds(user, on, *HOLDER_ROLES, organisation=organisation)


def may_edit(user: User, application: LabelApplication, on: date, part: str = "") -> Verdict:
    """Change the draft, or the `part` of a lodged file that DAECT reopened; the rest is frozen (spec L7)."""
    verdict = holds(user, on, *HOLDER_ROLES, organisation=application.organisation_id).unless(
        application.state not in OPEN_TO_CHANGE, "Ce dossier est déposé : il ne peut plus être modifié."
    )
    return verdict.unless(
        bool(verdict and part) and part not in reopened_parts(application),
        "La DAECT ne demande pas de corriger cette partie : elle reste telle que vous l’avez déposée.",
    )


def may_edit_experts(user: User, organisation: Organisation, on: date) -> Verdict:
    """Keep the body's list of experts (spec L5)."""
    return holds(user, on, *HOLDER_ROLES, organisation=organisation)


def may_hand_over(user: User, application: LabelApplication, on: date) -> Verdict:
    """Send the complete draft to the signatory, who alone lodges it (spec L6)."""
    verdict = may_edit(user, application, on).unless(
        application.handed_over_at is not None, "Ce dossier est déjà transmis au signataire."
    )
    return _when_complete(verdict, application)


def may_submit(user: User, application: LabelApplication, on: date) -> Verdict:
    """Lodge the complete file: the signatory's act, which commits the body (spec L6)."""
    verdict = may_commit(user, application.organisation_id, on).unless(
        application.state not in OPEN_TO_CHANGE, "Ce dossier n’est plus un brouillon."
    )
    return _when_complete(verdict, application)


def may_request_changes(user: User, application: LabelApplication, on: date) -> Verdict:
    """Ask the body to correct named parts of its file (spec L7)."""
    return (
        is_daect(user, on)
        .unless(
            not APPLICATION.starts("request_changes", application.state),
            "Une correction se demande sur un dossier déposé ou recevable, pas encore examiné.",
        )
        .unless(
            is_examined_again(application),
            "Ce dossier a donné un label : après le recours, le comité l’examine tel qu’il a été déposé.",
        )
        .unless(bool(contested := _contesting_silence(application, on)), contested)
    )


def _contesting_silence(application: LabelApplication, on: date) -> str:
    """Which answer is awaited on the refusal that silence made; empty once silence has rejected the appeal."""
    if implicit_refusal(application, on) is None:
        return ""
    appeal = application.appeals.filter(awaiting(on)).order_by("-silence_on", "-pk").first()
    if appeal is None:
        return ""
    said = "L’organisme conteste le refus que le silence a fait naître\N{NO-BREAK SPACE}: "
    if not appeal.to_minister:
        return f"{said}répondez d’abord à son recours."
    return (
        f"{said}une correction se demande une fois la réponse du ministre enregistrée ou, sans réponse, après le "
        f"{french.day(appeal.silence_on)}."
    )


def may_close(user: User, application: LabelApplication, on: date) -> Verdict:
    """Close a file that nobody corrected in time, the request having said so: the head signs it (spec §6, X12)."""
    return (
        holds(user, on, Role.HEAD)
        .unless(
            not APPLICATION.starts("close", application.state),
            "Seul un dossier à corriger peut être classé sans suite.",
        )
        .unless(
            application.state == ApplicationState.CHANGES_REQUESTED
            and application.correction_requests.filter(settled_at=None, answer_by__gte=on).exists(),
            "L’organisme a encore le temps de répondre.",
        )
    )


def may_withdraw(user: User, application: LabelApplication, on: date) -> Verdict:
    """Give up a draft, whoever fills it in; once lodged, only who commits the body takes it back (spec §6, L6).

    Until a decision is recorded.
    """
    act = "withdraw" if application.submitted_at else "abandon"
    return (
        _may_give_up(user, application, on)
        .unless(not APPLICATION.starts(act, application.state), "Ce dossier ne peut plus être retiré.")
        .unless(
            application.state == ApplicationState.EXAMINED
            and application.decisions.filter(session=application.session_id).exists(),
            "La décision sur ce dossier est enregistrée\N{NO-BREAK SPACE}: il ne peut plus être retiré.",
        )
        .unless(
            is_examined_again(application),
            "Ce dossier a donné un label\N{NO-BREAK SPACE}: il ne peut plus être retiré.",
        )
    )


def _may_give_up(user: User, application: LabelApplication, on: date) -> Verdict:
    body = application.organisation_id
    if application.submitted_at is None:
        return holds(user, on, *HOLDER_ROLES, organisation=body)
    signs = may_commit(user, body, on)
    if signs.entitled or not holds(user, on, *HOLDER_ROLES, organisation=body):
        return signs
    return refuse(
        "La candidature est déposée au nom de votre organisme\N{NO-BREAK SPACE}: son retrait est définitif, et seul un "
        "signataire en décide."
    )


def may_declare_inadmissible(user: User, application: LabelApplication, on: date) -> Verdict:
    """Find that the file can't be examined: the head signs it (spec §6, X12)."""
    return holds(user, on, Role.HEAD).unless(
        not APPLICATION.starts("declare_inadmissible", application.state),
        "Seul un dossier déposé, pas encore déclaré recevable, peut être déclaré irrecevable.",
    )


def may_assign(user: User, application: LabelApplication, on: date) -> Verdict:
    """Entrust a lodged file to a person of DAECT, until it is over; an appeal that waits opens it again."""
    lodged = is_daect(user, on).unless(
        application.submitted_at is None, "Ce dossier est un brouillon : il appartient à son organisme."
    )
    if not lodged or application.state in UNDER_WAY:
        return lodged
    appealed = any(waits(appeal, on) for appeal in application.appeals.all())
    return lodged.unless(not appealed, f"Ce dossier est clos ({application.get_state_display().lower()}).")


def may_admit(user: User, application: LabelApplication, on: date) -> Verdict:
    """Put on the agenda of a session a file lodged, deferred, or whose own session was cancelled (spec L8)."""
    verdict = (
        is_daect(user, on)
        .unless(
            not APPLICATION.starts("admit", application.state),
            "Seul un dossier déposé ou ajourné peut être inscrit à une séance.",
        )
        .unless(
            application.state == ApplicationState.ADMISSIBLE and application.session_id is not None,
            "Ce dossier est déjà inscrit à une séance.",
        )
    )
    return when_checked(verdict, application)


def is_examined_again(application: LabelApplication) -> bool:
    """Whether the file gave a label, which the appeal upheld may widen: nothing of it is taken back (spec L9)."""
    return application.state in TO_BE_DECIDED and Label.objects.filter(application=application).exists()


def wants_admission_reason(application: LabelApplication) -> bool:
    """Whether admitting the file takes a reason: its body is under its own regime, and none is kept (spec L1)."""
    return application.organisation.own_regime and not application.admission_reason


def _when_complete(verdict: Verdict, application: LabelApplication) -> Verdict:
    """This verdict, refused with all that the file still wants."""
    if not verdict:
        return verdict
    points = missing(application)
    return verdict.unless(
        bool(points), "Le dossier n’est pas complet. " + " ".join(point.sentence for point in points)
    )
