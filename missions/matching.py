"""Which holders fit a need, and why, in words (spec M2); a person chooses."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from expect.database.text import normalise
from expect.web import french
from labels.models import Expert, Label
from missions.models import ExpertiseRequest
from missions.ranking import FEW, MOST, ranked_labels
from missions.rules import conditions


@dataclass(frozen=True)
class Suggestion:
    """A holder that may be asked, at its `rank` among `ranked`: `reasons` raised it there, `remarks` are to be weighed.

    `blocked` says why it cannot be asked today.
    """

    label: Label
    rank: int
    ranked: int
    reasons: Sequence[str]
    remarks: Sequence[str]
    under_way: int
    blocked: str = ""


def availabilities(found: Sequence[Suggestion]) -> dict[int, list[str]]:
    """By body (key), what its experts who can be sent wrote of their availability: shown, never weighed; one query."""
    bodies = [one.label.organisation.pk for one in found]
    said: dict[int, list[str]] = {body: [] for body in bodies}
    experts = Expert.objects.filter(organisation__in=bodies, active=True).exclude(availability="")
    for expert in experts.order_by("last_name", "first_name", "pk"):
        said[expert.organisation_id].append(f"{expert} : {expert.availability}")
    return said


NOT_A_LANGUAGE = frozenset(
    "langue langues courant couramment bon bonne bien tres peu notions niveau base connaissance maternelle bilingue "
    "intermediaire avance scolaire professionnel technique oral ecrit parle parlee lecture comprehension maitrise "
    "officielle locale autre des les une avec pour dans interprete traduction".split()
)
"""What is said beside the name of a language, as it is compared."""


def suggestions(
    request: ExpertiseRequest, on: date, *, first: int = MOST, after: int = 0, only: Collection[int] = ()
) -> list[Suggestion]:
    """The holders whose label is on one of the themes, who have not been asked yet, the best `first`, less those
    ranked up to `after`; one query.

    Those that may be asked come before those that may not; `only` keeps some labels (keys), each at its own rank.
    """
    wanted = languages(request.languages)
    labels = ranked_labels(request, on, words=wanted, first=first, after=after, only=only)
    return [_suggestion(label, request, wanted, on) for label in labels]


def languages(text: str) -> dict[str, str]:
    """« Français courant, lao » → {"francais": "Français", "lao": "lao"}: not how well it is spoken."""
    words = {normalise(word): word for word in re.findall(r"[^\W\d_]+", text)}
    return {key: word for key, word in words.items() if len(key) > 2 and key not in NOT_A_LANGUAGE}


def _suggestion(label: Label, request: ExpertiseRequest, wanted: Mapping[str, str], on: date) -> Suggestion:
    reasons = [*_said(label), *_shared(label, wanted), *_knows(label, request)]
    if label.free:
        reasons.append(f"{french.many(label.free, 'expert libre')} toute la période")
    return Suggestion(
        label=label,
        rank=label.rank,
        ranked=label.ranked,
        reasons=reasons,
        remarks=[*_remarks(label), *_unspoken(label, wanted)],
        under_way=label.under_way,
        blocked=_blocked(label, request, on),
    )


def _said(label: Label) -> Iterator[str]:
    """What the holder itself said of the need."""
    if label.declared:
        yield "La demande lui est parvenue directement"
    if label.offered:
        yield f"Se propose : « {label.offered} »"


def _shared(label: Label, wanted: Mapping[str, str]) -> Iterator[str]:
    """Themes and languages in common."""
    for theme in sorted(label.common_themes.splitlines(), key=normalise):
        yield f"Thème commun : {theme}"
    for word, number in _speakers(label, wanted):
        if number:
            who = f"{number} experts" if number > 1 else "Expert"
            yield f"{who} parlant {word.lower()}"


def _unspoken(label: Label, wanted: Mapping[str, str]) -> Iterator[str]:
    """The languages asked for that none of its people says to speak."""
    for word, number in _speakers(label, wanted):
        if label.experts and not number:
            yield f"Aucun expert ne dit parler {word.lower()}"


def _speakers(label: Label, wanted: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Each language asked for, with how many of its people say to speak it."""
    counts = (label.spoken_1, label.spoken_2, label.spoken_3, label.spoken_4)
    return zip(wanted.values(), counts, strict=False)


def _knows(label: Label, request: ExpertiseRequest) -> Iterator[str]:
    """Experience of the country; or that it would open a country where French collectivités are few [000 §II]."""
    if label.here:
        yield f"A déjà une mission dans ce pays, faite ou validée ({request.country})"
    elif label.holders_here <= FEW:
        been = (
            french.many(label.holders_here, "autre titulaire")
            if label.holders_here
            else "aucun autre titulaire"
        )
        yield f"Nouvelle présence dans un pays peu couvert ({been})"


def _remarks(label: Label) -> Iterator[str]:
    """What does not raise a holder, and whoever chooses must know: its turn, its people."""
    if label.under_way:
        yield french.many(label.under_way, "mission") + " en cours"
    else:
        yield "Aucune mission en cours"
    if label.lately:
        yield french.many(label.lately, "mission") + " depuis un an"
    elif label.last_at:
        yield "Pas de mission depuis un an"
    else:
        yield "Jamais encore en mission"
    if not label.experts:
        yield "Aucun expert mobilisable"
    elif not label.free:
        yield "Tous ses experts sont pris une partie de la période"


def _blocked(label: Label, request: ExpertiseRequest, on: date) -> str:
    """Why the holder cannot be asked: a report late, or a label that ends too early (spec M3, M10).

    Nothing of what the head lifted for that need.
    """
    if label.first_late and not label.late_lifted:
        due_on, number = label.first_late.split(" ", 1)
        return conditions.late_report(str(label.organisation), number, date.fromisoformat(due_on))
    if label.label_lifted:
        return ""
    return (conditions.label_holds(label, on) and conditions.label_lasts(label, request)).reason
