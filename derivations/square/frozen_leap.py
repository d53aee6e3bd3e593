"""The frozen leap: while the angle is tiny, any number of steps is one closed formula.

Statement
    Suppose sin θ_k ≤ s̄ for all k < n, and let c̄ = √(1 − s̄²), M = ā/N_0, G_t = (1 + M²s̄²)^t and
    E_t = (1 − h)^t.  Then for all t ≤ n, with ℓ_t = (1 − e_0 E_t)/N_0,
    e_0E_t ≤ e_t ≤ 1 − c̄ + (e_0 − 1 + c̄)E_t,   N_0 ≤ N_t ≤ N_0G_t,   λ_tc_t ≤ ℓ_t ≤ M,
    and for all t < n, so at every t with sin θ_t ≤ s̄ up to t itself, ℓ_t − λ_tc_t ≤ M(1 − c̄²/G_t).  At
    every step exactly tan θ_{t+1} = tan θ_t (1 − λ_tc_t)/(1 + λ_ts_t²/c_t).  If N_0 ≠ 1, then 1 − ℓ_t is,
    up to a constant, 1 − β(1 − h)^t with β = e_0/(1 − N_0), so the product of the n factors 1 − ℓ_t, t < n,
    is a q-Pochhammer product, whose logarithm costs the same for ten steps and for ten billion.
Hypotheses
    Whitened data, η > 0, 0 < h ≤ 1, α_0 > 0, c_0 > 0; sin θ_k ≤ s̄ < 1 for k < n; and N_0 ≠ 1 for the
    q-Pochhammer product alone.
Source
    Extension; not in [1].
Argument
    e' = (1 − h)e + h(1 − c) with 0 ≤ 1 − c ≤ 1 − c̄ gives geometric recursions for e and for
    e − (1 − c̄).  The norm grows by 1 + λ²s² ≤ 1 + M²s̄² a step, because λ = a/N ≤ ā/N_0 = M.  So
    λ_tc_t = a_tc_t/N_t is at most ℓ_t ≤ M, and at least c̄²ℓ_t/G_t if s_t ≤ s̄ also at t itself; then
    ℓ_t − λ_tc_t ≤ ℓ_t(1 − c̄²/G_t) ≤ M(1 − c̄²/G_t).  The tangent is the quotient of the two formulas of
    square.angle-map.
Not verified
    That n factors, each known to within ε, give the logarithm of their product to within
    Σ ε/(|1 − ℓ_t| − ε): the mean value theorem for ln, applied by hand in ``enclose``.
"""

from __future__ import annotations

from functools import partial, reduce

from flint import arb
from sympy import Eq, Max, sqrt

from derivations.direction.angle_map import COS_NEXT, SIN_NEXT
from derivations.direction.system import COSINE, SINE
from derivations.notation import (
    N,
    a,
    abar,
    at_next,
    at_start,
    c,
    cbar,
    e,
    h,
    k,
    lam,
    s,
    sbar,
    symbol,
    t,
)
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square.lemmas import leap_rate
from derivations.square.lemmas.frozen_leap import (
    FROZEN_LR,
    LARGEST_LR,
    NORM_FACTOR,
    NORM_POWER,
    SMALL,
    establish,
    leap_system,
)
from derivations.square.lemmas.leap_enclosure import enclose, offered, rate_error
from derivations.square.model.hypotheses import whitened
from derivations.square.scale_envelope import POWER, RATIO
from verifier.arithmetic.balls import Ball, Verdict, both, encloses, less_equal
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

LEFT = 1 - RATIO**t * (1 - at_start(a)) - at_start(N) * lam * c
"""N_0 (ℓ_t − λ_t cos θ_t)."""
FEW = 3
LEAPS = ((1, 40), (1, 20), (10, 10), (40, 40), (1, 5), (1, 2))
"""The leaps that a check tries, in this order: from which state, and how many steps."""
BETA_SYMBOL = symbol("beta_leap", r"\beta", "β", "(1 − a_0)/(1 − N_0), where the factors vanish")
TANGENT = at_next(s) / at_next(c)


def establish_tangent(proof: Proof) -> str:
    """Add the exact step of tan θ, multiplied out; return the step's name."""
    return proof.identity(
        "tangent, one step",
        at_next(s) * (c + lam * s**2),
        at_next(c) * s * (1 - lam * c),
        given=[k > 0],
        relations=[SINE, COSINE],
        cofactors=[c + lam * s**2, -s * (1 - lam * c)],
        multiplier=[k > 0],
        because="tan θ' = tan θ · (1 − λc)/(1 + λs²/c), with every denominator multiplied out.",
    )


def derive() -> Proof:
    """Two linear recursions for the scale, one for the norm, and an exact tangent."""
    proof = Proof(CLAIM.id)
    system = proof.system(leap_system())
    below, above, norm = establish(proof, system)
    upper = leap_rate.establish_rate_above(proof, system, below)
    capped = leap_rate.establish_cap(proof)
    largest = proof.rule(
        "at-every-time", "ℓ_t at most M", system,
        sequent=capped, uses=[{"fact": below, "power": str(POWER)}], assume=[],
        because="So ℓ_t ≤ ā/N_0 ≤ M at every time t.",
    )  # fmt: skip
    powers = {below: POWER, above: POWER, norm: NORM_POWER}
    lower = leap_rate.establish_rate_error(proof, system, capped, powers)
    proof.say("Divide the sine of square.angle-map by the cosine:", Eq(TANGENT, SIN_NEXT / COS_NEXT))
    exact = establish_tangent(proof)
    proof.say("The frozen rate leaves 1 − ℓ in the form of one factor of a q-Pochhammer product:")
    pochhammer = proof.identity(
        "one factor",
        at_start(N) - (1 - at_start(e) * POWER),
        -(1 - at_start(N)) * (1 - BETA_SYMBOL * POWER),
        relations=[BETA_SYMBOL * (1 - at_start(N)) - at_start(e)],
        because="N₀(1 − ℓ) = −(1 − N₀)(1 − βE) with β = e₀/(1 − N₀).",
    )
    proof.conclude(below, above, norm, "leap: norm", upper, largest, lower, exact, pochhammer)
    return proof


def holds_rate(run: Run, beyond: int = 0) -> Answer:
    """0 ≤ ℓ_t − λ_tc_t ≤ M(1 − c̄²/G_t), t < n, s̄ the largest sine, n up to 3; ``beyond`` looks past n."""
    start, answer = run.state(0), Answer.VACUOUS
    largest: Ball = start.s
    for steps in range(1, FEW + 1):
        for time in range(steps + beyond):
            bound = rate_error(start, largest, time)
            gap = run.evaluate(FROZEN_LR.subs(t, time) - lam * c, time)
            answer = every(answer, less_equal(arb(0), gap), less_equal(gap, bound))
        largest = arb.max(largest, run.state(steps).s)
    return answer


def holds_leap(run: Run, sine_factor: int = 1) -> Answer:
    """The first of ``LEAPS`` that is offered encloses the state that is reached; vacuous where none is.

    ``sine_factor`` multiplies s̄ in the bounds.
    """

    def contains(begin: int, count: int, largest: Ball) -> Verdict:
        after, y = enclose(run.h, run.state(begin), count, largest), run.state(begin + count)
        pairs = (after.e, y.e), (after.N, y.N), (after.log_tan, (y.s / y.c).log())
        return both(*(encloses(*pair) for pair in pairs))

    answer = Answer.VACUOUS
    for begin, count in LEAPS:
        sines = [run.state(time).s for time in range(begin, begin + count)]
        largest = sine_factor * reduce(arb.max, sines)
        leap = partial(contains, begin, count, largest)
        answer = given(offered(run.h, run.state(begin), count, largest), leap)
        if answer is not Answer.VACUOUS:
            break
    return answer


def tiny(run: Run) -> bool:
    """Whether a leap from state 0 is likely to be offered."""
    x = run.state(0)
    return bool(10 * x.s < 1 and x.e > 0 and x.N < 1 and run.h < 1)


CLAIM = Claim(
    id="square.frozen-leap",
    title="many steps at a tiny angle in closed form",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            *(a <= 1 - RATIO**t * (1 - at_start(a)), a >= cbar - RATIO**t * (cbar - at_start(a))),
            *(N <= at_start(N) * NORM_FACTOR**t, N >= at_start(N)),
            *(LEFT >= 0, 1 - RATIO**t * (1 - at_start(a)) <= abar),
            NORM_FACTOR**t * LEFT <= LARGEST_LR * at_start(N) * (NORM_FACTOR**t - cbar**2),
            given=[LARGEST_LR > 0, LARGEST_LR * at_start(N) >= abar, cbar > 0],
            where=[Eq(abar, Max(1, at_start(a))), Eq(cbar, sqrt(1 - sbar**2))],
        ),
        for_all(Eq(at_next(s) * (c + lam * s**2), at_next(c) * s * (1 - lam * c), evaluate=False)),
        for_all(
            Eq(1 - POWER * at_start(e) - at_start(N), (1 - at_start(N)) * (1 - POWER * BETA_SYMBOL)),
            where=[Eq(BETA_SYMBOL, at_start(e) / (1 - at_start(N)))],
        ),
    ),
    hypotheses=(
        whitened("Needed for the step of the tangent: see the counterexample of square.angle-map."),
        hypothesis(
            "standing hypotheses",
            "For h > 1 the scale leaves its envelope (square.scale-envelope: h = 3).  The leap itself is "
            "refused, and nothing claimed, unless h < 1, a < 1 and N < 1.",
            (h > 0, h <= 1, at_start(a) > 0, at_start(c) > 0),
        ),
        hypothesis(
            "the angle stays tiny",
            "The alteration s̄ = 0 is refuted: the closed form alone is not the run.  The last bound needs "
            "it at t itself: from h = 32197/4000000, a_0 = 477401/500000, Λ = 8979067/500000, "
            "θ_0 = 242113/400000000 the first step rises, and with s̄ = sin θ_0 and n = 1 the distance of "
            "ℓ_1 to λ_1 cos θ_1 is 0.0026664, where M(1 − c̄²/G_1) is 0.0021281.",
            (SMALL,),
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("run", holds_rate, (Alteration("t < n becomes t ≤ n", {"beyond": 1}),)),
        Check(
            "run",
            holds_leap,
            (Alteration("s̄ becomes 0 in the error bounds", {"sine_factor": 0}),),
            tiny,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
