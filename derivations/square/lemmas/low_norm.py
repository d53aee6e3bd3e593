"""No run moves for ever at a low norm: 2N ≤ 1 − 8ε, s ≠ 0 at all times is impossible.

Along such a run N_tc_t² never falls, so c_t ≥ 2N_0c_0², a_t ≥ κ = min(a_0, 2N_0c_0²) and λ_t ≥ 2κ.  Each
step with s² ≥ 2ε − ε² multiplies N by at least 1 + 4κ²(2ε − ε²): there are finitely many.  After the last
one the run is ``near_target.NEARLY_ALIGNED``, which ends.  For square.edge.
"""

from __future__ import annotations

from sympy import Expr, Integer, Rational

from derivations.direction import monotone_norm
from derivations.direction.system import COSINE, MOVES, NORM, ROOT, UNIT_CIRCLE
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s, symbol
from derivations.proof import Proof, System
from derivations.square import cone_invariance
from derivations.square.lemmas import near_target
from derivations.square.lemmas.near_target import EPS, LOW_NORM, MARGINS, WIDE
from derivations.square.model.system import LAMBDA, RUN, SCALE

HALF = Rational(1, 2)
KAPPA = symbol("kappa_scale", r"\kappa", "κ", "a lower bound of the scale: at most a_0 and 2N_0c_0²")

FAR = s**2 >= WIDE
COS_LEAST: Expr = 2 * at_start(N) * at_start(c) ** 2
ALIGNED_PART = N * c**2 >= at_start(N) * at_start(c) ** 2
SCALED = a >= KAPPA

FOREVER_LOW = RUN.with_more(
    "forever low",
    parameters=(EPS, KAPPA),
    conditions=(MOVES, LOW_NORM),
    initial=(*MARGINS, KAPPA > 0, KAPPA <= at_start(a), KAPPA <= COS_LEAST),
)
"""What must not exist."""


def establish(proof: Proof) -> str:
    """``FOREVER_LOW`` has no infinite run; return the name of that fact."""
    low = proof.system(FOREVER_LOW)
    counted, above_one = establish_far(proof, low)
    return proof.rule(
        "exhaustion", "no run stays low", low,
        counted=counted, rest=near_target.establish(proof), growth_above_one=above_one,
        because="Finitely many steps are far from the target, and without them the run ends.",
    )  # fmt: skip


def establish_far(proof: Proof, system: System) -> tuple[str, str]:
    """The count of the steps with s² ≥ 2ε − ε² along ``FOREVER_LOW``; its name, and that of its growth."""
    cone_invariance.establish(proof, system)
    _establish_aligned_part(proof, system)
    _establish_scale(proof, system)
    factor = 1 + 4 * KAPPA**2 * WIDE
    fast = lam - 2 * KAPPA >= 0
    speed = proof.positive(
        "λ at least 2κ",
        lam - 2 * KAPPA,
        given=[N > 0, KAPPA > 0, SCALED, LOW_NORM, EPS > 0],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(1, [SCALED], 1), (1, [KAPPA > 0, LOW_NORM], 1), (8, [KAPPA > 0, EPS > 0], 1)],
        strict=False,
        because="As 2N ≤ 1, λ = a/N ≥ 2κ.",
    )
    known = [N > 0, KAPPA > 0, SCALED, LOW_NORM, EPS > 0]
    grows = proof.positive(
        "norm growth far from the target",
        at_next(N) - factor * N,
        given=[*known, FAR],
        lemmas=[speed],
        relations=[LAMBDA, NORM],
        cofactors=[Integer(0), Integer(1)],
        terms=[
            (1, [N > 0], s * (lam - 2 * KAPPA)),
            (4, [N > 0, KAPPA > 0, fast], s),
            (4, [N > 0, FAR], KAPPA),
        ],
        strict=False,
        because="So N' = N(1 + λ²s²) ≥ N(1 + 4κ²(2ε − ε²)) where s² ≥ 2ε − ε².",
    )
    above_one = proof.positive(
        "growth far from the target above 1",
        factor - 1,
        given=[*MARGINS, KAPPA > 0],
        terms=[
            (4, [EPS > 0, 8 * EPS < 1], KAPPA),
            (4, [EPS > 0], KAPPA),
            (28, [], EPS * KAPPA),
        ],
        because="This factor is above 1,",
    )
    positive = proof.positive(
        "growth far from the target positive",
        factor,
        given=[*MARGINS, KAPPA > 0],
        lemmas=[above_one],
        terms=[(1, [factor - 1 > 0], 1), (1, [], 1)],
        because="hence positive,",
    )
    below = proof.positive(
        "norm below 1",
        1 - N,
        given=[LOW_NORM, EPS > 0],
        terms=[(HALF, [LOW_NORM], 1), (4, [EPS > 0], 1), (HALF, [], 1)],
        because="and N stays below 1.",
    )
    never_falls, _ = monotone_norm.establish_monotone_norm(proof, system)
    counted = proof.rule(
        "counting", "steps far from the target", system,
        event=[FAR], quantity=N, growth=factor, cap=Integer(1),
        at_event=grows, otherwise=never_falls, below_cap=below, nonnegative=positive,
        because="So only finitely many steps are far from the target.",
    )  # fmt: skip
    return counted, above_one


def _establish_aligned_part(proof: Proof, system: System) -> None:
    start = proof.identity(
        "aligned part at the start",
        N * c**2,
        at_start(N) * at_start(c) ** 2,
        relations=[N - at_start(N), c - at_start(c)],
        because="At time 0,",
    )
    root = k * at_next(c) + c + lam * s**2
    step = proof.positive(
        "aligned part never falls",
        system.after(N * c**2) - at_start(N) * at_start(c) ** 2,
        given=[N > 0, c > 0, lam > 0, ALIGNED_PART],
        relations=[NORM, ROOT, COSINE],
        cofactors=[at_next(c) ** 2, -N * at_next(c) ** 2, N * root],
        terms=[(1, [ALIGNED_PART], 1), (2, [N > 0, c > 0, lam > 0], s), (1, [N > 0], lam * s**2)],
        strict=False,
        because="The aligned part of w never falls: √N'c' = √N(c + λs²).",
    )
    proof.invariant(
        "aligned part", system, {ALIGNED_PART: (start, step)},
        because="Hence N_tc_t² ≥ N_0c_0² for all t.",
    )  # fmt: skip


def _establish_scale(proof: Proof, system: System) -> None:
    cosine = proof.positive(
        "cosine from below",
        c - COS_LEAST,
        given=[c > 0, LOW_NORM, EPS > 0, ALIGNED_PART],
        relations=[UNIT_CIRCLE],
        terms=[
            (HALF, [c > 0], 1 - c),
            (HALF, [c > 0], s),
            (1, [LOW_NORM], c),
            (8, [EPS > 0], c),
            (2, [ALIGNED_PART], 1),
        ],
        strict=False,
        because="As c ≤ 1 and 2N ≤ 1, c ≥ c² ≥ 2Nc² ≥ 2N_0c_0².",
    )
    step = proof.positive(
        "scale from below, one step",
        at_next(a) - KAPPA,
        given=[h > 0, h <= 1, c > 0, LOW_NORM, EPS > 0, ALIGNED_PART, SCALED, KAPPA <= COS_LEAST],
        lemmas=[cosine],
        relations=[SCALE, UNIT_CIRCLE],
        terms=[
            (1, [h <= 1, SCALED], 1),
            (1, [h > 0, c >= COS_LEAST], 1),
            (1, [h > 0, KAPPA <= COS_LEAST], 1),
        ],
        strict=False,
        because="The scale is a mean of itself and c, both at least κ.",
    )
    proof.invariant("scale from below", system, {SCALED: (None, step)}, because="Hence a_t ≥ κ.")
