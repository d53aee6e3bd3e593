"""What the numeric engine computes about the direction, for any loss."""

from __future__ import annotations

from sympy import Expr

from derivations.direction.norm_growth import GROWTH
from derivations.direction.rising_identity import CHANGE
from derivations.notation import s, unprinted

RISE: Expr = CHANGE * GROWTH / s**2
"""λ(λ cos 2θ − 2 cos θ): its sign is that of sin²θ' − sin²θ for q ≠ 0, whatever the sign of λ."""
rise = unprinted("rise", "what has the sign of a rise of the direction in this step")
turn = unprinted("turn", "sin θ' over sin θ")
loss_step = unprinted("loss_step", "the change of the loss over ρ² in this step")
