"""The demonstration: standardized breast-cancer data, stock initialisation, BCE, one rate of 0.1."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.torch_runs.data import load
from verifier import forecast

RATE, STEPS = 0.1, 900


def trained(dtype: str, seed: int) -> np.ndarray:
    """The losses of stock PyTorch."""
    torch.set_num_threads(1)
    inputs, targets = load("breast-cancer")
    kind = getattr(torch, dtype)
    x = torch.as_tensor((inputs - inputs.mean(axis=0)) / inputs.std(axis=0)).to(kind)
    y = torch.as_tensor(targets).to(kind)[:, None]
    torch.manual_seed(seed)
    network = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], 1, bias=False, dtype=kind), torch.nn.BatchNorm1d(1, dtype=kind)
    )
    sgd = torch.optim.SGD(network.parameters(), lr=RATE)
    losses = []
    for _ in range(STEPS):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(network(x), y)
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return np.array(losses)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_spike_comes_where_it_was_forecast(dtype):
    """The loss rises by 1 % within 2 % of the forecast, hundreds of steps apart in the two formats."""
    inputs, targets = load("breast-cancer")
    found = forecast(
        inputs, targets, lr=RATE, loss="bce", seed=0, standardize=True, dtype=dtype, steps=STEPS
    )
    losses = trained(dtype, 0)
    seen = int(np.argmax(losses >= 1.01 * np.minimum.accumulate(losses)))

    assert found.loss_rise.slight is not None
    assert found.onset is not None and found.onset < seen - 20
    assert found.loss_rise.slight.step == pytest.approx(seen, rel=0.02)
    assert (400 < seen < 550) if dtype == "float32" else (700 < seen < 850)
