"""The gallery: pages of every kind, under a menu of their own."""

from copy import deepcopy
from pathlib import Path

import pytest

TEMPLATES_DIR = Path(__file__).parent / "templates"
MENU = "expect.dashboard.context_processors.navigation"
GALLERY_MENU = "tests.web.menu.navigation"


def with_gallery(templates: list[dict]) -> list[dict]:
    """The product's template settings, with the gallery's folder and menu."""
    templates = deepcopy(templates)
    templates[0]["DIRS"].append(TEMPLATES_DIR)
    options = templates[0]["OPTIONS"]
    options["context_processors"] = [
        GALLERY_MENU if name == MENU else name for name in options["context_processors"]
    ]
    return templates


@pytest.fixture
def gallery(settings):
    """Routes, templates and menu of the gallery, in place of the product's."""
    settings.ROOT_URLCONF = "tests.web.gallery"
    settings.TEMPLATES = with_gallery(settings.TEMPLATES)
    return settings
