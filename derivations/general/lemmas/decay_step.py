"""The step with weight decay: from the gradients, as one without decay, and when the direction rises."""

from __future__ import annotations

from sympy import Eq, Expr, Gt

from derivations.direction.data import norm, numerator, w_v
from derivations.direction.system import MOVES, RISES, UNIT_CIRCLE
from derivations.general.model.decay import ACROSS, COSINE, GROWTH, KEPT, ROOT, SINE, TURNED, omega
from derivations.notation import N, alpha, at_next, c, eta, k, lam, rho, s, symbol
from derivations.proof import Proof
from derivations.proof.elimination import identity_by_elimination
from derivations.square.gradients import GRADIENT_ALONG, slope
from derivations.square.model.risk import b_v, b_w
from derivations.square.norm_growth import PRODUCTS, radial, signal, square

MARGIN: Expr = lam * (c**2 - s**2) - 2 * KEPT * c
"""Its sign is that of a rise of the direction, for λ > 0 and s ≠ 0."""
RISING = Gt(MARGIN, 0, evaluate=False)
lam_free = symbol("lam_free", r"\tilde\lambda", "λ̃", "λ/(1 − ω), the rate at which the direction moves")
k_free = symbol("k_free", r"\tilde k", "k̃", "k/(1 − ω)")
"""The direction moves as without decay with these."""
FREE = (Eq(lam_free, lam / KEPT), Eq(k_free, k / KEPT))
b_w_next = at_next(b_w)
PYTHAGORAS: Expr = numerator(
    at_next(N) - (KEPT**2 * norm**2 - 2 * eta * KEPT * radial + eta**2 * square) / (eta * rho**2)
)
"""N' = ‖(1 − ω)w − ηG‖²/(ηρ²)."""
MEANING = {
    N: numerator(N - norm**2 / (eta * rho**2)),
    lam: numerator(lam - eta * alpha * rho / norm**2),
    b_w: b_w - c * rho * norm,
}
"""The units, by what is eliminated."""


def establish_step(proof: Proof) -> tuple[str, str, str]:
    """N', cos θ', and a component orthogonal to u, from the gradient along w, b, G and v."""
    signs = [eta > 0, rho > 0, norm > 0]
    growth = identity_by_elimination(
        proof, "norm", at_next(N), N * GROWTH,
        {at_next(N): PYTHAGORAS, **dict(reversed(PRODUCTS.items())), **MEANING, s: UNIT_CIRCLE},
        given=signs,
        because="‖(1 − ω)w − ηG‖² = (1 − ω)²‖w‖² + η²‖G‖², as G is orthogonal to w:",
    )  # fmt: skip
    aligned = identity_by_elimination(
        proof, "cosine", k * at_next(c), TURNED,
        {
            at_next(c): k * norm * rho * at_next(c) - b_w_next,
            b_w_next: b_w_next - (KEPT * b_w - eta * signal),
            signal: PRODUCTS[signal],
            **{x: MEANING[x] for x in (lam, b_w)},
            s: UNIT_CIRCLE,
        },
        given=[rho > 0, norm > 0],
        because="The component along u, over the norm before the step:",
    )  # fmt: skip
    across = identity_by_elimination(
        proof, "across", at_next(w_v), w_v * ACROSS,
        {
            at_next(w_v): at_next(w_v) - (KEPT * w_v - eta * slope),
            slope: numerator(slope - GRADIENT_ALONG),
            b_v: b_v,
            **{x: MEANING[x] for x in (lam, b_w)},
        },
        given=[norm > 0],
        because="A component orthogonal to u:",
    )  # fmt: skip
    return growth, aligned, across


def establish_free(proof: Proof) -> tuple[str, ...]:
    """The step of the direction is that without decay, with λ̃."""
    free = [lam_free * KEPT - lam, k_free * KEPT - k]
    sides = (
        (
            *("growth", k_free**2, 1 + lam_free**2 * s**2, [omega < 1, omega < 1], ROOT),
            *(-(s**2) * (lam_free * KEPT + lam), k_free * KEPT + k),
        ),
        ("cosine", k_free * at_next(c), c + lam_free * s**2, [omega < 1], COSINE, -(s**2), at_next(c)),
        ("sine", k_free * at_next(s), s * (1 - lam_free * c), [omega < 1], SINE, s * c, at_next(s)),
    )
    return tuple(
        proof.identity(
            f"{name} as without decay", left, right, given=[omega < 1], multiplier=multiplier,
            relations=[*free, relation], cofactors=[*cofactors, 1],
            because="With λ̃ = λ/(1 − ω) and k̃ = k/(1 − ω) this is the step without decay.",
        )
        for name, left, right, multiplier, relation, *cofactors in sides
    )  # fmt: skip


def establish_criterion(proof: Proof) -> tuple[str, ...]:
    """Both directions, and the equation."""
    forward = proof.positive(
        "margin positive, direction rises", RISES.lhs, given=[lam > 0, MOVES, k > 0, RISING],
        relations=[SINE, ROOT], multiplier=[k > 0, k > 0], terms=[(1, [lam > 0, MOVES, RISING], 1)],
        because="k²(sin²θ' − sin²θ) = λs²·(margin).",
    )  # fmt: skip
    backward = proof.positive(
        "direction rises, margin positive", MARGIN, given=[lam > 0, MOVES, k > 0, RISES],
        relations=[SINE, ROOT], multiplier=[lam > 0, MOVES], terms=[(1, [RISES], k)],
        because="Likewise backwards, as λs² > 0;",
    )  # fmt: skip
    steady = proof.identity(
        "margin zero, direction keeps its angle", RISES.lhs, 0, given=[k > 0],
        relations=[SINE, ROOT, MARGIN], multiplier=[k > 0, k > 0], because="a margin of 0 keeps the sine;",
    )  # fmt: skip
    still = proof.identity(
        "direction keeps its angle, margin zero", MARGIN, 0, given=[lam > 0, MOVES],
        relations=[RISES.lhs, SINE, ROOT], multiplier=[lam > 0, MOVES], because="and conversely.",
    )  # fmt: skip
    return forward, backward, steady, still
