"""A run followed through its moments is the run on the raw data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.studies.forecast.problems import a_problem
from verifier.studies.forecast.course import Rates, follow, states_of
from verifier.studies.forecast.rounding import gradient

RATES = Rates(eta=0.3, h=0.02, eps=1e-3)
START = np.array([0.3, -0.2, 0.25, 0.1])


def scale_slope(problem, w, scale, eps):
    """∂R/∂α from the raw data."""
    seen = problem.inputs @ w
    seen = seen - seen.mean()
    unit = seen / np.sqrt((seen**2).mean() + eps)
    return (unit * (scale * unit - (problem.targets - problem.targets.mean()))).mean()


def descended(problem, rates, w, scale, steps):
    """Gradient descent on the raw data in float64, with momentum and weight decay."""
    speed, scale_speed = np.zeros_like(w), 0.0
    for _ in range(steps):
        slope = gradient(problem.inputs, problem.targets - problem.targets.mean(), w, scale, rates.eps)
        scale_change = scale_slope(problem, w, scale, rates.eps) + rates.decay * scale
        speed = rates.momentum * speed - rates.eta * (slope + rates.decay * w)
        scale_speed = rates.momentum * scale_speed - rates.h * scale_change
        w, scale = w + speed, scale + scale_speed
    return w, scale


@pytest.mark.parametrize("whiten", [True, False])
@pytest.mark.parametrize("change", [{}, {"momentum": 0.8}, {"decay": 0.05}, {"eps": 0.5}, {"eps": 0.0}])
def test_its_states_are_those_of_gradient_descent(whiten, change):
    """After 1 and after 40 steps: plain, with momentum, with weight decay, with a large ε and with none."""
    problem, rates = a_problem(whiten=whiten), replace(RATES, **change)
    rates = rates if whiten else replace(rates, eta=0.02)
    states = states_of(problem.moments, rates, (START, 0.2), 0, 41, single=False)
    for steps in (1, 40):
        w, scale = descended(problem, rates, START, 0.2, steps)
        np.testing.assert_allclose(states[steps], [*w, scale], rtol=0, atol=3e-12)


def test_another_epsilon_gives_other_states():
    """The comparison above sees a wrong ε at once."""
    problem = a_problem()
    states = states_of(problem.moments, replace(RATES, eps=1.01e-3), (START, 0.2), 0, 2, single=False)
    w, _ = descended(problem, RATES, START, 0.2, 1)

    assert abs(states[1, :-1] - w).max() > 1e-8


def test_a_run_without_rounding_agrees_while_rounding_does_not_matter():
    """Both ways of carrying w tell the same onset, and the same angles before it."""
    problem = a_problem()
    kept = [
        follow(
            problem.moments, RATES, (START, 0.2), 40, single=False, general=False, exact=exact, keep=True
        )
        for exact in (True, False)
    ]
    np.testing.assert_allclose(kept[0].steps[:20], kept[1].steps[:20], rtol=1e-6, atol=1e-24)


def test_without_rounding_the_angle_is_as_small_as_it_likes():
    """A float64 run soon reaches its floor; a run without rounding goes on below it, and spikes later."""
    problem = a_problem()
    rates = Rates(eta=1.2 / problem.moments.rho**2, h=0.002)
    start = START, 0.05 * problem.moments.rho
    rounded = follow(
        problem.moments, rates, start, 9000, single=False, general=False, noise=1e-16 * np.eye(4)
    )
    exact = follow(problem.moments, rates, start, 9000, single=False, general=False, exact=True)

    assert 0 < rounded.events.onset == exact.events.onset
    assert (
        rounded.events.onset < rounded.events.visible < exact.events.visible or exact.events.visible == -1
    )


def test_single_precision_rounds_each_state():
    """Every weight and the scale are numbers of the format."""
    problem = a_problem(single=True)
    states = states_of(problem.moments, RATES, (START.astype(np.float32), 0.25), 1, 5, single=True)

    np.testing.assert_array_equal(states, states.astype(np.float32))
