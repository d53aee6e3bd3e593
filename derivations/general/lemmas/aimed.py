"""How well a step is aimed, in the Euclidean angle, on data of any covariance: by Kantorovich's inequality.

The step of general.update-map is λ‖w‖_Σ Σt, orthogonal to w, with t = u − vw and ‖u‖_Σ = 1.  Each
coordinate, in a basis of eigenvectors and times √d, has (σ_j − ℓ)(L − σ_j)t_j² ≥ 0.
"""

from __future__ import annotations

from sympy import Eq, Expr, expand, sqrt

from derivations.direction.data import norm
from derivations.direction.system import UNIT_CIRCLE
from derivations.direction.tangential import AIMED, gam, tau
from derivations.general.lemmas.coordinates import HIGH, LOW, sigma_j, t_j, u_j, w_j
from derivations.general.model.system import L, ell
from derivations.notation import N, a, c, kappa, lam, s, symbol
from derivations.proof import Proof
from derivations.proof.family import Family
from derivations.square.reflection_form import n_w

n_u = symbol("n_u", "|u|", "|u|", "the Euclidean length of the target direction u = Σ⁻¹b/ρ, of Σ-norm 1")
n_step = symbol("n_step", r"|\Sigma t|", "|Σt|", "the Euclidean length of Σt, along which w moves")
v = symbol("v_along", "v", "v", "⟨w, u⟩_Σ/‖w‖_Σ²")
m = symbol("m_spectrum", r"\sqrt{\ell L}", "√(ℓL)", "the geometric mean of ℓ and L")
REST: Expr = t_j - (u_j - v * w_j)
TARGETED = Family(
    samples=(sigma_j, w_j, u_j, t_j),
    means=(
        *((n_w**2, w_j**2), (norm**2, sigma_j * w_j**2), (norm**2 * v, sigma_j * w_j * u_j)),
        *((1, sigma_j * u_j**2), (n_u**2, u_j**2), (n_w * n_u * c, w_j * u_j)),
        *((n_step**2, sigma_j**2 * t_j**2), (n_step * n_u * tau, sigma_j * t_j * u_j)),
    ),
    each=(Eq(t_j, u_j - v * w_j), LOW, HIGH, sigma_j > 0),
)
"""The coordinates: lengths and angles are Euclidean, but for ‖w‖_Σ, ‖u‖_Σ = 1 and v."""
MEANT = (
    Eq(gam, 2 * m / (ell + L)),
    Eq(m, sqrt(ell * L)),
    Eq(N, n_w**2),
    Eq(kappa, lam * norm * n_step / n_w),
    Eq(lam, a / norm**2),
)
"""What the symbols of a step are here."""


def establish_aimed(proof: Proof) -> tuple[str, str]:
    """Add τ ≥ γ sin θ and (κN)² ≤ a²L/ℓ; returns the names of the steps."""
    along = sigma_j * t_j * u_j - v * (sigma_j * w_j * u_j - v * sigma_j * w_j**2)
    plain = u_j**2 - 2 * v * w_j * u_j + v**2 * w_j**2
    middle = proof.positive(
        "between ℓ and L: each coordinate",
        expand((ell + L) * along - sigma_j**2 * t_j**2 - ell * L * plain),
        given=[LOW, HIGH], relations=[REST], terms=[(1, [LOW, HIGH], t_j)], strict=False,
        because="(σ_j − ℓ)(L − σ_j)t_j² ≥ 0,",
    )  # fmt: skip
    below = proof.positive(
        "Σ at most L, at t: each coordinate",
        expand(L * (sigma_j * u_j**2 - 2 * v * sigma_j * w_j * u_j + v**2 * sigma_j * w_j**2)
               - sigma_j**2 * t_j**2),
        given=[sigma_j > 0, HIGH], relations=[REST], terms=[(1, [sigma_j > 0, HIGH], t_j)], strict=False,
        because="σ_j(L − σ_j)t_j² ≥ 0,",
    )  # fmt: skip
    seen = proof.positive(
        "Σ at least ℓ, at w: each coordinate", expand((sigma_j - ell) * w_j**2), given=[LOW],
        terms=[(1, [LOW], w_j)], strict=False, because="and (σ_j − ℓ)w_j² ≥ 0;",
    )  # fmt: skip
    kantorovich, short, long = (
        proof.average(name.replace("each coordinate", "all"), TARGETED, name, because="so in the sum:")
        for name in (middle, below, seen)
    )
    return _ratio(proof, kantorovich), _pull(proof, short, long)


def _ratio(proof: Proof, kantorovich: str) -> str:
    known = proof.conclusions[kantorovich]
    lengths = [n_u > 0, n_step > 0, ell + L > 0]
    spectrum = [gam * (ell + L) - 2 * m, m**2 - ell * L]
    wide = proof.positive(
        "ℓ + L positive", ell + L, given=[ell > 0, L > 0], terms=[(1, [ell > 0], 1), (1, [L > 0], 1)],
    )  # fmt: skip
    return proof.positive(
        "aimed", AIMED.lhs, given=[*lengths[:2], ell > 0, L > 0], lemmas=[kantorovich, wide],
        relations=[UNIT_CIRCLE, *spectrum], multiplier=[*lengths],
        terms=[(1, [known], 1), (1, [], m * (v * n_w - n_u * c)), (1, [], n_step - m * n_u * s)],
        strict=False,
        because="(ℓ + L)⟨Σt, u⟩ ≥ |Σt|² + ℓL|t|² ≥ |Σt|² + ℓL|u|²s² ≥ 2√(ℓL)|Σt||u|s, as |t| ≥ |u|s:",
    )  # fmt: skip


def _pull(proof: Proof, short: str, long: str) -> str:
    meant = [N - n_w**2, kappa * n_w - lam * norm * n_step, lam * norm**2 - a]
    few, much = proof.conclusions[short], proof.conclusions[long]
    return proof.positive(
        "pulled", L * a**2 - ell * (kappa * N) ** 2, given=[norm > 0, ell > 0, L > 0],
        lemmas=[short, long], relations=meant, multiplier=[norm > 0, norm > 0],
        terms=[
            *((1, [L > 0, much], a), (1, [ell > 0, few], a * n_w)),
            (1, [ell > 0, L > 0], a * n_w * norm * v),
        ],
        strict=False, because="(κN)² = a²|Σt|²|w|²/‖w‖_Σ², with |Σt|² ≤ L and ℓ|w|² ≤ ‖w‖_Σ².",
    )  # fmt: skip
