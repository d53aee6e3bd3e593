"""Centers a data set, and whitens or standardizes it in balls: X ↦ X_c F.

Whitened, F = L⁻ᵀ with X_cᵀX_c/n = L Lᵀ; standardized, F is diagonal, and 1 over the standard deviations.
The inputs are kept as that product.  Beside n rows of small exact integers a row of many digits is
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
class Prepared:
    """Inputs (n × d) of mean 0, and targets (n × 1) of mean 0, as matrices of balls.

    The inputs are ``centered`` (n × d, integers) times ``factor`` (d × d).  ``covariance`` is their Σ
    (d × d), ``rho`` the Σ-norm of Σ⁻¹b, where b is the mean of y x, and ``target`` its direction u (d × 1).
    """

    centered: arb_mat
    factor: arb_mat
    targets: arb_mat
    covariance: arb_mat
    rho: Ball
    target: arb_mat

    @classmethod
    def of(cls, centered: arb_mat, factor: arb_mat, targets: arb_mat) -> Prepared:
        """The data with all that is computed from them, at the current precision."""
        share, transposed = arb(1) / int(centered.nrows()), centered.transpose()
        covariance = factor.transpose() * (transposed * centered * share) * factor
        correlation = factor.transpose() * (transposed * targets) * share
        weights = covariance.solve(correlation)
        rho = dot(weights, correlation).sqrt()
        return cls(centered, factor, targets, covariance, rho, weights * (1 / rho))

    def rounded(self) -> Prepared:
        """The midpoints alone: plain numbers, near the enclosed ones."""
        return Prepared(
            self.centered.mid(), self.factor.mid(), self.targets.mid(),
            self.covariance.mid(), self.rho.mid(), self.target.mid(),
        )  # fmt: skip

    def inner(self, left: arb_mat, right: arb_mat) -> Ball:
        """⟨left, right⟩_Σ."""
        return dot(left, self.covariance * right)

    def size(self, column: arb_mat) -> Ball:
        """‖column‖_Σ."""
        return self.inner(column, column).sqrt()

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


def whiten(table: Table) -> Prepared:
    """Enclose the whitened data at the current precision.

    The means are exact.  Raises ``ValueError`` when the precision does not show that Σ is positive
    definite, as when the columns are linearly dependent.
    """
    centered, targets = _centered_parts(table)
    n, d = int(centered.nrows()), int(centered.ncols())
    lower = cholesky(centered.transpose() * centered * (arb(1) / n))
    factor = lower.solve(arb_mat([[int(i == j) for j in range(d)] for i in range(d)])).transpose()
    return Prepared.of(centered, factor, targets)


def standardize(table: Table) -> Prepared:
    """Enclose the data with every column divided by its standard deviation, at the current precision.

    Raises ``ValueError`` for a column that is constant.
    """
    centered, targets = _centered_parts(table)
    n, d = int(centered.nrows()), int(centered.ncols())
    columns = [[centered[i, j] for i in range(n)] for j in range(d)]
    deviations = [(sum((x * x for x in column), arb(0)) / n).sqrt() for column in columns]
    if not all(deviation > 0 for deviation in deviations):
        raise ValueError("a column is constant")
    factor = arb_mat([[1 / deviations[j] if i == j else 0 for j in range(d)] for i in range(d)])
    return Prepared.of(centered, factor, targets)


def _centered_parts(table: Table) -> tuple[arb_mat, arb_mat]:
    columns = arb_mat([_integers(_centered(column)) for column in zip(*table.inputs, strict=True)])
    return columns.transpose(), arb_mat([[ball(y)] for y in _centered(table.targets)])


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
