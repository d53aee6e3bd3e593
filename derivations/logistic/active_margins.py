"""Active margins: before onset no margin is negative, so that the paper's assumption need not be made.

Statement
    Planar, 0 < θ_0 ≤ π/4.  As long as no step has risen, that is at all t ≤ T:
    every margin lies between cos θ_0 − |sin θ_0| ≥ 0 and cos θ_0 + |sin θ_0|, α_t < α_{t+1} (t < T),
    N_t ≥ N_0, and α_t ≤ α_0 + ht/2.  Hence 0 ≤ α_t m ≤ B with B = (α_0 + hH/2)(cos θ_0 + |sin θ_0|) for
    both margins m and every t ≤ H, whatever the horizon H ≤ T is.
Hypotheses
    h > 0, α_0 > 0, θ_0 > 0, and margins that are not negative at the start.  That a step does not rise
    means sin²θ(λ cos 2θ − 2 cos θ) ≤ 0, which for λ > 0 is the same (the rising criterion): the run may
    land on target, and then stays there.
Source
    [1], abstract: the logistic results are "under active-margin assumptions"; that they hold by
    themselves up to the onset is our derivation.
Argument
    Induction.  A step that does not rise has s'² ≤ s² (the rising criterion, whose relations the planar
    logistic run obeys), so c'² − s'² = (c² − s²) + 2(s² − s'²) ≥ 0 and c' = (c + λs²)/k > 0: the near
    margin c' − |s'| is not negative.  Then ⟨gm⟩ > 0, as g > 0, so the scale grows and λ stays positive.
    The angle never exceeds θ_0, where c + |s| is largest.  Finally g ≤ 1/2 at margins that are not
    negative, so ⟨gm⟩ ≤ c/2 ≤ 1/2.
Not verified
    Nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, Expr, Ge, Gt

from derivations.direction.before_onset import ALIGNED, C_LOW
from derivations.direction.system import UNIT_CIRCLE
from derivations.logistic.lemmas.arguments import establish_half, establish_slope
from derivations.logistic.lemmas.before_onset import establish_before
from derivations.logistic.model.hypotheses import (
    active_start,
    any_scale_rate,
    no_rise_so_far,
    off_target_start,
    positive_start,
)
from derivations.logistic.model.system import (
    ACTIVE,
    ANGLE,
    BEFORE,
    CHORD,
    CIRCLE,
    FAR,
    FARTHEST,
    GAIN,
    HALF,
    LAMBDA,
    M_FAR,
    M_NEAR,
    MAGNITUDE,
    MEAN,
    NARROW,
    NEAR,
    NEAR_FAR,
    NEAREST,
    S_HIGH,
    SCALE,
    chi,
    g_far,
    g_near,
    sabs,
)
from derivations.notation import N, alpha, at_next, at_start, c, h, lam, symbol
from derivations.proof import Proof, System
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from verifier.arithmetic.balls import Undecided, ball, less_equal, positive
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status, every

clock = symbol("clock", "t", "t", "the time, counted along with the state")
CLOCK = at_next(clock) - clock - 1
CAP: Expr = at_start(alpha) + h * clock / 2
"""α_t is at most this."""
CAPPED = Ge(CAP - alpha, 0, evaluate=False)
TIMED = BEFORE.with_more(
    "run before onset",
    state=(clock,),
    tracked=(clock,),
    initial=(Eq(at_start(clock), 0),),
    relations=(CLOCK,),
)
STEPS = 40
"""How many steps of a run a check looks at."""


def establish_cap(proof: Proof, system: System) -> None:
    """Add α_t ≤ α_0 + ht/2; ``system`` extends ``TIMED`` and has all of ``establish_before``."""
    half = establish_half(proof, system)
    slow = proof.positive(
        f"{system.name}: gain at most 1/2",
        HALF - GAIN,
        given=[*half, ACTIVE, sabs >= 0, c > 0, c <= 1],
        terms=[
            (HALF, [half[0], c > 0], 1),
            (HALF, [half[0], sabs >= 0], 1),
            (HALF, [half[1], ACTIVE], 1),
            (HALF, [c <= 1], 1),
        ],
        strict=False,
        because="At margins that are not negative g ≤ 1/2, so ⟨gm⟩ ≤ ⟨m⟩/2 = c/2 ≤ 1/2,",
    )
    step = proof.positive(
        f"{system.name}: scale against its cap, one step",
        system.after(CAPPED.lhs),
        given=[CAPPED, h > 0, *half, ACTIVE, sabs >= 0, c > 0, c <= 1],
        lemmas=[slow],
        relations=[SCALE, CLOCK],
        terms=[(1, [CAPPED], 1), (1, [h > 0, HALF - GAIN >= 0], 1)],
        strict=False,
        because="and the scale grows by at most h/2 a step.",
    )
    start = proof.positive(
        f"{system.name}: scale against its cap, at the start",
        CAPPED.lhs,
        relations=[alpha - at_start(alpha), clock - at_start(clock), at_start(clock)],
        terms=[],
        strict=False,
        because="At time 0 this is an equality.",
    )
    proof.invariant(
        f"{system.name}: scale cap", system, {CAPPED: (start, step)}, because="Hence α_t ≤ α_0 + ht/2."
    )


def derive() -> Proof:
    """λ in margin space, the cone and the margins by induction, and the bound of the active margins."""
    proof = Proof(CLAIM.id)
    rate = proof.identity(
        "planar λ",
        lam * N * sabs**2,
        alpha * (MEAN - c * GAIN),
        relations=[CHORD, FAR, NEAR, LAMBDA, UNIT_CIRCLE, MAGNITUDE],
        cofactors=[
            *(-HALF * alpha * c * sabs, HALF * alpha * c * sabs * chi, -HALF * alpha * c * sabs * chi),
            *(sabs**2, alpha * MEAN, alpha * MEAN),
        ],
        because="With two groups, λ of logistic.margin-space is α(⟨g⟩ + αcχ)/N, χ the chord slope of σ.",
    )
    run = proof.system(TIMED)
    establish_before(proof, run)
    establish_cap(proof, run)
    bound = proof.positive(
        "largest active margin",
        CAP * FARTHEST - alpha * M_FAR,
        given=[CAPPED, alpha > 0, M_FAR <= FARTHEST, C_LOW > 0, S_HIGH > 0],
        terms=[
            (1, [CAPPED, C_LOW > 0], 1),
            (1, [CAPPED, S_HIGH > 0], 1),
            (1, [alpha > 0, M_FAR <= FARTHEST], 1),
        ],
        strict=False,
        because="So α_t(c + |s|) is at most (α_0 + ht/2)(cos θ̄ + sin θ̄),",
    )
    least = proof.positive(
        "smallest margin",
        M_NEAR - NEAREST,
        given=[ALIGNED, NARROW],
        terms=[(1, [ALIGNED], 1), (1, [NARROW], 1)],
        strict=False,
        because="and no margin is below cos θ̄ − sin θ̄.",
    )
    active = proof.rule(
        "consequence", "active margins at every time", run, sequents=[bound, least],
        because="Both hold at every time up to the onset.",
    )  # fmt: skip
    parts = ("cone", "λ", "widest", "scale grows", "scale above its start", "norm", "scale cap")
    gains = proof.rule(
        "consequence", "gain positive at every time", run, sequents=[f"{run.name}: gain"],
        because="⟨gm⟩ > 0 at every time up to the onset, by which the scale grows.",
    )  # fmt: skip
    whole = (*(f"{run.name}: {part}" for part in parts), gains, active)
    proof.conclude(rate, establish_slope(proof), *whole)
    return proof


def until_onset(run: Run, past: int = 0) -> Iterator[int]:
    """The times t ≥ 1, among the first, before which no step rises; ``past`` is added to the last.

    None where step 0 rises.  Raises ``Undecided`` where the balls do not tell whether a step does.
    """
    for time in range(STEPS):
        if time:
            yield time
        rises = run.rising(time)
        if rises is None:
            raise Undecided(f"rising at t = {time}")
        if rises:
            if time:
                yield from range(time + 1, time + 1 + past)
            return


def holds(run: Run, past: int = 0, halves: int = 1) -> Answer:
    """All parts at the first steps up to the onset; vacuous where step 0 rises.

    ``past`` goes that many steps beyond it; ``halves`` divides the rate h/2 of the cap.
    """
    first, answer = run.state(0), Answer.VACUOUS
    for time in until_onset(run, past):
        x = run.state(time)
        answer = every(
            answer,
            less_equal(first.m_min, x.m_min),
            less_equal(x.m_max, first.m_max),
            positive(run.state(time - 1).g_m),
            less_equal(first.N, x.N),
            less_equal(x.alpha, run.evaluate(CAP, time, clock=ball(time) / halves)),
        )
        if answer is not Answer.HOLDS:
            break
    return answer


CLAIM = Claim(
    id="logistic.active-margins",
    title="margins stay active until the direction rises",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            *(c > 0, alpha > 0, c >= sabs, lam > 0, c <= 1, N >= at_start(N), alpha >= at_start(alpha)),
            *(M_NEAR >= NEAREST, M_FAR <= FARTHEST, alpha <= CAP, alpha * M_FAR <= CAP * FARTHEST),
            Gt(GAIN, 0, evaluate=False),
            given=ANGLE,
            where=[CIRCLE, Eq(at_start(clock), 0), Eq(at_next(clock), clock + 1)],
            words="until a step rises",
        ),
        for_all(at_next(alpha) > alpha, given=[c >= sabs, c > 0, g_far > 0, g_near > 0]),
        for_all(Eq(N * lam * sabs**2, alpha * (MEAN - c * GAIN), evaluate=False)),
        for_all(chi >= 0, given=[NEAR_FAR]),
    ),
    hypotheses=(
        active_start(
            "Above 45° one margin is negative by definition.  The scale may then fall: ⟨gm⟩ < 0 at "
            "(cos θ, |sin θ|, α) = (3/5, 4/5, 4)."
        ),
        no_rise_so_far("A rise lowers the near margin at once: cos θ − |sin θ| falls as θ grows."),
        positive_start("For α_0 < 0 and a small angle the direction rises at step 0, as λ < 0."),
        any_scale_rate("At h = 0 the scale stands still, and α_t < α_{t+1} is false."),
        off_target_start(
            "At θ_0 = 0 nothing turns: both margins stay 1, and there is no onset to wait for."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds,
            (
                Alteration("a step beyond the onset", {"past": 1}),
                Alteration("α_t ≤ α_0 + ht/4", {"halves": 2}),
                Alteration("margins may be negative at the start", drop=frozenset({"margins"})),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
