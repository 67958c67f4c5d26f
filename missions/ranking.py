"""The ranking of the holders for a need: one statement over whole tables, whatever their number (spec M2).

Each part is a queryset, so that a rule is said once (a label that holds, a report that is late); SQL joins them, weighs
each holder and orders them all. What the weights mean is in decision 0029.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Count, Max, Min, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from expect.accounts.models import Organisation
from expect.database.functions import Lines
from expect.kernel.clock import add_months, paris_midnight
from expect.territory.models import Department, Region
from labels.models import Expert, Label
from labels.models.label import holds_on
from missions.enums import ExceptionKind, MissionState, SolicitationState
from missions.models import ExpertiseRequest, GrantedException, Mission, Offer, ParticipantDay, Solicitation
from missions.workflow import GIVEN_UP

UNDER_WAY = (
    MissionState.DRAFT,
    MissionState.ACCEPTED,
    MissionState.AWAITING_EMBASSY,
    MissionState.RETURNED,
    MissionState.VALIDATED,
)
MOST_LANGUAGES = 4
"""Languages of a need that count, in the order in which they are written."""
LOOKED_BACK = 12
"""Months over which turns are counted, and during which an ended label is still shown, with why it is blocked."""
FEW = 2
"""Holders who went to a country up to which it counts as one where French collectivités are few [000 §II]."""
WEIGHTS = {"theme": 2, "language": 2, "country": 2, "opening": 1, "free": 1, "offered": 5, "declared": 5}
MOST = 100_000

STATEMENT = """
WITH fitting AS ({fitting}), people AS ({people}), stays AS ({stays}), late AS ({late}), lifted AS ({lifted}),
offered AS ({offered}), asked AS ({asked}), been AS ({been}),
declared AS ({declared}),
placed AS (
    SELECT fitting.*,
           ROW_NUMBER() OVER (
               PARTITION BY organisation_id ORDER BY holds DESC, common DESC, granted_on DESC, id DESC
           ) AS place
    FROM fitting
    WHERE organisation_id NOT IN (SELECT organisation_id FROM asked)
),
weighed AS (
    SELECT placed.id AS fitting_id, placed.organisation_id AS body_id, placed.common_themes,
           COALESCE(people.counted, 0) AS experts, COALESCE(people.free, 0) AS free,
           COALESCE(people.spoken_1, 0) AS spoken_1, COALESCE(people.spoken_2, 0) AS spoken_2,
           COALESCE(people.spoken_3, 0) AS spoken_3, COALESCE(people.spoken_4, 0) AS spoken_4,
           COALESCE(stays.under_way, 0) AS under_way, COALESCE(stays.lately, 0) AS lately,
           COALESCE(stays.here, 0) AS here, stays.last_at, late.first_late, offered.message AS offered,
           declared.declarant_id AS declared,
           COALESCE(lifted.label_lifted, 0) AS label_lifted, COALESCE(lifted.late_lifted, 0) AS late_lifted,
           COALESCE((SELECT holders FROM been), 0) AS holders_here,
           CASE WHEN late.first_late IS NOT NULL AND COALESCE(lifted.late_lifted, 0) = 0 THEN 1
                WHEN (placed.holds = 0 OR placed.ends_on < %s) AND COALESCE(lifted.label_lifted, 0) = 0 THEN 1
                ELSE 0 END AS blocked,
           %s * placed.common
           + %s * (CASE WHEN people.spoken_1 > 0 THEN 1 ELSE 0 END + CASE WHEN people.spoken_2 > 0 THEN 1 ELSE 0 END
                 + CASE WHEN people.spoken_3 > 0 THEN 1 ELSE 0 END + CASE WHEN people.spoken_4 > 0 THEN 1 ELSE 0 END)
           + CASE WHEN stays.here > 0 THEN %s
                  WHEN COALESCE((SELECT holders FROM been), 0) <= %s THEN %s ELSE 0 END
           + CASE WHEN people.free > 0 THEN %s ELSE 0 END
           + CASE WHEN offered.message IS NOT NULL THEN %s ELSE 0 END
           + CASE WHEN declared.declarant_id IS NOT NULL THEN %s ELSE 0 END AS weight
    FROM placed
    LEFT JOIN people ON people.organisation_id = placed.organisation_id
    LEFT JOIN stays ON stays.organisation_id = placed.organisation_id
    LEFT JOIN late ON late.organisation_id = placed.organisation_id
    LEFT JOIN offered ON offered.organisation_id = placed.organisation_id
    LEFT JOIN declared ON declared.declarant_id = placed.organisation_id
    LEFT JOIN lifted ON lifted.label_id = placed.id
    WHERE placed.place = 1
),
ranked AS (
    SELECT weighed.*, body.public_id AS body_public_id, body.kind AS body_kind, body.name AS body_name,
           body.department_id AS body_department, body.region_id AS body_region, COUNT(*) OVER () AS ranked,
           ROW_NUMBER() OVER (
               ORDER BY blocked, weight DESC, under_way, lately, CASE WHEN last_at IS NULL THEN 0 ELSE 1 END, last_at,
                        body.sort_name, fitting_id
           ) AS rank
    FROM weighed JOIN accounts_organisation body ON body.id = body_id
)
SELECT labels_label.*, ranked.*, department.name AS department_name, region.name AS region_name
FROM ranked
JOIN labels_label ON labels_label.id = fitting_id
LEFT JOIN territory_department department ON department.id = body_department
LEFT JOIN territory_region region ON region.id = body_region
WHERE {wanted} AND rank > %s AND rank <= %s
ORDER BY rank
"""


def ranked_labels(
    request: ExpertiseRequest,
    on: date,
    *,
    words: Collection[str],
    first: int = MOST,
    after: int = 0,
    only: Collection[int] = (),
) -> list[Label]:
    """The `first` labels, one per holder, in their order for a need whose languages are `words`; one query.

    `after` leaves out those of the ranks up to it.

    Each carries its holder and, as attributes, what the statement counted. `only` keeps some labels (keys), at the rank
    that they have among all.
    """
    sql, params = [], []
    for name, part in _parts(request, on, words).items():
        text, values = part.query.sql_with_params()
        sql.append((name, text))
        params += values
    weights = WEIGHTS
    params += [
        request.wished_from.isoformat(),
        *(
            weights["theme"],
            weights["language"],
            weights["country"],
            FEW,
            weights["opening"],
            weights["free"],
        ),
        *(weights["offered"], weights["declared"]),
        *only,
        after,
        first,
    ]
    wanted = f"fitting_id IN ({', '.join(['%s'] * len(only))})" if only else "1 = 1"
    labels = list(Label.objects.raw(STATEMENT.format(wanted=wanted, **dict(sql)), params))
    for label in labels:
        label.organisation = _holder(label)
    return labels


def _parts(request: ExpertiseRequest, on: date, words: Collection[str]) -> Mapping[str, QuerySet]:
    """The querysets that the statement joins, in the order in which it names them."""
    since = paris_midnight(add_months(on, -LOOKED_BACK))
    missions = Mission.objects.order_by()
    lifted = GrantedException.objects.filter(request=request).values("label_id").order_by()
    first_late = Min(Concat(Cast("report_due_on", CharField()), Value(" "), "number"))
    gone = missions.exclude(state__in=GIVEN_UP).filter(country=request.country_id, validated_at__isnull=False)
    return {
        "fitting": _fitting(request, on),
        "people": _people(request, words),
        "stays": missions.exclude(state__in=GIVEN_UP)
        .values("organisation_id")
        .annotate(**_turns(request, since)),
        "late": missions.overdue_on(on).values("organisation_id").annotate(first_late=first_late),
        "lifted": lifted.annotate(
            label_lifted=Count("pk", filter=Q(kind=ExceptionKind.LABEL)),
            late_lifted=Count("pk", filter=Q(kind=ExceptionKind.LATE_REPORT)),
        ),
        "offered": Offer.objects.filter(request=request, taken_back_at=None).values(
            "organisation_id", "message"
        ),
        "asked": Solicitation.objects.filter(request=request)
        .exclude(state=SolicitationState.CANCELLED)
        .values("organisation_id"),
        "been": gone.values("country_id").annotate(holders=Count("organisation_id", distinct=True)),
        "declared": _same_need(request).filter(declarant__isnull=False).values("declarant_id").distinct(),
    }


def _same_need(request: ExpertiseRequest) -> QuerySet[ExpertiseRequest]:
    """The need, and those merged into it, or into one that was (spec M1)."""
    same = Q(pk=request.pk) | Q(merged_into=request.pk) | Q(merged_into__merged_into=request.pk)
    return ExpertiseRequest.objects.filter(same).order_by()


def _fitting(request: ExpertiseRequest, on: date) -> QuerySet[Label]:
    """The labels on a common theme that hold, or that ended lately, with the names of these themes."""
    lately = Q(ends_on=None) | Q(ends_on__gte=add_months(on, -LOOKED_BACK))
    return (
        Label.objects.filter(lately, themes__in=request.themes.values("pk"), granted_on__lte=on)
        .order_by()
        .values("id", "organisation_id", "granted_on", "ends_on")
        .annotate(
            holds=Max(Case(When(holds_on(on), then=1), default=0)),
            common=Count("themes"),
            common_themes=Lines("themes__name"),
        )
    )


def _people(request: ExpertiseRequest, words: Collection[str]) -> QuerySet[Expert]:
    """For each body, the experts who can be sent: how many, how many free all through the period, how many speak."""
    taken = ParticipantDay.objects.filter(day__range=(request.wished_from, request.wished_until))
    spoken = [Count("pk", filter=Q(languages_key__contains=word)) for word in words][:MOST_LANGUAGES]
    spoken += [Value(0, BigIntegerField())] * (MOST_LANGUAGES - len(spoken))
    return (
        Expert.objects.filter(active=True)
        .order_by()
        .values("organisation_id")
        .annotate(
            counted=Count("pk"),
            free=Count("pk", filter=~Q(pk__in=taken.values("expert"))),
            **{f"spoken_{place}": number for place, number in enumerate(spoken, 1)},
        )
    )


def _turns(request: ExpertiseRequest, since: datetime) -> Mapping[str, Any]:
    """How often a holder went, and when last: turns are to be fair."""
    return {
        "under_way": Count("pk", filter=Q(state__in=UNDER_WAY)),
        "lately": Count("pk", filter=Q(created_at__gte=since)),
        "here": Count("pk", filter=Q(country=request.country_id, validated_at__isnull=False)),
        "last_at": Max("created_at"),
    }


def _holder(label: Label) -> Organisation:
    """The holder, with the place that its description reads."""
    department = Department(name=label.department_name) if label.department_name else None
    region = Region(name=label.region_name) if label.region_name else None
    return Organisation(
        pk=label.body_id,
        public_id=label.body_public_id,
        kind=label.body_kind,
        name=label.body_name,
        department=department,
        region=region,
    )
