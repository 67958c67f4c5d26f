"""docs/workflows.md is what the tables say."""

from pathlib import Path

import pytest
from django.conf import settings

from expect.dashboard.management.commands.draw_workflows import TABLES, document


@pytest.mark.pure
def test_the_drawn_workflows_are_those_of_the_code():
    drawn = (Path(settings.BASE_DIR) / "docs" / "workflows.md").read_text()
    assert drawn == document(), "run: manage.py draw_workflows"


@pytest.mark.pure
@pytest.mark.parametrize(("workflow", "labels"), TABLES, ids=lambda value: getattr(value, "name", ""))
def test_each_state_has_its_word(workflow, labels):
    assert set(workflow.states) == set(labels.values)
