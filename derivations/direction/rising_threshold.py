"""How large λ must be for a rise: 2 cos θ / cos 2θ, at least 2; and none at 45° and above."""

from __future__ import annotations

from sympy import Expr, Gt, Rational, solve

from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import UNIT_CIRCLE
from derivations.notation import c, lam, s
from derivations.proof import Proof

THRESHOLD: Expr = solve(RISING_MARGIN, lam)[0]
"""2 cos θ / cos 2θ."""
DOUBLE_COSINE: Expr = c**2 - s**2
"""cos 2θ."""
HALF = Rational(1, 2)
RISING = Gt(RISING_MARGIN, 0, evaluate=False)
"""The direction rises, if s ≠ 0: the margin is positive."""
LEAST_COSINE = Rational(7, 10)
"""Below √½: no rise at a smaller cosine."""
BELOW = Gt(DOUBLE_COSINE, 0, evaluate=False)
"""θ < 45°, where c > 0."""
SLACK = (
    (1, [c > 0, lam <= 2], 1),
    (1, [lam > 0, c > 0], 1 - c),
    (1, [lam > 0, c > 0], s),
    (HALF, [lam > 0], 1 - c),
    (HALF, [lam > 0], s),
)
"""c(2 − λ) + λ(2c + 1)(1 − c) = 2c − λ cos 2θ as a sum of nonnegative terms, where λ ≤ 2."""


def establish(proof: Proof) -> str:
    """Add: a rise needs λ > 2 (where c > 0, λ > 0); return the step's name."""
    return proof.positive(
        "a rise needs λ > 2",
        lam - 2,
        given=[RISING, c > 0, lam > 0],
        relations=[UNIT_CIRCLE],
        multiplier=[c > 0],
        terms=[(1, [RISING], 1), *SLACK[1:]],
        because="c(λ − 2) = rising margin + λ(2c + 1)(1 − c), and 2(1 − c) = (1 − c)² + s².",
    )


def establish_slow(proof: Proof) -> str:
    """Add the converse form: for λ ≤ 2 (and c > 0, λ > 0) the margin is not positive."""
    return proof.positive(
        "no rise up to λ = 2",
        -RISING_MARGIN,
        given=[c > 0, lam > 0, lam <= 2],
        relations=[UNIT_CIRCLE],
        terms=SLACK,
        strict=False,
        because="For λ ≤ 2: 2c − λ cos 2θ = c(2 − λ) + λ(2c + 1)(1 − c), and 2(1 − c) = (1 − c)² + s².",
    )


def establish_cosine(proof: Proof) -> str:
    """Add: a rise needs cos θ > 7/10, for then θ < 45° (where c > 0, λ > 0); returns the step's name."""
    below = proof.positive(
        "a rise is below 45°",
        BELOW.lhs,
        given=[RISING, c > 0, lam > 0],
        multiplier=[lam > 0],
        terms=[(1, [RISING], 1), (2, [c > 0], 1)],
        because="A rise needs λ cos 2θ > 2 cos θ > 0,",
    )
    divisor = proof.positive(
        "cosine plus 7/10",
        c + LEAST_COSINE,
        given=[c > 0],
        terms=[(1, [c > 0], 1), (LEAST_COSINE, [], 1)],
    )
    return proof.positive(
        "a rise needs cos θ > 7/10",
        c - LEAST_COSINE,
        given=[RISING, c > 0, lam > 0],
        lemmas=[below, divisor],
        relations=[UNIT_CIRCLE],
        multiplier=[c + LEAST_COSINE > 0],
        terms=[(HALF, [BELOW], 1), (HALF - LEAST_COSINE**2, [], 1)],
        because="so cos²θ > 1/2 > 49/100,",
    )
