"""The interval operations of ``verifier.batch.rounding`` on arrays: the path where numba is not installed.

The same float64 operations on the same ends, entry by entry, so that the results agree to the last bit;
the lemma there covers both.  ``numpy.minimum`` and ``maximum`` pass nan on, as the pair (nan, nan) must be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verifier.batch.rounding import ABSOLUTE, LARGEST, RELATIVE

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]


def _outward(low: Floats, high: Floats) -> Pair:
    good = (low > -LARGEST) & (high < LARGEST) & (low <= high)
    return (
        np.where(good, low - (np.abs(low) * RELATIVE + ABSOLUTE), np.nan),
        np.where(good, high + (np.abs(high) * RELATIVE + ABSOLUTE), np.nan),
    )


def add(a: Floats, b: Floats, c: Floats, d: Floats) -> Pair:
    """[a, b] + [c, d]."""
    return _outward(a + c, b + d)


def subtract(a: Floats, b: Floats, c: Floats, d: Floats) -> Pair:
    """[a, b] − [c, d]."""
    return _outward(a - d, b - c)


def multiply(a: Floats, b: Floats, c: Floats, d: Floats) -> Pair:
    """[a, b] · [c, d]: the least and the greatest product of ends."""
    w, x, y, z = a * c, a * d, b * c, b * d
    least = np.minimum(np.minimum(w, x), np.minimum(y, z))
    return _outward(least, np.maximum(np.maximum(w, x), np.maximum(y, z)))


def square(a: Floats, b: Floats) -> Pair:
    """[a, b]²; when 0 is inside, the lower end is exactly 0 (nan where the upper end is)."""
    first, second = a * a, b * b
    inside = (a < 0) & (b > 0)
    low, high = _outward(np.where(inside, 0.0, np.minimum(first, second)), np.maximum(first, second))
    return np.where(inside, high * 0.0, low), high


def divide(a: Floats, b: Floats, c: Floats, d: Floats) -> Pair:
    """[a, b] / [c, d]; (nan, nan) where the divisor may be 0."""
    above, apart = c > 0, (c > 0) | (d < 0)
    low, high = np.where(above, a, b), np.where(above, b, a)
    low = low / np.where((low >= 0), d, c)
    high = high / np.where((high >= 0), c, d)
    return _outward(np.where(apart, low, np.nan), np.where(apart, high, np.nan))


def root(a: Floats, b: Floats) -> Pair:
    """√[a, b]; (nan, nan) where it may be of a negative number."""
    return _outward(np.where(a >= 0, np.sqrt(a), np.nan), np.sqrt(b))


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """``yes`` where the condition holds, else ``no``."""
    return np.where(condition, yes, no)


OPERATIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (add, subtract, multiply, square, divide, root, choose)
} | {"scale": np.ldexp, "split": np.frexp}
