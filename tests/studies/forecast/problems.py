"""Small training problems of the forecast's tests."""

from __future__ import annotations

import numpy as np

from verifier.studies.forecast.prepared import Prepared, prepared


def inputs_and_targets(rows: int = 60, columns: int = 4, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Correlated columns of different sizes, and a target with noise and a mean."""
    draw = np.random.default_rng(seed)
    inputs = draw.normal(size=(rows, columns)) @ np.triu(np.ones((columns, columns))) + 2
    return inputs, inputs @ draw.normal(size=columns) + draw.normal(size=rows) + 3


def a_problem(*, whiten: bool = True, single: bool = False, columns: int = 4) -> Prepared:
    """The same as a run sees it."""
    inputs, targets = inputs_and_targets(columns=columns)
    return prepared(inputs, targets, single=single, whiten=whiten, standardize=True)
