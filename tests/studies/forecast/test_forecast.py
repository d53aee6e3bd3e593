"""A forecast says what the run does, with what stands behind it, and refuses what it does not know."""

from __future__ import annotations

import numpy as np
import pytest

import verifier
from tests.studies.forecast.problems import inputs_and_targets
from verifier.studies.forecast.course import Events
from verifier.studies.forecast.forecast import DRAWS, SEEDS, DataError, forecast
from verifier.studies.forecast.rounding import gradient
from verifier.studies.forecast.summary import moment_of

INPUTS, TARGETS = inputs_and_targets(rows=200)
SPIKE = {"lr": 1.5, "scale_lr": 0.005, "gamma0": 0.1, "seed": 3, "whiten": True, "loss": "half-mse"}


def trained(inputs, targets, w, scale, steps, lr, scale_lr):
    """sin θ along a run in the arithmetic of the inputs, by its own gradients."""
    one = inputs.dtype.type
    middle = targets - targets.mean()
    wide = inputs.astype(np.float64)
    target = wide.T @ (middle.astype(np.float64)) / len(middle)
    u = np.linalg.solve(wide.T @ wide / len(middle), target)
    sines, w, scale = [], w.astype(inputs.dtype), one(scale)
    for _ in range(steps):
        seen = wide @ w.astype(np.float64)
        aim = wide @ u
        cosine = (seen @ aim) / np.sqrt((seen @ seen) * (aim @ aim))
        off = seen / np.linalg.norm(seen) - cosine * aim / np.linalg.norm(aim)
        sines.append(np.linalg.norm(off))
        unit = seen - seen.mean()
        unit = unit / np.sqrt((unit**2).mean() + 1e-5)
        slope = (unit * (float(scale) * unit - middle)).mean()
        w = w - one(lr) * gradient(inputs, middle, w, scale, 1e-5)
        scale = scale - one(scale_lr * slope)
    return np.array(sines)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_run_spikes_where_it_was_forecast(dtype):
    """Plain gradient descent in NumPy, in both formats: the visible step lies in the interval."""
    from verifier.studies.forecast.initial import stock_weights
    from verifier.studies.forecast.prepared import prepared

    single = dtype == "float32"
    data = prepared(INPUTS, TARGETS, single=single, whiten=True)
    lr = 2.2 / data.moments.rho**2
    gamma = 0.05 * data.moments.rho
    found = forecast(INPUTS, TARGETS, **SPIKE | {"lr": lr, "gamma0": gamma, "dtype": dtype})
    assert found.visible is not None and "onset" in found.certified
    sines = trained(
        data.inputs,
        data.targets,
        stock_weights(4, 3, single=single),
        gamma,
        found.visible.high + 50,
        lr,
        0.005,
    )
    seen = found.onset + int(np.argmax(sines[found.onset :] >= 0.05))

    assert found.visible.low <= seen <= found.visible.high
    assert found.visible.high - found.visible.low <= 0.1 * seen


def test_a_larger_rate_comes_earlier_and_a_safe_one_never():
    """The largest safe rate has no onset; a quarter more of the given one comes sooner."""
    base = forecast(INPUTS, TARGETS, **SPIKE)
    safe = forecast(INPUTS, TARGETS, **SPIKE | {"lr": 0.999 * base.largest_safe_lr})

    assert base.onset is not None and base.largest_safe_lr < SPIKE["lr"]
    assert safe.onset is None
    assert forecast(INPUTS, TARGETS, **SPIKE | {"lr": 1.25 * SPIKE["lr"]}).onset < base.onset


def test_mse_is_half_mse_at_twice_the_rates():
    """The factor of the loss is a factor of the rates, and nothing else."""
    half = forecast(INPUTS, TARGETS, **SPIKE)
    whole = forecast(INPUTS, TARGETS, **SPIKE | {"loss": "mse", "lr": 0.75, "scale_lr": 0.0025})

    assert (half.onset, half.visible, half.rho) == (whole.onset, whole.visible, whole.rho)


def test_the_safe_rate_is_certified_without_epsilon_alone():
    """The theorem knows no ε."""
    assert "largest_safe_lr" in forecast(INPUTS, TARGETS, **SPIKE | {"bn_eps": 0.0}).certified
    assert "largest_safe_lr" not in forecast(INPUTS, TARGETS, **SPIKE).certified


def test_without_first_weights_there_are_quantiles():
    """Over many seeds, which is far wider than rounding."""
    seeds = forecast(INPUTS, TARGETS, **SPIKE | {"seed": None})
    one = forecast(INPUTS, TARGETS, **SPIKE)

    assert seeds.visible is not None and one.visible is not None
    assert seeds.visible.high - seeds.visible.low > 2 * (one.visible.high - one.visible.low)
    assert "onset" not in seeds.certified


def test_it_is_the_same_each_time():
    """Nothing is drawn from a clock."""
    assert forecast(INPUTS, TARGETS, **SPIKE) == forecast(INPUTS, TARGETS, **SPIKE)


def test_what_float64_cannot_tell_is_said():
    """Of a run without rounding on data that are not whitened, and of no other."""
    for whiten, dtype in ((True, "exact"), (False, "float64"), (False, "exact")):
        settings = SPIKE | {"whiten": whiten, "dtype": dtype, "lr": 0.1, "steps": 50, "advise": False}
        said = any("1e-17" in note for note in forecast(INPUTS, TARGETS, **settings).notes)
        assert said == (not whiten and dtype == "exact")


def test_the_bias_can_hide_a_rise():
    """With a large mean of the target the loss falls by so much that the spike cannot be seen in it."""
    settings = SPIKE | {"lr": 4.0, "gamma0": 0.02}
    centred = forecast(INPUTS, TARGETS - TARGETS.mean(), **settings)
    raw = forecast(INPUTS, TARGETS + 1e4, **settings)

    assert centred.loss_rise.slight is not None and raw.loss_rise.slight is None
    assert any("bias" in note for note in raw.notes) and not any("bias" in note for note in centred.notes)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lr": 0.0}, "lr 0.0"),
        ({"lr": float("nan")}, "lr nan"),
        ({"scale_lr": -1.0}, "scale_lr -1.0"),
        ({"momentum": 1.0}, "momentum 1.0"),
        ({"bn_eps": -1e-5}, "bn_eps"),
        ({"weight_decay": float("inf")}, "weight_decay"),
        ({"gamma0": float("nan")}, "gamma0"),
        ({"dtype": "float16"}, "float16"),
        ({"loss": "huber"}, "huber"),
        ({"steps": 0}, "steps 0"),
        ({"w0": [1, 2, 3, 4]}, "both"),
        ({"seed": None, "w0": [1, 2]}, "2 numbers"),
        ({"seed": None, "w0": [0, 0, 0, 0]}, "zero"),
        ({"seed": -1}, "-1"),
    ],
)
def test_bad_values_are_named(change, message):
    """One line, with the name and the value."""
    with pytest.raises(ValueError, match=message) as refused:
        forecast(INPUTS, TARGETS, **SPIKE | change)

    assert "\n" not in str(refused.value)


def test_a_notebook_shows_it_as_a_table():
    """Escaped, with the onset and the interval."""
    found = forecast(INPUTS, TARGETS, **SPIKE)
    shown = found._repr_html_()

    assert shown.startswith("<table>") and f"<td>{found.onset}</td>" in shown
    assert f"({found.visible.low} to {found.visible.high})" in shown


def test_the_package_offers_it():
    """``verifier.forecast`` is the function, and there is no other such name."""
    assert verifier.forecast is forecast
    with pytest.raises(AttributeError, match="foretell"):
        _ = verifier.foretell


def test_an_interval_needs_a_majority():
    """Half of the runs without a spike: no step is forecast."""
    with_one, without = Events(3, 7, -1, -1, -1, 1.0), Events(3, -1, -1, -1, -1, 1.0)

    assert moment_of([with_one, without], "visible") is None
    assert moment_of([with_one, with_one, without], "visible") is not None
    assert DRAWS >= 40 and SEEDS == 200
    assert issubclass(DataError, ValueError)
