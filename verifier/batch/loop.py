"""Follows one cell in interval arithmetic until something is certain about it.

A cell is a box of instances; every statement is about all of them at once.  The step is generated from the
derived formulas; numba compiles everything where it is installed, and the same Python runs without it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from math import ldexp
from typing import Any

from verifier.arithmetic.compile import CompiledMap, compile_map
from verifier.batch.compiler import compiled, inlined
from verifier.batch.generate import interval_source
from verifier.batch.rounding import ABSOLUTE, OPERATIONS, multiply

UNDECIDED, NEVER, RISES, TINY = 0, 1, 2, 3
"""Why a cell's loop stopped: nothing certain within the steps; no rise ever; all rise now; angle tiny."""

SHIFT = 512
LARGE, SMALL = 2.0**SHIFT, 2.0**-SHIFT
TINY_SINE = 1e-9


@inlined
def unscale(low: float, high: float, exponent: int) -> tuple[float, float]:
    """[low, high]·2^exponent for exponent ≤ 0, rounded outward where it underflows."""
    return max(ldexp(low, exponent) - ABSOLUTE, 0.0), ldexp(high, exponent) + ABSOLUTE


@inlined
def magnitude(low: float, high: float) -> tuple[float, float]:
    """The absolute values of the numbers in [low, high]."""
    if high <= 0.0:
        return -high, -low
    if low >= 0.0:
        return low, high
    return 0.0, max(-low, high)


@lru_cache
def build() -> Callable[..., Any]:
    """The loop of one cell, as machine code where numba is installed.

    ``follow(cell, steps, stop_tiny)``: ``cell`` is h, p, |q|, e, N, r as 12 ends; at most ``steps`` steps.
    It returns (reason, time, first time at which some instance may rise or −1, the 10 ends of p, |q|, e,
    N, r at that time, the exponent of |q|); the two ends of |q| are to be multiplied by 2^exponent.
    """
    namespace: dict[str, Any] = dict(OPERATIONS)
    exec(compile(interval_source(_step(), "advance"), "<interval step>", "exec"), namespace)
    advance = compiled(namespace["advance"])

    def follow(cell, steps, stop_tiny):  # type: ignore[no-untyped-def]
        (h_lo, h_hi, p_lo, p_hi, m_lo, m_hi, e_lo, e_hi, N_lo, N_hi, r_lo, r_hi) = cell
        q_lo, q_hi, exponent, possible, reason, time = m_lo, m_hi, 0, -1, UNDECIDED, steps
        for t in range(steps + 1):
            (
                p1_lo, p1_hi, e1_lo, e1_hi, N1_lo, N1_hi, r1_lo, r1_hi, turn_lo, turn_hi, rise_lo, rise_hi,
            ) = advance(h_lo, h_hi, p_lo, p_hi, q_lo, q_hi, e_lo, e_hi, N_lo, N_hi, r_lo, r_hi)  # fmt: skip
            time = t
            if not r1_hi < LARGE or not rise_lo <= rise_hi:
                break
            if possible < 0 and not rise_hi <= 0.0:
                possible = t
            if rise_lo > 0.0:
                reason = RISES
                break
            # No rise ever again: max(a, 1) ≤ 2N.  Doubling is exact, and 1 − e is rounded up by the sum.
            if possible < 0 and 2.0 * N_lo >= 1.0 and 2.0 * N_lo >= (1.0 - e_lo) + abs(e_lo) * 1e-15 + 1e-15:
                reason = NEVER
                break
            if stop_tiny and possible < 0 and exponent <= 0 and q_hi < TINY_SINE * r_lo:
                reason = TINY
                break
            if t == steps:
                break
            turn_lo, turn_hi = magnitude(turn_lo, turn_hi)
            m_lo, m_hi = multiply(m_lo, m_hi, turn_lo, turn_hi)
            m_lo = max(m_lo, 0.0)
            if m_hi < SMALL:
                m_lo, m_hi, exponent = m_lo * LARGE, m_hi * LARGE, exponent - SHIFT
            elif exponent < 0 and m_lo > 1.0:
                m_lo, m_hi, exponent = m_lo * SMALL, m_hi * SMALL, exponent + SHIFT
            q_lo, q_hi = m_lo, m_hi
            if exponent != 0:
                q_lo, q_hi = unscale(m_lo, m_hi, exponent)
            p_lo, p_hi, e_lo, e_hi = p1_lo, p1_hi, e1_lo, e1_hi
            N_lo, N_hi, r_lo, r_hi = N1_lo, N1_hi, r1_lo, r1_hi
        state = (p_lo, p_hi, m_lo, m_hi, e_lo, e_hi, N_lo, N_hi, r_lo, r_hi)
        return reason, time, possible, state, exponent

    return compiled(follow)


def _step() -> CompiledMap:
    contents = import_module("derivations.contents")
    formulas = import_module(contents.MODELS["square"])
    arguments = (formulas.SCALE_LR, *formulas.STATE)
    outputs = (*(x for x in formulas.NEXT if x != formulas.NEXT[1]), *formulas.SCALED)
    return compile_map(formulas.DEFINITIONS, arguments, outputs)
