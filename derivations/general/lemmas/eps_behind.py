"""The scale stays behind, ã' ≤ cos θ': with f = 1 − ω ≥ 1, μ = 1 − χ² and x = cos θ − ã ≥ 0."""

from __future__ import annotations

from sympy import Expr, Rational

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.lemmas.eps_chain import Fact
from derivations.general.lemmas.eps_facts import (
    AT_MOST_TWO,
    BELOW_ONE,
    FED,
    FEWER,
    HALF,
    KEPT_LENGTH,
    LENGTH,
    SLOWER,
    SPREAD,
    SPREAD_NEXT,
)
from derivations.general.lemmas.eps_regime import (
    BEHIND,
    GENTLE,
    LACK,
    LITTLE,
    LOST,
    SLOW,
    least,
    most_lost,
    most_rate,
    positive,
)
from derivations.general.model.decay import COSINE, NORM, ROOT, omega
from derivations.general.model.epsilon import (
    DECAY,
    KEEPS,
    NOT_NEGATIVE,
    RUN,
    SCALE,
    SEEN,
    a_seen,
    chi,
    eps_free,
)
from derivations.notation import N, a, at_next, c, h, k, lam, s

QUARTER = Rational(1, 4)
Z: Expr = lam**2 * s**2 / 2
GROWN, LONGEST = least(k - 1), least(1 - omega + Z - k)
SUM_K, SUM_Z = positive(k + 1), positive(k + 1 - omega + Z)
WIDER: Expr = chi * (1 + LOST * (k - 1))
WIDENS, SUM_WIDER = least(WIDER - at_next(chi)), positive(WIDER + at_next(chi))
WIDENS_SQUARED = least(WIDER**2 - at_next(chi) ** 2)
LEFT, MILD = least(1 - h * chi**2), least(1 - h * chi**2 - LOST**2 * lam * c)
CLOSES = least(c - (1 + LOST**2 * lam * LACK) * chi * at_next(a))
TURN: Expr = 1 + LOST + 2 * lam * LOST**2 * LACK + HALF * LOST * lam**2 * s**2
BENT, FLAT = least(4 - lam**2 * s**2), least(2 - lam * LACK)
TURNS, STRAIGHT = least(TURN), least(2 - lam * TURN)
OWN_POSITIVE = positive(chi * at_next(a))
KEEPS_NEXT, SEEN_NEXT = RUN.after(KEEPS), RUN.after(SEEN)
BEHIND_NEXT = least(at_next(c) - at_next(a_seen))



HARD = (
    Fact("k + 1", SUM_K, [(1, [k > 0], 1), (1, [], 1)], "Now for the scale that is shown.  First"),
    Fact(
        "norm grows", GROWN, [(2, [FED], 1), (1, [], omega), (1, [], lam * s)], "k ≥ 1,", [ROOT], [SUM_K]
    ),
    Fact("sum with k", SUM_Z, [(1, [k > 0], 1), (1, [], 1), (1, [FED], 1), (HALF, [], lam * s)], "and"),
    Fact(
        "norm grows little", LONGEST, [(1, [FED], lam * s), (QUARTER, [], lam**2 * s**2)],
        "k ≤ f + ½λ²s²,", [ROOT], [SUM_Z],
    ),
    Fact(
        "next variance", SPREAD_NEXT, [(1, [N > 0, k > 0, k > 0], 1), (1, [NOT_NEGATIVE], 1)],
        "N' + ε̃ > 0, and", [NORM, ROOT],
    ),
    Fact(
        "χ grows little, squared", WIDENS_SQUARED,
        [
            (3, [SPREAD, LENGTH, LENGTH, KEPT_LENGTH], k - 1),
            (2, [SPREAD, LENGTH, LENGTH, KEPT_LENGTH, GROWN], k - 1),
            (2, [SPREAD, LENGTH, LENGTH, KEPT_LENGTH, KEPT_LENGTH, GROWN], k - 1),
            (1, [SPREAD, LENGTH, LENGTH, KEPT_LENGTH, KEPT_LENGTH], (k - 1) ** 2),
        ],
        "with μ = 1 − χ² and j = k − 1: (1 + μj)²χ² − χ'² = (N + ε̃)χ⁴μj²(3 + 2j(1 + μ) + μj²)/(N' + ε̃),",
        {at_next(chi): KEEPS_NEXT, at_next(N): NORM, k: ROOT, eps_free: KEEPS}, [SPREAD_NEXT],
    ),
    Fact(
        "sum of χ", SUM_WIDER,
        [(1, [chi > 0], 1), (1, [chi > 0, KEPT_LENGTH, GROWN], 1), (1, [at_next(chi) > 0], 1)], "so that",
    ),
    Fact("χ grows little", WIDENS, [(1, [WIDENS_SQUARED], 1)], "χ' ≤ (1 + μ(k − 1))χ.", [], [SUM_WIDER]),
    Fact(
        "what is left of x", LEFT,
        [(1, [GENTLE], 1), (1, [most_rate > 0], most_lost), (1, [h > 0, KEPT_LENGTH], 1)],
        "1 − hχ² ≥ 0, and by the second condition",
    ),
    Fact(
        "mild", MILD,
        [
            *((1, [GENTLE], 1), (1, [h > 0, KEPT_LENGTH], 1), (1, [most_rate > 0, FEWER, LITTLE], 1)),
            *((1, [most_rate > 0, FEWER, KEPT_LENGTH], 1), (1, [SLOWER], LOST)),
            (1, [lam > 0, BELOW_ONE], LOST),
        ],
        "1 − hχ² ≥ μ²λ cos θ,",
    ),
    Fact(
        "closes", CLOSES, [(1, [BEHIND, MILD], 1), (1, [lam > 0, LEFT], LOST * LACK)],
        "and so (1 + μ²λx)χa' ≤ cos θ, as χa' = cos θ − (1 − hχ²)x.", [SCALE, SEEN],
    ),
    Fact(
        "bent", BENT, [(2, [AT_MOST_TWO], 1), (1, [AT_MOST_TWO, lam > 0], 1), (1, [], lam * c)],
        "λs and", [UNIT_CIRCLE],
    ),
    Fact(
        "flat", FLAT, [(1, [AT_MOST_TWO], 1), (1, [lam > 0, BELOW_ONE], 1), (1, [lam > 0, a_seen > 0], 1)],
        "λx are at most 2:",
    ),
    Fact(
        "turns", TURNS,
        [(1, [], 1), (1, [KEPT_LENGTH], 1), (2, [lam > 0, BEHIND], LOST), (HALF, [KEPT_LENGTH], lam * s)],
        "Y = 1 + μ + 2λμ²x + ½μλ²s² ≥ 0,",
    ),
    Fact(
        "straight", STRAIGHT,
        [
            *((1, [SLOW], 1), (1, [SLOWER], 1), (3, [SLOWER, LITTLE], 1), (4, [SLOWER], most_lost)),
            *((3, [lam > 0, FEWER], 1), (4, [lam > 0, FEWER, LITTLE], 1)),
            (4, [lam > 0, FEWER, KEPT_LENGTH], 1),
            *((HALF, [lam > 0, KEPT_LENGTH, BENT], 1), (2, [lam > 0, FLAT], LOST)),
        ],
        "and λY ≤ λ(1 + 3μ + 4μ²) ≤ λ̂(1 + 3m + 4m²) ≤ 2.",
    ),
    Fact("own scale", OWN_POSITIVE, [(1, [chi > 0, at_next(a) > 0], 1)], "With χa' > 0"),
    Fact(
        "scale stays behind", BEHIND_NEXT,
        [
            (1, [k > 0, at_next(a) > 0, WIDENS], 1),
            *((1, [LONGEST, OWN_POSITIVE, *x], 1) for x in ([], [KEPT_LENGTH, GROWN], [KEPT_LENGTH])),
            (1, [LONGEST, OWN_POSITIVE, KEPT_LENGTH, FED], 1),
            (HALF, [LONGEST, OWN_POSITIVE, KEPT_LENGTH], lam * s),
            *((1, [CLOSES], 1), (1, [FED, CLOSES], 1), (HALF, [lam > 0, STRAIGHT], s)),
            *((HALF, [TURNS, BELOW_ONE], lam * s), (HALF, [TURNS, LEFT, BEHIND], lam * s)),
        ],
        "k(cos θ' − ã') is a sum of such terms: the scale stays behind.",
        [COSINE, SEEN_NEXT, SCALE, SEEN, DECAY], [k > 0],
    ),
)  # fmt: skip
