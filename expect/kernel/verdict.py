"""The answer to « may this person do this? », with its reason.

The view, the greyed button's explanation and the truth-table test share the same verdict.
"""

from dataclasses import dataclass
from typing import Any

from expect.kernel.errors import NotAllowed


@dataclass(frozen=True)
class Verdict:
    """Allowed by a membership, or refused with a sentence; truthy when allowed.

    `entitled` tells two refusals apart: the person has the right, but the subject is not, or no longer, in a state for
    it; or they have not the right at all.
    """

    allowed: bool
    reason: str = ""
    membership: Any = None
    entitled: bool = False

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> Any:
        """The membership that carries the right; raises NotAllowed with the reason."""
        if not self.allowed:
            raise NotAllowed(self.reason)
        return self.membership

    def unless(self, condition: bool, reason: str) -> "Verdict":
        """This verdict, refused with `reason` where `condition` on the subject holds; the first refusal stays."""
        return Verdict(False, reason, entitled=True) if self.allowed and condition else self


def allow(membership: Any = None) -> Verdict:
    """Allowed; `membership` is the one to name in the trace (spec X2)."""
    return Verdict(True, membership=membership, entitled=True)


def refuse(reason: str) -> Verdict:
    """Refused for want of the right; `reason` is a whole sentence in French."""
    return Verdict(False, reason=reason)
