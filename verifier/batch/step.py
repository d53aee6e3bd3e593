"""One step of a cell in float64 intervals, for scalars (compiled) and for arrays, from one text.

The state of a cell is 10 ends: p, |q|, e, N, r (see ``derivations.square.run_map``), lower before upper, and
an exponent: the ends of |q| are to be multiplied by 2^exponent, exponent ≤ 0.  So sin θ = |q|/r may reach
1e-2000, and below, without underflow.  The map itself is generated from the derived formulas; the sign of q
does not enter it, since q'/q and the criterion depend on q² alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Any

from verifier.arithmetic.compile import CompiledMap, compile_map
from verifier.batch import arrays, rounding
from verifier.batch.compiler import HAVE_NUMBA, compiled
from verifier.batch.generate import interval_source
from verifier.batch.rounding import ABSOLUTE

SHIFT = 512
_LARGE, _SMALL = 2.0**SHIFT, 2.0**-SHIFT

Step = Callable[..., Any]


@lru_cache
def scalar_step() -> Step:
    """The step of one cell, as machine code where numba is installed: (h, state, exponent) ↦

    (next state, next exponent, rise): ``h`` and ``rise`` are pairs of ends, the states are 10 ends.  The
    direction rises where rise > 0 (and sin θ ≠ 0).  Ends that are nan say nothing.
    """
    return _build(rounding.OPERATIONS, compiled)


@lru_cache
def array_step() -> Step:
    """The same for arrays of cells: every end is an array of shape (n,), the exponent one of integers."""
    return _build(arrays.OPERATIONS, lambda function: function)


def fastest() -> str:
    """Which path is taken here: ``compiled`` with numba, ``arrays`` without."""
    return "compiled" if HAVE_NUMBA else "arrays"


def _build(operations: dict[str, Callable[..., Any]], finish: Callable[..., Any]) -> Step:
    namespace: dict[str, Any] = dict(operations)
    exec(compile(interval_source(_derived_step(), "advance"), "<interval step>", "exec"), namespace)
    advance = finish(namespace["advance"])
    multiply, choose = operations["multiply"], operations["choose"]

    def step(h, state, exponent):  # type: ignore[no-untyped-def]
        h_lo, h_hi = h
        p_lo, p_hi, m_lo, m_hi, e_lo, e_hi, N_lo, N_hi, r_lo, r_hi = state
        # Products with powers of two are exact unless they underflow, which costs less than ABSOLUTE.
        q_lo = choose(exponent == 0, m_lo, choose(exponent == -SHIFT, m_lo * _SMALL - ABSOLUTE, m_lo * 0.0))
        q_lo = choose(q_lo < 0.0, 0.0, q_lo)
        below = choose(exponent == -SHIFT, _SMALL, _SMALL * _SMALL)
        q_hi = choose(exponent == 0, m_hi, m_hi * below + ABSOLUTE)
        (
            p_lo, p_hi, e_lo, e_hi, N_lo, N_hi, r_lo, r_hi, turn_lo, turn_hi, rise_lo, rise_hi,
        ) = advance(h_lo, h_hi, p_lo, p_hi, q_lo, q_hi, e_lo, e_hi, N_lo, N_hi, r_lo, r_hi)  # fmt: skip
        # |q'| = |q|·|q'/q|, with 0 as lower end where λ cos θ may be 1.
        size_lo = choose(turn_lo > 0.0, turn_lo, choose(turn_hi < 0.0, -turn_hi, turn_lo * 0.0))
        size_hi = choose(-turn_lo > turn_hi, -turn_lo, turn_hi)
        m_lo, m_hi = multiply(m_lo, m_hi, size_lo, size_hi)
        m_lo = choose(m_lo < 0.0, 0.0, m_lo)
        shrunk = m_hi < _SMALL
        grown = (exponent < 0) & (m_hi > 1.0)
        down_lo = m_lo * _SMALL - ABSOLUTE
        m_lo = choose(shrunk, m_lo * _LARGE, choose(grown, choose(down_lo < 0.0, 0.0, down_lo), m_lo))
        m_hi = choose(shrunk, m_hi * _LARGE, choose(grown, m_hi * _SMALL + ABSOLUTE, m_hi))
        exponent = exponent + choose(shrunk, -SHIFT, choose(grown, SHIFT, 0))
        return (
            (p_lo, p_hi, m_lo, m_hi, e_lo, e_hi, N_lo, N_hi, r_lo, r_hi), exponent, (rise_lo, rise_hi),
        )  # fmt: skip

    result: Step = finish(step)
    return result


def _derived_step() -> CompiledMap:
    contents = import_module("derivations.contents")
    formulas = import_module(contents.MODELS["square"])
    arguments = (formulas.SCALE_LR, *formulas.STATE)
    outputs = (*(x for x in formulas.NEXT if x != formulas.NEXT[1]), *formulas.SCALED)
    return compile_map(formulas.DEFINITIONS, arguments, outputs)
