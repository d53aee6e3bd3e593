"""How an inequality between values of σ and ℓ is proved by differential induction, and how it is used.

A chord is an expression D in two points, antisymmetric in them, whose rate at the first is ≥ 0; so D ≥ 0
where the first lies to the right.  From chords follow, without any order of the points, their products, and
T ≥ 0 for every T that vanishes at x = x₀ and has D for its rate.  ``lemma`` says such a bound of particular
points, ``everywhere`` of every state of a system.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Eq, Expr, Gt, Symbol

from derivations.notation import at_start, plain, symbol
from derivations.proof import Condition, Proof, System, Term
from derivations.sigmoid import flow
from derivations.sigmoid.flow import Fact, Place, Point

x = symbol("x", "x", "x", "an argument of σ and ℓ")
v = symbol("v", r"\sigma(@x@)", "σ(@x@)", "σ at x")
L = symbol("L", r"\ell(@x@)", "ℓ(@x@)", "ℓ at x")
y = symbol("y_third", "y", "y", "a further argument of σ")
v_y = symbol("v_y", r"\sigma(y)", "σ(y)", "σ at y")
x0, v0, L0 = at_start(x), at_start(v), at_start(L)
X, X0, Y = (x, v), (x0, v0), (y, v_y)
"""The moving point, the point where it starts, and one more."""

_LEFTWARDS = "For x ≤ x₀ the rate has the other sign, so the same holds there."


@dataclass(frozen=True)
class Bound:
    """An inequality for one or both orders of its first two points, and how each fact is proved."""

    name: str
    facts: tuple[Fact, ...]
    because: str
    rates: tuple[Callable[[Proof, str], str], ...]
    """one a fact: adds, under the given name, the sequent that the target's rate has its sign"""

    def establish(self, proof: Proof) -> None:
        """Add the facts to ``proof``, with all that they rest on, unless they are there."""
        for fact, rate in zip(self.facts, self.rates, strict=True):
            if fact.name not in proof.conclusions:
                premise = rate(proof, f"rate of: {fact.name}")
                first = fact is self.facts[0]
                because, main = (self.because, None) if first else (_LEFTWARDS, False)
                flow.flow(proof, fact, rate=premise, because=because, main=main)


def lemma(
    proof: Proof, bound: Bound, points: Sequence[Place], parameters: Mapping[Symbol, Any] | None = None
) -> str:
    """The bound at ``points``, as a lemma for any step; ``proof.assumptions`` says what it assumes.

    ``parameters`` says what stands for each parameter of the bound.
    """
    bound.establish(proof)
    places = [*map(_shown, points), *map(_shown, (parameters or {}).values())]
    name = f"{bound.name}: {', '.join(places)}"
    if name in proof.conclusions:
        return name
    return flow.pointwise(proof, name, bound.facts, points, parameters)


def _shown(place: Any) -> str:
    """A point, or what stands for a parameter, in the name of a step."""
    if isinstance(place, tuple):
        return f"({', '.join(map(plain, place))})"
    return plain(place) if isinstance(place, Basic) else str(place)


def everywhere(
    proof: Proof,
    system: System,
    bound: Bound,
    points: Sequence[Place],
    parameters: Mapping[Symbol, Any] | None = None,
) -> Condition:
    """The bound at ``points``, as a condition that from now on holds at every state of ``system``."""
    (condition,) = flow.hold(proof, system, lemma(proof, bound, points, parameters))
    return condition


def given_at(points: Sequence[Point]) -> list[Condition]:
    """0 < σ < 1 at these points."""
    return [condition for _, g, *_ in points for condition in (g > 0, Gt(1 - g, 0))]


def chord(name: str, target: Expr, rate: Callable[[Proof, str], str], because: str, **more: Any) -> Bound:
    """D ≥ 0 where x ≥ x₀."""
    points = more.pop("points", (X, X0))
    return Bound(name, (Fact(name, target, points, **more),), because, (rate,))


def _for_either_order(
    name: str, target: Expr, chords: Sequence[Bound], terms: Callable[..., Any], because: str
) -> Bound:
    """T ≥ 0 for both orders of x and x₀; the last chord's assumptions are those of all.

    ``terms`` gives T's rate, up to its sign, as a sum of products: from |x − x₀| > 0 and for each chord
    from the rate of D and |D|.
    """
    (ordered,) = chords[-1].facts
    points = ordered.points
    if target.has(L):
        points = ((x, v, L), (x0, v0, L0), *points[2:])
    facts = tuple(
        replace(ordered, name=f"{name}, {direction}", target=target, points=points, direction=direction)
        for direction in ("forward", "backward")
    )
    rates = tuple(_rate_from_chords(fact, chords, terms) for fact in facts)
    return Bound(name, facts, because, rates)


def _rate_from_chords(
    fact: Fact, chords: Sequence[Bound], terms: Callable[..., Any]
) -> Callable[[Proof, str], str]:
    """The sequent that the target's rate has its sign, by D at (x, x₀), or at (x₀, x) if x lies below."""
    forward = fact.direction == "forward"
    order = Gt(x - x0 if forward else x0 - x, 0, evaluate=False)

    def add(proof: Proof, name: str) -> str:
        lemmas: list[str] = []
        for one in chords:
            (ordered,) = one.facts
            points = (X, X0, *ordered.points[2:]) if forward else (X0, X, *ordered.points[2:])
            cited = lemma(proof, one, points, {symbol: symbol for symbol in ordered.parameters})
            lemmas += [f"rate of: {ordered.name}", cited]
        return proof.positive(
            name,
            (1 if forward else -1) * flow.rate(fact.target, fact.points[0]),
            given=[order, *given_at(fact.points), *_inequalities(fact)],
            relations=_equations(fact),
            lemmas=lemmas,
            terms=terms(order, *(proof.conclusions[cited] for cited in lemmas)),
            strict=False,
            because="The rate, for the sign of x − x₀ in question:",
            main=False,
        )

    return add


def _inequalities(fact: Fact) -> list[Condition]:
    return [condition for condition in fact.assumed if not isinstance(condition, Eq)]


def _equations(fact: Fact) -> list[Expr]:
    return [condition.lhs - condition.rhs for condition in fact.assumed if isinstance(condition, Eq)]


def product(name: str, one: Bound) -> Bound:
    """D·(x − x₀) ≥ 0: its rate is D'·(x − x₀) + D."""

    def terms(order: Condition, steep: Condition, ordered: Condition) -> list[Term]:
        return [(1, [order, steep], 1), (1, [ordered], 1)]

    because = "The same in either order of the points."
    return _for_either_order(name, one.facts[0].target * (x - x0), [one], terms, because)


def product_of_two(name: str, one: Bound, other: Bound, because: str) -> Bound:
    """D₁·D₂ ≥ 0: its rate is D₁'·D₂ + D₁·D₂'."""

    def terms(order: Condition, *rates_and_chords: Condition) -> list[Term]:
        steep1, ordered1, steep2, ordered2 = rates_and_chords
        return [(1, [steep1, ordered2], 1), (1, [ordered1, steep2], 1)]

    return _for_either_order(
        name, one.facts[0].target * other.facts[0].target, [one, other], terms, because
    )


def integral(name: str, target: Expr, one: Bound, because: str) -> Bound:
    """T ≥ 0, whose rate is D."""

    def terms(order: Condition, steep: Condition, ordered: Condition) -> list[Term]:
        return [(1, [ordered], 1)]

    return _for_either_order(name, target, [one], terms, because)
