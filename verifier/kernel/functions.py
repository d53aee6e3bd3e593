"""What is known of the functions themselves: the schemas of the rule ``axiom``, and differential induction.

With e^{−z} > 0:  σ(z) = 1/(1 + e^{−z}) is between 0 and 1;  σ(−z) = e^{−z}/(1 + e^{−z}) = 1 − σ(z);
σ(0) = 1/2;  ℓ(−z) = ln(e^z(1 + e^{−z})) = ℓ(z) + z;  ℓ(z) = ln(1 + e^{−z}) > 0.  From (e^{−z})' = −e^{−z}:

    σ' = e^{−z}/(1 + e^{−z})² = σ(1 − σ),   ℓ' = −e^{−z}/(1 + e^{−z}) = −(1 − σ).

Powers ρ^n of a natural number n: ρ^0 = 1 and ρ^{n+1} = ρ·ρ^n.  The logarithm of positive numbers: ln 1 = 0,
ln(xy) = ln x + ln y, ln ρ^n = n·ln ρ for ρ > 0, and it is increasing.  A function has one value: equal
arguments, equal values.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from verifier.kernel.atoms import Atom, Condition, Implication, Tie, Values, found, read_atoms, require_all
from verifier.kernel.facts import Accepted, Sequent
from verifier.kernel.fields import CertificateError, names, take, text
from verifier.kernel.polynomials import read_polynomial
from verifier.kernel.rings import Ring

_SIDES = {"forward": 1, "backward": -1}


def axiom(step: dict[str, Any], ring: Ring, facts: Accepted) -> Sequent:
    """An instance of a schema: what is given is what the schema is about, in its order."""
    given, schema = read_atoms(step, "given", ring), text(step, "schema")

    def so(polynomial: Any, sign: str) -> Condition:
        return Condition(polynomial, sign, ring)

    then = _concluded(schema, given, ring, so)
    if then is None:
        raise CertificateError(f"no schema {schema!r} is about these hypotheses")
    return Sequent(given, tuple(then))


def _concluded(
    schema: str, given: tuple[Any, ...], ring: Ring, so: Callable[[Any, str], Condition]
) -> list[Atom] | None:
    """What follows from what is given; None if the schema is about something else."""
    zero, one = ring.constant(Fraction(0)), ring.constant(Fraction(1))
    match schema, given:
        case "sigma is between 0 and 1", [Tie("sigma", [_], s)]:
            return [so(s, ">"), so(one - s, ">")]
        case "sigma reflected", [Tie("sigma", [z], s)]:
            return [Tie("sigma", (-z,), one - s)]
        case "softplus is positive", [Tie("softplus", [_], loss)]:
            return [so(loss, ">")]
        case "softplus reflected", [Tie("softplus", [z], loss)]:
            return [Tie("softplus", (-z,), loss + z)]
        case "at a number", []:
            return [Tie("sigma", (zero,), ring.constant(Fraction(1, 2))), Tie("ln", (one,), zero)]
        case "no power", [Condition(ratio)]:
            return [Tie("power", (ratio, zero), one)]
        case "next power", [Tie("power", [ratio, n], power)]:
            return [Tie("power", (ratio, n + one), ratio * power)]
        case "ln of a power", [Tie("power", [ratio, n], power), Tie("ln", [x], ln)] if ratio == x:
            return [Tie("ln", (power,), n * ln)]
        case "ln of a product", [Tie("ln", [x], ln_x), Tie("ln", [y], ln_y)]:
            return [Tie("ln", (x * y,), ln_x + ln_y)]
        case "ln increases", [Tie("ln", [x], ln_x), Tie("ln", [y], ln_y), Condition() as order]:
            for sign in (">", ">="):
                if order.implies(so(y - x, sign)):
                    return [so(ln_y - ln_x, sign)]
        case "one value", [Tie(f, xs, v), Tie(g, ys, w), *equal] if f == g and len(equal) == len(xs):
            same = (so(x - y, "=") for x, y in zip(xs, ys, strict=True))
            if all(known.implies(wanted) for known, wanted in zip(equal, same, strict=True)):
                return [so(v - w, "=")]
        case "rewritten", [Tie(f, xs, v), *equal] if len(equal) == len(xs) + 1:
            if all(isinstance(one, Condition) and one.sign == "=" for one in equal):
                *gaps, gap = (one.polynomial for one in equal)
                return [Tie(f, tuple(x - e for x, e in zip(xs, gaps, strict=True)), v - gap)]
        case "apply", [Implication(hypotheses, then), *known]:
            require_all(hypotheses, known, "a hypothesis", ring)
            return [then]
    return None


def flow(step: dict[str, Any], ring: Ring, facts: Accepted) -> Sequent:
    """Differential induction: a polynomial of z, σ(z), ℓ(z) is ≥ 0 at a start z_0 and does not fall
    from there to z, so that it is ≥ 0 at z.

    Let z ≥ z_0 (forward).  As a function φ of ζ ∈ [z_0, z] with all else fixed, the target has the
    derivative ∂/∂z + σ(1 − σ)∂/∂σ − (1 − σ)∂/∂ℓ of it, here called its rate.  The rate is ≥ 0 at each
    ζ strictly between, by a sequent about the point ζ, so by the mean value theorem φ(z) ≥ φ(z_0), and
    φ(z_0) ≥ 0.  For z ≤ z_0 (backward) the rate must be ≤ 0.

    The sequent may use what holds at ζ: ζ − z_0 has its sign, the values at ζ are tied to it, and an
    assumption holds there that does not mention the moving point.  One that does must be a condition on z
    alone and affine in it; it holds at ζ if it is assumed at z_0 too, or if it only gets weaker from z
    towards z_0.
    """
    side = _SIDES.get(text(step, "direction"))
    if side is None:
        raise CertificateError("direction must be forward or backward")
    moving, start = names(step, "moving"), names(step, "from")
    roles = [*moving, *start]
    if len(moving) not in (2, 3) or len(moving) != len(start) or len(set(roles)) != len(roles):
        raise CertificateError("a moving point and its start, alike, are needed")
    to_start = {x: ring.variable(x0) for x, x0 in zip(moving, start, strict=True)}
    target = read_polynomial(take(step, "target"), ring)
    assumed = read_atoms(step, "assumed", ring)
    constant = [atom for atom in assumed if not atom.variables(ring) & set(moving)]
    carried = [atom for atom in assumed if atom.variables(ring) & set(moving)]
    first = [_at_start(atom, moving, to_start, constant, side, ring) for atom in carried]
    ties, ties_at_start = _ties(moving, ring), _ties(start, ring)
    ahead = ring.constant(Fraction(side)) * (ring.variable(moving[0]) - ring.variable(start[0]))

    rate = facts.sequent(take(step, "rate"))
    between = [*constant, *carried, Condition(ahead, ">", ring), *ties, *ties_at_start]
    require_all(rate.given, between, "rate", ring)
    derivative = Condition(ring.constant(Fraction(side)) * _rate(target, moving, ring), ">=", ring)
    require_all([derivative], rate.then, "rate", ring)
    known = [*constant, *first, *ties_at_start]
    if step.get("start") is not None:
        sequent = facts.sequent(step["start"])
        require_all(sequent.given, known, "start", ring)
        known = [*known, *sequent.then]
    at_start = Condition(ring.put(target, to_start), ">=", ring)
    require_all([at_start], known, "start", ring)
    given = (*ties, *ties_at_start, Condition(ahead, ">=", ring), *assumed)
    return Sequent(given, (Condition(target, ">=", ring),))


def _ties(point: list[str], ring: Ring) -> list[Tie]:
    """The point's second variable is σ, the third, if there is one, ℓ of the first."""
    values = zip(("sigma", "softplus"), point[1:], strict=False)
    return [Tie(function, (ring.variable(point[0]),), ring.variable(value)) for function, value in values]


def _at_start(
    atom: Atom, moving: list[str], to_start: Values, constant: list[Atom], side: int, ring: Ring
) -> Atom:
    """The assumption at the start, where it holds; it must then hold all the way to the moving point."""
    first = atom.put(to_start, ring)
    if isinstance(atom, Condition) and atom.sign != "!=":
        slope = ring.derivative(atom.polynomial, moving[0])
        affine = not (atom.variables(ring) & set(moving[1:]) or moving[0] in ring.variables_of(slope))
        number = Condition(slope, ">=", ring).number
        weaker = number is not None and side * number <= 0 and atom.sign != "="
        if affine and (weaker or found(first, constant)):
            return first
    raise CertificateError("an assumption need not hold on the way")


def _rate(target: Any, moving: list[str], ring: Ring) -> Any:
    """The derivative along z' = 1, σ' = σ(1 − σ), ℓ' = −(1 − σ)."""
    value = ring.variable(moving[1])
    rest = ring.constant(Fraction(1)) - value
    speeds = (ring.constant(Fraction(1)), value * rest, -rest)
    total = ring.constant(Fraction(0))
    for variable, speed in zip(moving, speeds, strict=False):
        total = total + ring.derivative(target, variable) * speed
    return total
