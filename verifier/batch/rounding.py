"""Float64 interval operations with outward rounding, one scalar pair at a time.

Lemma.  Let z be the float64 result, rounded to nearest, of one of + − × ÷ √ with exact value x, and let
|z| be finite.  Then |z − x| ≤ 2⁻⁵³|z| + 2⁻¹⁰⁷⁵.  Put w = fl(fl(|z|·3·2⁻⁵³) + 2⁻¹⁰²²).  The first rounding loses
at most 2⁻¹⁰⁷⁵, the second the factor 1 − 2⁻⁵³, so w ≥ (3·2⁻⁵³|z| + 2⁻¹⁰²³)(1 − 2⁻⁵²).  Rounding z − w to nearest
errs by at most 2⁻⁵³(|z| + w), so
    fl(z − w) ≤ z − w(1 − 2⁻⁵³) + 2⁻⁵³|z| ≤ z − 2⁻⁵³|z| − 2⁻¹⁰⁷⁵ ≤ x,
and likewise fl(z + w) ≥ x.  ∎

So ``_outward(lo, hi)`` of two computed ends encloses whatever their exact values enclose.  It needs no
rounding mode, which NumPy and compiled loops cannot set.  A result that is not finite, or beyond
``LARGEST``, becomes the pair (nan, nan); every operation with nan gives that pair again, and every
comparison with it is false, so nothing is decided from it: neither "yes" nor "no".

The functions are plain Python on purpose: numba compiles them, and ``tests/batch`` runs them as they are.
"""

from __future__ import annotations

from math import nan, sqrt

from verifier.batch.compiler import inlined

Pair = tuple[float, float]

RELATIVE = 3 * 2.0**-53
ABSOLUTE = 2.0**-1022
LARGEST = 2.0**1000


@inlined
def _outward(low: float, high: float) -> Pair:
    if low > -LARGEST and high < LARGEST and low <= high:
        return low - (abs(low) * RELATIVE + ABSOLUTE), high + (abs(high) * RELATIVE + ABSOLUTE)
    return nan, nan


@inlined
def add(a: float, b: float, c: float, d: float) -> Pair:
    """[a, b] + [c, d]."""
    return _outward(a + c, b + d)


@inlined
def subtract(a: float, b: float, c: float, d: float) -> Pair:
    """[a, b] − [c, d]."""
    return _outward(a - d, b - c)


@inlined
def multiply(a: float, b: float, c: float, d: float) -> Pair:
    """[a, b] · [c, d], by the signs of the factors."""
    if a >= 0:
        if c >= 0:
            return _outward(a * c, b * d)
        if d <= 0:
            return _outward(b * c, a * d)
        return _outward(b * c, b * d)
    if b <= 0:
        if c >= 0:
            return _outward(a * d, b * c)
        if d <= 0:
            return _outward(b * d, a * c)
        return _outward(a * d, a * c)
    if c >= 0:
        return _outward(a * d, b * d)
    if d <= 0:
        return _outward(b * c, a * c)
    return _outward(min(a * d, b * c), max(a * c, b * d))


@inlined
def square(a: float, b: float) -> Pair:
    """[a, b]²."""
    if a >= 0:
        return _outward(a * a, b * b)
    if b <= 0:
        return _outward(b * b, a * a)
    low, high = _outward(0.0, max(a * a, b * b))
    return low, high


@inlined
def divide(a: float, b: float, c: float, d: float) -> Pair:
    """[a, b] / [c, d]; (nan, nan) when the divisor may be 0."""
    if c > 0:
        if a >= 0:
            return _outward(a / d, b / c)
        if b <= 0:
            return _outward(a / c, b / d)
        return _outward(a / c, b / c)
    if d < 0:
        if a >= 0:
            return _outward(b / d, a / c)
        if b <= 0:
            return _outward(b / c, a / d)
        return _outward(b / d, a / d)
    return nan, nan


@inlined
def root(a: float, b: float) -> Pair:
    """√[a, b]; (nan, nan) when it may be of a negative number."""
    if a >= 0:
        return _outward(sqrt(a), sqrt(b))
    return nan, nan


OPERATIONS = {
    function.__name__: function for function in (add, subtract, multiply, square, divide, root)
}
