"""One step of any scale-invariant model, in any dimension, and its rising edges.

The step adds κ‖w‖t to w, with t a unit vector orthogonal to w; τ = ⟨t, u⟩ is how much of it points to the
target.  Nothing is said of κ and τ but τ ≥ γ sin θ.  Here sin θ is not negative, and tan θ is a symbol of
its own: a polynomial knows no quotient.
"""

from __future__ import annotations

from sympy import Expr, Ge, Gt

from derivations.direction.system import CIRCLES, RISES, UNIT_CIRCLE
from derivations.notation import N, at_next, at_start, c, k, kappa, s, symbol
from derivations.proof import Proof, System

tau = symbol("tau_step", r"\tau", "τ", "⟨t, u⟩, how much of the tangential step points to the target")
tan = symbol("tan_theta", r"\tan @\theta@", "tan @θ@", "the tangent of the angle to the target")
gam = symbol("gamma_step", r"\gamma", "γ", "at most ⟨t, u⟩ over sin θ: how well steps are aimed")
Gam = symbol("Gamma_pull", r"\Gamma", "Γ", "at least κN: η times the gradient on the unit sphere")
Psi = symbol("Psi_mirror", r"\Psi", "Ψ", "2γ tan θ_0/(1 − γ² tan²θ_0); tan 2θ_0 for γ = 1")

LENGTH: Expr = k**2 - (1 + kappa**2)
ALIGNMENT: Expr = k * at_next(c) - (c + kappa * tau)
GROWN: Expr = at_next(N) - N * (1 + kappa**2)
TANGENT: Expr = c * tan - s
TURN = (*CIRCLES, LENGTH, ALIGNMENT)
"""What a step does to the angle."""
TURNING: tuple[Expr, ...] = (-(k**2), k**2, c**2, -(k * at_next(c) + c + kappa * tau))
"""Σ cofactor·relation of ``TURN`` is k²(sin²θ' − sin²θ) − κ(κ(cos²θ − τ²) − 2τ cos θ)."""
AIMED = Ge(tau - gam * s, 0, evaluate=False)
MIRROR: Expr = kappa * (1 - gam**2 * tan**2) - 2 * gam * tan
"""Positive where κ is above the tangent of twice the angle of tangent γ tan θ."""
BEYOND = Gt(MIRROR, 0, evaluate=False)
OF_TANGENT: Expr = kappa * (kappa * gam**2 * (c * tan + s) + 2 * gam * c)
OF_AIM: Expr = kappa * (kappa * (tau + gam * s) + 2 * c)
"""Cofactors of c·tan θ = sin θ and of τ = γ sin θ in the same."""
FASTER = Gt(kappa - 2 * gam * tan, 0, evaluate=False)
OFF_TARGET = Gt(at_start(tan), 0, evaluate=False)
WIDER = Ge(tan - at_start(tan), 0, evaluate=False)

SIGNS = (N > 0, k > 0, kappa > 0, s >= 0)
EDGE = System(
    name="edge",
    state=(c, s, tan, N, kappa, tau, k),
    parameters=(gam, Gam),
    conditions=(*SIGNS, gam > 0, AIMED),
    guards=(RISES,),
    initial=(at_start(c) > 0, OFF_TARGET),
    instant=(UNIT_CIRCLE, LENGTH, TANGENT),
    relations=(ALIGNMENT, GROWN),
    tracked=(c, s, tan, N),
)
"""The steps of one rising edge, counted from its first state."""


def establish_tangent(proof: Proof) -> str:
    """Add tan θ ≥ 0, once a proof; returns the step's name."""
    if (name := "tangent not negative") in proof.conclusions:
        return name
    return proof.positive(
        name, tan, given=[c > 0, s >= 0], relations=[TANGENT], multiplier=[c > 0],
        terms=[(1, [s >= 0], 1)], strict=False, because="c·tan θ = sin θ ≥ 0.",
    )  # fmt: skip


def establish_beyond(proof: Proof) -> str:
    """Add: a rise needs κ(1 − γ² tan²θ) > 2γ tan θ, once a proof; returns the step's name."""
    if (name := "a rise passes the mirror image") in proof.conclusions:
        return name
    return proof.positive(
        name,
        MIRROR,
        given=[RISES, AIMED, c > 0, kappa > 0, k > 0, gam > 0, s >= 0],
        relations=[*TURN, TANGENT],
        multiplier=[kappa > 0, c > 0, c > 0],
        cofactors=[*(-x for x in TURNING), -OF_TANGENT],
        terms=[
            (1, [RISES], k),
            (1, [kappa > 0, kappa > 0, AIMED, AIMED], 1),
            (2, [kappa > 0, kappa > 0, AIMED, gam > 0, s >= 0], 1),
            (2, [kappa > 0, c > 0, AIMED], 1),
        ],
        because="κc²(κ(1 − γ² tan²θ) − 2γ tan θ) = k²(sin²θ' − sin²θ) + κ²(τ² − γ²s²) + 2κc(τ − γs).",
    )  # fmt: skip


def establish_faster(proof: Proof) -> str:
    """Add: then κ > 2γ tan θ, once a proof; returns the step's name."""
    if (name := "beyond the mirror image κ > 2γ tan θ") in proof.conclusions:
        return name
    return proof.positive(
        name, FASTER.lhs, given=[BEYOND, kappa > 0], terms=[(1, [BEYOND], 1), (1, [kappa > 0], gam * tan)],
        because="In particular κ > 2γ tan θ.",
    )  # fmt: skip


def establish_costs(proof: Proof) -> tuple[str, str, str]:
    """Add that a rise needs κ > 2γ tan θ, and what it costs the norm by either bound; the names."""
    beyond, faster, tangent = establish_beyond(proof), establish_faster(proof), establish_tangent(proof)
    given = [N > 0, gam > 0, tan >= 0]
    more = proof.positive(
        "cost, by 2γ tan θ", at_next(N) - N * (1 + 4 * gam**2 * tan**2), given=[*given, FASTER],
        relations=[GROWN],
        terms=[(1, [N > 0, FASTER, FASTER], 1), (4, [N > 0, gam > 0, tan >= 0, FASTER], 1)],
        because="N'/N = 1 + κ² > 1 + 4γ² tan²θ;",
    )  # fmt: skip
    most = proof.positive(
        "cost, by the mirror image",
        at_next(N) * (1 - gam**2 * tan**2) ** 2 - N * (1 + gam**2 * tan**2) ** 2,
        given=[*given, BEYOND], relations=[GROWN],
        terms=[(1, [N > 0, BEYOND, BEYOND], 1), (4, [N > 0, gam > 0, tan >= 0, BEYOND], 1)],
        because="and N'(1 − γ² tan²θ)² > N(1 + γ² tan²θ)², the more the nearer γ tan θ is to 1.",
    )  # fmt: skip
    return (
        proof.together("a rise needs κ > 2γ tan θ", FASTER, [beyond, faster], "So a rise needs this,"),
        proof.together(
            "a rise costs norm", proof.conclusions[more], [beyond, faster, tangent, more],
            "and each multiplies N by more than 1 + 4γ² tan²θ,",
        ),
        proof.together(
            "a rise costs norm, exactly", proof.conclusions[most], [beyond, tangent, most],
            "and more exactly:",
        ),
    )  # fmt: skip


def establish_sharp(proof: Proof) -> tuple[str, str]:
    """Add: for τ = γ sin θ, beyond the mirror image it rises, and only there; both names."""
    exact = tau - gam * s
    signs = [c > 0, kappa > 0, k > 0]
    relations = [*TURN, TANGENT, exact]
    there = proof.positive(
        "beyond the mirror image it rises", RISES.lhs, given=[*signs, BEYOND], relations=relations,
        multiplier=[k > 0, k > 0], terms=[(1, [kappa > 0, BEYOND], c)],
        cofactors=[*TURNING, OF_TANGENT, -OF_AIM],
        because="For τ = γ sin θ nothing is lost: k²(sin²θ' − sin²θ) = κc²(κ(1 − γ² tan²θ) − 2γ tan θ),",
    )  # fmt: skip
    back = proof.positive(
        "it rises beyond the mirror image only", MIRROR, given=[*signs, RISES], relations=relations,
        multiplier=[kappa > 0, c > 0, c > 0], terms=[(1, [RISES], k)],
        cofactors=[*(-x for x in TURNING), -OF_TANGENT, OF_AIM],
        because="and so conversely.",
    )  # fmt: skip
    return there, back


def establish_edge(proof: Proof, system: System) -> None:
    """Add cos θ > 0 and tan θ ≥ tan θ_0 to ``system``, which extends ``EDGE``."""
    name = system.name
    cosine = proof.positive(
        f"{name}: cosine stays positive", at_next(c),
        given=[c > 0, s >= 0, kappa > 0, k > 0, gam > 0, AIMED],
        relations=[ALIGNMENT], multiplier=[k > 0],
        terms=[(1, [c > 0], 1), (1, [kappa > 0, AIMED], 1), (1, [kappa > 0, gam > 0, s >= 0], 1)],
        because="k·cos θ' = cos θ + κτ > 0: a rise does not pass a right angle.",
    )  # fmt: skip
    turned = at_next(tan)
    squares = proof.positive(
        f"{name}: squared tangent rises", turned**2 - tan**2, given=[RISES, c > 0, at_next(c) > 0],
        relations=[*CIRCLES, TANGENT, system.after(TANGENT)],
        multiplier=[c > 0, c > 0, at_next(c) > 0, at_next(c) > 0], terms=[(1, [RISES], 1)],
        cofactors=[
            *(at_next(s) ** 2, -(s**2)),
            *(-(at_next(c) ** 2) * (c * tan + s), c**2 * (at_next(c) * turned + at_next(s))),
        ],
        because="On an edge sin θ grows at every step, by what an edge is; so does tan θ,",
    )  # fmt: skip
    after = proof.positive(
        f"{name}: next tangent not negative", turned, given=[at_next(c) > 0, at_next(s) >= 0],
        relations=[system.after(TANGENT)], multiplier=[at_next(c) > 0], terms=[(1, [at_next(s) >= 0], 1)],
        strict=False, because="which is not negative,",
    )  # fmt: skip
    both = proof.positive(
        f"{name}: sum of the tangents", turned + tan,
        given=[at_next(c) > 0, at_next(s) >= 0, OFF_TARGET, WIDER],
        relations=[system.after(TANGENT)], lemmas=[after],
        terms=[(1, [turned >= 0], 1), (1, [WIDER], 1), (1, [OFF_TARGET], 1)],
    )  # fmt: skip
    wider = proof.positive(
        f"{name}: tangent stays above its start", turned - at_start(tan),
        given=[RISES, c > 0, at_next(c) > 0, at_next(s) >= 0, OFF_TARGET, WIDER],
        lemmas=[squares, both], relations=[*CIRCLES, TANGENT, system.after(TANGENT)],
        multiplier=[turned + tan > 0],
        terms=[(1, [turned**2 - tan**2 > 0], 1), (1, [WIDER, turned + tan > 0], 1)],
        strict=False, because="and stays above what it was at the start.",
    )  # fmt: skip
    start = proof.identity(
        f"{name}: tangent at the start", tan, at_start(tan), relations=[tan - at_start(tan)],
        because="At time 0,",
    )  # fmt: skip
    proof.invariant(f"{name}: cone", system, {c > 0: (None, cosine)}, because="So cos θ_t > 0 on the edge.")
    proof.invariant(
        f"{name}: tangent", system, {WIDER: (start, wider)}, because="Hence tan θ_t ≥ tan θ_0 on the edge."
    )
