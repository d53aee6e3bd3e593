"""The logistic loss on real data: the run is that of the loss, and its Hessian the right one."""

from __future__ import annotations

import numpy as np
import pytest

from verifier.studies.forecast.course import Rates
from verifier.studies.forecast.forecast import DataError, forecast
from verifier.studies.forecast.logistic import _Run, train

DRAW = np.random.default_rng(5)
INPUTS = DRAW.normal(size=(150, 5)) @ np.triu(np.ones((5, 5)))
LABELS = (INPUTS @ DRAW.normal(size=5) + DRAW.normal(size=150) > 0).astype(float)
START = np.array([0.3, -0.2, 0.25, 0.1, -0.3])


def loss(w: np.ndarray, scale: float = 0.7, bias: float = 0.0) -> float:
    """Binary cross-entropy after BatchNorm with ε = 1e-5."""
    seen = INPUTS @ w
    out = scale * (seen - seen.mean()) / np.sqrt(seen.var() + 1e-5) + bias
    return float((np.logaddexp(0, out) - LABELS * out).mean())


def test_the_hessian_is_that_of_the_loss():
    """By second differences of the loss itself."""
    run = _Run(INPUTS, LABELS, START, 0.7, Rates(1.0, 0.1))
    run.forward()
    steps = 1e-4 * np.eye(5)
    hessian = [
        [
            (loss(START + a + b) - loss(START + a - b) - loss(START - a + b) + loss(START - a - b)) / 4e-8
            for b in steps
        ]
        for a in steps
    ]

    assert run.effective_rate() == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-4)


def test_a_step_is_that_of_the_loss():
    """By differences in w, in the scale and in the bias."""
    run = _Run(INPUTS, LABELS, START, 0.7, Rates(0.3, 0.2))
    assert run.forward() == pytest.approx(loss(START), rel=1e-12)
    run.step()
    steps = 1e-6 * np.eye(5)
    slopes = np.array([(loss(START + step) - loss(START - step)) / 2e-6 for step in steps])
    scale = (loss(START, 0.7 + 1e-6) - loss(START, 0.7 - 1e-6)) / 2e-6
    bias = (loss(START, 0.7, 1e-6) - loss(START, 0.7, -1e-6)) / 2e-6

    np.testing.assert_allclose(run._w, START - 0.3 * slopes, rtol=1e-6, atol=1e-8)
    assert run._scale == pytest.approx(0.7 - 0.2 * scale, rel=1e-6)
    assert run._bias == pytest.approx(-0.2 * bias, rel=1e-6, abs=1e-9)


def test_a_small_rate_has_no_onset_and_a_large_one_rises_after_it():
    """The loss rises only where the Hessian's threshold has been passed."""
    calm = train(INPUTS, LABELS, START, 1.0, Rates(0.01, 0.01), 400).events
    wild = train(INPUTS, LABELS, START, 0.05, Rates(8.0, 0.02), 800).events

    assert calm.onset == -1 and calm.peak == 0
    assert 0 < wild.onset and wild.peak > 1.002


def test_the_forecast_says_what_it_is():
    """Nothing is certified, and the note names the criterion."""
    found = forecast(INPUTS, LABELS, lr=8.0, scale_lr=0.05, loss="bce", seed=1, steps=300)

    assert found.certified == () and found.largest_safe_lr is None
    assert any("no theorem" in note for note in found.notes)


@pytest.mark.parametrize(
    ("change", "message"), [({"y": LABELS * 2 - 1}, "0 and 1"), ({"dtype": "exact"}, "exact arithmetic")]
)
def test_what_bce_has_not_is_refused(change, message):
    """In one line."""
    arguments = {"y": LABELS, "lr": 0.1, "loss": "bce", "seed": 1} | change
    with pytest.raises(DataError, match=message):
        forecast(INPUTS, **arguments)
