"""Who sets a member aside, verifies a tie of names, lifts a recusal (spec L8, decision 0064)."""

from datetime import date

from django.db.models import Exists, QuerySet

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect
from expect.kernel.verdict import Verdict, refuse
from labels.enums import ApplicationState, RecusalGround
from labels.models import Decision, LabelApplication, Recusal, SessionMember
from labels.rules.committee import is_before_the_meeting
from labels.rules.conflicts import conflict_of, experts_lodged, with_addresses


def may_set_aside(user: User, application: LabelApplication, on: date) -> Verdict:
    """Write down that a member steps aside, were it at the table, until the file is decided (spec L8)."""
    verdict = is_daect(user, on).unless(
        application.session_id is None
        or application.state not in (ApplicationState.ADMISSIBLE, ApplicationState.EXAMINED),
        "Un déport s’enregistre sur un dossier inscrit à une séance, jusqu’à sa décision.",
    )
    if not verdict:
        return verdict
    decided = Decision.objects.live().filter(application=application, session=application.session_id)
    facts = LabelApplication.objects.filter(pk=application.pk)
    is_decided, has_members = facts.values_list(
        Exists(decided), Exists(members_to_set_aside(application))
    ).get()
    return verdict.unless(
        is_decided, "La décision sur ce dossier est enregistrée : un déport ne peut plus s’y ajouter."
    ).unless(not has_members, "Plus aucun membre présent n’est à écarter de ce dossier.")


def may_clear_doubt(user: User, application: LabelApplication, on: date) -> Verdict:
    """Say that what is alike by name is no tie, where a recusal could be recorded."""
    return may_set_aside(user, application, on)


def may_lift_recusal(user: User, recusal: Recusal, on: date) -> Verdict:
    """Lift a recusal that is wrong, before the session is held; never one that rests on a certain tie.

    What a member has declared is theirs to take back: nobody else judges it (spec L8).
    """
    application = recusal.application
    verdict = (
        _lifts(user, recusal, on)
        .unless(recusal.lifted_at is not None, "Ce déport est déjà levé.")
        .unless(
            application.session_id != recusal.session_id or not is_before_the_meeting(application),
            "Un déport se lève tant que la séance qui examine ce dossier ne s’est pas tenue.",
        )
    )
    if not verdict:
        return verdict
    experts = with_addresses(experts_lodged([application]))
    ground = conflict_of(recusal.member, application, on, experts[application.pk])
    why = RecusalGround(ground).label if ground else ""
    return verdict.unless(bool(ground), f"Ce lien est certain : « {why} ». Le déport tient tant qu’il dure.")


def _lifts(user: User, recusal: Recusal, on: date) -> Verdict:
    if recusal.ground != RecusalGround.DECLARED:
        return is_daect(user, on)
    if user != recusal.member:
        return refuse(
            "Ce membre s’est déporté de lui-même\N{NO-BREAK SPACE}: lui seul peut y revenir, depuis sa page de la "
            "séance."
        )
    return holds(user, on, Role.COMMITTEE_MEMBER)


def members_to_set_aside(application: LabelApplication) -> QuerySet[SessionMember]:
    """Who still sits on a file: the members invited; once the committee has met, those who came (spec L8)."""
    aside = Recusal.objects.standing().filter(application=application, session=application.session_id)
    sitting = SessionMember.objects.filter(session=application.session_id)
    if application.state == ApplicationState.EXAMINED:
        sitting = sitting.filter(present=True)
    return sitting.exclude(user__in=aside.values("member"))
