"""Bounds along a rising edge: u of λ, S of sin θ, M of the norm on the later steps, and the budget γ."""

from __future__ import annotations

from sympy import Expr

from derivations.notation import at_start, s, sbar, symbol

LR_CAP = symbol("u", "u", "u", "at least the effective learning rate of a step of the edge")
SINE_CAP = symbol("S", "S", "S", "at least the sine of a step of the edge")
NU = symbol("nu", r"\nu", "ν", "at most the effective learning rate of the later steps of an edge")
GAMMA = symbol("gamma", r"\gamma", "γ", "1 − 2s̄² − 2/ν, by which sin² pays for the growth of N")
LATER_CAP = symbol("M", "M", "M", "at least the squared norm of the later steps of an edge")
BUDGET: Expr = NU * (1 - 2 * sbar**2) - 2 - NU * GAMMA
"""Zero for γ = 1 − 2s̄² − 2/ν."""
ROOM: Expr = GAMMA + at_start(s) ** 2 - sbar**2
GROWN = s**2 >= at_start(s) ** 2
