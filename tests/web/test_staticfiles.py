"""What is shipped of the design system: all that our pages ask for, and little else."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.utils import matches_patterns

from expect.web.staticfiles import Storage

pytestmark = pytest.mark.pure
IGNORED = apps.get_app_config("staticfiles").ignore_patterns


def shipped() -> set[str]:
    return {path for finder in finders.get_finders() for path, _ in finder.list(IGNORED)}


def test_what_no_page_asks_for_is_left_out():
    everything = {path for finder in finders.get_finders() for path, _ in finder.list([])}
    assert len(shipped()) < len(everything) * 0.8
    assert not any(
        path.startswith(("dsfr/dist/component/", "django-dsfr/icon-picker/")) for path in shipped()
    )


def test_what_a_template_or_a_style_sheet_names_is_shipped():
    root = Path(settings.BASE_DIR) / "templates"
    wanted = {
        name
        for path in root.rglob("*.html")
        for name in re.findall(r"{% static '([^']+)' %}", path.read_text())
    } | {
        "dsfr/dist/dsfr/dsfr.min.css",
        "dsfr/dist/dsfr/dsfr.module.min.js",
        "dsfr/dist/utility/utility.min.css",
    }
    for sheet in [name for name in wanted if name.endswith(".css")]:
        folder = Path(sheet).parent
        for url in re.findall(r"url\(\"?([^)\"]+)\"?\)", Path(finders.find(sheet)).read_text()):
            if not url.startswith(("data:", "#")):
                wanted.add(_normal(folder / url.split("?")[0].split("#")[0]))
    assert len(wanted) > 100
    assert wanted - shipped() == set()


def test_the_modules_imports_carry_their_digest():
    assert Storage.support_js_module_import_aggregation
    assert not matches_patterns("js/draft.js", IGNORED)


def _normal(path: Path) -> str:
    parts: list[str] = []
    for part in path.parts:
        parts.pop() if part == ".." else parts.append(part)
    return "/".join(parts)
