"""Self-stabilization by the window: at small angles the scale leaves it, at large ones the norm pays.

Statement
    Planar.  A rising edge starts in a state with scale α, norm N and sine s ≠ 0.  Choose 0 < θ̄ < 45°, let
    m̄ = cos θ̄ − sin θ̄, and let A_t be the recursion
        A_0 = α,  A_{t+1} = A_t + h(cos θ̄ σ(−A_t) − A_t sin²θ̄/4).
    Let τ be the number of steps before κ(m̄A_t) ≤ 2m̄²N and κ'(m̄A_t) ≤ 0.  Then the edge has at most τ + C
    steps, C = 1 + ⌊ln(K/2N) / ln(1 + 4 sin²θ̄)⌋, and also at most 1 + ⌊ln(K/2N) / ln(1 + 4s²)⌋, for any K
    such that λN cos 2θ ≤ K cos θ along the edge.
Hypotheses
    0 < h ≤ 2, α_0 > 0, θ_0 < π/2.  The edge may start at any time: α, N, s are the values there.  K = max κ
    is such a K by logistic.sharp-edge, which encloses it; ``holds`` takes this one.
Source
    Extension; not in [1].
Argument
    (A) While |sin θ| < sin θ̄ both margins are at least m̄ > 0, so that the scale grows and α_t ≥ A_t as
    in logistic.scale-envelope, for which it does not matter whether the direction rises.  A rise there
    needs κ(m̄α_t) > 2m̄²N, by the argument of logistic.never-rises, as the norm never falls.  Where κ falls
    it falls for ever: κ'(x) = σ(−x)(1 − φ(x)), and from x with φ(x) ≥ 1 on φ does not fall.  So from time τ
    on κ(m̄α_t) ≤ 2m̄²N, as m̄α_τ ≥ m̄A_τ and the scale grows on: these steps come before τ, at which the
    scale has left the window (α_on, α_off) of logistic.knife-edge for good.
    (C) λN cos 2θ ≤ K cos θ, and a rise needs λ cos 2θ > 2 cos θ.  So N < K/2 at each step of the edge,
    while those with |sin θ| ≥ sin θ̄ multiply N by 1 + 4 sin²θ̄ at least.
    A step of the edge that is not (C) comes before τ: the number of all steps is at most the sum of both.
    If C were less than 1 there would be no step of kind (C), and the edge has at most τ steps.
    Near the knife edge the bound is close to the truth, as an edge there lasts as long as the window; far
    from it the angle grows large long before, which logistic.self-stabilization-log takes into account.
Not verified
    Nothing, for any K as above; that max κ is one is a hypothesis here, enclosed by logistic.sharp-edge.
"""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from sympy import Eq, Expr, log

from derivations.direction.before_onset import C_LOW
from derivations.direction.monotone_norm import establish_norm
from derivations.direction.rising_edge import edge_within
from derivations.direction.rising_threshold import RISING
from derivations.direction.self_stabilization import SQUARE, Room, establish_count
from derivations.logistic.lemmas.envelope import Envelope
from derivations.logistic.lemmas.pulls import (
    LEAST_AT,
    LEAST_TIE,
    MEAN_AT,
    MEAN_TIE,
    UNIT_AT,
    UNIT_TIE,
    z_least,
    z_mean,
    z_unit,
)
from derivations.logistic.lemmas.scale_envelope import (
    LOW,
    LOW_AT,
    LOW_RULE,
    LOW_STEP,
    LOW_TIE,
    g_low,
    z_low,
)
from derivations.logistic.lemmas.scale_leaves import (
    ABOVE_BAR,
    BEGINS,
    FIRST,
    LATER,
    LATER_ON,
    LEFT,
    LEFT_AT,
    LEFT_TIE,
    establish_bar,
    establish_first,
    establish_later,
    establish_low,
    establish_off_target,
    establish_phases,
    g_left,
    z_left,
)
from derivations.logistic.model.hypotheses import standing, two_groups
from derivations.logistic.model.system import BAR_CIRCLE, CIRCLE, HALF, NEAREST, S_HIGH
from derivations.logistic.never_rises import LARGEST
from derivations.logistic.self_stabilization import EDGE, establish_edge
from derivations.logistic.sharp_edge import CAPPED
from derivations.notation import N, alpha, at_next, at_start, c, s, sbar, t
from derivations.proof import Proof
from derivations.proof.canonical import count, steps_before, steps_with
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.sigmoid.functions import sigma
from derivations.sigmoid.kappa import falling_inverse, may_rise, peak
from verifier.arithmetic.balls import Ball, floor_of_upper, less, less_equal
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import like, working_bits
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status

CAPACITY: Expr = log(LARGEST / (2 * N))
"""The logarithm of the factor by which N can still grow on an edge."""
HIGH_STEPS: Expr = CAPACITY / log(1 + SQUARE.subs(s, sbar))
WHOLE = EDGE.with_more("capped edge", parameters=(LARGEST,), conditions=(LARGEST > 0,), guards=(CAPPED,))
"""The whole edge, with λN cos 2θ ≤ K cos θ."""
SORTED = WHOLE.with_more(
    "edge beside A",
    state=(LOW, *MEAN_TIE, *UNIT_TIE, *LOW_TIE, *LEAST_TIE, *LEFT_TIE),
    tracked=(LOW,),
    sigma=(MEAN_TIE, UNIT_TIE, LOW_TIE, LEAST_TIE, LEFT_TIE),
    parameters=(C_LOW, S_HIGH),
    instant=(BAR_CIRCLE, MEAN_AT, UNIT_AT, LOW_AT, LEAST_AT, LEFT_AT),
    relations=(LOW_RULE,),
    initial=BEGINS,
)
"""The same beside the recursion A."""
CHOSEN = (*BEGINS, at_start(s) ** 2 > 0, LARGEST > 0)
DEFINED = (
    *(CIRCLE, Eq(z_mean, -alpha * c), Eq(z_unit, -alpha), Eq(z_low, -LOW), Eq(z_least, -alpha * NEAREST)),
    *(Eq(z_left, -LOW * NEAREST), Eq(g_low, sigma(z_low)), Eq(g_left, sigma(z_left))),
    Eq(at_next(LOW), LOW_STEP.subs(sigma(-LOW), g_low)),
)
"""What the recursion A is."""
SINES = tuple(Fraction(1, 2) * Fraction(5, 6) ** i for i in range(34))
"""The s̄ that are tried."""
LATEST = 2**40
"""No τ beyond this is tried."""


def derive() -> Proof:
    """Count the steps with |sin θ| ≥ sin θ̄, and all of them; show that the others come first."""
    proof = Proof(CLAIM.id)
    edge = proof.system(SORTED)
    never_falls = establish_edge(proof, edge)
    establish_norm(proof, edge)
    establish_off_target(proof, edge)
    establish_bar(proof, edge)
    establish_low(proof, edge)
    proof.say("(C) Steps with |sin θ| ≥ sin θ̄:")
    room, name = establish_room(proof), "steps above θ̄"
    high = establish_count(proof, edge, never_falls, name, S_HIGH, [ABOVE_BAR], room)
    every = establish_count(proof, edge, never_falls, "all steps", at_start(s), [RISING], room)
    proof.say("(A) The first steps, while |sin θ| < sin θ̄, beside the recursion A:")
    first, later = proof.system(FIRST), proof.system(LATER)
    establish_first(proof, first)
    proof.say("The steps after time τ, while |sin θ| < sin θ̄:")
    still = establish_later(proof, later)
    establish_phases(proof, edge, first, later)
    counted = proof.rule(
        "sorted", "every step is of a kind", edge,
        lasting=LATER_ON, shows=[still], counted=[f"{name}, counted"],
        because="A step that is not (C) has |sin θ| < sin θ̄, and rises: it comes before time τ.",
    )  # fmt: skip
    proof.conclude(high, every, counted)
    return proof


def establish_room(proof: Proof) -> Room:
    """N < K/2 at a rising step."""
    below = proof.positive(
        "norm below K/2 at a rise",
        LARGEST / 2 - N,
        given=[RISING, c > 0, N > 0, CAPPED],
        multiplier=[c > 0],
        terms=[(HALF, [CAPPED], 1), (HALF, [N > 0, RISING], 1)],
        because="A rise needs λ cos 2θ > 2 cos θ, so 2N cos θ < λN cos 2θ ≤ K cos θ.",
    )
    positive = proof.positive(
        "K/2 positive", LARGEST / 2, given=[LARGEST > 0], terms=[(HALF, [LARGEST > 0], 1)],
        because="As K > 0, the logarithms are defined.",
    )  # fmt: skip
    return Room(LARGEST / 2, below, positive)


def bound(scale_lr: Ball, x: Any, window: bool = True, pace: int = 1) -> int:
    """The least τ + C over the s̄ tried, and C for s̄ = s, for the edge that starts at state ``x``.

    In deliberately false variants ``window`` omits τ and ``pace`` multiplies ln(1 + 4s̄²).  Raises
    ``Undecided`` when the balls of ``x`` are too wide.
    """
    best = high_steps(x, x.s, pace)
    for sine in (like(x.s, value) for value in SINES):
        above = max(0, high_steps(x, sine, pace))
        if less(x.s, sine) is True and above < best:
            found = _left(scale_lr, x, sine, min(best - above, LATEST)) if window else 0
            best = best if found is None else min(best, found + above)
    return best


def high_steps(x: Any, sine: Ball, pace: int) -> int:
    """C for s̄ = ``sine``."""
    read = {"K": peak(sine)[1], "N": x.N, "s": sine}.__getitem__
    each = pace * evaluate(SQUARE, read).log1p()
    return 1 + floor_of_upper(evaluate(CAPACITY, read) / each)


def _left(scale_lr: Ball, x: Any, sine: Ball, limit: int) -> int | None:
    """A τ < ``limit`` for s̄ = ``sine``, nearly the least; None if none is certified."""
    cosine = (1 - sine * sine).sqrt()
    margin = cosine - sine
    level = 2 * margin**2 * x.N
    if less_equal(peak(level)[1], level) is True:
        return 0
    end = (falling_inverse(level, working_bits(level)) / margin).upper()
    envelope = Envelope(scale_lr, SimpleNamespace(alpha=x.alpha, c=cosine, s=sine))
    return envelope.first_past(end, limit)


def holds(run: Run, window: bool = True, pace: int = 1) -> Answer:
    """The first rising edge has at most ``bound`` steps."""
    return edge_within(run, lambda start: bound(run.h, start, window, pace))


CLAIM = Claim(
    id="logistic.self-stabilization-window",
    title="a rising edge ends when the scale has left the window",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            t <= steps_before(*LEFT) + steps_with(ABOVE_BAR),
            given=CHOSEN,
            throughout=[RISING, CAPPED],
            where=DEFINED,
        ),
        always(
            count - 1 < log(LARGEST / (2 * at_start(N))) / log(1 + SQUARE.subs(s, S_HIGH)),
            given=[ABOVE_BAR, *CHOSEN],
            throughout=[RISING, CAPPED],
            where=DEFINED,
            words="for the number n of these steps",
        ),
        always(
            count - 1 < log(LARGEST / (2 * at_start(N))) / log(1 + SQUARE.subs(s, at_start(s))),
            given=CHOSEN,
            throughout=[RISING, CAPPED],
            where=DEFINED,
            words="for the number n of its steps",
        ),
    ),
    hypotheses=(
        standing("Needed, each by the counterexample of logistic.self-stabilization: there C < 0 too."),
        two_groups("Needed, by the counterexample of logistic.self-stabilization."),
        Hypothesis(
            "positive margins at θ̄",
            r"0 < \bar\theta < \tfrac{\pi}{4}",
            "Without it the condition on τ has no meaning, as m̄ ≤ 0; and at θ̄ = 0 C has none.",
        ),
        Hypothesis(
            "K bounds the reach",
            r"\lambda N \cos 2\theta \le K \cos\theta",
            "By definition; max κ is such a K, as logistic.sharp-edge encloses.",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds,
            (
                Alteration("the steps below s̄ are not counted", {"window": False}),
                Alteration("1 + 4s̄² becomes its 8th power", {"pace": 8}),
            ),
            may_rise,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
