"""The envelopes in closed form: how long the scale takes from one value to another.

Statement
    Let 0 < ε ≤ 2 and f(x) = x + e^x − (ε/2)ln(1 + e^x).  The recursion x' = x + εσ(−x) from an x_0 ≥ 0
    obeys, for all t, f(x_0) + εt ≤ f(x_t) ≤ f(x_0) + ε(1 + ε²/16)t.
    The recursion A of logistic.scale-envelope stays above that of x for ε = h(cos θ̄ − b(1 + e^b)sin²θ̄/4),
    if this is positive and at most 2 and x_0 = A_0, as long as A ≤ b.
Hypotheses
    0 < ε ≤ 2, x_0 ≥ 0; for A also h > 0 and b ≥ 0.
Source
    Extension; not in [1].
Argument
    Let δ = εσ(−x), so that δ(1 + e^x) = ε, δe^x = εσ(x), and δ ≤ ε/2.  By derivations.sigmoid.exponential
    e^{x+δ} − e^x is at least e^x(δ + δ²/2 + δ³/6), and at most e^x(δ + δ²/2 + δ³/2) as δ ≤ 1; and
    ln(1 + e^{x+δ}) − ln(1 + e^x) is between δσ(x) and δσ(x) + δ²σ'(x)/2.  In f the terms e^xδ²/2 and
    (ε/2)δσ(x) cancel.  What is left is at least ε + εδ²σ(x)(3σ(x) − 1)/12 ≥ ε and at most
    ε + εδ²σ(x)/2 ≤ ε(1 + ε²/16).
    For A: b(1 + e^b)σ(−A) ≥ A where A ≤ b, so A' ≥ A + εσ(−A), and x + εσ(−x) increases with x.
    f increases, as f'(x) = 1 + e^x − (ε/2)σ(x) > 0 for ε ≤ 2: its value bounds x.
    So before onset f(m_0α_t) ≤ f(m_0α_0) + ε(1 + ε²/16)t with ε = hm_0, for m_0B is the recursion of x;
    and f(α_t) ≥ f(α_0) + εt with ε as above, where α_t ≤ b.  As θ_0 → 0 both ε tend to h, and the two
    times at which the scale may reach a given value differ by a share of h²/16: for small h that is
    less than one step altogether.
Not verified
    Nothing of the statement; e^x and ln(1 + e^x) are σ(x)/(1 − σ(x)) and x + ℓ(x) in the certificate.  What
    the argument says of f' and of α_t, through logistic.scale-envelope, is joined by hand.
"""

from __future__ import annotations

from functools import partial

from sympy import Eq, Expr, Function, Rational, exp

from derivations.direction.before_onset import C_LOW
from derivations.logistic.active_margins import clock, until_onset
from derivations.logistic.lemmas.recursion import (
    CLOCKED,
    EARLIEST,
    LATEST,
    MOST_GAIN,
    RECURSION,
    RULE,
    STEP,
    e_x,
    eps,
    establish,
    v_x,
    x,
)
from derivations.logistic.lemmas.scale_envelope import LOW, slowest
from derivations.logistic.model.system import HALF, NEAREST, S_HIGH
from derivations.notation import at_next, at_start, h, symbol
from derivations.proof import Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always
from derivations.sigmoid.chords import lemma
from derivations.sigmoid.facts import CHORD_ABOVE, MONOTONE
from verifier.arithmetic.balls import Ball, Verdict, both, less_equal, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Provenance,
    Run,
    Status,
    every,
    given,
)

ceiling = symbol("b", "b", "b", "at least the scale")
v_b = symbol("v_b", r"\sigma(b)", "σ(b)", "σ at b")
e_b = symbol("e_b", "e^b", "e^b", "σ(b)/(1 − σ(b))")
v_low = symbol("v_A", r"\sigma(A)", "σ(A)", "σ at the lower recursion")
HIGH_RATE: Expr = h * NEAREST
LOW_RATE: Expr = h * (C_LOW - ceiling * (1 + exp(ceiling)) * S_HIGH**2 / 4)
"""ε for the two envelopes."""


AT_CEILING = e_b * (1 - v_b) - v_b
RATE_RULE = eps - LOW_RATE.subs(exp(ceiling), e_b)
LOW_RULE = at_next(LOW) - LOW - h * slowest(LOW, 1 - v_low)
BELOW = LOW <= ceiling
AHEAD = LOW >= x

COMPARED = System(
    name="A and the recursion",
    state=(LOW, v_low, x, v_x),
    parameters=(h, C_LOW, S_HIGH, ceiling, v_b, e_b, eps),
    conditions=(h > 0, eps > 0, eps <= 2, ceiling >= 0),
    guards=(BELOW,),
    initial=(at_start(LOW) >= at_start(x),),
    instant=(AT_CEILING, RATE_RULE),
    relations=(LOW_RULE, RULE),
    tracked=(LOW, x),
    sigma=((LOW, v_low), (x, v_x), (ceiling, v_b)),
)
"""The recursion A of logistic.scale-envelope up to a ceiling b, next to that of x."""
STEPS = 60
"""How many steps of a run a check looks at."""


def establish_ahead(proof: Proof, system: System) -> str:
    """Add A ≥ x at all times; ``system`` is ``COMPARED``."""
    rises = lemma(proof, MONOTONE, [(ceiling, v_b), (LOW, v_low)])
    size = proof.positive(
        "e^b positive", e_b, given=[v_b > 0, 1 - v_b > 0], relations=[AT_CEILING],
        multiplier=[1 - v_b > 0], terms=[(1, [v_b > 0], 1)],
        because="e^b = σ(b)/(1 − σ(b)).",
    )  # fmt: skip
    given = [BELOW, ceiling >= 0, v_b > 0, 1 - v_b > 0]
    pull = proof.positive(
        "pull up to the ceiling",
        ceiling * (1 + e_b) * (1 - v_low) - LOW,
        given=given,
        lemmas=[rises, size],
        relations=[AT_CEILING],
        terms=[
            (1, [BELOW], 1),
            (1, [ceiling >= 0, proof.conclusions[rises]], 1),
            (1, [ceiling >= 0, proof.conclusions[rises], e_b > 0], 1),
        ],
        cofactors=[ceiling],
        strict=False,
        because="(1 + e^b)σ(−A) ≥ (1 + e^b)σ(−b) = 1 where A ≤ b, so b(1 + e^b)σ(−A) ≥ A,",
    )
    steep = lemma(proof, CHORD_ABOVE, [(LOW, v_low), (x, v_x)])
    step = proof.positive(
        "A ahead of x, one step",
        at_next(LOW) - at_next(x),
        given=[*given, AHEAD, h > 0, eps > 0, eps <= 2],
        lemmas=[rises, size, pull, steep],
        relations=[AT_CEILING, RATE_RULE, LOW_RULE, RULE],
        terms=[
            (Rational(1, 4), [h > 0, proof.conclusions[pull]], S_HIGH),
            (1, [eps > 0, proof.conclusions[steep]], 1),
            (Rational(1, 4), [AHEAD, eps <= 2], 1),
            (HALF, [AHEAD], 1),
        ],
        cofactors=[0, v_low - 1, 1, -1],
        strict=False,
        because="which makes A' ≥ A + εσ(−A) ≥ x + εσ(−x) = x', as ε ≤ 4.",
    )
    return proof.invariant(
        "A ahead of x", system, {AHEAD: (None, step)}, because="By induction A_t ≥ x_t."
    )


def derive() -> Proof:
    """The clock of the recursion, and A against the recursion."""
    proof = Proof(CLAIM.id)
    f = Function("f")
    proof.say("The clock of the recursion:", Eq(f(x), CLOCKED))
    proof.say("It increases, as its derivative is positive for ε ≤ 2:", CLOCKED.diff(x))
    proof.say("One step of the recursion:", STEP)
    told = establish(proof, proof.system(RECURSION))
    proof.say("The rate ε of the upper envelope, for m_0α:", HIGH_RATE)
    proof.say("and of the lower one, for α up to b:", LOW_RATE)
    proof.conclude(told, establish_ahead(proof, proof.system(COMPARED)))
    return proof


def at(expression: Expr, **values: Ball) -> Ball:
    """A formula of this claim in balls."""
    return evaluate(expression, values.__getitem__)


def holds_step(run: Run, gain: int = 1, least: int = 1) -> Answer:
    """One step of the recursion from α_t with ε = h; ``gain`` and ``least`` alter the two bounds."""

    def within(time: int) -> Verdict:
        scale = run.state(time).alpha
        after = at(STEP, x_clocked=scale, epsilon=run.h)
        moved = at(CLOCKED, x_clocked=after, epsilon=run.h) - at(CLOCKED, x_clocked=scale, epsilon=run.h)
        most = gain * at(MOST_GAIN, epsilon=run.h) + (1 - gain) * run.h
        return both(less_equal(least * run.h, moved), less_equal(moved, most))

    return every(*(within(time) for time in range(0, STEPS, 6)))


def holds_scale(run: Run, speed: int = 1) -> Answer:
    """Both bounds of α_t up to the onset; ``speed`` divides ε above and multiplies it below."""
    first, answer = run.state(0), Answer.VACUOUS
    known = {"h": run.h, "c_low": first.c, "s_high": first.s}
    margin = evaluate(NEAREST, known.__getitem__)
    for time in until_onset(run):
        scale = run.state(time).alpha
        fast, slow = (evaluate(rate, (known | {"b": scale}).__getitem__) for rate in (HIGH_RATE, LOW_RATE))
        fast, slow = fast / speed, speed * slow
        begun = at(CLOCKED, x_clocked=margin * first.alpha, epsilon=fast)
        above = begun + time * at(MOST_GAIN, epsilon=fast)
        answer = every(answer, less_equal(at(CLOCKED, x_clocked=margin * scale, epsilon=fast), above))
        grows = positive(slow)
        if grows is not False:
            below = at(CLOCKED, x_clocked=first.alpha, epsilon=slow) + time * slow
            reached = less_equal(below, at(CLOCKED, x_clocked=scale, epsilon=slow))
            answer = every(answer, given(grows, partial(Answer.of, reached)))
        if answer is not Answer.HOLDS:
            break
    return answer


CLAIM = Claim(
    id="logistic.scale-closed-form",
    title="the scale envelopes in closed form",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            *(EARLIEST, LATEST),
            where=[
                *(Eq(at_start(clock), 0), Eq(at_next(clock), clock + 1)),
                *(Eq(e_x, v_x / (1 - v_x)), Eq(at_next(x), x + eps * (1 - v_x))),
            ],
        ),
        always(
            AHEAD,
            given=[h > 0, ceiling >= 0, at_start(LOW) >= at_start(x)],
            throughout=[BELOW],
            where=[
                *(Eq(e_b, v_b / (1 - v_b)), Eq(eps, LOW_RATE.subs(exp(ceiling), e_b))),
                Eq(at_next(LOW), LOW + h * slowest(LOW, 1 - v_low)),
                Eq(at_next(x), x + eps * (1 - v_x)),
            ],
        ),
    ),
    hypotheses=(
        hypothesis(
            "a scale that is not negative",
            "For x < −ln 2 σ(x) < 1/3, and f grows by less than ε for small ε.",
            (at_start(x) >= 0,),
        ),
        hypothesis(
            "ε at most 2",
            "It makes f increase for all x.",
            (eps > 0, eps <= 2),
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds_step,
            (
                Alteration("at most ε", {"gain": 0}),
                Alteration("at least 2ε", {"least": 2}),
            ),
        ),
        Check("logistic", holds_scale, (Alteration("ε doubled below, halved above", {"speed": 2}),)),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
