"""Exact data matrices of a wished spectrum: sixteen samples, turned out of the axes of Σ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from verifier.studies.vectors import Matrix, product, reflection

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


@dataclass(frozen=True)
class Start:
    """‖w_0‖_Σ, and cosine and sine of the angle to the target: what does not depend on the spectrum."""

    size: Fraction
    cosine: Fraction
    sine: Fraction


@dataclass(frozen=True)
class Straight:
    """The same along the eigenvectors of Σ: target and first weights (d each)."""

    deviations: Sequence[Fraction]
    target: Sequence[Fraction]
    weights: Sequence[Fraction]

    @property
    def condition_number(self) -> Fraction:
        """κ = L/ℓ."""
        return (self.deviations[-1] / self.deviations[0]) ** 2

    def turned(self) -> Turned:
        """As a data matrix, turned out of the axes."""
        d = len(self.deviations)
        turn = reflection([Fraction(1 + 7 * j % 5) for j in range(d)])
        signs = [[Fraction(x) for x in row[1 : d + 1]] for row in hadamard(SAMPLES)]
        seen = [[x * y for x, y in zip(row, self.deviations, strict=True)] for row in signs]
        inputs = product(seen, turn)
        target, weights = product([self.target, self.weights], turn)
        targets = [row[0] for row in product(inputs, [[x] for x in target])]
        return Turned(inputs, targets, weights, self.deviations)


def plane(start: Start, root: Fraction) -> Straight:
    """Two dimensions, κ = ``root``²; the target is the flattest eigenvector, w tilted to the other."""
    return _straight(start, [Fraction(1), root], [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]])


def spread(start: Start, dimension: int, root: Fraction) -> Straight:
    """Up to 15 dimensions, κ = ``root``²; target and tilt have a part along every eigenvector.

    The target has about as much of each, the tilt most of the steepest.  The deviations go up by about
    equal ratios, in hundredths.
    """
    steps = dimension - 1
    between = [Fraction(round(100 * float(root) ** (j / steps)), 100) for j in range(steps)]
    axes = reflection([Fraction(1 + isqrt(dimension)), *[Fraction(1)] * steps])
    return _straight(start, [*between, root], [[-x for x in axes[0]], axes[-1]])


def _straight(start: Start, deviations: Sequence[Fraction], axes: Matrix) -> Straight:
    """From the whitened directions of the target and of the tilt."""
    target, tilt = ([x / y for x, y in zip(axis, deviations, strict=True)] for axis in axes)
    weights = [start.size * (start.cosine * x + start.sine * y) for x, y in zip(target, tilt, strict=True)]
    return Straight(deviations, target, weights)


def hadamard(n: int) -> list[list[int]]:
    """Signs in orthogonal columns, the first of which is constant; n a power of 2."""
    rows = [[1]]
    while len(rows) < n:
        rows = [row + row for row in rows] + [row + [-x for x in row] for row in rows]
    return rows
