"""The eigenvalues κ of M = Σ − bbᵀ/ρ² against those of Σ, and against the threshold.

⟨δ, Mδ⟩ = g − m² for m = ⟨u, δ⟩_Σ and g = ‖δ‖_Σ², in any dimension.
"""

from __future__ import annotations

from sympy import Eq, Expr, Ge, Gt

from derivations.general.lemmas.coordinates import HIGH, SEEN_BY_TARGET, sigma_j, u_j
from derivations.general.lemmas.linearized import EIGEN, bend, d_j, g, m, rate
from derivations.general.model.system import L
from derivations.notation import symbol
from derivations.proof import Proof
from derivations.proof.family import Family
from derivations.proof.means import mean_of_equation

D = symbol("D_ray", r"\lVert\delta\rVert^2", "‖δ‖²", "the squared Euclidean norm of δ")
first = symbol("sigma_first", r"\sigma_1", "σ₁", "the largest eigenvalue of Σ")
second = symbol("sigma_second", r"\sigma_2", "σ₂", "the second eigenvalue of Σ, counted with multiplicity")
u_first = symbol("u_first", "u_1", "u₁", "the coordinate of u along the eigenvector of σ₁")
u_second = symbol("u_second", "u_2", "u₂", "the coordinate of u along the eigenvector of σ₂")
z_first = symbol("z_along", "z_1", "z₁", "the coordinate of z along the eigenvector of σ₁")
z_second = symbol("z_beside", "z_2", "z₂", "the coordinate of z along the eigenvector of σ₂")
kappa_max = symbol(
    "kappa_max", r"\kappa_{\max}", "κ_max", "the largest eigenvalue of M = Σ − bbᵀ/ρ²: M ≼ κ_max I"
)
EIGENVECTOR = Family(
    samples=(sigma_j, u_j, d_j),
    means=(SEEN_BY_TARGET, (m, sigma_j * u_j * d_j), (g, sigma_j * d_j**2), (D, d_j**2)),
    each=(Eq(EIGEN, 0, evaluate=False), sigma_j > 0, HIGH),
)
"""The coordinates of δ with Mδ = κδ."""
LENGTHY = Gt(D, 0, evaluate=False)
NOT_NEGATIVE = Ge(bend, 0, evaluate=False)
EXCESS: Expr = (1 - rate * bend) ** 2 - 1
"""How much the square of an eigenvalue of the step exceeds 1."""
THRESHOLD: Expr = rate * bend - 2
SIZE: Expr = z_first**2 + z_second**2
FELT: Expr = first * u_first * z_first + second * u_second * z_second
"""⟨b, z⟩/ρ for z in the plane of the first two eigenvectors of Σ."""
FORM: Expr = first * z_first**2 + second * z_second**2 - FELT**2
"""⟨z, Mz⟩ for such z."""
AT_MOST = Ge(kappa_max * SIZE - FORM, 0, evaluate=False)
ORDERED = Ge(first - second, 0, evaluate=False)


def establish_form(proof: Proof) -> str:
    """Add κ‖δ‖² = g − m², once a proof; returns the step's name."""
    if (name := "form of M: in the mean") in proof.conclusions:
        return name
    return mean_of_equation(
        proof, EIGENVECTOR, "form of M", d_j * EIGEN, {sigma_j: EIGEN},
        because="Multiplied by δ: κδ_j² = σ_jδ_j² − mσ_ju_jδ_j,",
    )  # fmt: skip


def establish_bounds(proof: Proof) -> tuple[str, str]:
    """Add 0 ≤ κ ≤ L for any eigenvalue κ of M; returns the names of the steps."""
    form = establish_form(proof)
    off_ray = proof.positive(
        "length off the ray: each sample", (sigma_j * (d_j - m * u_j) ** 2).expand(), given=[sigma_j > 0],
        terms=[(1, [sigma_j > 0], d_j - m * u_j)], strict=False, because="As σ_j > 0,",
    )  # fmt: skip
    cauchy = proof.average(
        "length off the ray", EIGENVECTOR, off_ray, because="g − m² = ‖δ − mu‖_Σ² is not negative."
    )
    low = proof.positive(
        "no negative eigenvalue", bend, given=[LENGTHY], lemmas=[form, cauchy],
        relations=[proof.conclusions[form].lhs], multiplier=[LENGTHY],
        terms=[(1, [proof.conclusions[cauchy]], 1)], strict=False, because="So κ‖δ‖² = g − m² ≥ 0,",
    )  # fmt: skip
    pulled = proof.positive(
        "Σ at most L, at δ: each sample", (d_j**2 * (L - sigma_j)).expand(), given=[HIGH],
        terms=[(1, [HIGH], d_j)], strict=False, because="as σ_j ≤ L,",
    )  # fmt: skip
    longest = proof.average("Σ at most L, at δ", EIGENVECTOR, pulled, because="g ≤ L‖δ‖²,")
    high = proof.positive(
        "no eigenvalue above L", L - bend, given=[LENGTHY], lemmas=[form, longest],
        relations=[proof.conclusions[form].lhs], multiplier=[LENGTHY],
        terms=[(1, [proof.conclusions[longest]], 1), (1, [], m)], strict=False,
        because="and κ‖δ‖² = g − m² ≤ L‖δ‖².",
    )  # fmt: skip
    return low, high


def establish_second(proof: Proof) -> str:
    """Add κ_max ≥ σ₂: among two eigenvectors of Σ there is a direction that b does not see."""
    return proof.positive(
        "the largest is at least the second of Σ", kappa_max - second,
        given=[AT_MOST, ORDERED, Gt(SIZE, 0, evaluate=False)], relations=[FELT],
        multiplier=[Gt(SIZE, 0, evaluate=False)],
        terms=[(1, [AT_MOST], 1), (1, [ORDERED], z_first)], strict=False,
        because="In the plane of two eigenvectors of Σ some z ≠ 0 has ⟨b, z⟩ = 0; there ⟨z, Mz⟩ = ⟨z, Σz⟩, "
        "at least σ₂‖z‖².",
    )  # fmt: skip


def establish_threshold(proof: Proof) -> tuple[str, str]:
    """Add |1 − λ_∗κ| > 1 exactly when λ_∗κ > 2, for λ_∗, κ > 0; returns the names of the steps."""
    given = [rate > 0, bend > 0]
    beyond, steep = (Gt(x, 0, evaluate=False) for x in (THRESHOLD, EXCESS))
    there = proof.positive(
        "above the threshold", EXCESS, given=[*given, beyond],
        terms=[(1, [rate > 0, bend > 0, beyond], 1)], because="(1 − λ_∗κ)² − 1 = λ_∗κ(λ_∗κ − 2).",
    )  # fmt: skip
    back = proof.positive(
        "only above the threshold", THRESHOLD, given=[*given, steep], multiplier=given,
        terms=[(1, [steep], 1)], because="and λ_∗κ > 0 divides out.",
    )  # fmt: skip
    return there, back
