"""The onset of a run in exact arithmetic, from its raw data, in balls; of momentum and decay as well.

The coordinates are nearly eigenvectors of Σ, so that balls do not widen by being mixed: y = T⁻¹w with T the
float64 eigenvectors, taken as exact numbers.  T need not be orthogonal: a step is that of the gradient in y
times (TᵀT)⁻¹.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from flint import arb, arb_mat

from derivations.general.model import moments as of
from derivations.notation import alpha, eta, h, rho
from verifier.arithmetic.arithmetics import BALLS
from verifier.arithmetic.balls import both, less, positive, precision
from verifier.arithmetic.compile import compile_map
from verifier.studies.forecast.course import Rates
from verifier.studies.forecast.prepared import Prepared
from verifier.studies.forecast.program import Floats

BITS = (256, 1024, 4096)
"""Precisions, tried in turn until every step is decided."""
MOST_ENTRIES, MOST_COLUMNS = 200_000, 40
"""Larger data are not run in balls."""
MOST_WORK = 4_000_000
"""Steps times the square of the columns."""


@dataclass(frozen=True)
class Onset:
    """The first step that meets the criterion while α and cos θ have one sign, in exact arithmetic.

    The criterion is that of ``square.rising-criterion`` for whitened data, else
    ``general.rising-criterion``.

    ``step`` is None if there is none in the ``steps`` that were run; ``decided`` says whether each step
    was.
    """

    step: int | None
    steps: int
    decided: bool


@cache
def _program() -> Callable[..., tuple[Any, ...]]:
    arguments = (of.reach, of.beside, of.spread, alpha, rho, eta, h, of.eps_bn)
    outputs = (of.by_target, of.by_rest, of.scale_step, of.tilt, of.V, of.along)
    return compile_map(dict(of.STEP), arguments, outputs).bind(BALLS)


def within_reach(data: Prepared, steps: int) -> bool:
    """Whether a run of so many steps is short enough to be certified."""
    rows, columns = data.inputs.shape
    full = len(data.eigenvalues) == columns
    return (
        full
        and rows * columns <= MOST_ENTRIES
        and columns <= MOST_COLUMNS
        and steps * columns**2 <= MOST_WORK
    )


def certified_onset(data: Prepared, rates: Rates, w: Floats, scale: float, steps: int) -> Onset:
    """Run the data from w (d) and α = ``scale``, all taken as the exact numbers that they are."""
    found = Onset(None, 0, False)
    for bits in BITS:
        with precision(bits):
            found = _run(data, rates, w, scale, steps)
        if found.decided:
            break
    return found


def _matrix(rows: Any) -> arb_mat:
    return arb_mat([[arb(float(x)) for x in row] for row in rows])


def _run(data: Prepared, rates: Rates, w: Floats, scale: float, steps: int) -> Onset:
    count = len(data.targets)
    inputs, targets = _matrix(data.inputs), _matrix(data.targets[:, None])
    ones = arb_mat([[arb(1)] * count])
    middle = (ones * inputs) / arb(count)
    covariance = inputs.transpose() * inputs / arb(count) - middle.transpose() * middle
    average = (ones * targets)[0, 0] / count
    target = inputs.transpose() * targets / arb(count) - middle.transpose() * average
    basis = _matrix(np.linalg.eigh(data.moments.covariance)[1])
    metric = (basis.transpose() * basis).inv()
    covariance = basis.transpose() * covariance * basis
    target = basis.transpose() * target
    solved = covariance.solve(target)
    size = (target.transpose() * solved)[0, 0].sqrt()
    direction = solved / size
    start = basis.solve(_matrix(w[:, None]))
    reach = (target.transpose() * start)[0, 0] / size
    apart = start - direction * reach
    # What a step adds along u and beside it: of b, and of Σd.
    pull, turned = metric * covariance, metric * target
    ahead = (target.transpose() * turned)[0, 0] / size
    sideways = turned - direction * ahead
    back = target.transpose() * pull / size
    rest = pull - direction * back
    step, zero = _program(), arb(0)
    rate, scale_rate, eps = (_exact(x) for x in (rates.eta, rates.h, rates.eps))
    decay, momentum = _exact(rates.decay), _exact(rates.momentum)
    alpha_now, alpha_speed, speed, reach_speed = arb(scale), zero, apart * zero, zero
    threshold = 2 * (1 + momentum)
    for t in range(steps):
        pulled = covariance * apart
        spread = (apart.transpose() * pulled)[0, 0]
        by_target, by_rest, scale_step, tilt, V, along = step(
            reach, zero, spread, alpha_now, size, rate, scale_rate, eps
        )
        lam, cosine = rate * abs(alpha_now) * size / V, abs(along) / V.sqrt()
        if data.whitened:
            rises = less(threshold * cosine, lam * (1 - 2 * tilt))
        else:
            moved = target * (spread / V / size) - pulled * (along / V)
            seen = (target * (reach / size) + pulled) * (1 / V.sqrt())
            lifted = metric * moved
            A, B = (moved.transpose() * lifted)[0, 0], (seen.transpose() * lifted)[0, 0]
            G = (lifted.transpose() * covariance * lifted)[0, 0]
            sign = 1 if along > 0 else -1
            rises = less(threshold * cosine * A, lam * (cosine**2 * G - (cosine * sign * B + A) ** 2))
        rises = both(rises, positive(alpha_now * along))
        if rises is None:
            return Onset(None, t, False)
        if rises:
            return Onset(t, t, True)
        reach_speed = (
            momentum * reach_speed
            + by_target * ahead
            + by_rest * (back * apart)[0, 0]
            - rate * decay * reach
        )
        speed = speed * momentum + rest * apart * by_rest + sideways * by_target - apart * (rate * decay)
        reach, apart = reach + reach_speed, apart + speed
        alpha_speed = momentum * alpha_speed + scale_step - scale_rate * decay * alpha_now
        alpha_now += alpha_speed
    return Onset(None, steps, True)


def _exact(value: float) -> arb:
    return arb(value)
