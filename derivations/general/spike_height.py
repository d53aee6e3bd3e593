"""How high a spike can be: the angle after a step, by the effective learning rate before it.

Statement
    With weight decay ω < 1, or without, let μ = λ cos θ/(1 − ω).  After a step |sin θ'| ≤ |μ − 1|/(μ + 1)
    if μ > 0; at (1 − ω)c = λs² it is equal.  So if the direction rises at t, |sin θ_{t+1}| ≤
    (x − 1)/(x + 1) for x = ā/(N_0(1 − ω)^(2t + 1)).  Without decay x = āΛ, at every t: no spike, the first
    or a later one, is higher.  With decay there is no such number: see the heights in the evidence.
Hypotheses
    Whitened data, ω < 1; along a run 0 < h ≤ 1, α_0 > 0, c_0 > 0.
Source
    Our own.
Argument
    With K = 1 − ω, k² = K² + λ²s² and k sin θ' = s(K − λc): k²((λc − K)² − (λc + K)² sin²θ') =
    (λc − K)²(Kc − λs²)² ≥ 0.  A rise needs λc > K, and (y − K)/(y + K) grows with y; λc ≤ λ = a/N, a ≤ ā,
    and N_t ≥ (1 − ω)^(2t) N_0.
    With decay a step at which μ is near 1 leaves sin θ as small as one likes, even right after a spike; N
    then falls until λ is as large as one likes, and the next spike is as near to a right angle.
Not verified
    That with decay no bound of all spikes exists: certified runs show heights that grow, and no more.
"""

from __future__ import annotations

from sympy import Expr, Ge, Gt, Le, Rational

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.cone_invariance import establish_rate
from derivations.general.lemmas.decay_step import RISING
from derivations.general.lemmas.decay_waiting import SHRINKS, SHRUNK, establish_followed
from derivations.general.model.checked import SLACK
from derivations.general.model.decay import KEPT, ROOT, RUN, SINE, omega
from derivations.general.model.decayed import Decayed
from derivations.general.no_rising_edge import CAPPED
from derivations.notation import N, abar, at_next, at_start, c, k, lam, s, t
from derivations.proof import Proof
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square.cone_invariance import CAP, CEILING, establish_cap
from derivations.square.model.hypotheses import (
    aligned_start,
    positive_scale,
    scale_rate_at_most_one,
    whitened,
)
from derivations.square.model.system import LAMBDA
from verifier.arithmetic.balls import ball, less_equal, precision
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status, every, given

HEIGHT: Expr = (lam * c - KEPT) ** 2 - (lam * c + KEPT) ** 2 * at_next(s) ** 2
"""Not negative: |sin θ'| ≤ |μ − 1|/(μ + 1)."""
HIGH = Ge(HEIGHT, 0, evaluate=False)
CAPPED_RUN = RUN.with_more("capped run", parameters=(abar,), initial=CAP)
LEFT = Ge(N - SHRUNK * at_start(N), 0, evaluate=False)
STARTED = Gt(at_start(N), 0, evaluate=False)


def _least(share: Expr) -> Expr:
    """N_0(1 − ω) times the share of the norm that is left: (1 − ω)^(2t)."""
    return share * at_start(N) * KEPT


def _bounded(share: Expr) -> Expr:
    return (abar - _least(share)) ** 2 - (abar + _least(share)) ** 2 * at_next(s) ** 2


TURNED_OVER = Gt(lam * c - KEPT, 0, evaluate=False)
BOUNDED = Ge(_bounded(SHRUNK), 0, evaluate=False)
HALF = Rational(1, 2)


def _step(proof: Proof) -> str:
    """Whatever the signs."""
    return proof.positive(
        "height after a step", HEIGHT, given=[k > 0], relations=[SINE, ROOT, UNIT_CIRCLE],
        multiplier=[k > 0, k > 0], terms=[(1, [], (lam * c - KEPT) * (KEPT * c - lam * s**2))],
        strict=False, because="k²((λc − K)² − (λc + K)² sin²θ') = (λc − K)²(Kc − λs²)², with K = 1 − ω.",
    )  # fmt: skip


def _run(proof: Proof, height: str) -> str:
    """At a rise, by the norm that is left."""
    run = proof.system(CAPPED_RUN)
    norms = establish_followed(proof, run)
    establish_cap(proof, run)
    turned = proof.positive(
        "a rise crosses the target", TURNED_OVER.lhs, given=[RISING, c > 0, lam > 0],
        relations=[UNIT_CIRCLE], multiplier=[c > 0], terms=[(HALF, [RISING], 1), (HALF, [lam > 0], 1)],
        because="2c(λc − K) = margin + λ > 0.",
    )  # fmt: skip
    room: Expr = abar - SHRUNK * at_start(N) * lam * c
    left = proof.positive(
        "rate by what is left", room, given=[CAPPED, LEFT, lam > 0, c > 0, SHRUNK >= 0, STARTED],
        relations=[LAMBDA, UNIT_CIRCLE],
        terms=[
            *((1, [CAPPED], 1), (1, [lam > 0, LEFT], 1), (HALF, [SHRUNK >= 0, STARTED, lam > 0], 1 - c)),
            (HALF, [SHRUNK >= 0, STARTED, lam > 0], s),
        ],
        strict=False, because="(1 − ω)^(2t)N_0 λc ≤ Nλ = a ≤ ā.",
    )  # fmt: skip
    whole = lam * c + KEPT
    total = abar + _least(SHRUNK)
    sums = proof.positive(
        "sums are positive", whole, given=[lam > 0, c > 0, omega < 1],
        terms=[(1, [lam > 0, c > 0], 1), (1, [omega < 1], 1)],
    )  # fmt: skip
    more = proof.positive(
        "sum by what is left", total, given=[abar >= 1, SHRUNK >= 0, STARTED, omega < 1],
        terms=[(1, [abar >= 1], 1), (1, [], 1), (1, [SHRUNK >= 0, STARTED, omega < 1], 1)],
    )  # fmt: skip
    spare = Ge(room, 0, evaluate=False)
    bounded = proof.positive(
        "height by what is left", BOUNDED.lhs,
        given=[HIGH, TURNED_OVER, spare, whole > 0, total > 0, omega < 1],
        multiplier=[whole > 0, whole > 0],
        terms=[
            *((1, [HIGH], total), (4, [omega < 1, spare, total > 0, TURNED_OVER], 1)),
            (4, [omega < 1, omega < 1, spare, spare], 1),
        ],
        strict=False,
        because="(x − 1)/(x + 1) grows with x, and x ≥ μ: (ā − Q)(λc + K) = (ā + Q)(λc − K) + "
        "2K(ā − EN_0λc), with Q = EN_0K and E = (1 − ω)^(2t).",
    )  # fmt: skip
    names = [establish_rate(proof), turned, left, sums, more, height, bounded]
    return proof.rule(
        "at-every-step", "every spike is low", run, sequents=names,
        uses=[{"fact": norms, "power": str(SHRUNK)}], assume=[RISING],
        because="This holds at every t at which the direction rises.",
    )  # fmt: skip


def derive() -> Proof:
    """One step, as a square; then a rise along a run."""
    proof = Proof(CLAIM.id)
    height = _step(proof)
    proof.conclude(height, _run(proof, height))
    return proof


STEPS = 40
"""How many steps of a run a check looks at."""
DECAYS = tuple(Rational(1, x) for x in (3, 20, 100))


def holds(run: Run, sharper: int = 1, kept: bool = False) -> Answer:
    """Both bounds at the first steps; ``sharper`` multiplies |sin θ'|; if ``kept``, N does not fall."""
    with precision(128):
        return every(*(_low(Decayed(run, decay), sharper, kept) for decay in DECAYS))


def _low(run: Decayed, sharper: int, kept: bool) -> Answer:
    start = run.at(0)
    cap, high = start["a"].max(ball(1)), at_next(s) * sharper

    def at(time: int) -> Answer:
        now = {**run.at(time), "s_next": run.at(time + 1)["s"], "abar": cap, "N0": start["N"]}
        share = ball(1) if kept else (1 - now["omega"]) ** (2 * time)
        here, there = (
            evaluate(bound.subs(at_next(s), high), {**now, SHRUNK.name: share}.__getitem__) + ball(SLACK)
            for bound in (HEIGHT, _bounded(SHRUNK))
        )
        return every(less_equal(0, here), given(run.rise(time), lambda: less_equal(0, there)))

    return every(*map(at, range(STEPS)))


CLAIM = Claim(
    id="general.spike-height",
    title="how high a spike can be, with weight decay or without",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(Le((lam * c + KEPT) ** 2 * at_next(s) ** 2, (lam * c - KEPT) ** 2)),
        always(
            (abar + _least(SHRINKS**t)) ** 2 * at_next(s) ** 2 <= (abar - _least(SHRINKS**t)) ** 2,
            given=[RISING],
            where=[CEILING],
        ),
    ),
    hypotheses=(
        whitened(
            "Needed: for Σ = diag(1, 100), u = (1, 0), w = (1, 3/40), α = 1, η = 1/8, ω = 0, where "
            "|μ − 1|/(μ + 1) = 117/133, the tangent of the angle goes from 3/4 to 2025/518, its sine to "
            "more than 24/25."
        ),
        hypothesis(
            "along a run: a decay below 1",
            "Not needed: for ω ≥ 1, Q = N_0(1 − ω)^(2t + 1) ≤ 0, so (ā + Q)² sin²θ' ≤ (ā + Q)² ≤ (ā − Q)².",
            (omega < 1,),
        ),
        scale_rate_at_most_one(
            "With h = 3, ω = 0 from (cos θ, sin θ, N, a) = (12/13, 5/13, 1/2, 1/10), where x = 2, step 1 "
            "rises, to sin θ' > 3/5."
        ),
        positive_scale(
            "For ω = 0 from (4/5, 3/5, 1, −5/4), where x = 1, the first step rises, to sin θ' = 24/25."
        ),
        aligned_start(
            "For ω = 0 from (−4/5, 3/5, 1, 5/4), where x = 5/4, the first step rises, to sin θ' = 24/25."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("|sin θ'| is half of it", {"sharper": 2}),
                Alteration("the norm does not fall", {"kept": True}),
            ),
        ),
    ),
    experiments=("verifier.studies.experiments.spike_height:heights",),
)

if __name__ == "__main__":
    main(CLAIM)
