"""A monitor for training loops: says when the direction of w is about to become unstable.

    monitor = SpikeMonitor(model, optimizer, loss="mse")
    for step in range(steps):
        loss_function(model(inputs), targets).backward()
        if (now := monitor()).warning:
            print(step, now)
        optimizer.step(); optimizer.zero_grad()

It knows one model: Linear(d, 1) → BatchNorm1d(1) under a squared or a logistic loss, full batches, SGD.  Of
anything else it says that it does not know, and never warns.  It needs the extra ``torch``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

LOSSES = ("mse", "half-mse", "bce")
NEAR = 0.95
"""From this share of the threshold on there is a warning."""
_ROUNDS = 4
"""Steps of the power iteration at each call; it goes on from the direction found before."""


@dataclass(frozen=True)
class SpikeStatus:
    """What the monitor knows after a backward pass.

    ``effective_lr`` is the learning rate of w times the largest curvature across w, ``threshold`` what it
    must stay below, 2(1 + momentum); both None where the monitor does not know, and then ``reason`` says
    why.
    """

    effective_lr: float | None
    threshold: float | None
    warning: bool
    reason: str = ""

    def __str__(self) -> str:
        if self.effective_lr is None:
            return f"not known: {self.reason}"
        said = f"effective learning rate {self.effective_lr:.4g}, unstable above {self.threshold:.4g}"
        return f"{said}: a spike is coming" if self.warning else said


class SpikeMonitor:
    """Call it after each ``backward()`` and before the optimizer's step.

    ``loss`` is "mse" (``nn.MSELoss``), "half-mse", or "bce" (``nn.BCEWithLogitsLoss``), all of them means.
    Raises ``ValueError`` for another.  ``close`` takes its hooks off the model.
    """

    def __init__(self, model: nn.Module, optimizer: torch.optim.Optimizer, loss: str = "mse") -> None:
        if loss not in LOSSES:
            raise ValueError(f"loss {loss!r} is none of {', '.join(LOSSES)}")
        self._loss, self._optimizer = loss, optimizer
        self._inputs: Tensor | None = None
        self._before: Tensor | None = None
        self._outputs: Tensor | None = None
        self._across: Tensor | None = None
        self._hooks: list[Any] = []
        self._linear, self._norm, self._reason = _parts(model)
        if not self._reason and not isinstance(optimizer, torch.optim.SGD):
            self._reason = f"{type(optimizer).__name__} scales each coordinate: the theory is about SGD"
        if not self._reason:
            self._hooks = [
                self._linear.register_forward_hook(self._saw_inputs),
                self._norm.register_forward_hook(self._saw_outputs),
            ]

    def _saw_inputs(self, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        if module.training:
            self._inputs = inputs[0].detach()

    def _saw_outputs(self, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        if module.training:
            self._outputs = output.detach()

    def close(self) -> None:
        """Take the hooks off the model."""
        for hook in self._hooks:
            hook.remove()
        self._hooks = []

    def __call__(self) -> SpikeStatus:
        """The status after the latest forward and backward pass in training mode."""
        if self._reason:
            return _unknown(self._reason)
        inputs, outputs = self._inputs, self._outputs
        scale = self._norm.weight
        if inputs is None or outputs is None or scale.grad is None:
            return _unknown("no forward and backward pass in training mode yet")
        if self._before is not None and not _same(self._before, inputs):
            self._reason = "the batch changes: minibatches are not covered"
            return _unknown(self._reason)
        self._before = inputs
        group = self._group()
        if group is None:
            return _unknown("the optimizer does not train the weights of the layer")
        curvature = self._curvature(inputs.double(), outputs.double()[:, 0])
        rate, threshold = group["lr"] * curvature, 2 * (1 + group["momentum"])
        return SpikeStatus(rate, threshold, rate >= NEAR * threshold)

    def _group(self) -> dict[str, Any] | None:
        for group in self._optimizer.param_groups:
            if any(one is self._linear.weight for one in group["params"]):
                return dict(group)
        return None

    def _curvature(self, inputs: Tensor, outputs: Tensor) -> float:
        """The largest curvature of the loss across w, near alignment.

        Along δ, Σ-orthogonal to w, the loss has the second derivative
        (γ² mean(ℓ''⟨x, δ⟩²) − γ ∂R/∂γ mean⟨x, δ⟩²)/(V + ε): the first term is that of the outputs, the
        second that of the normalization.
        """
        w = self._linear.weight.detach().double()[0]
        scale, slope = float(self._norm.weight.detach()), float(self._norm.weight.grad)
        centred = inputs - inputs.mean(dim=0)
        seen = centred @ w
        size = float((seen**2).mean()) + self._norm.eps
        if self._loss == "bce":
            share = torch.sigmoid(outputs)
            second = share * (1 - share)
        else:
            second = torch.full_like(seen, 2.0 if self._loss == "mse" else 1.0)
        weights = (scale**2 * second - scale * slope) / size / len(seen)
        aim = centred.T @ seen  # Σw, up to a factor
        aim = aim / aim.norm()
        across = self._across if self._across is not None else torch.ones_like(w)
        value = 0.0
        for _ in range(_ROUNDS if self._across is not None else 10 * _ROUNDS):
            across = across - aim * (aim @ across)
            length = float(across.norm())
            if length == 0:
                return 0.0
            across = across / length
            moved = centred.T @ (weights * (centred @ across))
            value = float(across @ moved)
            across = moved
        self._across = across
        return value


def _unknown(reason: str) -> SpikeStatus:
    return SpikeStatus(None, None, False, reason)


def _same(one: Tensor, other: Tensor) -> bool:
    return one.data_ptr() == other.data_ptr() or (
        one.shape == other.shape and bool(torch.equal(one, other))
    )


def _parts(model: nn.Module) -> tuple[Any, Any, str]:
    """The layer and the normalization of the model, or why there are none."""
    leaves = [one for one in model.modules() if not list(one.children())]
    leaves = [one for one in leaves if not isinstance(one, (nn.Identity, nn.Flatten))]
    trained = [one for one in leaves if any(True for _ in one.parameters(recurse=False))]
    kinds = [type(one) for one in leaves]
    if kinds != [nn.Linear, nn.BatchNorm1d] or len(trained) != 2:
        return None, None, "the model is not Linear → BatchNorm1d, and nothing is known of deeper ones"
    linear, norm = leaves
    if linear.out_features != 1:
        return None, None, f"the layer has {linear.out_features} outputs, not one"
    return linear, norm, ""
