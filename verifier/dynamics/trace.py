"""One certified run, with the bounds that the claims give for it, in the form the command line prints."""

from __future__ import annotations

from typing import Any

from derivations.bounds import NORM_BOUND
from verifier.arithmetic.balls import Ball
from verifier.dynamics.bounded import edge_bounds, least, onset_bounds, said
from verifier.dynamics.instance import Instance
from verifier.dynamics.run import Run
from verifier.dynamics.trajectory import Trajectory, certify


def trace(instance: Instance, steps: int) -> dict[str, Any]:
    """Follow ``instance`` for ``steps`` steps; plain JSON, times counted from 0.

    ``onset``, ``rising_edges``, ``loss_rises``, ``certified`` and ``precision_bits`` are those of the
    ``Trajectory``.  ``waiting_time`` bounds the onset of the whole run, not only of these steps: a null
    ``lower`` says that the direction never rises, a null ``upper`` that no claim gives a bound.
    ``self_stabilization`` bounds the number of steps of each edge: ``bound`` is the least of all claims,
    ``norm_bound`` that of ``square.self-stabilization``; either is null when it exceeds 1e300.
    ``min_log10_sin`` is null when the least sine is 0 or not enclosed.  Raises ``ValueError`` unless
    ``steps`` ≥ 1.
    """
    trajectory = certify(instance, steps)
    lower, upper = onset_bounds(Run(instance, trajectory.precision_bits)).best
    return {
        "onset": trajectory.onset,
        "rising_edges": [list(edge) for edge in trajectory.rising_edges],
        "loss_rises": [list(stretch) for stretch in trajectory.loss_rises],
        "waiting_time": {"lower": lower, "upper": upper},
        "self_stabilization": _self_stabilization(trajectory),
        "min_log10_sin": _rounded(trajectory.min_log10_sin),
        "certified": trajectory.certified,
        "precision_bits": trajectory.precision_bits,
    }


def _self_stabilization(trajectory: Trajectory) -> list[dict[str, Any]]:
    return [
        {
            "edge": list(edge),
            "bound": said(least(bounds.values())),
            "norm_bound": said(bounds[NORM_BOUND]),
        }
        for edge, bounds in zip(trajectory.rising_edges, edge_bounds(trajectory), strict=True)
    ]


def _rounded(x: Ball | None, digits: int = 6) -> float | None:
    """The midpoint as a number to print; None when the ball is wider than what is printed."""
    if x is None or not x.rad() * 10**digits < 1:
        return None
    return round(float(x.mid()), digits)
