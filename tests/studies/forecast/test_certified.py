"""The onset in balls is that of the same run in floating point, and undecided is never an answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.studies.forecast.problems import a_problem
from verifier.studies.forecast import certified
from verifier.studies.forecast.certified import certified_onset, within_reach
from verifier.studies.forecast.course import Rates, follow

START = np.array([0.3, -0.2, 0.25, 0.1])


@pytest.mark.parametrize("whiten", [True, False])
@pytest.mark.parametrize("change", [{}, {"eps": 1e-6}, {"momentum": 0.5}, {"decay": 1e-3}])
def test_as_in_floating_point(whiten, change):
    """Whitened and not; with ε, momentum and weight decay."""
    problem = a_problem(whiten=whiten)
    rates = replace(Rates(eta=(1.5 if whiten else 0.1) / problem.moments.rho**2, h=0.01), **change)
    start = START, 0.05 * problem.moments.rho
    seen = follow(
        problem.moments, rates, start, 600, single=False, general=not whiten, exact=True
    ).events.onset
    found = certified_onset(problem, rates, *start, 600)

    assert found.decided and seen > 10
    assert found.step == seen


def test_a_run_that_never_meets_the_criterion():
    """Every step was decided, and there is none."""
    problem = a_problem()
    found = certified_onset(problem, Rates(eta=0.05 / problem.moments.rho**2, h=0.01), START, 0.1, 200)

    assert (found.step, found.steps, found.decided) == (None, 200, True)


def test_too_few_bits_decide_nothing(monkeypatch):
    """A run that its balls do not decide has no certified onset."""
    monkeypatch.setattr(certified, "BITS", (12,))
    problem = a_problem()
    found = certified_onset(problem, Rates(eta=1.5 / problem.moments.rho**2, h=0.01), START, 0.1, 600)

    assert not found.decided and found.step is None


def test_large_data_are_not_run():
    """Neither a long run of many columns nor a large table."""
    problem = a_problem()

    assert within_reach(problem, 1000)
    assert not within_reach(problem, 10**7)
