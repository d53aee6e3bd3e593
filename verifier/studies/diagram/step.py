"""One step of a cell in float64 intervals, for scalars (compiled) and for arrays, from one text.

The state of a cell is 8 ends: cos θ, |sin θ|, e, N (see ``derivations.square.model.interval_map``), lower
before upper, and an exponent: the ends of |sin θ| are to be multiplied by 2^exponent, exponent ≤ 0.  So
sin θ may reach 1e-2000, and below, without underflow.  The map itself is generated from the derived
formulas; the sign of the sine does not enter it, since sin θ'/sin θ and the criterion depend on sin²θ
alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from derivations.square.model import interval_map
from verifier.arithmetic.compile import CompiledMap, compile_map
from verifier.batch import arrays, rounding
from verifier.batch.compiler import compiled
from verifier.batch.generate import interval_source
from verifier.batch.rounding import ABSOLUTE

SHIFT = 512
_LARGE, _SMALL = 2.0**SHIFT, 2.0**-SHIFT

Step = Callable[..., Any]


@lru_cache
def scalar_step() -> Step:
    """The step of one cell, as machine code where numba is installed.

    It takes (h, state, exponent) to (next state, next exponent, rise): ``h`` and ``rise`` are pairs of
    ends, the states are 8 ends.  The direction rises where rise > 0 (and sin θ ≠ 0).  nan says nothing.
    """
    return _build(rounding.OPERATIONS, compiled)


@lru_cache
def array_step() -> Step:
    """The same for arrays of cells: every end is an array of shape (n,), the exponent one of integers."""
    return _build(arrays.OPERATIONS, lambda function: function)


def _build(operations: dict[str, Callable[..., Any]], finish: Callable[..., Any]) -> Step:
    namespace: dict[str, Any] = dict(operations)
    for name, program in _programs().items():
        exec(compile(interval_source(program, name), f"<interval {name}>", "exec"), namespace)
    advance, aligned = finish(namespace["advance"]), finish(namespace["aligned"])
    multiply, choose = operations["multiply"], operations["choose"]

    def step(h, state, exponent):  # type: ignore[no-untyped-def]
        h_lo, h_hi = h
        c_lo, c_hi, m_lo, m_hi, e_lo, e_hi, N_lo, N_hi = state
        # Products with powers of two are exact unless they underflow, which costs less than ABSOLUTE.
        s_lo = choose(exponent == 0, m_lo, choose(exponent == -SHIFT, m_lo * _SMALL - ABSOLUTE, m_lo * 0.0))
        s_lo = choose(s_lo < 0.0, 0.0, s_lo)
        below = choose(exponent == -SHIFT, _SMALL, _SMALL * _SMALL)
        s_hi = choose(exponent == 0, m_hi, m_hi * below + ABSOLUTE)
        # Two enclosures of the cosine: the narrower ends count.  Comparisons with nan leave the first.
        other_lo, other_hi = aligned(s_lo, s_hi)
        c_lo, c_hi = choose(other_lo > c_lo, other_lo, c_lo), choose(other_hi < c_hi, other_hi, c_hi)
        c_lo, c_hi, e_lo, e_hi, N_lo, N_hi, turn_lo, turn_hi, rise_lo, rise_hi = advance(
            h_lo, h_hi, c_lo, c_hi, s_lo, s_hi, e_lo, e_hi, N_lo, N_hi
        )
        # |sin θ'| = |sin θ|·|sin θ'/sin θ|, with 0 as lower end where λ cos θ may be 1.
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
        return (c_lo, c_hi, m_lo, m_hi, e_lo, e_hi, N_lo, N_hi), exponent, (rise_lo, rise_hi)

    result: Step = finish(step)
    return result


def _programs() -> dict[str, CompiledMap]:
    arguments = (interval_map.SCALE_LR, *interval_map.STATE)
    cosine, sine = interval_map.STATE[:2]
    return {
        "advance": compile_map(interval_map.DEFINITIONS, arguments, interval_map.OUTPUTS),
        "aligned": compile_map({cosine: interval_map.ALIGNED}, (sine,), (cosine,)),
    }
