"""A training run in floating point, followed through the moments of its data: no pass over the rows.

w and the scale are rounded to the number format after each step, as the run itself rounds them; the
rounding inside the gradient is drawn.  Between two roundings everything is float64 in the formulas of
``derivations.general.model.moments``, which lose no digits near alignment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from verifier.studies.forecast.program import KEPT, Floats, Found, program


@dataclass(frozen=True)
class Moments:
    """All that a run knows of its data.

    ``covariance`` Σ (d × d) of the columns, ``target`` b (d), their covariance with the target,
    ``direction`` u (d) = Σ⁻¹b/ρ, ``rho`` = √(bᵀΣ⁻¹b), ``variance`` and ``mean`` of the target.
    """

    covariance: Floats
    target: Floats
    direction: Floats
    rho: float
    variance: float
    mean: float

    @property
    def unexplained(self) -> float:
        """The risk that no predictor of this form can go below."""
        return max(self.variance - self.rho**2, 0.0) / 2


@dataclass(frozen=True)
class Rates:
    """What the optimizer does, for half the mean squared error.

    ``eta`` and ``h`` are the learning rates of w and of the scale, ``decay`` what SGD adds of each
    parameter to its gradient, ``momentum`` its β, ``eps`` BatchNorm's ε.
    """

    eta: float
    h: float
    eps: float = 1e-5
    momentum: float = 0.0
    decay: float = 0.0


class Events(NamedTuple):
    """What happens in a run: first steps, −1 where there is none, and how high the loss peaks after onset.

    ``ended`` is the first step after ``visible`` at which the angle no longer rises.
    """

    onset: int
    visible: int
    slight: int
    clear: int
    ended: int
    peak: float


@dataclass(frozen=True)
class Course:
    """A run that was followed: what happened, and ``steps`` × (sin²θ, λ, α, loss, rises)."""

    events: Events
    steps: Floats


def follow(
    data: Moments,
    rates: Rates,
    start: tuple[Floats, float],
    steps: int,
    *,
    single: bool,
    general: bool,
    exact: bool = False,
    noise: Floats | None = None,
    seed: int = 0,
    keep: bool = False,
) -> Course:
    """Follow one run from ``start`` = (w, α).

    ``noise`` (d × m): what rounding adds to each step of w is this times m normal numbers, drawn from
    ``seed``; None for a gradient without rounding.  With ``exact`` nothing is rounded to a format, and sin
    θ may become as small as it likes.  Array memory O(d²), and O(steps) with ``keep``.
    """
    kept = np.empty((steps if keep else 0, KEPT))
    found = _run(
        data, rates, start, steps, (single, exact, general), noise, seed, kept, _no_states(data), 0
    )
    return Course(Events(*found), kept)


def states_of(
    data: Moments, rates: Rates, start: tuple[Floats, float], first: int, count: int, *, single: bool
) -> Floats:
    """The states (w, α) at ``count`` steps from ``first`` on, ``count`` × (d + 1)."""
    states = np.empty((count, len(data.target) + 1))
    _run(
        data,
        rates,
        start,
        first + count,
        (single, False, False),
        None,
        0,
        np.empty((0, KEPT)),
        states,
        first,
    )
    return states


def _no_states(data: Moments) -> Floats:
    return np.empty((0, len(data.target) + 1))


def _run(
    data: Moments, rates: Rates, start: tuple[Floats, float], steps: int, how: tuple[bool, bool, bool],
    noise: Floats | None, seed: int, kept: Floats, states: Floats, first: int,
) -> Found:  # fmt: skip
    w, scale = start
    d = len(w)
    return program()(
        data.covariance, data.target, data.direction, data.rho, data.unexplained, data.mean,
        rates.eta, rates.h, rates.eps, rates.momentum, rates.decay,
        np.array(w, dtype=np.float64), float(scale), 0.0, *how,
        np.empty((d, 0)) if noise is None else noise, np.random.default_rng(seed),
        steps, kept, states, first,
    )  # fmt: skip
