"""Centers and whitens a data set in balls: X ↦ X_c L⁻ᵀ with Σ = X_cᵀX_c/n = L Lᵀ.

The whitened inputs are kept as that product.  Beside n rows of small exact integers a row of many digits is
few, so that to multiply by one factor after the other takes a third of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from flint import arb, arb_mat

from verifier.arithmetic.balls import Ball, ball
from verifier.studies.data.diabetes import Table


@dataclass(frozen=True)
class Whitened:
    """Inputs (n × d) of mean 0 and covariance I, and targets (n × 1) of mean 0, as matrices of balls.

    The inputs are ``centered`` (n × d, integers) times ``factor`` (d × d).  ``correlation`` is b, the mean
    of y x (d × 1); its norm is ρ, its direction u.
    """

    centered: arb_mat
    factor: arb_mat
    targets: arb_mat
    correlation: arb_mat

    def rounded(self) -> Whitened:
        """The midpoints alone: plain numbers, near the enclosed ones."""
        return Whitened(self.centered.mid(), self.factor.mid(), self.targets.mid(), self.correlation.mid())

    @property
    def samples(self) -> int:
        """n."""
        return int(self.centered.nrows())

    @property
    def inputs(self) -> arb_mat:
        """X, n × d."""
        return self.centered * self.factor

    def forward(self, weights: arb_mat) -> arb_mat:
        """X w, n × 1."""
        return self.centered * (self.factor * weights)

    def backward(self, by_outputs: arb_mat) -> arb_mat:
        """Xᵀ v of a column of n, d × 1."""
        centered, factor = self._transposed
        return factor * (centered * by_outputs)

    @cached_property
    def _transposed(self) -> tuple[arb_mat, arb_mat]:
        """Both factors: to turn them over takes as long as to multiply by them."""
        return self.centered.transpose(), self.factor.transpose()


def whiten(table: Table) -> Whitened:
    """Enclose the whitened data at the current precision.

    The means are exact.  Raises ``ValueError`` when the precision does not show that Σ is positive
    definite, as when the columns are linearly dependent.
    """
    n = len(table.targets)
    transposed = arb_mat([_integers(_centered(column)) for column in zip(*table.inputs, strict=True)])
    centered = transposed.transpose()
    lower = cholesky(transposed * centered * (arb(1) / n))
    d = int(lower.nrows())
    factor = lower.solve(arb_mat([[int(i == j) for j in range(d)] for i in range(d)])).transpose()
    targets = arb_mat([[ball(y)] for y in _centered(table.targets)])
    correlation = factor.transpose() * (transposed * targets) * (arb(1) / n)
    return Whitened(centered, factor, targets, correlation)


def cholesky(matrix: arb_mat) -> arb_mat:
    """The lower triangular L with L Lᵀ = ``matrix``; raises ``ValueError`` unless positive definite."""
    d = int(matrix.nrows())
    lower: list[list[Ball]] = [[arb(0)] * d for _ in range(d)]
    for i in range(d):
        for j in range(i):
            known = sum((lower[i][k] * lower[j][k] for k in range(j)), arb(0))
            lower[i][j] = (matrix[i, j] - known) / lower[j][j]
        pivot = matrix[i, i] - sum((x * x for x in lower[i]), arb(0))
        if not pivot > 0:
            raise ValueError(f"the covariance is not positive definite at this precision: row {i}")
        lower[i][i] = pivot.sqrt()
    return arb_mat(lower)


def dot(left: arb_mat, right: arb_mat) -> Ball:
    """The inner product of two columns."""
    return (left.transpose() * right)[0, 0]


def norm(column: arb_mat) -> Ball:
    """The Euclidean norm of a column."""
    return dot(column, column).sqrt()


def _centered(numbers: Sequence[Fraction]) -> list[Fraction]:
    mean = sum(numbers, Fraction(0)) / len(numbers)
    return [number - mean for number in numbers]


def _integers(numbers: Sequence[Fraction]) -> list[int]:
    """The numbers in the largest unit in which all are integers: whitened, a unit makes no difference."""
    unit = lcm(*(number.denominator for number in numbers))
    return [int(number * unit) for number in numbers]
