"""What its author saw when they began to write, and what has changed since (spec L9).

The form of a decision carries a `Sight`, that of any other act on a lodged file the `last_line` of its journal; where
it no longer holds, the act is refused with what changed, and sent again with the new one once its author has read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import NoReturn

from django.db.models import Max

from expect.kernel.errors import StateChanged
from expect.web import french
from labels import rules, selectors
from labels.enums import Finding
from labels.models import ApplicationVersion, Decision, LabelApplication, Opinion, Recusal

SEPARATOR = "."
LONGEST_LINE = 18
"""Figures of a line of the journal, on both engines."""


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
        str(Recusal.objects.standing().filter(**here).count()),
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
        changed.append(recorded(decision))
    if before.version != now.version:
        changed.append(f"L’organisme a déposé la version {now.version} du dossier.")
    if before.opinions != now.opinions:
        changed.append(f"Le dossier compte maintenant {now.opinions}\N{NO-BREAK SPACE}avis.")
    if before.recusals != now.recusals:
        changed.append(f"Le dossier compte maintenant {french.many(int(now.recusals), 'déport')}.")
    return changed or ["Le dossier n’est plus celui que vous avez ouvert."]


def recorded(decision: Decision) -> str:
    """Who recorded it, or corrected the one before, when, and its outcome, in a sentence."""
    act = "corrigé la décision" if decision.replaces_id else "enregistré une décision"
    when, outcome = french.moment(decision.recorded_at), decision.get_outcome_display().lower()
    return f"{decision.recorded_by} a {act} le {when}, {outcome}."


def check(seen: str, application: LabelApplication) -> None:
    """Raises ChangedMeanwhile, with what changed; an author who says nothing of what they saw is not asked."""
    if seen and (changed := changes_since(seen, application)):
        _refuse(changed)


# ---------------------------------------------------------------- what is not a decision of the committee


def last_line(application: LabelApplication) -> str:
    """Up to where its journal was written when the file was opened."""
    return str(selectors.last_line(application))


def last_lines(applications: Sequence[LabelApplication]) -> dict[str, str]:
    """The same of several files, by their public ids, in one query."""
    found = selectors.last_lines(applications)
    return {file.public_id: str(found.get(file.public_id, 0)) for file in applications}


def acts_since(seen: str, application: LabelApplication) -> list[str]:
    """What was done on the file since that line, in sentences: what, when, by whom."""
    line = int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= LONGEST_LINE else 0
    done = selectors.done_since(application, line)
    said = [said_of(one) for one in done]
    if any(one.entry.action == "check" for one in done):
        said.append(_found(application))
    return said


def said_of(done: selectors.Done) -> str:
    """What was done, when and by whom, in a sentence."""
    act, who = selectors.ACTS.get(done.entry.action, done.entry.action), done.who and f" par {done.who}"
    return f"{act[:1].upper()}{act[1:]} le {french.moment(done.entry.at)}{who}."


def last_move(application: LabelApplication) -> list[str]:
    """What led the file to where it is, in a sentence."""
    move = selectors.last_move(application)
    return [said_of(move)] if move else []


def check_acts(seen: str, application: LabelApplication) -> None:
    """Raises ChangedMeanwhile, with what was done; an author who says nothing of what they saw is not asked."""
    if seen and (done := acts_since(seen, application)):
        _refuse(done)


# ---------------------------------------------------------------- the opinion of a member


def version_read(version: ApplicationVersion) -> str:
    """What a member gives an opinion on."""
    return str(version.number)


def check_version(seen: str, application: LabelApplication) -> None:
    """Raises ChangedMeanwhile where another version was lodged; an author who says nothing is not asked."""
    last = selectors.last_version(application)
    if seen and seen != version_read(last):
        _refuse(
            [f"La version {last.number} a été déposée le {french.moment(last.submitted_at)}."], "votre avis"
        )


# ---------------------------------------------------------------- pieces


def _refuse(changed: list[str], what: str = "votre décision") -> NoReturn:
    raise ChangedMeanwhile(
        f"Rien n’est enregistré, car le dossier a changé depuis l’ouverture de cette page. {' '.join(changed)} "
        f"Relisez, puis envoyez de nouveau si {what} tient."
    )


def _found(application: LabelApplication) -> str:
    """Where the check stands now."""
    points = rules.points_of(application)
    if left := sum(not point.finding for point in points):
        return f"Il reste {french.many(left, 'point')} à voir."
    wrong = sum(point.finding == Finding.TO_CORRECT for point in points)
    found = f"{french.many(wrong, 'point')} à corriger" if wrong else "aucun point à corriger"
    return f"La vérification est terminée\N{NO-BREAK SPACE}: {found}."


def _standing(application: LabelApplication) -> Decision | None:
    live = Decision.objects.live().filter(application=application, session=application.session_id)
    return live.select_related("recorded_by").first()
