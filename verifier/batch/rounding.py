"""Float64 interval operations with outward rounding, one scalar pair at a time.

Lemma.  Write u = 2⁻⁵³.  Let z be the float64 result, rounded to nearest, of one of + − × ÷ √ with the
exact value x, and let |z| < 2¹⁰⁰⁰.  Then |z − x| ≤ u|z| + 2⁻¹⁰⁷⁵: half a unit in the last place of z is at
most u|z| for normal z, and 2⁻¹⁰⁷⁵ for subnormal z.  Put w = fl(fl(3u|z|) + 2⁻¹⁰²²).  The product loses at
most the factor 1 − u or the amount 2⁻¹⁰⁷⁵; the sum is normal and loses at most the factor 1 − u; so
w ≥ (3u|z|(1 − u) − 2⁻¹⁰⁷⁵ + 2⁻¹⁰²²)(1 − u) ≥ (3u|z| + 2⁻¹⁰²³)(1 − u)².  Rounding z − w to nearest errs by
at most u(|z| + w), also when the difference is subnormal, since it is then exact.  Hence
    fl(z − w) ≤ z − w(1 − u) + u|z| ≤ z + u|z| − (3u|z| + 2⁻¹⁰²³)(1 − u)³ ≤ z − u|z| − 2⁻¹⁰⁷⁵ ≤ x,
because 3(1 − u)³ ≥ 2 and 2⁻¹⁰²³(1 − u)³ ≥ 2⁻¹⁰⁷⁵.  Likewise fl(z + w) ≥ x.  ∎

So ``_outward(low, high)`` of two computed ends encloses whatever their exact values enclose.  It needs no
rounding mode, which NumPy and compiled loops cannot set, only that results are rounded to nearest, with
subnormal numbers and without fused operations, as IEEE 754 has it and numba does unless told otherwise.

A result of 2¹⁰⁰⁰ or more, or none, becomes the pair (nan, nan); every operation with nan gives that pair
again, and every comparison with it is false, so nothing is decided from it: neither "yes" nor "no".

The functions are plain Python on purpose: numba compiles them, and ``tests/batch`` runs them as they are.
``verifier.batch.arrays`` has them for whole arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from math import frexp, ldexp, nan, sqrt
from typing import Any

from verifier.batch.compiler import inlined

Pair = tuple[float, float]

RELATIVE = 3 * 2.0**-53
ABSOLUTE = 2.0**-1022
LARGEST = 2.0**1000


@inlined
def _outward(low: float, high: float) -> Pair:
    good = (low > -LARGEST) & (high < LARGEST) & (low <= high)
    below, above = low - (abs(low) * RELATIVE + ABSOLUTE), high + (abs(high) * RELATIVE + ABSOLUTE)
    return (below if good else nan), (above if good else nan)


@inlined
def add(a: float, b: float, c: float, d: float) -> Pair:
    """[a, b] + [c, d]."""
    return _outward(a + c, b + d)


@inlined
def subtract(a: float, b: float, c: float, d: float) -> Pair:
    """[a, b] − [c, d]."""
    return _outward(a - d, b - c)


@inlined
def _least(a: float, b: float) -> float:
    return a if a < b else b


@inlined
def _greatest(a: float, b: float) -> float:
    return a if a > b else b


@inlined
def multiply(a: float, b: float, c: float, d: float) -> Pair:
    """[a, b] · [c, d], the least and the greatest product of ends; all four are nan, or none."""
    w, x, y, z = a * c, a * d, b * c, b * d
    return _outward(_least(_least(w, x), _least(y, z)), _greatest(_greatest(w, x), _greatest(y, z)))


@inlined
def square(a: float, b: float) -> Pair:
    """[a, b]²; when 0 is inside, the lower end is exactly 0 (nan where the upper end is)."""
    low, high = _outward(_least(a * a, b * b), _greatest(a * a, b * b))
    return (high * 0.0 if a < 0.0 < b else low), high


@inlined
def divide(a: float, b: float, c: float, d: float) -> Pair:
    """[a, b] / [c, d]; (nan, nan) when the divisor may be 0."""
    above, apart = c > 0.0, (c > 0.0) | (d < 0.0)
    c, d = (c if apart else nan), (d if apart else nan)
    low, high = (a if above else b), (b if above else a)
    return _outward(low / (d if low >= 0.0 else c), high / (c if high >= 0.0 else d))


@inlined
def root(a: float, b: float) -> Pair:
    """√[a, b]; (nan, nan) when it may be of a negative number."""
    return _outward(sqrt(a if a >= 0.0 else nan), sqrt(b if b >= 0.0 else nan))


@inlined
def choose(condition, yes, no):  # type: ignore[no-untyped-def]
    """``yes`` if the condition holds, else ``no``; for arrays it will choose entry by entry."""
    return yes if condition else no


@inlined
def scale(x: float, exponent: int) -> float:
    """x·2^exponent, rounded to nearest where it underflows."""
    return ldexp(x, exponent)


@inlined
def split(x: float) -> tuple[float, int]:
    """The mantissa of x, in [1/2, 1) or 0, and its exponent."""
    return frexp(x)


OPERATIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (add, subtract, multiply, square, divide, root, choose, scale, split)
}
