"""What every test stands on: the environment, the frozen clock, strict templates, guarded tables."""

from functools import cache
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test.testcases import TransactionTestCase
from django.test.utils import override_settings

from expect.documents import quarantine
from tests.moments import AT
from tests.schema import django_db_keepdb, django_db_setup, put_rows_back, schema, turn
from tests.worlds import begun

__all__ = ["begun", "django_db_keepdb", "django_db_setup", "schema", "turn"]


def pytest_collection_modifyitems(items):
    """The longest begin first: none is left to one process while the others have finished."""
    items.sort(key=lambda item: not (item.get_closest_marker("walk") or item.get_closest_marker("soak")))


@pytest.fixture
def clock():
    """The clock stands at AT; `clock.move_to(…)` changes it."""
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def private_files(tmp_path):
    """Each test keeps its files in a folder of its own."""
    with override_settings(FILES_ROOT=tmp_path / "files"):
        yield


@pytest.fixture(autouse=True)
def checked_once():
    """A content that the quarantine kept is not given to it again: each child costs half a second."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(quarantine, "cleaned", cleaned_once)
        yield


cleaned_once = cache(quarantine.cleaned)


class UndefinedVariable(str):
    """An undefined variable in one of our templates is an error, not an empty string."""

    def __bool__(self):
        return True  # else Django, which asks for its truth first, would never come to `%`

    def __contains__(self, key):
        return key == "%s"

    def __mod__(self, missing):
        raise AssertionError(f"undefined template variable: {getattr(missing, 'var', missing)}")


@pytest.fixture(autouse=True, scope="session")
def strict_templates():
    """Undefined variables fail, in our own templates; those of the libraries keep Django's habit."""
    from django.template.base import Template, VariableNode
    from django.template.engine import Engine

    ours = str(Path(settings.BASE_DIR) / "templates")
    render = VariableNode.render

    def strict_render(node, context):
        origin = str(getattr(node.origin, "name", ""))
        engine = context.template.engine if isinstance(context.template, Template) else Engine.get_default()
        lenient = engine.string_if_invalid
        if origin.startswith(ours) and "/allauth/" not in origin:
            engine.string_if_invalid = UndefinedVariable()
        try:
            return render(node, context)
        finally:
            engine.string_if_invalid = lenient

    VariableNode.render = strict_render
    yield
    VariableNode.render = render


TransactionTestCase._fixture_teardown = put_rows_back
