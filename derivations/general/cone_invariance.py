"""Cone invariance on data that are not whitened: a gentle step does not turn w past a right angle.

Statement
    If cos θ > 0, λ > 0 and λ(L − ℓ)cos θ < 4, then cos θ' > 0.  So as long as each step is that gentle,
    c_t, a_t, λ_t > 0.  The Euclidean norm never falls, and a_t ≤ ā = max(a_0, 1), under no such condition.
Hypotheses
    Σ ≻ 0 with eigenvalues from ℓ to L, η > 0, 0 < h ≤ 1, α_0 > 0, c_0 > 0.
Source
    Our own.  For Σ = I it is square.cone-invariance: then L = ℓ, and every step is gentle.
Argument
    √(N'/N)·c' = c + λ(cB + A) = ¼c(4 − λ(L − ℓ)c) + λ(A − ℓs² + cB + ¼c²(L − ℓ)) + λℓs², where the second
    bracket is not negative by general.update-map.  With c > 0 the scale stays positive, as a mean of a > 0
    and c > 0.  A rise needs λLc > 2, so a run is gentle for some time after it has begun to rise.
Not verified
    Nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Ge, Gt, Max, Rational

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.model.checked import SLACK
from derivations.general.model.hypotheses import definite
from derivations.general.model.system import COSINE, LENGTH, MIDDLE, RUN, SEEN, L, X, ell
from derivations.general.rising_threshold import NOT_NEGATIVE, SLOW, establish_pull
from derivations.notation import N, a, abar, at_next, at_start, c, k, lam, s
from derivations.proof import Proof, System
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square.cone_invariance import (
    CAPPED,
    CEILING,
    establish_cap,
    establish_rate_sign,
    establish_scale_sign,
)
from derivations.square.model.hypotheses import aligned_start, positive_scale, scale_rate_at_most_one
from derivations.square.model.system import LAMBDA
from verifier.arithmetic.balls import both, less_equal, positive
from verifier.claim import Alteration, Answer, Check, Claim, Hypothesis, Provenance, Status, every, given

QUARTER = Rational(1, 4)
STEPS = 8
"""How many steps of a run a check looks at."""
GENTLE = Gt(4 - lam * (L - ell) * c, 0, evaluate=False)
LONGER = Ge(X - at_start(X), 0, evaluate=False)
"""The Euclidean norm is at least what it was at the start."""
GENTLE_RUN = RUN.with_more("gentle run", guards=(GENTLE,))
UNSIGNED = replace(RUN, name="unsigned run", conditions=(N > 0, ell > 0, SEEN), initial=())
"""Every run, whatever its signs, of which little is used."""


def establish_rate(proof: Proof) -> str:
    """Add λ > 0 where a > 0, once a proof; returns the step's name."""
    if (name := "λ positive") in proof.conclusions:
        return name
    return establish_rate_sign(proof, name)


def establish_cosine(proof: Proof) -> str:
    """Add c' > 0 where c, a > 0 and the step is gentle, once a proof; returns the step's name."""
    if (name := "cosine stays positive") in proof.conclusions:
        return name
    return proof.positive(
        name,
        at_next(c),
        given=[c > 0, a > 0, N > 0, k > 0, ell > 0, MIDDLE, GENTLE],
        lemmas=[establish_rate(proof)],
        relations=[LAMBDA, COSINE],
        multiplier=[k > 0],
        terms=[(QUARTER, [c > 0, GENTLE], 1), (1, [lam > 0, MIDDLE], 1), (1, [lam > 0, ell > 0], s)],
        because="k·c' = ¼c(4 − λ(L − ℓ)c) + λ(A − ℓs² + cB + ¼c²(L − ℓ)) + λℓs² > 0.",
    )


def establish_scale(proof: Proof) -> str:
    """Add a' > 0 where c, a > 0, once a proof; returns the step's name."""
    if (name := "scale stays positive") in proof.conclusions:
        return name
    return establish_scale_sign(proof, name)


def establish_gentle(proof: Proof) -> str:
    """Add that a step with λL ≤ 2 is gentle, once a proof; returns the step's name."""
    if (name := "up to λL = 2 a step is gentle") in proof.conclusions:
        return name
    return proof.positive(
        name,
        GENTLE.lhs,
        given=[c > 0, a > 0, N > 0, ell > 0, SLOW],
        lemmas=[establish_rate(proof)],
        relations=[UNIT_CIRCLE, LAMBDA],
        terms=[
            (1, [SLOW, c > 0], 1),
            (1, [lam > 0, ell > 0, c > 0], 1),
            (1, [], 1 - c),
            (1, [], s),
            (2, [], 1),
        ],
        because="4 − λ(L − ℓ)c = (2 − λL)c + λℓc + 2(1 − c) + 2.",
    )


def establish_length(proof: Proof, system: System) -> str:
    """Add X ≥ X_0 as an invariant of ``system``; returns its name."""
    start = proof.identity(
        f"{system.name}: Euclidean norm at the start", X, at_start(X), relations=[X - at_start(X)],
        because="At time 0 this is an equality.",
    )  # fmt: skip
    step = proof.positive(
        f"{system.name}: Euclidean norm stays above its start",
        at_next(X) - at_start(X),
        given=[N > 0, ell > 0, SEEN, LONGER],
        lemmas=[establish_pull(proof)],
        relations=[LENGTH],
        terms=[(1, [N > 0, NOT_NEGATIVE], lam), (1, [LONGER], 1)],
        strict=False,
        because="The Euclidean norm never falls: X' = X + λ²NA, and A ≥ 0.",
    )
    return proof.invariant(
        f"{system.name}: Euclidean norm", system, {LONGER: (start, step)},
        because="Hence X_t ≥ X_0 for all t.",
    )  # fmt: skip


def establish_cone(proof: Proof, system: System) -> tuple[str, str]:
    """Add c, a > 0 and λ > 0 as invariants of ``system``, whose steps are gentle; returns their names."""
    name, cosine, scale = system.name, establish_cosine(proof), establish_scale(proof)
    cone = proof.invariant(
        f"{name}: cone", system, {c > 0: (None, cosine), a > 0: (None, scale)},
        because="By induction c_t > 0 and a_t > 0, as long as each step is gentle.",
    )  # fmt: skip
    rate = proof.rule(
        "consequence", f"{name}: λ", system, sequents=[establish_rate(proof)], because="Hence λ_t > 0.",
    )  # fmt: skip
    return cone, rate


def derive() -> Proof:
    """One step; then the cone along gentle runs, and what needs no sign."""
    proof = Proof(CLAIM.id)
    cosine = establish_cosine(proof)
    cone, rate = establish_cone(proof, proof.system(GENTLE_RUN))
    proof.say("Of the two signs at the start, neither the cap nor the Euclidean norm needs any:")
    unsigned = proof.system(UNSIGNED)
    capped = proof.system(CAPPED)
    proof.conclude(cosine, cone, rate, establish_length(proof, unsigned), establish_cap(proof, capped))
    return proof


def holds(run: Any, limit: int = 4) -> Answer:
    """One step after the other: while cos θ, a > 0 and λ(L − ℓ)cos θ < ``limit``, both stay so."""

    def step(t: int) -> Answer:
        gentle = positive(run.evaluate(GENTLE.lhs + limit - 4, t))
        premise = both(gentle, positive(run.evaluate(c, t)), positive(run.evaluate(a, t)))
        return given(premise, lambda: both(*(positive(run.evaluate(x, t + 1)) for x in (c, a))))

    return every(*map(step, range(STEPS)))


def holds_unsigned(run: Any, euclidean: bool = True, cap: str = "max") -> Answer:
    """X never falls and a ≤ ā; without ``euclidean`` it is said of N, and ``cap`` "start" makes ā a_0."""
    norm, most = X if euclidean else N, Max(1, at_start(a)) if cap == "max" else at_start(a)
    gains = (at_next(norm) - norm + SLACK, most - at_next(a) + SLACK)
    return every(*(less_equal(0, run.evaluate(gain, t)) for t in range(STEPS) for gain in gains))


CLAIM = Claim(
    id="general.cone-invariance",
    title="any covariance: aligned runs stay aligned while their steps are gentle",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(at_next(c) > 0, given=[c > 0, a > 0, GENTLE]),
        always(c > 0, a > 0, lam > 0, throughout=[GENTLE]),
        always(X >= at_start(X)),
        always(a <= abar, where=[CEILING]),
    ),
    hypotheses=(
        definite("needed: see the counterexample of general.update-map, through which it enters"),
        Hypothesis(
            "gentle steps",
            r"\lambda(L - \ell)\cos\theta < 4",
            "Needed, and 4 is nearly reached: at Σ = diag(1, 10⁴), ŵ = (11/61, 3/305), u = (60/61, "
            "11/6100) and "
            "λ = 122793/104926640, where λ(L − ℓ)cos θ < 21/5, cos θ' = 0.",
        ),
        scale_rate_at_most_one(
            "needed for a > 0: for Σ = I, h = 3/2, a_0 = 2, cos θ_0 = 3/5 gives a_1 = −1/10; and for the "
            "cap: h = 2, a_0 = 1/10, cos θ_0 = 4/5 gives a_1 = 3/2.  Not needed for X"
        ),
        positive_scale(
            "needed for c: for Σ = I, (cos θ, sin θ, λ) = (3/5, 4/5, −2) gives k cos θ' = −17/25.  Not "
            "needed for X, nor for the cap"
        ),
        aligned_start(
            "needed for a: for Σ = I, h = 1, a_0 = N_0 = 1, cos θ_0 = −3/5 gives a_1 = −3/5.  Not needed "
            "for X, nor for the cap"
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "covariance",
            holds,
            (
                Alteration("4 becomes 40", {"limit": 40}),
                Alteration("h > 1", {}, frozenset({"h <= 1"})),
            ),
        ),
        Check(
            "covariance",
            holds_unsigned,
            (
                Alteration("the norm of the data never falls", {"euclidean": False}),
                Alteration("ā becomes a_0", {"cap": "start"}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
