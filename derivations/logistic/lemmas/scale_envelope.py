"""The two recursions that the scale runs between before onset, and the run beside each of them."""

from __future__ import annotations

from sympy import Expr, Ge

from derivations.direction.before_onset import C_LOW
from derivations.logistic.lemmas.pulls import (
    LEAST_AT,
    LEAST_TIE,
    MEAN_AT,
    MEAN_TIE,
    UNIT_AT,
    UNIT_TIE,
    z_least,
    z_unit,
)
from derivations.logistic.model.system import (
    BEFORE,
    NEAREST,
    S_HIGH,
)
from derivations.notation import alpha, at_next, at_start, h, symbol
from derivations.sigmoid.flow import Point
from derivations.sigmoid.functions import sigma

LOW = symbol("A", "A", "A", "the lower recursion")
HIGH = symbol("B", "B", "B", "the upper recursion")
z_low = symbol("z_A", "z_A", "z_A", "−A")
g_low = symbol("g_A", "g_A", "g_A", "σ(−A)")
z_high = symbol("z_B", "z_B", "z_B", "−Bm_0")
g_high = symbol("g_B", "g_B", "g_B", "σ(−Bm_0)")
m_0 = symbol("m_0", "m_0", "m₀", "cos θ_0 − |sin θ_0|, the least margin at the start")
m_hat = symbol("m_hat", r"\hat{m}", "m̂", "cos θ_0 + |sin θ_0|, the largest margin at the start")
LOW_TIE: Point = (z_low, g_low)
HIGH_TIE: Point = (z_high, g_high)
LOW_AT, HIGH_AT = z_low + LOW, z_high + HIGH * NEAREST


def slowest(scale: Expr, pull: Expr) -> Expr:
    """F, the least ⟨gm⟩ at this scale, with ``pull`` = σ(−scale)."""
    return C_LOW * pull - scale * S_HIGH**2 / 4


LOW_STEP: Expr = LOW + h * slowest(LOW, sigma(-LOW))
"""A' as a function of A."""
HIGH_STEP: Expr = HIGH + h * sigma(-NEAREST * HIGH)
"""B' as a function of B."""
LOW_RULE: Expr = at_next(LOW) - LOW_STEP.subs(sigma(-LOW), g_low)
HIGH_RULE: Expr = at_next(HIGH) - HIGH_STEP.subs(sigma(-NEAREST * HIGH), g_high)
BELOW = Ge(z_low - z_unit, 0, evaluate=False)
"""A ≤ α."""
ABOVE = Ge(HIGH - alpha, 0, evaluate=False)
ABOVE_THERE = Ge(z_least - z_high, 0, evaluate=False)
"""α ≤ B, times m_0."""

FROM_BELOW = BEFORE.with_more(
    "run before onset, and A",
    state=(LOW, *MEAN_TIE, *UNIT_TIE, *LOW_TIE),
    tracked=(LOW,),
    sigma=(MEAN_TIE, UNIT_TIE, LOW_TIE),
    instant=(MEAN_AT, UNIT_AT, LOW_AT),
    relations=(LOW_RULE,),
    conditions=(h <= 2,),
    initial=(at_start(LOW) <= at_start(alpha),),
)
FROM_ABOVE = BEFORE.with_more(
    "run before onset, and B",
    state=(HIGH, *LEAST_TIE, *HIGH_TIE),
    tracked=(HIGH,),
    sigma=(LEAST_TIE, HIGH_TIE),
    instant=(LEAST_AT, HIGH_AT),
    relations=(HIGH_RULE,),
    conditions=(h <= 2,),
    initial=(at_start(HIGH) >= at_start(alpha),),
)
