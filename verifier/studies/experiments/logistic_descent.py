"""Full-batch gradient descent on a batch-normalized linear classifier, from the data matrix, in balls.

This is plain training with the logistic loss, and knows none of the theorems: forward pass over all
samples, risk, backpropagated gradient, step.  Every number is a ball, so that every event is certain.  The
radii grow by a few bits a step, which a high precision pays for once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from flint import arb, arb_mat

from verifier.arithmetic.balls import Ball, Undecided, Verdict, less
from verifier.studies.experiments.path import Path
from verifier.studies.experiments.prepared import dot


@dataclass(frozen=True)
class Labelled:
    """Inputs (n × d) and the n labels ±1, as balls."""

    inputs: arb_mat
    labels: tuple[Ball, ...]

    @property
    def samples(self) -> int:
        """n."""
        return len(self.labels)

    @cached_property
    def transposed(self) -> arb_mat:
        """The inputs as d × n."""
        return self.inputs.transpose()


@dataclass(frozen=True)
class Moment:
    """Where training stands at one time; ``squared_norm`` is ‖w‖_Σ², the batch's mean ⟨x, w⟩²."""

    loss: Ball
    sine: Ball
    effective_lr: Ball
    scale: Ball
    squared_norm: Ball
    margins: tuple[Ball, ...]


@dataclass(frozen=True)
class Pass:
    """The predictions at (w, α), the pulls σ(−yf), and the risk's gradient, d × 1 for w."""

    predictions: tuple[Ball, ...]
    pulls: tuple[Ball, ...]
    by_weights: arb_mat
    by_scale: Ball
    squared_norm: Ball


def passes(data: Labelled, weights: arb_mat, scale: Ball) -> Pass:
    """Predict f = αz/σ with z = Xw and σ² the batch's mean z²; propagate −yσ(−yf) back to w and α.

    ``weights`` is d × 1.  The dependence of σ on w is part of the backward pass.
    """
    n = data.samples
    z = data.inputs * weights
    squared_norm = dot(z, z) / n
    sigma = squared_norm.sqrt()
    predictions = tuple(scale * z[i, 0] / sigma for i in range(n))
    pulls = tuple(
        1 / (1 + (y * f).exp()) for y, f in zip(data.labels, predictions, strict=True)
    )
    by_prediction = arb_mat([[-y * g / n] for y, g in zip(data.labels, pulls, strict=True)])
    by_scale = dot(by_prediction, z) / sigma
    by_sigma = -by_scale * scale / sigma
    by_z = by_prediction * (scale / sigma) + z * (by_sigma / (n * sigma))
    by_weights = data.transposed * by_z
    return Pass(predictions, pulls, by_weights, by_scale, squared_norm)


def train(
    data: Labelled, weights: arb_mat, scale: Ball, rates: tuple[Ball, Ball], steps: int
) -> tuple[Path, arb_mat]:
    """Train from (w, α) for so many steps at the current precision; ``rates`` are (η, η_α).

    Returns the path, with states of type ``Moment``, and the last weights.  Raises ``Undecided`` when
    the balls leave open whether sin θ or the loss rises.
    """
    moments = []
    for _ in range(steps):
        found = passes(data, weights, scale)
        moments.append(_measure(data, found, scale, rates[0]))
        weights = weights - found.by_weights * rates[0]
        scale = scale - found.by_scale * rates[1]
    moments.append(_measure(data, passes(data, weights, scale), scale, rates[0]))
    path = Path(
        moments,
        rising=decided([less(now.sine, after.sine) for now, after in pairwise(moments)]),
        loss_rises=decided([less(now.loss, after.loss) for now, after in pairwise(moments)]),
    )
    return path, weights


def decided(verdicts: Sequence[Verdict]) -> list[bool]:
    """The verdicts, if all are certain; raises ``Undecided`` otherwise."""
    known = [verdict for verdict in verdicts if verdict is not None]
    if len(known) < len(verdicts):
        raise Undecided(f"an event at t = {list(verdicts).index(None)}")
    return known


def _measure(data: Labelled, found: Pass, scale: Ball, eta: Ball) -> Moment:
    """Loss and angle from the margins yf/α, whose deviations from their mean have mean square sin²θ."""
    signed = [y * f for y, f in zip(data.labels, found.predictions, strict=True)]
    margins = tuple(x / scale for x in signed)
    cosine = _mean(margins)
    squared_sine = _mean([(x - cosine) * (x - cosine) for x in margins])
    gain = _mean([g * x for g, x in zip(found.pulls, margins, strict=True)])
    effective_lr = eta * scale * (_mean(found.pulls) - cosine * gain)
    return Moment(
        loss=_mean([(-x).exp().log1p() for x in signed]),
        sine=squared_sine.sqrt(),
        effective_lr=effective_lr / (found.squared_norm * squared_sine),
        scale=scale,
        squared_norm=found.squared_norm,
        margins=margins,
    )


def _mean(values: Sequence[Ball]) -> Ball:
    return sum(values, arb(0)) / len(values)
