"""The precursor: within a horizon known in advance the direction must rise.

Statement
    Planar, θ_0 < π/4.  Let m̂ = cos θ_0 + |sin θ_0|, Ψ(α) = α(σ(−α) + α cos θ_0 σ'(m̂α)), and let A, B be the
    recursions of logistic.scale-envelope from A_0 = B_0 = α_0.  T ≤ U for every natural U with
        Ψ(a) > (2 cos θ_0/cos 2θ_0) N_0 (cos 2θ_0)^(−2U)  for all a in [A_U, B_U].
Hypotheses
    0 < h ≤ 2, α_0 > 0, θ_0 < π/4, and sin θ_t ≠ 0 for t ≤ U.  That the margins are active is no hypothesis:
    they are until the direction rises, by logistic.active-margins.
Source
    [1], abstract: "a finite-horizon directional precursor in a knife-edge regime"; this form is ours.
Argument
    Suppose no step before U rises.  Then A_U ≤ α_U ≤ B_U, no margin is negative, and none exceeds m̂.  By
    convexity ⟨g⟩ ≥ σ(−αc) ≥ σ(−α), and the chord slope χ is at least σ' at the far margin, which is at
    least σ'(m̂α).  So λN = α(⟨g⟩ + αcχ) ≥ Ψ(α).  Before onset N_U ≤ N_0(cos 2θ_0)^(−2U).  So λ_U
    exceeds 2 cos θ_0/cos 2θ_0, the threshold at θ_0 and all the more that at θ_U ≤ θ_0, and step U rises.
    As θ_0 → 0 the condition becomes κ(α_U) > 2N_0, the knife edge itself; only there is it sharp.
    The hypotheses can hold: for h = 1/10, α_0 = 1/2, N_0 = 1/5 and θ_0 = 1/1000 they give T ≤ 10, and T is
    10.  They are narrow in θ_0, as the norm is allowed to grow at every step: here they hold up to
    θ_0 = 0.053, for h = 1/100 up to 0.017, for h = 1/1000 up to 0.0055, like √h.  From the state after a
    few dozen steps (logistic.restart) θ is so small that this is no limit.
Not verified
    Nothing of the inequality: the certificate has it at α_U, and that α_U lies in [A_U, B_U].  T ≤ U says
    it backwards: were no step before U to rise, the certified margin at U would be positive.  The number
    that ``bound`` returns rests on logistic.scale-closed-form where it is large.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from sympy import Eq, Expr, Gt

from derivations.direction.before_onset import (
    ALIGNED,
    C_LOW,
    COS_DOUBLE_LOW,
    GROWTH_EQUATION,
    STEP_CAP,
    establish_growth,
)
from derivations.direction.rising_criterion import STILL, establish_positive
from derivations.direction.rising_identity import RISING_MARGIN
from derivations.direction.system import UNIT_CIRCLE
from derivations.direction.waiting_time_upper import NORM_POWER, onset_by
from derivations.logistic.lemmas.arguments import establish_slope
from derivations.logistic.lemmas.envelope import Envelope
from derivations.logistic.lemmas.pulls import (
    LEAST_AT,
    LEAST_TIE,
    MOST_AT,
    MOST_TIE,
    OFF_TARGET,
    PULL,
    establish_rate_below,
    g_most,
    g_unit,
    z_least,
    z_mean,
    z_most,
    z_unit,
)
from derivations.logistic.lemmas.scale_bounds import establish_lower, establish_upper
from derivations.logistic.lemmas.scale_envelope import (
    FROM_BELOW,
    HIGH,
    HIGH_AT,
    HIGH_RULE,
    HIGH_TIE,
    LOW,
    LOW_STEP,
    g_high,
    g_low,
    z_high,
    z_low,
)
from derivations.logistic.model.hypotheses import below_45_degrees, positive_start, scale_rate_at_most_two
from derivations.logistic.model.system import ANGLE, CIRCLE, FARTHEST, NEAR_FAR, NEAREST, chi
from derivations.logistic.waiting_time_lower import bound as lower_bound
from derivations.notation import N, alpha, at_next, at_start, c, h, lam, s, t
from derivations.proof import Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.sigmoid.functions import sigma
from verifier.arithmetic.balls import Ball, Doubts, Undecided, both, less, positive
from verifier.arithmetic.reals import least_on, sign_on
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status

AT_SCALE: Expr = PULL.subs({g_unit: sigma(-alpha), g_most: sigma(-FARTHEST * alpha)})
"""Ψ(α)."""
SLOPE: Expr = AT_SCALE.diff(alpha)
NEEDED: Expr = 2 * C_LOW / COS_DOUBLE_LOW * at_start(N)
"""Ψ above this, times (cos 2θ̄)^(−2U), makes the direction rise."""
HIT = Gt(COS_DOUBLE_LOW * PULL - 2 * C_LOW * at_start(N) * NORM_POWER, 0, evaluate=False)
WAITING_RUN = FROM_BELOW.with_more(
    "run before onset",
    state=(HIGH, *LEAST_TIE, *HIGH_TIE, *MOST_TIE),
    tracked=(HIGH,),
    sigma=(LEAST_TIE, HIGH_TIE, MOST_TIE),
    parameters=(STEP_CAP,),
    initial=(at_start(HIGH) >= at_start(alpha), COS_DOUBLE_LOW > 0),
    instant=(GROWTH_EQUATION, LEAST_AT, HIGH_AT, MOST_AT),
    relations=(HIGH_RULE,),
)
"""Runs without a rise so far, from an angle of at most θ̄ < 45°, with both envelopes of the scale."""
HIT_AT = HIT.subs(NORM_POWER, STEP_CAP**t)
STARTS = (
    *(*ANGLE, at_start(LOW) <= at_start(alpha), at_start(HIGH) >= at_start(alpha)),
    COS_DOUBLE_LOW > 0,
)
RECURSIONS = (
    *(CIRCLE, Eq(z_mean, -alpha * c), Eq(z_unit, -alpha), Eq(g_unit, sigma(z_unit)), Eq(z_low, -LOW)),
    *(Eq(z_least, -alpha * NEAREST), Eq(z_high, -HIGH * NEAREST), Eq(z_most, -alpha * FARTHEST)),
    *(Eq(g_low, sigma(z_low)), Eq(g_high, sigma(z_high)), Eq(g_most, sigma(z_most))),
    *(Eq(at_next(LOW), LOW_STEP.subs(sigma(-LOW), g_low)), Eq(at_next(HIGH), HIGH + h * g_high)),
)
"""Both recursions beside the run, and what Ψ is made of."""
BESIDE = (*RECURSIONS, Eq(STEP_CAP, 1 / COS_DOUBLE_LOW**2))
LATEST = 2**40
"""The search for U ends here."""


def establish(proof: Proof, system: System) -> str:
    """Add: where Ψ(α_t) is large enough, the margin of a rise is positive; for ``WAITING_RUN``."""
    name = system.name
    establish_lower(proof, system)
    establish_upper(proof, system)
    rate = establish_rate_below(proof, system)
    norm = establish_growth(proof, system)
    grown = NORM_POWER * at_start(N) - N >= 0
    large = proof.conclusions[rate.name]
    given = [*rate.given, HIT, COS_DOUBLE_LOW > 0, C_LOW > 0, N > 0, lam > 0, grown]
    beyond = proof.positive(
        f"{name}: λ against the threshold at θ̄",
        COS_DOUBLE_LOW * lam * N - 2 * C_LOW * N,
        given=given,
        lemmas=[*rate.lemmas, rate.name],
        relations=rate.relations,
        terms=[(1, [HIT], 1), (1, [COS_DOUBLE_LOW > 0, large], 1), (2, [C_LOW > 0, grown], 1)],
        cofactors=[0] * len(rate.relations),
        because="λN ≥ Ψ(α) exceeds (2 cos θ̄/cos 2θ̄)N,",
    )
    margin = proof.positive(
        f"{name}: margin of a rise positive",
        RISING_MARGIN,
        given=given,
        lemmas=[*rate.lemmas, rate.name, beyond],
        relations=[*rate.relations, UNIT_CIRCLE],
        multiplier=[N > 0, C_LOW > 0],
        terms=[
            (1, [c > 0, proof.conclusions[beyond]], 1),
            (2, [lam > 0, N > 0, ALIGNED, c > 0, C_LOW > 0], 1),
            (1, [lam > 0, N > 0, ALIGNED], 1),
        ],
        cofactors=[*[0] * len(rate.relations), -lam * N * C_LOW],
        because="and so λ exceeds the threshold at θ ≤ θ̄: N cos θ̄·(rising margin) = "
        "c(λN cos 2θ̄ − 2N cos θ̄) + λN(c − cos θ̄)(2c cos θ̄ + 1) > 0.",
    )
    return proof.rule(
        "at-every-time", f"{name}: a rise where Ψ is large", system,
        sequent=margin, uses=[{"fact": norm, "power": str(NORM_POWER)}], assume=[HIT, OFF_TARGET],
        because="So if no step before t rises and Ψ(α_t) is large enough, step t rises.",
    )  # fmt: skip


def derive() -> Proof:
    """A_t ≤ α_t ≤ B_t, and λ from below at α_t, against the threshold."""
    proof = Proof(CLAIM.id)
    proof.say("Before onset λN is at least", AT_SCALE)
    run = proof.system(WAITING_RUN)
    hit = establish(proof, run)
    envelopes = (f"{run.name}: {part}" for part in ("λ", "lower envelope", "upper envelope"))
    proof.conclude(*envelopes, hit, establish_positive(proof), establish_slope(proof))
    return proof


class Search:
    """The condition at each U, from the state ``x`` of balls; ``tenths``/10 alters the factor 2."""

    def __init__(self, scale_lr: Ball, x: Any, tenths: int = 10) -> None:
        self.envelope = Envelope(scale_lr, x)
        self.start = x
        self.doubts = Doubts()
        self.double = self.envelope.formula(COS_DOUBLE_LOW)
        self.needed = self.envelope.formula(NEEDED, N0=x.N) * tenths / 10

    def pull(self, scale: Ball) -> Ball:
        """Ψ at a scale."""
        return self.envelope.formula(AT_SCALE, alpha=scale)

    def least(self, low: Ball, high: Ball) -> Ball:
        """A lower bound of Ψ on [low, high]: at an end where Ψ is monotone there, else on all of it."""
        rises = sign_on(lambda scale: self.envelope.formula(SLOPE, alpha=scale), low, high)
        if rises is None:
            return least_on(self.pull, low, high)
        return self.pull(low if rises else high)

    def hits(self, time: int) -> bool:
        """Whether the condition certainly holds at U = ``time``."""
        found = self.least(self.envelope.lower(time), self.envelope.upper(time))
        return self.doubts.certain(less(self.needed / self.double ** (2 * time), found))

    def past(self, time: int) -> bool:
        """Whether Ψ, beyond its maximum, is below what is needed, so that no later U can do."""
        low = self.envelope.lower(time)
        found = self.envelope.formula(AT_SCALE, alpha=low)
        grown = self.needed / self.double ** (2 * time)
        falling = positive(self.envelope.formula(SLOPE, alpha=low)) is False
        return (falling and less(found, grown) is True) or less(1, grown) is True

    def first(self, start: int) -> int | None:
        """A time ≥ ``start`` at which the condition holds, nearly the first; None if there is none.

        Raises ``Undecided`` where none is found for want of precision.
        """
        before, time = start - 1, start
        while not self.hits(time):
            if self.past(time) or time > LATEST:
                self.doubts.settle()
                return None
            before, time = time, time + 1 + time // 24
        while time - before > 1:
            middle = (before + time) // 2
            before, time = (before, middle) if self.hits(middle) else (middle, time)
        return time


def bound(scale_lr: Ball, x: Any, tenths: int = 10) -> int | None:
    """A natural number ≥ T, the waiting time counted from state ``x``; None if this claim gives none.

    ``scale_lr`` is h; ``x`` is a state of balls.  ``tenths``/10 alters the factor 2, to be refuted.  Raises
    ``Undecided`` where the balls do not tell.
    """
    earliest: int | None = 0
    with suppress(Undecided):  # then the search begins at 0
        earliest = lower_bound(scale_lr, x)
    if earliest is None:
        return None
    search = Search(scale_lr, x, tenths)
    applies = both(positive(search.double), positive(x.alpha))
    if applies is None:
        raise Undecided("whether the angle is below 45°, at a positive scale")
    return search.first(earliest if tenths == 10 else 0) if applies else None


def holds(run: Run, tenths: int = 10) -> Answer:
    """The onset is at most the bound; ``tenths``/10 alters the factor 2."""
    return onset_by(run, bound(run.h, run.state(0), tenths))


CLAIM = Claim(
    id="logistic.precursor",
    title="by when the direction has risen",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            *(lam > 0, z_low >= z_unit, HIGH >= alpha, z_high <= z_least),
            given=STARTS,
            throughout=[STILL],
            where=BESIDE,
        ),
        always(
            Gt(RISING_MARGIN, 0),
            given=[HIT_AT, *STARTS],
            throughout=[STILL],
            where=BESIDE,
        ),
        for_all(at_next(s) ** 2 > s**2, given=[lam > 0, Gt(RISING_MARGIN, 0)]),
        for_all(chi >= 0, given=[NEAR_FAR]),
    ),
    hypotheses=(
        below_45_degrees("At θ_0 ≥ π/4 the condition has no meaning.", "initial angle below 45°"),
        hypothesis(
            "the direction does not land exactly on target",
            "On target it stays for ever, whatever λ is.",
            (OFF_TARGET, s**2 > 0),
        ),
        positive_start("The condition needs Ψ(a) > 0 on an interval that contains α_t, so α_t > 0."),
        scale_rate_at_most_two("See logistic.scale-envelope."),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds,
            (Alteration("2 cos θ_0 becomes 1.8 cos θ_0", {"tenths": 9}),),
            lambda run: bound(run.h, run.state(0)) is not None,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
