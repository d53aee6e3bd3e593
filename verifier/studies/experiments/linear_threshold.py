"""The derivative of a step beside the ray of u in two to ten dimensions: in balls, and in float64.

The data are exact and not whitened, and the scale is such that λκ_max is a little below 2 or above it.  The
same step is differentiated a second time by numbers with two infinitesimal parts, in plain NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from random import Random
from typing import Any

import numpy as np
from flint import arb_mat
from numpy.typing import NDArray

from verifier.arithmetic.balls import Undecided, ball, both, iff, less, same
from verifier.arithmetic.balls import precision as bits_of
from verifier.claim import Status
from verifier.results.evidence import Evidence, Measured
from verifier.studies.data.linearized import Linearized
from verifier.studies.data.sample import DataSample
from verifier.studies.experiments.plain import number

DIMENSIONS = range(2, 11)
LEVELS = (Fraction(19, 10), Fraction(21, 10))
"""What λκ_max is about, in even and in odd dimensions."""
_BITS = 512
CLOSE = Fraction(1, 10**30)
"""How far an eigenvalue of the derivative in balls may be from 1 − λκ."""
FLOAT_CLOSE = 1e-10
"""The same of an entry of the derivative in float64, beside the largest."""


@dataclass(frozen=True)
class Dual:
    """x + x₁ε₁ + x₂ε₂ + x₁₂ε₁ε₂ with ε₁² = ε₂² = 0, for many pairs of directions at once."""

    parts: tuple[NDArray[np.float64], ...]

    def _with(self, other: Any, sign: int) -> Dual:
        right = other.parts if isinstance(other, Dual) else (other, 0.0, 0.0, 0.0)
        return Dual(tuple(x + sign * y for x, y in zip(self.parts, right, strict=True)))

    def __add__(self, other: Any) -> Dual:
        return self._with(other, 1)

    def __sub__(self, other: Any) -> Dual:
        return self._with(other, -1)

    def __mul__(self, other: Any) -> Dual:
        if not isinstance(other, Dual):
            return Dual(tuple(x * other for x in self.parts))
        (x, x1, x2, x12), (y, y1, y2, y12) = self.parts, other.parts
        return Dual((x * y, x * y1 + x1 * y, x * y2 + x2 * y, x * y12 + x1 * y2 + x2 * y1 + x12 * y))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Dual:
        return self * (other.power(-1) if isinstance(other, Dual) else 1 / other)

    def power(self, exponent: float) -> Dual:
        """The number to a power, by its first two derivatives."""
        x, x1, x2, x12 = self.parts
        first = exponent * x ** (exponent - 1)
        return Dual((x**exponent, first * x1, first * x2,
                     first * x12 + exponent * (exponent - 1) * x ** (exponent - 2) * x1 * x2))  # fmt: skip


def instances(*, quick: bool, seed: int, precision: int) -> Evidence:
    """The derivative against I − λM in every dimension; ``quick`` takes three of them.

    ``precision`` does not matter.
    """
    dimensions = [*DIMENSIONS][:3] if quick else [*DIMENSIONS]
    try:
        with bits_of(_BITS):
            rows = [_row(sample_of(Random(seed + d), d), LEVELS[d % 2]) for d in dimensions]
    except Undecided as error:
        return Evidence("experiment", Status.INCONCLUSIVE, str(error))
    agree = all(row["balls_agree"] and row["float64_agrees"] for row in rows)
    # Σ in place of M must fail the same test, or the test says nothing.
    bites = not any(row["covariance_agrees"] for row in rows)
    status = Status.ENCLOSED if agree and bites else Status.REFUTED if bites else Status.INCONCLUSIVE
    summary = (
        f"{len(rows)} data sets that are not whitened, d = {dimensions[0]}–{dimensions[-1]}: from the raw "
        "data, in balls and by automatic differentiation in float64, the derivative is I − λM and 1 − h, "
        "and not with Σ for M; its eigenvalues in balls are 1 − λκ and 1 − h, one below −1 just where "
        "λκ_max > 2"
    )
    return Evidence("experiment", status, summary, data=Measured(tuple(rows)))


def sample_of(random: Random, d: int) -> DataSample:
    """d + 3 samples in d dimensions with small integer entries, centered; not whitened."""

    def centered(size: int) -> list[Fraction]:
        values = [Fraction(random.randrange(-9, 10)) for _ in range(size)]
        return [x - sum(values, Fraction(0)) / size for x in values]

    columns, n = [centered(d + 3) for _ in range(d)], d + 3
    one = tuple(Fraction(1) for _ in range(d))
    return DataSample(
        inputs=tuple(zip(*columns, strict=True)), targets=tuple(centered(n)), w=one, v=one,
        alpha=Fraction(1), eta=Fraction(1), h=Fraction(1, 8), whitened=False,
    )  # fmt: skip


def near_threshold(sample: DataSample, wanted: Fraction) -> Linearized:
    """The step at w = u with such a scale that λκ_max is about ``wanted``."""
    step = sample.linearized()
    scale = float(ball(wanted) / (step.rate * step.kappas[-1]))
    return replace(sample, alpha=sample.alpha * Fraction(scale).limit_denominator(10**6)).linearized()


def float_jacobian(sample: DataSample) -> NDArray[np.float64]:
    """The derivative at w = u in float64, (d + 1) × (d + 1), all second derivatives at once."""
    d, axes = sample.dimension, np.eye(sample.dimension + 1)
    none = np.zeros_like(axes)
    point = [float(x) for x in (*sample.target_direction, sample.alpha)]
    *w, alpha = (
        Dual((none + x, none + axis[:, None], none + axis[None, :], none))
        for x, axis in zip(point, axes, strict=True)
    )
    features = [total(float(x) * y for x, y in zip(row, w, strict=True)) for row in sample.inputs]
    n = len(features)
    size = (total(z * z for z in features) / n).power(0.5)
    errors = [alpha * z / size - float(y) for z, y in zip(features, sample.targets, strict=True)]
    risk = total(e * e for e in errors) / (2 * n)
    rates = np.array([float(sample.eta)] * d + [float(sample.h)])
    return axes - rates[:, None] * risk.parts[3]


def total(terms: Iterable[Dual]) -> Dual:
    """The sum of at least one."""
    return reduce(Dual.__add__, terms)


def agrees(found: NDArray[np.float64], formula: arb_mat) -> bool:
    """Whether every entry in float64 is as the formula says, but for rounding."""
    wanted = np.array([[float(formula[i, j]) for j in range(len(found))] for i in range(len(found))])
    return bool(np.max(np.abs(found - wanted)) <= FLOAT_CLOSE * np.max(np.abs(wanted)))


def _row(sample: DataSample, wanted: Fraction) -> dict[str, Any]:
    step = near_threshold(sample, wanted)
    size, found, formula = range(sample.dimension + 1), step.jacobian, step.predicted(step.shorn)
    multipliers = sorted([*(1 - step.rate * x for x in step.kappas), 1 - ball(sample.h)], key=float)
    eigen = zip(step.multipliers(), multipliers, strict=True)
    product = step.rate * step.kappas[-1]
    verdicts = {
        "balls_agree": both(
            *(same(found[i, j], formula[i, j]) for i in size for j in size),
            *(less(abs(x - y), ball(CLOSE)) for x, y in eigen),
            iff(less(step.multipliers()[0], -1), less(2, product)),
            less(step.spectrum[-2], step.kappas[-1]), less(step.kappas[-1], step.spectrum[-1]),
        ),
    }  # fmt: skip
    if verdicts["balls_agree"] is None:
        raise Undecided(f"the derivative in {sample.dimension} dimensions")
    floats = float_jacobian(step.sample)
    return {
        "d": sample.dimension,
        "second_eigenvalue": number(step.spectrum[-2]),
        "kappa_max": number(step.kappas[-1]),
        "largest_eigenvalue": number(step.spectrum[-1]),
        "rate_times_kappa_max": number(product),
        "least_multiplier": number(step.multipliers()[0]),
        **verdicts,
        "float64_agrees": agrees(floats, formula),
        "covariance_agrees": agrees(floats, step.predicted(step.covariance)),
    }
