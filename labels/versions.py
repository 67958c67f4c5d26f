"""What was lodged, as it was: the committee reads this (spec L7)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from expect.web import comparison
from labels import rules
from labels.enums import ApplicationState, Part
from labels.models import EvidenceAttachment, LabelApplication

KEYS = {
    Part.EXPERTISE: ("title", "themes", "skills", "prospect"),
    Part.EVIDENCE: ("on_cooperation", "on_territory", "evidence", "attachments"),
    Part.EXPERTS: ("experts",),
    Part.MOBILISATION: ("conditions",),
}
"""What each part is made of, in a frozen content."""


def joined(application: LabelApplication) -> QuerySet[EvidenceAttachment]:
    """The files joined to the application today, with what they stand behind."""
    return application.attachments.filter(removed_at=None).select_related("file", "item").order_by("pk")


def to_lodge(application: LabelApplication) -> dict[str, Any]:
    """What a lodging would freeze today: of a file to correct, the parts that stay closed are as lodged (spec L7)."""
    content = frozen(application)
    if application.state != ApplicationState.CHANGES_REQUESTED:
        return content
    last = application.versions.latest("number").content
    closed = set(Part) - rules.reopened_parts(application)
    return content | {key: last[key] for part in closed for key in KEYS[part]}


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[comparison.Change]:
    """The points that two frozen contents do not say alike, in the order of the file."""
    return comparison.differences(_points(before), _points(after))


def differences_in(part: str, before: dict[str, Any], after: dict[str, Any]) -> list[comparison.Change]:
    """The same, of one part alone."""
    return differences(before, before | {key: after[key] for key in KEYS[part]})


def changed_parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Part]:
    """The parts that two frozen contents do not say alike, in the order of the file."""
    return [part for part in Part if any(before.get(key) != after[key] for key in KEYS[part])]


def _points(content: dict[str, Any]) -> dict[str, str]:
    bases = {
        "coopération décentralisée": content["on_cooperation"],
        "expérience sur son territoire": content["on_territory"],
    }
    return {
        "Intitulé": content["title"],
        "Thèmes": ", ".join(theme["name"] for theme in content["themes"]),
        "Compétences et savoir-faire": content["skills"],
        "Perspective internationale": content["prospect"],
        "Fondement de l’expertise": ", ".join(basis for basis, claimed in bases.items() if claimed),
        "Éléments de preuve": _paragraphs(
            content["evidence"], "basis_label", "title", "partner", "period", "description"
        ),
        "Pièces jointes": _paragraphs(content["attachments"], "name"),
        "Experts": _paragraphs(
            content["experts"],
            *("name", "function", "category", "partner", "qualifications", "languages", "availability"),
        ),
        "Conditions de mobilisation": content["conditions"],
    }


def _paragraphs(rows: list[dict[str, Any]], *names: str) -> str:
    return "\n".join(" – ".join(row[name] for name in names if row[name]) for row in rows)


def frozen(application: LabelApplication) -> dict[str, Any]:
    """The whole file as plain JSON: what was lodged, as it was (spec L7)."""
    body = application.organisation
    return {
        "number": application.number,
        "organisation": {"name": body.name, "description": body.description(), "siren": body.siren},
        "title": application.title,
        "themes": [
            {"code": t.code, "name": t.name}
            for t in sorted(application.themes.all(), key=lambda theme: theme.rank)
        ],
        "skills": application.skills,
        "prospect": application.prospect,
        "on_cooperation": application.on_cooperation,
        "on_territory": application.on_territory,
        "evidence": [
            {
                "id": item.public_id,
                "basis": item.basis,
                "basis_label": item.get_basis_display(),
                "title": item.title,
                "description": item.description,
                "partner": item.partner,
                "period": item.period,
            }
            for item in sorted(application.evidence.all(), key=lambda item: item.pk)
        ],
        "attachments": [
            {
                "id": attachment.public_id,
                "item": attachment.item.public_id if attachment.item else "",
                "name": attachment.file.name,
                "size": attachment.file.size,
                "sha256": attachment.file.sha256,
            }
            for attachment in joined(application)
        ],
        "experts": [
            {
                "id": expert.public_id,
                "name": str(expert),
                "function": expert.function,
                "qualifications": expert.qualifications,
                "category": expert.get_category_display(),
                "partner": expert.partner_name,
                "partner_kind": expert.get_partner_kind_display(),
                "languages": expert.languages,
                "availability": expert.availability,
            }
            for expert in sorted(application.experts.all(), key=lambda expert: expert.search_text)
        ],
        "conditions": application.conditions,
    }
