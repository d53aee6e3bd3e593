"""Adam is the published recurrence, and what is observed of it is what the runs show."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from verifier.studies.experiments import adam
from verifier.studies.experiments.adam import Adam


def test_the_published_recurrence() -> None:
    """The averages are the weighted sums of Kingma and Ba, equation 4, each over its weights' sum.

    m̂_t = Σ_i β₁^{t−i} g_i / Σ_i β₁^{t−i}, and likewise v̂_t of the squares.
    """
    random = Random(3)
    gradients = [np.array([random.uniform(-2, 2) for _ in range(3)]) for _ in range(40)]
    rule = Adam(0.01)

    def weighed(beta: float, powers: list[np.ndarray]) -> np.ndarray:
        weights = [beta ** (len(powers) - i) for i in range(1, len(powers) + 1)]
        return sum(x * y for x, y in zip(weights, powers, strict=True)) / sum(weights)

    for t in range(1, 41):
        seen = gradients[:t]
        first, second = weighed(0.9, seen), weighed(0.999, [g * g for g in seen])
        wanted = 0.01 * first / (np.sqrt(second) + 1e-8)
        assert rule.step(gradients[t - 1]) == pytest.approx(wanted, rel=1e-9)


def test_the_first_step_has_the_size_of_the_rate() -> None:
    """Whatever the gradient; without the correction of the averages it is not."""
    for size in (1e-3, 1.0, 1e3):
        assert Adam(0.01, epsilon=0.0).step(np.array([-size]))[0] == pytest.approx(-0.01)
    uncorrected = Adam(0.01)
    uncorrected._count = 10**6
    assert uncorrected.step(np.array([1.0]))[0] != pytest.approx(0.01, rel=0.5)


def test_another_unit_leaves_the_path_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """With ε = 0 and a power of 2 the sines are the same to the bit, while λ is 256 times as large."""
    monkeypatch.setattr(adam, "STEPS", 60)
    monkeypatch.setattr(Adam, "step", lambda self, gradient, step=Adam.step: step(_exact(self), gradient))
    one, other = (list(adam.train("Adam", "plain", 0.001, unit)) for unit in (1, 16))

    assert [x.sine for x in one] == [x.sine for x in other]
    assert [256 * x.lam for x in one] == [x.lam for x in other]
    plain = [list(adam.train("plain", "plain", 1.0, unit)) for unit in (1, 16)]
    assert [x.sine for x in plain[0]] != [x.sine for x in plain[1]]


def _exact(rule: Adam) -> Adam:
    rule.epsilon = 0.0
    return rule


def test_what_is_observed() -> None:
    """Plain descent rises above 2 alone; Adam first rises at one time, at any λ; the loss never alone."""
    found = adam.section(quick=False, seed=0, precision=128)
    plain = [one for one in found.runs if one.w_by == "plain"]
    scaled = [one for one in found.runs if (one.w_by, one.alpha_by, one.eta) == adam.SCALED]

    assert all(one.least_lam_rising > 2 for one in plain if one.first_rise is not None)
    assert plain[0].first_rise is None and plain[0].largest_lam_seen < 2
    assert len({one.first_rise for one in scaled}) == 1 and len(scaled) == 3
    assert max(one.lam_at_first_rise for one in scaled) < 2
    assert all(one.loss_rises_alone == 0 for one in found.runs if one.alpha_by == "plain")
    assert "every rise that is seen has λ ≥ 2.0" in found.summary


def test_a_rise_is_counted_where_the_sine_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run is read off the moments; a sine that is only rounding is left out."""
    sines = [0.5, 0.4, 0.45, 1e-12, 2e-12, 0.2]
    losses = [3, 2, 2.5, 1, 1, 2]
    moments = [adam.Moment(x, 1.0 + t, y) for t, (x, y) in enumerate(zip(sines, losses, strict=True))]
    monkeypatch.setattr(adam, "train", lambda *given: iter(moments))
    run = adam.seen("Adam", "plain", 0.1, 1)

    assert (run.first_rise, run.lam_at_first_rise, run.steps_rising) == (1, 2.0, 1)
    assert (run.loss_rises, run.loss_rises_alone) == (2, 0)
