"""The loss rises only with the direction: scale steps alone never raise it.

Statement
    If R_{t+1} > R_t then cos θ_{t+1} < cos θ_t, and the direction rises, sin θ_{t+1} > sin θ_t.  Hence the
    loss never rises on a stretch of steps on which the direction does not: not before onset, not in
    the no-rising regime, not after a rising edge.
Hypotheses
    0 < h ≤ 2 and α_{t+1} > 0, for the cosine; cos θ_t + cos θ_{t+1} > 0 as well, for the sine.  Any
    covariance (θ is then the Σ-angle) and any update of w.  The standing hypotheses of
    square.cone-invariance give both signs at all times.
Source
    [1], abstract: the decomposition that turns rising edges into loss spikes; our derivation.
Argument
    By square.loss-step-identity (R' − R)/ρ² = a'(cos θ − cos θ') − h(1 − h/2)(a − cos θ)².  The last term
    is not positive, so R' > R needs a'(cos θ − cos θ') > 0.  And sin²θ' − sin²θ = (cos θ − cos θ')(cos θ +
    cos θ').  Along a run without rises each step has cos θ' ≥ cos θ, so that the loss falls at every step.
Not verified
    Nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Eq, Expr, Ge, Gt, Rational, expand

from derivations.direction.circle import establish_sum
from derivations.direction.loss_rises_only_with_direction import CONVERSE, holds
from derivations.direction.rising_criterion import NOT_WIDER, STAYS, establish_not_rising
from derivations.direction.system import CIRCLES, RISES, ROOT, SINE
from derivations.notation import a, alpha, at_next, at_start, c, h, k, lam, rho, s
from derivations.proof import Condition, Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square import cone_invariance, no_rising_edge
from derivations.square.cone_invariance import CEILING
from derivations.square.decomposition import DIRECTIONAL_ERROR, SCALE_ERROR
from derivations.square.loss_step_identity import LOSS_STEP
from derivations.square.model.hypotheses import STANDING, whitened
from derivations.square.model.system import RUN, SCALE
from derivations.square.no_rising_edge import AT_MOST_TWO, REGIME, may_rise
from verifier.claim import (
    Alteration,
    Check,
    Claim,
    Provenance,
    Status,
)

HALF = Rational(1, 2)
EXCESS: Expr = expand((SCALE_ERROR + DIRECTIONAL_ERROR).subs(alpha, rho * a) / rho**2)
"""(R − R*)/ρ² = ½(a − cos θ)² + ½ sin²θ."""
EXCESS_NEXT: Expr = EXCESS.subs({x: at_next(x) for x in (a, c, s)}, simultaneous=True)
STARTING: Expr = EXCESS.subs({x: at_start(x) for x in (a, c, s)}, simultaneous=True)
LOSS_RISES = Gt(LOSS_STEP, 0, evaluate=False)
ALIGNED = Gt(c + at_next(c), 0, evaluate=False)
CLOSER = Ge(at_next(c) - c, 0, evaluate=False)


def establish_closer(
    proof: Proof, given: Sequence[Condition], falls: str, relations: Sequence[Expr]
) -> str:
    """Add cos θ' ≥ cos θ where ``falls`` says that the sine does not grow; returns the step's name.

    ``given`` has both cosines positive and what ``falls`` assumes; ``relations`` have both circles.
    """
    aligned = establish_sum(proof, "sum of cosines positive", c, at_next(c))
    return proof.positive(
        "no rise, cosine does not fall",
        CLOSER.lhs,
        given=given,
        lemmas=[falls, aligned],
        relations=relations,
        multiplier=[ALIGNED],
        terms=[(1, [NOT_WIDER], 1)],
        strict=False,
        because="(cos θ' − cos θ)(cos θ' + cos θ) = sin²θ − sin²θ' ≥ 0 when the direction does not rise.",
    )


def establish_step(proof: Proof) -> str:
    """Add R' ≤ R for one step whose margin is not positive; return the step's name.

    It assumes the signs of square.cone-invariance at both ends of the step.
    """
    given = [c > 0, at_next(c) > 0, lam > 0, k > 0, STAYS]
    relations = [*CIRCLES, SINE, ROOT]
    turns = establish_closer(proof, given, establish_not_rising(proof), relations)
    return proof.positive(
        "no rise, loss does not rise",
        EXCESS - EXCESS_NEXT,
        given=[*given, at_next(a) > 0, h > 0, h <= 1],
        lemmas=[turns],
        relations=[*relations, SCALE],
        terms=[
            (1, [at_next(a) > 0, CLOSER], 1),
            (HALF, [h > 0], a - c),
            (HALF, [h > 0, h <= 1], a - c),
        ],
        strict=False,
        because="Hence (R − R')/ρ² = a'(cos θ' − cos θ) + h(1 − h/2)(a − cos θ)² ≥ 0.",
    )


def establish_rise(proof: Proof) -> tuple[str, str]:
    """Add: a loss rise lowers the cosine and raises the sine; return both names."""
    drop = proof.positive(
        "loss rises, cosine falls",
        c - at_next(c),
        given=[LOSS_RISES, at_next(a) > 0, h > 0, h <= 2],
        multiplier=[at_next(a) > 0],
        terms=[(1, [LOSS_RISES], 1), (HALF, [h > 0, h <= 2], a - c)],
        because="a'(cos θ − cos θ') = (R' − R)/ρ² + ½h(2 − h)(a − cos θ)² > 0 when the loss rises.",
    )
    rise = proof.positive(
        "loss rises, direction rises",
        RISES.lhs,
        given=[LOSS_RISES, at_next(a) > 0, h > 0, h <= 2, ALIGNED],
        lemmas=[drop],
        relations=CIRCLES,
        terms=[(1, [c - at_next(c) > 0, ALIGNED], 1)],
        because="sin²θ' − sin²θ = (cos θ − cos θ')(cos θ + cos θ').",
    )
    return drop, rise


def establish(proof: Proof, system: System, step: str) -> str:
    """Add R_{t+1} ≤ R_t along ``system``, on which no step rises; return the growth fact's name.

    ``system`` extends ``RUN``, has the cone, and gives margin ≤ 0 as a guard or a condition; ``step``
    is the name that ``establish_step`` returned.
    """
    return proof.rule(
        "growth", f"{system.name}: the loss never rises", system,
        quantity=EXCESS, ratio=c**0, direction="<=", step=step,
        because=f"So along a {system.name} the loss does not rise at any step.",
    )  # fmt: skip


def derive() -> Proof:
    """One step for any update of w; then every stretch of gradient descent without a rise."""
    proof = Proof(CLAIM.id)
    identity = proof.identity(
        "loss step",
        EXCESS_NEXT - EXCESS,
        LOSS_STEP,
        relations=[SCALE, *CIRCLES],
        because="By square.decomposition the loss is R* + ρ²(½(a − cos θ)² + ½ sin²θ), and its change is",
    )
    drop, rise = establish_rise(proof)
    stretch = proof.system(RUN.with_more("stretch without a rise", guards=(STAYS,)))
    cone_invariance.establish(proof, stretch)
    regime = proof.system(REGIME)
    no_rising_edge.establish(proof, regime)
    step = establish_step(proof)
    never = [establish(proof, system, step) for system in (stretch, regime)]
    proof.conclude(identity, drop, rise, step, *never)
    return proof


CLAIM = Claim(
    id="square.loss-rises-only-with-direction",
    title="no loss rise without a directional rise",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(Eq(EXCESS_NEXT - EXCESS, LOSS_STEP, evaluate=False)),
        for_all(c > at_next(c), at_next(s) ** 2 > s**2, given=[LOSS_RISES]),
        for_all(EXCESS_NEXT <= EXCESS, given=[c > 0, at_next(c) > 0, lam > 0, STAYS]),
        always(EXCESS <= STARTING, throughout=[STAYS]),
        always(EXCESS <= STARTING, given=[AT_MOST_TWO], where=[CEILING]),
    ),
    hypotheses=(
        hypothesis(
            "scale learning rate at most 2",
            "For h = 3 on target, cos θ = 1, from a = 1/2: a' = 2 and (R − R*)/ρ² goes from 1/8 to 1/2, "
            "while the direction stands still.",
            (h > 0, h <= 2),
        ),
        hypothesis(
            "positive scale after the step",
            "For h = 2 from (cos θ, sin θ, N, a) = (4/5, 3/5, 144/25, 4): a' = −12/5, cos θ' = 63/65, and "
            "(R − R*)/ρ² rises by 132/325 while the sine falls.",
            (at_next(a) > 0,),
        ),
        hypothesis(
            "for the sine: the mean direction is aligned",
            "For h = a = 1/2, an update of w from cos θ = 0 to cos θ' = −1 raises (R − R*)/ρ² by 5/32, "
            "while sin θ falls from 1 to 0.",
            (ALIGNED,),
        ),
        replace(STANDING, text=f"for the stretches without a rise: {STANDING.text}"),
        whitened(
            "For the stretches only, whose signs are those of square.cone-invariance; not for one step.",
            "whitened data, gradient descent in w",
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                CONVERSE,
                Alteration("h ≤ 1 dropped: some h above 2", drop=frozenset({"h <= 1"})),
            ),
            may_rise,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
