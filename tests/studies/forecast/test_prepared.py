"""Data are taken as a run in their format sees them; what cannot be forecast is refused in one line."""

from __future__ import annotations

import numpy as np
import pytest

from tests.studies.forecast.problems import a_problem, inputs_and_targets
from verifier.studies.forecast.prepared import DataError, prepared

INPUTS, TARGETS = inputs_and_targets()


def test_whitened_data_are_whitened():
    """Σ = I up to rounding, and the signal strength is that of the data before."""
    white, raw = a_problem(whiten=True), a_problem(whiten=False)

    assert white.whitened and not raw.whitened
    assert white.moments.rho == pytest.approx(raw.moments.rho, rel=1e-9)


def test_a_constant_column_is_left_out_and_said():
    """It changes nothing that BatchNorm lets through."""
    found = prepared(np.column_stack([INPUTS, np.full(60, 7.0)]), TARGETS, single=False)

    assert found.inputs.shape == (60, 4) and "1 constant column" in found.notes[0]


def test_dependent_columns_are_said():
    """Σ is singular: its least eigenvalue that counts is another."""
    found = prepared(np.column_stack([INPUTS, INPUTS[:, :2].sum(axis=1)]), TARGETS, single=False)

    assert len(found.eigenvalues) == 4 and "dependent" in found.notes[0]


def test_fewer_rows_than_columns():
    """Only as many directions count as there are rows, less the mean."""
    found = prepared(INPUTS[:3], TARGETS[:3], single=False, whiten=True)

    assert found.whitened and found.inputs.shape == (3, 2)


@pytest.mark.parametrize(
    ("inputs", "targets", "message"),
    [
        (INPUTS, np.ones(60), "constant"),
        (np.ones((60, 2)), TARGETS, "every column is constant"),
        (INPUTS, TARGETS[:-1], "60 rows of inputs and 59 targets"),
        (INPUTS[:1], TARGETS[:1], "two rows"),
        (np.where(INPUTS == INPUTS[3, 1], np.nan, INPUTS), TARGETS, "missing"),
        ([["a", "b"], ["c", "d"]], [1, 2], "not all numbers"),
        (np.ones((3, 2, 2)), TARGETS[:3], "shape"),
        (INPUTS * 1e300, TARGETS, "too large for float32"),
        ([[1.0], [-1.0], [1.0], [-1.0]], [1.0, 1.0, -1.0, -1.0], "does not depend"),
    ],
)
def test_what_cannot_be_forecast_is_refused(inputs, targets, message):
    """In one line that says what is wrong."""
    with pytest.raises(DataError, match=message) as refused:
        prepared(inputs, targets, single=True)

    assert "\n" not in str(refused.value)
