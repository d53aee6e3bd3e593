"""The recursion of a displacement with momentum, in exact numbers.

Correctness criterion: every bound is compared with the recursion itself, in fractions, from any start that
it is said of; outside of its range, or with another constant, some start contradicts it.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from derivations.general.lemmas.heavy_ball import BOUND, ENERGY, OVER, RATIO, ROOMS, T
from derivations.general.model.momentum import EDGE, FOLLOWS, K, beta, x, y

F = Fraction
SHARES = st.fractions(0, F(99, 100), max_denominator=100)
PLACES = st.fractions(-5, 5, max_denominator=20)
PULLS = st.fractions(F(1, 100), F(99, 100), max_denominator=100)
STEPS = 25


def value(expression, share, pull, here=1, before=1):
    """A derived expression, as a fraction."""
    numbers = {beta: share, K: pull, x: here, y: before}
    return F(str(expression.subs({name: str(number) for name, number in numbers.items()})))


def course(share, pull, here, before, steps=STEPS):
    """x_0, x_1, … by the derived recursion, whose coefficients are read off once."""
    ahead, back = value(FOLLOWS, share, pull, 1, 0), value(FOLLOWS, share, pull, 0, 1)
    found = [here]
    for _ in range(steps):
        here, before = ahead * here + back * before, here
        found.append(here)
    return found


@given(SHARES, PULLS, PLACES, PLACES)
def test_below_the_threshold_every_displacement_falls(share, part, here, before):
    """Δx_t² ≤ 4(1 + β)²ϱ^t(x_0² + y_0²) with 0 < ϱ < 1."""
    pull = part * value(EDGE, share, 0)
    room, bound, ratio = (value(one, share, pull) for one in (ROOMS, BOUND, RATIO))
    assert 0 < ratio < 1
    for time, there in enumerate(course(share, pull, here, before)):
        assert room * there**2 <= bound * ratio**time * (here**2 + before**2)


@given(SHARES, st.fractions(0, 5, max_denominator=20), PLACES, PLACES)
def test_at_and_above_the_threshold_it_does_not(share, above, here, before):
    """x_t² ≥ (K − 1 − 2β)^(2t)·x_0² from every start with x_0(x_0 + y_0) ≥ 0."""
    assume(here * (here + before) >= 0)
    pull = value(EDGE, share, 0) + above
    growth = value(OVER, share, pull)
    assert growth == 1 + above
    found = enumerate(course(share, pull, here, before))
    assert all(there**2 >= growth ** (2 * t) * here**2 for t, there in found)


@given(SHARES, st.fractions(0, 5, max_denominator=20), PLACES, PLACES)
def test_without_a_pull_it_does_not_either(share, push, here, before):
    """x_t² ≥ (1 − K)^(2t)·x_0² for K ≤ 0 from every start with x_0(x_0 − y_0) ≥ 0."""
    assume(here * (here - before) >= 0)
    found = enumerate(course(share, -push, here, before))
    assert all(there**2 >= (1 + push) ** (2 * t) * here**2 for t, there in found)


@given(SHARES, PLACES, PLACES, PLACES)
def test_the_energy_falls_by_a_square(share, pull, here, before):
    """E' = E − ½(1 − β)(x' − y)², whatever the sign of K."""
    after = value(FOLLOWS, share, pull, here, before)
    fall = value(ENERGY, share, pull, here, before) - value(ENERGY, share, pull, after, here)
    assert fall == (1 - share) / 2 * (after - before) ** 2


@pytest.mark.parametrize("share", [F(1, 4), F(1, 2), F(9, 10)])
def test_a_lower_threshold_is_refuted(share):
    """Midway between 2 and 2(1 + β) a displacement at rest falls: the growth does not begin at 2."""
    fallen = course(share, 2 + share, F(1), F(1), 200)
    assert abs(fallen[-1]) < F(1, 1000)


@pytest.mark.parametrize(
    ("share", "pull", "here", "before", "expected"),
    [
        (F(1), F(2), F(1), F(1), [1, -1, -1, 1, 1]),
        (F(-1, 2), F(1), F(1), F(1), [1, 0, F(1, 2)]),
        (F(1, 2), F(3), F(1), F(-2), [1, F(-1, 2), F(1, 4), F(-1, 8)]),
        (F(1, 2), F(3), F(1), F(-1), [1, -1, 1, -1]),
    ],
)
def test_counterexamples_of_the_hypotheses(share, pull, here, before, expected):
    """Momentum 1 does not fall; a negative one falls from rest; so does another start at the threshold."""
    assert course(share, pull, here, before, len(expected) - 1) == expected


def test_another_constant_is_refuted():
    """With 1 for 128 ϱ is negative, and with K − 1 − β growth is too fast."""
    share, pull = F(9, 10), F(19, 10)
    assert 1 - 128 * (1 - value(RATIO, share, pull)) < 0
    share, pull = F(1, 2), F(4)
    fast = course(share, pull, F(1), F(1), 40)
    assert fast[-1] ** 2 < (pull - 1 - share) ** 80
    assert value(T, share, pull) == 1 + share - pull
