"""The half angle: below λ = √2, each step divides tan(θ/2) by 1 + λ at least, at any angle.

Statement
    If λ² ≤ 2 and cos θ > 0, then |tan(θ'/2)| ≤ |tan(θ/2)| / (1 + λ).
    More generally, for 0 < ℓ ≤ λ ≤ μ < 2, θ ≤ θ̄ < π/2 and any γ in [0, 1] with γ ≥ μ − 1 and
    γ (1 + ℓ(1 − cos θ̄)) ≥ 1 − ℓ cos θ̄:  |tan(θ'/2)| ≤ γ |tan(θ/2)|.
    So |tan(θ_t/2)| ≤ γ^t |tan(θ_0/2)| while ℓ ≤ λ_k ≤ μ for k < t, with θ̄ = θ_0.
Hypotheses
    Standing hypotheses; λ as stated.
Source
    Extension; not in [1].
Argument
    From square.angle-map tan(θ'/2) = s'/(1 + c') = s(1 − λc)/(k + c + λs²), and
    1 + c + λs² = (1 + c)(1 + λ(1 − c)).  As k ≥ 1,
    |tan(θ'/2)| ≤ |tan(θ/2)|·|1 − λc|/(1 + λ(1 − c)).  The quotient is at most γ:
    γ(1 + λ(1 − c)) − (1 − λc) increases with λ and with c, and
    γ(1 + λ(1 − c)) + (1 − λc) = (1 + γ − λ) + λ(1 + γ)(1 − c) ≥ 0.
    With θ̄ = θ and ℓ = λ = μ both conditions hold for γ = 1/(1 + λ) where λ² ≤ 2, whatever the angle is.
    Unlike tan θ, whose first factor 1 − λc tends to 1 as θ_0 → π/2, this shrinks at a rate that does
    not depend on the initial angle.
Not verified
    Nothing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from sympy import Eq, Expr, Ge

from derivations.direction.before_onset import C_LOW, MU, SLOW, establish_aligned
from derivations.direction.half_angle import (
    CONTRACTS,
    ELL,
    FAST,
    GAMMA,
    HALF_TAN,
    HALF_TAN_EQUATION,
    LEAST_GAMMA,
    establish,
)
from derivations.notation import a, at_start, c, lam, s
from derivations.notation import t as time
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square.lemmas.before_onset import establish_basics
from derivations.square.model.hypotheses import STANDING, WHITENED
from derivations.square.model.system import RUN
from verifier.arithmetic.balls import Ball, ball, less, less_equal
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

SMALL_LR = lam**2 <= 2
ALIGNING_RUN = replace(
    RUN.with_more(
        "aligning run",
        parameters=(MU, ELL, GAMMA, C_LOW),
        guards=(SLOW, FAST),
        initial=(
            at_start(c) >= C_LOW,
            *(C_LOW > 0, MU > 0, MU < 2, ELL > 0),
            *(GAMMA >= 0, GAMMA <= 1, GAMMA >= MU - 1, CONTRACTS),
        ),
        instant=(HALF_TAN_EQUATION,),
    ),
    state=(*RUN.state, HALF_TAN),
    tracked=(*RUN.tracked, HALF_TAN),
)
"""Runs whose effective learning rate stays in [ℓ, μ]."""
STEPS = 40
"""How many steps of a run a check looks at."""


def derive() -> Proof:
    """Two brackets, one step, and its induction."""
    proof = Proof(CLAIM.id)
    system = proof.system(ALIGNING_RUN)
    establish_basics(proof, system)
    establish_aligned(proof, system)
    proof.conclude(establish(proof, system), *_root_two(proof))
    return proof


def _root_two(proof: Proof) -> tuple[str, str]:
    """γ = 1/(1 + λ) meets the two conditions with ℓ = λ = μ, whatever θ̄ is, when λ² ≤ 2."""
    given = [lam > 0, 1 + lam > 0, SMALL_LR, C_LOW > 0]
    relation = GAMMA * (1 + lam) - 1
    past = proof.positive(
        "1/(1 + λ) is at least λ − 1",
        GAMMA - (lam - 1),
        given=given,
        relations=[relation],
        multiplier=[1 + lam > 0],
        terms=[(1, [SMALL_LR], 1)],
        strict=False,
        because="For γ = 1/(1 + λ) and ℓ = λ = μ: (1 + λ)(γ − (λ − 1)) = 2 − λ²,",
    )
    towards = proof.positive(
        "1/(1 + λ) contracts at any angle",
        (CONTRACTS.lhs - CONTRACTS.rhs).subs(ELL, lam),
        given=given,
        relations=[relation],
        multiplier=[1 + lam > 0],
        terms=[(1, [lam > 0, lam > 0, C_LOW > 0], 1)],
        strict=False,
        because="and (1 + λ)(γ(1 + λ(1 − cos θ̄)) − (1 − λ cos θ̄)) = λ² cos θ̄ ≥ 0.",
    )
    return past, towards


def holds_step(run: Run, times: int = 1) -> Answer:
    """Each of the first steps with λ² ≤ 2 divides tan(θ/2) by 1 + λ; ``times`` multiplies this λ."""

    def shrinks(t: int) -> Answer:
        rate = run.state(t).lam
        after, now = _half_tan(run, t + 1), _half_tan(run, t)
        return given(less_equal(rate**2, ball(2)), lambda: less_equal((1 + times * rate) * after, now))

    return every(*(shrinks(t) for t in range(STEPS)))


def holds_stretch(run: Run, passing: bool = True) -> Answer:
    """tan(θ_t/2) ≤ γ^t tan(θ_0/2) with the best ℓ, μ and γ; without ``passing``, γ ≥ μ − 1 is ignored."""
    answer = Answer.VACUOUS
    smallest = largest = run.state(0).lam
    for t in range(1, STEPS):
        slow = less(largest, ball(2))
        if slow is False:
            break
        rate = run.evaluate(LEAST_GAMMA, ell_low=smallest, c_low=run.state(0).c).max(ball(0))
        rate = rate.max(largest - 1) if passing else rate
        shrunk = less_equal(_half_tan(run, t), rate**t * _half_tan(run, 0))
        answer = every(answer, given(slow, partial(Answer.of, shrunk)))
        smallest, largest = smallest.min(run.state(t).lam), largest.max(run.state(t).lam)
    return answer


_HALF_TAN: Expr = s / (1 + c)


def _half_tan(run: Run, t: int) -> Ball:
    return run.evaluate(_HALF_TAN, t)


CLAIM = Claim(
    id="square.half-angle",
    title="every step shrinks the half angle, at any angle",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            HALF_TAN <= at_start(HALF_TAN) * GAMMA ** (2 * time),
            given=[
                *(at_start(c) >= C_LOW, C_LOW > 0, MU > 0, MU < 2, ELL > 0, GAMMA >= 0, GAMMA <= 1),
                Ge(GAMMA * (1 + ELL * (1 - C_LOW)), 1 - ELL * C_LOW, evaluate=False),
            ],
            throughout=[lam <= MU, lam >= ELL],
            where=[Eq(HALF_TAN, (1 - c) / (1 + c))],
        ),
        for_all(
            GAMMA >= lam - 1,
            Ge(GAMMA * (1 + lam * (1 - C_LOW)), 1 - lam * C_LOW, evaluate=False),
            given=[lam + 1 > 0, C_LOW > 0],
            where=[Eq(GAMMA, 1 / (1 + lam))],
        ),
    ),
    hypotheses=(
        WHITENED,
        STANDING,
        hypothesis(
            "λ² at most 2",
            "At (cos θ, sin θ, λ) = (4/5, 3/5, 20/9) the tangent of the half angle goes from 1/3 to 1/7, "
            "which is above (1/3)/(29/9) = 3/29.",
            (SMALL_LR,),
        ),
        hypothesis(
            "aligned",
            "At (−12/13, 5/13, 104/75) it goes from 5 to 19/9, which is above 5/(179/75) = 375/179.",
            (at_start(c) > 0,),
        ),
        hypothesis(
            "positive effective learning rate",
            "At (4/5, 3/5, −5/4) it goes from 1/3 to 3/4, which is above (1/3)/(−1/4) = −4/3.",
            (lam > 0, at_start(a) > 0),
        ),
        hypothesis(
            "γ at least μ − 1",
            "A step with λ cos θ > 1 passes the target: at (4/5, 3/5, 3/2), with ℓ = μ = 3/2 and θ̄ = θ, "
            "γ = 0 meets the other condition, and yet sin θ' ≠ 0.",
            (GAMMA >= MU - 1,),
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("run", holds_step, (Alteration("1 + λ becomes 1 + 2λ", {"times": 2}),)),
        Check("run", holds_stretch, (Alteration("γ ≥ μ − 1 dropped", {"passing": False}),)),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
