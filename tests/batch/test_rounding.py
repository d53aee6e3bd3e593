"""Criterion: for all x in [a, b] and y in [c, d], x ∘ y lies in the computed interval, or that is nan."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from tests.studies.diagram.samples import ends, inside
from verifier.batch import arrays, rounding

EXACT: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
    "square": lambda x, y: x * x,
}
UNARY = ("square", "root")
COUNT = 10_000


def _violations(name: str, count: int = COUNT) -> tuple[int, int]:
    """(violations, decided) over random intervals and points in them."""
    rng = np.random.default_rng(0)
    operation = rounding.OPERATIONS[name]
    violations = decided = 0
    for _ in range(count):
        first, second = ends(rng), ends(rng)
        low, high = operation(*first) if name in UNARY else operation(*first, *second)
        if math.isnan(low) or math.isnan(high):
            violations += not (math.isnan(low) and math.isnan(high))
            continue
        decided += 1
        x, y = inside(rng, *first), inside(rng, *second)
        if name == "root":
            violations += x < 0 or (low > 0 and Fraction(low) ** 2 > x) or Fraction(high) ** 2 < x
        else:
            violations += not Fraction(low) <= EXACT[name](x, y) <= Fraction(high)
    return violations, decided


@pytest.mark.parametrize("name", [*EXACT, "root"])
def test_contains_the_exact_result(name):
    """No exact result of random, subnormal, huge or signed-zero arguments lies outside."""
    violations, decided = _violations(name)

    assert violations == 0
    assert decided > COUNT / 5


@pytest.mark.parametrize("relative", [0.0, 2.0**-54])
@pytest.mark.parametrize("name", [*EXACT, "root"])
def test_with_less_widening_the_check_fails(name, relative, monkeypatch):
    """Ends as they are computed, or moved by a quarter of a unit only, are caught by the same check."""
    monkeypatch.setattr(rounding, "RELATIVE", relative)
    monkeypatch.setattr(rounding, "ABSOLUTE", 0.0)

    assert _violations(name, 2000)[0] > 0


@pytest.mark.parametrize("name", [*EXACT, "root"])
def test_nan_and_overflow_decide_nothing(name):
    """nan, a divisor that may be 0, the root of a negative number, and overflow all give nan."""
    operation = rounding.OPERATIONS[name]
    others = () if name in UNARY else (1.0, 2.0)
    bad = [(math.nan, math.nan), (-math.inf, math.inf), (1e308, math.inf)]

    for pair in bad:
        assert all(math.isnan(end) for end in operation(*pair, *others))


def test_undefined_results_are_nan():
    """1/[−1, 1] and √[−1, 1] are nan, as is 2^600·2^600."""
    results = [rounding.divide(1.0, 1.0, -1.0, 1.0), rounding.root(-1.0, 1.0)]
    results.append(rounding.multiply(2.0**600, 2.0**600, 2.0**600, 2.0**600))

    assert all(math.isnan(end) for result in results for end in result)


@pytest.mark.parametrize("name", [*EXACT, "root"])
def test_arrays_agree_to_the_last_bit(name):
    """The operation on arrays gives exactly the ends of the scalar one."""
    rng = np.random.default_rng(1)
    rows = np.array([[*ends(rng), *ends(rng)] for _ in range(3000)])
    columns = rows[:, :2] if name in UNARY else rows
    expected = np.array([rounding.OPERATIONS[name](*map(float, row)) for row in columns])
    with np.errstate(all="ignore"):
        actual = np.stack(arrays.OPERATIONS[name](*columns.T), axis=1)

    assert np.array_equal(expected, actual, equal_nan=True)
