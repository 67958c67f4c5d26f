"""Reading stage 2; every look-up of an object starts from what the person may see (spec X1)."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet, Sum

from expect.accounts.models import User
from expect.accounts.selectors import is_daect, organisations_of, posts_of
from expect.database.text import normalise
from expect.territory.models import Country
from expect.territory.selectors import countries_in_charge
from labels.models import Theme
from missions.enums import CostStage, ReviewOutcome
from missions.models import (
    Cost,
    EmbassyReview,
    ExpertiseRequest,
    GrantedException,
    Mission,
    Participant,
    Solicitation,
    TermsAcceptance,
    TermsAmendment,
    TermsDraft,
    TermsVersion,
)
from missions.workflow import GIVEN_UP

NOTHING = Decimal("0.00")


def countries_of(user: User, on: date) -> QuerySet[Country]:
    """The countries of which the posts of `user` are in charge on that day (spec M8, X1)."""
    return countries_in_charge(posts_of(user, on), on)


def countries_to_relay(user: User, on: date) -> QuerySet[Country]:
    """The countries for which `user` may enter a need: DAECT, all; an agent, those of the post (spec M1)."""
    return Country.objects.order_by("sort_name") if is_daect(user, on) else countries_of(user, on)


# ---------------------------------------------------------------- needs


def daect_requests(user: User, on: date) -> QuerySet[ExpertiseRequest]:
    """DAECT sees every need."""
    return _requests() if is_daect(user, on) else ExpertiseRequest.objects.none()


def post_requests(user: User, on: date) -> QuerySet[ExpertiseRequest]:
    """An agent sees the needs of the countries now in the post's charge (spec X1)."""
    return _requests().filter(country__in=countries_of(user, on))


def visible_requests(user: User, on: date) -> QuerySet[ExpertiseRequest]:
    """What `user` sees by all the roles held."""
    return daect_requests(user, on) if is_daect(user, on) else post_requests(user, on)


def mission_of_request(request: ExpertiseRequest) -> Mission | None:
    """The mission that meets the need, or was to."""
    return (
        Mission.objects.filter(solicitation__request=request)
        .select_related("organisation__department", "organisation__region")
        .first()
    )


def with_unmet(requests: QuerySet[ExpertiseRequest]) -> QuerySet[ExpertiseRequest]:
    """With `unmet`: the mission that was to meet the need was refused or cancelled (spec M1, M14)."""
    lost = Mission.objects.filter(solicitation__request=OuterRef("pk"), state__in=GIVEN_UP)
    return requests.annotate(unmet=Exists(lost))


def find_requests(requests: QuerySet[ExpertiseRequest], text: str) -> QuerySet[ExpertiseRequest]:
    """By number, subject, foreign authority or country."""
    words = normalise(text)
    return requests.filter(Q(search_text__contains=words) | Q(country__sort_name__contains=words))


# ---------------------------------------------------------------- solicitations


def own_solicitations(user: User, on: date) -> QuerySet[Solicitation]:
    """A holder sees what its body was asked (spec X1)."""
    return _solicitations().filter(organisation__in=organisations_of(user, on))


def visible_solicitations(user: User, on: date) -> QuerySet[Solicitation]:
    """DAECT sees every solicitation; a holder, its own (spec X1)."""
    return _solicitations() if is_daect(user, on) else own_solicitations(user, on)


def exceptions(*, request: int, labels: Collection[int]) -> QuerySet[GrantedException]:
    """What the head allowed those holders on that need, or on the mission born of it (keys; spec M3, M10)."""
    granted = GrantedException.objects.filter(request=request, label__in=labels)
    return granted.select_related("granted_by").order_by("granted_at", "pk")


def exceptions_of(mission: Mission) -> QuerySet[GrantedException]:
    """What the head allowed that mission (spec M3, M10)."""
    granted = GrantedException.objects.filter(
        request__solicitations=mission.solicitation_id, label=mission.label_id
    )
    return granted.select_related("granted_by").order_by("granted_at", "pk")


# ---------------------------------------------------------------- missions


def daect_missions(user: User, on: date) -> QuerySet[Mission]:
    """DAECT sees every mission."""
    return _missions() if is_daect(user, on) else Mission.objects.none()


def own_missions(user: User, on: date) -> QuerySet[Mission]:
    """A holder sees its own missions (spec X1)."""
    return _missions().filter(organisation__in=organisations_of(user, on))


def post_missions(user: User, on: date) -> QuerySet[Mission]:
    """An agent sees the missions of the countries now in the post's charge (spec X1)."""
    return _missions().filter(country__in=countries_of(user, on))


def visible_missions(user: User, on: date) -> QuerySet[Mission]:
    """What `user` sees by all the roles held."""
    if is_daect(user, on):
        return _missions()
    own = Q(organisation__in=organisations_of(user, on))
    return _missions().filter(own | Q(country__in=countries_of(user, on)))


def missions_with_letter(user: User, on: date) -> QuerySet[Mission]:
    """The missions that `user` sees and whose letter is issued."""
    return visible_missions(user, on).filter(letter__isnull=False).select_related("letter__file")


def find_missions(missions: QuerySet[Mission], text: str) -> QuerySet[Mission]:
    """By number, subject, country or holder."""
    words = normalise(text)
    return missions.filter(
        Q(search_text__contains=words)
        | Q(country__sort_name__contains=words)
        | Q(organisation__search_text__contains=words)
    )


def with_lateness(missions: QuerySet[Mission], on: date) -> QuerySet[Mission]:
    """With `late`: whether the report is missing past its limit (spec R1)."""
    return missions.annotate(late=Exists(Mission.objects.overdue_on(on).filter(pk=OuterRef("pk"))))


def with_terms(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    """With all that the terms say: legs, people, results and the need."""
    people = Prefetch("legs__participants", Participant.objects.select_related("expert"))
    return missions.select_related(
        "solicitation__request__record__contested_by",
        "solicitation__record__contested_by",
        "organisation__department",
        "organisation__region",
        "label",
        "country",
        "post",
    ).prefetch_related("legs", people, "expected_results")


def with_need(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    """With the need to which they answer, and its themes."""
    themes = Prefetch("solicitation__request__themes", Theme.objects.order_by("rank"))
    return missions.select_related("solicitation__request__country").prefetch_related(themes)


def versions(mission: Mission) -> list[TermsVersion]:
    """Every accepted version with the answer of the embassy, the last one first."""
    acceptances = Prefetch(
        "acceptances",
        TermsAcceptance.objects.select_related("accepted_by", "record__contested_by", "record__settled_by"),
    )
    found = mission.versions.select_related(
        "review__post",
        "review__given_by",
        "review__record__contested_by",
        "review__record__settled_by",
        "amendment__amended_by",
    ).prefetch_related(acceptances)
    return list(found.order_by("-number"))


def drafts(mission: Mission) -> QuerySet[TermsDraft]:
    """What each party saved in the terms, the latest first (spec M5)."""
    return mission.drafts.select_related("saved_by").order_by("-number")


def visible_void_letters(user: User, on: date) -> QuerySet[TermsAmendment]:
    """The changes that overtook a letter, of the missions that `user` sees (spec X1)."""
    void = TermsAmendment.objects.filter(letter__isnull=False, mission__in=visible_missions(user, on))
    return void.select_related("letter__file", "mission__organisation", "mission__country")


def accepted_version(mission: Mission) -> TermsVersion | None:
    """The version that the holder's signatory accepted last."""
    return mission.versions.order_by("-number").first()


def versions_in_force(missions: Collection[Mission]) -> dict[int, int]:
    """The number of that version of each, by its key, in one query; a mission without any is not there."""
    found = TermsVersion.objects.filter(mission__in=[mission.pk for mission in missions]).order_by()
    return dict(found.values_list("mission").annotate(Max("number")))


def validated_version(mission: Mission) -> TermsVersion | None:
    """The last version that the embassy validated (spec M8)."""
    return mission.versions.filter(review__outcome=ReviewOutcome.VALIDATED).order_by("-number").first()


def visible_reviews(user: User, on: date) -> QuerySet[EmbassyReview]:
    """The answers of the embassies on the missions that `user` sees (spec X1)."""
    reviews = EmbassyReview.objects.select_related("mission__country", "post", "record__scan", "version")
    return reviews.filter(mission__in=visible_missions(user, on))


def papers_of_reviews(user: User, on: date) -> QuerySet[EmbassyReview]:
    """Those whose paper `user` may read: DAECT, and the post now in charge (spec X1, X13)."""
    recorded = visible_reviews(user, on).filter(record__isnull=False)
    return recorded if is_daect(user, on) else recorded.filter(mission__country__in=countries_of(user, on))


def answered_version(mission: Mission) -> TermsVersion | None:
    """The last version to which the embassy answered, whatever it said (spec M8)."""
    return mission.versions.filter(review__isnull=False).order_by("-number").first()


# ---------------------------------------------------------------- costs


def visible_costs(user: User, on: date) -> QuerySet[Cost]:
    """The lines of the missions that `user` sees (spec M7, X1)."""
    lines = Cost.objects.select_related("mission__organisation", "mission__country", "proof")
    return lines.filter(mission__in=visible_missions(user, on))


def proofs(user: User, on: date) -> QuerySet[Cost]:
    """The lines whose proof `user` may read: DAECT's business (spec M7, X1)."""
    lines = Cost.objects.filter(proof__isnull=False).select_related("mission", "proof")
    return lines if is_daect(user, on) else lines.none()


def costs(mission: Mission) -> QuerySet[Cost]:
    """The lines of a mission, in the order in which they were recorded."""
    return _lines().filter(mission=mission)


def with_costs(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    """With the lines of each, as `costs` gives them."""
    return missions.prefetch_related(Prefetch("costs", _lines()))


def _lines() -> QuerySet[Cost]:
    return Cost.objects.select_related("proof", "corrects", "correction").order_by("recorded_at", "pk")


def cost_totals(mission: Mission) -> dict[CostStage, Decimal]:
    """Euros at each stage, corrections counted (spec M7)."""
    sums = dict(mission.costs.order_by().values_list("stage").annotate(Sum("amount")))
    return {stage: sums.get(stage, NOTHING) for stage in CostStage}


def net_paid(mission: Mission) -> Decimal:
    """What the ministry paid and did not recover, in euros: what a demand may claim (spec M7, R4)."""
    totals = cost_totals(mission)
    return totals[CostStage.PAID] - totals[CostStage.RECOVERED]


def _requests() -> QuerySet[ExpertiseRequest]:
    return with_unmet(
        ExpertiseRequest.objects.select_related(
            "country",
            "post",
            "created_by",
            "merged_into",
            "declarant__department",
            "declarant__region",
            "record",
        )
    )


def _solicitations() -> QuerySet[Solicitation]:
    return Solicitation.objects.select_related(
        "request__country",
        "label",
        "organisation__department",
        "organisation__region",
        "answered_by",
        "record__contested_by",
        "record__settled_by",
    )


def _missions() -> QuerySet[Mission]:
    return Mission.objects.select_related(
        "country", "post", "label", "organisation__department", "organisation__region", "solicitation"
    )
