"""Cone invariance: a run that starts aligned and with positive scale stays so.

Statement
    p_t > 0 and a_t > 0 for all t; p_t and N_t never decrease; a_t ≤ ā = max(a_0, 1).
Hypotheses
    Whitened data, η > 0, 0 < h ≤ 1, α_0 > 0, c_0 > 0.  The norm never decreases under no sign
    hypothesis at all, and a_t ≤ ā needs only 0 < h ≤ 1.
Source
    [1]; a lemma of the abstract's conditions.  The form is our derivation.
Argument
    Induction.  If c, a > 0 then λ = a/N > 0, so c' = (c + λs²)/k > 0, and a' is a weighted mean of
    a > 0 and c > 0.  The norm grows by the factor 1 + λ²s² ≥ 1.  In the coordinates (p, q, a), the same
    signs give p' = p + λq²/r ≥ p > 0.  Finally ā − a' is the weighted mean of ā − a ≥ 0 and ā − c,
    and ā ≥ 1 ≥ c.
Not verified
    Nothing.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Eq, Expr, Max, Rational, expand

from derivations.direction.cone import establish_cosine, establish_rate
from derivations.direction.monotone_norm import _not_below_its_start, establish_monotone_norm
from derivations.direction.norm_growth import GROWTH
from derivations.direction.system import UNIT_CIRCLE
from derivations.direction.update_maps import P_NEXT
from derivations.notation import N, a, abar, at_next, at_start, c, h, lam, p, q, r, s
from derivations.proof import Condition, Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square.model.hypotheses import positive_start, scale_rate_at_most_one, whitened
from derivations.square.model.system import ANY_TURN, LAMBDA, RUN, SCALE
from derivations.square.update_maps import LAMBDA as PLANE_LAMBDA
from derivations.square.update_maps import PLANE
from verifier.arithmetic.balls import Verdict, less_equal, positive, same
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status, every

CAP: tuple[Condition, ...] = (abar >= 1, abar >= at_start(a))
"""ā is any number that is at least a_0 and 1."""
CEILING = Eq(abar, Max(1, at_start(a)))
"""The least such ā, of which the statements speak."""
CAPPED = ANY_TURN.with_more("capped scale", parameters=(abar,), initial=CAP)
"""Every run, of which only the update of α is used."""
UNSIGNED = replace(RUN, name="unsigned run", conditions=(N > 0,), initial=())
"""The same, and without a condition on h."""
STEPS = 20
"""How many steps of an instance the numeric check looks at."""


def establish_rate_sign(proof: Proof, name: str) -> str:
    """Add λ > 0 where a > 0, as ``name``; returns it."""
    return proof.positive(
        name,
        lam,
        given=[a > 0, N > 0],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(1, [a > 0], 1)],
        because="The effective learning rate has the sign of the scale, as λN = a.",
    )


def establish_scale_sign(proof: Proof, name: str) -> str:
    """Add a' > 0 where c, a > 0, as ``name``; returns it."""
    return proof.positive(
        name,
        at_next(a),
        given=[a > 0, c > 0, h > 0, h <= 1],
        relations=[SCALE],
        terms=[(1, [h > 0, c > 0], 1), (1, [h <= 1, a > 0], 1)],
        because="a' = (1 − h)a + hc is a mean of two positive numbers.",
    )


def establish(proof: Proof, system: System) -> None:
    """Add c > 0, a > 0, λ > 0 as invariants of ``system`` (any system that extends ``RUN``)."""
    establish_rate_sign(proof, f"{system.name}: λ positive")
    cosine = establish_cosine(proof, system, [c > 0, a > 0, N > 0], [LAMBDA])
    scale = establish_scale_sign(proof, f"{system.name}: scale stays positive")
    proof.invariant(
        f"{system.name}: cone",
        system,
        {c > 0: (None, cosine), a > 0: (None, scale)},
        because="By induction c_t > 0 and a_t > 0 for all t.",
    )
    establish_rate(proof, system)


def establish_cap(proof: Proof, system: System) -> str:
    """Add a ≤ ā as an invariant of ``system``, which extends ``RUN`` and has ``CAP`` initially."""
    step = proof.positive(
        f"{system.name}: scale stays capped",
        abar - at_next(a),
        given=[a <= abar, abar >= 1, h > 0, h <= 1],
        relations=[SCALE, UNIT_CIRCLE],
        terms=[
            (1, [h <= 1, a <= abar], 1),
            (1, [h > 0, abar >= 1], 1),
            (Rational(1, 2), [h > 0], 1 - c),
            (Rational(1, 2), [h > 0], s),
        ],
        strict=False,
        because="ā − a' = (1 − h)(ā − a) + h(ā − 1) + h(1 − c), and 1 − c = ½(1 − c)² + ½s².",
    )
    return proof.invariant(
        f"{system.name}: cap", system, {a <= abar: (None, step)}, because="So a_t ≤ ā for all t."
    )


def derive() -> Proof:
    """The cone in polar form, the cap, and the monotone quantities; p in the plane's coordinates."""
    proof = Proof(CLAIM.id)
    establish(proof, proof.system(RUN))
    proof.say("Of the two signs at the start, neither the cap nor the norm needs any:")
    cap = establish_cap(proof, proof.system(CAPPED))
    norm = establish_monotone_norm(proof, proof.system(UNSIGNED))
    proof.conclude("run: cone", "run: λ", cap, *norm, *_aligned_part(proof))
    return proof


def _aligned_part(proof: Proof) -> tuple[str, ...]:
    """p and a stay positive and p never decreases, for the update maps themselves."""
    start = (at_start(p) > 0, at_start(a) > 0)
    system = proof.system(PLANE.with_more("plane", initial=start))
    move_p, _, move_a = system.relations
    rate = proof.positive(
        "plane: λ positive",
        lam,
        given=[a > 0, r > 0],
        relations=[PLANE_LAMBDA],
        multiplier=[r > 0, r > 0],
        terms=[(1, [a > 0], 1)],
        because="In the coordinates (p, q, a): λr² = a > 0.",
    )
    rises = proof.positive(
        "plane: p never falls",
        at_next(p) - p,
        given=[a > 0, r > 0],
        lemmas=[rate],
        relations=[PLANE_LAMBDA, move_p],
        multiplier=[r > 0],
        terms=[(1, [lam > 0], q)],
        strict=False,
        because="r(p' − p) = λq² ≥ 0.",
    )
    p_stays = proof.positive(
        "plane: p stays positive",
        at_next(p),
        given=[p > 0, a > 0, r > 0],
        lemmas=[rises],
        relations=[PLANE_LAMBDA, move_p],
        terms=[(1, [p > 0], 1), (1, [at_next(p) - p >= 0], 1)],
        because="So p' ≥ p > 0.",
    )
    a_stays = proof.positive(
        "plane: a stays positive",
        at_next(a),
        given=[p > 0, a > 0, r > 0, h > 0, h <= 1],
        relations=[move_a],
        multiplier=[r > 0],
        terms=[(1, [h > 0, p > 0], 1), (1, [h <= 1, a > 0, r > 0], 1)],
        because="r·a' = (1 − h)ra + hp > 0.",
    )
    cone = proof.invariant(
        "plane: cone", system, {p > 0: (None, p_stays), a > 0: (None, a_stays)},
        because="By induction p_t > 0 and a_t > 0 for all t.",
    )  # fmt: skip
    return cone, rises, _not_below_its_start(proof, system, p, rises)


GAINS: tuple[Expr, ...] = (P_NEXT - p, expand(N * GROWTH - N))
"""p' − p and N' − N, whose sign is decided where the difference of two balls is not."""


def holds(run: Run, cap: str = "max") -> Answer:
    """Every part of the statement on the first steps; ``cap`` "start" replaces ā by a_0.

    p and a are looked at from t = 1 on: their signs at t = 0 are hypotheses.
    """
    x = run.state(0)
    highest = x.a if cap == "start" else run.evaluate(Max(at_start(a), 1))
    verdicts: list[Verdict] = []
    for step in range(1, STEPS):
        before, x = x, run.state(step)
        verdicts += [positive(x.p), positive(x.a), less_equal(x.a, highest)]
        gains = [run.evaluate(gain, step - 1) for gain in GAINS]
        verdicts += [less_equal(0 * gain, gain) for gain in gains]
        verdicts += [same(before.p + gains[0], x.p), same(before.N + gains[1], x.N)]
    return every(*verdicts)


CLAIM = Claim(
    id="square.cone-invariance",
    title="aligned runs stay aligned",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        always(p > 0, a > 0),
        always(c > 0, lam > 0),
        for_all(at_next(p) >= p, given=[a > 0]),
        for_all(at_next(N) >= N),
        always(p >= at_start(p), N >= at_start(N)),
        always(a <= abar, where=[CEILING]),
    ),
    hypotheses=(
        scale_rate_at_most_one(
            "needed for a > 0: h = 3/2, a_0 = 2, cos θ_0 = 3/5 gives a_1 = −1/10; and for the cap: "
            "h = 2, a_0 = 1/10, cos θ_0 = 4/5 gives a_1 = 3/2.  Not needed for N"
        ),
        positive_start(
            "needed for p: a_0 = −1, N_0 = 1, cos θ_0 = 3/5 gives p_1 = −1/25.  a_0 = 0 does no harm, "
            "as then a_1 = h cos θ_0 > 0.  Not needed for N, nor for the cap"
        ),
        hypothesis(
            "initial angle below a right angle",
            "needed for a: h = 1, a_0 = N_0 = 1, cos θ_0 = −3/5 gives a_1 = −3/5.  Not needed for N, "
            "nor for the cap",
            (at_start(c) > 0, at_start(p) > 0),
        ),
        whitened(
            "needed for N: in the counterexample of square.norm-growth it falls from 25 to 2197/125; and "
            "for p: for Σ = diag(1, 100), b = (1, 1), w = (1, 3/40), α = 1, η = 5/8 one step takes "
            "⟨b, w⟩ from 43/40 to −849/1000.  Not needed for the cap"
        ),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "run",
            holds,
            (
                Alteration("h > 1", {}, frozenset({"h <= 1"})),
                Alteration("a_0 < 0", {}, frozenset({"a0 > 0"})),
                Alteration("c_0 < 0", {}, frozenset({"c0 > 0"})),
                Alteration("ā becomes a_0", {"cap": "start"}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
