"""The data sets of the table: those that scikit-learn and statsmodels ship, and synthetic ones."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping

import numpy as np

Data = tuple[np.ndarray, np.ndarray]
"""Inputs (n × d) and targets (n)."""
MOST_ROWS = 600

SEEN_BEFORE = (
    "breast-cancer", "ccard", "copper", "cpunish", "diabetes", "fair", "gauss-200x5", "gauss-300x40",
    "gauss-500x20", "gauss-1000x8", "iris", "linnerud", "longley", "modechoice",
    "scotland", "stackloss", "star98", "statecrime", "wine",
)  # fmt: skip
"""On these it was tried out how a gradient is rounded; what is claimed is claimed of the others."""


def _sklearn(name: str, column: int | None = None) -> Data:
    import sklearn.datasets

    found = getattr(sklearn.datasets, f"load_{name}")()
    target = found.target if column is None else found.target[:, column]
    return np.asarray(found.data, dtype=float), np.asarray(target, dtype=float)


def _statsmodels(name: str) -> Data:
    import statsmodels.api

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = getattr(statsmodels.api.datasets, name).load_pandas()
    numbers = found.exog.select_dtypes("number")
    inputs, target = np.asarray(numbers, dtype=float), np.asarray(found.endog, dtype=float)
    if target.ndim == 2:  # successes and failures
        target = target[:, 0] / target.sum(axis=1)
    whole = np.isfinite(inputs).all(axis=1) & np.isfinite(target)
    return inputs[whole], target[whole]


def _drawn(rows: int, columns: int, kind: str = "gauss") -> Data:
    draw = np.random.default_rng([rows, columns])
    inputs = {
        "gauss": lambda: draw.normal(size=(rows, columns)),
        "student": lambda: draw.standard_t(3, size=(rows, columns)),
        "signs": lambda: draw.choice([-1.0, 1.0], size=(rows, columns)),
        "lognormal": lambda: np.exp(draw.normal(size=(rows, columns))),
    }[kind]()
    return inputs, inputs @ draw.normal(size=columns) + draw.normal(size=rows)


SETS: Mapping[str, Callable[[], Data]] = {
    "diabetes": lambda: _sklearn("diabetes"),
    "breast-cancer": lambda: _sklearn("breast_cancer"),
    "wine": lambda: _sklearn("wine"),
    "iris": lambda: _sklearn("iris"),
    "linnerud": lambda: _sklearn("linnerud", 0),
    **{
        name: (lambda name=name: _statsmodels(name))  # type: ignore[misc]
        for name in (
            "ccard",
            "copper",
            "cpunish",
            "fair",
            "longley",
            "scotland",
            "stackloss",
            "star98",
            "statecrime",
        )
    },
    "gauss-200x5": lambda: _drawn(200, 5),
    "gauss-300x40": lambda: _drawn(300, 40),
    "gauss-500x20": lambda: _drawn(500, 20),
    "digits": lambda: _sklearn("digits"),
    "linnerud-waist": lambda: _sklearn("linnerud", 1),
    **{
        name: (lambda name=name: _statsmodels(name))  # type: ignore[misc]
        for name in ("anes96", "committee", "grunfeld", "modechoice", "randhie", "spector")
    },
    "gauss-60x3": lambda: _drawn(60, 3),
    "gauss-1000x8": lambda: _drawn(1000, 8),
    "student-400x6": lambda: _drawn(400, 6, "student"),
    "signs-256x12": lambda: _drawn(256, 12, "signs"),
    "lognormal-500x7": lambda: _drawn(500, 7, "lognormal"),
}


def load(name: str) -> Data:
    """The first ``MOST_ROWS`` rows, the columns that vary, in double precision."""
    inputs, targets = SETS[name]()
    inputs, targets = inputs[:MOST_ROWS], targets[:MOST_ROWS]
    return inputs[:, np.ptp(inputs, axis=0) > 0], targets
