"""The maps against automatic differentiation: stock Linear → BatchNorm1d under SGD, in float64."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.studies.forecast.problems import inputs_and_targets
from tests.torch_runs.training import Course, Training, model
from verifier.studies.forecast.course import Rates, states_of
from verifier.studies.forecast.prepared import prepared
from verifier.studies.forecast.rounding import gradient

BASE = Training(lr=0.002, scale_lr=0.01, gamma0=0.3, dtype="float64", loss="half-mse")
CHANGES = {
    "plain": {},
    "mse": {"loss": "mse"},
    "large ε": {"eps": 0.3},
    "hardly any ε": {"eps": 1e-12},
    "momentum": {"momentum": 0.9, "lr": 0.0005, "scale_lr": 0.002},
    "weight decay": {"weight_decay": 0.02},
    "both": {"momentum": 0.5, "weight_decay": 0.01, "eps": 1e-3},
}


def states(training: Training, *, whiten: bool, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The states (w, α) of the map and of PyTorch, each (steps + 1) × (d + 1)."""
    inputs, targets = inputs_and_targets(rows=80, columns=5)
    data = prepared(inputs, targets, single=False, whiten=whiten, standardize=True)
    network = model(training, 5, seed=11)
    course = Course(training, data.inputs, data.targets, network)
    for _ in range(steps + 1):
        course.step()
    trained = np.column_stack([np.array(course.weights), course.scales])
    factor = 1.0 if training.loss == "half-mse" else 2.0
    rates = Rates(
        factor * training.lr, factor * training.scale_lr, training.eps, training.momentum,
        training.weight_decay / factor,
    )  # fmt: skip
    start = trained[0, :-1], trained[0, -1]
    return states_of(data.moments, rates, start, 0, steps + 1, single=False), trained


@pytest.mark.parametrize("whiten", [True, False])
@pytest.mark.parametrize("change", CHANGES)
def test_one_step(change, whiten):
    """Each of 20 first steps, from the state that PyTorch has: to 1e-14."""
    mapped, trained = states(replace(BASE, **CHANGES[change]), whiten=whiten, steps=1)

    np.testing.assert_allclose(mapped[1], trained[1], rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("whiten", [True, False])
@pytest.mark.parametrize("change", CHANGES)
def test_five_hundred_steps(change, whiten):
    """To 1e-12, where no direction is unstable that would enlarge the rounding."""
    mapped, trained = states(replace(BASE, **CHANGES[change]), whiten=whiten, steps=500)

    np.testing.assert_allclose(mapped, trained, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("change", ["large ε", "momentum", "weight decay", "mse"])
def test_a_map_that_leaves_it_out_is_another(change):
    """Each of the choices shows within ten steps."""
    mapped, _ = states(BASE, whiten=True, steps=10)
    _, trained = states(replace(BASE, **CHANGES[change]), whiten=True, steps=10)

    assert abs(mapped[10] - trained[10]).max() > 1e-7


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_gradient_in_the_format_is_as_noisy_as_that_of_torch(dtype):
    """What rounding adds beside the direction of w, within a half."""
    inputs, targets = inputs_and_targets(rows=300, columns=6)
    single = dtype == "float32"
    data = prepared(inputs, targets, single=single, whiten=True)
    training = replace(BASE, dtype=dtype)
    u = data.moments.direction / np.linalg.norm(data.moments.direction)
    middle = data.targets - data.targets.dtype.type(data.moments.mean)
    wide = data.inputs.astype(np.float64), data.targets.astype(np.float64) - data.moments.mean
    errors: dict[str, list[np.ndarray]] = {"ours": [], "torch": []}
    for number in range(40):
        w = (0.6 * u).astype(data.inputs.dtype)
        scale = 0.5 + 0.003 * number
        network = model(replace(training, gamma0=scale), 6, w)
        with torch.no_grad():
            network[1].bias.fill_(data.moments.mean)
        scale = network[1].weight.item()
        course = Course(training, data.inputs, data.targets, network)
        (((network(course.inputs) - course.targets) ** 2).mean() / 2).backward()
        extended = [x.astype(np.longdouble) for x in wide]
        exact = gradient(*extended, w.astype(np.longdouble), np.longdouble(scale), 1e-5).astype(np.float64)
        errors["ours"].append(gradient(data.inputs, middle, w, scale, 1e-5) - exact)
        errors["torch"].append(network[0].weight.grad.numpy()[0] - exact)
    beside = np.eye(6) - np.outer(u, u)
    sizes = [np.diff(np.array(found) @ beside, axis=0).std() for found in errors.values()]

    assert 2 / 3 < sizes[0] / sizes[1] < 1.5
