"""Which holders fit a need, and why, in words (spec M2); a person chooses."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from expect.database.text import normalise
from labels.models import Expert, Label, Theme
from missions.enums import ExceptionKind, MissionState, SolicitationState
from missions.models import ExpertiseRequest, GrantedException, Mission, Solicitation
from missions.rules import conditions

UNDER_WAY = (
    MissionState.DRAFT,
    MissionState.ACCEPTED,
    MissionState.AWAITING_EMBASSY,
    MissionState.RETURNED,
    MissionState.VALIDATED,
)


@dataclass(frozen=True)
class Suggestion:
    """A holder that may be asked, why it fits; `blocked` says why it cannot be, today."""

    label: Label
    reasons: Sequence[str]
    under_way: int
    blocked: str = ""


def suggestions(request: ExpertiseRequest, on: date) -> list[Suggestion]:
    """The holders of a valid label on one of the themes, who have not been asked yet (spec M2).

    Those that may be asked first; among them the most reasons, then the fewest missions under way, so that turns are
    fair; then the name. Three queries, whatever the number of holders.
    """
    labels, wanted = list(_fitting(request, on)), languages(request.languages)
    spoken = _spoken(wanted, labels)
    found = [_suggestion(label, request, wanted, spoken[label.organisation_id]) for label in labels]
    return sorted(
        found,
        key=lambda s: (
            bool(s.blocked),
            -len(s.reasons),
            s.under_way,
            s.label.organisation.sort_name,
            s.label.pk,
        ),
    )


def _fitting(request: ExpertiseRequest, on: date) -> QuerySet[Label]:
    themes = Prefetch(
        "themes", Theme.objects.filter(pk__in=request.themes.values("pk")).order_by("rank"), to_attr="common"
    )
    asked = Solicitation.objects.filter(request=request).exclude(state=SolicitationState.CANCELLED)
    own = Mission.objects.filter(organisation=OuterRef("organisation")).order_by()
    running = own.filter(state__in=UNDER_WAY).values("organisation").annotate(n=Count("pk")).values("n")
    late = own.overdue_on(on).order_by("report_due_on", "pk")
    lifted = GrantedException.objects.filter(request=request, label=OuterRef("pk"))
    return (
        Label.objects.valid_on(on)
        .filter(themes__in=request.themes.values("pk"))
        .exclude(pk__in=asked.values("label"))
        .distinct()
        .select_related("organisation__department", "organisation__region")
        .prefetch_related(themes)
        .annotate(
            under_way=Coalesce(Subquery(running), 0),
            knows_country=Exists(own.filter(country=request.country, completed_at__isnull=False)),
            late_number=Subquery(late.values("number")[:1]),
            late_due_on=Subquery(late.values("report_due_on")[:1]),
            label_lifted=Exists(lifted.filter(kind=ExceptionKind.LABEL)),
            late_lifted=Exists(lifted.filter(kind=ExceptionKind.LATE_REPORT)),
        )
    )


def _spoken(wanted: Mapping[str, str], labels: Sequence[Label]) -> dict[int, Counter[str]]:
    """For each body, how many of its experts speak each language asked for."""
    spoken: dict[int, Counter[str]] = defaultdict(Counter)
    experts = Expert.objects.filter(organisation__in=[label.organisation_id for label in labels], active=True)
    for organisation, said in experts.values_list("organisation_id", "languages"):
        spoken[organisation].update(wanted.keys() & languages(said).keys())
    return spoken


def languages(text: str) -> dict[str, str]:
    """« Français, anglais » → {"francais": "Français", "anglais": "anglais"}: words as long as a language."""
    return {normalise(word): word for word in re.findall(r"\w+", text) if len(word) > 3}


def _suggestion(
    label: Label, request: ExpertiseRequest, wanted: Mapping[str, str], spoken: Counter[str]
) -> Suggestion:
    reasons = [f"Thème commun : {theme.name}" for theme in label.common]
    reasons += [
        f"{number} experts parlant {wanted[word].lower()}"
        if number > 1
        else f"Expert parlant {wanted[word].lower()}"
        for word, number in sorted(spoken.items())
    ]
    if label.knows_country:
        reasons.append(f"Déjà en mission dans ce pays ({request.country})")
    return Suggestion(label, reasons, label.under_way, _blocked(label, request))


def _blocked(label: Label, request: ExpertiseRequest) -> str:
    """Why the holder cannot be asked: a report late, or a label that ends before the period wished (spec M3, M10).

    Nothing of what the head lifted for that need.
    """
    if label.late_number and not label.late_lifted:
        return conditions.late_report(str(label.organisation), label.late_number, label.late_due_on)
    return "" if label.label_lifted else conditions.label_lasts(label, request).reason
