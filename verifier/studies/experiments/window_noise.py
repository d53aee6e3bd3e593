"""Trains a logistic model in float32 and float64 where α leaves the window first in exact arithmetic.

Rounding holds sin θ above a floor ε of the size of the machine epsilon, as in ``square.noise-floor``.
So the angle only has to grow by 1/ε inside the window, and comes back to a visible size at α with
∫ ln|1 − νκ(α)| (1 + e^α) dα = h ln(s̄/ε), counted from where the window opens.  (With ten samples rounding
may make all margins equal; then the direction is on target, and stays there.  With twenty it did not.)
"""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
from sympy import Expr

from derivations.logistic.window_law import CLOCK, growth, visible_scale
from derivations.notation import alpha
from derivations.sigmoid.kappa import window
from verifier.arithmetic.balls import Ball, ball, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Status
from verifier.parameters import NU
from verifier.results.evidence import Evidence, Measured
from verifier.results.visible_rise import Outcome
from verifier.studies.experiments.crossing import cross
from verifier.studies.experiments.floats import (
    angle,
    applied,
    combined,
    dot,
    drawn,
    exp,
    log1p,
    mean,
    norm,
    orthonormal,
)
from verifier.studies.experiments.plain import number, shortened
from verifier.studies.losses import LogisticInstance

SAMPLES, FEATURES = 20, 40
LEVEL = Fraction(1, 50)
"""A sine that counts as visible."""
TOLERANCE = Fraction(1, 10)
"""How far, relatively, the first visible step may be from the predicted one."""
_INSTANCE = LogisticInstance.of("0.01", "0.5", "3.5", "0.01")
_BITS = 128


def training(*, quick: bool, seed: int, precision: int) -> Evidence:
    """Gradient descent from raw data in two formats, against the certified run without rounding."""
    exact = cross(_INSTANCE)
    rows = [_row(dtype, seed, 1 if quick else 4) for dtype in (np.float32, np.float64)]
    near = all(row["largest_relative_error"] <= TOLERANCE for row in rows)
    rises = [t for row in rows for t in row["loss_rises"] if t is not None]
    largest = math.ceil(_decades(exact.largest.sine)) if exact.largest else 0
    status = Status.CHECKED if near and rises and exact.outcome is Outcome.SCALE else Status.INCONCLUSIVE
    summary = "; ".join(
        f"{row['format']}: sin θ ≥ {float(LEVEL)} at {row['seen'][0]}–{row['seen'][-1]}, predicted "
        f"{row['predicted']:.0f}; the loss rises in {sum(t is not None for t in row['loss_rises'])} of "
        f"{len(row['loss_rises'])} trainings"
        for row in rows
    )
    summary += f"; without rounding α leaves first, and from the onset on sin θ < 1e{largest}"
    data = Measured(tuple(rows), values={"instance": str(_INSTANCE)})
    return Evidence("experiment", status, summary, data=data)


def _decades(sine: Ball) -> float:
    with precision(_BITS):
        return float(sine.log() / ball(10).log())


def _row(dtype: Any, seed: int, repeats: int) -> dict[str, Any]:
    runs = [train(_INSTANCE, dtype, seed + number) for number in range(repeats)]
    seen = sorted(first for first, _ in runs)
    predicted = predicted_step(_INSTANCE, Fraction(float(np.finfo(dtype).eps)))
    return {
        "format": np.dtype(dtype).name,
        "seen": seen,
        "predicted": predicted,
        "largest_relative_error": shortened(max(abs(t - predicted) / predicted for t in seen)),
        "loss_rises": [rise for _, rise in runs],
    }


def predicted_step(instance: LogisticInstance, floor: Fraction) -> float:
    """The step at which sin θ is back at ``LEVEL``, when rounding keeps it above ``floor``."""
    with precision(_BITS):
        start, direction_lr, h = ball(instance.alpha0), ball(NU.swapped(instance.N0)), ball(instance.h)
        opens = window(1 / direction_lr, _BITS)
        if opens is None:
            raise ArithmeticError(f"there is no window for {instance}")
        lost = growth(direction_lr, start, opens[0])
        seen = visible_scale(direction_lr, start, lost + h * ball(LEVEL / floor).log())
        return number((_at(CLOCK, seen) - _at(CLOCK, start)) / h)


def _at(expression: Expr, scale: Ball) -> Ball:
    return evaluate(expression, {alpha.name: scale}.__getitem__)


def train(instance: LogisticInstance, dtype: Any, seed: int, steps: int = 1000) -> tuple[int, int | None]:
    """The first step, after alignment, with sin θ ≥ 1/50 (else ``steps``); the first at which R rises.

    Full-batch gradient descent on w (40 features) and α, from 20 samples with orthogonal rows, η = 1.
    """
    data, labels, w, scale = _setup(instance, dtype, seed)
    rate = dtype(float(instance.h))
    seen, rise, before, aligned = steps, None, np.inf, False
    for t in range(steps):
        features = applied(data, w)
        spread = np.sqrt(mean(features * features))
        normalized = features / spread
        margins = labels * normalized
        apart = margins.astype(np.float64)
        sine = norm(apart - mean(apart)) / np.sqrt(np.float64(SAMPLES))
        loss = mean(log1p(exp(-scale * margins)))
        aligned = aligned or bool(sine < LEVEL / 10)
        if aligned and seen == steps and sine >= LEVEL:
            seen = t
        if rise is None and loss > before:
            rise = t - 1
        before = loss
        outer = -labels / (1 + exp(scale * margins)) / dtype(SAMPLES)
        slope = dot(outer, normalized)
        inner = scale / spread * (outer - normalized * slope / dtype(SAMPLES))
        w, scale = w - combined(inner, data), scale - rate * slope
    return seen, rise


def _setup(instance: LogisticInstance, dtype: Any, seed: int) -> tuple[Any, Any, Any, Any]:
    """X (20 × 40) with ⟨x_i, x_j⟩ = nδ_ij, random labels, first w and α, all in ``dtype``."""
    random = Random(seed)
    data = orthonormal(drawn(random, SAMPLES, FEATURES)) * np.sqrt(np.float64(SAMPLES))
    labels = np.array([random.choice((-1.0, 1.0)) for _ in range(SAMPLES)])
    group = np.array([1.0, -1.0] * (SAMPLES // 2))
    cosine, sine = angle(instance.theta0)
    margins = np.sqrt(np.float64(instance.N0)) * (cosine + sine * group)
    w = combined(labels * margins, data) / SAMPLES
    cast = (data.astype(dtype), labels.astype(dtype), w.astype(dtype))
    return *cast, dtype(float(instance.alpha0))
