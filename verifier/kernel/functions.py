"""What is known of the functions themselves: the schemas of the rule ``axiom``, and differential induction.

With e^{−z} > 0:  σ(z) = 1/(1 + e^{−z}) is between 0 and 1;  σ(−z) = e^{−z}/(1 + e^{−z}) = 1 − σ(z);
σ(0) = 1/2;  ℓ(−z) = ln(e^z(1 + e^{−z})) = ℓ(z) + z.  From (e^{−z})' = −e^{−z}:

    σ' = e^{−z}/(1 + e^{−z})² = σ(1 − σ),   ℓ' = −e^{−z}/(1 + e^{−z}) = −(1 − σ).

The logarithm of positive numbers: ln 1 = 0, ln(xy) = ln x + ln y, and it is increasing.  A function has one
value: equal arguments, equal values.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from verifier.kernel.atoms import Atoms, Condition, Implication, Tie
from verifier.kernel.facts import Accepted, Sequent
from verifier.kernel.fields import Items, Names, refuse_if
from verifier.kernel.rings import Polynomial, Ring

_SIDES = {"forward": 1, "backward": -1}


def axiom(facts: Accepted, schema: str, given: Atoms) -> Sequent:
    """An instance of a schema: what is given is what the schema is about, in its order."""
    then = _concluded(schema, given, facts)
    refuse_if(then is None, f"no schema {schema!r} is about these hypotheses")
    return Sequent(given, tuple(then or ()))


def _concluded(schema: str, given: tuple[Any, ...], facts: Accepted) -> list[Any] | None:
    """What follows from what is given; None if the schema is about something else."""
    zero, one, so = facts.ring.constant(0), facts.ring.constant(1), Condition
    match schema, given:
        case "sigma is between 0 and 1", [Tie("sigma", _, s)]:
            return [so(s, ">"), so(one - s, ">")]
        case "sigma reflected", [Tie("sigma", z, s)]:
            return [Tie("sigma", -z, one - s)]
        case "softplus reflected", [Tie("softplus", z, loss)]:
            return [Tie("softplus", -z, loss + z)]
        case "at a number", []:
            return [Tie("sigma", zero, facts.ring.constant(Fraction(1, 2))), Tie("ln", one, zero)]
        case "ln of a product", [Tie("ln", x, ln_x), Tie("ln", y, ln_y)]:
            return [Tie("ln", x * y, ln_x + ln_y)]
        case "ln increases", [Tie("ln", x, ln_x), Tie("ln", y, ln_y), Condition() as order]:
            return next(([so(ln_y - ln_x, s)] for s in (">", ">=") if order.implies(so(y - x, s))), None)
        case "one value", [Tie(f, x, v), Tie(g, y, w), Condition() as equal] if f == g:
            return [so(v - w, "=")] if equal.implies(so(x - y, "=")) else None
        case "rewritten", [Tie(f, x, v), Condition(gap, "="), Condition(change, "=")]:
            return [Tie(f, x - gap, v - change)]
        case "apply", [Implication(hypotheses, then), *known]:
            facts.require(hypotheses, known, "a hypothesis")
            return [then]
    return None


def flow(
    facts: Accepted, target: Polynomial, moving: Names, begin: Names, end: Names, direction: str,
    given: Atoms, rate: Items,
) -> Sequent:  # fmt: skip
    """Differential induction: a polynomial of z, σ(z), ℓ(z) is ≥ 0 at a point, and does not fall on the way
    to another, so that it is ≥ 0 there.

    Let z_0 ≤ z_1 (forward).  As a function φ of ζ ∈ [z_0, z_1] with all else fixed, the target has the
    derivative ∂/∂z + σ(1 − σ)∂/∂σ − (1 − σ)∂/∂ℓ of it, here called its rate.  The rate is ≥ 0 at each
    ζ strictly between, by sequents about the moving point ζ, so by the mean value theorem φ(z_1) ≥ φ(z_0),
    and φ(z_0) ≥ 0 is given, or true of numbers.  For z_1 ≤ z_0 (backward) the rate must be ≤ 0.

    The sequents may use what holds at ζ: it is strictly between, the values at all three points are tied to
    them, and what is given, which does not mention the moving point.
    """
    ring, same = facts.ring, {len(moving), len(begin), len(end)}
    refuse_if(direction not in _SIDES, "direction must be forward or backward")
    alike = same in ({2}, {3}) and len({*moving, *begin, *end}) == 3 * len(moving)
    refuse_if(not alike, "a moving point, its begin and its end, alike, are needed")
    refuse_if(facts.spoken(*given) & {*moving}, "what is given mentions the moving point")
    side = ring.constant(_SIDES[direction])
    z, first, last = (ring.variable(point[0]) for point in (moving, begin, end))
    at_ends = [*_ties(begin, ring), *_ties(end, ring)]
    on_the_way = [Condition(side * (z - first), ">"), Condition(side * (last - z), ">")]
    between = [*given, *on_the_way, *_ties(moving, ring), *at_ends]
    rising = Condition(side * _rate(target, moving, ring), ">=")
    facts.require([rising], facts.extended(between, rate), "rate")

    def at(point: list[str]) -> Condition:
        there = {x: ring.variable(y) for x, y in zip(moving, point, strict=True)}
        return Condition(ring.put(target, there), ">=")

    facts.require([at(begin)], [*given, *at_ends], "begin")
    return Sequent((*at_ends, Condition(side * (last - first), ">="), *given), (at(end),))


def _ties(point: list[str], ring: Ring) -> list[Tie]:
    """The point's second variable is σ, the third, if there is one, ℓ of the first."""
    values = zip(("sigma", "softplus"), point[1:], strict=False)
    return [Tie(function, ring.variable(point[0]), ring.variable(value)) for function, value in values]


def _rate(target: Any, moving: list[str], ring: Ring) -> Any:
    """The derivative along z' = 1, σ' = σ(1 − σ), ℓ' = −(1 − σ)."""
    one, value = ring.constant(1), ring.variable(moving[1])
    speeds = (one, value * (one - value), value - one)
    total = ring.constant(0)
    for variable, speed in zip(moving, speeds, strict=False):
        total = total + target.derivative(ring.places[variable]) * speed
    return total
