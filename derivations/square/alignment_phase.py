"""One alignment phase: while λ stays in [ℓ, μ] the angle shrinks, and all bounds carry over.

Statement
    Let θ_0 ≤ θ̄ < π/2, a̲ ≤ a_0 ≤ ā, N_0 ≥ N̲ and N_0 (2 − μ cos θ_0)² ≤ V with 0 < μ < 2.  Put
    A_k = cos θ̄ − (cos θ̄ − a̲)(1 − h)^k, B_k = 1 − (1 − ā)(1 − h)^k and N̄ = V/(2 − μ)².
    If B_k ≤ μN̲ and A_k ≥ ℓN̄, ℓ > 0, for all k < K, then ℓ ≤ λ_k ≤ μ for all k < K, and
    tan(θ_K/2) ≤ γ^K tan(θ̄/2), A_K ≤ a_K ≤ B_K, N̲ ≤ N_K ≤ N̄,
    for every γ in [0, 1] with γ ≥ μ − 1 and γ(1 + ℓ(1 − cos θ̄)) ≥ 1 − ℓ cos θ̄.
    These are inputs of a next phase, from θ̄' ≥ θ_K, with any μ' in [μ, 2) and
    V' = V ((2 − μ' cos θ̄')/(2 − μ cos θ̄'))².
Hypotheses
    Standing hypotheses; no bound of the initial angle but π/2.
Source
    Extension; not in [1].
Argument
    Both envelopes of square.scale-envelope and N_k ≥ N_0 give λ_k = a_k/N_k ≤ B_k/N̲ ≤ μ.  While
    λ ≤ μ < 2 nothing rises (square.rising-threshold), so θ_k ≤ θ_0 and a_k ≥ A_k; by part (i) of
    square.pre-onset-norm N_k (2 − μ cos θ_k)² ≤ V, so N_k ≤ N̄ and λ_k ≥ A_k/N̄ ≥ ℓ.  By
    square.half-angle tan(θ/2) shrinks by the factor γ a step.  The bound by V passes to μ' because
    (2 − μ'c)/(2 − μc) falls with c: carried from phase to phase, the norm bound does not pay twice for
    the same angle.
Not verified
    Nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Eq, Expr

from derivations.direction.before_onset import CAPPED, MU
from derivations.direction.half_angle import ELL, GAMMA, HALF_TAN, LEAST_GAMMA
from derivations.notation import N, a, at_start, c, lam, t, typeset
from derivations.proof import Proof
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, so_far
from derivations.square.lemmas.before_onset import SCALE_AT
from derivations.square.lemmas.phase_lemmas import (
    ABOVE_ELL,
    BELOW_MU,
    C_OUT,
    CAP_FACTOR,
    CAP_OUT,
    ENVELOPE,
    MU_OUT,
    N_HIGH,
    NORM_AT,
    PHASE,
    REACHES,
    SHRINKAGE,
    UNGUARDED,
    establish,
)
from derivations.square.model.hypotheses import STANDING, WHITENED, below_45_degrees
from derivations.square.model.system import RUN
from derivations.square.scale_envelope import POWER, RATIO
from verifier.arithmetic.balls import Ball, Undecided, Verdict, both, less, less_equal, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.arithmetic.reals import like
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Run, Status, every

CHOSEN = PHASE.initial[len(RUN.initial) :]
"""What bounds the start of a phase, and how these bounds are chosen."""
HALF_TAN_IS = Eq(HALF_TAN, (1 - c) / (1 + c))
STEPS = 8
"""How many steps each phase of a check has."""
PHASES = 5
"""How many phases a check looks at."""


def derive() -> Proof:
    """What holds at every time of a phase, and that the phase lasts as long as the envelopes allow."""
    proof = Proof(CLAIM.id)
    proof.say("The envelopes of the scale at time t, with E = (1 − h)^t:", SCALE_AT, ENVELOPE)
    proof.conclude(*establish_phase(proof))
    return proof


def establish_phase(proof: Proof) -> list[str]:
    """Add the systems and facts of one phase; returns the names of those that make up the claim."""
    free, phase = proof.system(UNGUARDED), proof.system(PHASE)
    slow, fast, *reached = establish(proof, phase)
    lasts = proof.rule(
        "sustain", "the phase lasts", free,
        into=phase.name, facts=[slow, fast],
        because="Both guards follow, as long as B_k ≤ μN̲ and A_k ≥ ℓN̄: a run is one of the phase until t,",
    )  # fmt: skip
    stays = proof.rule(
        "carry", "the effective learning rate stays in [ℓ, μ]", free, part=lasts, fact=None,
        because="so that ℓ ≤ λ_k ≤ μ at each step before t.",
    )  # fmt: skip
    return [stays, *reached, f"{phase.name}: norm", "norm always at most N̄"]


@dataclass(frozen=True)
class Bounds:
    """What is known of a state: balls that contain bounds, each on the side its name says.

    ``w_high`` bounds tan²(θ/2), and ``cap`` is V for ``mu``: N(2 − μ cos θ)² ≤ V.
    """

    w_high: Ball
    c_low: Ball
    a_low: Ball
    a_high: Ball
    N_low: Ball
    N_high: Ball
    mu: Ball
    cap: Ball

    @classmethod
    def of(cls, x: Any) -> Bounds:
        """The bounds that a state of balls (a, N, c, s) gives of itself; with μ = 0, V is 4N."""
        return cls((x.s / (1 + x.c)) ** 2, x.c, x.a, x.a, x.N, x.N, like(x.N, 0), 4 * x.N)


def advance(scale_lr: Ball, start: Bounds, steps: int, lazy: bool = False) -> Bounds | None:
    """Bounds of the state after a phase of ``steps`` steps; None where [ℓ, μ] leaves (0, 2).

    With ``lazy`` the norm is taken not to grow, which is a deliberate error.  Raises ``Undecided`` where
    the balls do not tell whether it does.
    """
    known = {"c_low": start.c_low, "a_low": start.a_low, "a_high": start.a_high, "N_low": start.N_low}

    def value(expression: Expr, time: int = 0, **more: Ball) -> Ball:
        return evaluate(expression, {**known, "E": (1 - scale_lr) ** time, **more}.__getitem__)

    # Both envelopes are monotone in time, so that the first and the last step are the extreme ones.
    largest = value(ENVELOPE).max(value(ENVELOPE, steps - 1))
    mu = (largest / start.N_low).max(start.mu)
    inside = both(less(mu, 2), positive(start.c_low), positive(start.a_low))
    if inside is None:
        raise Undecided("whether the phase stays below λ = 2")
    if not inside:
        return None
    cap = start.cap * value(CAP_FACTOR, mu=start.mu, mu_out=mu, c_out=start.c_low)
    highest = start.N_low if lazy else value(NORM_AT, mu=mu, V=cap)
    ell = value(SCALE_AT).min(value(SCALE_AT, steps - 1)) / highest
    gamma = value(LEAST_GAMMA, ell_low=ell).max(mu - 1).max(like(mu, 0))
    w_high = start.w_high * gamma ** (2 * steps)
    return Bounds(
        w_high=w_high,
        c_low=(1 - w_high) / (1 + w_high),
        a_low=value(SCALE_AT, steps),
        a_high=value(ENVELOPE, steps),
        N_low=start.N_low,
        N_high=highest,
        mu=mu,
        cap=cap,
    )


def holds(run: Run, lazy: bool = False) -> Answer:
    """The bounds after each of some phases contain the state that the run reaches."""
    bounds = Bounds.of(run.state(0))
    answer = Answer.VACUOUS
    for time in range(STEPS, (PHASES + 1) * STEPS, STEPS):
        reached = advance(run.h, bounds, STEPS, lazy)
        if reached is None:
            break
        bounds, answer = reached, every(answer, _within(run.state(time), reached))
        if answer is not Answer.HOLDS:
            break
    return answer


def _within(x: Any, bounds: Bounds) -> Verdict:
    return both(
        less_equal((x.s / (1 + x.c)) ** 2, bounds.w_high),
        less_equal(bounds.a_low, x.a),
        less_equal(1 - bounds.a_high, x.e),  # as 1 − a keeps the digits that a loses near 1
        less_equal(bounds.N_low, x.N),
        less_equal(x.N, bounds.N_high),
    )


CLAIM = Claim(
    id="square.alignment-phase",
    title="bounds of a state from bounds of an earlier one",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        so_far(
            *(lam <= MU, lam >= ELL),
            given=[BELOW_MU.subs(POWER, RATIO**t), ABOVE_ELL.subs(POWER, RATIO**t), *CHOSEN],
            where=[HALF_TAN_IS],
        ),
        always(
            *(a <= ENVELOPE.subs(POWER, RATIO**t), a >= SCALE_AT.subs(POWER, RATIO**t)),
            *(N >= at_start(N), N <= N_HIGH),
            given=CHOSEN,
            throughout=[lam <= MU, lam >= ELL],
            where=[HALF_TAN_IS],
        ),
        always(
            c >= C_OUT,
            given=[REACHES.subs(SHRINKAGE, GAMMA ** (2 * t)), *CHOSEN],
            throughout=[lam <= MU, lam >= ELL],
            where=[HALF_TAN_IS],
        ),
        always(
            N * (2 - MU_OUT * c) ** 2 <= CAP_OUT,
            given=[c >= C_OUT, *CHOSEN],
            throughout=[lam <= MU, lam >= ELL],
            where=[HALF_TAN_IS],
        ),
    ),
    hypotheses=(
        WHITENED,
        STANDING,
        Hypothesis(
            "the envelopes stay in [ℓ, μ] with μ < 2",
            typeset(BELOW_MU) + r",\ " + typeset(ABOVE_ELL) + r",\ " + typeset(MU < 2),
            "At (cos θ, sin θ, N, a) = (4/5, 3/5, 1/20, 1), where λ = 20, the first step rises.",
        ),
        Hypothesis(
            "a bound V that belongs to μ",
            typeset(PHASE.start(CAPPED)),
            "With V = 64/25·N_0 (μ = 1/2) and λ = 5/4 at (4/5, 3/5), N_1 (2 − μ cos θ_1)² = 225/64·N_0.",
        ),
        below_45_degrees("Not needed."),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(Check("run", holds, (Alteration("the norm does not grow", {"lazy": True}),)),),
)

if __name__ == "__main__":
    main(CLAIM)
