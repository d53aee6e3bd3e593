"""A step in which the planar logistic loss falls, told from its samples: what ℓ is need not be evaluated.

The loss is the mean of ℓ(α m) over samples of margins c ± |s|, and ℓ decreases: where both α m grow, it
falls.  Where not, that says nothing, and the change of the loss is computed.
"""

from __future__ import annotations

from collections.abc import Sequence

from verifier.arithmetic.balls import Ball, less
from verifier.dynamics.model import State

Scores = tuple[Ball, Ball]
"""α m of either sample, the larger one first."""


def scores(state: State, walked: Sequence[Ball]) -> Scores:
    """Those of a state (p, q, α, N, r), given what ``Model.walk`` says of it, margins last."""
    alpha = state[2]
    return alpha * walked[-2], alpha * walked[-1]


def falls(here: Scores, after: Scores) -> bool:
    """Whether the loss certainly falls from the one state to the other."""
    return less(here[0], after[0]) is True and less(here[1], after[1]) is True
