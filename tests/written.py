"""What is in the database: an act refused must have changed none of it."""

from collections.abc import Container

from django.apps import apps


def written(labels: Container[str]) -> dict[str, list]:
    """Every row of these apps, and of the journal but for refused readings."""
    rows = {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in labels
    }
    entries = apps.get_model("audit", "Entry").objects.exclude(action="refused_reading").order_by("pk")
    return rows | {"journal": list(entries.values("action", "subject_id", "actor"))}
