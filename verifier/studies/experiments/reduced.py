"""The reduced map started from data: the enclosed (h, a_0, N_0, θ_0) of a training run, and its events."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from flint import arb_mat
from sympy import Expr

from derivations.notation import rho
from derivations.square.decomposition import DECOMPOSITION, IRREDUCIBLE, least_risk, y_y
from verifier.arithmetic.balls import Ball, Undecided, ball, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.dynamics.model import State, load_model
from verifier.dynamics.run import rises
from verifier.studies.experiments.path import Path
from verifier.studies.experiments.prepared import Prepared, dot
from verifier.studies.losses import SQUARE

LOSS: Expr = DECOMPOSITION.subs(least_risk, IRREDUCIBLE)


@dataclass(frozen=True)
class Units:
    """What the reduced map leaves out: ρ, η and mean(y²) turn its numbers into those of training."""

    rho: Ball
    eta: Ball
    mean_square: Ball

    @classmethod
    def of(cls, data: Prepared, eta: Fraction) -> Units:
        """The units of training on ``data`` with the learning rate ``eta``."""
        return cls(data.rho, ball(eta), dot(data.targets, data.targets) / data.samples)

    @property
    def length(self) -> Ball:
        """√η ρ, the unit of w."""
        return self.eta.sqrt() * self.rho

    @property
    def least_loss(self) -> Ball:
        """R*."""
        return self._evaluate(IRREDUCIBLE)

    def view(self, x: Any) -> SimpleNamespace:
        """A state of the reduced map as training sees it; the fields are ``path.QUANTITIES``."""
        scale = self.rho * x.a
        return SimpleNamespace(
            loss=self._evaluate(LOSS, alpha=scale, c=x.c, s=x.s),
            sine=x.s,
            effective_lr=x.lam,
            scale=scale,
            squared_norm=self.length**2 * x.N,
        )

    def _evaluate(self, expression: Expr, **values: Ball) -> Ball:
        known = {rho.name: self.rho, y_y.name: self.mean_square, **values}
        return evaluate(expression, known.__getitem__)


def start(data: Prepared, units: Units, weights: arb_mat, scale: Fraction) -> State:
    """The state (p, q, e, N, r) of the reduced map that belongs to (w, α) on whitened data."""
    aligned, radius = data.inner(weights, data.target), data.size(weights) / units.length
    misaligned = data.size(weights - data.target * aligned)
    e = 1 - ball(scale) / units.rho
    return aligned / units.length, misaligned / units.length, e, radius * radius, radius


def follow(state: State, units: Units, h: Fraction, steps: int) -> Path:
    """Iterate ``state`` at the current precision; raises ``Undecided`` at an event left open."""
    model, rate = load_model(SQUARE), ball(h)
    states, rising, losses = [], [], []
    for t in range(steps):
        states.append(units.view(SimpleNamespace(**model.view(state))))
        *following, s, rise, loss_step = model.step(rate, *state)
        direction, loss = rises(s, rise), positive(loss_step)
        if direction is None or loss is None:
            raise Undecided(f"an event at t = {t}")
        rising.append(direction)
        losses.append(loss)
        state = tuple(following)
    states.append(units.view(SimpleNamespace(**model.view(state))))
    return Path(states, rising, losses)
