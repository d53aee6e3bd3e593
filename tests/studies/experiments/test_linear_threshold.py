"""The derivative beside the ray of u: measured twice, and a search for data on which the theorem fails.

Correctness criterion: it is made of second derivatives of the risk from raw data, in which no formula of a
gradient or of M enters; what must be false is shown to be seen.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivations.general import linear_threshold
from verifier.arithmetic.balls import Undecided, ball, less, precision
from verifier.claim import Answer, Status
from verifier.studies.data import sample_data
from verifier.studies.experiments import linear_threshold as experiment
from verifier.studies.experiments.linear_threshold import Dual, near_threshold, sample_of

F = Fraction
SEEDS, SIZES = st.integers(0, 10**6), st.integers(2, 10)


def test_every_dimension_is_enclosed():
    """In two to ten dimensions, on both sides of the threshold, with M strictly between its neighbours."""
    found = experiment.instances(quick=False, seed=0, precision=128)

    assert found.status is Status.ENCLOSED
    assert [row["d"] for row in found.data.rows] == [*range(2, 11)]
    assert {row["least_multiplier"] < -1 for row in found.data.rows} == {True, False}


@pytest.mark.parametrize("altered", ["agrees", "sound"])
def test_what_does_not_agree_is_no_evidence(altered: str, monkeypatch: pytest.MonkeyPatch):
    """Where a false matrix passes the comparison says nothing; where the true one fails it is refuted."""
    monkeypatch.setattr(experiment, "agrees", lambda *_: altered == "agrees")
    wanted = Status.INCONCLUSIVE if altered == "agrees" else Status.REFUTED

    assert experiment.instances(quick=True, seed=0, precision=128).status is wanted


@settings(max_examples=30)
@given(SEEDS, SIZES, st.fractions(F(1, 10), F(4), max_denominator=100))
def test_no_data_set_contradicts(seed: int, d: int, level: Fraction):
    """The derivative is I − λM, and as many of its eigenvalues are below −1 as λκ are above 2."""
    with precision(256):
        assert linear_threshold.holds_on_data(at(seed, d, level)) is not Answer.FAILS


@settings(max_examples=30)
@given(SEEDS, SIZES, st.fractions(F(11, 10), F(19, 10), max_denominator=100))
def test_below_the_threshold_a_smaller_one_is_refuted(seed: int, d: int, level: Fraction):
    """Between 1 and 2 no eigenvalue is below −1; and κ_max is never that of Σ."""
    with precision(256):
        sample = at(seed, d, level)
        for altered in ({"threshold": 1}, {"shorn": False}, {"learned": False}, {"second_to": 1}):
            assert linear_threshold.holds_on_data(sample, **altered) is Answer.FAILS


def at(seed: int, d: int, level: Fraction):
    """Random data in d dimensions, at w = u with λκ_max near the level."""
    return near_threshold(sample_of(Random(seed), d), level).sample


@given(SEEDS)
def test_pivots_count_what_the_eigenvalues_say(seed: int):
    """Where they are isolated, and at any level."""
    with precision(256):
        step = sample_data(Random(seed)).linearized()
        try:
            found = step.multipliers()
        except Undecided:
            return
        share = 1 - ball(step.sample.h)
        for level in (-2, -1, 0, 2):
            below = [less(x, level) for x in found if not x.overlaps(share)]
            assert None in below or step.below(level) == below.count(True)


def test_with_a_negative_rate_an_eigenvalue_is_above_one():
    """Σ = I: at λκ = −1 it is 2, of which (1 − λκ)² > 1 although λκ < 2."""
    with precision(128):
        drawn = (sample_data(Random(seed)) for seed in range(30))
        sample = next(x for x in drawn if x.whitened and x.dimension == 2)
        turned = near_threshold(replace(sample, alpha=-abs(sample.alpha)), F(-1))
        assert abs(turned.rate * turned.kappas[-1] + 1) < ball(F(1, 1000))
        assert turned.jacobian[0, 0] + turned.jacobian[1, 1] > 2


@given(st.fractions(F(1, 10), 10, max_denominator=100), st.fractions(F(1, 10), 10, max_denominator=100))
def test_dual_numbers_differentiate(x: Fraction, y: Fraction):
    """∂²/∂x∂y of y√x/(x + y) − x, against the formula."""
    one, none = np.ones((1, 1)), np.zeros((1, 1))
    first, second = Dual((one * float(x), one, none, none)), Dual((one * float(y), none, one, none))
    found = (second * first.power(0.5) / (first + second) - first).parts[3][0, 0]
    p, q = float(x), float(y)
    assert found == pytest.approx(1.5 * p**0.5 / (p + q) ** 2 - 2 * p**1.5 / (p + q) ** 3)
