"""Self-stabilization by the window: at small angles the scale leaves it, and at large ones the norm pays.

Statement
    Planar.  A rising edge starts in a state with scale α, norm N and sine s > 0.  Choose 0 < s̄ < 1/√2, let
    c̄ = √(1 − s̄²) and m̄ = c̄ − s̄, and let A_t be the recursion
        A_0 = α,  A_{t+1} = A_t + h(c̄σ(−A_t) − A_t s̄²/4).
    Let τ be any natural number with κ(m̄a) ≤ 2m̄²N for all a ≥ A_τ.  Then the edge has at most τ + C steps,
    C = 1 + ⌊ln(K/2N) / ln(1 + 4s̄²)⌋, K = max κ, if C ≥ 0; and at most 1 + ⌊ln(K/2N) / ln(1 + 4s²)⌋.
Hypotheses
    0 < h ≤ 2, α_0 > 0, θ_0 < π/2.  The edge may start at any time: α, N, s are the values there.
Source
    Extension; not in [1].
Argument
    (A) While |sin θ| ≤ s̄ < 1/√2 both margins are at least m̄ > 0, so that the scale grows and α_t ≥ A_t as
    in logistic.scale-envelope, for which it does not matter whether the direction rises.  A rise there
    needs κ(m̄α_t) > 2m̄²N, by the argument of logistic.never-rises, as the norm never falls.  At time τ the
    scale has left the window (α_on, α_off) of logistic.knife-edge for good: these steps come before τ.
    (C) By logistic.sharp-edge λN cos 2θ ≤ K cos θ, and a rise needs λ cos 2θ > 2 cos θ.  So N < K/2 at each
    step of the edge, while those with |sin θ| ≥ s̄ multiply N by 1 + 4s̄² at least.
    As |sin θ| grows along the edge, all its steps are of one of these two kinds.
    Near the knife edge the bound is close to the truth, as an edge there lasts as long as the window; far
    from it the angle grows large long before, which logistic.self-stabilization-log takes into account.
Not verified
    The sum of the two counts, and that the scale grows on from A_τ: that at no later time with
    |sin θ| ≤ s̄ a step rises.  That N < K/2 with K = max κ is enclosed by logistic.sharp-edge, and the end
    of the window by logistic.knife-edge.
"""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from sympy import Expr, Gt, Integer, log

from derivations.direction.before_onset import C_LOW
from derivations.direction.circle import CBAR
from derivations.direction.rising_edge import SINE_RISES, edge_within, establish_rise
from derivations.direction.rising_threshold import RISING
from derivations.direction.self_stabilization import SQUARE, Room, establish_count
from derivations.logistic.lemmas.envelope import Envelope
from derivations.logistic.lemmas.scale_envelope import LOW, LOW_STEP
from derivations.logistic.lemmas.scale_window import STRETCH, establish_window
from derivations.logistic.model.hypotheses import standing, two_groups
from derivations.logistic.model.system import HALF, S_HIGH
from derivations.logistic.never_rises import LARGEST
from derivations.logistic.self_stabilization import EDGE, establish_edge
from derivations.logistic.sharp_edge import CAPPED
from derivations.notation import N, at_time, c, s, sbar, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.sigmoid.kappa import falling_inverse, may_rise, peak
from verifier.arithmetic.balls import Ball, floor_of_upper, less, less_equal
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import like, working_bits
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status

CAPACITY: Expr = log(LARGEST / (2 * N))
"""The logarithm of the factor by which N can still grow on an edge."""
HIGH_STEPS: Expr = CAPACITY / log(1 + SQUARE.subs(s, sbar))
HIGH_SINE = s**2 >= sbar**2
WHOLE = EDGE.with_more(
    "rising edge",
    parameters=(LARGEST, sbar),
    conditions=(CAPPED, LARGEST > 0),
    initial=(Gt(sbar**2, 0, evaluate=False),),
)
"""The whole edge, with λN cos 2θ ≤ K cos θ."""
SINES = tuple(Fraction(1, 2) * Fraction(5, 6) ** i for i in range(34))
"""The s̄ that are tried."""
LATEST = 2**40
"""No τ beyond this is tried."""


def derive() -> Proof:
    """The scale while sin θ ≤ s̄, the count of the steps above s̄, and that sin θ grows."""
    proof = Proof(CLAIM.id)
    proof.say("(A) States with |sin θ| ≤ s̄ = sin θ̄:")
    lower, needed = establish_window(proof, proof.system(STRETCH))
    proof.say("(C) Steps with |sin θ| ≥ s̄:")
    edge = proof.system(WHOLE)
    never_falls = establish_edge(proof, edge)
    room = establish_room(proof)
    counted = establish_count(proof, edge, never_falls, "steps above s̄", sbar, [RISING, HIGH_SINE], room)
    establish_rise(proof)
    monotone = proof.rule(
        "growth", "sine never falls on the edge", edge,
        quantity=s**2, ratio=Integer(1), direction=">=", step=SINE_RISES,
        because="And |sin θ| never falls along the edge: once above s̄, it stays there.",
    )  # fmt: skip
    proof.conclude(lower, needed, counted, monotone)
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
    wanted=Status.ENCLOSED,
    statement=(
        r"\text{steps} \le \tau + 1 + \Bigl\lfloor "
        + typeset(HIGH_STEPS)
        + r" \Bigr\rfloor,\quad \kappa(\bar{m} a) \le 2 \bar{m}^2 N \text{ for all } a \ge A_\tau,\quad "
        r"\bar{c} = \sqrt{1 - \bar{s}^2},\ \bar{m} = \bar{c} - \bar{s} > 0,\quad "
        r"A_0 = \alpha,\ A_{t+1} = "
        + typeset(LOW_STEP.subs({LOW: at_time(LOW), C_LOW: CBAR, S_HIGH: sbar}))
        + r",\quad \text{with } \alpha,\ N,\ \theta \text{ at the first step of the edge}"
    ),
    hypotheses=(
        standing("Needed, each by the counterexample of logistic.self-stabilization: there C < 0 too."),
        two_groups("Needed, by the counterexample of logistic.self-stabilization."),
        Hypothesis(
            "positive margins at s̄",
            r"0 < \bar{s} < \tfrac{1}{\sqrt{2}}",
            "Without it the condition on τ has no meaning, as m̄ ≤ 0; and at s̄ = 0 C has none.",
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
