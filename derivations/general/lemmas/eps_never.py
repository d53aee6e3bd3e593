"""BatchNorm's ε keeps the direction from rising: what one step keeps, each fact a sum of positive terms.

With x = cos θ − ã ≥ 0, what the scale lacks, f = 1 − ω ≥ 1 and μ = 1 − χ²: the norm and the scale do not
fall, nor does the energy h(N² + 2ε̃N) − 2ε̃a(a − h), and so λ stays below λ̂ ≤ 2.  The hard part is that
the scale stays behind, ã' ≤ cos θ'.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, Ge, Gt, Rational

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.lemmas.decay_step import MARGIN
from derivations.general.lemmas.eps_chain import Fact, needed
from derivations.general.model.decay import COSINE, NORM, ROOT, SINE, omega
from derivations.general.model.epsilon import (
    DECAY,
    KEEPS,
    NOT_NEGATIVE,
    RATE,
    RUN,
    SCALE,
    SEEN,
    a_seen,
    chi,
    eps_free,
)
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s, symbol
from derivations.proof import Proof

HALF, QUARTER = Rational(1, 2), Rational(1, 4)
most_lost = symbol("m_bn", "m", "m", "ε̃/(N_0 + ε̃), the most that 1 − χ² ever is")
most_scale = symbol("a_most", r"\hat a", "â", "√(1 + ε̃/N_0), the largest scale ever reached")
most_rate = symbol("lam_most", r"\hat\lambda", "λ̂", "a bound of the effective learning rate, chosen")


def _least(expression: Any) -> Ge:
    return Ge(expression, 0, evaluate=False)


def _positive(expression: Any) -> Gt:
    return Gt(expression, 0, evaluate=False)


def energy(norm: Expr, scale: Expr) -> Expr:
    """h(N² + 2ε̃N) − 2ε̃a(a − h)."""
    return h * (norm**2 + 2 * eps_free * norm) - 2 * eps_free * (scale**2 - h * scale)


LACK: Expr = c - a_seen
LOST: Expr = 1 - chi**2
STARTED: Expr = energy(at_start(N), at_start(a))
SPARE: Expr = STARTED - 2 * h * eps_free * most_scale
BEHIND, LONGER = _least(LACK), _least(N - at_start(N))
HELD = _least(energy(N, a) - STARTED)
LONGER_NEXT = _least(at_next(N) - at_start(N))
HELD_NEXT = _least(energy(at_next(N), at_next(a)) - STARTED)
LITTLE = _least(most_lost)
MEANS_M: Expr = most_lost * (at_start(N) + eps_free) - eps_free
MEANS_A: Expr = (1 - most_lost) * most_scale**2 - 1
FACTOR: Expr = 1 + 3 * most_lost + 4 * most_lost**2
SLOW, GENTLE = _least(2 - most_rate * FACTOR), _least(1 - h - most_lost**2 * most_rate)
ENOUGH = _least(SPARE)
SETTLED = _least(
    most_rate**2 * (SPARE + 2 * eps_free * most_scale**2) - h * (1 + most_lost) * most_scale**2
)
CONDITIONS = (SLOW, GENTLE, ENOUGH, SETTLED)
"""What is asked of the start."""
BOUNDS = (most_scale > 0, most_rate > 0, LITTLE)
STARTS_BEHIND = _least(at_start(c) - at_start(a_seen))
ANY_RATE = tuple(x for x in RUN.conditions if x != (h <= 1))
REGIME = replace(
    RUN, conditions=ANY_RATE, initial=(at_start(a) > 0, STARTS_BEHIND, *CONDITIONS)
).with_more(
    "fed run",
    parameters=(most_lost, most_scale, most_rate),
    conditions=BOUNDS,
    instant=(MEANS_M, MEANS_A),
    tracked=(a_seen,),
)

SPREAD, SPREAD_NEXT = _positive(N + eps_free), _positive(at_next(N) + eps_free)
KEPT_LENGTH, SUM_CHI = _least(LOST), _positive(chi + 1)
FED, BELOW_ONE, UNDER = _least(-omega), _least(1 - c), _least(1 - a_seen)
SHORT, ROOM = _least(1 - chi), _least(1 - chi * LACK)
FEWER_TIMES = _least(most_lost * (N + eps_free) - eps_free)
FEWER = _least(most_lost - LOST)
CEILING_SQUARED, CEILING = _least(most_scale**2 - a**2), _least(most_scale - a)
SUM_SCALE, SUM_RATE = _positive(most_scale + a), _positive(most_rate + lam)
SLOWER_SQUARED, SLOWER = _least(most_rate**2 * N * (N + eps_free) - a**2), _least(most_rate - lam)
HALVED, AT_MOST_TWO = _least(2 - most_rate), _least(2 - lam)
NOT_RISING = _least(-MARGIN)

Z: Expr = lam**2 * s**2 / 2
GROWN, LONGEST = _least(k - 1), _least(1 - omega + Z - k)
SUM_K, SUM_Z = _positive(k + 1), _positive(k + 1 - omega + Z)
WIDER: Expr = chi * (1 + LOST * (k - 1))
WIDENS, SUM_WIDER = _least(WIDER - at_next(chi)), _positive(WIDER + at_next(chi))
WIDENS_SQUARED = _least(WIDER**2 - at_next(chi) ** 2)
LEFT, MILD = _least(1 - h * chi**2), _least(1 - h * chi**2 - LOST**2 * lam * c)
CLOSES = _least(c - (1 + LOST**2 * lam * LACK) * chi * at_next(a))
TURN: Expr = 1 + LOST + 2 * lam * LOST**2 * LACK + HALF * LOST * lam**2 * s**2
BENT, FLAT = _least(4 - lam**2 * s**2), _least(2 - lam * LACK)
TURNS, STRAIGHT = _least(TURN), _least(2 - lam * TURN)
OWN_POSITIVE = _positive(chi * at_next(a))
LENGTH, SUM_LOST = _positive(chi**2), _positive(1 + most_lost)
KEEPS_NEXT, SEEN_NEXT = RUN.after(KEEPS), RUN.after(SEEN)
BEHIND_NEXT = _least(at_next(c) - at_next(a_seen))


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
)  # fmt: skip
HARD = (
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
FALLS = Fact(
    "the sine falls", _least(s**2 - at_next(s) ** 2), [(1, [lam > 0, NOT_RISING], s)],
    "k²(sin²θ − sin²θ') = −λs²·(margin).", [SINE, ROOT], [k > 0, k > 0],
)  # fmt: skip
FACTS = (*LENGTHS, *STEPS, *RATES, *HARD, FALLS)
KEPT = {a > 0: at_next(a) > 0, BEHIND: BEHIND_NEXT, LONGER: LONGER_NEXT, HELD: HELD_NEXT}
"""What a step keeps, and the fact that it is kept."""


def establish_never(proof: Proof) -> tuple[str, str, str, str]:
    """Add what every step keeps, that no margin is positive, and that the sine never rises."""
    run = proof.system(REGIME)
    for fact in FACTS:
        fact.add(proof)
    norm = proof.identity(
        "norm at the start", N, at_start(N), relations=[N - at_start(N)], because="At t = 0"
    )
    start = proof.identity(
        "energy at the start", energy(N, a), STARTED, relations=[N - at_start(N), a - at_start(a)],
        because="these are equations.",
    )  # fmt: skip
    starts = {LONGER: norm, HELD: start}
    kept = proof.invariant(
        "what every step keeps", run,
        {
            now: (starts.get(now), proof.together(f"kept {i}", after, needed(FACTS, after)))
            for i, (now, after) in enumerate(KEPT.items())
        },
        because="By induction all four hold at every time,",
    )  # fmt: skip
    aligned = proof.together("cosine positive at a state", c > 0, needed(FACTS, c > 0))
    cone = proof.rule(
        "consequence", "the cosine is positive", run, sequents=[aligned], because="with cos θ > 0."
    )
    gentle = proof.together("no rise from a state", NOT_RISING, needed(FACTS, NOT_RISING))
    still = proof.rule(
        "consequence", "no margin is positive", run, sequents=[gentle],
        because="Hence the rising margin is not positive at any t.",
    )  # fmt: skip
    falls = proof.together("no rise at a step", FALLS.shown, needed(FACTS, FALLS.shown))
    never = proof.rule(
        "growth", "the direction never rises", run, quantity=s**2, ratio=c**0, direction="<=", step=falls,
        because="So sin²θ never rises.",
    )  # fmt: skip
    return kept, cone, still, never
