"""A step with momentum beside the ray of u, and the roots of its recursion along an eigenvector of M."""

from __future__ import annotations

from sympy import Expr, Gt, expand

from derivations.direction.data import eps, norm, numerator
from derivations.general.lemmas.coordinates import STEP, TANGENT, sigma_j, t_j, u_j, w_j
from derivations.general.lemmas.heavy_ball import QUARTER, ROOMS, T
from derivations.general.lemmas.linearized import (
    BESIDE,
    EIGEN,
    LENGTH,
    QUOTIENT,
    R,
    base,
    bend,
    d_j,
    n,
    rate,
    turned,
)  # fmt: skip
from derivations.general.model.heavy_map import P_HEAVY, Q_HEAVY, v_p, v_q
from derivations.general.model.momentum import FOLLOWS, ROOM, K, beta, x, y
from derivations.general.update_map import ALONG, unit
from derivations.notation import at_next, c, eta, p, q, r, rho, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.square.gradients import slope

w_was = symbol("w_j_before", r"w_j^-", "w_j⁻", "the coordinate of w one step before")
d_was = symbol("d_j_before", r"\delta_j^-", "δ_j⁻", "the coordinate of the displacement one step before")
axis = symbol("e_j", "e_j", "e_j", "the coordinate of an eigenvector of M")
HEAVY: Expr = STEP + beta * (w_j - w_was)
"""One coordinate of w one step later, w' = w + v', v' = βv − η∂R/∂w, where v = w − w⁻."""
WAS: Expr = w_was - R * (u_j + eps * d_was)
HEAVY_QUOTIENT: Expr = QUOTIENT + beta * (d_j - d_was)
MODES: dict[Expr, Expr] = {d_j: d_j - x * axis, d_was: d_was - y * axis}
PULL: Expr = K - rate * bend

real = symbol("root_real", r"z_{\mathrm{r}}", "zᵣ", "the real part of a root z of z² − Tz + β")
imaginary = symbol("root_imaginary", r"z_{\mathrm{i}}", "zᵢ", "its imaginary part")
trace = symbol("T_heavy", "T", "T", "1 + β − K, the sum of both roots")
ROOT: tuple[Expr, Expr] = (
    real**2 - imaginary**2 - trace * real + beta,
    imaginary * (2 * real - trace),
)
"""Real and imaginary part of z² − Tz + β, at a root."""
PLANE: tuple[tuple[str, Expr, Expr, Expr, int, str], ...] = (
    ("aligned part", P_HEAVY, p, v_p, 1, "Where Σ = I, the coordinate along u"),
    ("misaligned part", Q_HEAVY, q, v_q, 0, "and the one across it."),
)
"""Name, value after the step, value, last step, and coordinate of u."""
BELOW_FOUR = Gt(4 - ROOMS, 0, evaluate=False)


def establish_heavy(proof: Proof) -> tuple[str, str, str]:
    """Add the step with momentum, its quotient beside the ray, and that along an eigenvector at ε = 0."""
    step = identity_by_elimination(
        proof, "one coordinate with momentum", at_next(w_j), HEAVY,
        {
            at_next(w_j): unit * at_next(w_j) - (unit * w_j + beta * unit * (w_j - w_was) - eta * slope),
            **ALONG,
        },
        given=[rho > 0, unit > 0, r > 0, norm > 0],
        because="By square.gradients, in units of √η ρ: what is added to the step without momentum is βv.",
    )  # fmt: skip
    quotient = identity_by_elimination(
        proof, "momentum beside the ray", at_next(w_j) - R * u_j, eps * R * turned,
        {
            turned: numerator(turned - HEAVY_QUOTIENT), at_next(w_j): at_next(w_j) - HEAVY, w_was: WAS,
            **BESIDE, n: LENGTH,
        },
        given=[R > 0, n > 0, r > 0], because="Where the last two points lie beside the ray,",
    )  # fmt: skip
    there = [numerator(turned - HEAVY_QUOTIENT), base - rate * R**2, eps, n - 1]
    alone = identity_by_elimination(
        proof, "momentum at the ray", turned, d_j - rate * (EIGEN + bend * d_j) + beta * (d_j - d_was),
        dict(zip((turned, base, eps, n), there, strict=True)), given=[R > 0, n > 0],
        because="and at ε = 0",
    )  # fmt: skip
    mode = proof.identity(
        "momentum along an eigenvector", turned, FOLLOWS * axis, given=[R > 0, n > 0], lemmas=[alone],
        relations=[
            turned - (d_j - rate * (EIGEN + bend * d_j) + beta * (d_j - d_was)), EIGEN, PULL,
            *MODES.values(), *there,
        ],
        cofactors=[1, -rate, x * axis, 1 - rate * bend + beta, -beta, *(0 for _ in there)],
        because="Along an eigenvector the displacement obeys a recursion.",
    )  # fmt: skip
    return step, quotient, mode


def establish_plane(proof: Proof) -> tuple[str, ...]:
    """Add the step of whitened data in the plane of w_0 and u; returns the names of the steps."""
    return tuple(
        identity_by_elimination(
            proof, f"{name} with momentum", r * at_next(w_j), expand(r * after),
            {
                at_next(w_j): at_next(w_j) - HEAVY, w_was: w_j - w_was - last, t_j: TANGENT, w_j: w_j - now,
                u_j: u_j - target, sigma_j: sigma_j - 1, c: r * c - p, q: r**2 - p**2 - q**2,
            },
            given=[r > 0], because=because,
        )
        for name, after, now, last, target, because in PLANE
    )  # fmt: skip


def establish_roots(proof: Proof) -> tuple[str, str]:
    """Add that both roots are in the unit circle where 0 < K < 2(1 + β)."""
    outside = proof.identity(
        "roots that are not real", real**2 + imaginary**2, beta, given=[imaginary > 0],
        multiplier=[imaginary > 0], relations=ROOT, cofactors=[-imaginary, real],
        because="A root that is not real has |z|² = β, the product of both.",
    )  # fmt: skip
    shifted = proof.positive(
        "1 + β is positive", 1 + beta, given=[beta >= 0], terms=[(1, [], 1), (1, [beta >= 0], 1)],
        because="1 + β > 0,",
    )  # fmt: skip
    four = proof.positive(
        "discriminant below 4", BELOW_FOUR.lhs, given=[beta >= 0, beta < 1],
        terms=[(3, [beta < 1], 1), (1, [beta >= 0, beta < 1], 1), (1, [], T)],
        because="4 − Δ = (1 − β)(3 + β) + T² > 0,",
    )  # fmt: skip
    inside = proof.positive(
        "real roots", 1 - real**2, given=[beta >= 0, beta < 1, K > 0, ROOM], lemmas=[shifted, four],
        relations=[real**2 - T * real + beta], multiplier=[beta < 1, Gt(1 + beta, 0, evaluate=False)],
        terms=[(1, [], 1 - real**2 - ROOMS / 2), (QUARTER, [K > 0, ROOM, BELOW_FOUR], 1)],
        because="and at a real root (1 − z²)(z² − β²) = Δz², so that (1 − β²)(1 − z²) "
        "= (1 − z² − Δ/2)² + Δ(1 − Δ/4).",
    )  # fmt: skip
    return outside, inside
