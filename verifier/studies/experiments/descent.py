"""Full-batch gradient descent on a batch-normalized linear model, from the data matrix.

This is plain training in floating point of many digits, and knows none of the theorems: forward pass over
all samples, risk, backpropagated gradient, step.  Every number is the midpoint of a ball.  The precision
follows the angle: a sine of 1e-300 beside a weight of 1 needs a thousand bits to have any digit of its
own, and the same run later needs a hundred.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from flint import arb_mat

from verifier.arithmetic.balls import Ball, precision
from verifier.studies.experiments.path import Path
from verifier.studies.experiments.prepared import Prepared, dot

_LEAD = 64
"""Bits in reserve for one step, in which the sine may shrink by 2^-64 before the precision follows."""


@dataclass(frozen=True)
class Moment:
    """Where training stands at one time, measured on data and weights at a precision of ``bits``."""

    bits: int
    loss: Ball
    sine: Ball
    effective_lr: Ball
    scale: Ball
    squared_norm: Ball


@dataclass(frozen=True)
class Pass:
    """The risk at (w, α) and its gradient, d × 1 for w, from one forward and one backward pass."""

    loss: Ball
    by_weights: arb_mat
    by_scale: Ball


def passes(data: Prepared, weights: arb_mat, scale: Ball) -> Pass:
    """Predict α z/σ with z = Xw and σ² the batch's mean z²; compare with y; propagate back to w and α.

    ``weights`` is d × 1.  The dependence of σ on w is part of the backward pass.
    """
    n = data.samples
    z = data.forward(weights)
    sigma = (dot(z, z) / n).sqrt()
    residual = z * (scale / sigma) - data.targets
    by_scale = dot(residual, z) / (n * sigma)
    by_sigma = -by_scale * scale / sigma
    by_z = residual * (scale / (n * sigma)) + z * (by_sigma / (n * sigma))
    return Pass(dot(residual, residual) / (2 * n), data.backward(by_z), by_scale)


def train(
    data: Prepared, weights: arb_mat, scale: Ball, rates: tuple[Ball, Ball], *, steps: int, margin: int
) -> Path:
    """Train from (w, α) for so many steps; ``rates`` are (η, η_α).

    Works with ``margin`` bits beyond those that the sine needs to be seen beside the weights.  The
    states are of type ``Moment``.
    """
    moments = list(islice(_descend(data, weights, scale, rates, margin), steps + 1))
    return Path(
        moments,
        rising=[after.sine > now.sine for now, after in pairwise(moments)],
        loss_rises=[after.loss > now.loss for now, after in pairwise(moments)],
    )


def _descend(
    data: Prepared, weights: arb_mat, scale: Ball, rates: tuple[Ball, Ball], margin: int
) -> Iterator[Moment]:
    bits = margin + _LEAD
    while True:
        with precision(bits):
            found = passes(data, weights, scale)
            moment = _measure(bits, found.loss, weights, scale, data, rates[0])
        yield moment
        bits = margin + _LEAD + _leading_zeros(moment.sine)
        with precision(bits):
            weights = (weights - found.by_weights * rates[0]).mid()
            scale = (scale - found.by_scale * rates[1]).mid()


def _measure(bits: int, loss: Ball, weights: arb_mat, scale: Ball, data: Prepared, eta: Ball) -> Moment:
    squared_norm = data.inner(weights, weights)
    aligned = data.inner(weights, data.target)
    sine = data.size(weights - data.target * aligned) / squared_norm.sqrt()
    effective_lr = eta * scale * data.rho / squared_norm
    return Moment(bits, loss.mid(), sine.mid(), effective_lr.mid(), scale, squared_norm.mid())


def _leading_zeros(x: Ball) -> int:
    """How many zeros follow the binary point of 0 < x < 1; 0 for other numbers."""
    digits, exponent = x.man_exp()
    return max(0, -int(exponent) - int(digits).bit_length())
