"""One small exact data set with a point (w, α) on it, and the quantities the theorems speak of.

Everything derived from the raw numbers (covariance, moments, angles) is computed here directly from its
definition, so that a check compares a theorem's formula with something that does not know the theorem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpq, fmpq_mat
from sympy import Expr

from verifier.arithmetic.balls import Ball, ball
from verifier.arithmetic.evaluate import evaluate
from verifier.studies.data.linearized import Linearized
from verifier.studies.data.risk import risk, slope
from verifier.studies.vectors import Vector, dot, to_ball, to_balls


@dataclass(frozen=True)
class DataSample:
    """Centered inputs (n rows of d), n centered targets, a point (w, α), a direction v, and rates.

    ``whitened`` says that the covariance is an orthogonal projection (the identity, or the identity on
    the span of the data).  All numbers are exact.
    """

    inputs: tuple[tuple[Fraction, ...], ...]
    targets: tuple[Fraction, ...]
    w: tuple[Fraction, ...]
    v: tuple[Fraction, ...]
    alpha: Fraction
    eta: Fraction
    h: Fraction
    whitened: bool

    @property
    def dimension(self) -> int:
        """d, the number of columns."""
        return len(self.w)

    @cached_property
    def covariance(self) -> tuple[tuple[Fraction, ...], ...]:
        """Σ, the mean of x xᵀ."""
        columns = list(zip(*self.inputs, strict=True))
        return tuple(tuple(self._mean(left, right) for right in columns) for left in columns)

    @cached_property
    def correlation(self) -> tuple[Fraction, ...]:
        """b, the mean of y x."""
        return tuple(self._mean(column, self.targets) for column in zip(*self.inputs, strict=True))

    @cached_property
    def target_direction(self) -> tuple[Fraction, ...]:
        """u with Σu = b, of Σ-norm ρ.  Raises ``ZeroDivisionError`` if a Σ not whitened is singular."""
        if self.whitened:
            return self.correlation
        flat = [fmpq(x.numerator, x.denominator) for row in self.covariance for x in row]
        right = [fmpq(x.numerator, x.denominator) for x in self.correlation]
        d = self.dimension
        solved = fmpq_mat(d, d, flat).solve(fmpq_mat(d, 1, right))
        return tuple(Fraction(int(x.p), int(x.q)) for x in solved.entries())

    def inner(self, left: Vector, right: Vector) -> Any:
        """⟨left, right⟩_Σ; both exact, or both balls."""
        return dot(left, self.times_covariance(right))

    def times_covariance(self, vector: Vector) -> list[Any]:
        """Σ·vector, in the arithmetic of the vector."""
        exact = isinstance(vector[0], Fraction)
        return [dot(row if exact else to_balls(row), vector) for row in self.covariance]

    def risk(self, w: Vector, alpha: Any, batchnorm_eps: Any = 0) -> Ball:
        """R(w, α) with the square loss, from the raw data, sample by sample."""
        return risk(self.inputs, self.targets, w, alpha, batchnorm_eps=batchnorm_eps)

    def slope(
        self, w: Vector, v: Vector, loss: str = "square", batchnorm_eps: Any = 0
    ) -> Ball:
        """⟨∂R/∂w, v⟩ at (w, α), by power series through the raw data."""
        no_change = Fraction(0)
        return slope(
            self.inputs, self.targets, w, v, self.alpha, no_change, loss, batchnorm_eps
        )

    def scale_slope(self, w: Vector, alpha: Any, batchnorm_eps: Any = 0) -> Ball:
        """∂R/∂α at (w, α), by power series through the raw data."""
        still, one = [Fraction(0)] * self.dimension, Fraction(1)
        return slope(self.inputs, self.targets, w, still, alpha, one, batchnorm_eps=batchnorm_eps)

    def descend(self, w: Vector, alpha: Any, batchnorm_eps: Any = 0) -> tuple[list[Ball], Ball]:
        """One step of gradient descent on (w, α), the gradient by power series through the raw data."""
        d, known = self.dimension, (alpha, Fraction(0), "square", batchnorm_eps)
        axes = [[Fraction(i == j) for j in range(d)] for i in range(d)]
        gradient = [slope(self.inputs, self.targets, w, axis, *known) for axis in axes]
        moved = [x - ball(self.eta) * g for x, g in zip(to_balls(w), gradient, strict=True)]
        return moved, to_ball(alpha) - ball(self.h) * self.scale_slope(w, alpha, batchnorm_eps)

    def view(self, w: Vector, alpha: Any) -> dict[str, Ball]:
        """The named quantities of the point (w, α), as balls, under the names of the symbol table."""
        point, scale, u = to_balls(w), to_ball(alpha), to_balls(self.target_direction)
        norm, rho = self.inner(point, point).sqrt(), self.inner(u, u).sqrt()
        c = self.inner(point, u) / (rho * norm)
        off = [x / norm - c * y / rho for x, y in zip(point, u, strict=True)]
        unit = ball(self.eta) * rho**2
        N, lam = norm**2 / unit, ball(self.eta) * scale * rho / norm**2
        s, r = self.inner(off, off).sqrt(), N.sqrt()
        tangent = [y / rho - c * x / norm for x, y in zip(point, u, strict=True)]
        pulled = self.times_covariance(tangent)
        A, B, G = dot(pulled, pulled), self.inner(point, pulled) / norm, self.inner(pulled, pulled)
        return {
            "norm": norm,
            "b_w": dot(to_balls(self.correlation), point),
            "b_v": ball(dot(self.correlation, self.v)),
            "w_v": self.inner(to_balls(self.v), point),
            "v_v": ball(self.inner(self.v, self.v)),
            "y_y": ball(self._mean(self.targets, self.targets)),
            "alpha": scale, "rho": rho, "eta": ball(self.eta), "h": ball(self.h),
            "c": c, "s": s, "a": scale / rho, "N": N, "r": r, "p": r * c, "q": r * s,
            "lam": lam, "X_norm": dot(point, point) / unit, "A_turn": A, "B_turn": B, "G_turn": G,
            "k": (1 + 2 * lam * B + lam * lam * G).sqrt(),
        }  # fmt: skip

    def coordinates(self, w: Vector) -> tuple[Ball, Ball, list[Ball]]:
        """p and q of ``w``, and Σ times what is left of w/(√η ρ) outside their plane (d balls).

        The plane is that of the sample's own w and u; q is measured on the side of the sample's own w.
        """
        own, u, here = to_balls(self.w), to_balls(self.target_direction), self.view(self.w, self.alpha)
        aligned = [x / here["rho"] for x in u]
        unit = ball(self.eta).sqrt() * here["rho"]
        across = [
            (x / here["norm"] - here["c"] * y) / here["s"] for x, y in zip(own, aligned, strict=True)
        ]
        point = [x / unit for x in to_balls(w)]
        p, q = self.inner(point, aligned), self.inner(point, across)
        left = [x - p * y - q * z for x, y, z in zip(point, aligned, across, strict=True)]
        return p, q, self.times_covariance(left)

    def raised(self, by: Fraction) -> DataSample:
        """The same with a number added to each target, which then are no longer centered."""
        return replace(self, targets=tuple(y + by for y in self.targets))

    def planar_twin(
        self, rho: Fraction = Fraction(7, 3), eta: Fraction = Fraction(2, 5)
    ) -> DataSample:
        """Four whitened samples in the plane with b = (ρ, 0), and other rates, but the same h."""
        signs = ((1, 1), (-1, 1), (1, -1), (-1, -1))
        one = Fraction(1)
        return DataSample(
            inputs=tuple((one * x, one * y) for x, y in signs),
            targets=tuple(rho * x for x, _ in signs),
            w=(one, one), v=(one, one), alpha=one, eta=eta, h=self.h, whitened=True,
        )  # fmt: skip

    def linearized(self) -> Linearized:
        """The step beside the ray of u, at w = u and the sample's own α."""
        return Linearized(self)

    def spectrum(self) -> list[Ball]:
        """The eigenvalues of Σ in increasing order, each once, as roots of a polynomial."""
        flat = [fmpq(x.numerator, x.denominator) for row in self.covariance for x in row]
        polynomial = fmpq_mat(self.dimension, self.dimension, flat).charpoly()
        found: Any = polynomial.numer().complex_roots()
        return sorted((root.real for root, _ in found), key=float)

    def evaluate(self, expression: Expr, **extra: Ball) -> Ball:
        """A derived expression at the sample's own point (w, α); ``extra`` adds or replaces values."""
        values = {**self.view(self.w, self.alpha), **extra}
        return evaluate(expression, values.__getitem__)

    def _mean(self, left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
        return Fraction(dot(left, right)) / len(self.targets)
