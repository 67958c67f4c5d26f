"""The answer to « may this person do this? », with its reason.

The view, the greyed button's explanation and the truth-table test share the same verdict.
"""

from dataclasses import dataclass
from typing import Any

from expect.kernel.errors import NotAllowed


@dataclass(frozen=True)
class Verdict:
    """Allowed by a membership, or refused with a sentence; truthy when allowed."""

    allowed: bool
    reason: str = ""
    membership: Any = None

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> Any:
        """The membership that carries the right; raises NotAllowed with the reason."""
        if not self.allowed:
            raise NotAllowed(self.reason)
        return self.membership

    def unless(self, condition: bool, reason: str) -> "Verdict":
        """This verdict, refused with `reason` where `condition` holds; the first refusal stays."""
        return refuse(reason) if self.allowed and condition else self


def allow(membership: Any = None) -> Verdict:
    """Allowed; `membership` is the one to name in the trace (spec X2)."""
    return Verdict(True, membership=membership)


def refuse(reason: str) -> Verdict:
    """Refused; `reason` is a whole sentence in French."""
    return Verdict(False, reason=reason)
