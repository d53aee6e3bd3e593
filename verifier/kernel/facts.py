"""What has been accepted so far in one replay, looked up by name and by kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from verifier.kernel.conditions import (
    AtEveryTime,
    Counted,
    Flow,
    Growth,
    Sequent,
    System,
    Terminates,
)
from verifier.kernel.errors import CertificateError
from verifier.kernel.fields import text

_Fact = TypeVar("_Fact")


@dataclass
class Facts:
    """The accepted facts of one certificate; a name is used once."""

    systems: dict[str, System] = field(default_factory=dict)
    sequents: dict[str, Sequent] = field(default_factory=dict)
    accepted: dict[str, Any] = field(default_factory=dict)
    conclusions: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, fact: Any) -> None:
        """Record ``fact``; a second fact of the same name is an error."""
        if name in self.accepted:
            raise CertificateError(f"step {name!r} stands twice")
        self.accepted[name] = fact
        if isinstance(fact, Sequent):
            self.sequents[name] = fact

    def system(self, step: dict[str, Any]) -> System:
        """The system that a rule speaks of."""
        name = text(step, "system")
        if name not in self.systems:
            raise CertificateError(f"step {step['name']!r}: unknown system {name!r}")
        return self.systems[name]

    def sequent(self, name: Any) -> Sequent:
        """An accepted identity or positivity step."""
        return self._find(name, Sequent)

    def growth(self, name: Any) -> Growth:
        """An accepted growth fact."""
        return self._find(name, Growth)

    def counted(self, name: Any) -> Counted:
        """An accepted count."""
        return self._find(name, Counted)

    def terminates(self, name: Any) -> Terminates:
        """An accepted termination."""
        return self._find(name, Terminates)

    def at_every_time(self, name: Any) -> AtEveryTime:
        """An accepted statement about every time."""
        return self._find(name, AtEveryTime)

    def flow(self, name: Any) -> Flow:
        """An accepted inequality between values of σ and ℓ."""
        return self._find(name, Flow)

    def conclusion_text(self, name: str) -> list[str]:
        """The JSON form of a sequent's conclusion."""
        return self.conclusions[name]

    def _find(self, name: Any, kind: type[_Fact]) -> _Fact:
        fact = self.accepted.get(name) if isinstance(name, str) else None
        if not isinstance(fact, kind):
            raise CertificateError(f"no accepted {kind.__name__.lower()} is named {name!r}")
        return fact
