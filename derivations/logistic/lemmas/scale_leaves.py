"""A rising edge below θ̄ whose scale leaves the window of the knife edge, and does not come back.

Beside the edge runs the recursion A.  At the first time at which κ(m̄A) ≤ 2m̄²N_0 and κ falls at m̄A, the
same is true of α ≥ A.  As long as |sin θ| < sin θ̄ no margin is negative, so that α grows, κ(m̄α) falls, and
no step can rise: a rise needs κ(m̄α) > 2m̄²N_0.  So the steps below θ̄ come before that time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Expr, Ge, Integer, Rational

from derivations.direction.before_onset import C_LOW
from derivations.direction.monotone_norm import GROWN
from derivations.direction.rising_criterion import MOVES
from derivations.direction.rising_edge import establish_rise
from derivations.direction.rising_threshold import RISING
from derivations.direction.system import ROOT, SINE
from derivations.logistic.lemmas.cone import GROWING, establish_growing
from derivations.logistic.lemmas.pulls import (
    KAPPA_LEAST,
    LEAST_AT,
    LEAST_TIE,
    UNIT_AT,
    establish_pulls,
    g_least,
    z_least,
)
from derivations.logistic.lemmas.scale_bounds import establish_lower
from derivations.logistic.lemmas.scale_envelope import BELOW, LOW, LOW_AT, LOW_RULE, g_low
from derivations.logistic.lemmas.scale_window import (
    BELOW_BAR,
    STRETCH,
    establish_margins,
    establish_narrow,
)
from derivations.logistic.lemmas.waiting_time_lower import establish_need
from derivations.logistic.model.system import (
    BAR_CIRCLE,
    MAGNITUDE,
    NEAREST,
    PLANAR,
    S_HIGH,
    SCALE,
    sabs,
)
from derivations.logistic.never_rises import OPEN
from derivations.notation import N, alpha, at_next, at_start, c, h, k, lam, s, symbol
from derivations.proof import Condition, Proof, System
from derivations.sigmoid.facts import lemma
from derivations.sigmoid.flow import Point
from derivations.sigmoid.kappa_falls import KAPPA_FALLS, establish_falls_on, falls_at, kappa_at

QUARTER = Rational(1, 4)
z_left = symbol("z_left", "z_{Am}", "z_Am", "−Am_0, for the least margin at the scale A")
g_left = symbol("g_left", "g_{Am}", "g_Am", "σ(−Am_0)")
LEFT_TIE: Point = (z_left, g_left)
LEFT_AT = z_left + LOW * NEAREST
LEVEL: Expr = 2 * NEAREST**2 * at_start(N)
"""A rise from |sin θ| ≤ sin θ̄ needs more of κ."""
LEFT: tuple[Condition, ...] = (Ge(LEVEL - kappa_at(LEFT_TIE), 0, evaluate=False), falls_at(LEFT_TIE))
"""κ(m̄A) ≤ 2m̄²N_0, and κ falls there."""
QUIET, FALLING = Ge(LEVEL - KAPPA_LEAST, 0, evaluate=False), falls_at(LEAST_TIE)
"""The same of α."""
ABOVE_BAR = s**2 >= S_HIGH**2
BEGINS: tuple[Condition, ...] = (
    *(at_start(LOW) <= at_start(alpha), at_start(LOW) > 0, C_LOW > 0, S_HIGH > 0, OPEN),
)
"""What s̄, c̄ and A_0 must satisfy."""
LATER_ON = "later, below θ̄"

FIRST = STRETCH.with_more("first steps below θ̄", conditions=(BELOW_BAR,))
"""The edge from its first state, as long as |sin θ| < sin θ̄."""
LATER = replace(PLANAR, tracked=(), initial=()).with_more(
    "later steps below θ̄",
    state=LEAST_TIE,
    sigma=(LEAST_TIE,),
    parameters=(at_start(N), C_LOW, S_HIGH),
    conditions=(BELOW_BAR,),
    initial=(c > 0, alpha > 0, C_LOW > 0, S_HIGH > 0, OPEN, GROWN, QUIET, FALLING),
    instant=(BAR_CIRCLE, LEAST_AT),
)
"""The edge from a time on at which the scale has left the window, as long as |sin θ| < sin θ̄."""


def establish_first(proof: Proof, system: System) -> str:
    """Add the margins, their pulls and A ≤ α to ``system``, which is ``FIRST``; return the last name."""
    establish_narrow(proof, system)
    establish_margins(proof, system)
    establish_pulls(proof, system)
    return establish_lower(proof, system)


def establish_later(proof: Proof, system: System) -> str:
    """Add to ``system``, which is ``LATER``, that κ stays low.

    Returns the name of a sequent that says of a rising step what is absurd: |sin θ| ≥ sin θ̄.
    """
    establish_narrow(proof, system)
    establish_margins(proof, system)
    after: Point = (at_next(z_least), at_next(g_least))
    grows = establish_growing(proof, system)
    negative = _negative(proof, f"{system.name}: argument negative", alpha, z_least, LEAST_AT)
    further = proof.positive(
        f"{system.name}: argument falls",
        z_least - at_next(z_least),
        given=[OPEN, *GROWING],
        lemmas=[grows],
        relations=[SCALE, LEAST_AT, system.after(LEAST_AT)],
        terms=[(1, [OPEN, at_next(alpha) - alpha > 0], 1)],
        strict=False,
        because="The scale grows, and with it m̄α.",
    )
    lower, steep = _kept(proof, f"{system.name}, one step", after, LEAST_TIE, [negative, further])
    proof.invariant(
        f"{system.name}: κ", system, {QUIET: (None, lower), FALLING: (None, steep)},
        because="So κ(m̄α) ≤ 2m̄²N_0 from then on.",
    )  # fmt: skip
    needed = establish_need(proof, system, "A rise needs κ(m̄α) ≥ λNm̄² > 2Nm̄² ≥ 2N_0m̄².")
    high = proof.conclusions[needed]
    never = proof.positive(
        f"{system.name}: κ low and high",
        ABOVE_BAR.lhs - ABOVE_BAR.rhs,
        given=[QUIET, high],
        multiplier=[high],
        terms=[
            (QUARTER, [high], s**2 - S_HIGH**2 + 1),
            (QUARTER, [QUIET], s**2 - S_HIGH**2 - 1),
        ],
        strict=False,
        because="That is absurd, so that anything follows:",
        main=False,
    )
    return proof.together(
        f"{system.name}: no rise", proof.conclusions[never], [needed, never],
        because="no step below θ̄ rises any more.",
    )  # fmt: skip


def establish_phases(proof: Proof, edge: System, first: System, later: System) -> None:
    """Add what is known of both phases to the whole ``edge``, of its states with |sin θ| < sin θ̄."""
    before = proof.positive(
        "sine was below sin θ̄",
        S_HIGH**2 - s**2,
        given=[RISING, lam > 0, k > 0, at_next(s) ** 2 < S_HIGH**2],
        lemmas=[establish_rise(proof)],
        relations=[SINE, ROOT],
        cofactors=[Integer(0), Integer(0)],
        terms=[(1, [at_next(s) ** 2 < S_HIGH**2], 1), (1, [at_next(s) ** 2 - s**2 >= 0], 1)],
        because="On the edge |sin θ| never falls: where it is below sin θ̄, it has been.",
    )
    proof.rule(
        "lasting", "first, below θ̄", edge, into=first.name, held=[BELOW_BAR], backwards=[before],
        because="So all that holds in the first phase holds while |sin θ| < sin θ̄,",
    )  # fmt: skip
    proof.rule(
        "lasting", LATER_ON, edge, into=later.name, held=[BELOW_BAR], backwards=[before],
        event=[*LEFT], initial=[*_establish_left(proof)],
        because="and all that holds in the later one, from the first time on at which it has begun.",
    )  # fmt: skip


def establish_low(proof: Proof, system: System) -> None:
    """Add A > 0 to ``system``, which has the recursion and ``BEGINS``."""
    step = proof.positive(
        f"{system.name}: A stays positive",
        at_next(LOW),
        given=[LOW > 0, h > 0, h <= 2, C_LOW > 0, g_low > 0],
        relations=[LOW_RULE, BAR_CIRCLE],
        terms=[
            (Rational(1, 2), [LOW > 0], 1),
            (QUARTER, [LOW > 0, h <= 2], 1),
            (QUARTER, [LOW > 0, h > 0], C_LOW),
            (1, [h > 0, C_LOW > 0, g_low > 0], 1),
        ],
        because="A' ≥ A(1 − h sin²θ̄/4) > 0.",
    )
    proof.invariant(f"{system.name}: A", system, {LOW > 0: (None, step)}, because="Hence A_t > 0.")


def establish_bar(proof: Proof, system: System) -> None:
    """Add sin²θ̄ > 0 to ``system``, which has ``BEGINS``."""
    squared = proof.positive(
        f"{system.name}: sin²θ̄ positive", S_HIGH**2, given=[S_HIGH > 0],
        terms=[(1, [S_HIGH > 0, S_HIGH > 0], 1)], because="As θ̄ > 0,",
    )  # fmt: skip
    proof.rule("consequence", f"{squared}, always", system, sequents=[squared])


def establish_off_target(proof: Proof, system: System) -> None:
    """Add |sin θ| > 0 to ``system``, which has s² > 0."""
    divisor = proof.positive(
        f"{system.name}: |s| + 1 positive", sabs + 1, given=[sabs >= 0],
        terms=[(1, [sabs >= 0], 1), (1, [], 1)], because="As |s| ≥ 0,", main=False,
    )  # fmt: skip
    off = proof.positive(
        f"{system.name}: |s| positive",
        sabs,
        given=[sabs >= 0, MOVES],
        lemmas=[divisor],
        relations=[MAGNITUDE],
        multiplier=[sabs + 1 > 0],
        terms=[(1, [MOVES], 1), (1, [sabs >= 0], 1)],
        because="and s² > 0, |s| is positive.",
    )
    proof.rule("consequence", f"{off}, always", system, sequents=[off])


def _establish_left(proof: Proof) -> tuple[str, str]:
    """``QUIET`` and ``FALLING`` where A ≤ α has ``LEFT``."""
    negative = _negative(proof, "argument at A negative", LOW, z_left, LEFT_AT)
    further = proof.positive(
        "argument at α below that at A",
        z_left - z_least,
        given=[OPEN, BELOW],
        relations=[LEFT_AT, LEAST_AT, UNIT_AT, LOW_AT],
        terms=[(1, [OPEN, BELOW], 1)],
        strict=False,
        because="As A ≤ α,",
    )
    return _kept(proof, "the scale has left", LEAST_TIE, LEFT_TIE, [negative, further])


def _kept(proof: Proof, name: str, point: Point, start: Point, lemmas: Sequence[str]) -> tuple[str, str]:
    """Where κ is low and falls at one argument, so it is and does at one further left.

    ``lemmas`` say that the former is negative, and that the latter is further left.
    """
    falls = lemma(proof, KAPPA_FALLS, [point, start])
    steep = establish_falls_on(proof, point, start)
    low, lower = (Ge(LEVEL - kappa_at(at), 0, evaluate=False) for at in (start, point))
    compared = proof.positive(
        f"{name}: κ compared",
        lower.lhs,
        given=[low, proof.conclusions[falls]],
        terms=[(1, [low], 1), (1, [proof.conclusions[falls]], 1)],
        strict=False,
        because="A lower κ is low as well,",
        main=False,
    )
    kept = proof.together(
        f"{name}: κ low", lower, [*lemmas, falls, compared], because="so κ, which falls there, stays low,"
    )
    steeper = proof.together(
        f"{name}: κ falls", falls_at(point), [*lemmas, steep], because="and still falls."
    )
    return kept, steeper


def _negative(proof: Proof, name: str, scale: Expr, argument: Expr, at: Expr) -> str:
    return proof.positive(
        name, -argument, given=[scale > 0, OPEN], relations=[at],
        terms=[(1, [scale > 0, OPEN], 1)], because="The margin is positive, and so is the scale.",
    )  # fmt: skip
