"""The regression of the pull on the margin: bounds of its slope, and of what it leaves.

Compare each sample with one at the mean margin: u = −α(m − c) is the difference of their arguments of σ,
e = g − σ(−αc) that of the values.  In the mean ⟨u⟩ = 0, ⟨u²⟩ = α²s², ⟨ue⟩ = αs²χ, and ⟨e²⟩ = s²(ϱ + χ²) +
(⟨g⟩ − σ(−αc))²; so every bound of e by u bounds χ or ϱ, of ``derivations.logistic.lemmas.samples``.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Eq, Expr, Rational

from derivations.direction.system import MOVES, UNIT_CIRCLE
from derivations.logistic.lemmas.samples import (
    BOUNDED,
    BOUNDED_BY_B,
    DEFINITIONS,
    END,
    MIDDLE,
    SAMPLE,
    SAMPLES,
    Known,
    chi,
    equation,
    everywhere_in_the_mean,
    from_means,
    g_B,
    g_c,
    in_the_mean,
    rest,
)
from derivations.logistic.model.risk import D, g, g_g, g_m, g_mean, m
from derivations.notation import N, alpha, c, k, kappa, lam, s
from derivations.proof import Proof
from derivations.proof.conditions import gap
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.family import Family
from derivations.sigmoid.facts import (
    CHORD_ABOVE_PRODUCT,
    CHORD_BELOW_PRODUCT,
    LIPSCHITZ,
    MONOTONE_PRODUCT,
    SLOPES,
    slope,
)

STEEP = Rational(1, 4)
"""The largest slope of σ."""
FLAT: Expr = slope(g_B)
"""σ'_B = σ(B)σ(−B), the least slope of σ on [−B, B]."""
PACE: Expr = g_mean + c * chi
"""D/s², the speed at which a step turns the direction: λN/α."""
ALIGNMENT_BELOW: Expr = g_mean + FLAT * alpha * c
"""A bound of it."""
LAMBDA: Expr = lam * N * s**2 - alpha * D
RATE: Expr = lam * N - alpha * PACE
"""λ = (α/N)D/s² = (α/N)(⟨g⟩ + cχ), as polynomials equal to 0."""
TANGENTIAL: Expr = g_g - g_m**2
"""The squared tangential step over (α/N)²."""
RATE_IS = Eq(lam, alpha * D / (N * s**2))
STEPPED = (Eq(k**2, 1 + kappa**2), Eq(N**2 * kappa**2, alpha**2 * TANGENTIAL), RATE_IS)
"""One step by logistic.margin-space, for a statement."""
TANGENTIAL_ABOVE: Expr = s**2 * (g_mean + STEEP * alpha) ** 2
REST_ABOVE: Expr = (chi - alpha * FLAT) * (STEEP * alpha - chi)
"""A bound of ϱ."""


def establish_steepest(proof: Proof) -> Known:
    """Add, in the mean, u(u/4 − e) ≥ 0: it is αs²(α/4 − χ) ≥ 0."""
    return everywhere_in_the_mean(proof, SAMPLES, CHORD_ABOVE_PRODUCT, (SAMPLE, MIDDLE))


def establish_flattest(proof: Proof, within: Sequence[Known]) -> Known:
    """Add, in the mean, u(e − σ'_B u) ≥ 0: it is αs²(χ − ασ'_B) ≥ 0; from ``establish_mean_margin``."""
    points = (SAMPLE, MIDDLE, END)
    return everywhere_in_the_mean(proof, BOUNDED, CHORD_BELOW_PRODUCT, points, bounds=within)


def establish_identities(proof: Proof) -> tuple[str, str]:
    """Add D = s²(⟨g⟩ + cχ), and the tangential step as D²/s² + s²ϱ; return the steps' names."""
    definitions = {**DEFINITIONS, s: UNIT_CIRCLE}
    pace = identity_by_elimination(
        proof, "D by the regression", D, s**2 * PACE, definitions, because="As s² = 1 − c²:"
    )
    size = identity_by_elimination(
        proof, "tangential step by the regression", TANGENTIAL, s**2 * (PACE**2 + rest), definitions,
        because="and likewise the squared tangential step is D²/s² + s²ϱ:",
    )  # fmt: skip
    return pace, size


def establish_rate(proof: Proof) -> Known:
    """Add λ = (α/N)(⟨g⟩ + cχ)."""
    return equation(
        proof, "rate by the regression", RATE, {lam: LAMBDA, **DEFINITIONS, s: UNIT_CIRCLE},
        given=[MOVES], because="As D = s²(⟨g⟩ + cχ):",
    )  # fmt: skip


def establish_rest(proof: Proof) -> Known:
    """Add ϱ ≥ 0."""
    left = g - g_mean + chi * (m - c)
    squares = in_the_mean(
        proof, SAMPLES, "what the regression leaves", left**2, [(1, [], left)],
        "each sample adds the square of what the regression of g on m leaves of it",
    )  # fmt: skip
    return from_means(
        proof, "the regression leaves ϱ ≥ 0", rest, [squares], [(1, [squares.condition], 1)],
        given=[MOVES], multiplier=[MOVES], because="The mean of these squares is s²ϱ.",
    )  # fmt: skip


def establish_rest_above(proof: Proof, within: Sequence[Known]) -> Known:
    """Add ϱ ≤ (χ − ασ'_B)(α/4 − χ), from ``establish_mean_margin``."""
    slopes = everywhere_in_the_mean(proof, BOUNDED, SLOPES, (SAMPLE, MIDDLE, END), bounds=within)
    return from_means(
        proof, "the regression leaves little", REST_ABOVE - rest, [slopes],
        [(1, [slopes.condition], 1), (1, [], g_mean - g_c)], given=[MOVES], multiplier=[MOVES],
        because="⟨(e − σ'_B u)(u/4 − e)⟩ ≥ 0 bounds ⟨e²⟩.",
    )  # fmt: skip


def establish_tangential(proof: Proof, steep: Known) -> Known:
    """Add ⟨g²⟩ − ⟨gm⟩² ≤ s²(⟨g⟩ + α/4)², for any margins."""
    rising = everywhere_in_the_mean(proof, SAMPLES, MONOTONE_PRODUCT, (SAMPLE, MIDDLE))
    short = everywhere_in_the_mean(proof, SAMPLES, LIPSCHITZ, (SAMPLE, MIDDLE))
    pull = in_the_mean(proof, SAMPLES, "pulls", g, [(1, [g > 0], 1)], "each pull is positive")
    return from_means(
        proof, "tangential step", TANGENTIAL_ABOVE - TANGENTIAL, [steep, rising, short, pull],
        [
            (1, [alpha > 0, short.condition], 1),
            (1, [alpha > 0], g_mean - g_c),
            (STEEP, [alpha > 0, steep.condition], 1),
            (2, [pull.condition, steep.condition], 1),
            (1, [pull.condition, rising.condition], 1 - c),
            (1, [pull.condition, rising.condition], s),
            (1, [alpha > 0], c * g_mean - g_m),
        ],
        given=[alpha > 0], multiplier=[alpha > 0],
        because="⟨e²⟩ ≤ αs²χ/4, 0 ≤ χ ≤ α/4 and ⟨g⟩ ≥ 0 bound s²((⟨g⟩ + cχ)² + ϱ), as 2(1 − c) = "
        "(1 − c)² + s².",
    )  # fmt: skip


def establish_below(proof: Proof, flat: Known) -> Known:
    """Add D ≥ s²(⟨g⟩ + αcσ'_B) for c ≥ 0, from ``establish_flattest``."""
    return from_means(
        proof, "D from below", D - s**2 * ALIGNMENT_BELOW, [flat],
        [(1, [c >= 0, flat.condition], 1)], given=[alpha > 0, c >= 0], multiplier=[alpha > 0],
        because="As D = s²⟨g⟩ + c(c⟨g⟩ − ⟨gm⟩) with c ≥ 0, the flattest chord bounds it from below:",
    )  # fmt: skip


def establish_mean_margin(proof: Proof, family: Family = BOUNDED) -> list[Known]:
    """Add −B ≤ αc ≤ B, as each margin is within these bounds."""
    return [
        in_the_mean(proof, family, name, gap(bound), [(1, [bound], 1)], "each sample obeys the bound")
        for name, bound in zip(("αc at most B", "αc at least −B"), BOUNDED_BY_B, strict=True)
    ]
