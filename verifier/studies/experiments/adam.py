"""Plain gradient descent beside Adam on the same whitened data, in float64: observed, not certified.

Adam divides each step by the size of the gradients before it, so that targets in other units do not change
the path of w, while λ = ηαρ/‖w‖² grows with their square.  So λ cannot be what decides when the direction
rises under it.  α follows its gradient, as in the theorems, or Adam as well, as in practice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from verifier.results.observed import Observed, SeenRun
from verifier.studies.experiments.floats import Array, applied, combined, dot, mean, norm
from verifier.studies.experiments.noise_floor import INSTANCE, SAMPLES, setup
from verifier.studies.experiments.plain import shortened

STEPS = 800
SEEN = 1e-9
"""A sine below this is not looked at: in float64 it is soon rounding."""
BETAS = (0.9, 0.999)
EPSILON = 1e-8
RUNS = (
    ("plain", "plain", 1.0, 1 / 16), ("plain", "plain", 1.0, 1), ("plain", "plain", 1.0, 4),
    ("Adam", "plain", 0.001, 1 / 16), ("Adam", "plain", 0.001, 1), ("Adam", "plain", 0.001, 16),
    ("Adam", "plain", 0.01, 1), ("Adam", "Adam", 0.001, 1), ("Adam", "Adam", 0.01, 1),
)  # fmt: skip
"""How w and α are moved, η of w, and the unit of the targets."""
SCALED = ("Adam", "plain", "0.001")
"""The runs that differ in the unit alone."""


@dataclass
class Adam:
    """Algorithm 1 of D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization" (2015)."""

    rate: float
    betas: tuple[float, float] = BETAS
    epsilon: float = EPSILON
    _count: int = 0
    _means: list[Array] = field(default_factory=list)

    def step(self, gradient: Array) -> Array:
        """What is subtracted from the weights."""
        powers = (gradient, gradient * gradient)
        before = self._means or [np.zeros_like(gradient)] * 2
        self._count += 1
        self._means = [b * m + (1 - b) * g for b, m, g in zip(self.betas, before, powers, strict=True)]
        first, second = (m / (1 - b**self._count) for b, m in zip(self.betas, self._means, strict=True))
        return self.rate * first / (np.sqrt(second) + self.epsilon)


@dataclass(frozen=True)
class Moment:
    """Before a step: sin θ, λ, and the loss."""

    sine: float
    lam: float
    loss: float


def train(mover: str, scaler: str, rate: float, unit: float) -> Iterator[Moment]:
    """Full-batch training from raw data, with targets and α in a ``unit``; ``STEPS`` steps.

    ``mover`` is the rule of w, with η = ``rate``, and ``scaler`` that of α; plain, α has the rate h.
    """
    data, target, w, scale = setup(INSTANCE, np.float64, 0)
    target, scale = target * unit, scale * unit
    h = float(INSTANCE.h)
    b = combined(target, data) / SAMPLES
    rho = norm(b)
    for_w, for_scale = Adam(rate), Adam(rate * unit)
    for _ in range(STEPS + 1):
        aligned = dot(b / rho, w)
        z = applied(data, w)
        spread = np.sqrt(mean(z * z))
        normalized = z / spread
        residual = (scale * normalized - target) / SAMPLES
        slope = dot(residual, normalized)
        inner = scale / spread * (residual - normalized * slope / SAMPLES)
        sine = norm(w - b / rho * aligned) / norm(w)
        yield Moment(
            float(sine), float(rate * scale * rho / dot(w, w)), float(SAMPLES * dot(residual, residual) / 2)
        )
        gradient = combined(inner, data)
        w = w - (for_w.step(gradient) if mover == "Adam" else rate * gradient)
        scale = scale - (for_scale.step(np.array([slope]))[0] if scaler == "Adam" else h * slope)


def section(*, quick: bool, seed: int, precision: int) -> Observed:
    """The table; it is the same for all."""
    del quick, seed, precision
    runs = tuple(seen(*run) for run in RUNS)
    return Observed(summary(runs), runs)


def summary(runs: Sequence[SeenRun]) -> str:
    """What the runs show, in a sentence."""
    plain = [run.least_lam_rising for run in runs if run.w_by == "plain" and run.least_lam_rising]
    scaled = [run for run in runs if (run.w_by, run.alpha_by, run.eta) == SCALED]
    times = sorted({run.first_rise for run in scaled}, key=str)
    rates = [f"{run.lam_at_first_rise:g}" for run in scaled if run.lam_at_first_rise]
    return (
        f"Under plain descent every rise that is seen has λ ≥ {min(plain):g}. Under Adam the direction "
        f"first rises at step {' or '.join(map(str, times))}, where λ is {', '.join(rates)}, by the unit "
        "of the targets alone."
    )


def seen(mover: str, scaler: str, rate: float, unit: float) -> SeenRun:
    """What is seen of one run; times are those of the states before the step."""
    moments = list(train(mover, scaler, rate, unit))
    pairs = [(t, now, after) for t, (now, after) in enumerate(pairwise(moments))]
    rises = [(t, now) for t, now, after in pairs if after.sine > now.sine > SEEN]
    losses = [(now, after) for _, now, after in pairs if after.loss > now.loss * (1 + SEEN)]
    return SeenRun(
        w_by=mover,
        alpha_by=scaler,
        eta=f"{rate:g}",
        target_unit=f"{unit:g}",
        largest_lam_seen=shortened(max(x.lam for x in moments), 3),
        first_rise=rises[0][0] if rises else None,
        lam_at_first_rise=shortened(rises[0][1].lam, 3) if rises else None,
        least_lam_rising=shortened(min(x.lam for _, x in rises), 3) if rises else None,
        steps_rising=len(rises),
        loss_rises=len(losses),
        loss_rises_alone=sum(after.sine <= now.sine for now, after in losses),
    )
