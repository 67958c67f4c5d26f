"""What its author saw when they began to write a decision, and what has changed since (spec L9).

A decision form carries a `Sight`; where it no longer holds, the act is refused with what changed, and sent again with
the new one once its author has read it.
"""

from dataclasses import dataclass, fields

from django.db.models import Max

from expect.kernel.errors import StateChanged
from expect.web import french
from labels.models import ApplicationVersion, Decision, LabelApplication, Opinion, Recusal

SEPARATOR = "."


class ChangedMeanwhile(StateChanged):
    """What the decision rests on is no longer what its author saw."""


@dataclass(frozen=True)
class Sight:
    """A file in its session, as one saw it: which version, how many opinions and recusals, which decision stands."""

    version: str
    opinions: str
    recusals: str
    decision: str

    def __str__(self) -> str:
        return SEPARATOR.join((self.version, self.opinions, self.recusals, self.decision))


def sight_of(application: LabelApplication) -> Sight:
    """The file in its session, now."""
    here = {"application": application, "session": application.session_id}
    last = ApplicationVersion.objects.filter(application=application).aggregate(last=Max("number"))["last"]
    standing = _standing(application)
    return Sight(
        str(last or 0),
        str(Opinion.objects.filter(**here).count()),
        str(Recusal.objects.filter(**here).count()),
        standing.public_id if standing else "",
    )


def changes_since(seen: str, application: LabelApplication) -> list[str]:
    """What changed, in sentences; none where what was `seen` still holds."""
    now = sight_of(application)
    if seen == str(now):
        return []
    parts = seen.split(SEPARATOR)
    before = Sight(*parts) if len(parts) == len(fields(Sight)) else Sight("", "", "", "")
    changed = []
    if before.decision != now.decision and (decision := _standing(application)):
        act = "corrigé la décision" if decision.replaces_id else "enregistré une décision"
        when, outcome = french.moment(decision.recorded_at), decision.get_outcome_display().lower()
        changed.append(f"{decision.recorded_by} a {act} le {when}, {outcome}.")
    if before.version != now.version:
        changed.append(f"L’organisme a déposé la version {now.version} du dossier.")
    if before.opinions != now.opinions:
        changed.append(f"Le dossier compte maintenant {now.opinions}\N{NO-BREAK SPACE}avis.")
    if before.recusals != now.recusals:
        changed.append(f"Le dossier compte maintenant {french.many(int(now.recusals), 'déport')}.")
    return changed or ["Le dossier n’est plus celui que vous avez ouvert."]


def check(seen: str, application: LabelApplication) -> None:
    """Raises ChangedMeanwhile, with what changed; an author who says nothing of what they saw is not asked."""
    if seen and (changed := changes_since(seen, application)):
        sentences = " ".join(changed)
        raise ChangedMeanwhile(
            f"Rien n’est enregistré, car le dossier a changé pendant que vous écriviez. {sentences} "
            "Relisez, puis envoyez de nouveau si votre décision tient."
        )


def _standing(application: LabelApplication) -> Decision | None:
    live = Decision.objects.live().filter(application=application, session=application.session_id)
    return live.select_related("recorded_by").first()
