"""The data of a run as its number format holds them, and their moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verifier.studies.forecast.course import Moments
from verifier.studies.forecast.program import Floats

SINGULAR = 1e-10
"""Below this share of the largest eigenvalue of the correlations, columns are taken for dependent."""
WHITE = 1.001
"""Up to this condition number data count as whitened."""
TRUSTED = 500
"""Condition numbers above this were not reliable in the runs that the forecast was measured on."""


class DataError(ValueError):
    """Data of which no forecast can be made; the message is one line and says what is wrong."""


@dataclass(frozen=True)
class Prepared:
    """Inputs (n × d) and targets (n) in the format of the run, their moments, and what was done to them."""

    inputs: NDArray[Any]
    targets: NDArray[Any]
    moments: Moments
    eigenvalues: Floats
    notes: tuple[str, ...]

    @property
    def condition_number(self) -> float:
        """The largest eigenvalue of Σ over the least that is not 0."""
        return float(self.eigenvalues[-1] / self.eigenvalues[0])

    @property
    def whitened(self) -> bool:
        """Whether Σ is the identity, up to rounding."""
        return self.condition_number <= WHITE and abs(self.eigenvalues[-1] - 1) < WHITE - 1

    def with_targets(self, targets: Floats) -> Prepared:
        """The same inputs with other targets (n)."""
        kind = self.inputs.dtype
        column = targets.astype(kind)
        return replace(self, targets=column, moments=moments_of(self.inputs, column)[0])


def moments_of(inputs: NDArray[Any], targets: NDArray[Any]) -> tuple[Moments, Floats]:
    """The moments of data in float64, and the eigenvalues of Σ that are not 0.

    Raises ``DataError`` where the target does not depend on the inputs at all.
    """
    n = len(targets)
    wide = targets.astype(np.float64)
    mean = float(wide.mean())
    middle = wide - mean
    rows = inputs.astype(np.float64)
    rows -= rows.mean(axis=0)
    covariance, target = rows.T @ rows / n, rows.T @ middle / n
    values, vectors = np.linalg.eigh(covariance)
    kept = values > SINGULAR * values[-1]
    inverse = vectors[:, kept] / values[kept]
    solved = inverse @ (vectors[:, kept].T @ target)
    squared, variance = float(target @ solved), float((middle**2).mean())
    if not squared > n * np.finfo(np.float64).eps ** 2 * variance:
        raise DataError("the target does not depend on the columns: there is no direction to learn")
    rho = float(np.sqrt(squared))
    return Moments(covariance, target, solved / rho, rho, variance, mean), values[kept]


def prepared(
    inputs: Any, targets: Any, *, single: bool, whiten: bool = False, standardize: bool = False
) -> Prepared:
    """Take ``inputs`` (n × d) and ``targets`` (n), of any real dtype, as a run in the format will see them.

    Constant columns are dropped.  Raises ``DataError`` for shapes that do not fit, values that are not
    finite, a constant target, fewer than two rows, or nothing to learn.
    """
    rows, column = _as_matrix(inputs), _as_column(targets)
    if len(rows) != len(column):
        raise DataError(f"there are {len(rows)} rows of inputs and {len(column)} targets")
    if len(rows) < 2:
        raise DataError("at least two rows are needed")
    if not (np.isfinite(rows).all() and np.isfinite(column).all()):
        raise DataError("some value is missing or not finite")
    if np.ptp(column) == 0:
        raise DataError("the target is constant: there is nothing to learn")
    notes = []
    varying = np.ptp(rows, axis=0) > 0
    if not varying.any():
        raise DataError("every column is constant: there is nothing to learn from")
    if not varying.all():
        notes.append(f"left out: {_columns(int((~varying).sum()), 'constant')}")
        rows = rows[:, varying]
    if standardize or whiten:
        rows = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    if whiten:
        rows, lost = _whitened(rows)
        if lost:
            notes.append(f"left out by whitening: {_columns(lost, 'dependent')}")
    kind = np.float32 if single else np.float64
    with np.errstate(over="ignore"):
        inputs_kept, targets_kept = rows.astype(kind), column.astype(kind)
    if not np.isfinite(inputs_kept).all() or not np.isfinite(targets_kept).all():
        raise DataError(f"some value is too large for {np.dtype(kind).name}")
    moments, values = moments_of(inputs_kept, targets_kept)
    if len(values) < inputs_kept.shape[1]:
        lost = inputs_kept.shape[1] - len(values)
        notes.append(f"{_columns(lost, 'dependent')}: what they add to w changes no prediction")
    if values[-1] / values[0] > TRUSTED:
        notes.append(
            f"the condition number of Σ is {values[-1] / values[0]:.3g}; above {TRUSTED} the forecast of a "
            "step is not reliable: standardize or whiten the columns"
        )
    return Prepared(inputs_kept, targets_kept, moments, values, tuple(notes))


def _as_matrix(inputs: Any) -> Floats:
    rows = _real(inputs, "the inputs")
    if rows.ndim == 1:
        rows = rows[:, None]
    if rows.ndim != 2 or 0 in rows.shape:
        raise DataError(f"the inputs have shape {np.shape(inputs)}, not (rows, columns)")
    return rows


def _as_column(targets: Any) -> Floats:
    column = _real(targets, "the target")
    if column.ndim == 2 and column.shape[1] == 1:
        column = column[:, 0]
    if column.ndim != 1:
        raise DataError(f"the target has shape {np.shape(targets)}, not (rows,)")
    return column


def _real(values: Any, what: str) -> Floats:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(f"{what} are not all numbers") from error


def _whitened(rows: Floats) -> tuple[Floats, int]:
    """Standardized rows with covariance I, and how many dimensions were lost."""
    values, vectors = np.linalg.eigh(rows.T @ rows / len(rows))
    kept = values > SINGULAR * values[-1]
    scaled = rows @ (vectors[:, kept] / np.sqrt(values[kept]))
    if kept.all():
        scaled = scaled @ vectors.T
    return scaled - scaled.mean(axis=0), int((~kept).sum())


def _columns(count: int, kind: str) -> str:
    return f"{count} {kind} column{'' if count == 1 else 's'}"


Progress = Callable[[str], None]
"""Is told in words what is being done, where it takes long."""
