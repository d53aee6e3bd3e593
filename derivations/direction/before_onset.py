"""Lemmas about the steps before onset.

Each function adds conditions that hold at all times along ``system``, which has either the guard
``STILL`` (no step rises) or the guard ``SLOW`` with μ < 2 (no step can rise, since a rise needs λ > 2).
The angle θ̄ ≥ θ_0 is an input; the results are monotone in it, so that they may be applied from any state
of which only a bound of the angle is known.
"""

from __future__ import annotations

from sympy import Expr, Integer

from derivations.direction.circle import establish_sum
from derivations.direction.rising_criterion import STILL
from derivations.direction.rising_threshold import DOUBLE_COSINE
from derivations.direction.system import COSINE, NORM, ROOT, SINE, UNIT_CIRCLE
from derivations.notation import N, at_next, c, cosine, k, lam, s, symbol
from derivations.proof import Condition, Proof, System

MU = symbol("mu", r"\mu", "μ", "at least λ on every step of a stretch")
C_LOW = cosine("c_low", r"\bar\theta", "cos θ̄", "cos θ̄, at most cos θ_0")
N_HIGH = symbol("N_high", r"\overline{N}", "N̄", "at least N_0")
NORM_CAP = symbol("V", "V", "V", "at least N_0 (2 − μ cos θ_0)²")
STEP_CAP = symbol("G", "G", "G", "1/cos²2θ̄, the most by which a step that does not rise multiplies N")
ARC: Expr = 2 - MU * c
"""√N times this never rises while λ ≤ μ < 2."""
COS_DOUBLE_LOW: Expr = 2 * C_LOW**2 - 1
"""cos 2θ̄."""
GROWTH_EQUATION: Expr = STEP_CAP * COS_DOUBLE_LOW**2 - 1
SLOW = lam <= MU
ALIGNED = c >= C_LOW
CAPPED = N * ARC**2 <= NORM_CAP
FALLS = s**2 - at_next(s) ** 2 >= 0
"""The direction does not rise at this step."""


def establish_fall(proof: Proof, system: System) -> tuple[str, list[Condition]]:
    """``FALLS`` at every step; returns the name of the sequent and what it assumes."""
    if SLOW in system.guards:
        given = [lam > 0, k > 0, SLOW, MU < 2, c > 0, c <= 1]
        terms = [
            (1, [lam > 0, SLOW, c > 0], s),
            (1, [lam > 0, MU < 2, c > 0], s),
            (2, [lam > 0, lam > 0, c > 0, c <= 1], s),
            (1, [lam > 0, lam > 0, c <= 1], s),
        ]
        because = "k²(s² − s'²) = λs²(2c − λ cos 2θ) = λs²((2 − λ)c + λ(2c + 1)(1 − c)), and λ ≤ μ < 2."
    else:
        given = [lam > 0, k > 0, STILL]
        terms = [(1, [lam > 0, STILL], 1)]
        because = "By the rising identity k²(s² − s'²) = λs²(2c − λ cos 2θ) ≥ 0."
    falls = proof.positive(
        f"{system.name}: sine does not rise",
        FALLS.lhs,
        given=given,
        relations=[SINE, ROOT, UNIT_CIRCLE],
        multiplier=[k > 0, k > 0],
        terms=terms,
        strict=False,
        because=because,
    )
    return falls, given


def establish_aligned(proof: Proof, system: System) -> None:
    """Add c ≥ cos θ̄; ``system`` has the basics and initially c_0 ≥ cos θ̄ > 0."""
    name = system.name
    falls, given = establish_fall(proof, system)
    divisor = establish_sum(proof, f"{name}: c' + cos θ̄ positive", at_next(c), C_LOW)
    step = proof.positive(
        f"{name}: aligned, one step",
        at_next(c) - C_LOW,
        given=[*given, at_next(c) > 0, c > 0, C_LOW > 0, ALIGNED],
        lemmas=[falls, divisor],
        relations=[UNIT_CIRCLE, system.after(UNIT_CIRCLE), SINE, ROOT],
        multiplier=[at_next(c) + C_LOW > 0],
        terms=[(1, [FALLS], 1), (1, [ALIGNED, c > 0], 1), (1, [ALIGNED, C_LOW > 0], 1)],
        strict=False,
        because="c'² − cos²θ̄ = (s² − s'²) + (c² − cos²θ̄) ≥ 0 makes c' ≥ cos θ̄.",
    )
    proof.invariant(
        f"{name}: aligned", system, {ALIGNED: (None, step)},
        because="By induction the angle stays at most θ̄.",
    )  # fmt: skip


def establish_norm(proof: Proof, system: System) -> None:
    """Add part (i), N(2 − μc)² ≤ V, at all times.

    ``system`` has the basics, the guard ``SLOW``, and initially 0 < μ < 2 and N_0(2 − μc_0)² ≤ V.
    """
    name = system.name
    arc = proof.positive(
        f"{name}: 2 − μc positive",
        ARC,
        given=[c <= 1, MU > 0, MU < 2],
        terms=[(1, [MU < 2], 1), (1, [MU > 0, c <= 1], 1)],
        because="μ < 2 and c ≤ 1, so",
    )
    proof.rule("consequence", f"{name}: 2 − μc always positive", system, sequents=[arc])
    turn = ARC - k * system.after(ARC) >= 0
    shrinks = proof.positive(
        f"{name}: √N(2 − μc) does not rise",
        turn.lhs,
        given=[lam > 0, SLOW, k > 0, k >= 1],
        lemmas=[f"{name}: k + 1 positive"],
        relations=[ROOT, COSINE],
        multiplier=[k + 1 > 0],
        terms=[
            (2, [lam > 0, SLOW], s),
            (1, [lam > 0, SLOW, k >= 1], s),
            (1, [lam > 0, lam > 0, k >= 1], s),
        ],
        strict=False,
        because="The fall of 2√N − μp over √N, times k + 1, is λs²(2(μ − λ) + μ(k − 1)) ≥ 0.",
    )
    step = proof.positive(
        f"{name}: norm against V, one step",
        NORM_CAP - system.after(N * ARC**2),
        given=[lam > 0, SLOW, k > 0, k >= 1, N > 0, CAPPED, ARC > 0, system.after(ARC) > 0],
        lemmas=[f"{name}: k + 1 positive", shrinks],
        relations=[ROOT, COSINE, NORM],
        terms=[
            (1, [CAPPED], 1),
            (1, [N > 0, turn, ARC > 0], 1),
            (1, [N > 0, turn, k > 0, system.after(ARC) > 0], 1),
        ],
        strict=False,
        because="Squared, as both sides are positive: N'(2 − μc')² ≤ N(2 − μc)² ≤ V.",
    )
    proof.invariant(
        f"{name}: norm against V", system, {CAPPED: (None, step)},
        because="By induction N_t(2 − μc_t)² ≤ V for all t.",
    )  # fmt: skip


def establish_growth(proof: Proof, system: System) -> str:
    """Part (iii), N_t ≤ N_0 G^t, as a growth fact of ratio ``STEP_CAP``; returns its name.

    ``system`` has the guard ``STILL``, c ≥ cos θ̄ established, initially cos θ̄, cos 2θ̄ > 0, and the
    instant relation ``GROWTH_EQUATION``.
    """
    name = system.name
    wider = DOUBLE_COSINE - COS_DOUBLE_LOW >= 0
    cosine = proof.positive(
        f"{name}: cos 2θ at least cos 2θ̄",
        wider.lhs,
        given=[c > 0, C_LOW > 0, ALIGNED],
        relations=[UNIT_CIRCLE],
        terms=[(2, [ALIGNED, c > 0], 1), (2, [ALIGNED, C_LOW > 0], 1)],
        strict=False,
        because="cos 2θ − cos 2θ̄ = 2(c² − cos²θ̄).",
    )
    given = [c > 0, C_LOW > 0, ALIGNED, COS_DOUBLE_LOW > 0, N > 0, lam > 0, STILL]
    double = proof.positive(
        f"{name}: cos 2θ positive",
        DOUBLE_COSINE,
        given=given[:4],
        lemmas=[cosine],
        relations=[UNIT_CIRCLE],
        terms=[(1, [wider], 1), (1, [COS_DOUBLE_LOW > 0], 1)],
        because="As θ̄ < 45°, this is positive too.",
    )
    shrunk = N - COS_DOUBLE_LOW**2 * at_next(N) >= 0
    step = proof.positive(
        f"{name}: one step without a rise",
        shrunk.lhs,
        given=given,
        lemmas=[cosine, double],
        relations=[NORM, UNIT_CIRCLE],
        terms=[
            (2, [N > 0, STILL, c > 0], 1),
            (1, [N > 0, STILL, lam > 0, DOUBLE_COSINE > 0], 1),
            *(
                (1, [N > 0, wider, factor], square)
                for factor in (DOUBLE_COSINE > 0, COS_DOUBLE_LOW > 0)
                for square in (Integer(1), lam * s)
            ),
        ],
        strict=False,
        because="N − N' cos²2θ = Ns²(2c − λ cos 2θ)(2c + λ cos 2θ) ≥ 0, and cos 2θ ≥ cos 2θ̄ > 0.",
    )
    cap = proof.positive(
        f"{name}: G positive",
        STEP_CAP,
        given=[COS_DOUBLE_LOW > 0],
        relations=[GROWTH_EQUATION],
        multiplier=[COS_DOUBLE_LOW > 0, COS_DOUBLE_LOW > 0],
        terms=[(1, [], 1)],
        because="G cos²2θ̄ = 1, so",
    )
    factor = proof.positive(
        f"{name}: one step without a rise multiplies N by at most G",
        STEP_CAP * N - at_next(N),
        given=given,
        lemmas=[step, cap],
        relations=[NORM, UNIT_CIRCLE, GROWTH_EQUATION],
        terms=[(1, [STEP_CAP > 0, shrunk], 1)],
        strict=False,
        because="With G = 1/cos²2θ̄ this is N' ≤ GN.",
    )
    return proof.rule(
        "growth", f"{name}: norm", system,
        quantity=N, ratio=STEP_CAP, direction="<=", step=factor, nonnegative=cap,
        because="Iterated: N_t ≤ N_0 G^t.",
    )  # fmt: skip
