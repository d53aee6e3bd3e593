"""The angle map: where one step turns the direction.

Statement
    With k = √(1 + λ² sin²θ): cos θ' = (cos θ + λ sin²θ)/k and sin θ' = sin θ(1 − λ cos θ)/k, so
    tan θ' = sin θ(1 − λ cos θ)/(cos θ + λ sin²θ) where the denominator is not 0.  sin θ is signed:
    it changes sign when the step crosses the target direction, which is when λ cos θ > 1.
Hypotheses
    Whitened data, ρ > 0, η > 0, w ≠ 0.  No sign of α, cos θ or λ is needed.
Source
    A lemma of the onset conditions of [1]; our derivation.
Argument
    By square.update-maps p' = p + λq²/r and q' = q(1 − λp/r), where p = r cos θ and q = r sin θ.  Then
    p'² + q'² = r²(1 + λ² sin²θ) = (kr)², and kr > 0, so the new radius is r' = kr: square.norm-growth
    again, in the plane.  Divide p' and q' by it.
Not verified
    Nothing.
"""

from __future__ import annotations

from sympy import Eq, Expr, sqrt

from derivations.direction.angle_map import COS_NEXT, SIN_NEXT
from derivations.direction.norm_growth import GROWTH
from derivations.direction.update_maps import P_NEXT, Q_NEXT
from derivations.notation import at_next, c, k, lam, p, q, r, s
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, for_all
from derivations.square.model.descent import step_relation
from derivations.square.model.hypotheses import nonzero_weights, whitened
from verifier.arithmetic.balls import same
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Run, Status, every

TAN_NEXT: Expr = SIN_NEXT / COS_NEXT

POLAR = {p: p - r * c, q: q - r * s}
"""p = r cos θ and q = r sin θ."""


def derive() -> Proof:
    """Find the new radius, then divide by it."""
    proof = Proof(CLAIM.id)
    proof.say("The update maps:", Eq(at_next(p), P_NEXT), Eq(at_next(q), Q_NEXT))
    step = {at_next(x): step_relation(x, after) for x, after in ((p, P_NEXT), (q, Q_NEXT))}
    root = {k: k**2 - GROWTH, s: c**2 + s**2 - 1}
    radius = identity_by_elimination(
        proof,
        "new radius",
        (k * r) ** 2,
        at_next(p) ** 2 + at_next(q) ** 2,
        step | POLAR | root,
        given=[r > 0],
        because="With p = r cos θ and q = r sin θ, the square of kr is p'² + q'².",
    )
    positive = proof.positive(
        "new radius is positive", k * r, given=[k > 0, r > 0], terms=[(1, [k > 0, r > 0], 1)],
        because="As kr > 0, it is the new radius: r' = kr.",
    )  # fmt: skip
    coordinates = (
        ("cosine", at_next(c), at_next(p), k * COS_NEXT),
        ("sine", at_next(s), at_next(q), k * SIN_NEXT),
    )
    maps = [
        identity_by_elimination(
            proof,
            f"{name} after a step",
            k * ratio,
            formula,
            {ratio: k * r * ratio - coordinate} | step | POLAR,
            given=[r > 0],
            because=f"The new {name} is the new coordinate divided by r' = kr.",
        )
        for name, ratio, coordinate, formula in coordinates
    ]
    tangent = identity_by_elimination(
        proof,
        "tangent after a step",
        at_next(s) * k * COS_NEXT,
        at_next(c) * k * SIN_NEXT,
        {at_next(s): k * at_next(s) - k * SIN_NEXT, at_next(c): k * at_next(c) - k * COS_NEXT},
        given=[k > 0],
        because="The quotient of the two is the tangent; k cancels.",
    )
    circle = identity_by_elimination(
        proof,
        "the new pair is an angle",
        at_next(c) ** 2 + at_next(s) ** 2,
        r**0,
        {at_next(s): k * at_next(s) - k * SIN_NEXT, at_next(c): k * at_next(c) - k * COS_NEXT} | root,
        given=[k > 0],
        because="Check: cos²θ' + sin²θ' = 1.",
    )
    proof.conclude(radius, positive, *maps, tangent, circle)
    return proof


def holds(run: Run, towards: int = 1) -> Answer:
    """Steps 0 and 1 of the run, iterated in (p, q, a); ``towards`` multiplies λs² in cos θ'."""
    altered = COS_NEXT + (towards - 1) * lam * s**2 / k
    verdicts = []
    for t in (0, 1):
        sine = run.evaluate(SIN_NEXT, t)
        verdicts += [
            same(run.state(t + 1).c, run.evaluate(altered, t)),
            same(run.state(t + 1).s, abs(sine)),
        ]
    return every(*verdicts)


CLAIM = Claim(
    id="square.angle-map",
    title="where one step turns the direction",
    provenance=Provenance.STEP,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(
            Eq(at_next(c), COS_NEXT, evaluate=False),
            Eq(at_next(s), SIN_NEXT, evaluate=False),
            Eq(k**2 * r**2, at_next(p) ** 2 + at_next(q) ** 2),
            k * r > 0,
            where=[
                *(Eq(c, p / r), Eq(s, q / r), Eq(at_next(c), at_next(p) / (k * r))),
                *(Eq(at_next(s), at_next(q) / (k * r)), Eq(k, sqrt(GROWTH))),
            ],
        ),
        for_all(
            Eq(at_next(s) * (c + lam * s**2), at_next(c) * (1 - lam * c) * s, evaluate=False),
            Eq(at_next(c) ** 2 + at_next(s) ** 2, 1),
        ),
    ),
    hypotheses=(
        whitened(
            "needed: for Σ = diag(1, 4), b = (1, 0), η = 1, w = (3, 2), α = 5, in the Σ-inner product, "
            "tan θ' is 52/91 and not 88/91"
        ),
        nonzero_weights("needed: w = 0 has no direction"),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(Check("run", holds, (Alteration("the turn λ sin²θ is dropped", {"towards": 0}),)),),
)

if __name__ == "__main__":
    main(CLAIM)
