"""The risk of batch-normalized linear regression on raw numbers, and its derivatives by power series.

The derivatives are exact to the ball: R(w + εv, α + εδ) is expanded in ε by python-flint's series of
balls, and the coefficient of ε enclosed.  No formula of a gradient enters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from flint import arb, arb_series

from verifier.arithmetic.balls import Ball, Undecided, ball, positive

Loss = Callable[[Any, Any], Any]
"""The loss of a prediction and a target, on balls and on series of balls."""


def square_loss(prediction: Any, target: Any) -> Any:
    """½(f − y)²."""
    error = prediction - target
    return error * error / 2


def logistic_loss(prediction: Any, target: Any) -> Any:
    """ln(1 + e^{−yf})."""
    return (1 + (-(prediction * target)).exp()).log()


def quartic_loss(prediction: Any, target: Any) -> Any:
    """(f − y)⁴, neither quadratic nor a classification loss."""
    error = prediction - target
    return error * error * error * error


LOSSES: dict[str, Loss] = {
    "square": square_loss,
    "logistic": logistic_loss,
    "quartic": quartic_loss,
}


def risk(
    inputs: Sequence[Sequence[Fraction]],
    targets: Sequence[Fraction],
    w: Sequence[Any],
    alpha: Any,
    loss: str = "square",
    batchnorm_eps: Any = 0,
) -> Any:
    """The mean loss of the predictions α⟨x, w⟩/√(mean⟨x, w⟩² + batchnorm_eps).

    ``inputs`` has n rows of d numbers, ``w`` d balls, fractions or series; ``loss`` is one of
    ``LOSSES``, and ``batchnorm_eps`` an exact number or a ball.  Returns a ball, or a series if a series
    is put in: then ``Undecided`` is raised unless the balls tell that the root is not of 0.
    """
    point = [ball(x) if isinstance(x, Fraction) else x for x in w]
    scale = ball(alpha) if isinstance(alpha, Fraction) else alpha
    features = [sum(ball(x) * y for x, y in zip(row, point, strict=True)) for row in inputs]
    n = len(features)
    square: Any = sum(feature * feature for feature in features) / n
    squared_size = square + (batchnorm_eps if isinstance(batchnorm_eps, arb) else ball(batchnorm_eps))
    if isinstance(squared_size, arb_series) and positive(squared_size[0]) is None:
        raise Undecided("whether w is 0 on all samples")
    size = squared_size.sqrt()
    pairs = zip(features, targets, strict=True)
    losses = [LOSSES[loss](scale * feature / size, ball(target)) for feature, target in pairs]
    return sum(losses) / n


def slope(
    inputs: Sequence[Sequence[Fraction]],
    targets: Sequence[Fraction],
    w: Sequence[Any],
    v: Sequence[Fraction],
    alpha: Any,
    delta: Fraction,
    loss: str = "square",
    batchnorm_eps: Any = 0,
) -> Ball:
    """d/dε R(w + εv, α + εδ) at ε = 0: the derivative along the direction (v, δ)."""
    moved = [_line(x, y) for x, y in zip(w, v, strict=True)]
    series = risk(inputs, targets, moved, _line(alpha, delta), loss, batchnorm_eps)
    return series[1]


def _line(start: Any, direction: Fraction) -> arb_series:
    """start + direction·ε, to first order."""
    value = ball(start) if isinstance(start, Fraction) else start
    return arb_series([value, ball(direction)], prec=2)


def bend(
    inputs: Sequence[Sequence[Fraction]],
    targets: Sequence[Fraction],
    point: Sequence[Fraction],
    direction: Sequence[Fraction],
) -> Ball:
    """Half the second derivative of R along a line; point and direction are of w, and of α last."""
    moved = [arb_series([ball(x), ball(y)], prec=3) for x, y in zip(point, direction, strict=True)]
    return risk(inputs, targets, moved[:-1], moved[-1])[2]
