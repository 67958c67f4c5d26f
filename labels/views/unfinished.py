"""What was begun beside a draft and is not in it: said before one lodges without it (spec L7)."""

from collections.abc import Container
from typing import NamedTuple

from django.urls import reverse

from expect.accounts.models import User
from expect.web import french, unfinished
from labels import selectors
from labels.enums import Part
from labels.models import LabelApplication


class Begun(NamedTuple):
    """One form that somebody left; `url` leads its author there."""

    sentence: str
    url: str


def begun(
    application: LabelApplication, user: User, parts: Container[str] = (Part.EVIDENCE, Part.EXPERTS)
) -> list[Begun]:
    """Items of evidence and experts typed and not added yet, of these parts, by anybody; two queries."""
    forms = [forms for part, forms in _forms(application).items() if part in parts]
    named = {address: words for each in forms for address, words in each.items()}
    return [
        Begun(f"{named[form.address]}, par {form.by}", form.address if form.by_id == user.pk else "")
        for form in unfinished.left_in(named)
    ]


def _forms(application: LabelApplication) -> dict[Part, dict[str, str]]:
    """What each form is about, by its address."""
    key = [application.public_id]
    of_items = {reverse("labels:evidence_add", args=key): "Élément de preuve à ajouter"}
    for item in application.evidence.all():
        edited = reverse("labels:evidence_edit", args=[item.public_id])
        of_items[edited] = f"Modification de «\N{NO-BREAK SPACE}{item}\N{NO-BREAK SPACE}»"
    for removed in selectors.removed_items(application):
        of_items[reverse("labels:evidence_edit", args=[removed])] = "Modification d’un élément retiré depuis"
    of_experts = {reverse("labels:application_expert_add", args=key): "Expert à ajouter"}
    for expert in application.experts.all():
        edited = reverse("labels:application_expert_edit", args=[*key, expert.public_id])
        of_experts[edited] = f"Fiche {french.of(str(expert))}"
    return {Part.EVIDENCE: of_items, Part.EXPERTS: of_experts}
