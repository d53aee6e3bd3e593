"""The number systems a compiled map can run in.

Each offers the four operators, its own integers, and named functions.  Only ``BALLS`` decides
anything.  ``EXACT`` and ``POINTS`` serve to test it; ``INTERVALS`` is mpmath.iv, which has an unsound
``exp`` and is therefore given no function but the square root.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import mpmath
from flint import acb, arb

from verifier.arithmetic.exact import exact_root


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """One number system: ``integer`` embeds an int exactly, ``functions`` are called by name."""

    name: str
    integer: Callable[[int], Any]
    functions: Mapping[str, Callable[..., Any]]


def _fold(pairwise: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    return lambda *values: reduce(pairwise, values)


BALLS = Arithmetic(
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
        "Abs": abs,
        "Min": _fold(arb.min),
        "Max": _fold(arb.max),
        "floor": arb.floor,
        "ceiling": arb.ceil,
        "pi": arb.pi,
    },
)
"""Rigorous: every result encloses the exact value."""

EXACT = Arithmetic(
    "fractions",
    Fraction,
    {"sqrt": exact_root, "Abs": abs, "Min": min, "Max": max},
)
"""Exact rationals; a root that is not rational raises ``ValueError``."""

POINTS = Arithmetic(
    "mpmath",
    mpmath.mpf,
    {
        "sqrt": mpmath.sqrt,
        "power": mpmath.power,
        "log": mpmath.log,
        "exp": mpmath.exp,
        "cos": mpmath.cos,
        "sin": mpmath.sin,
        "tan": mpmath.tan,
        "sinh": mpmath.sinh,
        "cosh": mpmath.cosh,
        "sinhc": lambda z: mpmath.sinh(z) / z if z else mpmath.mpf(1),
        "sigma": lambda z: 1 / (1 + mpmath.exp(-z)),
        "ell": lambda z: mpmath.log1p(mpmath.exp(-z)),
        "Abs": abs,
        "Min": min,
        "Max": max,
        "floor": mpmath.floor,
        "ceiling": mpmath.ceil,
        "pi": lambda: +mpmath.pi,
    },
)
"""Rounded numbers at mpmath's precision: no enclosure."""

INTERVALS = Arithmetic("mpmath.iv", mpmath.iv.mpf, {"sqrt": mpmath.iv.sqrt})
"""mpmath's intervals, for comparison only."""
