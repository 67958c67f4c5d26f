"""Ranking the holders for a need, beside a bare statement over the same rows; on the bench's own database (spec M2)."""

from collections.abc import Iterator
from datetime import time, timedelta
from itertools import islice

from django.db import connection

from expect.accounts.models import Organisation, User
from expect.kernel.clock import now, paris_day
from expect.territory.models import Country, DiplomaticPost
from labels.enums import ApplicationState, ExpertCategory, Outcome
from labels.models import CommitteeSession, Decision, Expert, Label, LabelApplication, Theme
from missions import matching
from missions.enums import MissionState, RequestOrigin, RequestState, SolicitationState
from missions.models import ExpertiseRequest, Mission, Solicitation
from tools.bench import Figure, in_turn

LABELS, EXPERTS, MISSIONS = 5_000, 20_000, 5_000
SPOKEN = ("français", "français, anglais", "français, espagnol", "anglais, arabe", "français, portugais")
SHOWN = 20
BARE = """
SELECT label.id, COUNT(*) FROM labels_label label
JOIN labels_label_themes shared ON shared.label_id = label.id
JOIN labels_expert expert ON expert.organisation_id = label.organisation_id AND expert.active
WHERE shared.theme_id IN (SELECT theme_id FROM missions_expertiserequest_themes WHERE expertiserequest_id = %s)
GROUP BY label.id ORDER BY 2 DESC, label.id LIMIT 20
"""
"""The same labels and experts, joined, counted and sorted, without a rule nor a reason."""


def matching_figures() -> Iterator[Figure]:
    """The first holders in their order, with their reasons; every label fits, the worst case."""
    need = _fill()
    on = paris_day(now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [need.pk])
            cursor.fetchall()

    def ours() -> None:
        found = matching.suggestions(need, on, first=SHOWN)
        if len(found) != SHOWN or found[0].ranked != LABELS:
            raise RuntimeError(f"{len(found)} holders of {found and found[0].ranked}")

    taken, without = in_turn(ours, bare)
    size = f"{LABELS:,} labels and {EXPERTS:,} experts".replace(",", " ")
    yield Figure(f"holders ranked among {size}", taken, without, "ms", 8, "bare statement, same rows")
    yield Figure("the same, in itself", taken, None, "ms", 100)


def _fill() -> ExpertiseRequest:
    """Labels, experts and missions over the reference list; an open need on every theme."""
    at, author = now(), User.objects.get(email="bench@exemple.test")
    day, themes = paris_day(at), list(Theme.objects.order_by("pk"))
    bodies = list(Organisation.objects.order_by("-pk").values_list("pk", flat=True)[:LABELS])
    labels = _labels(bodies, themes, at, author)
    Expert.objects.bulk_create(
        (
            Expert(
                organisation_id=bodies[n % LABELS],
                first_name="Alix",
                last_name=f"Renaud{n}",
                function="Ingénieure",
                qualifications="Réseaux.",
                category=ExpertCategory.AGENT,
                languages=SPOKEN[n % len(SPOKEN)],
            )
            for n in range(EXPERTS)
        ),
        batch_size=2000,
    )
    countries = list(Country.objects.order_by("pk")[:40])
    post = DiplomaticPost.objects.order_by("pk").first()
    needs = _needs(countries, post, at, author)
    _missions(needs, labels, at, author)
    needs[0].themes.set(themes)
    ExpertiseRequest.objects.filter(pk=needs[0].pk).update(
        wished_from=day + timedelta(days=30), wished_until=day + timedelta(days=120)
    )
    return ExpertiseRequest.objects.select_related("country").get(pk=needs[0].pk)


def _labels(bodies: list[int], themes: list[Theme], at, author: User) -> list[Label]:
    day = paris_day(at) - timedelta(days=200)
    session = CommitteeSession.objects.create(
        held_on=day, starts_at=time(9, 30), ends_at=time(12), cut_off_on=day, planned_at=at, planned_by=author
    )
    files = LabelApplication.objects.bulk_create(
        (
            LabelApplication(
                organisation_id=body,
                number=f"C-2025-{n:05}",
                lodged_title="Eau potable",
                state=ApplicationState.GRANTED,
                session=session,
                created_at=at,
                created_by=author,
                updated_at=at,
                submitted_at=at,
                submitted_by=author,
                admitted_at=at,
                examined_at=at,
                notified_at=at,
                silence_on=day,
            )
            for n, body in enumerate(bodies)
        ),
        batch_size=2000,
    )
    granted = {"outcome": Outcome.GRANTED, "skills": "Eau potable.", "recorded_at": at, "recorded_by": author}
    decisions = Decision.objects.bulk_create(
        (Decision(application=file, session=session, **granted) for file in files), batch_size=2000
    )
    labels = Label.objects.bulk_create(
        (
            Label(
                number=f"EXPE-CT-2025-{n:05}",
                organisation_id=file.organisation_id,
                application=file,
                decision=decision,
                skills="Eau potable.",
                granted_on=day,
                ends_on=day + timedelta(days=1095),
            )
            for n, (file, decision) in enumerate(zip(files, decisions, strict=True))
        ),
        batch_size=2000,
    )
    granted_on = [
        (label, themes[(n + step) % len(themes)]) for n, label in enumerate(labels) for step in (0, 2)
    ]
    decided, shared = Decision.themes.through, Label.themes.through
    decided.objects.bulk_create(
        (decided(decision=label.decision, theme=theme) for label, theme in granted_on), batch_size=5000
    )
    shared.objects.bulk_create(
        (shared(label=label, theme=theme) for label, theme in granted_on), batch_size=5000
    )
    return labels


def _needs(countries: list[Country], post: DiplomaticPost, at, author: User) -> list[ExpertiseRequest]:
    day = paris_day(at)
    return ExpertiseRequest.objects.bulk_create(
        (
            ExpertiseRequest(
                number=f"B-2025-{n:05}",
                state=RequestState.MATCHED if n else RequestState.OPEN,
                matched_at=at,
                origin=RequestOrigin.DAECT,
                country=countries[n % len(countries)],
                post=post,
                authority="Ville d’essai",
                subject="Réseau d’eau",
                description="Réduire les fuites.",
                wished_from=day,
                wished_until=day + timedelta(days=90),
                languages="français, anglais, espagnol",
                created_at=at,
                created_by=author,
            )
            for n in range(MISSIONS + 1)
        ),
        batch_size=2000,
    )


def _missions(needs: list[ExpertiseRequest], labels: list[Label], at, author: User) -> None:
    """One mission for each need met, by the holders in turn; half of them are over."""
    day = paris_day(at)
    chosen = Solicitation.objects.bulk_create(
        (
            Solicitation(
                request=need,
                label=label,
                organisation_id=label.organisation_id,
                state=SolicitationState.CHOSEN,
                answer_by=day + timedelta(days=7),
                sent_at=at,
                sent_by=author,
                answered_at=at,
                answered_by=author,
            )
            for need, label in zip(islice(needs, 1, None), labels * 2, strict=False)
        ),
        batch_size=2000,
    )
    Mission.objects.bulk_create(
        (
            Mission(
                number=f"M-2025-{n:05}",
                solicitation=one,
                label_id=one.label_id,
                organisation_id=one.organisation_id,
                country_id=one.request.country_id,
                post_id=one.request.post_id,
                subject="Réseau d’eau",
                state=MissionState.COMPLETED if n % 2 else MissionState.DRAFT,
                created_at=at - timedelta(days=n % 700),
                draft_since=at - timedelta(days=n % 700),
                departs_on=day,
                returns_on=day,
                accepted_at=at,
                validated_at=at,
                completed_at=at if n % 2 else None,
                report_due_on=day + timedelta(days=60) if n % 2 else None,
                report_delivered_at=at if n % 2 else None,
            )
            for n, one in enumerate(chosen)
        ),
        batch_size=2000,
    )
