"""A rising edge ends after logarithmically many steps: those with λ ≥ ν multiply sin θ by at least ψ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sympy import Expr, Gt, Integer, log, solve, sqrt

from derivations.direction.circle import CBAR, CBAR_OF, CIRCLE_BAR
from derivations.direction.edge_budget import FAST
from derivations.direction.edge_envelope import BUDGET, GAMMA, NU, ROOM
from derivations.direction.rising_edge import (
    BELOW_SBAR,
    HALF,
    LOW_LR,
    SPREAD,
    STEADY,
    Reading,
    establish_rise,
    establish_spread,
    extended,
)
from derivations.direction.system import ROOT, SINE, UNIT_CIRCLE
from derivations.notation import at_next, at_start, c, k, lam, s, sbar, symbol
from derivations.proof import Proof, System
from verifier.arithmetic.balls import Ball, Doubts, both, less, positive
from verifier.arithmetic.evaluate import evaluate

PSI = symbol("psi", r"\psi", "ψ", "(νc̄ − 1)/√(1 + ν²s̄²), at least sin θ' over sin θ")
PACE: Expr = STEADY.subs(LOW_LR, NU)
DRAG: Expr = SPREAD.subs(LOW_LR, NU)
DRAGGED = Gt(DRAG, 0, evaluate=False)
PSI_IS: Expr = PSI**2 * DRAG - PACE**2
"""Zero for ψ = (νc̄ − 1)/√(1 + ν²s̄²)."""


def establish_choice(proof: Proof, system: System) -> tuple[str, str]:
    """Add νc̄ > 1 and 1 + ν²s̄² > 0 to ``system``; return the names of ψ² > 1 and ψ² > 0."""
    chosen = [CBAR > 0, NU > 0, GAMMA > 0]
    pace = proof.positive(
        "pace positive",
        PACE,
        given=chosen,
        relations=[CIRCLE_BAR, BUDGET],
        terms=[
            (HALF, [NU > 0, CBAR > 0], 1 - CBAR),
            (HALF, [NU > 0, CBAR > 0], sbar),
            (1, [NU > 0], sbar),
            (1, [NU > 0, GAMMA > 0], 1),
            (1, [], 1),
        ],
        because="As c̄ ≥ c̄² ≥ 1 − 2s̄² and ν(1 − 2s̄²) = 2 + νγ, νc̄ − 1 > 1.",
    )
    drag = proof.positive(
        "drag positive", DRAG, terms=[(1, [], 1), (1, [], NU * sbar)], because="and 1 + ν²s̄² > 0."
    )
    proof.rule(
        "consequence", f"{system.name}: pace and drag", system, sequents=[pace, drag],
        because="Both are parts of ψ² = (νc̄ − 1)²/(1 + ν²s̄²).",
    )  # fmt: skip
    above_one = proof.positive(
        "ψ above 1",
        PSI**2 - 1,
        given=[*chosen, DRAGGED],
        relations=[CIRCLE_BAR, BUDGET, PSI_IS],
        cofactors=[NU**2 - NU, NU, Integer(1)],
        multiplier=[DRAGGED],
        terms=[(1, [GAMMA > 0], NU), (1, [NU > 0], 1 - CBAR), (1, [NU > 0], sbar)],
        because="(νc̄ − 1)² − (1 + ν²s̄²) = ν²γ + 2ν(1 − c̄) > 0, and so ψ² > 1.",
    )
    above_zero = proof.positive(
        "ψ² positive",
        PSI**2,
        given=[*chosen, DRAGGED],
        lemmas=[above_one],
        relations=[CIRCLE_BAR, BUDGET, PSI_IS],
        terms=[(1, [PSI**2 - 1 > 0], 1), (1, [], 1)],
        because="In particular",
    )
    return above_one, above_zero


def establish_fast_steps(proof: Proof, system: System) -> str:
    """The count of the steps with sin θ < s̄ and λ ≥ ν, solved: at most B; return its name."""
    above_one, above_zero = establish_choice(proof, system)
    grows = establish_spread(proof, NU, PACE)
    step = proof.positive(
        "sine grows by ψ",
        at_next(s) ** 2 - PSI**2 * s**2,
        given=[c > 0, CBAR > 0, lam > 0, k > 0, NU > 0, PACE > 0, DRAGGED, BELOW_SBAR, FAST],
        lemmas=[grows],
        relations=[UNIT_CIRCLE, CIRCLE_BAR, SINE, ROOT, PSI_IS],
        cofactors=[*4 * [Integer(0)], -(s**2)],
        multiplier=[DRAGGED],
        terms=[(1, [DRAG * at_next(s) ** 2 - PACE**2 * s**2 >= 0], 1)],
        strict=False,
        because="With ℓ = ν this factor is ψ².",
    )
    below = proof.positive(
        "sine below s̄",
        sbar**2 - s**2,
        given=[BELOW_SBAR],
        terms=[(1, [BELOW_SBAR], 1)],
        because="By definition of such a step",
    )
    counted = proof.rule(
        "counting", "fast steps, counted", system,
        event=[BELOW_SBAR, FAST], quantity=s**2, growth=PSI**2, cap=sbar**2,
        at_event=step, otherwise=establish_rise(proof), below_cap=below, nonnegative=above_zero,
        because="Of n such steps, n − 1 come before the last, where sin²θ is still below s̄².",
    )  # fmt: skip
    return proof.rule(
        "logarithm", "fast steps", system,
        fact=counted, ratio=PSI**2, left=at_start(s) ** 2, right=sbar**2, shrinks=False,
        ratio_positive=above_zero, ratio_against_one=above_one,
        because="Solved for n, with ln(s̄²/s²)/ln ψ² = ln(s̄/s)/ln ψ:",
    )  # fmt: skip


GAMMA_OF: Expr = solve(BUDGET, GAMMA)[0]
PSI_OF: Expr = PACE / sqrt(DRAG)
DEMAND: Expr = NU * GAMMA / ROOM
"""νM/P_A when the budget is used up: Pγ = M(γ + s² − s̄²)."""
FAST_STEPS: Expr = log(sbar / s) / log(PSI)


def choices(start: Reading, sine: Ball, rates: Iterable[Ball], doubts: Doubts) -> Iterator[Reading]:
    """Each ν of ``rates`` that is certified to be admissible with s̄, with the numbers that belong to it."""
    for rate in rates:
        values = {NU.name: rate, sbar.name: sine}
        read = extended(start, values)
        for chosen, definition in ((CBAR, CBAR_OF), (GAMMA, GAMMA_OF), (PSI, PSI_OF)):
            values[chosen.name] = evaluate(definition, read)
        fits = both(positive(values[GAMMA.name]), positive(evaluate(ROOM, read)), less(1, values[PSI.name]))
        if doubts.certain(fits):
            yield read
