"""The cast of stage 2, made once per test."""

import pytest

from tests.missions.factories import Cast


@pytest.fixture
def cast(db) -> Cast:
    """A holder with its label and two experts, DAECT, a post and its agent."""
    return Cast()
