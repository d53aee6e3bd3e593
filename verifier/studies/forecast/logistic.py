"""The logistic loss on real data: no moments tell such a run, so that it is run ahead, row by row, in
NumPy.

What is forecast of it is by the criterion of the Hessian: where η λ_max(H_w) exceeds 2(1 + β), a step
overshoots across w.  That is no theorem, and is labelled so.  Runs that differ in the last bit of their
first weights show how far the step of a spike is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verifier.studies.forecast.course import Events, Rates
from verifier.studies.forecast.program import CLEAR, SLIGHT, Floats

EVERY = 5
"""The Hessian is asked every so many steps."""


@dataclass(frozen=True)
class LogisticRun:
    """What happens in one run, and the effective learning rate η λ_max(H_w) at its first and last step."""

    events: Events
    start: float
    last: float


def train(
    inputs: NDArray[Any], labels: NDArray[Any], w: Floats, scale: float, rates: Rates, steps: int
) -> LogisticRun:
    """Full-batch SGD on Linear → BatchNorm1d under binary cross-entropy, in the arithmetic of ``inputs`` (n
    × d).

    ``labels`` (n) are 0 or 1; ``visible`` of the events is where the loss has risen by 1 %, as no angle to
    a target direction is defined.
    """
    run = _Run(inputs, labels, w, scale, rates)
    onset, slight, clear, ended = -1, -1, -1, -1
    peak, least, before, rate, first = 0.0, np.inf, np.inf, 0.0, 0.0
    for t in range(steps):
        loss = run.forward()
        if t % EVERY == 0 and onset < 0:
            rate = run.effective_rate()
            first = rate if t == 0 else first
            if rate > 2 * (1 + rates.momentum):
                onset = t
        least = min(least, loss)
        if onset >= 0:
            peak = max(peak, loss / least)
            if slight < 0 and loss >= SLIGHT * least:
                slight = t
            if clear < 0 and loss >= CLEAR * least:
                clear = t
            if slight >= 0 and ended < 0 and loss < before:
                ended = t
        before = loss
        run.step()
    return LogisticRun(Events(onset, slight, slight, clear, ended, peak), first, rate)


class _Run:
    """One run, between its passes over the data."""

    def __init__(
        self, inputs: NDArray[Any], labels: NDArray[Any], w: Floats, scale: float, rates: Rates
    ) -> None:
        self._kind = inputs.dtype.type
        self._inputs, self._labels, self._rates = inputs, labels.astype(inputs.dtype), rates
        self._w, self._scale, self._bias = w.astype(inputs.dtype), self._kind(scale), self._kind(0)
        self._speed = np.zeros_like(self._w)
        self._scale_speed, self._bias_speed = self._kind(0), self._kind(0)

    def forward(self) -> float:
        """The loss at the present weights."""
        one = self._kind
        seen = self._inputs @ self._w
        self._wide = seen.astype(np.float64)
        self._wide -= self._wide.mean()
        self._size = float((self._wide**2).mean()) + self._rates.eps
        self._unit = (self._wide / np.sqrt(self._size)).astype(one)
        self._out = self._scale * self._unit + self._bias
        out = self._out.astype(np.float64)
        return float((np.logaddexp(0, out) - self._labels * out).mean())

    def step(self) -> None:
        """One step of SGD from the latest forward pass."""
        one, rates, n = self._kind, self._rates, len(self._labels)
        errors = (1 / (1 + np.exp(-self._out)) - self._labels) / one(n)
        unit = self._unit
        aim, mean = one((errors * unit).sum(dtype=np.float64)), one(errors.sum(dtype=np.float64))
        back = self._scale / one(np.sqrt(self._size)) * (errors - mean / one(n) - unit * (aim / one(n)))
        slope = (self._inputs * back[:, None]).sum(axis=0)
        self._speed = one(rates.momentum) * self._speed + slope + one(rates.decay) * self._w
        self._scale_speed = one(rates.momentum) * self._scale_speed + aim + one(rates.decay) * self._scale
        self._bias_speed = one(rates.momentum) * self._bias_speed + mean + one(rates.decay) * self._bias
        self._w = self._w - one(rates.eta) * self._speed
        self._scale = self._scale - one(rates.h) * self._scale_speed
        self._bias = self._bias - one(rates.h) * self._bias_speed

    def effective_rate(self) -> float:
        """η times the largest eigenvalue of the Hessian in w.

        With z = ⟨x, w⟩ centred, D = mean z² + ε and f = αz/√D + β, the gradient in z is
        α(e − mean e)/√D − α z mean(ze)/D^{3/2} for e = σ(f) − label; each column of ``change`` is a
        direction of z, and the gradient is differentiated along all of them at once.
        """
        rows = self._inputs.astype(np.float64)
        change = rows - rows.mean(axis=0)
        z, D, scale = self._wide[:, None], self._size, float(self._scale)
        share = 1 / (1 + np.exp(-self._out.astype(np.float64)))
        errors, second = (share - self._labels)[:, None], (share * (1 - share))[:, None]
        root, cube = np.sqrt(D), D**1.5
        m = (z * change).mean(axis=0)
        flow = second * scale * (change / root - z * m / cube)  # how e changes
        part = (flow - flow.mean(axis=0)) / root - z * (z * flow).mean(axis=0) / cube
        along, across = (z * errors).mean(), (change * errors).mean(axis=0)
        part -= ((errors - errors.mean()) * m + change * along + z * across) / cube
        part += 3 * z * along * m / D**2.5
        hessian = scale * change.T @ part / len(z)
        return float(self._rates.eta * np.linalg.eigvalsh((hessian + hessian.T) / 2)[-1])
