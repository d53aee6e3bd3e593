"""Differential induction: inequalities between values of σ and ℓ, for all arguments at once.

All that is known of σ(z) = 1/(1 + e^{−z}) and ℓ(z) = ln(1 + e^{−z}) follows from e^{−z} > 0 and
(e^{−z})' = −e^{−z}:

    0 < σ < 1,   σ' = e^{−z}/(1 + e^{−z})² = σ(1 − σ),   ℓ' = −e^{−z}/(1 + e^{−z}) = −(1 − σ).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from verifier.kernel.conditions import Condition, Flow, Sequent, find, read_condition, require_given
from verifier.kernel.errors import CertificateError
from verifier.kernel.expression import read_polynomial
from verifier.kernel.facts import Facts
from verifier.kernel.fields import listing, names, take, text
from verifier.kernel.rings import Ring
from verifier.kernel.systems import between_zero_and_one, require_conclusion
from verifier.kernel.ties import Point, read_point, ties_of

_DIRECTIONS = {"forward": 1, "backward": -1}


def flow(step: dict[str, Any], ring: Ring, facts: Facts) -> Flow:
    """A polynomial of z, σ(z), ℓ(z) that is ≥ 0 at a start z_0 and does not fall on the way to z.

    Let z ≥ z_0 (forward).  As a function φ of ζ ∈ [z_0, z] with all else fixed, the target has the
    derivative ∂/∂z + σ(1 − σ)∂/∂σ − (1 − σ)∂/∂ℓ of it, here called its rate.  The rate is ≥ 0 at each
    ζ strictly between, by a sequent about the point ζ, so by the mean value theorem φ(z) ≥ φ(z_0), and
    φ(z_0) ≥ 0.  For z ≤ z_0 (backward) the rate must be ≤ 0.

    The sequent may use what holds at ζ: ζ − z_0 has its sign, the ties and 0 < σ < 1 hold at every
    point, and so does an assumption that does not mention the moving point.  One that does must speak
    of z alone and be affine in it; it holds at ζ if it is assumed at z_0 too, or if it only gets
    weaker from z towards z_0.
    """
    name, target_text = step["name"], text(step, "target")
    points, parameters = _declared(step, ring)
    moving, start = points[:2]
    side = _DIRECTIONS.get(text(step, "direction"))
    if side is None:
        raise CertificateError(f"step {name!r}: direction must be forward or backward")
    known = {variable for point in points for variable in point} | set(parameters)
    target = read_polynomial(target_text, ring)
    at_start = read_polynomial(target_text, ring, dict(zip(moving, start, strict=True)))
    assumed = [read_condition(entry, ring) for entry in listing(step, "assumed")]
    if not _variables([target, *(c.polynomial for c in assumed)], ring) <= known:
        raise CertificateError(f"step {name!r}: a variable is neither of a point nor a parameter")
    constant = [c for c in assumed if not ring.variables_of(c.polynomial) & set(moving)]
    carried = [c for c in assumed if ring.variables_of(c.polynomial) & set(moving)]
    first = [_at_start(name, c, moving, start, constant, side, ring) for c in carried]
    ahead = ring.constant(Fraction(side)) * (ring.variable(moving[0]) - ring.variable(start[0]))
    between = [*constant, *carried, Condition(ahead, ">", step["direction"])]

    rate = facts.sequent(take(step, "rate"))
    _require(rate, between, points, ring, name)
    derivative = ring.constant(Fraction(side)) * _rate(target, moving, ring)
    require_conclusion(rate, derivative, ">=", f"({target_text})' of one sign")
    if step.get("start") is None:
        if not ring.is_zero(at_start):
            raise CertificateError(f"step {name!r}: the target does not vanish at the start")
    else:
        sequent = facts.sequent(step["start"])
        _require(sequent, [*constant, *first], points[1:], ring, name)
        require_conclusion(sequent, at_start, ">=", f"{target_text} at the start")
    kept = tuple((polynomial, sign) for polynomial, sign in step["assumed"])
    return Flow(name, step["direction"], points, parameters, kept, target_text)


def _declared(step: dict[str, Any], ring: Ring) -> tuple[tuple[Point, ...], tuple[str, ...]]:
    """The points and parameters; each variable is declared and plays one role."""
    points = tuple(read_point(entry, ring) for entry in listing(step, "points"))
    parameters = tuple(names(step, "parameters"))
    roles = [*(variable for point in points for variable in point), *parameters]
    if len(points) < 2 or len(points[0]) != len(points[1]):
        raise CertificateError(f"step {step['name']!r}: a moving point and its start, alike, are needed")
    if len(set(roles)) != len(roles) or not set(roles) <= set(ring.names):
        raise CertificateError(f"step {step['name']!r}: a variable has two roles or is not declared")
    return points, parameters


def _variables(polynomials: list[Any], ring: Ring) -> frozenset[str]:
    return frozenset().union(*(ring.variables_of(polynomial) for polynomial in polynomials))


def _at_start(
    name: str,
    condition: Condition,
    moving: Point,
    start: Point,
    constant: list[Condition],
    side: int,
    ring: Ring,
) -> Condition:
    """The assumption at the start, where it holds; it must then hold all the way to the moving point."""
    rename = dict(zip(moving, start, strict=True))
    first = read_condition([condition.text, condition.sign], ring, rename)
    slope = ring.derivative(condition.polynomial, moving[0])
    alone = not ring.variables_of(condition.polynomial) & set(moving[1:])
    affine = alone and moving[0] not in ring.variables_of(slope) and condition.sign != "!="
    weaker = not ring.variables_of(slope) and side * ring.sign(slope) <= 0 and condition.sign != "="
    if not affine or not (weaker or find(first, constant)):
        raise CertificateError(f"step {name!r}: {condition} need not hold on the way")
    return first


def _rate(target: Any, moving: Point, ring: Ring) -> Any:
    """The derivative along z' = 1, σ' = σ(1 − σ), ℓ' = −(1 − σ)."""
    value = ring.variable(moving[1])
    rest = ring.constant(Fraction(1)) - value
    speeds = (ring.constant(Fraction(1)), value * rest, -rest)
    total = ring.constant(Fraction(0))
    for variable, speed in zip(moving, speeds, strict=False):
        total = total + ring.derivative(target, variable) * speed
    return total


def _require(
    sequent: Sequent, available: list[Condition], points: tuple[Point, ...], ring: Ring, name: str
) -> None:
    """The sequent speaks of these points and assumes nothing else."""
    ties = [tie for point in points for tie in ties_of(point)]
    ranges = [read_condition(entry, ring) for entry in between_zero_and_one(ties)]
    relations = [condition.polynomial for condition in available if condition.sign == "="]
    require_given(sequent, [*available, *ranges], relations, ties, f"the flow {name!r}")
