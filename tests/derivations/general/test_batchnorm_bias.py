"""BatchNorm's bias in exact numbers, and a spike that it hides.

Correctness criterion: the risk is summed sample by sample, from targets that are not centered.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis.strategies import fractions

from derivations.general import batchnorm_bias as claim
from derivations.notation import at_next
from derivations.proof import Proof, Unproved
from verifier.claim import Answer, Status
from verifier.studies.experiments import hidden_rise
from verifier.studies.losses import Instance

F = Fraction
NUMBERS = fractions(-5, 5, max_denominator=20)
FEATURES, TARGETS = (F(1), F(-1), F(3), F(-3)), (F(1), F(2), F(-1), F(4))


def risk(scale, shift, features=FEATURES, targets=TARGETS):
    """The mean of ½(αz/5^½ + β − y)², times 5, with α in units of 5^½: so ‖w‖² = 5 needs no root."""
    losses = [(scale * z + shift - y) ** 2 / 2 for z, y in zip(features, targets, strict=True)]
    return sum(losses) / len(losses)


@given(NUMBERS, NUMBERS)
def test_the_risk_splits(scale, shift):
    mean = sum(TARGETS) / 4
    centered = [y - mean for y in TARGETS]
    assert risk(scale, shift) == risk(scale, F(0), targets=centered) + (shift - mean) ** 2 / 2


@given(NUMBERS, NUMBERS, fractions(0, 2, max_denominator=50))
def test_a_step_of_the_bias_lowers_the_risk_by_as_much(scale, shift, rate):
    mean = sum(TARGETS) / 4
    slope = risk(scale, shift + 1) - risk(scale, shift) - F(1, 2)
    assert slope == shift - mean
    lowered = risk(scale, shift) - risk(scale, shift - rate * slope)
    assert lowered == rate * (1 - rate / 2) * (shift - mean) ** 2


def test_inputs_that_are_not_centered_couple_the_bias():
    """One sample x = y = 1 at α = 0: the derivative in α depends on β."""
    slopes = [
        risk(F(1), shift, (F(1),), (F(1),)) - risk(F(0), shift, (F(1),), (F(1),)) - F(1, 2)
        for shift in (F(0), F(1))
    ]
    assert slopes == [-1, 0]


@pytest.mark.parametrize("name", ["SPLIT", "BIASED_STEP", "LOST"])
def test_a_wrong_formula_has_no_certificate(name, monkeypatch):
    monkeypatch.setattr(claim, name, getattr(claim, name) + claim.bias)
    if name == "LOST":
        monkeypatch.setattr(claim, "HIDES", claim.LOST - claim.TURNED >= 0)
    with pytest.raises(Unproved):
        claim.derive()


def test_without_the_step_of_the_bias_there_is_no_certificate(monkeypatch):
    relations = {x: y for x, y in claim._STEPPED.items() if x != at_next(claim.bias)}
    monkeypatch.setattr(claim, "_STEPPED", relations)
    with pytest.raises(Unproved):
        claim._hidden(Proof(claim.CLAIM.id))


@pytest.mark.parametrize(("instance", "steps", "mean"), hidden_rise.RUNS)
def test_the_mean_hides_the_spike_and_less_does_not(instance, steps, mean):
    seen = hidden_rise.rises(instance, steps, F(mean))
    assert seen is not None and seen.without and not seen.beside
    less = hidden_rise.rises(instance, steps, F(mean) / 2)
    assert less is not None and less.without == seen.without and less.beside


def test_without_a_mean_the_bias_hides_nothing():
    seen = hidden_rise.rises(Instance.of("0.2", "0.02", "12", "0.1"), 40, F(0))
    assert seen is not None and seen.beside == seen.without == (3,)


def test_the_experiment_is_enclosed_and_bites(monkeypatch):
    found = hidden_rise.hidden(quick=True, seed=0, precision=128)
    assert found.status is Status.ENCLOSED
    (instance, steps, mean), *_ = hidden_rise.RUNS
    monkeypatch.setattr(hidden_rise, "RUNS", ((instance, steps, 1),))
    assert hidden_rise.hidden(quick=False, seed=0, precision=128).status is Status.REFUTED
    monkeypatch.setattr(hidden_rise, "RUNS", ((instance, steps, 50 * mean),))
    assert hidden_rise.hidden(quick=False, seed=0, precision=128).status is Status.INCONCLUSIVE


def test_half_the_rate_is_told_from_it():
    from verifier.dynamics.run import Run

    run = Run(Instance.of("0.2", "0.02", "12", "0.1"), 128)
    assert claim.holds_in_runs(run) is Answer.HOLDS
    assert claim.holds_in_runs(run, slowed=2) is Answer.FAILS
