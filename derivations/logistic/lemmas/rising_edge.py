"""Lemmas about the rising steps of a planar logistic run, at whatever time they happen.

A step that rises has θ < 45°, so that its margins are positive, and λN cos 2θ ≤ (6/5) cos θ there.  The
last is what ``logistic.sharp-edge`` encloses with max κ in place of 6/5; here it is proved, from
e^x ≥ 1 + x + x²/2 + x³/6.
"""

from __future__ import annotations

from sympy import Expr, Rational

from derivations.direction.rising_threshold import BELOW, DOUBLE_COSINE, RISING
from derivations.direction.system import MOVES
from derivations.logistic.lemmas.pulls import STEEPEST
from derivations.logistic.model.system import (
    CHORD,
    FAR,
    FAR_TIE,
    HALF,
    LAMBDA,
    M_FAR,
    M_NEAR,
    MAGNITUDE,
    MEAN,
    NEAR,
    NEAR_TIE,
    REACHED,
    chi,
    g_far,
    g_near,
    sabs,
    z_far,
    z_near,
)
from derivations.notation import N, alpha, c, lam, plain
from derivations.proof import Condition, Proof
from derivations.sigmoid.exponential import EXP_ABOVE, lemma
from derivations.sigmoid.facts import CHORD_LEFT
from derivations.sigmoid.flow import Point, Reflected, Zero

SINGLE_CAP = Rational(3, 10)
"""At least xσ(−x) for every x ≥ 0; the largest is 0.278…."""
PAIR_CAP = Rational(9, 10)
"""At least κ(x) = xσ(−x) + x²σ(x)σ(−x) for every x ≥ 0; the largest is 0.658…."""
REACH_CAP: Expr = SINGLE_CAP + PAIR_CAP
"""At least λN cos 2θ/cos θ at margins that are not negative."""
SIGNS: tuple[Condition, ...] = (RISING, c > 0, lam > 0, alpha > 0, sabs >= 0)
"""What the lemmas below assume of a rising step."""
REACH_GIVEN: tuple[Condition, ...] = (*SIGNS, MOVES, g_far > 0, g_near > 0)
REACH_RELATIONS: tuple[Expr, ...] = (MAGNITUDE, FAR, NEAR, CHORD, LAMBDA)


def establish_active(proof: Proof) -> list[str]:
    """cos 2θ > 0 and both margins positive at a rising step; return the names, the arguments' last."""
    below = proof.positive(
        "a rise is below 45°",
        DOUBLE_COSINE,
        given=SIGNS,
        multiplier=[lam > 0],
        terms=[(1, [RISING], 1), (2, [c > 0], 1)],
        because="λ cos 2θ > 2 cos θ > 0, so",
    )
    far = proof.positive(
        "far margin positive at a rise",
        M_FAR,
        given=SIGNS,
        terms=[(1, [c > 0], 1), (1, [sabs >= 0], 1)],
        because="The far margin is positive,",
    )
    near = proof.positive(
        "near margin positive at a rise",
        M_NEAR,
        given=SIGNS,
        lemmas=[below, far],
        relations=[MAGNITUDE],
        multiplier=[M_FAR > 0],
        terms=[(1, [BELOW], 1)],
        because="and so is the near one, as their product is cos 2θ.",
    )
    ordered = proof.positive(
        "arguments in order at a rise",
        z_near - z_far,
        given=SIGNS,
        relations=[FAR, NEAR],
        terms=[(2, [alpha > 0, sabs >= 0], 1)],
        strict=False,
        because="The arguments of σ are −α times the margins:",
    )
    reached = proof.positive(
        "near argument not positive at a rise",
        -z_near,
        given=SIGNS,
        lemmas=[below, far, near],
        relations=[MAGNITUDE, NEAR],
        terms=[(1, [alpha > 0, M_NEAR > 0], 1)],
        cofactors=[0, -1],
        strict=False,
        because="they are in order, and neither is positive.",
    )
    beyond = proof.positive(
        "far argument not positive at a rise",
        -z_far,
        given=SIGNS,
        lemmas=[far],
        relations=[FAR],
        terms=[(1, [alpha > 0, M_FAR > 0], 1)],
        strict=False,
        because="The far margin is positive too.",
    )
    return [below, far, near, ordered, reached, beyond]


def establish_single(proof: Proof, point: Point) -> str:
    """3/10 + zσ(z) ≥ 0 for z ≤ 0; return the name."""
    z, g = point
    name, y = f"{SINGLE_CAP} above x·{plain(g)} at x = −{plain(z)}", -z
    if name in proof.conclusions:
        return name
    size, known = _exponential(proof, point)
    return proof.positive(
        name,
        SINGLE_CAP + z * g,
        given=[y >= 0, g > 0],
        lemmas=[size],
        terms=[
            (2 * SINGLE_CAP, [known], 1),
            (Rational(1, 20), [g > 0, y >= 0], y - Rational(4, 3)),
            (Rational(17, 60), [g > 0], y - Rational(7, 5)),
            (Rational(1, 225), [g > 0, y >= 0], 1),
            (Rational(67, 1500), [g > 0], 1),
        ],
        strict=False,
        because="As 1 ≥ g(2 + x + x²/2 + x³/6) with g = σ(−x), xσ(−x) ≤ 3/10.",
    )


def establish_pair(proof: Proof, point: Point) -> str:
    """9/10 − κ(−z) ≥ 0 for z ≤ 0; return the name."""
    z, g = point
    name, y = f"{PAIR_CAP} above κ at −{plain(z)}", -z
    if name in proof.conclusions:
        return name
    size, known = _exponential(proof, point)
    return proof.positive(
        name,
        PAIR_CAP + z * g - z**2 * g * (1 - g),
        given=[y >= 0, g > 0],
        lemmas=[size],
        terms=[
            (PAIR_CAP, [], 2 * known.lhs),
            (Rational(3, 5), [g > 0, known, y >= 0], y - Rational(1, 6)),
            (Rational(19, 12), [g > 0, known, y >= 0], 1),
            (Rational(36, 5), [g > 0, known], 1),
            (Rational(1, 40), [], g * y * (y**2 - y / 3 - 3)),
            (Rational(1, 180), [], g * y * (y - Rational(9, 2))),
            (Rational(29, 80), [], g * y),
            (Rational(8, 5), [y >= 0], g),
            (Rational(18, 5), [], g),
        ],
        strict=False,
        because="By the same inequality κ(x) = xσ(−x) + x²σ(x)σ(−x) ≤ 9/10.",
    )


def _exponential(proof: Proof, point: Point) -> tuple[str, Condition]:
    """1 − g ≥ g(1 + x + x²/2 + x³/6) at g = σ(−x), halved: the lemma's name and what it says."""
    name = lemma(proof, EXP_ABOVE, [Reflected(point), Zero()])
    return name, proof.conclusions[name]


def establish_reach(proof: Proof) -> str:
    """λN cos 2θ ≤ (6/5) cos θ at a rising step off target, with ``REACH_GIVEN``; return the name."""
    facts = establish_active(proof)
    steeper = lemma(proof, CHORD_LEFT, [NEAR_TIE, FAR_TIE, NEAR_TIE])
    steep = proof.positive(
        "chord no steeper than at the near margin, at a rise",
        STEEPEST.lhs,
        given=[*SIGNS, MOVES],
        lemmas=[*facts, steeper],
        relations=[MAGNITUDE, FAR, NEAR, CHORD],
        multiplier=[alpha > 0, MOVES],
        terms=[(HALF, [sabs >= 0, proof.conclusions[steeper]], 1)],
        cofactors=[
            -alpha * STEEPEST.lhs,
            HALF * sabs * STEEPEST.lhs,
            -HALF * sabs * STEEPEST.lhs,
            HALF * sabs,
        ],
        strict=False,
        because="σ is convex where its argument is not positive, so χ ≤ g(1 − g) at the near margin.",
    )
    singles = [establish_single(proof, tie) for tie in (FAR_TIE, NEAR_TIE)]
    pair = establish_pair(proof, NEAR_TIE)
    return proof.positive(
        "λ cos 2θ at a rise",
        REACH_CAP * c - lam * N * DOUBLE_COSINE,
        given=REACH_GIVEN,
        lemmas=[*facts, steep, *singles, pair],
        relations=REACH_RELATIONS,
        terms=[
            (HALF, [proof.conclusions[singles[0]], M_NEAR > 0], 1),
            (HALF, [proof.conclusions[singles[1]], M_FAR > 0], 1),
            (1, [c > 0, proof.conclusions[pair]], 1),
            (1, [c > 0, STEEPEST], z_near),
            (1, [c > 0, REACHED, g_far > 0], 1),
        ],
        cofactors=[
            -alpha * (MEAN + alpha * c * chi),
            c * chi * z_near - HALF * g_far * M_NEAR,
            -M_FAR * (HALF * g_near + alpha * c * chi),
            -c * z_near,
            -DOUBLE_COSINE,
        ],
        strict=False,
        because="With x = αm at the near margin, x̂ at the far one: α⟨g⟩ cos 2θ/c is a mean of xσ(−x) and "
        "x̂σ(−x̂), and α²χ cos 2θ = x²χ + x(g_− − g_+) ≤ κ(x).",
    )


def establish_room(proof: Proof) -> str:
    """N < 3/5 at a rising step off target; return the name."""
    reach = establish_reach(proof)
    return proof.positive(
        "norm below 3/5 at a rise",
        REACH_CAP / 2 - N,
        given=[*REACH_GIVEN, N > 0],
        lemmas=[reach],
        relations=REACH_RELATIONS,
        multiplier=[c > 0],
        terms=[(HALF, [proof.conclusions[reach]], 1), (HALF, [N > 0, RISING], 1)],
        cofactors=[0] * len(REACH_RELATIONS),
        because="A rise needs λ cos 2θ > 2 cos θ, so 2N cos θ < λN cos 2θ ≤ (6/5) cos θ.",
    )
