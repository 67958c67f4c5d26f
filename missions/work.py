"""What stage 2 has waiting for each person (spec X4)."""

from datetime import date

from django.db.models import CharField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.selectors import holds_role, is_daect, memberships_on, organisations_of, posts_of
from expect.accounts.work import marked_rows, rows
from missions import selectors
from missions.enums import MissionState, RequestState, SolicitationState
from missions.models import (
    EmbassyReview,
    ExpertiseRequest,
    Mission,
    RecordedAnswer,
    RecordedReview,
    Solicitation,
    TermsAmendment,
)


def work_items(user: User, on: date) -> list[QuerySet]:
    """What stage 2 has waiting for `user` on that day: one queryset per kind of thing."""
    return [*_of_holder(user, on), *_of_daect(user, on), *_of_head(user, on), *_of_post(user, on)]


def _of_holder(user: User, on: date) -> list[QuerySet]:
    bodies = organisations_of(user, on)
    if not bodies:
        return []
    signed = [m.organisation_id for m in memberships_on(user, on) if m.role == Role.SIGNATORY]
    asked = Solicitation.objects.filter(organisation__in=bodies, state=SolicitationState.SENT)
    own = Mission.objects.filter(organisation__in=bodies)
    drafts = own.filter(state__in=[MissionState.DRAFT, MissionState.RETURNED])
    ready = drafts.filter(organisation__in=signed, terms_ready_at__isnull=False)
    return [
        rows(
            asked,
            "missions.answer",
            title=_joined("request__subject", "request__country__name"),
            since="sent_at",
            due_on="answer_by",
        ),
        rows(
            drafts.filter(terms_ready_at=None),
            "missions.prepare",
            title=_named("country__name"),
            since="draft_since",
            due_on=Coalesce("departs_on", "solicitation__request__wished_from"),
        ),
        _mission_rows(ready, "missions.accept_terms", since="terms_ready_at"),
        rows(
            own.filter(_unconfirmed()),
            "missions.confirm_return",
            title=_named("country__name"),
            since=Coalesce("completed_at", "interrupted_at"),
            due_on="report_due_on",
        ),
    ]


def _of_daect(user: User, on: date) -> list[QuerySet]:
    if not is_daect(user, on):
        return []
    needs = ExpertiseRequest.objects.filter(state=RequestState.OPEN)
    answers = Solicitation.objects.filter(request=OuterRef("pk"))
    accepted = answers.filter(state=SolicitationState.ACCEPTED)
    awaited = answers.filter(state=SolicitationState.SENT, answer_by__gte=on)
    first_yes = accepted.order_by().values("request").annotate(first=Min("answered_at")).values("first")
    late = Mission.objects.overdue_on(on).filter(_unconfirmed())
    return [
        marked_rows(Mission.objects.all(), "missions.marked", user, title=_named("country__name")),
        rows(
            needs.filter(~Exists(accepted), ~Exists(awaited)),
            "missions.match",
            title=_named("country__name"),
            since="created_at",
            due_on="wished_from",
        ),
        rows(
            needs.filter(Exists(accepted)),
            "missions.choose",
            title=_named("country__name"),
            since=Subquery(first_yes),
            due_on="wished_from",
        ),
        _mission_rows(
            Mission.objects.filter(state=MissionState.ACCEPTED),
            "missions.send_to_embassy",
            since="accepted_at",
        ),
        *_in_dispute(),
        rows(
            late,
            "missions.confirm_return",
            title=_named("country__name"),
            since=Coalesce("completed_at", "interrupted_at"),
            due_on="report_due_on",
        ),
    ]


def _in_dispute() -> list[QuerySet]:
    """What a party contests of what DAECT recorded in its name: DAECT says what follows (spec X13)."""
    disputed = RecordedReview.objects.in_dispute().filter(review=OuterRef("pk"))
    reviews = EmbassyReview.objects.filter(Exists(disputed))
    need, mission = "solicitation__request", "acceptance__version__mission"
    return [
        rows(
            reviews,
            "missions.settle_review",
            title=_joined("mission__number", "mission__country__name"),
            since="record__contested_at",
            due_on="mission__departs_on",
        ),
        rows(
            RecordedAnswer.objects.in_dispute(),
            "missions.settle_answer",
            title=_joined(
                Coalesce(f"{mission}__number", f"{need}__number", "request__number"),
                Coalesce(f"{mission}__country__name", f"{need}__country__name", "request__country__name"),
            ),
            since="contested_at",
            due_on=Coalesce(f"{mission}__departs_on", f"{need}__wished_from", "request__wished_from"),
        ),
    ]


def _of_head(user: User, on: date) -> list[QuerySet]:
    if not holds_role(user, on, Role.HEAD):
        return []
    leaving = {"state": MissionState.VALIDATED, "departs_on__gte": on}
    unsaid = Mission.objects.filter(**leaving, letter=None)
    changed = TermsAmendment.objects.filter(letter=OuterRef("letter"))
    overtaken = Mission.objects.filter(Exists(changed), **leaving)
    return [
        _mission_rows(unsaid, "missions.issue_letter", since="validated_at"),
        _mission_rows(overtaken, "missions.replace_letter", since=Subquery(changed.values("amended_at"))),
    ]


def _of_post(user: User, on: date) -> list[QuerySet]:
    if not posts_of(user, on):
        return []
    sent = Mission.objects.filter(
        state=MissionState.AWAITING_EMBASSY, country__in=selectors.countries_of(user, on)
    )
    return [_mission_rows(sent, "missions.review", since="sent_to_embassy_at")]


def _unconfirmed() -> Q:
    """Interrupted or completed, and nobody said yet on which day the people came back."""
    return Q(state__in=[MissionState.INTERRUPTED, MissionState.COMPLETED], return_confirmed_on=None)


def _mission_rows(missions: QuerySet[Mission], kind: str, *, since: str | Combinable) -> QuerySet:
    return rows(missions, kind, title=_named("country__name"), since=since, due_on="departs_on")


def _named(column: str) -> Combinable:
    """« M-2026-0007, Sénégal »."""
    return _joined("number", column)


def _joined(first: str | Combinable, second: str | Combinable) -> Combinable:
    parts = (F(part) if isinstance(part, str) else part for part in (first, second))
    return Concat(next(parts), Value(", "), next(parts), output_field=CharField())
