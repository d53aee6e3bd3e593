"""Which claims bound what: the numeric bounds by claim, for whoever traces a run or tabulates them.

Like the table of contents, this imports no claim before it is asked for one.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from derivations.contents import CLAIMS, module_of


def _listed(*claims: str) -> tuple[str, ...]:
    """Those claims that the table of contents lists."""
    return tuple(claim for claim in claims if claim in CLAIMS)


ONSET_FROM_BELOW = _listed("square.waiting-time-lower", "square.waiting-time-saddle")
ONSET_FROM_ABOVE = _listed("square.waiting-time-upper", "square.waiting-time-two-phase")
ONSET_WINDOW = "square.restart"
NORM_BOUND = "square.self-stabilization"
EDGE_LENGTH = _listed(NORM_BOUND, "square.self-stabilization-log", "square.self-stabilization-envelope")

Bound = Callable[[Any, Any], int | None]
"""(h, state) ↦ a bound in steps counted from the state, as balls in and rounded the safe way out."""
Window = Callable[[Any, int], tuple[int | None, int | None, int]]
"""(run, limit) ↦ the best bounds of the onset over restarts at times up to limit, and which time."""


def bound_of(claim_id: str) -> Bound:
    """The numeric bound that the claim proves."""
    bound: Bound = import_module(module_of(claim_id)).bound
    return bound


def onset_window() -> Window:
    """The window that ``ONSET_WINDOW`` proves."""
    window: Window = import_module(module_of(ONSET_WINDOW)).window
    return window
