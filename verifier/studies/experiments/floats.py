"""Training in float32 and float64 that rounds the same way on every machine.

IEEE 754 fixes + − × ÷ and √ entry by entry.  It fixes neither the order in which a library adds up, nor exp
and log, and so BLAS, LAPACK and NumPy's reductions give other last digits on another processor, from which
a run that lives on rounding errors goes its own way.  Here sums are folded in a stated order, exp and
log1p are rounded from balls, and data are drawn as exact binary fractions.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
from flint import arb

from verifier.arithmetic.balls import Ball, ball, precision

Array = Any
"""A NumPy array of float32 or float64, or one such number."""

_BITS = 128
_GRID = 2**20


def total(terms: Array) -> Array:
    """The sum along the first axis (at least one term): the halves are added until one is left."""
    while len(terms) > 1:
        half = len(terms) // 2
        terms = np.concatenate([terms[:half] + terms[half : 2 * half], terms[2 * half :]])
    return terms[0]


def mean(values: Array) -> Array:
    """The mean along the first axis, in the format of ``values``."""
    return total(values) / values.dtype.type(len(values))


def dot(x: Array, y: Array) -> Array:
    """Σ x_i y_i."""
    return total(x * y)


def norm(x: Array) -> Array:
    """The Euclidean norm of a vector."""
    return np.sqrt(dot(x, x))


def applied(matrix: Array, x: Array) -> Array:
    """The product of an n × d matrix with a vector of d entries."""
    return total((matrix * x).T)


def combined(weights: Array, rows: Array) -> Array:
    """Σ weights_i · rows_i over the n rows of an n × d matrix."""
    return total(rows * weights[:, np.newaxis])


def exp(values: Array) -> Array:
    """e^x of each entry, rounded to its format."""
    return _rounded(values, lambda x: x.exp())


def log1p(values: Array) -> Array:
    """ln(1 + x) of each entry > −1, rounded to its format."""
    return _rounded(values, lambda x: x.log1p())


def angle(theta: Fraction) -> tuple[float, float]:
    """cos θ and sin θ in float64."""
    with precision(_BITS):
        exact = ball(theta)
        return float(exact.cos()), float(exact.sin())


def drawn(random: Random, rows: int, columns: int) -> Array:
    """A matrix of float64 entries, uniform on a grid in [−1, 1)."""
    entries = [random.randrange(-_GRID, _GRID) / _GRID for _ in range(rows * columns)]
    return np.array(entries).reshape(rows, columns)


def orthonormal(rows: Array) -> Array:
    """Orthonormal rows with the same span, by Gram and Schmidt, each row cleared twice."""
    done: list[Array] = []
    for row in rows:
        for one in done * 2:
            row = row - one * dot(one, row)
        done.append(row / norm(row))
    return np.array(done)


def _rounded(values: Array, function: Callable[[Ball], Ball]) -> Array:
    with precision(_BITS):
        return np.array([float(function(arb(x))) for x in values.tolist()], dtype=values.dtype)
