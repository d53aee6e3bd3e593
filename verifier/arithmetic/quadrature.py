"""Integrals of derived expressions in balls, also of ln|f| across simple zeros of f.

Away from the zeros Arb's adaptive Gauss–Legendre quadrature applies; it encloses the integral of a
function that is analytic on the complex balls it is evaluated on.  A short stretch around a zero adds
little, and what it adds is bounded by the range of f' on it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

from flint import acb, arb
from sympy import Dummy, Expr, Symbol

from verifier.arithmetic.balls import Ball, Undecided, positive
from verifier.arithmetic.compile import compile_map
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import Arithmetic

COMPLEX = Arithmetic(
    "python-flint complex balls",
    acb,
    {
        "sqrt": acb.sqrt,
        "exp": acb.exp,
        "cosh": acb.cosh,
        "sinh": acb.sinh,
        "sigma": lambda z: 1 / (1 + (-z).exp()),
    },
)
"""Rigorous, for functions that are analytic wherever their value is finite."""

_VALUE = Dummy("value")


class Curve:
    """A derived expression as a function of one of its symbols, at real and at complex balls."""

    def __init__(self, expression: Expr, variable: Symbol, **values: Ball) -> None:
        """``values`` are those of the expression's other symbols, by name."""
        self._expression, self._variable, self._values = expression, variable, values

    def __call__(self, x: Ball) -> Ball:
        """The range of the function over the ball ``x``, or more."""
        known = {**self._values, self._variable.name: x}
        return evaluate(self._expression, known.__getitem__)

    @cached_property
    def at(self) -> Callable[[acb], acb]:
        """The same at a complex ball; bound once, as an integral asks for it a few hundred times."""
        names, function = _complex(self._expression)
        name = self._variable.name
        if name not in names:
            constant = acb(function(*(acb(self._values[other]) for other in names))[0])
            return lambda z: constant
        place = names.index(name)
        before = [acb(self._values[other]) for other in names[:place]]
        after = [acb(self._values[other]) for other in names[place + 1 :]]
        return lambda z: function(*before, z, *after)[0]

    def slope(self, x: Ball) -> Ball:
        """The range of the derivative."""
        return Curve(self._expression.diff(self._variable), self._variable, **self._values)(x)


@lru_cache(maxsize=64)
def _complex(expression: Expr) -> tuple[tuple[str, ...], Callable[..., tuple[Any, ...]]]:
    symbols = sorted(expression.free_symbols, key=str)
    program = compile_map({_VALUE: expression}, symbols, [_VALUE])
    return program.arguments, program.bind(COMPLEX)


def integral_of_log(
    f: Curve, weight: Curve, low: Ball, high: Ball, zero: Ball | None, tolerance: Ball
) -> Ball:
    """∫ ln|f(x)| weight(x) dx from ``low`` to ``high``, to about ``tolerance`` if the balls are narrow.

    f does not vanish there, unless ``zero`` is a ball: then only at one place, simply, and that is in
    the ball, which may overlap the lower end.  The weight is positive.  The result is valid for every
    choice of numbers in the balls.  Raises ``Undecided`` where one of this cannot be seen.
    """
    if zero is None:
        return _regular(f, weight, low, high, tolerance)
    reach = arb.max(4 * zero.rad(), tolerance**2)
    before, after = (zero - reach).lower(), (zero + reach).upper()
    if before > low.upper():
        left = _regular(f, weight, low, before, tolerance)
    else:
        left, before, after = arb(0), low, arb.max(after, low.upper() + reach + low.rad()).upper()
    return left + _across(f, weight, before, after) + _regular(f, weight, after, high, tolerance)


def _regular(f: Curve, weight: Curve, low: Ball, high: Ball, tolerance: Ball) -> Ball:
    """The integral over a stretch without zeros; the ends may be balls."""
    first, last = low.upper(), high.lower()
    if not first <= last:
        raise Undecided(f"whether {low} < {high}")
    sign = positive(f(((first + last) / 2).mid()))
    if sign is None:
        raise Undecided(f"the sign of a function between {low} and {high}")

    at, weight_at = f.at, weight.at

    def integrand(z: acb, analytic: bool) -> acb:
        value = at(z)
        return (value if sign else -value).log(analytic=analytic) * weight_at(z)

    inner = acb.integral(integrand, acb(first), acb(last), abs_tol=tolerance, rel_tol=tolerance).real
    ends = ((low, first - low), (high, high - last))
    return inner + sum((abs(f(end)).log() * weight(end) * length for end, length in ends), arb(0))


def _across(f: Curve, weight: Curve, low: Ball, high: Ball) -> Ball:
    """The integral over a short stretch that may contain a simple zero.

    Of all functions with |f'| ≥ m on a stretch of length d, the straight one with its zero in the middle
    has the least ∫ ln|f|, which is d(ln(md/2) − 1).  Where |f| < 1 the weight has a mean value.
    """
    stretch, length = low.union(high), high - low
    least, most = abs(f.slope(stretch)).abs_lower(), abs(f(stretch)).abs_upper()
    if not (least > 0 and most < 1 and length > 0):
        raise Undecided(f"whether a function has one small simple zero between {low} and {high}")
    range_of_log = ((least * length / 2).log() - 1).union(most.log())
    return weight(stretch) * range_of_log * length
