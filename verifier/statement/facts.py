"""What the facts of a replayed certificate suppose and conclude, in one form whatever the rule was.

The comparison with a statement (``verifier.statement.compared``) knows of a certificate only this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import sha256
from typing import Any

from verifier.kernel import Replay
from verifier.statement.polynomials import Polynomials, Said

REALS, RUN = "for all reals", "at every time of a run"
BEFORE, LATER = "at every step so far", "from then on"
BUDGET, ENDS = "in a whole run", "no infinite run"
HOLDS = (REALS, RUN, BEFORE, LATER, BUDGET, ENDS)
"""Where something is concluded to hold."""
HERE, LASTING, START = "here", "lasting", "start"
"""Where something is supposed: of what the conclusion is about, of every state or step, of time 0."""
TIME, COUNT = "time", "count"
"""The variables of a statement for t, and for the number of steps that count."""


@dataclass(frozen=True)
class Need:
    """One thing that a fact supposes: where, and the conditions of which each would say it.

    ``general`` would say it too, but only if they hold of every state, such as one on the next state.
    """

    place: str
    forms: tuple[Said, ...]
    moving: bool
    general: tuple[Said, ...] = ()

    def __str__(self) -> str:
        return str(self.forms[0])


@dataclass(frozen=True)
class Bound:
    """``variable sign ln(argument)/ln(base)``, or of whole numbers ν − 1 in place of the variable."""

    variable: str
    sign: str
    numerator: str
    denominator: str
    base: str


@dataclass(frozen=True)
class Fact:
    """What one fact concludes, where that holds, and all that it rests on."""

    name: str
    holds: str
    said: tuple[Said, ...]
    needs: tuple[Need, ...]
    ties: frozenset[Any] = frozenset()
    bound: Bound | None = None
    budget: tuple[str, str, str] | None = None
    systems: tuple[str, ...] = ()


def named(kind: str, ratio: str) -> str:
    """A variable for a power or a product of a ratio that is in its one text."""
    return f"{kind}_{sha256(ratio.encode()).hexdigest()[:16]}"


@dataclass
class Facts:
    """The concluded facts of one certificate that the kernel has accepted."""

    accepted: Replay
    certificate: Mapping[str, Any]
    found: list[Fact] = field(default_factory=list)

    def __post_init__(self) -> None:
        raise NotImplementedError
