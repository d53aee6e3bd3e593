"""What a step with BatchNorm's ε keeps as long as the scale is behind, each fact a sum of positive terms.

With x = cos θ − ã ≥ 0, what the scale lacks, and ω ≤ 0: the norm and the scale do not fall, nor does the
energy h(N² + 2ε̃N) − 2ε̃a(a − h), and so λ stays below λ̂ ≤ 2.
"""

from __future__ import annotations

from sympy import Rational

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.lemmas.decay_step import MARGIN
from derivations.general.lemmas.eps_chain import Fact
from derivations.general.lemmas.eps_regime import (
    BEHIND,
    ENOUGH,
    HELD,
    HELD_NEXT,
    LACK,
    LITTLE,
    LONGER,
    LONGER_NEXT,
    LOST,
    MEANS_A,
    MEANS_M,
    SETTLED,
    SLOW,
    least,
    most_lost,
    most_rate,
    most_scale,
    positive,
)
from derivations.general.model.decay import NORM, omega
from derivations.general.model.epsilon import (
    DECAY,
    KEEPS,
    NOT_NEGATIVE,
    RATE,
    SCALE,
    SEEN,
    a_seen,
    chi,
    eps_free,
)
from derivations.notation import N, a, at_next, c, h, lam, s

HALF = Rational(1, 2)
SPREAD, SPREAD_NEXT = positive(N + eps_free), positive(at_next(N) + eps_free)
KEPT_LENGTH, SUM_CHI = least(LOST), positive(chi + 1)
FED, BELOW_ONE, UNDER = least(-omega), least(1 - c), least(1 - a_seen)
SHORT, ROOM = least(1 - chi), least(1 - chi * LACK)
FEWER_TIMES = least(most_lost * (N + eps_free) - eps_free)
FEWER = least(most_lost - LOST)
CEILING_SQUARED, CEILING = least(most_scale**2 - a**2), least(most_scale - a)
SUM_SCALE, SUM_RATE = positive(most_scale + a), positive(most_rate + lam)
SLOWER_SQUARED, SLOWER = least(most_rate**2 * N * (N + eps_free) - a**2), least(most_rate - lam)
HALVED, AT_MOST_TWO = least(2 - most_rate), least(2 - lam)
NOT_RISING = least(-MARGIN)
LENGTH, SUM_LOST = positive(chi**2), positive(1 + most_lost)

LENGTHS = (
    Fact("variance", SPREAD, [(1, [N > 0], 1), (1, [NOT_NEGATIVE], 1)], "N + ε̃ > 0."),
    Fact("length is lost", KEPT_LENGTH, [(1, [NOT_NEGATIVE], 1)], "χ² ≤ 1,", [KEEPS], [SPREAD]),
    Fact("χ + 1", SUM_CHI, [(1, [chi > 0], 1), (1, [], 1)], "and"),
    Fact("χ squared", LENGTH, [(1, [chi > 0, chi > 0], 1)], "χ² > 0,"),
    Fact("χ at most 1", SHORT, [(1, [KEPT_LENGTH], 1)], "χ ≤ 1.", [], [SUM_CHI]),
    Fact("scale shown", a_seen > 0, [(1, [chi > 0, a > 0], 1)], "ã > 0,", [SEEN]),
    Fact("cosine positive", c > 0, [(1, [BEHIND], 1), (1, [a_seen > 0], 1)], "cos θ ≥ ã > 0,"),
    Fact("λ positive", lam > 0, [(1, [a_seen > 0], 1)], "and λ > 0, as λN = ã.", [RATE], [N > 0]),
    Fact("ε feeds w", FED, [(1, [lam > 0, KEPT_LENGTH, BEHIND], 1)], "While ã ≤ cos θ: ω ≤ 0.", [DECAY]),
    Fact(
        "cosine at most 1", BELOW_ONE, [(HALF, [], 1 - c), (HALF, [], s)], "2(1 − c) = (1 − c)² + s².",
        [UNIT_CIRCLE],
    ),
    Fact("shown scale at most 1", UNDER, [(1, [BEHIND], 1), (1, [BELOW_ONE], 1)], "ã ≤ cos θ ≤ 1."),
)  # fmt: skip
STEPS = (
    Fact(
        "scale stays positive", at_next(a) > 0, [(1, [a > 0], 1), (1, [h > 0, chi > 0, BEHIND], 1)],
        "a' = a + hχ(cos θ − ã) ≥ a > 0.", [SCALE],
    ),
    Fact(
        "norm stays above its start", LONGER_NEXT,
        [(2, [N > 0, FED], 1), (1, [N > 0], omega), (1, [N > 0], lam * s), (1, [LONGER], 1)],
        "N' = N((1 − ω)² + λ²s²) ≥ N.", [NORM],
    ),
    Fact(
        "room for the scale", ROOM,
        [(1, [SHORT], 1), (1, [chi > 0, BELOW_ONE], 1), (1, [chi > 0, a_seen > 0], 1)],
        "1 − χ(cos θ − ã) = (1 − χ) + χ(1 − cos θ) + χã ≥ 0.",
    ),
    Fact(
        "energy stays above its start", HELD_NEXT,
        [
            *((2, [h > 0, N > 0, N > 0], x) for x in (omega, lam * s)),
            *((2, [h > 0, N > 0, NOT_NEGATIVE], x) for x in (omega, lam * s)),
            (1, [h > 0], at_next(N) - N),
            (2, [NOT_NEGATIVE, h > 0, h > 0, chi > 0, BEHIND, ROOM], 1),
            (1, [HELD], 1),
        ],
        "The energy changes by 2hN(N + ε̃)(ω² + λ²s²) + h(N' − N)² + 2ε̃(a' − a)(h − (a' − a)) ≥ 0.",
        {at_next(N): NORM, at_next(a): SCALE, omega: DECAY, lam: RATE, a_seen: SEEN, eps_free: KEEPS},
    ),
)  # fmt: skip
RATES = (
    Fact("m + 1", SUM_LOST, [(1, [], 1), (1, [LITTLE], 1)], "With m ≥ 0"),
    Fact("fewer, times", FEWER_TIMES, [(1, [LITTLE, LONGER], 1)], "m(N + ε̃) ≥ ε̃:", [MEANS_M]),
    Fact(
        "1 − χ² at most m", FEWER, [(1, [FEWER_TIMES], 1)], "no more than m of the length is lost,",
        [KEEPS], [SPREAD],
    ),
    Fact(
        "scale squared", CEILING_SQUARED,
        [(1, [FEWER], most_scale), (1, [UNDER], 1), (1, [UNDER, a_seen > 0], 1)],
        "so that a ≤ â,", [SEEN, MEANS_A], [chi > 0, chi > 0],
    ),
    Fact("sum of scales", SUM_SCALE, [(1, [most_scale > 0], 1), (1, [a > 0], 1)], "where"),
    Fact("scale at most its bound", CEILING, [(1, [CEILING_SQUARED], 1)], "as ã ≤ 1.", [], [SUM_SCALE]),
    Fact(
        "rate squared", SLOWER_SQUARED,
        [
            (1, [h > 0, N > 0, FEWER_TIMES], most_rate * most_scale),
            (1, [HELD], most_scale * most_rate),
            (2, [NOT_NEGATIVE, h > 0, CEILING], most_rate * most_scale),
            (1, [CEILING_SQUARED, ENOUGH], most_rate),
            (1, [SETTLED], a),
        ],
        "By the energy λ̂²N(N + ε̃) ≥ a²: this is linear in a² between 0 and â²,", [],
        [h > 0, SUM_LOST, most_scale > 0, most_scale > 0],
    ),
    Fact("sum of rates", SUM_RATE, [(1, [most_rate > 0], 1), (1, [lam > 0], 1)], "and so"),
    Fact(
        "rate at most its bound", SLOWER, [(1, [N > 0, SLOWER_SQUARED], 1)], "λ ≤ λ̂,",
        {lam: RATE, a_seen: SEEN, eps_free: KEEPS},
        [N > 0, N > 0, SPREAD, SUM_RATE],
    ),
    Fact(
        "bound at most 2", HALVED,
        [(1, [SLOW], 1), (3, [most_rate > 0, LITTLE], 1), (4, [most_rate > 0], most_lost)],
        "which is at most 2.",
    ),
    Fact("rate at most 2", AT_MOST_TWO, [(1, [SLOWER], 1), (1, [HALVED], 1)], "So λ ≤ 2,"),
    Fact(
        "no rise", NOT_RISING,
        [
            *((2, [FED, c > 0], 1), (1, [c > 0, AT_MOST_TWO], 1), (1, [lam > 0, c > 0], 1 - c)),
            *((1, [lam > 0, c > 0], s), (HALF, [lam > 0], 1 - c), (HALF, [lam > 0], s)),
        ],
        "and 2(1 − ω)c − λ cos 2θ = −2ωc + c(2 − λ) + λ(2c + 1)(1 − c) ≥ 0: no rise.", [UNIT_CIRCLE],
    ),
)  # fmt: skip
