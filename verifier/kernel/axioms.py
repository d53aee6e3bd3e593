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
from verifier.kernel.atoms import Atom, Condition, Implication, Tie, condition, read_atoms, require_all
from verifier.kernel.errors import CertificateError
from verifier.kernel.facts import Sequent
from verifier.kernel.fields import text
from verifier.kernel.rings import Ring

Schema = Callable[[tuple[Any, ...], Ring], list[Atom]]
"""From what is given to what follows; raises ``ValueError`` where the schema is about something else."""


def axiom(step: dict[str, Any], ring: Ring, facts: Accepted) -> Sequent:
    """An instance of a schema: what is given is what the schema is about, in its order."""
    given = read_atoms(step, "given", ring)
    schema = SCHEMAS.get(text(step, "schema"))
    if schema is None:
        raise CertificateError(f"unknown schema {step['schema']!r}")
    try:
        return Sequent(given, tuple(schema(given, ring)))
    except ValueError as error:
        raise CertificateError(f"{step['schema']!r} is about other hypotheses: {error}") from error


def _ties(given: tuple[Any, ...], *functions: str) -> tuple[Any, ...]:
    """Those given, if they are values of these functions, in this order, and nothing else."""
    if tuple(atom.function if isinstance(atom, Tie) else None for atom in given) != functions:
        raise ValueError(f"values of ({', '.join(functions)})")
    return given


def _between(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[s = σ(z)] ⊢ s > 0, 1 − s > 0."""
    (tie,) = _ties(given, "sigma")
    return [condition(tie.value, ">", ring), condition(_one(ring) - tie.value, ">", ring)]


def _loss_positive(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[l = ℓ(z)] ⊢ l > 0."""
    (tie,) = _ties(given, "softplus")
    return [condition(tie.value, ">", ring)]


def _reflected(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[s = σ(z)] ⊢ 1 − s = σ(−z)."""
    (tie,) = _ties(given, "sigma")
    return [Tie("sigma", (-tie.arguments[0],), _one(ring) - tie.value)]


def _loss_reflected(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[l = ℓ(z)] ⊢ l + z = ℓ(−z)."""
    (tie,) = _ties(given, "softplus")
    return [Tie("softplus", (-tie.arguments[0],), tie.value + tie.arguments[0])]


def _at_zero(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """⊢ 1/2 = σ(0), 0 = ln 1."""
    _ties(given)
    zero = ring.constant(Fraction(0))
    return [Tie("sigma", (zero,), ring.constant(Fraction(1, 2))), Tie("ln", (_one(ring),), zero)]


def _one_value(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[v = f(x), w = f(y), x = y, argument by argument] ⊢ v = w."""
    first, second, *equations = given
    if not (isinstance(first, Tie) and isinstance(second, Tie) and first.function == second.function):
        raise ValueError("two values of a function")
    pairs = zip(first.arguments, second.arguments, equations, strict=True)
    if not all(same.implies(condition(x - y, "=", ring)) for x, y, same in pairs):
        raise ValueError("other arguments")
    return [condition(first.value - second.value, "=", ring)]


def _rewritten(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[v = f(x_1, …), e_1 = 0, …, e = 0] ⊢ v − e = f(x_1 − e_1, …)."""
    tie, *equations = given
    if not isinstance(tie, Tie) or not all(isinstance(e, Condition) and e.sign == "=" for e in equations):
        raise ValueError("a value and equations")
    *gaps, last = (e.polynomial for e in equations)
    arguments = tuple(x - gap for x, gap in zip(tie.arguments, gaps, strict=True))
    return [Tie(tie.function, arguments, tie.value - last)]


def _no_power(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[ρ ⋈ 0] ⊢ ρ^0 = 1."""
    (about,) = given
    if not isinstance(about, Condition):
        raise ValueError("a polynomial")
    return [Tie("power", (about.polynomial, ring.constant(Fraction(0))), _one(ring))]


def _next_power(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[p = ρ^n] ⊢ ρ·p = ρ^{n+1}."""
    (tie,) = _ties(given, "power")
    ratio, n = tie.arguments
    return [Tie("power", (ratio, n + _one(ring)), ratio * tie.value)]


def _ln_power(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[p = ρ^n, L = ln ρ] ⊢ n·L = ln p."""
    power, ln = _ties(given, "power", "ln")
    ratio, n = power.arguments
    if not ring.is_zero(ratio - ln.arguments[0]):
        raise ValueError("another base")
    return [Tie("ln", (power.value,), n * ln.value)]


def _ln_product(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[L = ln x, M = ln y] ⊢ L + M = ln xy."""
    first, second = _ties(given, "ln", "ln")
    return [Tie("ln", (first.arguments[0] * second.arguments[0],), first.value + second.value)]


def _ln_increases(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[L = ln x, M = ln y, y − x > 0] ⊢ M − L > 0; likewise with >=."""
    first, second = _ties(given[:2], "ln", "ln")
    (order,) = given[2:]
    for sign in (">", ">="):
        if order.implies(condition(second.arguments[0] - first.arguments[0], sign, ring)):
            return [condition(second.value - first.value, sign, ring)]
    raise ValueError("another order")


def _apply(given: tuple[Any, ...], ring: Ring) -> list[Atom]:
    """[if φ then ψ, φ, …] ⊢ ψ."""
    first, *rest = given
    if not isinstance(first, Implication):
        raise ValueError("an implication")
    require_all(first.given, rest, "a hypothesis", ring)
    return [first.then]


def _one(ring: Ring) -> Any:
    return ring.constant(Fraction(1))


SCHEMAS: dict[str, Schema] = {
    "sigma is between 0 and 1": _between,
    "softplus is positive": _loss_positive,
    "sigma reflected": _reflected,
    "softplus reflected": _loss_reflected,
    "at a number": _at_zero,
    "one value": _one_value,
    "rewritten": _rewritten,
    "no power": _no_power,
    "next power": _next_power,
    "ln of a power": _ln_power,
    "ln of a product": _ln_product,
    "ln increases": _ln_increases,
    "apply": _apply,
}
