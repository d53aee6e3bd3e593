"""Exact labelled data sets with orthogonal rows, and a point (w, α) on them.

As in ``verifier.studies.data.sample``, everything is computed from the raw matrix and the definitions, so
that a check compares a theorem's formula with something that does not know the theorem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement
from math import isqrt
from random import Random
from typing import Any

from sympy import Expr

from verifier.arithmetic.balls import Ball, ball
from verifier.arithmetic.evaluate import evaluate
from verifier.studies.data.risk import slope
from verifier.studies.vectors import (
    Matrix,
    Vector,
    dot,
    product,
    rational,
    reflection,
    to_ball,
    to_balls,
)

STANDING = {"orthogonal": "the rows are orthogonal, of squared norm n"}
"""The standing hypothesis on labelled data that an alteration may drop."""


@dataclass(frozen=True)
class LabelledSample:
    """Inputs (n rows of d), n labels ±1, a point (w, α), a direction v, and the rates; all exact.

    ``orthogonal`` says that ⟨x_i, x_j⟩ = nδ_ij.
    """

    inputs: tuple[tuple[Fraction, ...], ...]
    labels: tuple[Fraction, ...]
    w: tuple[Fraction, ...]
    alpha: Fraction
    eta: Fraction
    h: Fraction
    orthogonal: bool

    @property
    def n(self) -> int:
        """The number of samples."""
        return len(self.labels)

    @property
    def dimension(self) -> int:
        """d, the number of features."""
        return len(self.w)

    def descend(self, w: Vector, alpha: Any) -> tuple[list[Ball], Ball]:
        """One step of gradient descent on (w, α), the gradient by power series through the raw data."""
        axes = [[Fraction(i == j) for j in range(self.dimension)] for i in range(self.dimension)]
        still = [Fraction(0)] * self.dimension
        gradient = [self._slope(w, axis, alpha, Fraction(0)) for axis in axes]
        moved = [x - ball(self.eta) * g for x, g in zip(to_balls(w), gradient, strict=True)]
        return moved, to_ball(alpha) - ball(self.h) * self._slope(w, still, alpha, Fraction(1))

    def _slope(self, w: Vector, v: Sequence[Fraction], alpha: Any, delta: Fraction) -> Ball:
        return slope(self.inputs, self.labels, w, v, alpha, delta, "logistic")

    def margins(self, w: Vector) -> list[Ball]:
        """y⟨x, w⟩/√η, sample by sample: the margins M, not divided by the norm."""
        unit = ball(self.eta).sqrt()
        rows = zip(self.inputs, self.labels, strict=True)
        return [ball(label) * dot(to_balls(row), to_balls(w)) / unit for row, label in rows]

    def each(self) -> list[dict[str, Ball]]:
        """M, m and g of each sample at the sample's own point."""
        M = self.margins(self.w)
        r = _mean(M, M).sqrt()
        scale = ball(self.alpha)
        return [{"M_sample": x, "m": x / r, "g": 1 / (1 + (scale * x / r).exp())} for x in M]

    def off_rows(self, w: Vector) -> list[Ball]:
        """How far ``w`` is from the sample's own w, outside the span of orthogonal rows (d balls)."""
        change = [x - ball(y) for x, y in zip(to_balls(w), self.w, strict=True)]
        for row in map(to_balls, self.inputs):
            along = dot(row, change) / self.n
            change = [x - along * y for x, y in zip(change, row, strict=True)]
        return change

    def view(self, w: Vector, alpha: Any) -> dict[str, Ball]:
        """The named quantities of the point (w, α), as balls, under the names of the symbol table."""
        M, scale = self.margins(w), to_ball(alpha)
        N, ones = _mean(M, M), [ball(1)] * self.n
        r = N.sqrt()
        m = [x / r for x in M]
        g = [1 / (1 + (scale * x).exp()) for x in m]
        c, g_mean, g_m, g_g = _mean(m, ones), _mean(g, ones), _mean(g, m), _mean(g, g)
        deviations = [x - c for x in m]
        s, D = _mean(deviations, deviations).sqrt(), g_mean - c * g_m
        kappa = scale / N * (g_g - g_m * g_m).sqrt()
        return {
            "N": N, "r": r, "p": r * c, "alpha": scale, "c": c, "s": s, "D": D,
            "g_mean": g_mean, "g_m": g_m, "g_g": g_g, "kappa": kappa,
            "k": (1 + kappa * kappa).sqrt(), "lam": scale * D / (N * s * s),
            "h": ball(self.h), "eta": ball(self.eta),
        }  # fmt: skip

    def evaluate(self, expression: Expr, **extra: Ball) -> Ball:
        """A derived expression at the sample's own point (w, α); ``extra`` adds or replaces values."""
        values = {**self.view(self.w, self.alpha), **extra}
        return evaluate(expression, values.__getitem__)


def _mean(left: Sequence[Ball], right: Sequence[Ball]) -> Ball:
    return dot(left, right) / len(left)


def sample_labelled(random: Random, drop: frozenset[str] = frozenset()) -> LabelledSample:
    """A random labelled data set of n = 2 … 6 samples with a random point on it, any sign of α.

    The rows are orthogonal, with d = n for some and d > n for most; with ``"orthogonal"`` dropped they
    are not.  Raises ``ValueError`` for an unknown hypothesis.
    """
    unknown = sorted(drop - set(STANDING))
    if unknown:
        raise ValueError(f"no standing hypothesis on labelled data is called {unknown[0]!r}")
    while True:
        n = random.randrange(2, 7)
        inputs = _rows(random, n)
        if "orthogonal" in drop:
            inputs[0] = [x + y for x, y in zip(inputs[0], inputs[1], strict=True)]
        candidate = LabelledSample(
            inputs=tuple(tuple(row) for row in inputs),
            labels=tuple(Fraction(random.choice([-1, 1])) for _ in range(n)),
            w=tuple(rational(random) for _ in inputs[0]),
            alpha=rational(random) or Fraction(1),
            eta=Fraction(random.randrange(1, 60), 20),
            h=Fraction(random.randrange(1, 41), 20),
            orthogonal="orthogonal" not in drop,
        )
        if _in_general_position(candidate):
            return candidate


def _in_general_position(sample: LabelledSample) -> bool:
    """s² > 1/100 and ‖w‖_Σ > 0, decided exactly."""
    pairs = zip(sample.inputs, sample.labels, strict=True)
    margins = [label * dot(row, sample.w) for row, label in pairs]
    mean, mean_square = Fraction(sum(margins)) / sample.n, Fraction(dot(margins, margins)) / sample.n
    return bool((mean_square - mean * mean) * 100 > mean_square)


def _rows(random: Random, n: int) -> Matrix:
    """n orthogonal rows of squared norm n, in n dimensions or more, turned by two reflections."""
    d = 4 * random.choice([-(-n // 4), 2])
    chosen = random.sample(quaternion_rows(n, d), n)
    for _ in range(2):
        chosen = product(chosen, reflection([Fraction(random.randrange(-3, 4)) for _ in range(d)]))
    return chosen


def quaternion_rows(n: int, d: int) -> Matrix:
    """d integer rows of squared norm n in d dimensions, orthogonal to each other; d a multiple of 4.

    As n = a² + b² + c² + e² for some a ≤ b ≤ c ≤ e, multiplication by the quaternion a + bi + cj + ek is
    a 4 × 4 matrix with such rows; this is the block matrix of d/4 copies.
    """
    sizes = combinations_with_replacement(range(isqrt(n) + 1), 4)
    a, b, c, e = next(parts for parts in sizes if dot(parts, parts) == n)
    block = [[a, b, c, e], [-b, a, -e, c], [-c, e, a, -b], [-e, -c, b, a]]
    return [
        [Fraction(block[i % 4][j % 4]) if i // 4 == j // 4 else Fraction(0) for j in range(d)]
        for i in range(d)
    ]
