"""What rounding adds to a step is measured, and it is that of the format."""

from __future__ import annotations

import numpy as np

from tests.studies.forecast.problems import a_problem
from verifier.studies.forecast.course import Rates, states_of
from verifier.studies.forecast.rounding import FEWEST, MEASURED, gradient, noise_of, states_taken

RATES = Rates(eta=0.1, h=0.01)


def test_the_gradient_is_that_of_the_risk():
    """By differences of the risk itself, in float64."""
    problem = a_problem()
    targets = problem.targets - problem.targets.mean()
    w = np.array([0.3, -0.2, 0.25, 0.1])

    def risk(w):
        seen = problem.inputs @ w
        unit = (seen - seen.mean()) / np.sqrt(seen.var() + 0.01)
        return 0.5 * ((0.7 * unit - targets) ** 2).mean()

    steps = 1e-6 * np.eye(4)
    slopes = [(risk(w + step) - risk(w - step)) / 2e-6 for step in steps]
    np.testing.assert_allclose(
        gradient(problem.inputs, targets, w, 0.7, 0.01), slopes, rtol=1e-6, atol=1e-8
    )


def test_single_precision_is_noisier_by_the_ratio_of_the_formats():
    """2⁻²⁴ against 2⁻⁵³, within a factor of four."""
    sizes = []
    for single in (True, False):
        problem = a_problem(single=single)
        start = np.array([0.3, -0.2, 0.25, 0.1]), 0.25
        states = states_of(problem.moments, RATES, start, 30, 20, single=single)
        sizes.append(np.linalg.norm(noise_of(problem.inputs, problem.targets, states, 0.1, 1e-5)))

    assert 2.0**29 / 4 < sizes[0] / sizes[1] < 2.0**29 * 4


def test_large_data_are_measured_at_fewer_states():
    """The work is bounded."""
    assert states_taken(4420) == MEASURED
    assert states_taken(10**8) == FEWEST
