"""One certified run, with the bounds that the claims give for it, in the form the command line prints."""

from __future__ import annotations

from typing import Any

from derivations.bounds import BOUNDS
from verifier.arithmetic.balls import Ball, precision
from verifier.arithmetic.rounding import float_above, float_below
from verifier.dynamics.active_margin import ActiveMargin
from verifier.dynamics.bounded import edge_bounds, least, onset_bounds, said
from verifier.dynamics.instance import Start
from verifier.dynamics.run import Run
from verifier.dynamics.trajectory import Trajectory, certify


def trace(instance: Start, steps: int) -> dict[str, Any]:
    """Follow ``instance`` for ``steps`` steps; plain JSON, times counted from 0.

    ``onset``, ``rising_edges``, ``loss_rises``, ``certified`` and ``precision_bits`` are those of the
    ``Trajectory``.  ``waiting_time`` bounds the onset of the whole run, not only of these steps: a null
    ``lower`` says that the direction never rises, a null ``upper`` that no claim gives a bound.
    ``self_stabilization`` bounds the number of steps of each edge: ``bound`` is the least of all claims,
    ``norm_bound`` that of the norm alone; either is null when it exceeds 1e300 or no claim gives it.
    ``min_log10_sin`` is rounded down, so that no sin θ_t is below 10 to that power, and null when the
    least sine is 0 or not enclosed to six decimals.  For the logistic loss,
    ``active_margin`` says that 0 ≤ α_t m ≤ ``bound`` for all margins m and all t ≤ ``horizon``, the last
    such time up to ``steps``; both are null when some margin is negative at the start or not decided, and
    the bound alone, which is rounded up, when it exceeds 1e300.  Raises
    ``ValueError`` unless ``steps`` ≥ 1.
    """
    trajectory = certify(instance, steps)
    lower, upper = onset_bounds(Run(instance, trajectory.precision_bits)).best
    result = {
        "onset": trajectory.onset,
        "rising_edges": [list(edge) for edge in trajectory.rising_edges],
        "loss_rises": [list(stretch) for stretch in trajectory.loss_rises],
        "waiting_time": {"lower": lower, "upper": upper},
        "self_stabilization": _self_stabilization(trajectory),
        "min_log10_sin": _lower_end(trajectory.min_log10_sin),
        "certified": trajectory.certified,
        "precision_bits": trajectory.precision_bits,
    }
    if trajectory.active_margin is not None:
        result["active_margin"] = active_range(trajectory.active_margin, trajectory.precision_bits)
    return result


def _self_stabilization(trajectory: Trajectory) -> list[dict[str, Any]]:
    norm_bound = BOUNDS[trajectory.instance.model].norm_bound
    return [
        {
            "edge": list(edge),
            "bound": said(least(bounds.values())),
            "norm_bound": said(bounds.get(norm_bound)) if norm_bound else None,
        }
        for edge, bounds in zip(trajectory.rising_edges, edge_bounds(trajectory), strict=True)
    ]


def active_range(margin: ActiveMargin, bits: int, digits: int = 6) -> dict[str, Any]:
    """The horizon, and the bound rounded up: as a decimal number it is a bound as well.

    The bound is None, though there is a horizon, when it is beyond 1e300.
    """
    if margin.horizon is None:
        return {"bound": None, "horizon": None}
    with precision(bits):
        return {"bound": float_above(margin.bound, digits), "horizon": margin.horizon}


def _lower_end(x: Ball | None, digits: int = 6) -> float | None:
    """The lower end as a number to print; None when the ball is wider than what is printed."""
    if x is None or not x.rad() * 10**digits < 1:
        return None
    return float_below(x, digits)
