"""How much the rounding inside a gradient moves w: measured on the data, at the states of the run itself.

Only what changes from one step to the next is amplified later, so the noise is read off the differences of
successive errors.  Its whole covariance counts: most of it lies along w, where it does no harm.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from verifier.studies.forecast.program import Floats

MEASURED = 48
"""At how many successive states the error of a gradient is taken, of data that are not large."""
LARGE = 2_000_000
"""From so many entries on, fewer states are taken: their number times the entries stays bounded."""
FEWEST = 8
ROWS = 100_000
"""Rows that the reference takes at a time, in extended precision."""


def gradient(
    inputs: NDArray[Any], targets: NDArray[Any], w: NDArray[Any], scale: Any, eps: float
) -> NDArray[Any]:
    """∂R/∂w of half the mean squared error in the arithmetic of ``inputs`` (n × d), as a training step does
    it.

    Elementwise operations and products are rounded to that format.  The sums that BatchNorm takes over the
    batch are kept in double precision, and the gradient of w is summed row by row, as PyTorch does.
    """
    one = inputs.dtype.type
    seen = inputs @ w
    wide = seen.astype(np.result_type(inputs.dtype, np.float64))
    mean = wide.mean()
    inverse = 1 / np.sqrt(((wide - mean) ** 2).mean() + eps)
    centred = seen - one(mean)
    errors = (one(scale) * (centred * one(inverse)) - targets) / one(len(targets))
    whole = errors.astype(wide.dtype)
    projection = one((whole * (wide - mean)).sum() * inverse * inverse / len(targets))
    back = (errors - one(whole.mean()) - centred * projection) * one(inverse) * one(scale)
    total = np.zeros(inputs.shape[1], dtype=inputs.dtype)
    for first in range(0, len(inputs), ROWS):
        products = inputs[first : first + ROWS] * back[first : first + ROWS, None]
        total = np.add.reduce(np.concatenate([total[None], products]), axis=0)
    return np.asarray(total)


def _reference(
    inputs: NDArray[Any], targets: NDArray[Any], w: NDArray[Any], scale: float, eps: float
) -> NDArray[Any]:
    """The same in extended precision, some rows at a time: ``inputs`` and ``targets`` are centred."""
    n, wide = len(targets), np.longdouble
    w, seen = w.astype(wide), np.empty(n, dtype=wide)
    for first in range(0, n, ROWS):
        seen[first : first + ROWS] = inputs[first : first + ROWS].astype(wide) @ w
    seen -= seen.mean()
    inverse = 1 / np.sqrt((seen * seen).mean() + wide(eps))
    errors = wide(scale) * seen * inverse - targets
    errors -= errors.mean()
    back = (errors - seen * ((errors * seen).mean() * inverse * inverse)) * (inverse * wide(scale))
    total = np.zeros(len(w), dtype=wide)
    for first in range(0, n, ROWS):
        rows = inputs[first : first + ROWS].astype(wide)
        total += back[first : first + ROWS] @ rows
    return np.asarray(total / n)


def noise_of(inputs: NDArray[Any], targets: NDArray[Any], states: Floats, eta: float, eps: float) -> Floats:
    """A factor F (d × m) of what rounding adds to a step of w: F times m independent normal numbers.

    ``inputs`` (n × d) and ``targets`` (n) in the format of the run, ``states`` (T × (d + 1)) successive
    states (w, α) of it.
    """
    mean = targets.astype(np.longdouble).mean()
    middle, wide = targets - targets.dtype.type(mean), targets.astype(np.longdouble) - mean
    errors = []
    for state in states:
        w, scale = state[:-1].astype(inputs.dtype), float(state[-1])
        exact = _reference(inputs, wide, w, scale, eps)
        errors.append((gradient(inputs, middle, w, scale, eps) - exact).astype(np.float64))
    jumps = np.diff(np.array(errors), axis=0)
    values, vectors = np.linalg.eigh(jumps.T @ jumps / (2 * max(len(jumps), 1)))
    return np.asarray(eta * vectors * np.sqrt(np.maximum(values, 0.0)), dtype=np.float64)


def states_taken(entries: int) -> int:
    """At how many states the noise of data of so many entries is measured."""
    return max(FEWEST, min(MEASURED, MEASURED * LARGE // max(entries, 1)))
