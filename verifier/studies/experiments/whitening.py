"""Centers and whitens a data set in balls: X ↦ X_c L⁻ᵀ with Σ = X_cᵀX_c/n = L Lᵀ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from flint import arb, arb_mat

from verifier.arithmetic.balls import Ball, ball
from verifier.studies.data.diabetes import Table


@dataclass(frozen=True)
class Whitened:
    """Inputs (n × d) of mean 0 and covariance I, and targets (n × 1) of mean 0, as matrices of balls.

    ``correlation`` is b, the mean of y x (d × 1); its norm is ρ, its direction u.
    """

    inputs: arb_mat
    targets: arb_mat
    correlation: arb_mat

    def rounded(self) -> Whitened:
        """The midpoints alone: plain numbers, near the enclosed ones."""
        return Whitened(self.inputs.mid(), self.targets.mid(), self.correlation.mid())

    @property
    def samples(self) -> int:
        """n."""
        return int(self.inputs.nrows())

    @cached_property
    def transposed(self) -> arb_mat:
        """The inputs as d × n: to turn them over takes as long as to multiply by them."""
        return self.inputs.transpose()


def whiten(table: Table) -> Whitened:
    """Enclose the whitened data at the current precision.

    The means are exact.  Raises ``ValueError`` when the precision does not show that Σ is positive
    definite, as when the columns are linearly dependent.
    """
    centered = [_centered(column) for column in zip(*table.inputs, strict=True)]
    transposed = arb_mat([[ball(x) for x in column] for column in centered])
    covariance = transposed * transposed.transpose() * (arb(1) / len(table.targets))
    inputs = cholesky(covariance).solve(transposed).transpose()
    targets = arb_mat([[ball(y)] for y in _centered(table.targets)])
    return Whitened(inputs, targets, inputs.transpose() * targets * (arb(1) / len(table.targets)))


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
