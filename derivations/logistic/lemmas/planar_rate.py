"""The planar effective learning rate: for ξ = ±1 the remainder is of the second order.

With |m − c| = sin θ for every sample, ⟨(m − c)³⟩ = 0, so the second derivative of σ does not enter the
regression: χ is ασ'(−αc) up to α³s²/48, from |σ'''| ≤ 1/8.  Moving from the mean margin to the margin 1
changes σ(−x) + xσ'(x), whose derivative is xσ''(x), by at most α²s²/(12√3), as much as ⟨g⟩ may differ
from σ(−αc).
"""

from __future__ import annotations

from sympy import Eq, Expr, Rational

from derivations.direction.system import MOVES
from derivations.logistic.lemmas.regression import PACE, RATE
from derivations.logistic.lemmas.samples import (
    ALIGNED,
    MIDDLE,
    SAMPLE,
    SAMPLES,
    Known,
    everywhere_in_the_mean,
    from_means,
    g_1,
    g_c,
    in_the_mean,
)
from derivations.logistic.model.risk import g, m
from derivations.notation import N, alpha, c, lam, s
from derivations.proof import Proof
from derivations.sigmoid.chords import Bound, lemma
from derivations.sigmoid.facts import (
    KAPPA,
    SLOPE_FALLS,
    SLOPE_RISES,
    TAYLOR_ABOVE,
    TAYLOR_BELOW,
    kap,
    slope,
)
from derivations.sigmoid.functions import sigma
from derivations.sigmoid.kappa import KAPPA as LIMIT
from derivations.sigmoid.third_order import LARGEST, SECOND_ORDER_ABOVE, SECOND_ORDER_BELOW, second

LIMIT_PACE: Expr = (LIMIT / alpha).expand().subs(sigma(-alpha), g_1)
"""κ(α)/α."""
REMAINDER: Expr = alpha**2 * s**2 * (kap + c * LARGEST * alpha / 6)
"""A bound of |D/s² − κ(α)/α| if |m − c| = sin θ for all samples."""
PLANAR = SAMPLES.having(Eq((m - c) ** 2, s**2))
"""|m − c| = sin θ."""


def establish(proof: Proof, rate: Known) -> list[str]:
    """Add both bounds of λ, from ``establish_rate``; return the names of the steps."""
    order = from_means(
        proof, "α at least αc", alpha - alpha * c, [],
        [(Rational(1, 2), [alpha > 0], 1 - c), (Rational(1, 2), [alpha > 0], s)],
        given=[alpha > 0], because="As 2(1 − c) = (1 − c)² + s²:",
    )  # fmt: skip
    upper = (TAYLOR_ABOVE, SECOND_ORDER_BELOW, SLOPE_RISES)
    lower = (TAYLOR_BELOW, SECOND_ORDER_ABOVE, SLOPE_FALLS)
    return [
        _one_side(proof, order, rate, side, *bounds) for side, bounds in ((1, upper), (-1, lower))
    ]


def _one_side(
    proof: Proof, order: Known, lambda_is: Known, side: int, taylor: Bound, cubic: Bound, steeper: Bound
) -> str:
    """±(λ − κ(α)/N) ≤ remainder."""
    which = "above" if side > 0 else "below"
    pull = everywhere_in_the_mean(proof, SAMPLES, taylor, (SAMPLE, MIDDLE), {kap: kap})
    tilt = _slope(proof, cubic, -side)
    moved = _at_two_points(proof, taylor)
    turned = _at_two_points(proof, steeper)
    pace = from_means(
        proof,
        f"planar D/s² from {which}",
        REMAINDER - side * (PACE - LIMIT_PACE),
        [order, pull, tilt, moved, turned],
        [
            (1, [alpha > 0, MOVES, pull.condition], 1),
            (1, [c >= 0, tilt.condition], 1),
            (1, [alpha > 0, MOVES, moved.condition], 1),
            (1, [MOVES, c >= 0, turned.condition], alpha),
        ],
        given=[alpha > 0, MOVES, c >= 0],
        multiplier=[alpha > 0, MOVES],
        because="Together, with D/s² = ⟨g⟩ + cχ:",
    )
    return from_means(
        proof, f"planar λ from {which}", alpha * REMAINDER - side * (lam * N - alpha * LIMIT_PACE),
        [lambda_is, pace], [(1, [alpha > 0, pace.condition], 1)], given=[alpha > 0],
        relations={lam: RATE}, because="and times α:",
    ).name  # fmt: skip


def _slope(proof: Proof, cubic: Bound, side: int) -> Known:
    """±αs²(χ − ασ'(−αc)) + α⁴s⁴/48 ≥ 0, in the mean."""
    cited = lemma(proof, cubic, (SAMPLE, MIDDLE))
    fact = proof.conclusions[cited]
    u, e, square = alpha * (c - m), g - g_c, (alpha * s) ** 2
    remainder = u * e - slope(g_c) * u**2 - second(g_c) * square * u / 2
    return in_the_mean(
        proof, PLANAR, f"planar {cubic.name}", side * remainder + LARGEST / 6 * square * u**2,
        [(1, [fact], 1)], "as u² = α²s² for each sample, it adds what is ≥ 0",
        lemmas=[cited], relations={m: (m - c) ** 2 - s**2},
    )  # fmt: skip


def _at_two_points(proof: Proof, bound: Bound) -> Known:
    """What a bound with κ says of −αc and −α."""
    name = lemma(proof, bound, (MIDDLE, ALIGNED), {kap: kap})
    return Known(proof.conclusions[name], KAPPA[:1], ((kap, 108 * kap**2 - 1),), name)
