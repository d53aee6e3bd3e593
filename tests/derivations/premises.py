"""What a certificate supposes at once: of each system's first step, and in each fact that it concludes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verifier.kernel import replay
from verifier.kernel.conditions import AtEveryTime, Flow, Sequent
from verifier.statement.expression import read_polynomial
from verifier.kernel.rings import COUNTING, RINGS
from verifier.kernel.ties import FUNCTIONS, Tie, ties_of

Terms = list[tuple[Fraction, list[tuple[str, int]]]]
"""A polynomial as the kernel reads it: numbers, and the powers that they are multiplied by."""

_Parts = tuple[list[tuple[Terms, str]], list[Terms], list[Tie]]


@dataclass(frozen=True)
class Premises:
    """Signs of polynomials, polynomials that are 0, and ties, all of one point; ``where`` names them."""

    where: str
    conditions: list[tuple[Terms, str]]
    equations: list[Terms]
    ties: list[Tie]

    @property
    def names(self) -> list[str]:
        """The variables of the point."""
        polynomials = [*(terms for terms, _ in self.conditions), *self.equations]
        found = {name for terms in polynomials for _, powers in terms for name, _ in powers}
        return sorted(found | {name for tie in self.ties for name in (tie.argument, tie.value)})


def premises(certificate: Any) -> Iterator[Premises]:
    """Those of a certificate that the kernel accepts; of a fact that supposes nothing there are none."""
    accepted, read = replay(certificate), _Reader(certificate["variables"])
    facts = [accepted.facts[name] for name in accepted.concludes]
    used = {getattr(fact, key) for fact in facts for key in ("system", "into") if hasattr(fact, key)}
    systems = {entry["name"]: entry for entry in certificate["systems"]}
    for name in systems:
        if name in used:
            conditions, equations, ties = read.step(systems[name])
            start = [f"{x} - {y}" for x, y in systems[name]["origin"].items()]
            yield _sorted(f"system {name}", conditions, [*map(read, start), *equations], ties)
    for fact in facts:
        where = f"fact {fact.name}"
        if isinstance(fact, Sequent):
            given = [(read(condition.text), condition.sign) for condition in fact.given]
            if given or fact.relations or fact.ties:
                yield _sorted(where, given, [read(text) for text in fact.modulo], [*fact.ties])
        elif isinstance(fact, Flow):
            (x, *_), (start, *_) = fact.points[:2]
            side = f"{x} - {start}" if fact.direction == "forward" else f"{start} - {x}"
            tied = [tie for point in fact.points for tie in ties_of(point)]
            yield _sorted(where, read.signs([*fact.assumed, (side, ">=")]), [], tied)
        else:
            supposed = [
                (condition.text, condition.sign)
                for key in ("assumed", "event", "throughout", "start")
                for condition in getattr(fact, key, ())
            ]
            if supposed:
                # At a time at which it holds, no further step need be made.
                read_it = read.state if isinstance(fact, AtEveryTime) else read.step
                conditions, equations, ties = read_it(systems[fact.system])
                yield _sorted(where, [*conditions, *read.signs(supposed)], equations, ties)


def _sorted(
    where: str, conditions: list[tuple[Terms, str]], equations: list[Terms], ties: list[Tie]
) -> Premises:
    """Equations among the conditions stand with the others."""
    signs = [(terms, sign) for terms, sign in conditions if sign != "="]
    equal = [terms for terms, sign in conditions if sign == "="]
    return Premises(where, signs, [*equal, *equations], list(dict.fromkeys(ties)))


class _Reader:
    """Reads polynomials of one certificate as the kernel does."""

    def __init__(self, variables: Iterable[str]) -> None:
        self._ring = RINGS[COUNTING](tuple(variables))

    def __call__(self, text: str, rename: Mapping[str, str] | None = None) -> Terms:
        terms = read_polynomial(text, self._ring, rename).terms
        return [
            (number, [(x, power) for x, power in zip(self._ring.names, powers, strict=True) if power])
            for powers, number in terms.items()
        ]

    def signs(
        self, entries: Iterable[Iterable[str]], rename: Mapping[str, str] | None = None
    ) -> list[tuple[Terms, str]]:
        """Conditions in JSON form."""
        return [(self(text, rename), sign) for text, sign in entries]

    def state(self, entry: Any) -> _Parts:
        """What a system says of a state, and of its start."""
        ties = [Tie(function, *pair) for function in FUNCTIONS for pair in entry.get(function, ())]
        conditions = self.signs([*entry["conditions"], *entry["initial"]])
        return conditions, [self(text) for text in entry["instant"]], ties

    def step(self, entry: Any) -> _Parts:
        """The same, of a state from which a step is made, and of the next state."""
        conditions, equations, ties = self.state(entry)
        after = entry["next"]
        conditions += [*self.signs(entry["guards"]), *self.signs(entry["conditions"], after)]
        equations += [self(text) for text in entry["relations"]]
        equations += [self(text, after) for text in entry["instant"]]
        return conditions, equations, [*ties, *(tie.renamed(after) for tie in ties)]
