"""One step of gradient descent beside the ray of u, differentiated from the raw data; and M = Σ − bbᵀ/ρ².

The second derivatives of the risk are coefficients of power series along sums of two axes: no formula of
a gradient or of M enters.  M and Σ are exact; their eigenvalues are roots of characteristic polynomials.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flint import acb_mat, arb_mat, fmpq, fmpq_mat

from verifier.arithmetic.balls import Ball, Undecided, ball, positive
from verifier.studies.data.risk import bend

if TYPE_CHECKING:
    from verifier.studies.data.sample import DataSample


@dataclass(frozen=True)
class Linearized:
    """The step at w = u and the α of a data set, in the d coordinates of w and, last, α."""

    sample: DataSample

    @cached_property
    def covariance(self) -> fmpq_mat:
        """Σ, exactly."""
        return _exact(self.sample.covariance)

    @cached_property
    def shorn(self) -> fmpq_mat:
        """M = Σ − bbᵀ/ρ², exactly."""
        b, u = self.sample.correlation, self.sample.target_direction
        size = sum(x * y for x, y in zip(b, u, strict=True))
        return self.covariance - _exact([[x * y / size for y in b] for x in b])

    @cached_property
    def spectrum(self) -> list[Ball]:
        """The eigenvalues of Σ, in increasing order and with their multiplicities."""
        return _eigenvalues(self.covariance)

    @cached_property
    def kappas(self) -> list[Ball]:
        """Those of M; that of u, which is 0, among them."""
        return _eigenvalues(self.shorn)

    @cached_property
    def rate(self) -> Ball:
        """λ_∗, the effective learning rate at w = u."""
        return self.sample.view(self.sample.target_direction, self.sample.alpha)["lam"]

    @cached_property
    def jacobian(self) -> arb_mat:
        """The derivative of (w, α) one step later in (w, α), (d + 1) × (d + 1)."""
        sample, size = self.sample, self.sample.dimension + 1
        point = (*sample.target_direction, sample.alpha)

        def along(*axes: int) -> Ball:
            direction = [Fraction(axes.count(i)) for i in range(size)]
            return bend(sample.inputs, sample.targets, point, direction)

        rates = [ball(sample.eta)] * sample.dimension + [ball(sample.h)]
        alone = [along(i) for i in range(size)]
        twice = {(i, j): along(i, j) - alone[i] - alone[j] for i in range(size) for j in range(i)}
        twice |= {(i, i): 2 * alone[i] for i in range(size)}
        rows = range(size)
        return arb_mat(
            [[int(i == j) - rates[i] * twice[max(i, j), min(i, j)] for j in rows] for i in rows]
        )

    def predicted(self, of: fmpq_mat) -> arb_mat:
        """I − λ_∗·(matrix), and 1 − h for the scale."""
        d, share = self.sample.dimension, 1 - ball(self.sample.h)
        rows = [
            [int(i == j) - self.rate * ball(_fraction(of[i, j])) for j in range(d)] + [ball(0)]
            for i in range(d)
        ]
        return arb_mat([*rows, [*([ball(0)] * d), share]])

    def below(self, level: int) -> int:
        """How many eigenvalues of the derivative in w are below ``level``: pivots, by Sylvester's law.

        The matrix is symmetric, and it does not matter whether eigenvalues are equal.  Raises ``Undecided``
        where the sign of a pivot is not known.
        """
        d, negative = self.sample.dimension, 0
        rest = [[self.jacobian[i, j] - level * int(i == j) for j in range(d)] for i in range(d)]
        for at in range(d):
            sign = positive(rest[at][at])
            if sign is None:
                raise Undecided(f"the pivot {at} of the derivative at {level}")
            negative += not sign
            for i in range(at + 1, d):
                share = rest[i][at] / rest[at][at]
                rest[i] = [x - share * y for x, y in zip(rest[i], rest[at], strict=True)]
        return negative

    def multipliers(self) -> list[Ball]:
        """The eigenvalues of the derivative, in increasing order, where no two are equal.

        Raises ``Undecided`` where they are not isolated, or not known to be real.
        """
        try:
            found = acb_mat(self.jacobian).eig()
        except ValueError as error:
            raise Undecided(f"the eigenvalues of the derivative: {error}") from error
        if not all(one.imag.contains(0) for one in found):
            raise Undecided("whether the eigenvalues of the derivative are real")
        return sorted((one.real for one in found), key=float)


def _eigenvalues(matrix: fmpq_mat) -> list[Ball]:
    found: Any = matrix.charpoly().numer().complex_roots()
    return sorted((root.real for root, times in found for _ in range(times)), key=float)


def _exact(rows: Sequence[Sequence[Fraction]]) -> fmpq_mat:
    flat = [fmpq(x.numerator, x.denominator) for row in rows for x in row]
    return fmpq_mat(len(rows), len(rows[0]), flat)


def _fraction(x: fmpq) -> Fraction:
    return Fraction(int(x.p), int(x.q))
