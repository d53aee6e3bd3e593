"""Never rises: a norm above the knife edge keeps the direction falling for ever.

Statement
    Planar, θ_0 < π/4, m_0 = cos θ_0 − |sin θ_0| > 0, and K ≥ κ(x) for all x ≥ α_0 m_0.
    If K ≤ 2m_0²N_0, that is η/‖w_0‖² ≤ 2m_0²/K, then the direction does not rise at any t.
    K = max κ = κ(α*) serves for every α_0, and K = κ(α_0 m_0) where α_0 m_0 ≥ α*.
Hypotheses
    h > 0, α_0 > 0, θ_0 < π/4.
Source
    Extension; [1], abstract, has the knife edge.
Argument
    Suppose no step before t rises.  By logistic.active-margins both margins are at least m_0 at time t,
    so with x = m_0α_t and g = σ(−x): ⟨g⟩ ≤ g, and the chord of the convex σ is no steeper than its
    tangent at the near end, χ ≤ g(1 − g).  So λN = α(⟨g⟩ + αcχ) ≤ α(g + αg(1 − g)), and as m_0 ≤ 1,
    λNm_0² ≤ xg + x²g(1 − g) = κ(x) ≤ K, for the scale never falls and x ≥ m_0α_0.  With N ≥ N_0:
    λ ≤ K/(N_0m_0²) ≤ 2, and by square.rising-threshold step t does not rise either.
    As θ_0 → 0 the condition is N_0 ≥ max κ/2, which is the knife edge itself.
Not verified
    That κ ≤ K: for K = κ(α*) and K = κ(α_0m_0) ≤ κ(α*) this is logistic.knife-edge.
    The certificate speaks of runs with sin θ_t ≠ 0; on target nothing turns.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flint import ctx
from sympy import Ge, Gt, Symbol

from derivations.logistic.arguments import establish_slope
from derivations.logistic.before_onset import establish_before
from derivations.logistic.cone import establish_still
from derivations.logistic.kappa import KAPPA, at, kappa_maximum
from derivations.logistic.pulls import KAPPA_LEAST, LEAST_AT, LEAST_TIE, OFF_TARGET, establish_rate_above
from derivations.logistic.system import BEFORE, NEAREST
from derivations.narrate import main
from derivations.notation import N, alpha, at_start, c, lam, s, typeset
from derivations.proof import Proof, System
from derivations.square import rising_threshold
from derivations.square.no_rising_edge import GROWN
from derivations.square.rising_criterion import STAYS, rises
from derivations.square.system import UNIT_CIRCLE
from verifier.arithmetic.balls import Ball, Verdict, both, implies, less, less_equal, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import Alteration, Check, Claim, Hypothesis, Provenance, Run, Status

LARGEST = Symbol("K", real=True)
"""K, at least κ(x) for every x ≥ α_0 m_0."""
BELOW_LARGEST = Ge(LARGEST - KAPPA_LEAST, 0, evaluate=False)
OPEN = Gt(NEAREST, 0, evaluate=False)
EDGE = Ge(2 * NEAREST**2 * at_start(N) - LARGEST, 0, evaluate=False)
"""The norm is above the knife edge."""

QUIET = BEFORE.with_more(
    "quiet run before onset",
    state=LEAST_TIE,
    parameters=(LARGEST,),
    sigma=(LEAST_TIE,),
    instant=(LEAST_AT,),
    conditions=(BELOW_LARGEST,),
    initial=(OPEN, EDGE),
)
ANY = replace(QUIET, name="quiet run", guards=())
"""The same runs, of which it is not supposed that no step has risen."""
STEPS = 60
"""How many steps of a run a check looks at."""


def establish(proof: Proof, system: System) -> str:
    """Add: at every t, off target, the margin of a rise is not positive; ``system`` is ``QUIET``."""
    establish_before(proof, system)
    rate = establish_rate_above(proof, system)
    given = [OPEN, *rate.given, lam > 0, c > 0, GROWN, EDGE, BELOW_LARGEST, at_start(N) > 0]
    slow = proof.positive(
        f"{system.name}: λ at most 2",
        2 - lam,
        given=given,
        lemmas=[*rate.lemmas, rate.name],
        relations=rate.relations,
        multiplier=[at_start(N) > 0, OPEN, OPEN],
        terms=[
            (1, [EDGE], 1),
            (1, [BELOW_LARGEST], 1),
            (1, [proof.conclusions[rate.name]], 1),
            (1, [lam > 0, GROWN], NEAREST),
        ],
        cofactors=[0] * len(rate.relations),
        strict=False,
        because="So λ ≤ K/(Nm_0²) ≤ K/(N_0m_0²) ≤ 2.",
    )
    still = rising_threshold.establish_slow(proof)
    quiet = proof.positive(
        f"{system.name}: no step can rise",
        STAYS.rhs - STAYS.lhs,
        given=given,
        lemmas=[*rate.lemmas, rate.name, slow, still],
        relations=[*rate.relations, UNIT_CIRCLE],
        terms=[(1, [proof.conclusions[still]], 1)],
        strict=False,
        because="By square.rising-threshold the margin of a rise is not positive then.",
    )
    return proof.rule(
        "at-every-time", f"{system.name}: no step can rise, at any time", system,
        sequent=quiet, uses=[], assume=[OFF_TARGET],
        because="This holds at every time before which no step has risen,",
    )  # fmt: skip


def derive() -> Proof:
    """λ against κ at the near margin; then no step can be the first to rise."""
    proof = Proof(CLAIM.id)
    quiet, free = proof.system(QUIET), proof.system(ANY)
    still = establish(proof, quiet)
    never = proof.rule(
        "sustain", "the direction never rises", free, into=quiet.name, facts=[still],
        because="so no step is the first to rise: every run is one without a rise.",
    )  # fmt: skip
    falls = establish_still(proof)
    proof.conclude(still, never, falls, establish_slope(proof))
    return proof


def largest(x: Any) -> Ball:
    """The K of the statement from state ``x``: κ(α m), beyond α* its value there, else its maximum."""
    bits = ctx.prec
    place, most = kappa_maximum(bits)
    first = evaluate(alpha * (c - s), lambda name: getattr(x, name))
    return at(KAPPA, first) if less(place, first) is True else most


def never_rises(x: Any, slack: int = 1) -> Verdict:
    """Whether this claim shows that no step from state ``x`` on rises; ``slack`` multiplies 2m_0²N_0."""
    margin = x.c - x.s
    return both(positive(margin), less_equal(largest(x), slack * 2 * margin**2 * x.N))


def holds(run: Run, slack: int = 1) -> Verdict:
    """No rise at the first steps where the claim says so; ``slack`` multiplies 2m_0²N_0."""
    shown = never_rises(run.state(0), slack)
    if shown is not True:
        return True
    return both(*(implies(rises(run, time), False) for time in range(STEPS)))


CLAIM = Claim(
    id="logistic.never-rises",
    title="above the knife edge the direction never rises",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=(
        r"\kappa(x) \le K \text{ for all } x \ge \alpha_0 m_0,\ K \le 2 m_0^2 N_0 \implies "
        r"\sin^2\theta_{t+1} \le \sin^2\theta_t \text{ at every } t,\qquad "
        r"m_0 = \cos\theta_0 - |\sin\theta_0| > 0,\ \kappa(\alpha) = "
        + typeset(KAPPA)
    ),
    hypotheses=(
        Hypothesis(
            "a norm above the knife edge",
            r"K \le 2 m_0^2 N_0",
            "For α_0 = 2, η/‖w_0‖² = 4 and a small angle the first step rises: λ_0 is near κ(2)·4 > 2.6.",
        ),
        Hypothesis(
            "positive margins at the start",
            r"\theta_0 < \tfrac{\pi}{4}",
            "At 45° m_0 = 0, and the condition cannot hold.",
        ),
        Hypothesis("scale learning rate at most 2", r"h \le 2", "Not needed."),
    ),
    depends_on=(
        "logistic.active-margins",
        "logistic.sigmoid-bounds",
        "logistic.knife-edge",
        "square.rising-threshold",
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check("logistic", holds, (Alteration("2m_0²N_0 becomes 4m_0²N_0", {"slack": 2}),)),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
