"""Sums over the coordinates of w and u in an orthonormal basis of eigenvectors of Σ, in any dimension d.

The coordinates are a family of any number of samples: what holds for each, holds in the mean.  They are in
units of √η ρ/√d, and those of u times √d: so that their means are sums, and ‖u‖_Σ = 1.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Ge, Integer, Rational, expand

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.model.system import (
    COSINE,
    EUCLIDEAN,
    GROWTH,
    HELD,
    MIDDLE,
    PULLED,
    SEEN,
    A,
    B,
    G,
    L,
    X,
    ell,
)
from derivations.notation import N, at_next, c, k, lam, r, symbol
from derivations.proof import Proof, Term
from derivations.proof.elimination import identity_by_elimination
from derivations.proof.family import Family

sigma_j = symbol("sigma_j", r"\sigma_j", "σ_j", "an eigenvalue of Σ")
w_j = symbol("w_j", "w_j", "w_j", "the coordinate of w along that eigenvector, without units")
u_j = symbol("u_j", "u_j", "u_j", "the coordinate of the target direction, of Σ-norm 1")
t_j = symbol("t_j", "t_j", "t_j", "the coordinate of t = u − cŵ")
TANGENT: Expr = r * t_j - (r * u_j - c * w_j)
STEP: Expr = w_j + lam * r * sigma_j * t_j
"""One coordinate of w one step later."""

QUARTER = Rational(1, 4)
SIZE: Expr = N - r**2
SIZE_NEXT: Expr = at_next(N) - at_next(r) ** 2
r_next, w_next = at_next(r), at_next(w_j)
LOW = Ge(sigma_j - ell, 0, evaluate=False)
HIGH = Ge(L - sigma_j, 0, evaluate=False)
SEEN_BY_TARGET = (Integer(1), sigma_j * u_j**2)
COORDINATES = Family(
    samples=(sigma_j, w_j, u_j, t_j, w_next),
    means=(
        *((X, w_j**2), (r**2, sigma_j * w_j**2), (r * c, sigma_j * w_j * u_j), SEEN_BY_TARGET),
        *((A, sigma_j**2 * t_j**2), (r * B, sigma_j**2 * w_j * t_j), (G, sigma_j**3 * t_j**2)),
    ),
    each=(Eq(r * t_j, r * u_j - c * w_j),),
)
"""The coordinates, and the numbers that a step knows: ‖w‖_Σ = r, ⟨w, u⟩_Σ = rc, ‖u‖_Σ = 1, A, B, G."""
MOVED = Family(
    COORDINATES.samples,
    (
        *COORDINATES.means,
        *((at_next(X), w_next**2), (r_next**2, sigma_j * w_next**2)),
        (r_next * at_next(c), sigma_j * w_next * u_j),
    ),
    each=(*COORDINATES.each, Eq(w_next, STEP)),
)
"""The same before and after a step."""
BOUNDED = COORDINATES.having(sigma_j > 0, LOW, HIGH)
"""The same of eigenvalues between ℓ and L."""

def establish_moved(proof: Proof) -> list[str]:
    """Add X', N' and cos θ' in terms of A, B, G; returns the names of the steps."""
    after = {w_next: w_next - STEP}
    euclidean = _summed(
        proof, "Euclidean norm after a step",
        w_next**2 - w_j**2 - 2 * lam * sigma_j * w_j * (r * u_j - c * w_j)
        - (lam * r * sigma_j * t_j) ** 2,
        {**after, u_j: TANGENT}, "Each coordinate moves by λrσt, where ⟨w, t⟩_Σ = 0;",
    )  # fmt: skip
    grown = _summed(
        proof, "norm after a step",
        sigma_j * w_next**2 - sigma_j * (w_j**2 + 2 * lam * r * sigma_j * w_j * t_j)
        - sigma_j * (lam * r * sigma_j * t_j) ** 2,
        after, "Likewise in the data's covariance;",
    )  # fmt: skip
    turned = _summed(
        proof, "angle after a step",
        sigma_j * w_next * u_j - sigma_j * w_j * u_j
        - lam * sigma_j**2 * t_j * (r * t_j + c * w_j),
        {**after, u_j: TANGENT}, "and along the target direction, where ru = rt + cw;",
    )  # fmt: skip
    return [
        _read(proof, "Euclidean norm", euclidean, at_next(X), EUCLIDEAN, {at_next(X): euclidean, N: SIZE}),
        _read(
            proof, "norm", grown, at_next(N), N * GROWTH, {at_next(N): SIZE_NEXT, r_next: grown, N: SIZE}
        ),
        _read(proof, "angle", turned, COSINE, 0, {at_next(c): turned, r_next: r_next - k * r}),
    ]


def _summed(proof: Proof, name: str, equation: Expr, relations: dict[Expr, Expr], because: str) -> str:
    sample = identity_by_elimination(
        proof, f"{name}: each coordinate", expand(equation), 0, relations, given=[r > 0], because=because
    )
    return proof.average(f"{name}: all coordinates", MOVED, sample, because="and so in the sum:")


def _read(
    proof: Proof, name: str, mean: str, lhs: Expr, rhs: Expr | int, relations: dict[Expr, Any]
) -> str:
    """What the mean says of the numbers; in ``relations`` its name stands for its equation."""
    known = {x: proof.conclusions[one].lhs if isinstance(one, str) else one for x, one in relations.items()}
    return identity_by_elimination(
        proof, name, lhs, rhs, known, given=[r > 0, r_next > 0], lemmas=[mean],
        because="In the numbers of a step:",
    )  # fmt: skip


FORMS: dict[Any, tuple[str, Expr, list[Term]]] = {
    PULLED: ("Σ at most L, at Σt", sigma_j**2 * t_j**2 * (L - sigma_j), [(1, [HIGH], sigma_j * t_j)]),
    HELD: ("Σ at least ℓ, at w", (sigma_j - ell) * w_j**2, [(1, [LOW], w_j)]),
    SEEN: (
        "Σ² at least ℓΣ, at t",
        r**2 * sigma_j**2 * t_j**2 - ell * sigma_j * (r * u_j - c * w_j) ** 2,
        [(1, [sigma_j > 0, LOW], r * t_j)],
    ),
    MIDDLE: (
        "Σ² at least ℓΣ, at t + cŵ/2",
        r**2 * sigma_j**2 * t_j**2
        + r * c * sigma_j**2 * w_j * t_j
        - ell * sigma_j * (r * u_j - c * w_j / 2) ** 2
        + L * sigma_j * (c * w_j) ** 2 / 4,
        [(1, [sigma_j > 0, LOW], r * t_j + c * w_j / 2), (QUARTER, [sigma_j > 0, HIGH], c * w_j)],
    ),
}
"""Each inequality between the numbers: its name, and what is not negative for each coordinate, and why."""


def establish_spectrum(proof: Proof) -> list[str]:
    """Add the inequalities of ``SPECTRUM``; returns the names of the steps."""
    return [_signed(proof, condition, *form) for condition, form in FORMS.items()]


def _signed(proof: Proof, condition: Any, name: str, of_each: Expr, terms: list[Term]) -> str:
    sample = proof.positive(
        f"{name}: each coordinate",
        expand(of_each),
        given=[*dict.fromkeys(factor for _, factors, _ in terms for factor in factors)],
        relations=[TANGENT],
        terms=terms,
        strict=False,
        because="As ℓ ≤ σ_j ≤ L,",
    )
    mean = proof.average(f"{name}: all coordinates", BOUNDED, sample, because="and so in the sum:")
    scaled = condition in (SEEN, MIDDLE)
    return proof.positive(
        name,
        condition.lhs,
        given=[r > 0],
        lemmas=[mean],
        relations=[UNIT_CIRCLE, SIZE],
        multiplier=[r > 0, r > 0] if scaled else [],
        terms=[(1, [proof.conclusions[mean]], 1)],
        strict=False,
        because="In the numbers of a step:",
    )
