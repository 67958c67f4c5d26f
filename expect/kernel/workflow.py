"""The states of an aggregate as one literal table (spec §6)."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Transition:
    """`act` moves the aggregate from any of `sources` to `target`; `roles` may do it (empty: the system)."""

    act: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """The whole life of an aggregate: its states, where it starts, what moves it."""

    name: str
    states: tuple[str, ...]
    initial: str
    transitions: tuple[Transition, ...]
    _by_act: dict[str, Transition] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        by_act = {transition.act: transition for transition in self.transitions}
        if len(by_act) != len(self.transitions):
            raise ValueError(f"{self.name}: an act is named twice")
        named = {self.initial} | {s for t in self.transitions for s in (*t.sources, t.target)}
        if unknown := named - set(self.states):
            raise ValueError(f"{self.name}: unknown states {sorted(unknown)}")
        if unreached := set(self.states) - {self.initial} - {t.target for t in self.transitions}:
            raise ValueError(f"{self.name}: unreachable states {sorted(unreached)}")
        object.__setattr__(self, "_by_act", by_act)

    def transition(self, act: str) -> Transition:
        """The transition of that act; KeyError where the table has none."""
        return self._by_act[act]

    def starts(self, act: str, state: str) -> bool:
        """Whether `act` can start from `state`."""
        return state in self._by_act[act].sources

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {s} --> {t.target}: {t.act}" for t in self.transitions for s in t.sources]
        return "\n".join(lines + [f"    {state} --> [*]" for state in self.final_states()])

    def final_states(self) -> Iterable[str]:
        """The states that nothing leaves."""
        left = {source for t in self.transitions for source in t.sources if source != t.target}
        return [state for state in self.states if state not in left]
