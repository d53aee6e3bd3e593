"""Ties: variables that are values of the logistic function or of the logistic loss.

σ(z) = 1/(1 + e^{−z}) and ℓ(z) = ln(1 + e^{−z}) are no polynomials.  A polynomial may still speak of their
values, through a variable tied to its argument: ``g = σ(z)``, ``L = ℓ(z)``.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from verifier.kernel.errors import CertificateError
from verifier.kernel.fields import listing
from verifier.kernel.rings import Ring

FUNCTIONS = {"sigma": "σ", "softplus": "ℓ"}
"""The field of a system that lists the ties, and the function they are ties of."""


@dataclass(frozen=True)
class Tie:
    """``value = function(argument)``, both variables by name."""

    function: str
    argument: str
    value: str

    def renamed(self, rename: Mapping[str, str]) -> Tie:
        """The same tie between the renamed variables."""
        argument = rename.get(self.argument, self.argument)
        return Tie(self.function, argument, rename.get(self.value, self.value))

    def __str__(self) -> str:
        return f"{self.value} = {FUNCTIONS[self.function]}({self.argument})"


Point = tuple[str, ...]
"""Variables (z, σ(z)) or (z, σ(z), ℓ(z))."""


def ties_of(point: Point) -> list[Tie]:
    """g = σ(z), and L = ℓ(z) if the point has a third variable."""
    return [Tie(function, point[0], value) for function, value in zip(FUNCTIONS, point[1:], strict=False)]


def read_point(entry: Any, ring: Ring) -> Point:
    """The variables [z, σ(z)] or [z, σ(z), ℓ(z)] of one point."""
    if not isinstance(entry, list) or len(entry) not in (2, 3) or any(x not in ring.names for x in entry):
        raise CertificateError(f"a point is [z, σ(z)] or [z, σ(z), ℓ(z)], not {entry!r}")
    return tuple(entry)


def read_ties(entry: Any, allowed: Set[str]) -> tuple[Tie, ...]:
    """The ties of a system: optional lists ``sigma`` and ``softplus`` of [argument, value].

    Raises ``CertificateError`` unless all are variables of the system, and each function has one value
    at an argument and each value one argument.
    """
    ties: list[Tie] = []
    for function in FUNCTIONS:
        for pair in listing(entry, function) if function in entry else []:
            if not (isinstance(pair, list) and len(pair) == 2 and all(_known(x, allowed) for x in pair)):
                raise CertificateError(f"a tie is a pair of variables of the system, not {pair!r}")
            ties.append(Tie(function, *pair))
    values = [tie.value for tie in ties]
    arguments = [(tie.function, tie.argument) for tie in ties]
    if len(set(values)) != len(values) or len(set(arguments)) != len(arguments):
        raise CertificateError("two ties of one argument, or of one value")
    return tuple(ties)


def require_ties(name: str, known: tuple[Tie, ...], wanted: tuple[Tie, ...], whose: str) -> None:
    """Each wanted tie must be known, variable by variable."""
    for tie in wanted:
        if tie not in known:
            raise CertificateError(f"step {name!r}: {whose} also ties {tie}")


def _known(name: Any, allowed: Set[str]) -> bool:
    return isinstance(name, str) and name in allowed
