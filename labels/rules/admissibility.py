"""The points on which the admissibility of a file rests: what the machine reads, what people found (spec L1–L6).

A new lodging asks again only for what it changed: a point found right in an earlier version stands, as long as all that
it rests on is word for word the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from expect.accounts.models import User
from expect.accounts.rules import is_daect
from expect.kernel.verdict import Verdict
from expect.web.french import many
from labels.enums import ApplicationState, Basis, Criterion, Finding, Part
from labels.models import AdmissibilityCheck, ApplicationVersion, LabelApplication
from labels.workflow import APPLICATION


@dataclass(frozen=True)
class Reading:
    """What the machine reads of a point: in words, and its finding where it can tell."""

    words: str
    finding: str = ""


@dataclass(frozen=True)
class Ground:
    """What a point rests on: the part of the form where it is corrected, if one is; the facts; how they are read."""

    part: str
    facts: Callable[[ApplicationVersion], Any]
    read: Callable[[ApplicationVersion], Reading]


@dataclass(frozen=True)
class EarlierCheck:
    """What was found of a point in an earlier version; `changed`: what the point rests on is no longer the same."""

    check: AdmissibilityCheck
    version: int
    changed: bool


@dataclass(frozen=True)
class CheckedPoint:
    """One point of a version; without `finding` somebody must still look. `kept`: found in an earlier version.

    `before` is what was found earlier, where it does not stand by itself.
    """

    criterion: Criterion
    part: str
    reading: Reading
    finding: str = ""
    remark: str = ""
    checked_by: User | None = None
    checked_at: datetime | None = None
    kept: bool = False
    frozen: bool = False
    before: EarlierCheck | None = None

    @property
    def proposed(self) -> str:
        """What the form offers: what was found, or found before where nothing changed, else what the machine tells."""
        stands = self.before and not self.before.changed
        return self.finding or (self.before.check.finding if stands else self.reading.finding)

    @property
    def proposed_remark(self) -> str:
        """The remark that goes with it."""
        stands = not self.finding and self.before and not self.before.changed
        return self.before.check.remark if stands else self.remark


def may_check(user: User, application: LabelApplication, on: date) -> Verdict:
    """Go through the points of a lodged file, until it is on the agenda of a session."""
    settled = application.state == ApplicationState.ADMISSIBLE and application.session_id is not None
    return is_daect(user, on).unless(
        settled or not APPLICATION.starts("admit", application.state),
        "La vérification porte sur un dossier déposé, jusqu’à son inscription à une séance.",
    )


def points_of(application: LabelApplication) -> list[CheckedPoint]:
    """Every point of the last version lodged; a page that shows them reads its `versions` and `checks` beforehand."""
    versions = {version.pk: version for version in application.versions.all()}
    if not versions:
        return []
    current = max(versions.values(), key=lambda version: version.number)
    checks = sorted(application.checks.all(), key=lambda check: versions[check.version_id].number)
    last = {check.criterion: check for check in checks}
    before = {check.criterion: check for check in checks if check.version_id != current.pk}
    return [
        _point(criterion, current, versions, last.get(criterion), before.get(criterion))
        for criterion in Criterion
    ]


def to_correct(points: list[CheckedPoint]) -> dict[str, str]:
    """By part, the remarks on what is to be corrected; under "", those that no part of the form mends."""
    wanted: dict[str, list[str]] = {}
    for point in points:
        if point.finding == Finding.TO_CORRECT:
            wanted.setdefault(point.part, []).append(point.remark)
    return {part: "\n".join(remarks) for part, remarks in wanted.items()}


def when_checked(verdict: Verdict, application: LabelApplication) -> Verdict:
    """This verdict, refused while a point was not looked at, or is to be corrected."""
    if not verdict:
        return verdict
    points = points_of(application)
    left = sum(not point.finding for point in points)
    return verdict.unless(
        left > 0, f"La vérification n’est pas terminée : il reste {many(left, 'point')} à voir."
    ).unless(
        bool(to_correct(points)),
        "La vérification relève des points à corriger : demandez les corrections, ou revoyez-la.",
    )


def _point(
    criterion: Criterion,
    current: ApplicationVersion,
    versions: Mapping[int, ApplicationVersion],
    check: AdmissibilityCheck | None,
    before: AdmissibilityCheck | None,
) -> CheckedPoint:
    ground = GROUNDS[criterion]
    reading = ground.read(current)
    if check is None:
        return CheckedPoint(criterion, ground.part, reading)
    here = check.version_id == current.pk
    earlier = _earlier(ground, current, versions, before)
    if not here and (earlier.changed or check.finding == Finding.TO_CORRECT):
        return CheckedPoint(criterion, ground.part, reading, before=earlier)
    return CheckedPoint(
        criterion,
        ground.part,
        reading,
        finding=check.finding,
        remark=check.remark,
        checked_by=check.checked_by,
        checked_at=check.checked_at,
        kept=not here,
        frozen=here and check.frozen_at is not None,
        before=earlier if here else None,
    )


def _earlier(
    ground: Ground,
    current: ApplicationVersion,
    versions: Mapping[int, ApplicationVersion],
    check: AdmissibilityCheck | None,
) -> EarlierCheck | None:
    if check is None:
        return None
    version = versions[check.version_id]
    return EarlierCheck(check, version.number, ground.facts(version) != ground.facts(current))


def _content(*keys: str) -> Callable[[ApplicationVersion], Any]:
    return lambda version: [version.content[key] for key in keys]


def _body(version: ApplicationVersion) -> Reading:
    """The kind of body is one that may apply; one under its own regime is admitted by hand (spec L1)."""
    body, own_regime = version.content["organisation"], version.application.organisation.own_regime
    words = f"{body['description']}, SIREN {body['siren'] or 'non renseigné'}"
    if own_regime:
        return Reading(f"{words}. Régime propre : à apprécier.")
    return Reading(words, Finding.MET if body["siren"] else "")


def _description(version: ApplicationVersion) -> Reading:
    content = version.content
    themes = ", ".join(theme["name"] for theme in content["themes"])
    complete = all(content[key] for key in ("title", "themes", "skills", "prospect"))
    return Reading(f"Thèmes : {themes or 'aucun'}", Finding.MET if complete else "")


def _evidence(version: ApplicationVersion) -> Reading:
    content = version.content
    claimed = {Basis.COOPERATION: content["on_cooperation"], Basis.TERRITORY: content["on_territory"]}
    wanted = [basis for basis, is_claimed in claimed.items() if is_claimed]
    backed = {item["basis"] for item in content["evidence"]}
    words = ", ".join(basis.label.lower() for basis in wanted)
    found = many(len(content["evidence"]), "élément décrit")
    met = bool(wanted) and set(wanted) <= backed
    return Reading(f"{words[:1].upper()}{words[1:]} : {found}", Finding.MET if met else "")


def _attachments(version: ApplicationVersion) -> Reading:
    names = [attachment["name"] for attachment in version.content["attachments"]]
    return Reading(", ".join(names)) if names else Reading("Aucune pièce jointe", Finding.NOT_APPLICABLE)


def _experts(version: ApplicationVersion) -> Reading:
    experts = version.content["experts"]
    words = ", ".join(f"{expert['name']} ({expert['category'].lower()})" for expert in experts)
    whole = all(expert["function"] and expert["qualifications"] for expert in experts)
    return Reading(words or "Aucun expert", Finding.MET if experts and whole else "")


def _capacity(version: ApplicationVersion) -> Reading:
    words = (
        f"{version.submitted_by}, {version.capacity or 'qualité non précisée'} ; "
        f"engagements acceptés, version {version.commitments.version}"
    )
    return Reading(words, Finding.MET if version.capacity else "")


def _by_eye(version: ApplicationVersion) -> Reading:
    return Reading("À apprécier à la lecture")


GROUNDS: Mapping[Criterion, Ground] = {
    Criterion.BODY: Ground("", _content("organisation"), _body),
    Criterion.DESCRIPTION: Ground(
        Part.EXPERTISE, _content("title", "themes", "skills", "prospect"), _description
    ),
    Criterion.PRECISION: Ground(Part.EXPERTISE, _content("title", "skills", "prospect"), _by_eye),
    Criterion.EVIDENCE: Ground(
        Part.EVIDENCE, _content("on_cooperation", "on_territory", "evidence"), _evidence
    ),
    Criterion.ATTACHMENTS: Ground(Part.EVIDENCE, _content("attachments"), _attachments),
    Criterion.EXPERTS: Ground(Part.EXPERTS, _content("experts"), _experts),
    Criterion.MOBILISATION: Ground(Part.MOBILISATION, _content("conditions"), _by_eye),
    Criterion.CAPACITY: Ground(
        "", lambda version: (version.submitted_by_id, version.capacity, version.commitments_id), _capacity
    ),
}
