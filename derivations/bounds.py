"""Which claims bound what, loss by loss: for whoever traces a run or tabulates its bounds.

Like the table of contents, this imports no claim before it is asked for one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from derivations.contents import CLAIMS, module_of


@dataclass(frozen=True)
class Bounds:
    """The claims about one loss that bound a time, by what they bound.

    ``window`` bounds the onset from both sides, from any state of a run.  ``edge_length`` are bounds of
    the number of steps of a rising edge; ``norm_bound`` is the one that rests on the norm alone.
    """

    onset_from_below: tuple[str, ...]
    onset_from_above: tuple[str, ...]
    window: str
    edge_length: tuple[str, ...] = ()
    norm_bound: str | None = None


def _listed(*claims: str) -> tuple[str, ...]:
    """Those claims that the table of contents lists."""
    return tuple(claim for claim in claims if claim in CLAIMS)


SQUARE = Bounds(
    onset_from_below=_listed("square.waiting-time-lower", "square.waiting-time-saddle"),
    onset_from_above=_listed("square.waiting-time-upper", "square.waiting-time-two-phase"),
    window="square.restart",
    edge_length=_listed(
        "square.self-stabilization",
        "square.self-stabilization-log",
        "square.self-stabilization-envelope",
    ),
    norm_bound="square.self-stabilization",
)
LOGISTIC = Bounds(
    onset_from_below=_listed("logistic.waiting-time-lower"),
    onset_from_above=_listed("logistic.precursor"),
    window="logistic.restart",
    edge_length=_listed(
        "logistic.self-stabilization",
        "logistic.self-stabilization-window",
        "logistic.self-stabilization-log",
    ),
    norm_bound="logistic.self-stabilization",
)
BOUNDS: dict[str, Bounds] = {"square": SQUARE, "logistic": LOGISTIC}
"""By the name of the model, as in ``derivations.contents.MODELS``."""

Bound = Callable[[Any, Any], int | None]
"""(h, state) ↦ a bound in steps counted from the state, as balls in and rounded the safe way out."""
Window = Callable[[Any, int], tuple[int | None, int | None, int]]
"""(run, limit) ↦ the best bounds of the onset over restarts at times up to limit, and which time."""


def bound_of(claim_id: str) -> Bound:
    """The numeric bound that the claim proves."""
    bound: Bound = import_module(module_of(claim_id)).bound
    return bound


def window_of(claim_id: str) -> Window:
    """The window of the onset that the claim proves."""
    window: Window = import_module(module_of(claim_id)).window
    return window
