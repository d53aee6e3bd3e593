"""Exact data matrices of a wished spectrum: sixteen samples, turned out of the axes of Σ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from verifier.studies.data.vectors import Matrix, product, reflection

SAMPLES = 16


@dataclass(frozen=True)
class Turned:
    """Inputs (16 × d) of mean 0, targets y = Xu with ‖u‖_Σ = 1, and first weights (d): exact.

    ``deviations`` are the roots of the eigenvalues of Σ (d), in increasing order.  ρ is 1, and with η = 1
    weights have no units.
    """

    inputs: Matrix
    targets: Sequence[Fraction]
    weights: Sequence[Fraction]
    deviations: Sequence[Fraction]

    @property
    def condition_number(self) -> Fraction:
        """κ = L/ℓ."""
        return (self.deviations[-1] / self.deviations[0]) ** 2


@dataclass(frozen=True)
class Start:
    """‖w_0‖_Σ, and cosine and sine of the angle to the target: what does not depend on the spectrum."""

    size: Fraction
    cosine: Fraction
    sine: Fraction


def plane(start: Start, root: Fraction) -> Turned:
    """Two dimensions, κ = ``root``²; the target is the flattest eigenvector, w tilted to the other."""
    return _turned(start, [Fraction(1), root], [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]])


def spread(start: Start, dimension: int, root: Fraction) -> Turned:
    """Up to 15 dimensions, κ = ``root``²; target and tilt have a part along every eigenvector.

    The target has about as much of each, the tilt most of the steepest.  The deviations go up by about
    equal ratios, in hundredths.
    """
    steps = dimension - 1
    between = [Fraction(round(100 * float(root) ** (j / steps)), 100) for j in range(steps)]
    axes = reflection([Fraction(1 + isqrt(dimension)), *[Fraction(1)] * steps])
    return _turned(start, [*between, root], [[-x for x in axes[0]], axes[-1]])


def _turned(start: Start, deviations: Sequence[Fraction], axes: Matrix) -> Turned:
    """From the whitened directions of the target and of the tilt."""
    d = len(deviations)
    turn = reflection([Fraction(1 + 7 * j % 5) for j in range(d)])
    signs = [[Fraction(x) for x in row[1 : d + 1]] for row in hadamard(SAMPLES)]
    inputs = product([[x * y for x, y in zip(row, deviations, strict=True)] for row in signs], turn)
    unseen = [[x / y for x, y in zip(axis, deviations, strict=True)] for axis in axes]
    target, tilt = product(unseen, turn)
    weights = [start.size * (start.cosine * x + start.sine * y) for x, y in zip(target, tilt, strict=True)]
    targets = [row[0] for row in product(inputs, [[x] for x in target])]
    return Turned(inputs, targets, weights, deviations)


def hadamard(n: int) -> list[list[int]]:
    """Signs in orthogonal columns, the first of which is constant; n a power of 2."""
    rows = [[1]]
    while len(rows) < n:
        rows = [row + row for row in rows] + [row + [-x for x in row] for row in rows]
    return rows
