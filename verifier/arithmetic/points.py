"""Points: mpmath's numbers, with the methods of a ball, in a context of their own.

They enclose nothing: a point is one rounded number, both ends of itself.  Every comparison of points is
decided, rightly or not; what is said of them holds only as far as two precisions agree on it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
from mpmath.libmp import ComplexResult

from verifier.arithmetic.reals import Reals

_CONTEXT = mpmath.mp.clone()
"""Not mpmath's global one, whose precision belongs to whoever else uses mpmath."""
_CONTEXT.trap_complex = True
Point = _CONTEXT.mpf


def _real(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of reals: not a number, as with balls, where mpmath's value is complex."""

    def within(*values: Any) -> Any:
        try:
            return function(*values)
        except ComplexResult:
            return _CONTEXT.nan

    return within


_SQRT, _LOG, _LOG1P, _POWER = map(_real, (_CONTEXT.sqrt, _CONTEXT.log, _CONTEXT.log1p, _CONTEXT.power))


def _itself(x: Any) -> Any:
    return x


_METHODS = {
    "lower": _itself,
    "upper": _itself,
    "mid": _itself,
    "rad": lambda x: _CONTEXT.zero,
    "union": lambda x, y: (x + y) / 2,
    "min": lambda x, y: y if y < x else x,
    "max": lambda x, y: y if y > x else x,
    "is_finite": lambda x: bool(_CONTEXT.isfinite(x)),
    "sqrt": lambda x: _SQRT(x),
    "log": lambda x: _LOG(x),
    "log1p": lambda x: _LOG1P(x),
    "exp": lambda x: _CONTEXT.exp(x),
}
"""Those methods of a ball that bounds use."""
for _name, _method in _METHODS.items():
    setattr(Point, _name, _method)  # the class belongs to this context alone


def point(value: Fraction | int) -> Any:
    """An exact number, rounded to the working precision."""
    exact = Fraction(value)
    return _CONTEXT.mpf(exact.numerator) / exact.denominator


def root_between(function: Any, low: Any, high: Any) -> Any:
    """Where a function changes its sign between two points, to about the working precision."""
    return _CONTEXT.findroot(function, (low, high), solver="anderson", verify=False)


def _exponent_form(x: Any) -> tuple[int, int]:
    sign, mantissa, exponent, _ = x._mpf_
    return (-int(mantissa) if sign else int(mantissa)), int(exponent)


def _ell_change(z: Any, d: Any) -> Any:
    """ℓ(z + d) − ℓ(z), best for z ≥ 0; for z < 0 there is ℓ(z) = ℓ(−z) − z."""
    return _CONTEXT.log1p(_CONTEXT.expm1(-d) / (1 + _CONTEXT.exp(z)))


POINTS = Reals(
    "mpmath",
    _CONTEXT.mpf,
    {
        "sqrt": _SQRT,
        "power": _POWER,
        "log": _LOG,
        "exp": _CONTEXT.exp,
        "cos": _CONTEXT.cos,
        "sin": _CONTEXT.sin,
        "tan": _CONTEXT.tan,
        "sinh": _CONTEXT.sinh,
        "cosh": _CONTEXT.cosh,
        "sinhc": lambda z: _CONTEXT.sinh(z) / z if z else _CONTEXT.one,
        "sigma": lambda z: 1 / (1 + _CONTEXT.exp(-z)),
        "ell": lambda z: _CONTEXT.log1p(_CONTEXT.exp(-z)),
        "ell_change": lambda z, d: _ell_change(z, d) if z >= 0 else _ell_change(-z, -d) - d,
        "Abs": abs,
        "Min": min,
        "Max": max,
        "floor": _CONTEXT.floor,
        "ceiling": _CONTEXT.ceil,
        "pi": lambda: +_CONTEXT.pi,
    },
    kind=Point,
    number=point,
    precision=_CONTEXT.workprec,
    bits=lambda: int(_CONTEXT.prec),
    exponent_form=_exponent_form,
    encloses=False,
)
"""Rounded numbers at the precision of ``POINTS.precision``: no enclosure."""
