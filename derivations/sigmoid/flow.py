"""Writes the steps about σ and ℓ of a proof: differential induction, and its use at particular points.

A point is a tuple of symbols (z, g) with g = σ(z), or (z, g, L) with also L = ℓ(z).  The rules are those of
``verifier.kernel.functions``; like ``derivations.proof``, nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from sympy import Eq, Expr, Ge, Integer, Rational, Symbol, diff

from derivations.notation import plain, replaced
from derivations.proof import Condition, Proof, System
from derivations.proof.conditions import text
from derivations.sigmoid.functions import ell, sigma

Point: TypeAlias = tuple[Any, ...]
"""(z, σ(z)) or (z, σ(z), ℓ(z)): symbols where a fact is proved, polynomials where it is used."""


@dataclass(frozen=True)
class Reflected:
    """The point −z, where σ(−z) = 1 − σ(z) and ℓ(−z) = ℓ(z) + z; ``point`` is (z, σ(z), …)."""

    point: Point

    def __str__(self) -> str:
        return f"−{plain(self.point[0])}"


@dataclass(frozen=True)
class Zero:
    """The point 0, where σ(0) = 1/2."""

    def __str__(self) -> str:
        return "0"


Place: TypeAlias = Point | Reflected | Zero


@lru_cache(maxsize=4096)
def rate(target: Expr, moving: Point) -> Expr:
    """The derivative of ``target`` along z' = 1, g' = g(1 − g), L' = −(1 − g)."""
    g = moving[1]
    return sum(
        diff(target, variable) * speed
        for variable, speed in zip(moving, (Integer(1), g * (1 - g), g - 1), strict=False)
    )


@dataclass(frozen=True)
class Fact:
    """``target >= 0`` where the first point lies forward (or backward) of the second, all else as assumed.

    A condition in ``assumed`` may speak of the first point's argument, in which it must be affine, not of
    its values; see ``verifier.kernel.functions``.
    """

    name: str
    target: Expr
    points: tuple[Point, ...]
    direction: str = "forward"
    assumed: tuple[Condition, ...] = ()
    parameters: tuple[Symbol, ...] = ()

    @property
    def says(self) -> Condition:
        """``target >= 0``."""
        return Ge(self.target, 0, evaluate=False)

    @property
    def order(self) -> Condition:
        """The moving point is on its side of the start."""
        (z, *_), (start, *_) = self.points[:2]
        return Ge(z - start if self.direction == "forward" else start - z, 0, evaluate=False)


def flow(
    proof: Proof,
    fact: Fact,
    *,
    rate: str,
    because: str = "",
    main: bool | None = None,
) -> str:
    """Add ``fact`` to the proof; return its name.

    ``rate`` names the sequent that the target's rate is ≥ 0 (forward) or ≤ 0 (backward) between the start
    and the moving point; the target must vanish at the start, or be assumed to be ≥ 0 there.
    """
    step = {
        "rule": "flow",
        "name": fact.name,
        "points": [[symbol.name for symbol in point] for point in fact.points],
        "parameters": [symbol.name for symbol in fact.parameters],
        "direction": fact.direction,
        "assumed": list(fact.assumed),
        "target": fact.target,
        "rate": rate,
    }
    shown = in_full(fact.says, fact.points)
    return proof.about_points(step, because, fact.says, shown, *fact.points, main=main)


def pointwise(
    proof: Proof,
    name: str,
    facts: Fact | Sequence[Fact],
    points: Sequence[Place],
    parameters: Mapping[Symbol, Any] | None = None,
    because: str = "",
) -> str:
    """A flow fact at ``points``: a lemma that any step may cite; return the step's name.

    ``proof.conclusions[name]`` is what it says, ``proof.assumptions[name]`` what the citing step must be
    given.  With the two directions of a fact no order of the points is assumed.
    """
    cited = (facts,) if isinstance(facts, Fact) else tuple(facts)
    values: dict[Symbol, Any] = dict(parameters or {})
    for place, point in zip(points, cited[0].points, strict=True):
        values |= dict(zip(point, _values(place), strict=True))
    assumed = [condition for fact in cited for condition in fact.assumed]
    if len(cited) == 1:
        assumed.append(cited[0].order)
    there = [_there(condition, values) for condition in assumed]
    conclusion = _there(cited[0].says, values)
    step = {
        "rule": "pointwise",
        "name": name,
        "facts": [fact.name for fact in cited],
        "points": [_entry(place) for place in points],
        "parameters": {symbol.name: value for symbol, value in (parameters or {}).items()},
    }
    proof.assumptions[name] = tuple(c for c in there if c.lhs.free_symbols)
    used = [place.point if isinstance(place, Reflected) else place for place in points]
    tied = [point for point in used if not isinstance(point, Zero)]
    because = because or "Said of particular points:"
    return proof.about_points(step, because, conclusion, in_full(conclusion, tied), *tied)


def one_value(proof: Proof, name: str, point: Point, other: Point, because: str = "") -> str:
    """σ(z) = σ(y) where z = y, to cite; return the step's name."""
    step = {"rule": "one-value", "name": name, "points": [_entry(point), _entry(other)]}
    conclusion = Eq(point[1] - other[1], 0, evaluate=False)
    because = because or "Equal arguments have equal values:"
    return proof.about_points(step, because, conclusion, conclusion, point, other)


def reflection(proof: Proof, name: str, *points: Point, because: str = "") -> str:
    """σ(z) + σ(y) = 1 where z + y = 0 (for one point, σ(z) = 1/2 where z = 0): an identity to cite."""
    step = {
        "rule": "reflection",
        "name": name,
        "points": [[symbol.name for symbol in point] for point in points],
    }
    values = [point[1] for point in points]
    left = sum(values) if len(values) == 2 else 2 * values[0]
    conclusion = Eq(left, 1, evaluate=False)
    return proof.about_points(step, because, conclusion, in_full(conclusion, points), *points)


def in_full(condition: Condition, points: Sequence[Point]) -> Condition:
    """The condition with σ(z) and ℓ(z) written out, for the reader."""
    values = {value: f(z) for z, *tied in points for f, value in zip((sigma, ell), tied, strict=False)}
    return _there(condition, values)


def _there(condition: Condition, values: Mapping[Symbol, Any]) -> Condition:
    sides = (replaced(side, values) for side in condition.args)
    return condition.func(*sides, evaluate=False)


def _values(place: Place) -> tuple[Any, ...]:
    """What the variables of a point become there."""
    match place:
        case Zero():
            return Integer(0), Rational(1, 2)
        case Reflected(point=(z, g, *loss)):
            return -z, 1 - g, *(value + z for value in loss)
        case tuple():
            return place
    raise TypeError(f"not a point: {place!r}")


def _entry(place: Place) -> Any:
    if isinstance(place, Zero):
        return "zero"
    if isinstance(place, Reflected):
        return {"reflected": [text(value) for value in place.point]}
    return [text(value) for value in place]


def hold(proof: Proof, system: System, *names: str, because: str = "") -> tuple[Condition, ...]:
    """What the named sequents say holds at every state of ``system``; return these conditions."""
    step = f"{system.name}: {', '.join(names)}"
    proof.rule("consequence", step, system, because, sequents=list(names))
    return tuple(proof.conclusions[name] for name in names)
