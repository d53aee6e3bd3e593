"""The update map beside the ray of u, in coordinates along the eigenvectors of Σ, in any dimension.

At w = R(u + εδ) and the scale a_∗ + εδ_a, with m = ⟨u, δ⟩_Σ and g = ‖δ‖_Σ², a step leads elsewhere than
from Ru by ε times a quotient, whose value at ε = 0 is the derivative (Carathéodory's form).
"""

from __future__ import annotations

from sympy import Eq, Expr, Gt

from derivations.direction.data import eps, numerator
from derivations.general.lemmas.coordinates import SEEN_BY_TARGET, STEP, TANGENT, sigma_j, t_j, u_j, w_j
from derivations.notation import a, at_next, c, h, lam, r, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.family import Family
from derivations.proof.means import mean_of_equation
from derivations.square.update_maps import A_NEXT_POLAR

R = symbol("R_ray", "R", "R", "the norm of the point on the ray of u, without units")
d_j = symbol("d_j", r"\delta_j", "δ_j", "the coordinate of the displacement δ")
m = symbol("m_ray", "m", "m", "⟨u, δ⟩_Σ")
g = symbol("g_ray", "g", "g", "‖δ‖_Σ²")
n = symbol("n_ray", r"\nu", "ν", "‖w‖_Σ/R beside the ray")
base = symbol("a_ray", r"a_\ast", "a_∗", "the scale at the point on the ray")
tilt = symbol("e_ray", r"\delta_a", "δ_a", "the displacement of the scale")
rate = symbol("lam_ray", r"\lambda_\ast", "λ_∗", "the effective learning rate at the point on the ray")
turned = symbol("q_ray", "Q_j", "Q_j", "the difference quotient of one coordinate")
scaled = symbol("q_scale", "Q_a", "Q_a", "the difference quotient of the scale")
bend = symbol("kappa_ray", r"\kappa", "κ", "an eigenvalue of M = Σ − bbᵀ/ρ²")

PLACE: Expr = w_j - R * (u_j + eps * d_j)
LENGTH: Expr = n**2 - (1 + 2 * eps * m + eps**2 * g)
ALIGNED: Expr = n * c - (1 + eps * m)
RATE: Expr = lam * r**2 - (base + eps * tilt)
AHEAD = Gt(1 + eps * m, 0, evaluate=False)
SLANTED: Expr = sigma_j * (d_j - m * u_j)
"""One coordinate of Mδ = Σδ − ⟨u, δ⟩_Σ Σu."""
QUOTIENT: Expr = d_j - (base + eps * tilt) * sigma_j * ((1 + eps * m) * d_j - (m + eps * g) * u_j) / (
    R**2 * n**3
)
SCALE_QUOTIENT: Expr = (1 - h) * tilt + h * eps * (m**2 - g) / (n * (1 + eps * m + n))
BESIDE: dict[Expr, Expr] = {
    t_j: TANGENT, w_j: PLACE, c: ALIGNED, lam: RATE, r: r - R * n,
}  # fmt: skip
"""What each symbol is beside the ray, by what is eliminated."""
EIGEN: Expr = SLANTED - bend * d_j
"""Mδ = κδ."""
ALONG = (d_j - u_j, m - 1)
"""δ = u."""
ON_RAY = (Eq(eps, 0), Eq(n, 1), Eq(base, rate * R**2))
"""ε = 0, where ν = 1."""
RAY = Family(
    samples=(sigma_j, w_j, u_j, d_j),
    means=(
        (r**2, sigma_j * w_j**2), (r * c, sigma_j * w_j * u_j), SEEN_BY_TARGET,
        (m, sigma_j * u_j * d_j), (g, sigma_j * d_j**2),
    ),
    each=(Eq(w_j, R * (u_j + eps * d_j)),),
)  # fmt: skip
"""The coordinates of w = R(u + εδ), and the numbers that a step knows of them."""


def establish_place(proof: Proof) -> tuple[str, str]:
    """Add what ‖w‖_Σ and ⟨w, u⟩_Σ are beside the ray; returns the names of the steps."""
    there = {w_j: PLACE}
    return (
        mean_of_equation(
            proof, RAY, "norm beside the ray",
            sigma_j * w_j**2 - R**2 * sigma_j * (u_j**2 + 2 * eps * u_j * d_j + eps**2 * d_j**2), there,
            because="At w = R(u + εδ):",
        ),
        mean_of_equation(
            proof, RAY, "alignment beside the ray",
            sigma_j * w_j * u_j - R * sigma_j * (u_j**2 + eps * u_j * d_j), there, because="Likewise",
        ),
    )  # fmt: skip


def establish_coordinate(proof: Proof) -> str:
    """Add w_j' − Ru_j = εR·Q_j; returns the step's name."""
    relations = {turned: numerator(turned - QUOTIENT), at_next(w_j): at_next(w_j) - STEP, **BESIDE}
    return identity_by_elimination(
        proof, "one coordinate beside the ray", at_next(w_j) - R * u_j, eps * R * turned,
        {**relations, n: LENGTH}, given=[R > 0, n > 0, r > 0],
        because="So cos θ = (1 + εm)/ν with ν² = 1 + 2εm + ε²g, and a coordinate of w after the step",
    )  # fmt: skip


def establish_scale(proof: Proof) -> str:
    """Add a' − ((1 − h)a_∗ + h) = ε·Q_a; returns the step's name."""
    relations = {
        scaled: numerator(scaled - SCALE_QUOTIENT),
        at_next(a): at_next(a) - A_NEXT_POLAR,
        a: a - (base + eps * tilt),
        c: ALIGNED,
        n: LENGTH,
    }
    longer = proof.positive(
        "a sum of lengths", 1 + eps * m + n, given=[n > 0, AHEAD],
        terms=[(1, [n > 0], 1), (1, [AHEAD], 1)], because="Near the ray ⟨w, u⟩_Σ is positive.",
    )  # fmt: skip
    return identity_by_elimination(
        proof, "scale beside the ray", at_next(a) - (1 - h) * base - h, eps * scaled, relations,
        given=[n > 0, AHEAD], lemmas=[longer],
        because="The cosine is 1 up to second order, 1 − c = ε²(g − m²)/(ν(1 + εm + ν)), and so",
    )  # fmt: skip


def establish_on_ray(proof: Proof) -> tuple[str, str, str, str]:
    """Add the quotients at ε = 0: (I − λ_∗M)δ, (1 − λ_∗κ)δ where Mδ = κδ, u for δ = u, and (1 − h)δ_a."""
    there = {turned: numerator(turned - QUOTIENT), base: base - rate * R**2, eps: eps, n: n - 1}
    any_way = identity_by_elimination(
        proof, "derivative of a coordinate", turned, d_j - rate * SLANTED, there, given=[R > 0, n > 0],
        because="At ε = 0, where ν = 1, the quotient is (I − λ_∗M)δ: α does not enter.",
    )  # fmt: skip
    eigen = proof.identity(
        "derivative along an eigenvector", turned, (1 - rate * bend) * d_j, given=[R > 0, n > 0],
        relations=[turned - d_j + rate * SLANTED, EIGEN, *there.values()],
        cofactors=[1, -rate, *(0 for _ in there)], lemmas=[any_way],
        because="Where Mδ = κδ, that is (1 − λ_∗κ)δ;",
    )  # fmt: skip
    along = proof.identity(
        "derivative along the ray", turned, u_j, given=[R > 0, n > 0],
        relations=[turned - d_j + rate * SLANTED, *ALONG, *there.values()],
        cofactors=[1, 1 - rate * sigma_j, rate * sigma_j * u_j, *(0 for _ in there)], lemmas=[any_way],
        because="and u itself for δ = u, where m = 1 and Mδ = 0;",
    )  # fmt: skip
    scale = identity_by_elimination(
        proof, "derivative of the scale", scaled, (1 - h) * tilt,
        {scaled: numerator(scaled - SCALE_QUOTIENT), eps: eps},
        given=[n > 0, AHEAD], lemmas=["a sum of lengths"],
        because="of the scale it is (1 − h)δ_a, and w does not enter.",
    )  # fmt: skip
    return any_way, eigen, along, scale
