"""The delayed loss spike: a long descent, then a rise that only a rising edge can cause.

Statement
    (i) R_{t+1} ≤ R_t as long as (1 − h)^t (1 − a_0) ≥ 1 − 2N_0.  If a_0 < 1, 2N_0 < 1 and h < 1, the loss
    rises only at t > ln((1 − a_0)/(1 − 2N_0)) / (−ln(1 − h)).
    (ii) R_{t+1} > R_t only if the direction rises at t: a loss rise lies within a rising edge.
    (iii) It does rise when the direction gains more than the scale: if
    a_{t+1}(sin²θ_{t+1} − sin²θ_t) > h(2 − h)(a_t − cos θ_t)², then R_{t+1} > R_t.
    (iv) R_t − R* ≥ ½ρ² sin²θ_t; so where sin²θ_t > 2(R_0 − R*)/ρ², the loss has risen above R_0.
Hypotheses
    Whitened data, η > 0, 0 < h ≤ 1, α_0 > 0, c_0 > 0.
Source
    [1], abstract: the decomposition that turns these conditions into a delayed loss spike; our form.
Argument
    (i) Until then λ_t ≤ 2, as in square.waiting-time-lower: the direction does not rise, and by
    square.loss-rises-only-with-direction neither does the loss.
    (ii) is that claim again.  A rise of the direction needs sin θ ≠ 0 and a positive margin, which comes
    after the bound of square.waiting-time-lower.  Rising edges are finite by square.self-stabilization.
    (iii) By square.loss-step-identity (R' − R)/ρ² = a'(cos θ − cos θ') − h(1 − h/2)(a − cos θ)², where
    cos θ − cos θ' = (sin²θ' − sin²θ)/(cos θ + cos θ') and cos θ + cos θ' ≤ 2.  The signs of a'
    and of the cosines are those of square.cone-invariance.
    (iv) By square.decomposition R − R* = ½(α − ρ cos θ)² + ½ρ² sin²θ.
Not verified
    That an edge grows far enough for (iii) or (iv) is no theorem: some edges end before.  Enclosures
    decide it for each run.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sympy import Expr, Ge, Gt, Rational

from derivations.direction import monotone_norm, rising_criterion, rising_threshold
from derivations.direction.circle import establish_sum
from derivations.direction.monotone_norm import GROWN
from derivations.direction.rising_criterion import STAYS
from derivations.direction.rising_identity import CHANGE, RISING_MARGIN
from derivations.direction.system import CIRCLES, RISES, UNIT_CIRCLE
from derivations.notation import N, a, at_next, at_start, c, h, lam, s, t
from derivations.proof import Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square import (
    cone_invariance,
    loss_rises_only_with_direction,
    scale_envelope,
    waiting_time_lower,
)
from derivations.square.loss_rises_only_with_direction import ALIGNED, EXCESS, EXCESS_NEXT
from derivations.square.loss_step_identity import LOSS_STEP
from derivations.square.model.hypotheses import aligned_start, positive_scale, whitened
from derivations.square.model.system import LAMBDA, RUN, SCALE
from derivations.square.scale_envelope import POWER, RATIO
from derivations.square.waiting_time_lower import LEAST, LEFT, RIGHT, WAITING, WAITING_RUN
from verifier.arithmetic.balls import Verdict, less, positive
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
    never,
)

HALF = Rational(1, 2)
EARLY = POWER * LEFT >= RIGHT
"""The upper envelope of the scale has not passed 2N_0."""
GAIN: Expr = at_next(a) * RISES.lhs
PROGRESS: Expr = h * (2 - h) * (a - c) ** 2
"""The direction's gain and the scale's progress, twice their shares of (R' − R)/ρ²."""
GAIN_BY_MARGIN: Expr = at_next(a) * CHANGE
"""The gain by square.rising-identity, which keeps its digits when sin θ is tiny."""
START_EXCESS: Expr = RUN.start(EXCESS)
STEPS = 300
"""How many steps of a run a check looks at."""
RAISED = Gt(EXCESS_NEXT, EXCESS, evaluate=False)
"""The loss rises at this step."""
HIGH = Gt(s**2, 2 * START_EXCESS, evaluate=False)
"""The directional error alone is above the whole loss at the start."""


def _early(proof: Proof, run: System) -> str:
    """(i): no rise, and so no loss rise, until the envelope passes 2N_0."""
    monotone_norm.establish_norm(proof, run)
    envelope = scale_envelope.establish_upper(proof, run)
    kept = (1 - a) - POWER * LEFT >= 0
    given = [EARLY, kept, N > 0, GROWN, c > 0, lam > 0]
    slow = proof.positive(
        "early, λ at most 2",
        2 - lam,
        given=given,
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(2, [GROWN], 1), (1, [kept], 1), (1, [EARLY], 1)],
        strict=False,
        because="With E = (1 − h)^t as long as E(1 − a_0) ≥ 1 − 2N_0: N(2 − λ) is the sum of 2(N − N_0), "
        "1 − a − E(1 − a_0) and E(1 − a_0) − (1 − 2N_0).",
    )
    stays = proof.positive(
        "early, margin not positive",
        -RISING_MARGIN,
        given=given,
        lemmas=[slow, rising_threshold.establish_slow(proof)],
        relations=[LAMBDA, UNIT_CIRCLE],
        terms=[(1, [STAYS], 1)],
        strict=False,
        because="By square.rising-threshold the rising margin is then not positive.",
    )
    early = proof.rule(
        "at-every-time", "no early rise", run,
        sequent=stays, uses=[{"fact": envelope, "power": str(POWER)}], assume=[EARLY],
        because="This holds at every such time t,",
    )  # fmt: skip
    proof.say("and where the rising margin is not positive, the loss does not rise:")
    return proof.rule(
        "at-every-step", "no early loss rise", run,
        facts=[early], sequents=[loss_rises_only_with_direction.establish_step(proof)], assume=[EARLY],
        because="So it does not at any such time.",
    )  # fmt: skip


def _rise(proof: Proof, run: System) -> tuple[list[str], list[str]]:
    """(ii) and (iii): where the loss can rise, and where it must; and the sequents of (ii)."""
    proof.say("Conversely, where the loss rises the direction rises, and the rising margin is positive:")
    by_parts = proof.positive(
        "loss rises, by parts",
        LOSS_STEP,
        given=[RAISED],
        relations=[SCALE, *CIRCLES],
        terms=[(1, [RAISED], 1)],
        because="By square.loss-step-identity, if R' > R,",
    )
    bounded = proof.positive("h at most 2", 2 - h, given=[h <= 1], terms=[(1, [h <= 1], 1), (1, [], 1)],
        strict=False)  # fmt: skip
    signs = [bounded, establish_sum(proof, "both cosines positive", c, at_next(c))]
    _, needed = loss_rises_only_with_direction.establish_rise(proof)
    rise = [by_parts, *signs, needed]
    only = proof.rule(
        "at-every-step", "a loss rise is a rise", run, sequents=rise, assume=[RAISED],
        because="The signs of the scale and of the cosines are known along a run:",
    )  # fmt: skip
    gains = GAIN > PROGRESS
    given = [gains, at_next(a) > 0, h > 0, h <= 2, ALIGNED]
    turns = proof.positive(
        "gain above progress, direction rises",
        RISES.lhs,
        given=given[:-1],
        multiplier=[at_next(a) > 0],
        terms=[(1, [gains], 1), (1, [h > 0, h <= 2], a - c)],
        because="If the direction's gain exceeds the scale's progress, it is positive;",
    )
    falls = proof.positive(
        "gain above progress, cosine falls",
        c - at_next(c),
        given=given,
        lemmas=[turns],
        relations=CIRCLES,
        multiplier=[ALIGNED],
        terms=[(1, [RISES], 1)],
        because="then (cos θ − cos θ')(cos θ + cos θ') = sin²θ' − sin²θ > 0,",
    )
    forward = [at_next(a) > 0, c - at_next(c) > 0]
    certain = proof.positive(
        "gain above progress, loss rises",
        EXCESS_NEXT - EXCESS,
        given=given,
        lemmas=[turns, falls],
        relations=[SCALE, *CIRCLES],
        terms=[(HALF, [gains], 1)]
        + [(HALF**2, forward, x) for x in (1 - c, s, 1 - at_next(c), at_next(s))],
        because="and 2(R' − R)/ρ² = (gain − progress) + a'(cos θ − cos θ')(2 − cos θ − cos θ') > 0.",
    )
    surely = proof.rule(
        "at-every-step", "a gain above progress raises the loss", run,
        sequents=[*signs, certain], assume=[gains], because="At every step, again:",
    )  # fmt: skip
    return [only, surely], rise


def _height(proof: Proof, run: System) -> tuple[str, str]:
    """(iv): the directional error alone."""
    height = proof.positive(
        "height",
        EXCESS - s**2 / 2,
        terms=[(HALF, [], a - c)],
        strict=False,
        because="(R − R*)/ρ² is ½ sin²θ and a square.",
    )
    above = proof.positive(
        "high, loss above its start",
        EXCESS - START_EXCESS,
        given=[HIGH],
        terms=[(HALF, [HIGH], 1), (HALF, [], a - c)],
        because="If sin²θ_t exceeds 2(R_0 − R*)/ρ², then R_t exceeds R_0:",
    )
    always = proof.rule(
        "at-every-time", "a high sine is a spike", run, sequent=above, uses=[], assume=[HIGH],
        because="This holds at every t.",
    )  # fmt: skip
    return height, always


def _solved(proof: Proof, rise: Sequence[str]) -> str:
    """(i) by its logarithm: every rise of the direction, so every loss rise, comes later."""
    proof.say("If a_0 < 1, 2N_0 < 1 and h < 1, the condition of (i) can be solved for t:")
    run = proof.system(WAITING_RUN.with_more("unsaturated run"))
    late = waiting_time_lower.establish(proof, run)
    margin = proof.rule(
        "at-every-step", "a loss rise has a positive margin", run,
        sequents=[*rise, *rising_criterion.establish_needed(proof)], assume=[RAISED],
        because="A loss rise, again, is a rise of the direction, which needs a positive margin;",
    )  # fmt: skip
    needs = proof.rule(
        "at-every-step", "every loss rise is late", run, facts=[margin, late], sequents=[], assume=[RAISED],
        because="so it needs scale:",
    )  # fmt: skip
    return waiting_time_lower.establish_logarithm(proof, run, needs, "waiting time of the loss")


def derive() -> Proof:
    """No early loss rise; where a loss rise can be, and where it must be; how high it is."""
    proof = Proof(CLAIM.id)
    run = proof.system(RUN)
    cone_invariance.establish(proof, run)
    early = _early(proof, run)
    rises, needed = _rise(proof, run)
    proof.conclude(early, *rises, *_height(proof, run), _solved(proof, needed))
    return proof


def holds_early(run: Run, patience: int = 1) -> Answer:
    """No loss rise before the waiting-time bound; ``patience`` multiplies the bound."""
    earliest = waiting_time_lower.bound(run.h, run.state(0))
    times = range(STEPS if earliest is None else min(STEPS, patience * earliest))
    return never(run.loss_rises(time) for time in times)


def holds_rise(run: Run, enough: int = 1) -> Answer:
    """Where gain·``enough`` exceeds progress, the loss rises."""

    surplus = enough * GAIN_BY_MARGIN - PROGRESS

    def pays(time: int) -> Verdict:
        moves = positive(run.evaluate(RISING_MARGIN, time))
        if moves is not True:
            return moves
        return positive(run.evaluate(surplus, time))

    return every(*(given(pays(time), partial(run.loss_rises, time)) for time in range(STEPS)))


_SQUARE: Expr = s**2


def holds_height(run: Run, enough: int = 1) -> Answer:
    """R_t > R_0 where ``enough``·sin²θ_t exceeds 2(R_0 − R*)/ρ²; R_t is summed up from its steps."""
    answer = Answer.VACUOUS
    risen, start = 0 * run.h, run.evaluate(EXCESS)
    for time in range(1, STEPS):
        risen += run.loss_step(time - 1)
        high = less(2 * start, enough * run.evaluate(_SQUARE, time))
        answer = every(answer, given(high, partial(positive, risen)))
    return answer


def soon(run: Run) -> bool:
    """Whether a rise within the first steps is likely."""
    return bool(3 * run.state(0).N < 1 and 100 * run.h > 1)


def low_start(run: Run) -> bool:
    """Whether a loss above R_0 is likely: it must be possible at all, as sin²θ < 1."""
    return bool(5 * run.state(0).N < 1 and 5 * run.evaluate(EXCESS) < 1)


CLAIM = Claim(
    id="square.delayed-spike",
    title="a delayed loss spike",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        always(EXCESS_NEXT <= EXCESS, given=[Ge(RATIO**t * LEFT, RIGHT, evaluate=False)]),
        always(Gt(t, WAITING), given=[RAISED]),
        always(at_next(s) ** 2 > s**2, given=[RAISED]),
        always(RAISED, given=[Gt(GAIN, PROGRESS, evaluate=False)]),
        for_all(EXCESS >= s**2 / 2),
        always(EXCESS > START_EXCESS, given=[HIGH]),
    ),
    hypotheses=(
        whitened(
            "(i) fails for Σ = diag(1, 100), u = (1, 0), w = (1, 3/40), α = 4/125, η = 125/32, h = 1/1000: "
            "λ_0 = 2/25, and the first step raises the loss.  (iii) and (iv) hold in the Σ-angle."
        ),
        hypothesis(
            "scale learning rate at most 1",
            "(i) fails for h = 3 at (cos θ, sin θ, N, a) = (1, 0, 2/5, 1/2): R − R* quadruples.  (ii) "
            "holds for h ≤ 2.",
            (h > 0, h <= 1),
        ),
        positive_scale(
            "(i) fails for h = 3/4 at (4/5, 3/5, 9/200, −1/10): (R − R*)/ρ² rises by 257/3200."
        ),
        aligned_start("(i) fails for h = 1 at (−4/5, 3/5, 1/25, 1/20): (R − R*)/ρ² rises by 219/4000."),
        hypothesis(
            "for the logarithm in (i): a scale below its target and a saturation above the threshold",
            "Needed: for h = 1/100 at (cos θ, sin θ, N, a) = (399/401, 40/401, 51/100, 11/10) the "
            "logarithm is above 160, yet the first two steps raise the loss.",
            (h < 1, at_start(a) < 1, LEAST < 1),
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("run", holds_early, (Alteration("four times the bound", {"patience": 4}),)),
        Check("run", holds_rise, (Alteration("a quarter of the gain is enough", {"enough": 4}),), soon),
        Check(
            "run",
            holds_height,
            (Alteration("a quarter of the height is enough", {"enough": 4}),),
            low_start,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
