"""Trains the model in float32 and float64, and compares the spike with ``square.noise-floor``."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np

from derivations.square.noise_floor import visible_time_with_floor
from verifier.arithmetic.balls import ball, precision
from verifier.claim import Status
from verifier.parameters import LAMBDA
from verifier.results.evidence import Evidence, Measured
from verifier.studies.experiments.floats import (
    angle,
    applied,
    combined,
    dot,
    drawn,
    mean,
    norm,
    orthonormal,
)
from verifier.studies.experiments.plain import number, shortened
from verifier.studies.losses import Instance

SAMPLES, FEATURES = 20, 10
LEVEL = Fraction(1, 20)
TOLERANCE = Fraction(1, 20)
"""How far, relatively, the first visible step may be from the predicted one."""
INSTANCE = Instance.of("0.005", "0.02", "3", "0.1")
_BITS = 128


def training(*, quick: bool, seed: int, precision: int) -> Evidence:
    """Gradient descent from raw data in two formats; the measured time decides for the format's floor."""
    rows = [_row(dtype, seed, 2 if quick else 8) for dtype in (np.float32, np.float64)]
    close = all(row["largest_relative_error"] <= TOLERANCE for row in rows)
    # The law without a floor must fail the same test, or the test says nothing.
    without = all(row["relative_error_without_floor"] > TOLERANCE for row in rows)
    status = Status.CHECKED if close and without else Status.INCONCLUSIVE
    summary = "; ".join(
        f"{row['format']}: seen at {min(row['seen'])}–{max(row['seen'])}, predicted {row['predicted']:.0f}"
        for row in rows
    )
    return Evidence("experiment", status, f"{summary}; exact arithmetic: 667", data=Measured(tuple(rows)))


def _row(dtype: Any, seed: int, repeats: int) -> dict[str, Any]:
    seen = [first_visible(INSTANCE, dtype, seed + number) for number in range(repeats)]
    predicted = _predicted(Fraction(float(np.finfo(dtype).eps)))
    exact = _predicted(Fraction(1, 10**400))
    return {
        "format": np.dtype(dtype).name,
        "seen": seen,
        "predicted": predicted,
        "largest_relative_error": shortened(max(abs(t - predicted) / predicted for t in seen)),
        "relative_error_without_floor": shortened(min(abs(t - exact) / exact for t in seen)),
    }


def _predicted(floor: Fraction) -> float:
    with precision(_BITS):
        rate = ball(INSTANCE.h)
        tau = visible_time_with_floor(
            rate, ball(LAMBDA.swapped(INSTANCE.N0)), 1 - ball(INSTANCE.a0), ball(LEVEL), ball(floor)
        )
        return number(tau / rate)


def first_visible(instance: Instance, dtype: Any, seed: int, steps: int = 1000) -> int:
    """The first step, after alignment, at which sin θ ≥ 1/20 in training with ``dtype``; else ``steps``.

    Full-batch gradient descent on w (10 features) and α, from 20 whitened samples, η = ρ = 1.
    """
    data, target, w, scale = setup(instance, dtype, seed)
    rate = dtype(float(instance.h))
    direction = combined(target, data) / dtype(SAMPLES)
    direction = direction / norm(direction)
    aligned = False
    for t in range(steps):
        sine = norm(w - direction * dot(direction, w)) / norm(w)
        aligned = aligned or bool(sine < LEVEL / 10)
        if aligned and sine >= LEVEL:
            return t
        z = applied(data, w)
        spread = np.sqrt(mean(z * z))
        normalized = z / spread
        residual = (scale * normalized - target) / dtype(SAMPLES)
        slope = dot(residual, normalized)
        inner = scale / spread * (residual - normalized * slope / dtype(SAMPLES))
        w, scale = w - combined(inner, data), scale - rate * slope
    return steps


def setup(instance: Instance, dtype: Any, seed: int) -> tuple[Any, Any, Any, Any]:
    """Whitened data X (20 × 10), target y = Xu, first w and α, all in ``dtype``."""
    random = Random(seed)
    raw = drawn(random, SAMPLES, FEATURES)
    data = orthonormal((raw - mean(raw)).T).T * np.sqrt(np.float64(SAMPLES))
    along, across = orthonormal(drawn(random, 2, FEATURES))
    cosine, sine = angle(instance.theta0)
    w = np.sqrt(np.float64(instance.N0)) * (cosine * along + sine * across)
    cast = (data.astype(dtype), applied(data, along).astype(dtype), w.astype(dtype))
    return *cast, dtype(float(instance.a0))
