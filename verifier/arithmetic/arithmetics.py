"""The number systems a compiled map can run in; ``verifier.arithmetic.points`` has one more.

Each offers the four operators, its own integers, and named functions.  Only ``BALLS`` decides
anything.  ``EXACT`` serves to test it; ``INTERVALS`` is mpmath.iv, which has an unsound ``exp`` and is
therefore given no function but the square root.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

import mpmath
from flint import acb, arb, ctx

from verifier.arithmetic.balls import ball, precision
from verifier.arithmetic.exact import exact_root
from verifier.arithmetic.reals import Arithmetic, Reals


def _fold(pairwise: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    return lambda *values: reduce(pairwise, values)


def _exponent_form(end: arb) -> tuple[int, int]:
    mantissa, exponent = end.man_exp()
    return int(mantissa), int(exponent)


def _ell_change(z: arb, d: arb) -> arb:
    """ℓ(z + d) − ℓ(z), best for z ≥ 0; for z < 0 there is ℓ(z) = ℓ(−z) − z."""
    return ((-d).expm1() / (1 + z.exp())).log1p()


BALLS = Reals(
    "python-flint balls",
    arb,
    {
        "sqrt": arb.sqrt,
        "power": lambda base, exponent: base**exponent,
        "log": arb.log,
        "exp": arb.exp,
        "cos": arb.cos,
        "sin": arb.sin,
        "tan": arb.tan,
        "sinh": arb.sinh,
        "cosh": arb.cosh,
        # sin(iz)/(iz): FLINT takes care of balls that contain 0, where sinh(z)/z would be lost.
        "sinhc": lambda z: acb(0, z).sinc().real,
        "sigma": lambda z: 1 / (1 + (-z).exp()),
        "ell": lambda z: (-z).exp().log1p(),
        "ell_change": lambda z, d: _ell_change(z, d) if z.mid() >= 0 else _ell_change(-z, -d) - d,
        "Abs": abs,
        "Min": _fold(arb.min),
        "Max": _fold(arb.max),
        "floor": arb.floor,
        "ceiling": arb.ceil,
        "pi": arb.pi,
    },
    kind=arb,
    number=ball,
    precision=precision,
    bits=lambda: int(ctx.prec),
    exponent_form=_exponent_form,
    encloses=True,
)
"""Rigorous: every result encloses the exact value."""

EXACT = Arithmetic(
    "fractions",
    Fraction,
    {"sqrt": exact_root, "Abs": abs, "Min": min, "Max": max},
)
"""Exact rationals; a root that is not rational raises ``ValueError``."""

INTERVALS = Arithmetic("mpmath.iv", mpmath.iv.mpf, {"sqrt": mpmath.iv.sqrt})
"""mpmath's intervals, for comparison only."""
