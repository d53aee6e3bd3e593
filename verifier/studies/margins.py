"""The logistic run of any n margins in balls: the derived map, with means over the samples between.

Unlike the planar run it has a state of n + 3 numbers: the mean p of the margins M in units of √η, the
n deviations Q = M − p, the scale α and the squared norm N.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, reduce
from types import SimpleNamespace
from typing import Any

from flint import arb

from derivations.logistic.model import margin_map
from verifier.arithmetic.arithmetics import BALLS
from verifier.arithmetic.balls import Ball, Verdict, ball, positive, precision
from verifier.arithmetic.compile import compile_map
from verifier.dynamics.run import Run
from verifier.studies.margin_instance import SPREAD, MarginInstance, sample

__all__ = ["SPREAD", "MarginInstance", "MarginRun", "sample"]


@lru_cache
def _stage(name: str) -> Callable[..., tuple[Ball, ...]]:
    """A stage of the derived map, compiled once."""
    stage: margin_map.Stage = getattr(margin_map, name)
    return compile_map(*stage).bind(BALLS)


@dataclass(frozen=True)
class State:
    """Where a run stands: n deviations, and what the samples share."""

    alpha: Ball
    p: Ball
    N: Ball
    Q: tuple[Ball, ...]


def start(margins: Sequence[Fraction], alpha: Fraction, eta: Fraction) -> State:
    """The state of training with margins y⟨x, w⟩, scale α and learning rate η, from exact numbers."""
    n, unit = len(margins), ball(eta).sqrt()
    mean, square = sum(margins, Fraction(0)) / n, sum((x * x for x in margins), Fraction(0)) / n
    deviations = tuple(ball(x - mean) / unit for x in margins)
    return State(ball(alpha), ball(mean) / unit, ball(square / eta), deviations)


class MarginRun(Run):
    """The run of ``instance``, iterated on demand and remembered, at a fixed precision in bits.

    ``evaluate``, ``onset`` and ``loss_rises`` are those of every run.
    """

    instance: MarginInstance

    def __init__(self, instance: MarginInstance, bits: int = 128) -> None:
        self.instance = instance
        self.bits = bits
        self.reals = BALLS
        with precision(bits):
            self.h = ball(instance.h)
            root = ball(instance.mean_square).sqrt()
            N0, theta0 = ball(instance.N0), ball(instance.theta0)
            starts = [_stage("START")(N0, theta0, ball(x) / root) for x in instance.xi]
            p0, deviations = starts[0][0], tuple(Q for _, Q in starts)
            self._next = State(ball(instance.alpha0), p0, N0, deviations)
        self._shown: list[SimpleNamespace] = []

    def state(self, t: int) -> SimpleNamespace:
        """State t as balls.

        N alpha p r c s lam k; kappa = √(k² − 1); g_mean = ⟨g⟩, g_m = ⟨gm⟩, g_g = ⟨g²⟩, D = ⟨g⟩ − c⟨gm⟩;
        chi and rest, the regression of g on m; loss = R, and rise, of the sign of s'² − s².  Tuples over
        the samples: m (margins), g, tangent (g − ⟨gm⟩m − D), Q (deviations of M), xi (the spread now);
        m_max and m_min.
        """
        if t < 0:
            raise ValueError(f"time starts at 0, not at {t}")
        with precision(self.bits):
            while len(self._shown) <= t:
                view, self._next = step(self.h, self._next)
                self._shown.append(view)
        return self._shown[t]

    def rising(self, t: int) -> Verdict:
        """Whether sin θ_{t+1} > sin θ_t."""
        return positive(self.state(t).rise)

    def loss(self, t: int) -> Ball:
        """R_t, the mean of ℓ(αm) over the samples."""
        return self.state(t).loss

    def loss_step(self, t: int) -> Ball:
        """R_{t+1} − R_t, the mean of what each sample's ℓ changes by: no difference of two losses."""
        x = self.state(t)
        with precision(self.bits):
            shared = self.h, x.alpha, x.N, x.k, x.kappa, x.D, x.g_m
            changes = [_stage("STEP")(*shared, *own) for own in zip(x.m, x.tangent, strict=True)]
            return _mean([change for (change,) in changes])


def step(rate: Ball, state: State) -> tuple[SimpleNamespace, State]:
    """What a state shows (see ``MarginRun.state``), and the next one."""
    alpha, N, p, r = state.alpha, state.N, state.p, state.N.sqrt()
    shares = [_stage("SHARES")(alpha, p, r, Q) for Q in state.Q]
    d, slope, *additive = zip(*shares, strict=True)
    drift, d_d, d_slope = map(_mean, additive)
    c, s, g_mean, g_m, D, lam, chi, p_next, alpha_next = _stage("SHARED")(
        rate, alpha, p, N, r, drift, d_d, d_slope
    )
    moves = [
        _stage("DEVIATION")(alpha, N, r, c, *own, g_m, chi, drift)
        for own in zip(state.Q, d, slope, strict=True)
    ]
    Q_next, m, g, losses, tangents, residuals = zip(*moves, strict=True)
    kappa, k, g_g, rest, rise = _stage("VIEW")(
        alpha, N, c, s, lam, D, g_m, _mean_square(tangents), _mean_square(residuals)
    )
    view = SimpleNamespace(
        N=N, alpha=alpha, p=p, r=r, c=c, s=s, lam=lam, k=k, kappa=kappa, D=D, chi=chi, rest=rest,
        g_mean=g_mean, g_m=g_m, g_g=g_g, rise=rise, loss=_mean(losses),
        m=m, g=g, tangent=tangents, Q=state.Q, xi=tuple(x / s for x in d),
        m_max=reduce(arb.max, m), m_min=reduce(arb.min, m),
    )  # fmt: skip
    return view, State(alpha_next, p_next, p_next * p_next + _mean_square(Q_next), Q_next)


def _mean(values: Sequence[Ball]) -> Ball:
    return sum(values, arb(0)) / len(values)


def _mean_square(values: Sequence[Ball]) -> Any:
    return _mean([value * value for value in values])
