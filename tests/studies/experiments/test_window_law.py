"""The limit experiment passes for the true law, and for no other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sympy import Integer, exp

from derivations.logistic import window_law as law
from derivations.notation import alpha
from verifier.claim import Status
from verifier.studies.experiments import window_law


@pytest.fixture(scope="module")
def limit():
    """A quick run of the experiment."""
    return window_law.small_step_limit(quick=True, seed=0, precision=128)


def test_the_law_is_confirmed(limit):
    """A quick run reaches CHECKED, and the values of ν* are ENCLOSED."""
    values = window_law.critical_values(quick=True, seed=0, precision=128)

    assert (limit.status, values.status) == (Status.CHECKED, Status.ENCLOSED)
    (row,) = values.data.rows
    assert row["negative_to"] < float(row["critical"]) < row["positive_from"]


def test_the_error_shrinks_with_the_rate(limit):
    """From h = 0.1 to h = 0.01 the loss rise comes nearer to where the law puts it."""
    off = [abs(row["alpha"] - row["alpha_predicted"]) for row in limit.data.rows]

    assert all(later < earlier for earlier, later in pairwise(off))


@pytest.mark.parametrize("slowness", [Integer(1), exp(alpha), 2 + exp(alpha)])
def test_a_false_weight_is_not_confirmed(slowness, monkeypatch):
    """With another weight in the integral the experiment does not pass."""

    def false_growth(direction_lr, scale, tolerance=law.TOLERANCE):
        return law.growth(direction_lr, scale, law.window_end(direction_lr), tolerance, slowness=slowness)

    seen = window_law._visible_scale()
    monkeypatch.setattr(window_law, "_visible_scale", lambda: seen)
    monkeypatch.setattr(law, "window_growth", false_growth)
    monkeypatch.setattr(window_law, "_beside_critical", lambda: ("3.49", "3.54"))
    evidence = window_law.small_step_limit(quick=True, seed=0, precision=128)

    assert evidence.status is Status.INCONCLUSIVE
