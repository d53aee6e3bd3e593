"""Never rises: below the knife edge the direction falls for ever.

Statement
    Planar, 0 < θ_0 < π/4, m_0 = cos θ_0 − |sin θ_0| > 0.  If κ(m_0α_t) ≤ K ≤ 2m_0²N_0 at every t, then the
    direction does not rise at any t.  K = 3293/5000 bounds κ everywhere: η/‖w_0‖² ≤ 3.0367 m_0² is enough.
Hypotheses
    h > 0, of any size, α_0 > 0, 0 < θ_0 < π/4.
Source
    Extension; [1], abstract, has the knife edge.
Argument
    Suppose no step before t rises.  By logistic.active-margins both margins are at least m_0 at time t,
    so with x = m_0α_t and g = σ(−x): ⟨g⟩ ≤ g, and the chord of the convex σ is no steeper than its
    tangent at the near end, χ ≤ g(1 − g).  So λN = α(⟨g⟩ + αcχ) ≤ α(g + αg(1 − g)), and as m_0 ≤ 1,
    λNm_0² ≤ xg + x²g(1 − g) = κ(x) ≤ K, for the scale never falls and x ≥ m_0α_0.  With N ≥ N_0:
    λ ≤ K/(N_0m_0²) ≤ 2, and by the rising threshold step t does not rise either.
    As θ_0 → 0 the condition is N_0 ≥ max κ/2, which is the knife edge itself.  That κ ≤ 3293/5000 is in
    the certificate (derivations.sigmoid.kappa_ceiling); the least such K, max κ = 0.65851…, is enclosed
    by logistic.knife-edge.
Not verified
    That a step from the target, sin θ_t = 0, does not turn: the certificate excludes a rise at the times
    with sin θ_t ≠ 0.  ``holds`` and the engine also take K = κ(α_0m_0) beyond the maximum of κ, since
    α_t ≥ α_0 up to the first rise by logistic.active-margins; that step is not in the certificate.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Eq, Expr, Ge, Gt

from derivations.direction import rising_threshold
from derivations.direction.monotone_norm import GROWN
from derivations.direction.rising_criterion import STILL, rises
from derivations.direction.system import UNIT_CIRCLE
from derivations.logistic.lemmas.arguments import establish_slope
from derivations.logistic.lemmas.before_onset import establish_before
from derivations.logistic.lemmas.cone import establish_no_rise
from derivations.logistic.lemmas.pulls import (
    KAPPA_LEAST,
    LEAST_AT,
    LEAST_TIE,
    OFF_TARGET,
    establish_rate_above,
    z_least,
)
from derivations.logistic.model.hypotheses import any_scale_rate, below_45_degrees, positive_start
from derivations.logistic.model.system import ANGLE, BEFORE, CIRCLE, NEAR_FAR, NEAREST, chi
from derivations.notation import N, alpha, at_next, at_start, c, lam, s, symbol
from derivations.proof import Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all, so_far
from derivations.sigmoid.kappa import KAPPA, at, peak
from derivations.sigmoid.kappa_ceiling import CEILING, establish_ceiling
from verifier.arithmetic.balls import Ball, Verdict, both, less, less_equal, positive
from verifier.arithmetic.evaluate import evaluate
from verifier.claim import (
    Alteration,
    Answer,
    Check,
    Claim,
    Hypothesis,
    Provenance,
    Run,
    Status,
    given,
    never,
)

LARGEST = symbol("K", "K", "K", "at least κ(x) for every x ≥ α_0 m_0")
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
CERTAIN = replace(
    QUIET,
    name="certain run before onset",
    conditions=BEFORE.conditions,
    initial=(*QUIET.initial, LARGEST >= CEILING),
)
"""The same with K ≥ 3293/5000 at the start in place of K ≥ κ(m_0α) at every state."""
STEPS = 60
"""How many steps of a run a check looks at."""


def establish(proof: Proof, system: System) -> str:
    """Add: at every t, off target, the margin of a rise is not positive.

    ``system`` is ``QUIET`` or ``CERTAIN``.
    """
    establish_before(proof, system)
    rate = establish_rate_above(proof, system)
    if BELOW_LARGEST not in system.conditions:
        _establish_below(proof, system)
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
    still = "no rise up to λ = 2"
    if still not in proof.conclusions:
        rising_threshold.establish_slow(proof)
    quiet = proof.positive(
        f"{system.name}: no step can rise",
        STILL.lhs,
        given=given,
        lemmas=[*rate.lemmas, rate.name, slow, still],
        relations=[*rate.relations, UNIT_CIRCLE],
        terms=[(1, [proof.conclusions[still]], s)],
        strict=False,
        because="By the rising threshold the rising margin is not positive then.",
    )
    return proof.rule(
        "at-every-time", f"{system.name}: no step can rise, at any time", system,
        sequent=quiet, uses=[], assume=[OFF_TARGET],
        because="This holds at every time before which no step has risen,",
    )  # fmt: skip


def _establish_below(proof: Proof, system: System) -> None:
    """Add K ≥ κ(m_0α), as κ is at most 3293/5000 everywhere."""
    ceiling = establish_ceiling(proof, LEAST_TIE)
    high, reached = LARGEST >= CEILING, Ge(-z_least, 0, evaluate=False)
    below = proof.positive(
        f"{system.name}: κ at most K",
        BELOW_LARGEST.lhs,
        given=[high, reached],
        lemmas=[ceiling],
        terms=[(1, [high], 1), (1, [proof.conclusions[ceiling]], 1)],
        strict=False,
        because="So any K from there on will do.",
    )
    proof.rule("consequence", f"{below}, always", system, sequents=[below])


def derive() -> Proof:
    """λ against κ at the least margin; then no step can be the first to rise."""
    proof = Proof(CLAIM.id)
    for before in (QUIET, CERTAIN):
        name = before.name.removesuffix(" before onset")
        guarded, free = proof.system(before), proof.system(replace(before, name=name, guards=()))
        still = establish(proof, guarded)
        without = proof.rule(
            "sustain", f"{name}: no first rise", free, into=guarded.name, facts=[still],
            because="so no step is the first to rise: every run is one without a rise.",
        )  # fmt: skip
        signs = [
            proof.rule(
                "carry", f"{name}: {what}", free, part=without, fact=f"{guarded.name}: {what}",
                because="What holds before a first rise holds always, as there is none.",
            )
            for what in ("λ", "scale above its start")
        ]
        step = proof.rule(
            "carry", f"{name}: no step rises", free, part=without, fact=None, because="No step rises,"
        )
        never = proof.rule(
            "at-every-step", f"{name}: the direction never rises", free, assume=[OFF_TARGET],
            facts=[signs[0], step], sequents=[establish_no_rise(proof)],
            because="and so sin²θ never grows.",
        )  # fmt: skip
        proof.conclude(*signs, never)
    proof.conclude(establish_slope(proof))
    return proof


_FIRST_ARGUMENT: Expr = alpha * (c - s)
"""αm."""


def largest(x: Any) -> Ball:
    """The least K from state ``x``: κ(αm_0) where that is beyond α*, else max κ; both where undecided."""
    place, most = peak(x.alpha)
    first = evaluate(_FIRST_ARGUMENT, lambda name: getattr(x, name))
    beyond = less(place, first)
    if beyond is None:
        return at(KAPPA, first).union(most)
    return at(KAPPA, first) if beyond else most


def never_rises(x: Any, slack: int = 1) -> Verdict:
    """Whether this claim shows that no step from state ``x`` on rises; ``slack`` multiplies 2m_0²N_0."""
    margin = x.c - x.s
    return both(positive(margin), less_equal(largest(x), slack * 2 * margin**2 * x.N))


def holds(run: Run, slack: int = 1) -> Answer:
    """No rise at the first steps where the claim says so; ``slack`` multiplies 2m_0²N_0."""
    shown = never_rises(run.state(0), slack)
    return given(shown, lambda: never(rises(run, time) for time in range(STEPS)))


CLAIM = Claim(
    id="logistic.never-rises",
    title="below the knife edge the direction never rises, from a small angle",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            *(lam > 0, alpha >= at_start(alpha)),
            given=[*ANGLE, OPEN],
            throughout=[OFF_TARGET, BELOW_LARGEST],
            where=[CIRCLE, Eq(z_least, -alpha * NEAREST)],
        ),
        so_far(
            at_next(s) ** 2 <= s**2,
            given=[OFF_TARGET, *ANGLE, OPEN],
            throughout=[BELOW_LARGEST],
            where=[CIRCLE, Eq(z_least, -alpha * NEAREST)],
        ),
        always(
            *(lam > 0, alpha >= at_start(alpha)),
            given=[*ANGLE, OPEN, LARGEST >= CEILING],
            throughout=[OFF_TARGET],
            where=[CIRCLE, Eq(z_least, -alpha * NEAREST)],
        ),
        so_far(
            at_next(s) ** 2 <= s**2,
            given=[OFF_TARGET, *ANGLE, OPEN, LARGEST >= CEILING],
            where=[CIRCLE, Eq(z_least, -alpha * NEAREST)],
        ),
        for_all(chi >= 0, given=[NEAR_FAR]),
    ),
    hypotheses=(
        hypothesis(
            "a norm above the knife edge",
            "For α_0 = 2, η/‖w_0‖² = 4 and a small angle the first step rises: λ_0 is near κ(2)·4 > 2.6.",
            (EDGE,),
        ),
        below_45_degrees(
            "At 45° m_0 = 0, and the condition cannot hold.",
            "positive margins at the start",
        ),
        Hypothesis(
            "K above κ",
            r"K \ge \kappa(x)",
            "By definition; 3293/5000 is such a K, and logistic.knife-edge has the least one.",
                    ),
        positive_start("For α_0 < 0 and a small angle the direction rises at step 0, as λ < 0."),
        any_scale_rate(
            "At h = 0 the scale stands still, and the proof says the same; a rate below 0 is none."
        ),
        Hypothesis(
            "off target", r"\sin\theta_t \ne 0", "Not needed: from the target no step turns the direction."
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "logistic",
            holds,
            (Alteration("2m_0²N_0 becomes 4m_0²N_0", {"slack": 2}),),
            lambda run: never_rises(run.state(0)) is True,
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
