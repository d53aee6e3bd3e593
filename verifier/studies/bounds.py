"""Which claims bound a time, loss by loss: apart from the losses, so that a run rests on none of them."""

from __future__ import annotations

from verifier.loss import Bounds, Loss

SQUARE = Bounds(
    onset_from_below=("square.waiting-time-lower", "square.waiting-time-saddle"),
    onset_from_above=("square.waiting-time-upper", "square.waiting-time-two-phase"),
    window="square.restart",
    edge_length=(
        "square.self-stabilization",
        "square.self-stabilization-log",
        "square.self-stabilization-envelope",
    ),
    norm_bound="square.self-stabilization",
    leap="square.frozen-leap",
    loss_rises="square.loss-rises-only-with-direction",
)
LOGISTIC = Bounds(
    onset_from_below=("logistic.waiting-time-lower",),
    onset_from_above=("logistic.precursor",),
    window="logistic.restart",
    edge_length=(
        "logistic.self-stabilization",
        "logistic.self-stabilization-window",
        "logistic.self-stabilization-log",
    ),
    norm_bound="logistic.self-stabilization",
    loss_rises="logistic.loss-rises-only-with-direction",
)
_BY_NAME = {
    "square": SQUARE,
    "logistic": LOGISTIC,
    "weight decay": Bounds(("general.weight-decay",), loss_rises=SQUARE.loss_rises),
    "momentum": Bounds(loss_rises=SQUARE.loss_rises),
    "BatchNorm's ε": Bounds(onset_from_below=("general.batchnorm-eps-never-rises",)),
}


def bounds_of(loss: Loss) -> Bounds:
    """The claims that bound the times of its runs."""
    return _BY_NAME[loss.name]
