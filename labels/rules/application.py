"""Who may do what on a file: the applicant's acts, then DAECT's."""

from datetime import date

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.models import Organisation, User
from expect.accounts.rules import holds, is_daect
from expect.kernel.verdict import Verdict
from labels.enums import ApplicationState
from labels.models import LabelApplication
from labels.rules.completeness import missing
from labels.workflow import APPLICATION


def may_start(user: User, organisation: Organisation, on: date) -> Verdict:
    """Open a file for a body, at any time: every kind of body that is known may apply (spec L1, L2)."""
    return holds(user, on, *HOLDER_ROLES, organisation=organisation)


def may_edit(user: User, application: LabelApplication, on: date) -> Verdict:
    """Change the draft; once lodged, a file is frozen (spec L7)."""
    return holds(user, on, *HOLDER_ROLES, organisation=application.organisation_id).unless(
        application.state != ApplicationState.DRAFT, "Ce dossier est déposé : il ne peut plus être modifié."
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
    verdict = holds(user, on, Role.SIGNATORY, organisation=application.organisation_id).unless(
        not APPLICATION.starts("submit", application.state), "Ce dossier n’est plus un brouillon."
    )
    return _when_complete(verdict, application)


def may_withdraw(user: User, application: LabelApplication, on: date) -> Verdict:
    """Take the file back, until a decision is recorded (spec §6)."""
    return (
        holds(user, on, *HOLDER_ROLES, organisation=application.organisation_id)
        .unless(not APPLICATION.starts("withdraw", application.state), "Ce dossier ne peut plus être retiré.")
        .unless(
            application.state == ApplicationState.EXAMINED and application.decisions.exists(),
            "Le comité a examiné ce dossier : il ne peut plus être retiré.",
        )
    )


def may_declare_inadmissible(user: User, application: LabelApplication, on: date) -> Verdict:
    """Find that the file can't be examined (spec §6)."""
    return is_daect(user, on).unless(
        not APPLICATION.starts("declare_inadmissible", application.state),
        "Seul un dossier déposé, pas encore déclaré recevable, peut être déclaré irrecevable.",
    )


def may_assign(user: User, application: LabelApplication, on: date) -> Verdict:
    """Entrust a lodged file to a person of DAECT, until it is over."""
    over = (ApplicationState.GRANTED, ApplicationState.WITHDRAWN)
    return is_daect(user, on).unless(
        application.state in over, f"Ce dossier est clos ({application.get_state_display().lower()})."
    )


def may_admit(user: User, application: LabelApplication, on: date) -> Verdict:
    """Put on the agenda of a session a file lodged, deferred, or whose own session was cancelled (spec L8)."""
    return (
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
