"""What was lodged, as it was: the committee reads this (spec L7)."""

from typing import Any

from labels.models import LabelApplication


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
            for attachment in application.attachments.select_related("file", "item").order_by("pk")
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
