"""Trains stock PyTorch modules, and says what is seen, without the forecast's code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

WATCHED = 250
"""Every so many steps it is asked whether anything is still to be seen."""
AFTER = 500
"""So many steps a run goes on after its spike became visible."""


@dataclass(frozen=True)
class Training:
    """Stock full-batch SGD; the learning rates are those of ``torch.optim.SGD``."""

    lr: float
    scale_lr: float
    gamma0: float
    dtype: str
    loss: str
    eps: float = 1e-5
    momentum: float = 0.0
    weight_decay: float = 0.0


@dataclass(frozen=True)
class Seen:
    """First steps, None where there is none, and the highest loss after the onset over the least before."""

    onset: int | None
    visible: int | None
    slight: int | None
    clear: int | None
    peak: float | None


def model(
    training: Training, features: int, w: np.ndarray | None = None, seed: int = 0
) -> torch.nn.Sequential:
    """Linear → BatchNorm1d in the format, drawn from the seed or with the weights given."""
    kind = getattr(torch, training.dtype)
    torch.manual_seed(seed)
    linear = torch.nn.Linear(features, 1, bias=False, dtype=kind)
    norm = torch.nn.BatchNorm1d(1, eps=training.eps, dtype=kind)
    with torch.no_grad():
        norm.weight.fill_(training.gamma0)
        if w is not None:
            linear.weight.copy_(torch.as_tensor(w).reshape(1, -1))
    return torch.nn.Sequential(linear, norm)


def optimizer(training: Training, network: torch.nn.Sequential) -> torch.optim.SGD:
    """SGD with one group for w and one for BatchNorm."""
    groups = [
        {"params": network[0].parameters(), "lr": training.lr},
        {"params": network[1].parameters(), "lr": training.scale_lr},
    ]
    return torch.optim.SGD(groups, momentum=training.momentum, weight_decay=training.weight_decay)


def loss_of(training: Training, predicted: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """The mean squared error, or half of it."""
    whole = torch.nn.functional.mse_loss(predicted, targets)
    return whole / 2 if training.loss == "half-mse" else whole


class Course:
    """A run step by step, with its weights, scales and losses so far."""

    def __init__(
        self, training: Training, inputs: np.ndarray, targets: np.ndarray, network: torch.nn.Sequential
    ):
        torch.set_num_threads(1)  # small products: more threads only wait for each other
        kind = getattr(torch, training.dtype)
        self.training, self.network = training, network
        self.inputs, self.targets = (
            torch.as_tensor(inputs).to(kind),
            torch.as_tensor(targets).to(kind)[:, None],
        )
        self.optimizer = optimizer(training, network)
        self.weights: list[np.ndarray] = []
        self.scales: list[float] = []
        self.losses: list[float] = []

    def step(self) -> None:
        """Note the state, and train one step."""
        self.weights.append(self.network[0].weight.detach().numpy()[0].astype(np.float64))
        self.scales.append(self.network[1].weight.item())
        loss = loss_of(self.training, self.network(self.inputs), self.targets)
        self.losses.append(loss.item())
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()


def watch(course: Course, steps: int, *, general: bool) -> Seen:
    """Train up to ``steps`` steps, and say what was seen."""
    seen = Seen(None, None, None, None, None)
    for t in range(1, steps + 1):
        course.step()
        if t % WATCHED == 0 or t == steps:
            seen = look(course, general=general)
            if seen.visible is not None and t >= seen.visible + AFTER:
                break
    return seen


def look(course: Course, *, general: bool) -> Seen:
    """What the states so far show: angles and criteria from the raw data, in extended precision."""
    training = course.training
    inputs = course.inputs.numpy().astype(np.longdouble)
    targets = course.targets.numpy()[:, 0].astype(np.longdouble)
    inputs, targets = inputs - inputs.mean(axis=0), targets - targets.mean()
    covariance = (inputs.T @ inputs / len(targets)).astype(np.float64)
    target = (inputs.T @ targets / len(targets)).astype(np.float64)
    direction = np.linalg.lstsq(covariance, target, rcond=1e-10)[0]
    rho = np.sqrt(target @ direction)
    u = direction / rho
    w, scales, losses = np.array(course.weights), np.array(course.scales), np.array(course.losses)
    size = np.einsum("ti,ij,tj->t", w, covariance, w)
    cosine = w @ target / rho / np.sqrt(size)
    sign = np.sign(cosine)
    unit = sign[:, None] * w / np.sqrt(size)[:, None]
    off = u - np.abs(cosine)[:, None] * unit  # t = u − cŵ, its size is sin θ
    pulled = off @ covariance
    sine2 = np.einsum("ti,ti->t", off, pulled)
    eta = training.lr * (1 if training.loss == "half-mse" else 2)
    rate, c = eta * np.abs(scales) * rho / size, np.abs(cosine)
    if general:
        A, B = np.einsum("ti,ti->t", pulled, pulled), np.einsum("ti,ti->t", unit @ covariance, pulled)
        G = np.einsum("ti,ij,tj->t", pulled, covariance, pulled)
        rises = rate * (c**2 * G - (c * B + A) ** 2) > 2 * (1 + training.momentum) * c * A
    else:
        rises = rate * (2 * c**2 - 1) > 2 * (1 + training.momentum) * c
    rises &= scales * sign > 0
    onset = _first(rises, 0)
    if onset is None:
        return Seen(None, None, None, None, None)
    floor = np.minimum.accumulate(sine2) if general else 0.0
    least = np.minimum.accumulate(losses)
    return Seen(
        onset,
        _first(sine2 >= floor + 0.05**2, onset),
        _first(losses >= 1.01 * least, onset),
        _first(losses >= 1.1 * least, onset),
        float((losses / least)[onset:].max()),
    )


def _first(true: np.ndarray, start: int) -> int | None:
    found = np.flatnonzero(true[start:])
    return int(found[0]) + start if len(found) else None
