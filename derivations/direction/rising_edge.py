"""Lemmas about the steps of a rising edge.

Each ``establish_`` function adds what its docstring says to a system that has the guard ``RISING``: every
step made turns the direction away from the target.  s̄ and c̄ = √(1 − s̄²) are free parameters;
``BELOW_SBAR`` is the part of the edge on which sin θ has not reached s̄.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sympy import Expr, Ge, Integer, Rational, Symbol

from derivations.direction import rising_threshold
from derivations.direction.circle import CBAR, CIRCLE_BAR, establish_aligned
from derivations.direction.rising_threshold import RISING
from derivations.direction.system import ROOT, SINE, UNIT_CIRCLE
from derivations.notation import at_next, at_start, c, k, lam, s, sbar, symbol
from derivations.proof import Proof, System
from verifier.arithmetic.balls import Ball, Undecided
from verifier.claim import Answer, Run

HALF = Rational(1, 2)
LOW_LR = symbol("ell_lr", r"\ell", "ℓ", "at most the effective learning rate")
BELOW_SBAR = s**2 < sbar**2
NEEDS_TWO = "a rise needs λ > 2"
SINE_RISES = "sine rises"
STEADY: Expr = LOW_LR * CBAR - 1
"""ℓc̄ − 1."""
SPREAD: Expr = 1 + LOW_LR**2 * sbar**2
"""1 + ℓ²s̄²."""
Reading = Callable[[str], Ball]
"""The value of a symbol, by its name."""
LIMIT = 3000
"""How many steps a check follows a run in search of its first rising edge."""
LONGEST = 48_000
"""How many steps a check follows that edge."""


def establish_threshold(proof: Proof) -> str:
    """λ > 2 at every rising step (``rising_threshold``), once a proof; return the step's name."""
    known = NEEDS_TWO in proof.conclusions
    return NEEDS_TWO if known else rising_threshold.establish(proof)


def establish_sine(proof: Proof, system: System) -> None:
    """Add s² ≥ s_0² as an invariant; the system has c, a, λ > 0, and s_0 as initial value or bound."""
    name, grown = system.name, s**2 >= at_start(s) ** 2
    start = None
    if s in system.tracked:
        start = proof.identity(
            f"{name}: sine at the start",
            s**2,
            at_start(s) ** 2,
            relations=[s - at_start(s)],
            because="At time 0,",
        )
    step = proof.positive(
        f"{name}: sine stays above its start",
        at_next(s) ** 2 - at_start(s) ** 2,
        given=[lam > 0, k > 0, RISING, grown],
        relations=[SINE, ROOT],
        multiplier=[k > 0, k > 0],
        terms=[(1, [lam > 0, RISING], s), (1, [grown], k)],
        strict=False,
        because="Every step rises: k²(sin²θ' − sin²θ) = λs²·(rising margin) ≥ 0.",
    )
    proof.invariant(
        f"{name}: sine", system, {grown: (start, step)}, because="Hence sin²θ_t ≥ sin²θ_0 on the edge."
    )


def establish_rise(proof: Proof) -> str:
    """s'² ≥ s² at a rising step, once a proof; return the step's name."""
    if SINE_RISES in proof.conclusions:
        return SINE_RISES
    return proof.positive(
        SINE_RISES,
        at_next(s) ** 2 - s**2,
        given=[lam > 0, k > 0, RISING],
        relations=[SINE, ROOT],
        multiplier=[k > 0, k > 0],
        terms=[(1, [lam > 0, RISING], s)],
        strict=False,
        because="On the edge k²(sin²θ' − sin²θ) = λs²·(rising margin) ≥ 0.",
    )


def establish_was_below(proof: Proof) -> str:
    """s² < s̄² before a rising step after which s'² < s̄²; return the step's name."""
    below = at_next(s) ** 2 < sbar**2
    return proof.positive(
        "sine was below s̄",
        sbar**2 - s**2,
        given=[RISING, lam > 0, k > 0, below],
        lemmas=[establish_rise(proof)],
        relations=[SINE, ROOT],
        cofactors=[Integer(0), Integer(0)],
        terms=[(1, [below], 1), (1, [at_next(s) ** 2 - s**2 >= 0], 1)],
        because="On the edge sin θ never falls: where it is below s̄, it has been.",
    )


def establish_turn(proof: Proof) -> str:
    """λc > 1 at a rising step: it crosses the target direction; return the step's name."""
    name = "λc above 1"
    if name in proof.conclusions:
        return name
    return proof.positive(
        name,
        lam * c - 1,
        given=[RISING, c > 0, lam > 0],
        relations=[UNIT_CIRCLE],
        multiplier=[c > 0],
        terms=[(HALF, [RISING], 1), (HALF, [lam > 0], 1)],
        because="A rise needs λ cos 2θ > 2 cos θ, so 2c(λc − 1) = rising margin + λ > 0.",
    )


def establish_spread(proof: Proof, low_lr: Symbol, turn: Expr, defined: Sequence[Expr] = ()) -> str:
    """s'²(1 + ℓ²s̄²) ≥ τ²s² where s² < s̄², λ ≥ ℓ = ``low_lr`` > 0 and τ = ``turn`` ≥ 0.

    τ is ℓc̄ − 1, or τ² = τ(ℓc̄ − 1) is ``defined``: then it may be 0 instead.  Returns the step's name.
    """
    name = f"sine grows at least as with {low_lr}"
    if name in proof.conclusions:
        return name
    steady, spread = STEADY.subs(LOW_LR, low_lr), SPREAD.subs(LOW_LR, low_lr)
    known = [c > 0, CBAR > 0, lam > 0, BELOW_SBAR, low_lr > 0, lam >= low_lr]
    aligned = establish_aligned(proof, BELOW_SBAR)
    relations = [UNIT_CIRCLE, CIRCLE_BAR]
    now = lam * c - 1
    ahead = proof.positive(
        f"turn at least that of {low_lr}",
        now - steady,
        given=known,
        lemmas=[aligned],
        relations=relations,
        terms=[(1, [lam >= low_lr, c > 0], 1), (1, [low_lr > 0, c >= CBAR], 1)],
        strict=False,
        because="λc − 1 and (λc − 1)/λ grow with λ and c:",
    )
    steeper = proof.positive(
        f"turn per λ at least that of {low_lr}",
        now * low_lr - steady * lam,
        given=known,
        lemmas=[aligned],
        relations=relations,
        terms=[(1, [lam > 0, low_lr > 0, c >= CBAR], 1), (1, [lam >= low_lr], 1)],
        strict=False,
        because="and",
    )
    more, per_lr = now - steady >= 0, now * low_lr - steady * lam >= 0
    turning = Ge(turn, 0, evaluate=False)
    return proof.positive(
        name,
        spread * at_next(s) ** 2 - turn**2 * s**2,
        given=[*known, k > 0, turning],
        lemmas=[ahead, steeper],
        relations=[*relations, SINE, ROOT, *defined],
        cofactors=[
            Integer(0),
            Integer(0),
            spread * (k * at_next(s) + s * (1 - lam * c)),
            -(turn**2) * s**2,
            *(-2 * s**2 * (1 + lam**2 * sbar**2) for _ in defined),
        ],
        multiplier=[k > 0, k > 0],
        terms=[
            (1, [], s * (now - turn)),
            (2, [turning, more], s),
            (1, [BELOW_SBAR], s * turn * lam),
            (1, [], s * sbar * (now * low_lr - turn * lam)),
            (2, [turning, lam > 0, per_lr], s * sbar),
        ],
        strict=False,
        because="So sin²θ'/sin²θ = (λc − 1)²/(1 + λ²s²) is at least its value at (ℓ, s̄).",
    )


def reader(h: Ball, x: Any) -> Reading:
    """What a symbol's name means at state ``x``, the first of an edge; the scale learning rate is ``h``."""
    return lambda name: h if name == "h" else getattr(x, name.removesuffix("0"))


def extended(read: Reading, values: Mapping[str, Ball]) -> Reading:
    """The same with further names."""
    return lambda name: values[name] if name in values else read(name)


def first_edge(run: Run) -> tuple[int, int | None] | None:
    """The first rising edge as (first step, number of steps); None if none starts within ``LIMIT``.

    The number is None if the edge outlasts ``LONGEST``.  Raises ``Undecided`` where a step is not decided.
    """
    begin = run.onset(LIMIT)
    if begin is None:
        return None
    for length in range(1, LONGEST + 1):
        rises = run.rising(begin + length)
        if rises is None:
            raise Undecided(f"rising at t = {begin + length}")
        if not rises:
            return begin, length
    return begin, None


def edge_within(run: Run, bound: Callable[[Any], int | None]) -> Answer:
    """Whether the first rising edge has at most ``bound(state)`` steps, the state being its first.

    Vacuous without an edge, where there is nothing to bound, and where a bound of None claims nothing.
    An edge that outlasts ``LONGEST`` steps is undecided, unless that is more than its bound.
    """
    edge = first_edge(run)
    if edge is None:
        return Answer.VACUOUS
    begin, length = edge
    most = bound(run.state(begin))
    if most is None:
        return Answer.VACUOUS
    if length is None:
        return Answer.FAILS if most <= LONGEST else Answer.UNDECIDED
    return Answer.of(length <= most)
