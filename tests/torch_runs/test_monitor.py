"""The monitor warns well ahead of what can be seen, and is silent where it does not know."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.torch_runs.training import Course, Training, look, model
from verifier.torch import SpikeMonitor

AHEAD = 20
"""So many steps before the spike is visible there must have been a warning."""


def data(seed: int, rows: int = 120, columns: int = 6) -> tuple[np.ndarray, np.ndarray, float]:
    """Whitened inputs, targets, and the signal strength."""
    draw = np.random.default_rng(seed)
    inputs = draw.normal(size=(rows, columns))
    inputs -= inputs.mean(axis=0)
    values, vectors = np.linalg.eigh(inputs.T @ inputs / rows)
    inputs = inputs @ vectors / np.sqrt(values)
    targets = 5 * (inputs @ draw.normal(size=columns) + draw.normal(size=rows))
    return inputs, targets, float(np.linalg.norm(inputs.T @ (targets - targets.mean()) / rows))


def watched(course: Course, monitor: SpikeMonitor, steps: int) -> int | None:
    """The first step with a warning."""
    first = None
    for t in range(steps):
        course.weights.append(course.network[0].weight.detach().numpy()[0].astype(np.float64))
        course.scales.append(course.network[1].weight.item())
        loss = torch.nn.functional.mse_loss(course.network(course.inputs), course.targets)
        loss = loss / 2 if course.training.loss == "half-mse" else loss
        course.losses.append(loss.item())
        course.optimizer.zero_grad()
        loss.backward()
        if monitor().warning and first is None:
            first = t
        course.optimizer.step()
    return first


@pytest.mark.parametrize("seed", range(10))
def test_it_warns_ahead_of_the_spike(seed):
    """Ten runs, in both formats and with both losses: the warning comes at least 20 steps before."""
    inputs, targets, rho = data(seed)
    loss = ("mse", "half-mse")[seed % 2]
    factor = 2 if loss == "mse" else 1
    dtype = ("float32", "float64")[seed // 2 % 2]
    training = Training(2.5 / rho**2 / factor, 0.004 / factor, 0.05 * rho, dtype, loss)
    course = Course(training, inputs, targets, model(training, 6, seed=seed))
    warned = watched(course, SpikeMonitor(course.network, course.optimizer, loss), 900)
    seen = look(course, general=False)

    assert seen.visible is not None and warned is not None
    assert warned <= seen.visible - AHEAD


@pytest.mark.parametrize("seed", range(3))
def test_it_is_silent_where_there_is_no_spike(seed):
    """A rate that the theorem allows: no warning, and none is needed."""
    inputs, targets, rho = data(seed)
    training = Training(0.15 / rho**2, 0.004, 0.05 * rho, "float32", "half-mse")
    course = Course(training, inputs, targets, model(training, 6, seed=seed))

    assert watched(course, SpikeMonitor(course.network, course.optimizer, "half-mse"), 900) is None
    assert look(course, general=False).onset is None


def deeper() -> list[torch.nn.Module]:
    """Models that are none of the theory's."""
    nn = torch.nn
    return [
        nn.Sequential(nn.Linear(6, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 1)),
        nn.Sequential(nn.Linear(6, 1), nn.BatchNorm1d(1), nn.Tanh()),
        nn.Sequential(nn.Linear(6, 4), nn.Linear(4, 1), nn.BatchNorm1d(1)),
        nn.Sequential(nn.Linear(6, 3), nn.BatchNorm1d(3)),
        nn.Sequential(nn.Linear(6, 1), nn.LayerNorm(1)),
        nn.Sequential(nn.Linear(6, 1)),
    ]


@pytest.mark.parametrize("network", deeper(), ids=str)
def test_of_deeper_networks_it_says_that_it_does_not_know(network):
    """Whatever the rate: no number and no warning."""
    optimizer = torch.optim.SGD(network.parameters(), lr=10.0)
    monitor = SpikeMonitor(network, optimizer)
    inputs, targets, _ = data(0)
    for _ in range(5):
        out = network(torch.as_tensor(inputs).float())
        torch.nn.functional.mse_loss(
            out, torch.as_tensor(targets).float()[:, None].expand_as(out)
        ).backward()
        now = monitor()
        assert not now.warning and now.effective_lr is None and str(now).startswith("not known: ")


def test_it_does_not_know_adam_nor_minibatches():
    """The reasons are said."""
    network = torch.nn.Sequential(torch.nn.Linear(6, 1), torch.nn.BatchNorm1d(1))
    adam = SpikeMonitor(network, torch.optim.Adam(network.parameters()))
    sgd = SpikeMonitor(network, torch.optim.SGD(network.parameters(), lr=100.0))
    inputs, _, _ = data(0)
    said = []
    for batch in (inputs[:60], inputs[60:]):
        network(torch.as_tensor(batch).float()).square().mean().backward()
        said.append((adam(), sgd()))

    assert "Adam" in said[0][0].reason
    assert "minibatches" in said[1][1].reason and not said[1][1].warning


def test_its_number_is_the_curvature_that_autograd_finds():
    """At an aligned state of whitened data: the largest eigenvalue of the Hessian in w, to 1e-6."""
    inputs, targets, rho = data(1)
    for loss, factor in (("mse", 2.0), ("half-mse", 1.0)):
        training = Training(0.01, 0.01, 0.4 * rho, "float64", loss)
        w = 0.7 * np.linalg.solve(inputs.T @ inputs, inputs.T @ targets) / rho
        network = model(training, 6, w)
        monitor = SpikeMonitor(network, torch.optim.SGD(network.parameters(), lr=1.0), loss)
        x, y = torch.as_tensor(inputs), torch.as_tensor(targets)[:, None]

        def risk(weights, network=network, x=x, y=y, factor=factor):
            seen = x @ weights
            unit = (seen - seen.mean()) / torch.sqrt(seen.var(unbiased=False) + 1e-5)
            return factor / 2 * ((network[1].weight.detach() * unit[:, None] - y) ** 2).mean()

        hessian = torch.autograd.functional.hessian(risk, network[0].weight.detach()[0])
        (factor / 2 * torch.nn.functional.mse_loss(network(x), y)).backward()
        expected = float(torch.linalg.eigvalsh(hessian)[-1])

        assert monitor().effective_lr == pytest.approx(expected, rel=1e-4)


def test_another_loss_is_refused():
    """By name."""
    network = torch.nn.Sequential(torch.nn.Linear(6, 1), torch.nn.BatchNorm1d(1))
    with pytest.raises(ValueError, match="huber"):
        SpikeMonitor(network, torch.optim.SGD(network.parameters(), lr=1.0), "huber")
