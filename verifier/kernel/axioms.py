"""What is known of the functions themselves, and of an implication: the schemas of the rule ``axiom``.

With e^{−z} > 0:  σ(z) = 1/(1 + e^{−z}) is between 0 and 1;  σ(−z) = e^{−z}/(1 + e^{−z}) = 1 − σ(z);
σ(0) = 1/2;  ℓ(−z) = ln(e^z(1 + e^{−z})) = ℓ(z) + z;  ℓ(z) = ln(1 + e^{−z}) > 0.  Powers ρ^n of a natural
number n: ρ^0 = 1 and ρ^{n+1} = ρ·ρ^n.  The logarithm of positive numbers: ln 1 = 0, ln(xy) = ln x + ln y,
ln ρ^n = n·ln ρ for ρ > 0, and it is increasing.  A function has one value: equal arguments, equal values.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from verifier.kernel.accepted import Accepted
from verifier.kernel.atoms import Atom, Condition, Implication, Tie, read_atoms, require_all
from verifier.kernel.facts import Sequent
from verifier.kernel.fields import CertificateError, text
from verifier.kernel.rings import Ring


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
