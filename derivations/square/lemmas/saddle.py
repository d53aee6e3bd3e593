"""How fast a run can leave the saddle: X = ga + h cos θ grows by at most 1 + g a step, g = √(h/N_0)."""

from __future__ import annotations

from sympy import Expr, solve, sqrt

from derivations.direction.monotone_norm import GROWN
from derivations.direction.system import COSINE, UNIT_CIRCLE
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, symbol
from derivations.proof import Proof, System
from derivations.square.model.system import LAMBDA, RUN, SCALE

g = symbol("g_saddle", "g", "g", "√(h/N_0), the growth rate at the saddle")
nu = symbol("nu_saddle", r"\nu", "ν", "1/(1 + g)")
F = symbol("F_saddle", "F", "F", "ν^t, carried as a part of the state")
GAUGE: Expr = g**2 * at_start(N) - h
RATE: Expr = sqrt(solve(GAUGE, g**2)[0])
"""g = √(h/N_0), the growth rate at the saddle."""
ESCAPE: Expr = g * a + h * c
"""X, which grows at most by the factor 1 + g in a step."""
START: Expr = RUN.start(ESCAPE)
SPENT = F * ESCAPE <= START
"""X_t ≤ X_0 (1 + g)^t, without division."""
SMALL = g * at_next(a) + h * at_next(c) <= (1 + g) * ESCAPE

SADDLE_RUN = RUN.with_more(
    "run",
    state=(F,),
    tracked=(F,),
    parameters=(g, nu),
    initial=(g > 0, nu > 0, nu < 1, at_start(F) > 0),
    instant=(GAUGE, nu * (1 + g) - 1, at_start(F) - 1),
    relations=(at_next(F) - nu * F,),
)
"""Every run, with the power F = ν^t carried along."""


def _growth(proof: Proof) -> str:
    """X' ≤ (1 + g)X at every step."""
    gain = proof.positive(
        "cosine gains at most λ",
        c + lam - at_next(c),
        given=[lam > 0, at_next(c) > 0, k >= 1],
        relations=[COSINE, UNIT_CIRCLE],
        terms=[(1, [lam > 0], c), (1, [at_next(c) > 0, k >= 1], 1)],
        strict=False,
        because="cos θ' ≤ k cos θ' = cos θ + λ sin²θ ≤ cos θ + λ.",
    )
    return proof.positive(
        "X grows by at most 1 + g",
        (1 + g) * ESCAPE - (g * at_next(a) + h * at_next(c)),
        given=[lam > 0, at_next(c) > 0, k >= 1, h > 0, g > 0, N > 0, GROWN],
        lemmas=[gain],
        relations=[COSINE, UNIT_CIRCLE, SCALE, LAMBDA, GAUGE],
        terms=[
            (1, [h > 0, c + lam - at_next(c) >= 0], 1),
            (1, [g > 0, g > 0, lam > 0, GROWN], 1),
            (1, [g > 0, h > 0, lam > 0, N > 0], 1),
        ],
        strict=False,
        because="(1 + g)X − X' = h(cos θ + λ − cos θ') + ((g² + gh)N − h)λ, and g²N ≥ g²N_0 = h.",
    )


def establish_envelope(proof: Proof, run: System) -> str:
    """Add F > 0 and F·X ≤ X_0 to ``SADDLE_RUN``, which has N ≥ N_0; returns the name of F_t ≥ ν^t F_0."""
    step = _growth(proof)
    fall = run.relations[-1]
    positive = proof.positive(
        "F stays positive",
        at_next(F),
        given=[nu > 0, F > 0],
        relations=[fall],
        terms=[(1, [nu > 0, F > 0], 1)],
        because="Carry F = ν^t along, ν = 1/(1 + g): F' = νF.",
    )
    start = proof.identity(
        "F·X at the start",
        START - F * ESCAPE,
        0,
        relations=[*(x - at_start(x) for x in (F, a, c)), at_start(F) - 1],
        because="At t = 0, F = 1.",
    )
    spent = proof.positive(
        "F·X never rises",
        START - at_next(F) * (g * at_next(a) + h * at_next(c)),
        given=[lam > 0, at_next(c) > 0, k >= 1, h > 0, g > 0, nu > 0, F > 0, N > 0, GROWN, SPENT],
        lemmas=[step],
        relations=[COSINE, UNIT_CIRCLE, SCALE, LAMBDA, GAUGE, fall, nu * (1 + g) - 1],
        terms=[(1, [SPENT], 1), (1, [nu > 0, F > 0, SMALL], 1)],
        strict=False,
        because="FX − F'X' = νF((1 + g)X − X') ≥ 0.",
    )
    proof.invariant(
        "envelope", run, {F > 0: (None, positive), SPENT: (start, spent)},
        because="Hence F_t X_t ≤ X_0 for all t.",
    )  # fmt: skip
    return proof.rule(
        "growth", "power", run, quantity=F, ratio=nu, direction=">=",
        step=proof.positive(
            "F, one step", at_next(F) - nu * F, relations=[fall], terms=[], strict=False
        ),
        because="And F_t = ν^t.",
    )  # fmt: skip
