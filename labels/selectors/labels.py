"""Labels, diplomas, experts: what the mission draws on (spec M2, M3, M6)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet

from expect.accounts.models import Organisation, User
from expect.accounts.selectors import is_daect, organisations_of
from expect.database.text import words
from labels.models import Diploma, Expert, Label, LabelApplication
from labels.models.label import holds_on


def valid_labels(day: date) -> QuerySet[Label]:
    """The labels that hold on that Paris day, with their holder (spec L12, M3)."""
    return _labels().valid_on(day)


def label_of(application: LabelApplication) -> Label | None:
    """The label that a file gave, if it did."""
    return labels_of([application.pk]).get(application.pk)


def labels_of(applications: Iterable[int]) -> dict[int, Label]:
    """The labels that these files gave, by file."""
    found = Label.objects.filter(application__in=list(applications)).prefetch_related("themes")
    return {label.application_id: label for label in found}


def own_labels(user: User, day: date) -> QuerySet[Label]:
    """The labels of one's bodies, the latest first."""
    own = (
        _labels()
        .select_related("application", "widened_by")
        .filter(organisation__in=organisations_of(user, day))
    )
    return own.order_by("-granted_on", "-pk")


def visible_labels(user: User, day: date) -> QuerySet[Label]:
    """For DAECT, every label, with `is_valid`: whether it holds that day."""
    if not is_daect(user, day):
        return Label.objects.none()
    return _labels().annotate(is_valid=ExpressionWrapper(holds_on(day), BooleanField()))


def visible_diplomas(user: User, day: date) -> QuerySet[Diploma]:
    """The diplomas of one's bodies; DAECT sees all."""
    diplomas = Diploma.objects.select_related("document__file", "label__organisation")
    return (
        diplomas
        if is_daect(user, day)
        else diplomas.filter(label__organisation__in=organisations_of(user, day))
    )


def with_diplomas(labels: QuerySet[Label]) -> QuerySet[Label]:
    """Each label with its themes, and its diplomas as `versions`, the last first."""
    diplomas = Diploma.objects.select_related("document").order_by("-version")
    return labels.prefetch_related("themes", Prefetch("diplomas", queryset=diplomas, to_attr="versions"))


def find_labels(labels: QuerySet[Label], text: str) -> QuerySet[Label]:
    """The labels whose number, skills or holder holds every word typed, whatever the case and the accents."""
    for word in words(text):
        labels = labels.filter(Q(search_text__contains=word) | Q(organisation__search_text__contains=word))
    return labels


def experts_of(organisation: Organisation) -> QuerySet[Expert]:
    """The people of the body who can be sent today, in alphabetical order (spec L5)."""
    return Expert.objects.filter(organisation=organisation, active=True).order_by("search_text", "pk")


def experts_offered(application: LabelApplication) -> QuerySet[Expert]:
    """Those whom the file may name: its body's, active, or named there before they were set aside (spec L5)."""
    named = application.experts.values("pk")
    offered = Expert.objects.filter(
        Q(active=True) | Q(pk__in=named), organisation=application.organisation_id
    )
    return offered.order_by("search_text", "pk")


def own_experts(user: User, day: date) -> QuerySet[Expert]:
    """The experts of one's bodies."""
    return Expert.objects.select_related("organisation").filter(organisation__in=organisations_of(user, day))


def visible_experts(user: User, day: date) -> QuerySet[Expert]:
    """The experts of one's bodies; DAECT sees all."""
    experts = Expert.objects.select_related("organisation__department")
    return experts if is_daect(user, day) else experts.filter(organisation__in=organisations_of(user, day))


def find_experts(experts: QuerySet[Expert], text: str) -> QuerySet[Expert]:
    """The experts whose name, function or body holds every word typed."""
    for word in words(text):
        experts = experts.filter(Q(search_text__contains=word) | Q(organisation__search_text__contains=word))
    return experts


def _labels() -> QuerySet[Label]:
    return Label.objects.select_related("organisation__department", "organisation__region")
