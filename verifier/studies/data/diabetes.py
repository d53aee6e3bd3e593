"""The diabetes data: 442 patients, ten baseline variables, and disease progression a year later.

From B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, "Least Angle Regression", Annals of Statistics
32 (2004), 407–499; the original file is at https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html.
``diabetes.csv`` holds the numbers in their raw units, digit for digit as scikit-learn ships them and
``sklearn.datasets.load_diabetes(scaled=False)`` returns them: age (years), sex (coded 1 and 2), body mass
index, average blood pressure, six blood serum measurements s1 … s6, and the target, which is a
quantitative measure of progression.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from verifier.arithmetic.exact import read_rational

PATH = Path(__file__).with_name("diabetes.csv")


@dataclass(frozen=True)
class Table:
    """n rows of d exact inputs, n exact targets, and the names of the d columns; nothing is centered."""

    columns: tuple[str, ...]
    inputs: tuple[tuple[Fraction, ...], ...]
    targets: tuple[Fraction, ...]


@cache
def load() -> Table:
    """The diabetes data in raw units: 442 × 10 inputs, 442 targets."""
    with PATH.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    rows = [[read_rational(entry) for entry in line] for line in lines]
    return Table(
        columns=tuple(header[:-1]),
        inputs=tuple(tuple(row[:-1]) for row in rows),
        targets=tuple(row[-1] for row in rows),
    )
