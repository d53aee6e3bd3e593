"""The update maps: gradient descent closes in the three numbers (p, q, a).

Statement
    One step of gradient descent on the whitened square loss is, with r = √(p² + q²) and λ = a/r²,
    p' = p + λq²/r, q' = q(1 − λp/r), a' = (1 − h)a + hp/r.  The plane span{w_0, u} is invariant: every
    component of w orthogonal to u is multiplied by the same 1 − λp/r, and one that is 0 stays 0.
Hypotheses
    Whitened data (Σ = I), ρ > 0, η > 0, w_t ≠ 0 (square.norm-growth: w_0 ≠ 0 is enough).  If Σ is only
    the projection on the span of the data, a component of w outside the span never moves and never
    enters: then w is its component inside.
Source
    [1], abstract and public descriptions state a closed form; this form is our derivation.
Argument
    Let ℓ = √η ρ be the unit of w, and write w = ℓ(p·u + q·v) with b = ρu and v ⊥ u a unit vector,
    α = ρa and ‖w‖ = ℓr.  Insert the gradients of square.gradients into w' = w − η ∂R/∂w and
    α' = α − h ∂R/∂α and read off the components along u, along v and along any third direction.  The
    component along the third stays 0, and the others are the maps above; so, by induction,
    w_t = ℓ(p_t u + q_t v) and α_t = ρa_t at all times, whatever the dimension.  The numeric engine
    carries e = 1 − a in place of a, because a is close to 1 when it matters; it is the same map.
Not verified
    The certificate assumes the gradient along u, v and a third direction, and in α (square.gradients), and
    the rule w' = w − η∂R/∂w, α' = α − h∂R/∂α; the rest are identities after clearing r, ρ, ℓ > 0.
"""

from __future__ import annotations

from sympy import Eq, Expr, expand, simplify

from derivations.direction.data import numerator, w_v
from derivations.direction.update_maps import P_NEXT, Q_NEXT
from derivations.notation import N, a, alpha, at_next, at_start, c, e, eta, h, lam, p, q, r, rho
from derivations.proof import Proof, System
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square.model.descent import (
    AFTER,
    DESCENT,
    GRADIENT,
    GRADIENTS,
    LENGTH,
    SLOPES,
    UNIT,
    along,
    ell,
    step_relation,
    w_o,
    w_q,
    w_u,
)
from derivations.square.model.hypotheses import nonzero_weights, some_signal, whitened
from derivations.square.model.risk import Sample, b_v
from verifier.arithmetic.balls import ball, same
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status, every

A_NEXT: Expr = (1 - h) * a + h * p / r
A_NEXT_POLAR: Expr = A_NEXT.subs(p, r * c)
EFFECTIVE_LR: Expr = a / N
E_NEXT: Expr = (1 - h) * e + h * q**2 / (r * (r + p))
"""1 − a', free of cancellation: 1 − p/r = q²/(r(r + p))."""

MAP: dict[Expr, Expr] = {p: P_NEXT, q: Q_NEXT, a: A_NEXT}
RADIUS: Expr = r**2 - p**2 - q**2
LAMBDA: Expr = lam * r**2 - a
PLANE = System(
    name="plane",
    state=(p, q, a, r, lam),
    parameters=(h,),
    conditions=(h > 0, h <= 1, r > 0),
    instant=(RADIUS, LAMBDA),
    relations=tuple(step_relation(variable, after) for variable, after in MAP.items()),
    tracked=(p, q, a),
)
"""Every run of the update maps."""

WHITENED = (r > 0, *PLANE.instant, *PLANE.relations)
"""What the symbols of the plane mean; its maps are those of whitened data."""

DICTIONARY: dict[Expr, Expr] = {w_u: ell * p, w_q: ell * q, w_o: 0 * ell, alpha: rho * a}
"""Gradient descent in terms of the update maps."""
STARTS = {x: at_start(x) for x in (p, q, a)}
EQUATIONS: dict[Expr, Expr] = {w: w - meaning for w, meaning in DICTIONARY.items()}
BOTH = DESCENT.with_more(
    "descent and maps",
    state=(p, q, a, lam),
    instant=(LAMBDA,),
    relations=PLANE.relations,
    initial=tuple(Eq(w, meaning) for w, meaning in DICTIONARY.items()),
)
"""Gradient descent and the update maps side by side, from the same start."""


def derive() -> Proof:
    """Insert the gradients, read off the components, and carry the dictionary through all steps."""
    proof = Proof(CLAIM.id)
    in_units = {w_u: ell * p, w_q: ell * q, alpha: rho * a, eta: ell**2 / rho**2}
    proof.say("The gradient along any unit vector e, with v = e and ‖w‖ = ℓr:", along(w_v, b_v))
    for direction, component in (("u", w_u), ("v", w_q)):
        after = simplify(AFTER[component].subs(SLOPES).subs(in_units) / ell)
        proof.say(f"Along {direction}, in units of ℓ, with η = ℓ²/ρ² and α = ρa:", after)
    proof.say("The scale, in units of ρ:", expand(AFTER[alpha].subs(SLOPES).subs(in_units) / rho))
    proof.conclude(establish(proof), _radius(proof), _orthogonal(proof), _cancellation_free(proof))
    return proof


def establish(proof: Proof) -> str:
    """Add that w_t = ℓ(p_t u + q_t v) and α_t = ρa_t for all t; return the step's name."""
    system = proof.system(BOTH)
    return proof.rule(
        "equations", "descent is the maps", system,
        equations=list(EQUATIONS.values()),
        start=[None] * len(EQUATIONS),
        steps=[_carried(proof, w) for w in EQUATIONS],
        because="By induction w_t = ℓ(p_t u + q_t v) and α_t = ρa_t at all times.",
    )  # fmt: skip


def _carried(proof: Proof, component: Expr) -> str:
    """One equation of the dictionary, after a step."""
    reduced = {w_u: p, w_q: q, alpha: a}.get(component)
    gradient = GRADIENT[component]
    moves = {at_next(component): step_relation(component, AFTER[component])}
    if reduced is not None:
        moves[at_next(reduced)] = step_relation(reduced, MAP[reduced])
    now = {
        gradient: GRADIENTS[gradient],
        alpha: EQUATIONS[alpha],
        a: LAMBDA,
        eta: UNIT,
        q: EQUATIONS[w_q],
        w_q: LENGTH,
        w_o: EQUATIONS[w_o],
        w_u: EQUATIONS[w_u],
    }
    return identity_by_elimination(
        proof,
        f"{component} after a step",
        BOTH.after(EQUATIONS[component]),
        0,
        moves | now,
        given=[rho > 0, ell > 0, r > 0],
        because="If the dictionary holds before a step, it holds after it, in this component.",
    )


def _radius(proof: Proof) -> str:
    """r = ‖w‖/ℓ is the root of p² + q²."""
    relations = {w_u: EQUATIONS[w_u], w_q: EQUATIONS[w_q], w_o: EQUATIONS[w_o], r: LENGTH}
    return identity_by_elimination(
        proof, "radius", r**2, p**2 + q**2, dict(reversed(relations.items())), given=[ell > 0],
        because="Then r = ‖w‖/ℓ is √(p² + q²).",
    )  # fmt: skip


def _orthogonal(proof: Proof) -> str:
    """Any component orthogonal to u is multiplied by 1 − λp/r."""
    relations = {
        at_next(w_o): step_relation(w_o, AFTER[w_o]),
        GRADIENT[w_o]: GRADIENTS[GRADIENT[w_o]],
        alpha: EQUATIONS[alpha],
        a: LAMBDA,
        eta: UNIT,
        w_u: EQUATIONS[w_u],
    }
    return identity_by_elimination(
        proof, "orthogonal components", r * at_next(w_o), expand(w_o * r * Q_NEXT / q), relations,
        given=[rho > 0, ell > 0, r > 0],
        because="Every component orthogonal to u, zero or not, is multiplied by 1 − λp/r.",
    )  # fmt: skip


def _cancellation_free(proof: Proof) -> str:
    """E_NEXT is 1 − A_NEXT."""
    relations = {
        at_next(e): numerator(at_next(e) - E_NEXT),
        at_next(a): step_relation(a, A_NEXT),
        e: e - (1 - a),
        q: RADIUS,
    }
    return identity_by_elimination(
        proof, "scale error without cancellation", at_next(e), 1 - at_next(a), relations,
        given=[r > 0, r + p > 0],
        because="e' = (1 − h)e + hq²/(r(r + p)) is 1 − a', because (r − p)(r + p) = q².",
    )  # fmt: skip


def holds(sample: Sample, any_covariance: bool = False, learning_rates: int = 1) -> Answer:
    """One step from the raw data, in the plane of w and u, against the maps.

    ``any_covariance`` also tries data that are not whitened; ``learning_rates`` multiplies λ.
    """
    if not (sample.whitened or any_covariance):
        return Answer.VACUOUS
    moved, scale = sample.descend(sample.w, sample.alpha)
    p_after, q_after, outside = sample.coordinates(moved)
    a_after = scale / sample.evaluate(rho)
    in_map = {x: after.subs(lam, learning_rates * lam) for x, after in MAP.items()}
    found = {p: p_after, q: q_after, a: a_after}
    return every(
        *(same(found[x], sample.evaluate(after)) for x, after in in_map.items()),
        same(1 - a_after, sample.evaluate(E_NEXT.subs(e, 1 - a))),
        *(same(component, ball(0)) for component in outside),
    )


CLAIM = Claim(
    id="square.update-maps",
    title="gradient descent closes in three numbers",
    provenance=Provenance.PAPER,
    wanted=Status.PROVED,
    statement=Statement(
        always(
            Eq(w_u, ell * p), Eq(w_q, ell * q), Eq(w_o, 0), Eq(alpha, rho * a),
            given=[ell > 0],
            where=[
                *(Eq(at_start(x), value.subs(STARTS)) for x, value in DICTIONARY.items()),
                *(Eq(ell**2, eta * rho**2), LENGTH, *GRADIENTS.values(), *DESCENT.relations),
            ],
        ),
        for_all(
            Eq(r**2, p**2 + q**2),
            given=[ell > 0],
            where=[LENGTH, *(Eq(x, DICTIONARY[x]) for x in (w_u, w_q, w_o))],
        ),
        for_all(
            Eq(at_next(w_o), w_o * (1 - lam * p / r), evaluate=False),
            given=[ell > 0],
            where=[
                *(step_relation(w_o, AFTER[w_o]), GRADIENTS[GRADIENT[w_o]], Eq(ell**2, eta * rho**2)),
                *(Eq(alpha, rho * a), Eq(w_u, ell * p)),
            ],
        ),
        for_all(
            Eq(at_next(e), 1 - at_next(a)),
            given=[r + p > 0],
            where=[Eq(at_next(e), E_NEXT), Eq(e, 1 - a)],
        ),
    ),
    hypotheses=(
        whitened(
            "needed: for Σ = diag(1, 4), b = (1, 0), η = 1, w = (3, 2), α = 5, in the Σ-inner product, "
            "q' is 52/25 and not 88/25"
        ),
        some_signal("needed: ρ is the unit of w and α"),
        nonzero_weights("needed: the prediction at w = 0 is 0/0"),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "whitened",
            holds,
            (
                Alteration("Σ ≠ I", {"any_covariance": True}, frozenset({"whitened"})),
                Alteration("λ is doubled", {"learning_rates": 2}),
            ),
        ),
    ),
)

if __name__ == "__main__":
    main(CLAIM)
