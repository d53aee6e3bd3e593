"""Random intervals for the batch tests, with everything that floats are feared for."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from verifier.studies.diagram.boxes import Boxes

SPECIAL = [0.0, -0.0, 5e-324, -5e-324, 2.0**-1022, 1e-310, -1e-310, 1.0, -1.0, 1e300, -1e300, 2.0**1000]


def ends(rng: np.random.Generator) -> tuple[float, float]:
    """The two ends of an interval: narrow or wide, of any size, often with special numbers."""
    kind = rng.integers(4)
    if kind == 0:
        pair = rng.choice(SPECIAL, 2)
    elif kind == 1:
        pair = rng.choice([-1, 1], 2) * 2.0 ** rng.uniform(-1074, 999, 2)
    elif kind == 2:
        pair = rng.uniform(-2, 2, 2)
    else:
        low = rng.uniform(-2, 2)
        pair = np.array([low, np.nextafter(low, math.inf) if rng.integers(2) else low])
    return float(pair.min()), float(pair.max())


def inside(rng: np.random.Generator, low: float, high: float) -> Fraction:
    """An exact number in [low, high]: an end, or one between."""
    share = Fraction(int(rng.integers(0, 5)), 4)
    return Fraction(low) + share * (Fraction(high) - Fraction(low))


def random_points(rng: np.random.Generator, count: int) -> Boxes:
    """Instances from tame to extreme, all within the standing hypotheses."""
    return Boxes.points(
        10 ** rng.uniform(-3, 0, count),
        10 ** rng.uniform(-4, 0.4, count),
        10 ** rng.uniform(-0.7, 1.7, count),
        rng.uniform(1e-3, 1.57, count),
    )


def widened(boxes: Boxes, relative: float) -> Boxes:
    """The boxes that reach from each instance up by the factor 1 + ``relative``, within the hypotheses."""
    limits = {"h": 1.0, "a0": math.inf, "saturated_lr": math.inf, "theta0": 1.57}
    sides = {}
    for name, limit in limits.items():
        low = getattr(boxes, name)[:, 0]
        sides[name] = np.stack([low, np.maximum(low, np.minimum(low * (1 + relative), limit))], axis=1)
    return Boxes(**sides)
