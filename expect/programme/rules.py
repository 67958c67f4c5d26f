"""Who reads and who changes the programme's figures and the texts of its letters."""

from datetime import date

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds, is_daect
from expect.kernel.verdict import Verdict


def may_read_parameters(user: User, on: date) -> Verdict:
    """All of DAECT works by them."""
    return is_daect(user, on)


def may_change_parameters(user: User, on: date) -> Verdict:
    """The head answers for them."""
    return holds(user, on, Role.HEAD)


def may_read_texts(user: User, on: date) -> Verdict:
    """All of DAECT writes with them."""
    return is_daect(user, on)


def may_change_texts(user: User, on: date) -> Verdict:
    """The head signs the letters."""
    return holds(user, on, Role.HEAD)
