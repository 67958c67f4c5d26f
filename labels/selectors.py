"""Reading stage 1; every look-up of an object starts from what the person may see (spec X1)."""

from datetime import date

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from expect.accounts.enums import Role
from expect.accounts.models import Organisation, User
from expect.accounts.selectors import holds_role, is_daect, memberships_on, organisations_of
from expect.accounts.work import rows
from expect.database.text import normalise
from labels.enums import ApplicationState, SessionState
from labels.models import (
    ApplicationVersion,
    CommitmentText,
    CommitteeSession,
    Decision,
    Diploma,
    EvidenceAttachment,
    Expert,
    Label,
    LabelApplication,
    Opinion,
    Recusal,
    SessionMember,
    Theme,
)
from labels.rules import OPEN_TO_OPINIONS, READ_BY_COMMITTEE

# ---------------------------------------------------------------- reference


def themes() -> QuerySet[Theme]:
    """The themes offered to applicants, in their order (spec L3)."""
    return Theme.objects.filter(active=True).order_by("rank", "pk")


def commitments_on(day: date) -> CommitmentText:
    """The wording of the commitments in force on that day (spec L6)."""
    return CommitmentText.objects.filter(in_force_from__lte=day).latest("in_force_from", "version")


# ---------------------------------------------------------------- files


def own_applications(user: User, day: date) -> QuerySet[LabelApplication]:
    """The files of the bodies for which `user` fills in or signs."""
    return _files().filter(organisation__in=organisations_of(user, day))


def lodged_applications(user: User, day: date) -> QuerySet[LabelApplication]:
    """For DAECT, every file once lodged; a draft belongs to its body alone."""
    return (
        _files().filter(submitted_at__isnull=False)
        if is_daect(user, day)
        else LabelApplication.objects.none()
    )


def committee_applications(user: User, day: date) -> QuerySet[LabelApplication]:
    """For a member, the files of the sessions where they sit (spec L8)."""
    return _files().filter(session__in=own_sessions(user, day), state__in=READ_BY_COMMITTEE)


def open_draft(organisation: Organisation) -> LabelApplication | None:
    """The draft that the body has under way (spec L7)."""
    return LabelApplication.objects.filter(organisation=organisation, state=ApplicationState.DRAFT).first()


def last_version(application: LabelApplication) -> ApplicationVersion | None:
    """What was lodged last: what DAECT and the committee read (spec L7)."""
    return (
        ApplicationVersion.objects.filter(application=application)
        .select_related("submitted_by", "commitments", "receipt__file")
        .order_by("-number")
        .first()
    )


def with_opinion_counts(applications: QuerySet[LabelApplication]) -> QuerySet[LabelApplication]:
    """Each file with `opinion_count` of `sitting_count`: « n avis sur m », recused members left out (spec L8)."""
    here = {"application": OuterRef("pk"), "session": OuterRef("session")}
    invited = SessionMember.objects.filter(session=OuterRef("session"))
    return applications.annotate(
        opinion_count=_count(Opinion.objects.filter(**here)),
        sitting_count=_count(invited) - _count(Recusal.objects.filter(**here)),
    )


def visible_attachments(user: User, day: date) -> QuerySet[EvidenceAttachment]:
    """The files joined to applications that the body's people and DAECT may open; members go by their file."""
    reachable = Q(application__organisation__in=organisations_of(user, day))
    if is_daect(user, day):
        reachable |= Q(application__submitted_at__isnull=False)
    return _attachments().filter(reachable)


def committee_attachments(user: User, day: date) -> QuerySet[EvidenceAttachment]:
    """The files joined to the applications of a member's sessions."""
    return _attachments().filter(application__in=committee_applications(user, day).values("pk"))


def visible_versions(user: User, day: date) -> QuerySet[ApplicationVersion]:
    """The lodged versions, with their receipt, for the body's people and DAECT."""
    versions = ApplicationVersion.objects.select_related("receipt__file", "application")
    reachable = Q(application__organisation__in=organisations_of(user, day))
    return versions if is_daect(user, day) else versions.filter(reachable)


def visible_decisions(user: User, day: date) -> QuerySet[Decision]:
    """DAECT sees every decision; the body's people, once notified (spec L9)."""
    decisions = Decision.objects.select_related("application__organisation", "session", "letter__file")
    if is_daect(user, day):
        return decisions
    return decisions.filter(
        application__organisation__in=organisations_of(user, day), notified_at__isnull=False
    )


# ---------------------------------------------------------------- experts


def experts_of(organisation: Organisation) -> QuerySet[Expert]:
    """The people of the body who can be sent today, in alphabetical order (spec L5)."""
    return Expert.objects.filter(organisation=organisation, active=True).order_by("search_text", "pk")


def visible_experts(user: User, day: date) -> QuerySet[Expert]:
    """The experts of one's bodies; DAECT sees all."""
    experts = Expert.objects.select_related("organisation__department")
    return experts if is_daect(user, day) else experts.filter(organisation__in=organisations_of(user, day))


# ---------------------------------------------------------------- sessions


def visible_sessions(user: User, day: date) -> QuerySet[CommitteeSession]:
    """For DAECT, every session."""
    return CommitteeSession.objects.all() if is_daect(user, day) else CommitteeSession.objects.none()


def own_sessions(user: User, day: date) -> QuerySet[CommitteeSession]:
    """The sessions where a committee member sits."""
    if not holds_role(user, day, Role.COMMITTEE_MEMBER):
        return CommitteeSession.objects.none()
    return CommitteeSession.objects.filter(members__user=user)


def open_sessions(day: date) -> QuerySet[CommitteeSession]:
    """The sessions to whose agenda a file can still be put, the soonest first (spec L8)."""
    return CommitteeSession.objects.filter(state=SessionState.PLANNED, cut_off_on__gte=day).order_by(
        "held_on", "pk"
    )


def agenda(session: CommitteeSession) -> QuerySet[LabelApplication]:
    """The files of a session, those that have since gone to another one included."""
    decided = Decision.objects.filter(session=session).values("application")
    return _files().filter(Q(session=session) | Q(pk__in=decided)).order_by("number", "pk")


def members_of(session: CommitteeSession) -> QuerySet[SessionMember]:
    """Who is invited, in alphabetical order."""
    return session.members.select_related("user").order_by("user__last_name", "user__first_name", "pk")


# ---------------------------------------------------------------- labels


def valid_labels(day: date) -> QuerySet[Label]:
    """The labels that hold on that Paris day, with their holder (spec L12, M3)."""
    return _labels().valid_on(day)


def own_labels(user: User, day: date) -> QuerySet[Label]:
    """The labels of one's bodies, the latest first."""
    return _labels().filter(organisation__in=organisations_of(user, day)).order_by("-granted_on", "-pk")


def visible_labels(user: User, day: date) -> QuerySet[Label]:
    """For DAECT, every label."""
    return _labels() if is_daect(user, day) else Label.objects.none()


def visible_diplomas(user: User, day: date) -> QuerySet[Diploma]:
    """The diplomas of one's bodies; DAECT sees all."""
    diplomas = Diploma.objects.select_related("document__file", "label__organisation")
    return (
        diplomas
        if is_daect(user, day)
        else diplomas.filter(label__organisation__in=organisations_of(user, day))
    )


# ---------------------------------------------------------------- work list and search


def work_items(user: User, day: date) -> list[QuerySet]:
    """What stage 1 has waiting for `user` (spec X4): one queryset per kind of thing."""
    files, sessions = LabelApplication.objects.all(), CommitteeSession.objects.all()
    found = []
    if bodies := organisations_of(user, day):
        drafts = files.filter(organisation__in=bodies, state=ApplicationState.DRAFT)
        found.append(
            _file_rows(drafts.filter(handed_over_at=None), "labels.complete_draft", since="updated_at")
        )
    if signed := [m.organisation_id for m in memberships_on(user, day) if m.role == Role.SIGNATORY]:
        handed = files.filter(
            organisation__in=signed, state=ApplicationState.DRAFT, handed_over_at__isnull=False
        )
        found.append(_file_rows(handed, "labels.sign", since="handed_over_at"))
    if is_daect(user, day):
        held = files.filter(state=ApplicationState.EXAMINED).exclude(decisions__session=F("session"))
        found += [
            _file_rows(
                files.filter(state=ApplicationState.SUBMITTED),
                "labels.check",
                since="submitted_at",
                due_on="silence_on",
            ),
            _file_rows(
                files.filter(state=ApplicationState.DEFERRED), "labels.admit_again", since="notified_at"
            ),
            _file_rows(held, "labels.decide", since="examined_at"),
            _session_rows(
                sessions.filter(state=SessionState.PLANNED, cut_off_on__lt=day),
                "labels.close_session",
                since="planned_at",
                due_on="held_on",
            ),
            _session_rows(
                sessions.filter(state=SessionState.CLOSED, held_on__lte=day),
                "labels.hold_session",
                since="closed_at",
                due_on="held_on",
            ),
        ]
    if holds_role(user, day, Role.HEAD):
        undecided = files.filter(session=OuterRef("pk"), state=ApplicationState.EXAMINED).exclude(
            decisions__session=OuterRef("pk")
        )
        ready = sessions.filter(~Exists(undecided), state=SessionState.HELD)
        found.append(_session_rows(ready, "labels.notify_session", since="held_at"))
    if holds_role(user, day, Role.COMMITTEE_MEMBER):
        mine = {"application": OuterRef("pk"), "member": user}
        waiting = files.filter(
            ~Exists(Opinion.objects.filter(**mine, session=OuterRef("session"))),
            ~Exists(Recusal.objects.filter(**mine)),
            state=ApplicationState.ADMISSIBLE,
            session__state__in=OPEN_TO_OPINIONS,
            session__members__user=user,
        )
        found.append(
            _file_rows(waiting, "labels.give_opinion", since="admitted_at", due_on="session__held_on")
        )
    return found


def find_files(applications: QuerySet[LabelApplication], text: str) -> QuerySet[LabelApplication]:
    """The files whose number, title or body holds every word typed, whatever the case and the accents."""
    for word in normalise(text).split():
        applications = applications.filter(
            Q(search_text__contains=word) | Q(organisation__search_text__contains=word)
        )
    return applications


def find_labels(labels: QuerySet[Label], text: str) -> QuerySet[Label]:
    """The labels whose number, skills or holder holds every word typed, whatever the case and the accents."""
    for word in normalise(text).split():
        labels = labels.filter(Q(search_text__contains=word) | Q(organisation__search_text__contains=word))
    return labels


# ---------------------------------------------------------------- pieces


def _files() -> QuerySet[LabelApplication]:
    return LabelApplication.objects.select_related(
        "organisation__department", "organisation__region", "session"
    )


def _labels() -> QuerySet[Label]:
    return Label.objects.select_related("organisation__department", "organisation__region")


def _attachments() -> QuerySet[EvidenceAttachment]:
    return EvidenceAttachment.objects.select_related("file", "application__session")


def _count(queryset: QuerySet) -> Coalesce:
    counted = queryset.order_by().values("session").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _file_rows(queryset: QuerySet, kind: str, *, since: str, due_on: str | None = None) -> QuerySet:
    return rows(queryset, kind, title="organisation__name", since=since, due_on=due_on)


def _session_rows(queryset: QuerySet, kind: str, *, since: str, due_on: str | None = None) -> QuerySet:
    return rows(queryset, kind, title="name", since=since, due_on=due_on)
