"""Points: mpmath's numbers, with the methods of a ball, in a context of their own.

They enclose nothing: a point is one rounded number, both ends of itself.  Every comparison of points is
decided, rightly or not; what is said of them holds only as far as two precisions agree on it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
from mpmath.libmp import ComplexResult, fone, fzero, mpf_add, mpf_div, mpf_exp, mpf_log, mpf_neg, mpf_sub

from verifier.arithmetic.reals import Reals
from verifier.arithmetic.unwrapped import unwrapped

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


def _is_finite(x: Any) -> bool:
    """Infinities and nan have no mantissa, but an exponent, by which zero is told from them."""
    return bool(x._mpf_[1]) or not x._mpf_[2]


_METHODS = {
    "lower": _itself,
    "upper": _itself,
    "mid": _itself,
    "rad": lambda x: _CONTEXT.zero,
    "union": lambda x, y: (x + y) / 2,
    "min": lambda x, y: y if y < x else x,
    "max": lambda x, y: y if y > x else x,
    "is_finite": _is_finite,
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


_GUARD = 10
"""Bits beyond the working precision, where one function takes several operations."""


def _ell_change(z: Any, d: Any) -> Any:
    """ℓ(z + d) − ℓ(z) = ln(1 + (e^{−d} − 1)/(1 + e^z)), best for z ≥ 0; else ℓ(z) = ℓ(−z) − z.

    By libmp itself: the contexts of mpmath's ``expm1`` and ``log1p`` take longer than what they compute.
    """
    bits = _CONTEXT.prec + _GUARD
    at, change = z._mpf_, d._mpf_
    if not (_is_finite(z) and _is_finite(d)):
        return _CONTEXT.nan
    mirrored = at[0]
    if mirrored:
        at, change = mpf_neg(at), mpf_neg(change)
    share = mpf_div(_expm1(mpf_neg(change), bits), mpf_add(fone, mpf_exp(at, bits), bits), bits)
    found = _log1p(share, bits)
    return _CONTEXT.make_mpf(mpf_sub(found, d._mpf_ if mirrored else fzero, _CONTEXT.prec, "n"))


def _expm1(x: Any, bits: int) -> Any:
    """e^x − 1 of a finite number to about so many bits, whatever its size."""
    if x == fzero:
        return fzero
    size = x[2] + x[3]
    if size < -bits:
        return x  # what is left out is smaller than the last bit
    return mpf_sub(mpf_exp(x, bits + max(0, -size) + _GUARD), fone, bits)


def _log1p(x: Any, bits: int) -> Any:
    """ln(1 + x) of a finite number > −1, likewise."""
    if x == fzero or x[2] + x[3] < -bits:
        return x
    return mpf_log(mpf_add(fone, x), bits)


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
        "ell_change": _ell_change,
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
    loaded=lambda source, title, names: unwrapped(source, title, names, _CONTEXT),
)
"""Rounded numbers at the precision of ``POINTS.precision``: no enclosure."""
