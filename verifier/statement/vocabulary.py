"""The words of the comparison: where something holds or is supposed, and what a fact is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from verifier.statement.polynomials import Said

REALS, RUN = "for all reals", "at every time of a run"
BEFORE, LATER = "at every step so far", "from then on"
ANEW = "from any time on, which is counted as 0"
BUDGET, ENDS = "in a whole run", "no infinite run"
HOLDS = (REALS, RUN, BEFORE, LATER, ANEW, BUDGET, ENDS)
"""Where something is concluded to hold."""
HERE, LASTING, START = "here", "lasting", "start"
"""Where something is supposed: of what the conclusion is about, of every state or step, of time 0."""
ONCE, WHOLE = "once", "whole"
"""Likewise of the time that is counted as 0, which the part itself must say; and of the whole run, of its
start or of every step, which a hypothesis must."""
TIME, COUNT, GAIN = "time", "count", "gain"
"""The variables of a statement for t, for the number of steps that count, and for a product over these."""


class Tied(NamedTuple):
    """``value = function(argument)``."""

    function: str
    argument: str
    value: str

    def __str__(self) -> str:
        return f"{self.value} = {self.function}({self.argument})"


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
class Samples:
    """Any number of samples, at least one, for each of which something is supposed, and their means."""

    variables: tuple[str, ...]
    each: frozenset[Said]
    ties: frozenset[Tied]
    means: frozenset[tuple[str, str]]


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
    """What one fact concludes, where that holds, and all that it rests on.

    ``event`` is where steps count, if a bound or a budget is about their number or a product over them;
    ``budget`` is ``cap - gain*X_0 > 0`` and the factor at such a step.
    """

    name: str
    holds: str
    said: tuple[Said, ...]
    needs: tuple[Need, ...]
    ties: frozenset[Tied] = frozenset()
    bound: Bound | None = None
    budget: tuple[Said, str] | None = None
    event: frozenset[Said] = frozenset()
    systems: tuple[Mapping[str, Any], ...] = ()
    samples: Samples | None = None


def named(kind: str, ratio: str) -> str:
    """A variable for a power or a product of a ratio that is in its one text."""
    return f"{kind}_{sha256(ratio.encode()).hexdigest()[:16]}"


def of_event(kind: str, event: Iterable[Said]) -> str:
    """Likewise for the number of steps with these conditions, or before the first of them."""
    return named(kind, "; ".join(sorted(map(str, event))))
