"""What import-linter cannot see: string keys, reverse accessors, modules in no layer."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField

LAYERS = (
    ("demo", "dashboard"),
    ("reports",),
    ("missions",),
    ("labels",),
    ("programme",),
    ("accounts",),
    ("documents", "notifications", "territory"),
    ("web",),
    ("audit",),
    ("database",),
    ("kernel",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
STAGES = ("labels", "missions", "reports")
STAGE_ROOMS = {
    "labels": "applications corrections assignment experts evidence versions committee decisions diploma themes",
    "missions": "requests preparation validation matching costs returns terms",
    "reports": "submission overdue reimbursement amounts",
}
EVERY_STAGE = (
    "apps enums workflow rules selectors emails tasks forms filters urls admin work letters verification"
)

pytestmark = pytest.mark.pure


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in RANK]


def relations():
    for model in our_models():
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if (
                isinstance(field, ForeignKey | ManyToManyField)
                and field.remote_field.model._meta.app_label in RANK
            ):
                yield model, field, field.remote_field.model


def test_foreign_keys_point_down():
    wrong = [
        f"{model._meta.label}.{field.name} → {target._meta.label}"
        for model, field, target in relations()
        if RANK[target._meta.app_label] < RANK[model._meta.app_label]
        and target._meta.label != settings.AUTH_USER_MODEL
    ]
    assert not wrong


def test_no_reverse_accessor_crosses_apps():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field, target in relations()
        if model._meta.app_label != target._meta.app_label and not field.remote_field.hidden
    ]
    assert not wrong


def sources():
    root = Path(settings.BASE_DIR)
    for top in ("expect", *STAGES):
        for path in sorted((root / top).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(root)


def test_models_are_reached_by_import():
    wrong = [str(path) for path in sources() if "get_model(" in (settings.BASE_DIR / path).read_text()]
    assert not wrong


def test_no_drawer_modules():
    drawers = {"services", "utils", "helpers", "common", "misc"}
    assert not [str(path) for path in sources() if drawers & {*path.parts, path.stem}]


def test_each_package_of_expect_is_in_a_layer():
    known = set(RANK) | {"settings", "urls", "celery", "broker", "wsgi", "__init__"}
    assert not [
        str(path)
        for path in sources()
        if path.parts[0] == "expect" and path.parts[1].removesuffix(".py") not in known
    ]


def test_the_clock_is_read_at_the_edges_only():
    edges = re.compile(
        r"/(views(/.*)?|tasks|lists|pages|middleware|sessions|adapter|health|context_processors|mail|signin|navigation|fields)"
        r"\.py$|/management/commands/|kernel/clock\.py$|/views/|templatetags/|expect/demo/"
    )
    reads = re.compile(r"\bnow\(\)")
    wrong = [
        str(path)
        for path in sources()
        if reads.search((settings.BASE_DIR / path).read_text()) and not edges.search(f"/{path}")
    ]
    assert not wrong
