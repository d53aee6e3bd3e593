"""Training in floating point, where α leaves the window first without rounding."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from verifier.claim import Status
from verifier.results.visible_rise import Outcome
from verifier.studies.experiments import window_noise
from verifier.studies.experiments.crossing import cross
from verifier.studies.experiments.window_noise import SAMPLES, predicted_step, train
from verifier.studies.losses import LogisticInstance


def test_rounding_makes_the_angle_come_back():
    """A quick run is CHECKED: both formats see the angle at the step predicted for their precision."""
    evidence = window_noise.training(quick=True, seed=0, precision=128)
    single, double = evidence.data.rows

    assert evidence.status is Status.CHECKED
    assert single["seen"][0] < double["seen"][0]
    assert cross(window_noise._INSTANCE).outcome is Outcome.SCALE


def test_without_a_floor_the_experiment_does_not_pass(monkeypatch):
    """A prediction for a floor of 1e-40 is not what the trainings show."""
    true = window_noise.predicted_step
    monkeypatch.setattr(
        window_noise, "predicted_step", lambda instance, floor: true(instance, Fraction(1, 10**40))
    )

    assert window_noise.training(quick=True, seed=0, precision=128).status is Status.INCONCLUSIVE


def test_a_finer_floor_is_seen_later():
    """The smaller ε, the later the angle is back."""
    steps = [predicted_step(window_noise._INSTANCE, Fraction(1, 10**digits)) for digits in (6, 9, 12)]

    assert steps == sorted(steps)


def test_the_data_are_planar_with_orthogonal_rows():
    """⟨x_i, x_j⟩ = nδ_ij, ‖w‖² = N_0, and the margins are cos θ_0 ± sin θ_0."""
    instance = LogisticInstance.of("0.01", "0.5", "4", "0.3")
    data, labels, w, scale = window_noise._setup(instance, np.float64, seed=1)
    margins = np.sort(labels * (data @ w) / np.linalg.norm(w))

    assert data @ data.T == pytest.approx(SAMPLES * np.eye(SAMPLES))
    assert (w @ w, scale) == (pytest.approx(1 / 4), 0.5)
    assert margins[0] == pytest.approx(np.cos(0.3) - np.sin(0.3))
    assert margins[-1] == pytest.approx(np.cos(0.3) + np.sin(0.3))


def test_training_follows_the_certified_run():
    """Before rounding matters, the first loss rise in float64 is that of the certified run."""
    instance = LogisticInstance.of("0.2", "0.5", "4.5", "0.01")
    crossing = cross(instance)
    _, rise = train(instance, np.float64, seed=0)

    assert crossing.loss_rise is not None and rise == crossing.loss_rise.t
